//! The figures, and the parts that full-batch and stochastic training share.

pub mod companions;
pub mod training;

use super::setup::Setup;
use crate::{dynamics::EDGE, labs::prelude::*};

/// Points, from their positions and values.
pub fn points<'a>(x: &'a [f64], y: &'a [f64]) -> impl Iterator<Item = (f64, f64)> + 'a {
    x.iter().copied().zip(y.iter().copied())
}

/// The input, across.
pub fn input_axis() -> Axis {
    Axis::linear("input x").range(-EDGE, EDGE)
}

/// The steps so far.
pub fn steps_axis(last: u64) -> Axis {
    let axis = Axis::log("step").counted();
    axis.range(1.0, (last as f64).max(10.0))
}

/// Output over input with labels and target in sight; the target, and the function at the start.
pub fn function_plane(setup: &Setup, start: &[f64]) -> Lines {
    let problem = setup.problem();
    let all = problem.y.iter().chain(&problem.query_target);
    let (low, high) = all.fold((-1.0_f64, 1.0_f64), |(low, high), y| {
        (low.min(*y), high.max(*y))
    });
    let air = 0.12 * (high - low);
    let output = Axis::linear("output").range(low - air, high + air);
    let on = |values| points(&problem.queries, values);
    Lines::new(input_axis(), output).series([
        Series::line("start", "at the start", inks::PINNED, on(start)),
        Series::line("target", "target", inks::NEUTRAL, on(&problem.query_target)),
    ])
}

/// Where the noise of fresh labels lies.
pub fn noise_guide(setup: &Setup) -> Guide {
    Guide::new("noise σ²", Along::Y, setup.fresh_noise(), inks::NEUTRAL)
}

/// What lies above the picture becomes a gap, lest it squash the rest.
pub fn capped(points: Vec<(f64, f64)>, high: f64) -> impl Iterator<Item = (f64, f64)> {
    let cap = move |y: f64| if y > high { f64::NAN } else { y };
    points.into_iter().map(move |(x, y)| (x, cap(y)))
}
