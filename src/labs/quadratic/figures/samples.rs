//! The error over the number of samples.

use crate::{
    labs::{
        prelude::*,
        quadratic::{
            controls::{N, Target},
            model::Facts,
            setup::Setup,
        },
    },
    quadratic::{SamplePoint, tail_law},
};

/// The error over the number of samples, with the rate of a power law.
pub fn samples(facts: &Facts) -> Result<Figure, Error> {
    let (setup, points, here) = (&facts.setup, &facts.samples.points, facts.here.error);
    let of = |id, label: &str, ink, value: fn(&SamplePoint) -> f64| {
        let points = points.iter().map(|(n, p)| (*n as f64, value(p)));
        Series::line(id, label, ink, points.filter(|p| p.1 > 0.0))
    };
    let mut lines = Lines::new(Axis::log("samples n"), Axis::log("test error E"));
    lines = if points.is_empty() {
        let now = [(setup.problem.samples, here)];
        lines.series([Series::line(
            "here",
            "this width",
            inks::STATE_EVOLUTION,
            now,
        )])
    } else {
        let full = of("full", "p = d", inks::FULL_WIDTH, |p| p.full);
        let label = format!("p = {}", setup.p);
        lines
            .series([of("bayes", "Bayes-optimal", inks::BAYES, |p| p.bayes)])
            .series((setup.p < setup.d).then_some(full))
            .series([of("here", &label, inks::STATE_EVOLUTION, |p| p.here)])
    };
    let mut caption = "State evolution and Bayes-optimal error: asymptotic.".to_string();
    // Through the Bayes-optimal error where n = d²/10, well inside the range in which the rate holds.
    let off = |n: u64| (n as f64 / (setup.problem.d_squared() / 10.0)).ln().abs();
    let anchor = points.iter().min_by(|a, b| off(*a.0).total_cmp(&off(*b.0)));
    if let (Target::Power, Some((n0, point))) = (setup.target, anchor) {
        let ends = rate(setup, *n0 as f64, point.bayes)?;
        lines = lines.series([Series::line("rate", "rate", inks::BOUND_RATE, ends)]);
        caption += &format!(
            " The rate n^{} means its slope only, until the tail of the target is used up.",
            short(0.5 / setup.gamma - 1.0)
        );
    }
    let lines = lines
        .guides([Guide::new(
            "n = d²",
            Along::X,
            setup.problem.d_squared(),
            inks::NEUTRAL,
        )])
        .handles([Handle::new(
            N.id(),
            "samples n",
            Along::X,
            setup.problem.samples,
            here,
        )]);
    Ok(Figure::lines(
        "samples",
        "Error over the samples",
        caption,
        lines,
    ))
}

/// The rate of a power law from n = d to d², through an error at `n0` samples.
fn rate(setup: &Setup, n0: f64, error: f64) -> Result<[(f64, f64); 2], Error> {
    let d = setup.d as f64;
    let of = |n: f64| tail_law::error_rate(setup.gamma, n / d);
    let at = |n: f64| Ok::<_, Error>((n, error * (of(n)? / of(n0)?)));
    Ok([at(d)?, at(setup.problem.d_squared())?])
}
