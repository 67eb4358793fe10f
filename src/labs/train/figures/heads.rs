//! What the heads do, and what their weights have become.

use super::{
    super::{
        controls::{HEAD, LAYER, Shown},
        facts::Facts,
        measuring::{HeadMatrices, HeadMoment},
        quantities::*,
        words,
    },
    learning::line,
    over_steps, steps_axis,
};
use crate::{
    figure::{CellSelect, ColorScale, Heatmap},
    labs::prelude::*,
    spectrum::Spectrum,
};

/// Effective ranks of all heads over the steps, and of the one that is shown.
pub fn ranks(facts: &Facts) -> Figure {
    let (shown, t) = (facts.shown(), facts.setup.shape.context as f64);
    let low = over_steps(facts, |m| m.smallest(|h| h.erank));
    let high = over_steps(facts, |m| m.largest(|h| h.erank));
    let between = low.iter().zip(&high);
    let band = Band::new(
        "all heads",
        inks::NEUTRAL,
        between.map(|(low, high)| (low.0, low.1, high.1)),
    );
    let own = over_steps(facts, |m| m.heads.get(shown).map_or(f64::NAN, |h| h.erank));
    let stable = over_steps(facts, |m| {
        m.heads.get(shown).map_or(f64::NAN, |h| h.stable_rank)
    });
    let y = Axis::linear("rank").range(0.0, 1.08 * t);
    let several = facts.now.heads.len() > 1;
    let lines = Lines::new(steps_axis(facts), y)
        .bands(several.then_some(band))
        .series([
            line(&STABLE, "stable rank, head shown", stable),
            line(&MAX_ERANK, "erank, head shown", own),
        ])
        .guides([
            Guide::new("full rank T", Along::Y, t, inks::RANK),
            Guide::new("rank 1: every row alike", Along::Y, 1.0, inks::NEUTRAL),
        ]);
    Figure::lines(
        "ranks",
        "Effective ranks of attention",
        words::ranks(facts),
        lines,
    )
}

/// Effective and stable ranks of the two products of the weights of the head that is shown.
pub fn weights(facts: &Facts) -> Figure {
    let shown = facts.shown();
    let of = |pick: fn(&HeadMoment) -> f64| {
        over_steps(facts, move |m| m.heads.get(shown).map_or(f64::NAN, pick))
    };
    let stable = |quantity: &Quantity, id: &str, label: &str, points| Series {
        id: id.into(),
        label: label.into(),
        ..quantity.series(Mark::Points, points)
    };
    let most = facts.setup.shape.head_width() as f64;
    let y = Axis::linear("rank").range(0.0, 1.08 * most);
    let lines = Lines::new(steps_axis(facts), y)
        .series([
            line(&QK_ERANK, "erank of W_Q W_Kᵀ", of(|h| h.query_key.erank)),
            stable(
                &QK_ERANK,
                "qk_stable_rank",
                "its stable rank",
                of(|h| h.query_key.stable_rank),
            ),
            line(&OV_ERANK, "erank of W_V W_O", of(|h| h.value_output.erank)),
            stable(
                &OV_ERANK,
                "ov_stable_rank",
                "its stable rank",
                of(|h| h.value_output.stable_rank),
            ),
        ])
        .guides([Guide::new("d/H, never above", Along::Y, most, inks::RANK)]);
    Figure::lines(
        "weights",
        "Ranks of this head's weights",
        words::weights(facts),
        lines,
    )
}

/// Spectral norms over the steps.
pub fn norms(facts: &Facts) -> Figure {
    let top = (facts.setup.shape.context as f64).sqrt();
    let of = |pick| over_steps(facts, move |m| m.largest(pick));
    let lines = Lines::new(steps_axis(facts), Axis::log("largest singular value"))
        .series([
            line(
                &QK_NORM,
                "W_Q W_Kᵀ, largest head",
                of(|h| h.query_key.spectral_norm),
            ),
            line(
                &OV_NORM,
                "W_V W_O, largest head",
                of(|h| h.value_output.spectral_norm),
            ),
            line(
                &ATTENTION_NORM,
                "attention, largest",
                of(|h| h.spectral_norm),
            ),
        ])
        .guides([Guide::new("√T, never above", Along::Y, top, inks::NEUTRAL)]);
    Figure::lines(
        "norms",
        "Are the spectral norms bounded?",
        words::norms(facts),
        lines,
    )
}

/// The mean attention of every head as small maps: layers below each other, heads side by side.
pub fn attention(facts: &Facts) -> Figure {
    let shape = &facts.setup.shape;
    let (t, side) = (shape.context, shape.context + 1);
    let (rows, cols) = (shape.layers * side - 1, shape.heads * side - 1);
    let mut values = Vec::with_capacity(rows * cols);
    for i in 0..rows {
        for j in 0..cols {
            let head = facts.matrices.get(i / side * shape.heads + j / side);
            let seen = i % side < t && j % side < t;
            let a = head
                .filter(|_| seen)
                .map(|head| head.mean_attention[(i % side, j % side)]);
            values.push(a.unwrap_or(f64::NAN));
        }
    }
    let places = |count: usize, single: &str| -> Vec<String> {
        let name = |i: usize| match i % side < t {
            true => format!("{single} {}, {}", i / side, i % side + 1),
            false => String::new(),
        };
        (0..count).map(name).collect()
    };
    let which = |count: usize| (0..count).map(|i| (i / side) as f64).collect();
    let top = values
        .iter()
        .copied()
        .filter(|a| a.is_finite())
        .fold(0.0, f64::max);
    let map = Heatmap {
        rows,
        cols,
        values,
        row_label: "layer, position that looks".into(),
        col_label: "head, position looked at".into(),
        row_names: places(rows, "layer"),
        col_names: places(cols, "head"),
        colors: ColorScale {
            label: "mean attention".into(),
            diverging: false,
            log: false,
            range: (0.0, top),
        },
        edit: None,
        select: Some(CellSelect {
            row_control: LAYER.id().into(),
            col_control: HEAD.id().into(),
            row_values: which(rows),
            col_values: which(cols),
            at: Some((facts.view.layer * side, facts.view.head * side)),
            also: Vec::new(),
        }),
        plane: None,
    };
    Figure {
        id: "attention".into(),
        title: "Where every head looks".into(),
        caption: words::attention(facts),
        plot: Plot::Heatmap(map),
    }
}

/// Singular values of the chosen matrix, before training and now.
pub fn spectrum(facts: &Facts) -> Figure {
    let (ink, pick): (Ink, fn(&HeadMatrices) -> &Spectrum) = match facts.view.shown {
        Shown::Attention => (inks::SPECTRUM, |h| &h.attention),
        Shown::QueryKey => (inks::QUERY_KEY, |h| &h.query_key.1),
        Shown::ValueOutput => (inks::VALUE_OUTPUT, |h| &h.value_output.1),
    };
    // A product of a head has no more than d_h singular values that are not zero.
    let rank = match facts.view.shown {
        Shown::Attention => facts.setup.shape.context,
        _ => facts.setup.shape.head_width(),
    };
    let of = |heads: &[HeadMatrices]| -> Vec<(f64, f64)> {
        let values = heads.get(facts.shown()).map(|h| pick(h).values());
        let indexed = values.unwrap_or_default().iter().take(rank).enumerate();
        indexed
            .map(|(i, s)| (i as f64 + 1.0, s.max(1e-8)))
            .collect()
    };
    let least = 1e-6;
    let y = Axis::log("singular value").floor(least, "below 10⁻⁶");
    let lines = Lines::new(Axis::linear("index").counted(), y).series([
        Series::new(
            "before",
            "before training",
            inks::PINNED,
            Mark::LinePoints,
            of(facts.first),
        ),
        Series::new("now", "now", ink, Mark::LinePoints, of(facts.matrices)),
    ]);
    Figure::lines(
        "spectrum",
        "Singular values of the head",
        words::spectrum(facts),
        lines,
    )
}
