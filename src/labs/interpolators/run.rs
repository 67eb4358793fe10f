//! The computation: the state asked for, then the curves around it, then data of a finite dimension.

use super::{
    figures,
    model::{Facts, Task},
    program, quantities, words,
};
use crate::labs::prelude::*;

/// One state of the lab, under way.
pub struct Run {
    facts: Facts,
    /// What does not change as the rest is filled in.
    readouts: Vec<Readout>,
    checks: Vec<Check>,
    /// The task that is performed in steps.
    current: Option<Task>,
}

impl Staged for Run {
    type Task = Task;

    fn read(input: &Input) -> Result<(Self, Vec<Task>), Error> {
        let (facts, tasks) = Facts::read(input)?;
        let run = Self {
            readouts: quantities::readouts(&facts),
            checks: checks(&facts),
            facts,
            current: None,
        };
        Ok((run, tasks))
    }

    fn perform(&mut self, task: &Task) -> Result<(), Error> {
        self.current = Some(*task);
        self.facts.perform(*task)
    }

    fn under_way(&self) -> Option<f64> {
        self.facts.under_way(self.current?)
    }

    fn weight(task: &Task) -> u64 {
        match task {
            Task::Rate(_) => 1,
            Task::Margin(_) => 4,
            Task::Alpha(_) => 6,
            Task::Descent => 20,
            Task::Experiment => 1000,
        }
    }

    fn report(&mut self) -> Result<Report, Error> {
        let facts = &self.facts;
        Ok(Report::of(words::headline(facts))
            .readouts(self.readouts.clone())
            .figures(figures::all(facts))
            .checks(self.checks.clone())
            .notes(words::notes(facts))
            .numpy(program::numpy(facts)))
    }
}

fn checks(facts: &Facts) -> Vec<Check> {
    let all = &facts.all;
    let mut checks = Vec::new();
    if let Ok(fits) = facts.fits {
        let typical = fits.typical;
        let log = |x: f64| all.volume(x).map_or(f64::NEG_INFINITY, |v| v.log);
        let above = [-1e-3, 1e-3]
            .map(|step| log((typical.overlap + step).clamp(-0.999, 0.999)) - typical.volume.log);
        checks.push(Check::new(
            "typical",
            "no neighbour of the typical overlap has more volume",
            above[0].max(above[1]).max(0.0),
            1e-10,
        ));
    }
    if let Ok(best) = facts.best {
        let there = all.at(all.alpha(), best.limit);
        let room = there.map_or(f64::NAN, |there| there.room(best.overlap).abs());
        checks.push(Check::new(
            "max_margin",
            "at the largest margin no room is left",
            room,
            1e-10,
        ));
    }
    checks
}
