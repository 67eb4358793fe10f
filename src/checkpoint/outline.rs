//! A plan in words and work, for a page that hands out the units.

use super::{Error, Plan};
use serde::Serialize;

/// What there is to measure.
#[derive(Clone, Debug, Serialize)]
pub struct Outline {
    /// The checkpoint's name.
    pub name: String,
    /// The files whose bytes the units ask for.
    pub files: Vec<String>,
    /// The units.
    pub units: Vec<Work>,
}

/// A unit of work for whoever measures.
#[derive(Clone, Debug, Serialize)]
pub struct Work {
    /// What it measures, in words.
    pub name: String,
    /// About how many floating-point operations it takes.
    pub cost: f64,
    /// The unit itself, as JSON.
    pub unit: String,
}

impl Plan {
    /// The plan, with units that can be sent to whoever measures.
    ///
    /// # Errors
    /// None is known; the encoder could refuse.
    pub fn outline(&self) -> Result<Outline, Error> {
        let works = self.units.iter().map(|unit| {
            Ok(Work {
                name: match self.layout {
                    Some(_) => format!("layer {}: {}", unit.layer, unit.name),
                    None => unit.name.clone(),
                },
                cost: unit.cost,
                unit: serde_json::to_string(unit).map_err(|e| Error::Bundle {
                    name: self.name.clone(),
                    problem: e.to_string(),
                })?,
            })
        });
        Ok(Outline {
            name: self.name.clone(),
            files: self.files.clone(),
            units: works.collect::<Result<_, Error>>()?,
        })
    }
}
