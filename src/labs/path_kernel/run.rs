//! The run: a training as far as the state says, its attribution, then what is trained beside it.

use super::{
    controls::{REMOVE, STEP},
    figures,
    model::{Facts, View},
    program, quantities, words,
};
use crate::labs::{Run, prelude::*};

/// Pieces of work that take about a millisecond.
const PIECES: u32 = 16;

/// One state of the lab, under way.
struct PathKernelRun(Facts);

/// Reads the controls.
pub fn start(input: &Input) -> Result<Box<dyn Run>, Error> {
    Ok(Box::new(PathKernelRun(Facts::read(input)?)))
}

impl Run for PathKernelRun {
    fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        for _ in 0..u64::from(work.0) * u64::from(PIECES) {
            if !self.0.advance() {
                break;
            }
        }
        Ok(self.0.progress())
    }

    fn ready(&self) -> bool {
        self.0.arrived()
    }

    fn resume(&mut self, input: &Input) -> bool {
        self.0.look(View::read(input));
        true
    }

    fn report(&mut self) -> Result<Report, Error> {
        let facts = &self.0;
        let spectra = facts.spectra()?;
        let report = Report::of(words::headline(facts))
            .readouts(quantities::readouts(facts, &spectra))
            .figures(figures::all(facts, &spectra))
            .checks(quantities::checks(facts))
            .notes(words::notes(facts))
            .range(REMOVE, 0, facts.path.examples.x.len())
            .numpy(program::numpy(facts));
        Ok(match facts.diverged() {
            true => report.range(STEP, 0, facts.path.len()),
            false => report,
        })
    }
}
