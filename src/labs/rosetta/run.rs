//! The computation: the theory at once, then two networks block by block.

use super::{
    figures,
    model::{Facts, Task},
    quantities::readouts,
    words,
};
use crate::labs::prelude::*;

/// One state of the lab, under way.
pub struct Rosetta {
    facts: Facts,
    /// The figures that do not change as networks are matched.
    settled: [Figure; 2],
}

impl Staged for Rosetta {
    type Task = Task;

    fn read(input: &Input) -> Result<(Self, Vec<Task>), Error> {
        let (facts, tasks) = Facts::read(input)?;
        let settled = [figures::filling(&facts), figures::isolation(&facts)];
        Ok((Self { facts, settled }, tasks))
    }

    fn perform(&mut self, task: &Task) -> Result<(), Error> {
        self.facts.perform(*task);
        Ok(())
    }

    // A block of inputs takes a few milliseconds whatever the size of the networks.
    fn weight(task: &Task) -> u64 {
        match task {
            Task::Read(..) => 5,
            Task::Match(_) => 2,
        }
    }

    fn report(&mut self) -> Result<Report, Error> {
        let facts = &self.facts;
        let [filling, isolation] = self.settled.clone();
        Ok(Report::of(words::headline(facts))
            .readouts(readouts(facts))
            .figures([filling, figures::count(facts), isolation])
            .figures(figures::matches(facts))
            .figures(figures::polarisation(facts))
            .check(
                "budget",
                "the shares add up to the capacity",
                facts.here.unmet,
                1e-9,
            )
            .notes(words::notes(facts))
            .numpy(words::program(facts)))
    }
}
