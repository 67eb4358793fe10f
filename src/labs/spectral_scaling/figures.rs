//! The pictures: the spectrum, and what four lenses make of it.

use super::{controls::*, model::Facts, quantities::*};
use crate::{
    figure::{ColorScale, Heatmap, Plane, Plot},
    grid::log_grid,
    labs::prelude::*,
    regression::{flow_asymptote, flow_loss},
};

/// A guide where the kink comes to lie.
fn kink(facts: &Facts, at: impl Fn(usize) -> f64) -> Option<Guide> {
    let rank = facts.setup.kink?;
    Some(Guide::new("kink", Along::X, at(rank), inks::NEUTRAL))
}

/// Eigenvalues and target powers by rank, with points to drag.
pub fn spectrum(facts: &Facts) -> Figure {
    let setup = &facts.setup;
    let modes = setup.modes();
    let mut ranks: Vec<usize> = log_grid(1.0, modes as f64, 121)
        .into_iter()
        .map(|x| x.round() as usize)
        .collect();
    ranks.dedup();
    let of = |list: &[f64]| {
        ranks
            .iter()
            .map(|i| (*i as f64, list[i - 1]))
            .collect::<Vec<_>>()
    };
    let handle = |(j, rank): (usize, &f64)| {
        let i = *rank as usize;
        let value = *setup.eigenvalues.get(i - 1)?;
        let label = format!("λ at rank {i}");
        Some(
            Handle::new(KNOTS.id(), &label, Along::Y, *rank, value)
                .element(j)
                .also(SHAPE.id(), Shape::Drawn.id()),
        )
    };
    let handles: Vec<Handle> = RANKS
        .iter()
        .enumerate()
        .filter_map(handle)
        .filter(|h| h.y >= 1e-24)
        .collect();
    let handles = if handles.len() >= 2 {
        handles
    } else {
        Vec::new()
    };
    let lines = Lines::new(
        Axis::log("rank i").range(1.0, modes as f64),
        Axis::log("eigenvalue, target power"),
    )
    .series([
        Series::line(
            "eigenvalues",
            "eigenvalues λ",
            inks::SPECTRUM,
            of(&setup.eigenvalues),
        ),
        Series::line("power", "target's power v", inks::TRUTH, of(&setup.power)),
    ])
    .guides(kink(facts, |rank| rank as f64))
    .handles(handles);
    let caption = "Everything below is read off these two lists. Drag a point: the spectrum is a power law between them, and the target's power bends with it.";
    Figure::lines("spectrum", "Spectrum and target", caption, lines)
}

/// The error over samples (0) or features (1).
pub fn over(facts: &Facts, axis: usize) -> Figure {
    let (setup, here) = (&facts.setup, facts.shown(facts.here.excess));
    let limits = [setup.limits.samples, setup.limits.features];
    let (control, id, title, label) = match axis {
        0 => (SAMPLES, "data", "Read through data", "samples n"),
        _ => (
            FEATURES,
            "width",
            "Read through features",
            "random features k",
        ),
    };
    let highest = facts.over[axis]
        .iter()
        .map(|p| p.1)
        .chain([here])
        .filter(|e| e.is_finite() && *e < 30.0)
        .fold(1e-300, f64::max);
    let lowest = facts.over[axis]
        .iter()
        .map(|p| p.1)
        .chain([here])
        .filter(|e| *e > 0.0)
        .fold(highest, f64::min);
    let points = facts.over[axis].iter().copied().filter(|p| p.1.is_finite());
    let handle = (limits[axis].is_finite() && here.is_finite() && here > 0.0).then(|| {
        Handle::new(
            control.id(),
            label,
            Along::X,
            limits[axis].min(setup.modes() as f64),
            here,
        )
    });
    let slope = setup.exponents().ok().and_then(|all| {
        let middle = facts.over[axis].get(facts.over[axis].len() / 3)?;
        let line = [0.3, 4.0].map(|by: f64| (middle.0 * by, 0.6 * middle.1 * by.powf(-all[axis])));
        (setup.limits.noise == 0.0 && setup.limits.ridge == 0.0 && !limits[1 - axis].is_finite())
            .then(|| Series::line("slope", "slope of the law", inks::FIT, line))
    });
    let simulated = facts
        .dots
        .iter()
        .filter(|_| axis == 0)
        .filter_map(|(n, summary)| {
            summary.standard_error()?;
            Some((*n as f64, facts.shown(summary.mean())))
        });
    let other = limits[1 - axis];
    let lines = Lines::new(
        Axis::log(label).range(1.0, setup.modes() as f64),
        Axis::log("test error").range(0.7 * lowest.max(1e-300), 1.4 * highest),
    )
    .series([TEST_ERROR.curve(points)])
    .series(slope)
    .series([Series::dots(
        "simulated",
        "regressions done",
        inks::SIMULATED,
        simulated,
    )])
    .guides(kink(facts, |rank| rank as f64))
    .guides(other.is_finite().then(|| {
        Guide::new(
            if axis == 0 {
                "as many as features"
            } else {
                "as many as samples"
            },
            Along::X,
            other.min(setup.modes() as f64),
            inks::NEUTRAL,
        )
    }))
    .handles(handle);
    let what = if axis == 0 { "samples" } else { "features" };
    let caption = match other.is_finite() {
        true => format!(
            "The error over the {what}, the other limit as set: it peaks where both are equal unless a ridge prevents it."
        ),
        false => format!(
            "The error over the {what}, nothing else limiting: the tail of the target beyond the level that they reach."
        ),
    };
    Figure::lines(id, title, caption, lines)
}

/// The loss of gradient flow over time.
pub fn time(facts: &Facts) -> Figure {
    let setup = &facts.setup;
    let end = 3.0 / setup.eigenvalues.last().copied().unwrap_or(1.0);
    let last = end.clamp(100.0, 1e9).max(setup.time);
    let grid = log_grid(0.1, last, 81);
    let curve: Vec<(f64, f64)> = grid
        .iter()
        .map(|t| (*t, flow_loss(&setup.eigenvalues, &setup.power, *t)))
        .collect();
    let [b, a] = setup.decays;
    let law = grid
        .iter()
        .filter(|t| setup.exponents().is_ok() && **t >= 10.0)
        .filter_map(|t| Some((*t, flow_asymptote(b, a, *t).ok()?)));
    let most = curve.first().map_or(1.0, |p| p.1);
    let lines = Lines::new(
        Axis::log("time t").range(0.1, last),
        Axis::log("loss of gradient flow").range(1e-6 * most, 1.3 * most),
    )
    .series([
        FLOW_LOSS.curve(curve),
        Series::line("asymptote", "endless modes", inks::FIT, law),
    ])
    .guides(kink(facts, |rank| 1.0 / setup.eigenvalues[rank - 1]))
    .handles(
        (facts.flow > 0.0)
            .then(|| Handle::new(TIME_SPENT.id(), "t", Along::X, setup.time, facts.flow)),
    );
    let caption = "A mode is learned once 2λt reaches 1: time reads the spectrum from the top, at the rank where λ is 1/(2t).";
    Figure::lines("time", "Read through time", caption, lines)
}

/// The loss over compute for several numbers of modes, with the best of all.
pub fn frontier(facts: &Facts) -> Figure {
    let setup = &facts.setup;
    let (low, high) = (setup.compute / 100.0, setup.compute * 100.0);
    let grid = log_grid(low, high, 49);
    let (width, least) = facts.best[0];
    let mut curves = Vec::new();
    for by in [0.1, 0.3, 1.0, 3.0, 10.0] {
        let width = ((width as f64 * by).round() as usize).clamp(1, setup.endless.0.len());
        curves.extend(grid.iter().map(|c| (*c, facts.frontier.loss(width, *c))));
        curves.push((high, f64::NAN));
    }
    let optima = facts.optima.iter().map(|(c, _, loss)| (*c, *loss));
    let lines = Lines::new(
        Axis::log("compute C = N t").range(low, high),
        Axis::log("loss"),
    )
    .series([
        Series::line("widths", "N fixed, five of them", inks::FLOW, curves),
        Series::new(
            "frontier",
            "best N",
            inks::OPTIMUM,
            Mark::LinePoints,
            optima,
        ),
    ])
    .handles([Handle::new(
        COMPUTE.id(),
        "C",
        Along::X,
        setup.compute,
        least,
    )]);
    let caption = format!(
        "At this compute {width} modes are best; the loss falls as C to the {}.",
        short((facts.best[1].1 / least).log10())
    );
    Figure::lines("frontier", "Read through compute", caption, lines)
}

/// The error over samples and features.
pub fn ridge(facts: &Facts) -> Option<Figure> {
    let grid = &facts.grid;
    let side = grid.len();
    let known: Vec<f64> = facts
        .map
        .iter()
        .copied()
        .filter(|e| e.is_finite() && *e > 0.0)
        .collect();
    let (low, high) = known
        .iter()
        .fold((f64::INFINITY, 0.0), |(l, h): (f64, f64), e| {
            (l.min(*e), h.max(*e))
        });
    if known.is_empty() || high <= low {
        return None;
    }
    let half = (grid[1] / grid[0]).sqrt();
    let (first, last) = (grid[0] / half, grid[side - 1] * half);
    let map = Heatmap {
        rows: side,
        cols: side,
        values: facts.map.clone(),
        row_label: "random features k".into(),
        col_label: "samples n".into(),
        row_names: Vec::new(),
        col_names: Vec::new(),
        colors: ColorScale {
            label: "test error".into(),
            diverging: false,
            log: true,
            range: (low, high.min(1e4 * low).max(1.1 * low)),
        },
        edit: None,
        select: None,
        plane: Some(Plane {
            x: Axis::log("samples n").range(first, last),
            y: Axis::log("random features k").range(first, last),
            curves: vec![Series::line(
                "equal",
                "n = k",
                inks::NEUTRAL,
                [(first, first), (last, last)],
            )],
        }),
    };
    Some(Figure {
        id: "ridge".into(),
        title: "Samples against features".into(),
        caption: "The error over both limits: a ridge of error along n = k, which a larger δ wears down; away from it the scarcer of the two decides.".into(),
        plot: Plot::Heatmap(map),
    })
}
