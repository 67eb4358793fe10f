//! A checkpoint that is measured elsewhere, unit by unit, while its lab shows what is known so far.

use super::Session;
use crate::{
    checkpoint::{self, Checkpoint, Measurement, Survey},
    labs::Error,
};
use serde::Serialize;
use std::rc::Rc;

/// What there is to measure.
#[derive(Clone, Debug, Serialize)]
pub struct Planned {
    /// The checkpoint's name.
    pub name: String,
    /// The files whose bytes the units ask for.
    pub files: Vec<String>,
    /// The units.
    pub units: Vec<PlannedUnit>,
}

/// A unit of work for whoever measures.
#[derive(Clone, Debug, Serialize)]
pub struct PlannedUnit {
    /// What it measures, in words.
    pub name: String,
    /// About how many floating-point operations it takes.
    pub cost: f64,
    /// The unit itself, as JSON.
    pub unit: String,
}

impl Session {
    /// Takes the beginning of a file of a checkpoint; answers how many bytes of it it needs instead, none where it is satisfied.
    ///
    /// # Errors
    /// Those of [`Survey::take`]; the files that were there before are forgotten.
    pub fn survey(&mut self, name: &str, size: u64, start: &[u8]) -> Result<Option<u64>, Error> {
        let wanted = self.survey.take(name, size, start);
        if wanted.is_err() {
            self.survey = Survey::default();
        }
        Ok(wanted?)
    }

    /// What there is to measure in the files that were surveyed. The checkpoint before stays until something of this one is known.
    ///
    /// # Errors
    /// Those of [`Survey::plan`].
    pub fn plan(&mut self) -> Result<Planned, Error> {
        let plan = std::mem::take(&mut self.survey).plan()?;
        let checkpoint = Checkpoint::new(&plan);
        let units = plan.units.iter().map(|unit| {
            let bound = format!("layer {}: {}", unit.layer, unit.name);
            Ok(PlannedUnit {
                name: if plan.layers > 0 {
                    bound
                } else {
                    unit.name.clone()
                },
                cost: unit.cost,
                unit: serde_json::to_string(unit).map_err(|e| bad(&plan.name, &e))?,
            })
        });
        let units = units.collect::<Result<_, Error>>()?;
        self.planned = Some(checkpoint);
        Ok(Planned {
            name: plan.name.clone(),
            files: plan.files.clone(),
            units,
        })
    }

    /// Adds what a unit of the plan has come to.
    ///
    /// # Errors
    /// Bytes that are no measurements.
    pub fn add_measured(&mut self, unit: usize, bytes: &[u8]) -> Result<(), Error> {
        let measured: Vec<Measurement> =
            postcard::from_bytes(bytes).map_err(|e| bad("measurements", &e))?;
        if let Some(fresh) = self.planned.take() {
            self.files.measured = Some(Rc::new(fresh));
        }
        if let Some(checkpoint) = &mut self.files.measured {
            Rc::make_mut(checkpoint).add(unit, measured);
        }
        Ok(())
    }

    /// The visitor's checkpoint as a small file of measurements.
    ///
    /// # Errors
    /// Where there is none.
    pub fn measurements(&self) -> Result<Vec<u8>, Error> {
        Ok(self.files.measured()?.to_bytes()?)
    }
}

fn bad(name: &str, cause: &impl ToString) -> Error {
    Error::Checkpoint(checkpoint::Error::Bundle {
        name: name.into(),
        problem: cause.to_string(),
    })
}
