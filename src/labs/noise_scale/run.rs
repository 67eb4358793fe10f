//! The computation: what holds at the start, then a run, draws, and runs to the target.

use super::{
    figures,
    model::{Facts, Task},
    quantities::readouts,
    words,
};
use crate::labs::prelude::*;

/// One state of the lab, under way.
pub struct NoiseScale(Facts);

impl Staged for NoiseScale {
    type Task = Task;

    fn read(input: &Input) -> Result<(Self, Vec<Task>), Error> {
        let (facts, tasks) = Facts::read(input)?;
        Ok((Self(facts), tasks))
    }

    fn perform(&mut self, task: &Task) -> Result<(), Error> {
        self.0.perform(*task);
        Ok(())
    }

    fn under_way(&self) -> Option<f64> {
        self.0.under_way()
    }

    fn weight(task: &Task) -> u64 {
        match task {
            Task::Watch | Task::Draw => 40,
            Task::Run(_) => 10,
        }
    }

    fn report(&mut self) -> Result<Report, Error> {
        let facts = &self.0;
        let mut checks = Vec::new();
        if let Some(p) = facts.pareto() {
            let batch = facts.setup.batch as f64;
            let [steps, examples] = [p.steps(batch), p.examples(batch)];
            let label = "examples are steps times the batch";
            checks.push(Check::new(
                "examples",
                label,
                (steps * batch / examples - 1.0).abs(),
                1e-12,
            ));
        }
        if let Some(gain) = facts.gain() {
            let label = "no schedule does worse than the best fixed batch";
            checks.push(Check::new("gain", label, (gain - 1.0).max(0.0), 1e-12));
        }
        Ok(Report::of(words::headline(facts))
            .readouts(readouts(facts))
            .figures(figures::all(facts))
            .checks(checks)
            .notes(words::notes(facts))
            .numpy(words::program(facts)))
    }
}
