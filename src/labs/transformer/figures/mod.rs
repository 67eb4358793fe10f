//! The lab's figures.

mod decay;
mod factors;
mod index;
mod maps;
mod table;

use super::model::Facts;
use crate::figure::Figure;

/// Those that this state has.
pub fn all(facts: &Facts) -> Vec<Figure> {
    let bounded = !facts.blocks.is_empty();
    let measured = facts.network.matrices().next().is_some();
    let figures = [
        (!facts.over_depth.is_empty()).then(|| factors::depth(facts)),
        facts
            .selected()
            .map(|selected| index::figure(facts, &selected)),
        bounded.then(|| maps::choice(facts)),
        decay::figure(facts),
        (!facts.over_width.is_empty()).then(|| factors::width(facts)),
        measured.then(|| maps::metric(facts)),
        measured.then(|| table::figure(facts)),
    ];
    figures.into_iter().flatten().collect()
}
