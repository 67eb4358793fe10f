//! The spectra of what is learned: singular values of a weight matrix, and the frequencies of an embedding.

use super::{
    contest::{ADAMW, Contest, GATE},
    pictures::{IDS, figure, over_steps, series},
    quantities::{INKS, NAMES},
    setup::{Kind, Setup},
};
use crate::figure::{Along, Axis, Figure, Guide, Lines, Mark, inks, number, short};

/// Singular values of the watched matrix, at first and now.
pub fn spectrum(setup: &Setup, contest: &Contest) -> Figure {
    let axis = Axis::log("singular value").floor(1e-9, "numerically zero");
    let mut lines = Lines::new(Axis::linear("index").counted(), axis);
    let points = |values: &[f64]| {
        let index = (1..=values.len()).map(|i| i as f64);
        (index.collect(), values.to_vec())
    };
    if let Some(first) = &contest.contestants[ADAMW].spectrum_before {
        let points = points(first.values());
        let mark = Mark::Line;
        lines.series.push(series(
            "before",
            "before training",
            inks::NEUTRAL,
            mark,
            points,
        ));
    }
    for (who, contestant) in contest.contestants.iter().enumerate() {
        if let Some(spectrum) = &contestant.spectrum {
            let points = points(spectrum.values());
            lines
                .series
                .push(series(IDS[who], NAMES[who], INKS[who], Mark::Line, points));
        }
    }
    let caption = format!(
        "The {}: weight decay lets directions die that the task does not use, learning lifts those that it does.",
        setup.watched
    );
    figure("spectrum", "Singular values", caption, lines)
}

/// Effective ranks of the watched matrix over the steps.
pub fn ranks(setup: &Setup, contest: &Contest) -> Figure {
    let axis = Axis::log("effective rank");
    let lines = over_steps(
        contest,
        axis,
        |m| m.erank,
        Some(("stable rank", &|m| m.stable_rank)),
    );
    let caption = match contest.latest() {
        Some(now) => format!(
            "Lines: erank of the {}, now {} under AdamW and {} gated. Markers: stable rank.",
            setup.watched,
            short(now[ADAMW].erank),
            short(now[GATE].erank)
        ),
        None => "Nothing has been measured yet.".into(),
    };
    figure("ranks", "Effective ranks", caption, lines)
}

/// The first embedding's energy per frequency.
pub fn frequencies(setup: &Setup, contest: &Contest) -> Option<Figure> {
    let Kind::Modular { p, operation, .. } = setup.kind else {
        return None;
    };
    let mut lines = Lines::new(
        Axis::linear("frequency"),
        Axis::linear("share of the energy"),
    );
    let mut strongest = 0.0f64;
    for (who, contestant) in contest.contestants.iter().enumerate() {
        let shares = &contestant.measure.outline;
        if shares.is_empty() {
            continue;
        }
        if who == ADAMW {
            let mut sorted = shares.clone();
            crate::linalg::sort_descending(&mut sorted);
            strongest = sorted.iter().take(5).sum();
        }
        let x = (0..shares.len()).map(|k| k as f64).collect();
        let points = (x, shares.clone());
        lines.series.push(series(
            IDS[who],
            NAMES[who],
            INKS[who],
            Mark::LinePoints,
            points,
        ));
    }
    if lines.series.is_empty() {
        return None;
    }
    let (group, order) = if operation.is_multiplicative() {
        ("discrete logarithm of the number", p - 1)
    } else {
        ("number", p)
    };
    lines.guides.push(Guide::new(
        "even",
        Along::Y,
        2.0 / order as f64,
        inks::NEUTRAL,
    ));
    let caption = format!(
        "The first embedding as waves over the {group}; at random every frequency carries about as much (dashed). The strongest five carry {} % under AdamW.",
        number((100.0 * strongest).round())
    );
    Some(figure(
        "frequencies",
        "Frequencies of the embedding",
        caption,
        lines,
    ))
}
