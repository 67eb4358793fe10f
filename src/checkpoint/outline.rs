//! A plan in words, for a page that hands out the units by their numbers.

use super::Plan;
use serde::Serialize;

/// What there is to measure.
#[derive(Clone, Debug, Serialize)]
pub struct Outline<'a> {
    /// The checkpoint's name.
    pub name: &'a str,
    /// The files whose bytes the units ask for.
    pub files: &'a [String],
    /// The units.
    pub units: Vec<Work>,
    /// How many of them may be measured at a time.
    pub at_a_time: usize,
}

/// A unit of work for whoever measures.
#[derive(Clone, Debug, Serialize)]
pub struct Work {
    /// What it measures, in words.
    pub name: String,
    /// About how many millions of floating-point operations it takes.
    pub cost: u64,
}

impl Plan {
    /// The plan in words.
    pub fn outline(&self) -> Outline<'_> {
        let known = |at| self.tower_of(at).is_some_and(|tower| tower.layers > 0);
        let works = self.units.iter().enumerate().map(|(at, unit)| Work {
            name: match known(at) {
                true => format!("layer {}: {}", unit.layer, unit.name),
                false => unit.name.clone(),
            },
            cost: 1 + (unit.cost / 1e6) as u64,
        });
        Outline {
            name: &self.name,
            files: &self.files,
            units: works.collect(),
            at_a_time: self.at_a_time(),
        }
    }
}
