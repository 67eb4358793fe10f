//! The figures.

mod heads;
mod learning;
mod trials;

use super::{controls::Beside, facts::Facts};
use crate::labs::prelude::*;

/// All of them.
pub fn all(facts: &Facts) -> Result<Vec<Figure>, Error> {
    let mut figures = vec![
        learning::losses(facts),
        heads::ranks(facts),
        heads::attention(facts),
        learning::accuracies(facts),
        heads::norms(facts),
        heads::spectrum(facts),
        heads::weights(facts),
        trials::gap(facts)?,
    ];
    if facts.view.beside == Beside::Grid {
        figures.extend([trials::measures(facts), trials::taus(facts)]);
    }
    Ok(figures)
}

/// The steps so far, from 1: the start stands at 0.7.
fn steps_axis(facts: &Facts) -> Axis {
    let axis = Axis::log("step").counted();
    axis.range(1.0, (facts.now.step as f64).max(10.0))
}

/// A number of every moment after the start; of the start alone where there is no other.
fn over_steps(facts: &Facts, of: impl Fn(&super::measuring::Moment) -> f64) -> Vec<(f64, f64)> {
    let step = |step: u64| (step as f64).max(1.0);
    let moments = facts
        .timeline()
        .filter(|m| m.step > 0 || facts.now.step == 0);
    moments.map(|m| (step(m.step), of(m))).collect()
}
