//! The lab's own figures: noise on the spectrum, Schatten ranks, the tail of eigenvalues.

use super::noise::Noise;
use crate::{
    figure::{Along, Axis, Figure, Guide, Handle, Lines, Mark, Plot, Series, inks, short},
    labs::Error,
    spectrum::{Spectrum, power_law},
};

/// Indices of the Schatten-p rank that are drawn.
const SCHATTEN_RANGE: (f64, f64) = (0.0, 4.0);
/// Points on a drawn curve; enough for the eye at any width.
const POINTS: usize = 121;

/// Adds the signal, the edge, the threshold and the prediction to the figure of noisy singular values.
pub fn add_noise(
    figure: &mut Figure,
    signal: &[f64],
    noise: Noise,
    threshold: f64,
) -> Result<(), Error> {
    let Plot::Lines(lines) = &mut figure.plot else {
        return Ok(());
    };
    let index = |i: usize| i as f64 + 1.0;
    let drawn: Vec<_> = signal
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, s)| *s > 0.0)
        .collect();
    lines.series.push(Series {
        id: "signal".into(),
        label: "signal".into(),
        ink: inks::PINNED,
        mark: Mark::Points,
        x: drawn.iter().map(|(i, _)| index(*i)).collect(),
        y: drawn.iter().map(|(_, s)| *s).collect(),
    });
    let mut expected = Vec::new();
    for (i, s) in &drawn {
        if let Some(seen) = noise.expected(*s)? {
            expected.push((index(*i), seen));
        }
    }
    lines.series.push(Series {
        id: "expected".into(),
        label: "predicted".into(),
        ink: inks::FIT,
        mark: Mark::Points,
        x: expected.iter().map(|(x, _)| *x).collect(),
        y: expected.iter().map(|(_, y)| *y).collect(),
    });
    lines.guides.push(Guide::new(
        "noise edge",
        Along::Y,
        noise.edge(),
        inks::NOISE_EDGE,
    ));
    lines.guides.push(Guide::new(
        "Gavish–Donoho",
        Along::Y,
        threshold,
        inks::THRESHOLD,
    ));
    lines.handles = signal
        .iter()
        .enumerate()
        .map(|(i, s)| Handle {
            label: format!("signal {}", i + 1),
            control: "values".into(),
            element: Some(i),
            also: vec![("family".into(), "custom".into())],
            along: Along::Y,
            x: index(i),
            y: *s,
        })
        .collect();
    let drowned = drawn.len() - expected.len();
    figure.caption = match (drawn.len(), drowned) {
        (0, _) => "There is no signal: every singular value is noise.".into(),
        (n, 0) => format!("All {n} signal values are expected above the noise edge."),
        (n, d) => format!("{d} of {n} signal values are too weak to leave the noise."),
    };
    Ok(())
}

/// The Schatten-p rank over p, with the chosen index as a handle.
pub fn schatten(spectrum: &Spectrum, p: f64) -> Figure {
    let (low, high) = SCHATTEN_RANGE;
    let step = (high - low) / (POINTS - 1) as f64;
    let index: Vec<f64> = (0..POINTS).map(|i| low + step * i as f64).collect();
    let ranks: Vec<f64> = index.iter().map(|p| spectrum.schatten_rank(*p)).collect();
    let n = spectrum.values().len() as f64;
    let y = Axis::linear("Schatten-p rank ρₚ").range(0.0, n);
    let mut lines = Lines::new(Axis::linear("index p").range(low, high), y);
    lines.series.push(Series {
        id: "schatten_rank".into(),
        label: "ρₚ".into(),
        ink: inks::SPECTRUM,
        mark: Mark::Line,
        x: index,
        y: ranks,
    });
    let named = [
        ("rank", 0.0, inks::RANK),
        ("nuclear–spectral", 1.0, inks::NUCLEAR_SPECTRAL),
        ("stable", 2.0, inks::STABLE),
    ];
    for (label, at, ink) in named {
        lines.series.push(Series {
            id: label.into(),
            label: label.into(),
            ink,
            mark: Mark::Points,
            x: vec![at],
            y: vec![spectrum.schatten_rank(at)],
        });
    }
    let now = spectrum.schatten_rank(p);
    lines
        .guides
        .push(Guide::new(format!("p = {p}"), Along::X, p, inks::NEUTRAL));
    lines.handles.push(Handle::new("p", "p", Along::X, p, now));
    Figure::lines(
        "schatten",
        "From rank to stable rank",
        format!(
            "One index joins the definitions: {} at p = 0, {} at p = 1, {} at p = 2.",
            short(spectrum.schatten_rank(0.0)),
            short(spectrum.schatten_rank(1.0)),
            short(spectrum.schatten_rank(2.0))
        ),
        lines,
    )
}

/// How many eigenvalues exceed a value, with the fitted tail.
pub fn tail(spectrum: &Spectrum, fit: Option<&power_law::TailFit>) -> Figure {
    let positive = spectrum.values().iter().map(|s| s * s).filter(|l| *l > 0.0);
    let eigenvalues: Vec<f64> = positive.collect();
    let count = eigenvalues.len() as f64;
    let share: Vec<f64> = (1..=eigenvalues.len()).map(|i| i as f64 / count).collect();
    let mut lines = Lines::new(
        Axis::log("eigenvalue λ = σ²"),
        Axis::log("share of eigenvalues ≥ λ"),
    );
    let largest = eigenvalues.first().copied().unwrap_or(1.0);
    lines.series.push(Series {
        id: "eigenvalues".into(),
        label: "eigenvalues".into(),
        ink: inks::SPECTRUM,
        mark: Mark::Points,
        x: eigenvalues,
        y: share,
    });
    let caption = match fit {
        None => "Too few different eigenvalues for a power-law fit.".into(),
        Some(fit) => {
            let at_start = fit.tail_count as f64 / count;
            let ratio = (largest / fit.x_min).max(1.0 + 1e-9);
            let x: Vec<f64> = (0..POINTS)
                .map(|i| fit.x_min * ratio.powf(i as f64 / (POINTS - 1) as f64))
                .collect();
            let y = x
                .iter()
                .map(|l| at_start * (l / fit.x_min).powf(1.0 - fit.alpha));
            lines.series.push(Series {
                id: "power_law".into(),
                label: format!("α = {}", short(fit.alpha)),
                ink: inks::FIT,
                mark: Mark::Line,
                y: y.collect(),
                x,
            });
            lines
                .guides
                .push(Guide::new("λmin", Along::X, fit.x_min, inks::FIT));
            format!(
                "The {} largest of {count} eigenvalues follow a power law with α = {}.",
                fit.tail_count,
                short(fit.alpha)
            )
        }
    };
    Figure::lines("tail", "Tail of the eigenvalues", caption, lines)
}
