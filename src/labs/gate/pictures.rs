//! Progress, gates, and what was learned of the task.

use super::{
    contest::{COUNT, Contest, GATE, Moment},
    quantities::{INKS, NAMES, TRUTH},
    setup::{Kind, Setup},
};
use crate::{
    figure::{
        Along, Axis, ColorScale, Figure, Guide, Heatmap, Ink, Lines, Mark, Plane, Plot, Series,
        inks, number, short,
    },
    nn::tasks::advection::{Advection, COLUMNS, ROWS},
};
use core::f64::consts::TAU;

/// Markers of the second quantity of a figure, per line.
const MARKERS: usize = 16;
/// Values below are drawn as this on a logarithmic axis of shares.
const SHUT: f64 = 1e-6;

/// A curve.
pub fn series(id: &str, label: &str, ink: Ink, mark: Mark, points: (Vec<f64>, Vec<f64>)) -> Series {
    Series {
        id: id.into(),
        label: label.into(),
        ink,
        mark,
        x: points.0,
        y: points.1,
    }
}

/// A quantity of a contestant with its name.
type Named<'a> = (&'a str, &'a dyn Fn(&Moment) -> f64);

/// For every optimiser a line of one quantity and markers of another over the steps.
pub fn over_steps(
    contest: &Contest,
    y: Axis,
    line: impl Fn(&Moment) -> f64,
    marker: Option<Named>,
) -> Lines {
    let points = contest.history.points();
    let stride = points.len().div_ceil(MARKERS).max(1);
    let mut lines = Lines::new(Axis::linear("step").counted(), y);
    for who in 0..COUNT {
        let (x, y) = points
            .iter()
            .map(|(step, all)| (*step as f64, line(&all[who])))
            .unzip();
        let id = IDS[who];
        lines
            .series
            .push(series(id, NAMES[who], INKS[who], Mark::Line, (x, y)));
    }
    if let Some((what, marker)) = marker {
        for who in 0..COUNT {
            // Staggered, so that equal markers of four optimisers do not hide each other.
            let shown = points.iter().skip(who * stride / COUNT).step_by(stride);
            let (x, y) = shown
                .map(|(step, all)| (*step as f64, marker(&all[who])))
                .unzip();
            let label = format!("{}, {what}", NAMES[who]);
            let id = format!("{}_{}", IDS[who], what.replace(' ', "_"));
            lines
                .series
                .push(series(&id, &label, INKS[who], Mark::Points, (x, y)));
        }
    }
    lines.series.retain(|s| !s.x.is_empty());
    lines
}

/// Ids of the optimisers.
pub const IDS: [&str; COUNT] = ["adamw", "gate", "matched", "small"];

/// Held-out and training error, or accuracy, over the steps.
pub fn progress(setup: &Setup, contest: &Contest) -> Figure {
    let held_out = |m: &Moment| m.held_out;
    let train: Named = ("training", &|m| m.train);
    let (title, mut lines, guide) = match &setup.kind {
        Kind::Modular { .. } => {
            let axis = Axis::linear("accuracy").range(0.0, 1.0);
            let lines = over_steps(contest, axis, held_out, Some(train));
            ("Accuracy", lines, Some(("95 %", 0.95)))
        }
        Kind::Curve { .. } => {
            let axis = Axis::log("mean squared error");
            let lines = over_steps(contest, axis, held_out, Some(train));
            ("Error", lines, None)
        }
        Kind::Advection { .. } => {
            let axis = Axis::log("relative error");
            let lines = over_steps(contest, axis, held_out, None);
            ("Relative error", lines, Some(("0.40", 0.4)))
        }
    };
    if let Some((label, at)) = guide {
        lines
            .guides
            .push(Guide::new(label, Along::Y, at, inks::NEUTRAL));
    }
    let caption = match &setup.kind {
        Kind::Modular { .. } => {
            "Lines: pairs that were held out. Markers: training pairs. Between the two lies memorising; where the lines rise, the rule was found."
        }
        Kind::Curve { .. } => {
            "Lines: against the truth without noise. Markers: on the noisy samples. Where markers fall and the line rises, noise is being memorised."
        }
        Kind::Advection { .. } => {
            "Distance from the solution without noise, over positions and times, relative to its size."
        }
    };
    figure("progress", title, caption, lines)
}

/// A figure of lines.
pub fn figure(id: &str, title: &str, caption: impl Into<String>, lines: Lines) -> Figure {
    Figure::lines(id, title, caption.into(), lines)
}

/// How far the gates stand open.
pub fn openness(contest: &Contest) -> Figure {
    let axis = Axis::log("share").floor(SHUT, "none open");
    let mut lines = Lines::new(Axis::linear("step").counted(), axis);
    let points = contest.history.points();
    // Nothing was gated before the first step.
    let points = points.iter().filter(|(step, _)| *step > 0);
    let of = |pick: &dyn Fn(&Moment) -> f64| {
        let pairs = points.clone();
        pairs
            .map(|(step, all)| (*step as f64, pick(&all[GATE])))
            .unzip()
    };
    let mean = of(&|m| m.opening.mean);
    let open = of(&|m| m.opening.open);
    lines.series = vec![
        series("mean", "mean gate q̄", INKS[GATE], Mark::Line, mean),
        series("open", "open at least half", Ink(28), Mark::Line, open),
    ];
    let now = contest.latest().map_or(0.0, |all| all[GATE].opening.mean);
    let caption = if contest.measured == 0 {
        "No step has been taken yet.".into()
    } else {
        format!(
            "On average a coordinate takes {} % of its step; the matched control takes this share everywhere.",
            short(100.0 * now)
        )
    };
    figure("gates", "Open gates", caption, lines)
}

/// The task's own pictures.
pub fn learned(setup: &Setup, contest: &Contest) -> Vec<Figure> {
    match &setup.kind {
        Kind::Curve { samples, truth, .. } => {
            let caption = "What each network has learned, over the noisy samples and the truth they came from.";
            vec![fit("What was learned", caption, samples, truth, contest)]
        }
        Kind::Advection { speed, initial } => {
            let truth: Vec<(f64, f64)> = (0..COLUMNS)
                .map(|i| TAU * i as f64 / COLUMNS as f64)
                .map(|x| (x, libm::sin(x)))
                .collect();
            let caption = "The networks at t = 0, over the noisy initial values: what is memorised here travels through the whole plane.";
            let mut figures = field(setup.show, *speed, contest);
            figures.push(fit("Initial values", caption, initial, &truth, contest));
            figures
        }
        Kind::Modular { .. } => Vec::new(),
    }
}

fn fit(
    title: &str,
    caption: &str,
    samples: &[(f64, f64)],
    truth: &[(f64, f64)],
    contest: &Contest,
) -> Figure {
    let mut lines = Lines::new(Axis::linear("x"), Axis::linear("u"));
    let samples = samples.iter().copied().unzip();
    let data = series("samples", "samples", inks::NEUTRAL, Mark::Points, samples);
    let truth: (Vec<f64>, Vec<f64>) = truth.iter().copied().unzip();
    lines.series = vec![data];
    for (who, contestant) in contest.contestants.iter().enumerate() {
        let outline = &contestant.measure.outline;
        if outline.len() < truth.0.len() {
            continue;
        }
        let points = (truth.0.clone(), outline[..truth.0.len()].to_vec());
        let label = NAMES[who];
        lines
            .series
            .push(series(IDS[who], label, INKS[who], Mark::Line, points));
    }
    lines
        .series
        .push(series("truth", "truth", TRUTH, Mark::Line, truth));
    figure("fit", title, caption, lines)
}

/// The solution of one network over positions and times, and what it is off by.
fn field(who: usize, speed: f64, contest: &Contest) -> Vec<Figure> {
    let outline = &contest.contestants[who].measure.outline;
    if outline.len() != ROWS * COLUMNS {
        return Vec::new();
    }
    let off: Vec<f64> = Advection::grid()
        .zip(outline)
        .map(|((x, t), u)| u - libm::sin(x - speed * t))
        .collect();
    let largest = off.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    let map = |values: &[f64], label: &str, range: f64| {
        let rows = values.chunks_exact(COLUMNS).rev();
        let half = 0.5 / (ROWS - 1) as f64;
        Heatmap {
            rows: ROWS,
            cols: COLUMNS,
            values: rows.flatten().copied().collect(),
            row_label: "t".into(),
            col_label: "x".into(),
            row_names: Vec::new(),
            col_names: Vec::new(),
            colors: ColorScale {
                label: label.into(),
                diverging: true,
                log: false,
                range: (-range, range),
            },
            edit: None,
            select: None,
            plane: Some(Plane {
                x: Axis::linear("x").range(
                    -0.5 * TAU / COLUMNS as f64,
                    TAU - 0.5 * TAU / COLUMNS as f64,
                ),
                y: Axis::linear("t").range(-half, 1.0 + half),
                curves: Vec::new(),
            }),
        }
    };
    let name = NAMES[who];
    let plain = Figure {
        id: "field".into(),
        title: format!("Solution, {name}"),
        caption: format!(
            "u over position x and time t: the wave travels at the speed {}, and so should the colours.",
            number(speed)
        ),
        plot: Plot::Heatmap(map(outline, "u", 1.5)),
    };
    let error = Figure {
        id: "field_error".into(),
        title: format!("Off by, {name}"),
        caption: format!(
            "Difference from sin(x − βt): at most {} here.",
            short(largest)
        ),
        plot: Plot::Heatmap(map(&off, "u − u*", largest.max(1e-12))),
    };
    vec![plain, error]
}
