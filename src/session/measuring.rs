//! A checkpoint that is measured elsewhere, unit by unit, while its lab shows what is known so far.

use super::Session;
use crate::{
    checkpoint::{self, Measurement},
    labs::Error,
};
use std::rc::Rc;

impl Session {
    /// Adds what a unit, counted from 0, of the checkpoint that was loaded last has come to.
    ///
    /// # Errors
    /// No checkpoint, or bytes that are no measurements.
    pub fn add_measured(&mut self, unit: usize, bytes: &[u8]) -> Result<(), Error> {
        let measured: Vec<Measurement> =
            postcard::from_bytes(bytes).map_err(|e| checkpoint::Error::Bundle {
                name: "measurements".into(),
                problem: e.to_string(),
            })?;
        let checkpoint = self.files.measured.as_mut().ok_or(Error::NoCheckpoint)?;
        Rc::make_mut(checkpoint).add(unit, measured);
        self.stale = true;
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
