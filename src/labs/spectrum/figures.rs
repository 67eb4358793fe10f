//! The lab's own figures: noise on the spectrum, Schatten ranks, the tail of eigenvalues.

use super::{
    controls::{FAMILY, Family, P, VALUES},
    model::{Facts, count_seen},
};
use crate::{
    grid::log_grid,
    labs::{prelude::*, shared::ranks::Scale},
    spectrum::{Spectrum, power_law},
};

/// Indices of the Schatten-p rank that are drawn.
const SCHATTEN_RANGE: (f64, f64) = (0.0, 4.0);
/// Points on a drawn curve; enough for the eye at any width.
const POINTS: usize = 121;

/// The singular values; with noise, also the signal, the edge, the threshold and the prediction.
pub fn spectrum(facts: &Facts, scale: Scale) -> Result<Figure, Error> {
    let custom = (FAMILY.id(), Family::Custom.id());
    let Some(noise) = facts.noise else {
        let grips = facts.ranks.grips(VALUES, custom);
        return Ok(facts
            .ranks
            .spectrum_figure(scale, |lines| lines.handles(grips)));
    };
    if scale == Scale::Cumulative {
        return Ok(facts.ranks.spectrum_figure(scale, |lines| lines));
    }
    // What is shown is signal plus noise; only the signal can be taken over by hand.
    let index = |i: usize| i as f64 + 1.0;
    let all = facts.signal.iter().enumerate();
    let grips = all.clone().map(|(i, s)| {
        let grip = Handle::new(
            VALUES.id(),
            &format!("signal {}", i + 1),
            Along::Y,
            index(i),
            *s,
        );
        grip.element(i).also(custom.0, custom.1)
    });
    let drawn = all.filter(|(_, s)| **s > 0.0).map(|(i, s)| (index(i), *s));
    let expected = facts.expected(noise)?;
    let predicted = expected
        .iter()
        .filter_map(|one| Some((one.index, one.seen?)));
    let critical = short(noise.critical()?);
    let caption = match (expected.len(), count_seen(&expected)) {
        (0, _) => "There is no signal: every singular value is noise.".into(),
        (signal, seen) => format!(
            "Each by itself, {seen} of {signal} signal values would stand above the noise edge: those above β^¼ s = {critical}."
        ),
    };
    let mut figure = facts.ranks.spectrum_figure(scale, |lines| {
        lines
            .series([
                Series::dots("signal", "signal", inks::PINNED, drawn),
                Series::dots("expected", "predicted", inks::FIT, predicted),
            ])
            .guides([Guide::new(
                "noise edge",
                Along::Y,
                noise.edge(),
                inks::NOISE_EDGE,
            )])
            .guides(facts.threshold.iter().map(|(threshold, _)| {
                Guide::new("Gavish–Donoho", Along::Y, *threshold, inks::THRESHOLD)
            }))
            .handles(grips)
    });
    figure.caption = caption;
    Ok(figure)
}

/// The Schatten-p rank over p, with the chosen index as a handle.
pub fn schatten(spectrum: &Spectrum, p: f64) -> Figure {
    let (low, high) = SCHATTEN_RANGE;
    let step = (high - low) / (POINTS - 1) as f64;
    let rank = |p: f64| spectrum.schatten_rank(p);
    let curve = (0..POINTS).map(|i| low + step * i as f64);
    let named = [
        ("rank", 0.0, inks::RANK),
        ("nuclear–spectral", 1.0, inks::NUCLEAR_SPECTRAL),
        ("stable", 2.0, inks::STABLE),
    ];
    let named = named.map(|(label, at, ink)| Series::dots(label, label, ink, [(at, rank(at))]));
    let y = Axis::linear("Schatten-p rank ρₚ").range(0.0, spectrum.values().len() as f64);
    let lines = Lines::new(Axis::linear("index p").range(low, high), y)
        .series([Series::line(
            "schatten_rank",
            "ρₚ",
            inks::SPECTRUM,
            curve.map(|p| (p, rank(p))),
        )])
        .series(named)
        .guides([Guide::new(format!("p = {p}"), Along::X, p, inks::NEUTRAL)])
        .handles([Handle::new(P.id(), "p", Along::X, p, rank(p))]);
    let caption = format!(
        "One index joins the definitions: {} at p = 0, {} at p = 1, {} at p = 2.",
        short(rank(0.0)),
        short(rank(1.0)),
        short(rank(2.0))
    );
    Figure::lines("schatten", "From rank to stable rank", caption, lines)
}

/// How many eigenvalues exceed a value, with the fitted tail.
pub fn tail(spectrum: &Spectrum, fit: Option<&power_law::TailFit>) -> Figure {
    let positive = spectrum.values().iter().map(|s| s * s).filter(|l| *l > 0.0);
    let eigenvalues: Vec<f64> = positive.collect();
    let count = eigenvalues.len() as f64;
    let largest = eigenvalues.first().copied().unwrap_or(1.0);
    let share = |i: usize| (i as f64 + 1.0) / count;
    let points = eigenvalues.iter().enumerate().map(|(i, l)| (*l, share(i)));
    let x = Axis::log("eigenvalue λ = σ²");
    let lines = Lines::new(x, Axis::log("share of eigenvalues ≥ λ")).series([Series::dots(
        "eigenvalues",
        "eigenvalues",
        inks::SPECTRUM,
        points,
    )]);
    let (caption, lines) = match fit {
        None => (
            "Too few different eigenvalues for a power-law fit.".into(),
            lines,
        ),
        Some(fit) => {
            let at_start = fit.tail_count as f64 / count;
            let law = |l: f64| at_start * fit.share_above(l);
            let grid = log_grid(fit.x_min, largest.max(fit.x_min * (1.0 + 1e-9)), POINTS);
            let alpha = short(fit.alpha);
            let curve = grid.into_iter().map(|l| (l, law(l)));
            let lines = lines
                .series([Series::line(
                    "power_law",
                    &format!("α = {alpha}"),
                    inks::FIT,
                    curve,
                )])
                .guides([Guide::new("λmin", Along::X, fit.x_min, inks::FIT)]);
            let of = fit.tail_count;
            let caption = format!(
                "The {of} largest of {count} eigenvalues follow a power law with α = {alpha}."
            );
            (caption, lines)
        }
    };
    Figure::lines("tail", "Tail of the eigenvalues", caption, lines)
}
