//! Progress, gates, and what was learned of the task.

use super::{
    controls::Who,
    model::{Facts, Kind},
    words,
};
use crate::{
    dynamics::{Measured, extremes},
    figure::{Band, ColorScale, Heatmap, Plane},
    labs::prelude::*,
    nn::tasks::advection::{Advection, COLUMNS, ROWS},
};
use core::f64::consts::TAU;

/// Markers of the second quantity of a figure, per line.
const MARKERS: usize = 16;
/// Values below are drawn as this on a logarithmic axis of shares.
const SHUT: f64 = 1e-6;

/// Everything on the page, once something was measured.
pub fn all(facts: &Facts) -> Vec<Figure> {
    let mut figures = vec![progress(facts)];
    figures.extend(learned(facts));
    figures.extend(super::spectra::frequencies(facts));
    figures.extend([
        openness(facts),
        super::spectra::ranks(facts),
        super::spectra::spectrum(facts),
    ]);
    figures
}

/// For every optimiser a line of one quantity over the steps.
pub fn over_steps(facts: &Facts, y: Axis, pick: impl Fn(&Measured) -> f64) -> Lines {
    let line = |who: &Who| who.line(facts.over_steps(*who, &pick));
    Lines::new(Axis::linear("step").counted(), y).series(Who::ALL.iter().map(line))
}

/// For every optimiser the lowest and highest of a quantity over the seeds, where several were trained.
fn over_seeds(facts: &Facts, pick: impl Fn(&Measured) -> f64) -> Vec<Band> {
    let all = facts.of_all_seeds().unwrap_or_default();
    let band = |who: &Who| {
        let extremes = extremes(all.iter().copied(), |m| pick(&m[*who as usize]));
        Band {
            label: format!("{}, {} seeds", who.name(), all.len()),
            ink: who.ink(),
            x: extremes.iter().map(|(step, _)| *step).collect(),
            low: extremes.iter().map(|(_, [low, _])| *low).collect(),
            high: extremes.iter().map(|(_, [_, high])| *high).collect(),
        }
    };
    Who::ALL.iter().map(band).collect()
}

/// For every optimiser a few markers of another quantity.
pub fn markers(facts: &Facts, what: &str, pick: impl Fn(&Measured) -> f64) -> Vec<Series> {
    let few = |who: Who| {
        let points = facts.over_steps(who, &pick);
        let stride = points.len().div_ceil(MARKERS).max(1);
        // Staggered, so that equal markers of four optimisers do not hide each other.
        let first = who as usize * stride / Who::ALL.len();
        let id = format!("{}_{}", who.id(), what.replace(' ', "_"));
        let label = format!("{}, {what}", who.name());
        let shown = points.into_iter().skip(first).step_by(stride);
        Series::dots(&id, &label, who.ink(), shown)
    };
    Who::ALL.iter().map(|who| few(*who)).collect()
}

impl Who {
    /// A curve of this optimiser.
    pub fn line(self, points: impl IntoIterator<Item = (f64, f64)>) -> Series {
        Series::line(self.id(), self.name(), self.ink(), points)
    }
}

/// Held-out and training error, or accuracy, over the steps.
fn progress(facts: &Facts) -> Figure {
    let lines = |axis| over_steps(facts, axis, |m| m.held_out);
    let training = || markers(facts, "training", |m| m.train);
    let goal = |label: &str, at| [Guide::new(label, Along::Y, at, inks::NEUTRAL)];
    let (title, lines, caption) = match &facts.kind {
        Kind::Modular { .. } => (
            "Accuracy",
            lines(Axis::linear("accuracy").range(0.0, 1.0))
                .series(training())
                .guides(goal("95 %", 0.95)),
            "Lines: pairs that were held out. Markers: training pairs. Between the two lies memorising; where the lines rise, the rule was found.",
        ),
        Kind::Curve { .. } => (
            "Error",
            lines(Axis::log("mean squared error"))
                .series(training())
                .bands(over_seeds(facts, |m| m.held_out)),
            "Lines: against the truth without noise. Markers: on the noisy samples. Where markers fall and the line rises, noise is being memorised.",
        ),
        Kind::Advection { .. } => (
            "Relative error",
            lines(Axis::log("relative error")).guides(goal("0.40", 0.4)),
            "Distance from the solution without noise, over positions and times, relative to its size.",
        ),
    };
    Figure::lines("progress", title, caption, lines)
}

/// How far the gates stand open.
fn openness(facts: &Facts) -> Figure {
    // Nothing was gated before the first step.
    let of = |pick: fn(&Measured) -> f64| {
        let points = facts.over_steps(Who::Gated, pick).into_iter();
        points.filter(|(step, _)| *step > 0.0)
    };
    let axis = Axis::log("share").floor(SHUT, "none open");
    let (mean, open) = (of(|m| m.opening.mean), of(|m| m.opening.open));
    let lines = Lines::new(Axis::linear("step").counted(), axis).series([
        Series::line("mean", "mean gate q̄", inks::GATED, mean),
        Series::line("open", "open at least half", inks::OPEN, open),
    ]);
    Figure::lines("gates", "Open gates", words::openness(facts), lines)
}

/// The task's own pictures.
fn learned(facts: &Facts) -> Vec<Figure> {
    match &facts.kind {
        Kind::Curve { samples, truth, .. } => {
            let caption = "What each network has learned, over the noisy samples and the truth they came from.";
            vec![fit(facts, "What was learned", caption, samples, truth)]
        }
        Kind::Advection { speed, initial } => {
            let places = (0..COLUMNS).map(|i| TAU * i as f64 / COLUMNS as f64);
            let truth: Vec<_> = places.map(|x| (x, libm::sin(x))).collect();
            let caption = "The networks at t = 0, over the noisy initial values: what is memorised here travels through the whole plane.";
            let mut figures = field(facts, *speed);
            figures.push(fit(facts, "Initial values", caption, initial, &truth));
            figures
        }
        Kind::Modular { .. } => Vec::new(),
    }
}

fn fit(
    facts: &Facts,
    title: &str,
    caption: &str,
    samples: &[(f64, f64)],
    truth: &[(f64, f64)],
) -> Figure {
    let measured = Who::ALL
        .iter()
        .filter(|who| facts.outline(**who).len() >= truth.len());
    let curve = |who: &Who| {
        let outline = facts.outline(*who).iter();
        who.line(truth.iter().zip(outline).map(|((x, _), u)| (*x, *u)))
    };
    let samples = samples.iter().copied();
    let lines = Lines::new(Axis::linear("x"), Axis::linear("u"))
        .series([Series::dots("samples", "samples", inks::NEUTRAL, samples)])
        .series(measured.map(curve))
        .series([Series::line(
            "truth",
            "truth",
            inks::TRUTH,
            truth.iter().copied(),
        )]);
    Figure::lines("fit", title, caption, lines)
}

/// The solution of one network over positions and times, and what it is off by.
fn field(facts: &Facts, speed: f64) -> Vec<Figure> {
    let outline = facts.outline(facts.show);
    if outline.len() != ROWS * COLUMNS {
        return Vec::new();
    }
    let solution = Advection::grid().map(|(x, t)| libm::sin(x - speed * t));
    let off: Vec<f64> = solution.zip(outline).map(|(u, seen)| seen - u).collect();
    let largest = off.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    let map = |values: &[f64], label: &str, range: f64| {
        let rows = values.chunks_exact(COLUMNS).rev();
        let half = [TAU / COLUMNS as f64, 1.0 / (ROWS - 1) as f64].map(|step| 0.5 * step);
        Plot::Heatmap(Heatmap {
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
                x: Axis::linear("x").range(-half[0], TAU - half[0]),
                y: Axis::linear("t").range(-half[1], 1.0 + half[1]),
                curves: Vec::new(),
            }),
        })
    };
    let name = facts.show.name();
    let plain = Figure {
        id: "field".into(),
        title: format!("Solution, {name}"),
        caption: format!(
            "u over position x and time t: the wave travels at the speed {}, and so should the colours.",
            crate::figure::number(speed)
        ),
        plot: map(outline, "u", 1.5),
    };
    let error = Figure {
        id: "field_error".into(),
        title: format!("Off by, {name}"),
        caption: format!(
            "Difference from sin(x − βt): at most {} here.",
            short(largest)
        ),
        plot: map(&off, "u − u*", largest.max(1e-12)),
    };
    vec![plain, error]
}
