//! The error over the width, with its regimes, and what it consists of.

use crate::{
    labs::{
        prelude::*,
        quadratic::{controls::P, model::Facts},
    },
    quadratic::{Decomposition, Ensemble, Regime, tail_law},
};

/// The error over the width, with its regimes.
pub fn width(facts: &Facts) -> Result<Figure, Error> {
    let (setup, curve, bayes) = (&facts.setup, &facts.width, facts.bayes.error);
    let d = setup.d;
    let (lowest, highest) = curve.extremes();
    let highest = highest.max(bayes);
    let floor = (0.7 * bayes.max(0.02 * lowest)).max(1e-12);
    // The tail and the closed form leave the picture below; drawn to a little under its floor.
    let whole = (1..=d).map(|p| (p as f64, setup.problem.teacher.tail(p)));
    let tail = whole.take_while(|p| p.1 > 0.3 * floor);
    let best = curve.best();
    let mut closed = Vec::new();
    for p in 1..=d.min(2 * best) {
        match tail_law::closed_form(
            &setup.problem.teacher,
            p,
            setup.problem.samples,
            setup.problem.noise,
        )? {
            Some(e) if e < 2.0 * highest => closed.push((p as f64, e)),
            _ => break,
        }
    }
    let interpolation = (facts.searching == 0).then(|| facts.interpolation.width());
    let label = "all labels can be fitted";
    let mut lines = Lines::new(
        Axis::log("width p").range(1.0, d as f64),
        Axis::log("test error E").range(floor, 1.7 * highest.max(floor)),
    )
    .series([
        Series::line("tail", "tail of the target", inks::TARGET_TAIL, tail),
        Series::line("closed", "closed form", inks::CLOSED_FORM, closed),
        Series::line(
            "evolution",
            "state evolution",
            inks::STATE_EVOLUTION,
            curve.errors().map(|(p, e)| (p as f64, e)),
        ),
    ])
    .series(trained(&facts.live))
    .guides([Guide::new("Bayes-optimal", Along::Y, bayes, inks::BAYES)])
    .guides(
        interpolation
            .flatten()
            .map(|p| Guide::new(label, Along::X, p, inks::INTERPOLATION)),
    )
    .handles([Handle::new(
        P.id(),
        "width p",
        Along::X,
        setup.p as f64,
        facts.here.error,
    )]);
    let caption = if let Some(regimes) = facts.regimes() {
        lines.regions = regions(&regimes, d);
        format!(
            "Best width {best}, error {}. Tail: exact; state evolution: asymptotic (proved at p ≥ d); closed form: reconstruction.",
            short(lowest)
        )
    } else {
        "The curve is being computed, from coarse to fine.".into()
    };
    Ok(Figure::lines(
        "width",
        "Error over the width",
        caption,
        lines,
    ))
}

/// Means of the networks trained here, with bars of one standard error.
fn trained(live: &Ensemble) -> [Series; 2] {
    let means = live.means();
    let bars = means.iter().filter_map(|(p, mean, error)| {
        let (p, error) = (*p as f64, (*error)?);
        let low = (mean - error).max(0.05 * mean);
        Some([(p, low), (p, mean + error), (p, f64::NAN)])
    });
    let dots = means.iter().map(|(p, mean, _)| (*p as f64, *mean));
    [
        Series::line(
            "spread",
            "± one standard error",
            inks::SIMULATED,
            bars.flatten(),
        ),
        Series::dots("trained", "trained here", inks::SIMULATED, dots),
    ]
}

/// Strips of equal regime, meeting half-way between the widths that were solved.
fn regions(regimes: &[(usize, Regime)], d: usize) -> Vec<Region> {
    let mut strips: Vec<(Regime, f64, f64)> = Vec::new();
    for (i, (p, regime)) in regimes.iter().enumerate() {
        let next = regimes
            .get(i + 1)
            .map_or(d as f64, |(q, _)| ((p * q) as f64).sqrt());
        match strips.last_mut() {
            Some(last) if last.0 == *regime => last.2 = next,
            Some(last) => {
                let from = last.2;
                strips.push((*regime, from, next));
            }
            None => strips.push((*regime, 1.0, next)),
        }
    }
    strips.retain(|(_, from, to)| to > from);
    // A regime is named once, on its widest strip.
    let named = |(regime, from, to): &(Regime, f64, f64)| {
        let same = strips.iter().filter(|other| other.0 == *regime);
        let widest = same.map(|(_, a, b)| b / a).fold(0.0, f64::max);
        to / from >= widest
    };
    let region = |strip: &(Regime, f64, f64)| Region {
        label: if named(strip) { strip.0.name() } else { "" }.into(),
        along: Along::X,
        from: strip.1,
        to: strip.2,
        hatched: strip.0.harms(),
    };
    strips.iter().map(region).collect()
}

/// What the error consists of, over the width.
pub fn decomposition(facts: &Facts) -> Figure {
    let (curve, error, parts) = (&facts.width, facts.here.error, &facts.parts);
    let (_, highest) = curve.extremes();
    let least = 1e-3 * highest.max(f64::MIN_POSITIVE);
    let of = |id, label, ink, part: fn(&Decomposition) -> f64| {
        let points = curve.points.iter();
        let points = points.map(|(p, (_, parts))| (*p as f64, part(parts)));
        Series::line(id, label, ink, points.filter(|p| p.1 > 0.1 * least))
    };
    let lines = Lines::new(
        Axis::log("width p").range(1.0, facts.setup.d as f64),
        Axis::log("part of the error").range(least, 1.7 * highest.max(1e-300)),
    )
    .series([
        of("underfitting", "missing target", inks::MISSING, |p| {
            p.underfitting
        }),
        of("overfitting", "learned noise", inks::LEARNED_NOISE, |p| {
            p.overfitting
        }),
        of(
            "approximation",
            "inexact features",
            inks::LEARNED_TARGET,
            |p| p.approximation,
        ),
        Series::line(
            "error",
            "error",
            inks::STATE_EVOLUTION,
            curve.errors().map(|(p, e)| (p as f64, e)),
        ),
    ])
    .guides([Guide::new(
        "here",
        Along::X,
        facts.setup.p as f64,
        inks::NEUTRAL,
    )]);
    let net = if parts.overfitting < 0.0 {
        "overfitting; below zero: it carries more of the target than it costs"
    } else {
        "overfitting"
    };
    let caption = format!(
        "Here the error {} is made of {} missing target (underfitting), {} learned noise ({net}) and {} inexact features (approximation).",
        short(error),
        short(parts.underfitting),
        short(parts.overfitting),
        short(parts.approximation)
    );
    Figure::lines(
        "decomposition",
        "What the error consists of",
        caption,
        lines,
    )
}
