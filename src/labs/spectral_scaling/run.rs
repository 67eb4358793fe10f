//! The computation: the state asked for, then the curves around it, then regressions.

use super::{
    controls::{KINK, SAMPLES},
    figures,
    model::{Facts, Task},
    quantities::readouts,
    words,
};
use crate::labs::prelude::*;

/// One state of the lab, under way.
pub struct SpectralScaling {
    facts: Facts,
    /// The figures that do not change as the curves come in.
    settled: [Figure; 2],
}

impl Staged for SpectralScaling {
    type Task = Task;

    fn read(input: &Input) -> Result<(Self, Vec<Task>), Error> {
        let (facts, tasks) = Facts::read(input)?;
        let settled = [figures::spectrum(&facts), figures::time(&facts)];
        Ok((Self { facts, settled }, tasks))
    }

    fn perform(&mut self, task: &Task) -> Result<(), Error> {
        self.facts.perform(*task)
    }

    fn weight(task: &Task) -> u64 {
        match task {
            Task::Point(..) => 1,
            Task::Row(_) | Task::Optimum(_) => 6,
            Task::Draw(..) => 8,
        }
    }

    fn report(&mut self) -> Result<Report, Error> {
        let facts = &self.facts;
        let setup = &facts.setup;
        let [spectrum, time] = self.settled.clone();
        let (n, k, g) = (
            setup.limits.samples,
            setup.limits.features,
            facts.here.level,
        );
        let z: f64 = setup.eigenvalues.iter().map(|l| l / (l + g)).sum();
        // z is the scarcer limit where nothing is regularised, less what the ridge takes where something is.
        let wanted = match facts.here.kappa {
            kappa if kappa > 0.0 && setup.limits.ridge > 0.0 && n.is_finite() => {
                n - setup.limits.ridge / kappa
            }
            _ => n.min(k).min(setup.modes() as f64),
        };
        let off = (z / wanted - 1.0).abs();
        Ok(Report::of(words::headline(facts))
            .readouts(readouts(facts))
            .figures([
                spectrum,
                figures::over(facts, 0),
                figures::over(facts, 1),
                time,
                figures::frontier(facts),
            ])
            .figures(figures::ridge(facts))
            .check("level", "the level g solves its equation", off, 1e-9)
            .check(
                "best_width",
                "no neighbour of the best number of modes has less loss",
                neighbours(facts),
                1e-12,
            )
            .notes(words::notes(facts))
            .range(KINK, 2, setup.modes())
            .range(SAMPLES, 0, 10_000)
            .numpy(words::program(setup)))
    }
}

/// How far below the best loss its neighbours get, relative to it.
fn neighbours(facts: &Facts) -> f64 {
    let (width, least) = facts.best[0];
    let beside = [width.saturating_sub(1).max(1), width + 1];
    let losses = beside.map(|width| facts.frontier.loss(width, facts.setup.compute));
    losses
        .into_iter()
        .fold(0.0, |most: f64, loss| most.max((least - loss) / least))
}
