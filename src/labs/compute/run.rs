//! The computation: the state asked for, then fits to runs drawn anew.

use super::{
    controls::WITHOUT, figures, model::Facts, program::program, quantities::readouts, words,
};
use crate::labs::prelude::*;

/// One state of the lab, under way.
pub struct Compute {
    facts: Facts,
    /// The figures that do not change as resampled fits come in.
    settled: Vec<Figure>,
    /// How far below the optimum a fine grid gets.
    found: f64,
}

impl Staged for Compute {
    /// The number of a resampled fit.
    type Task = usize;

    fn read(input: &Input) -> Result<(Self, Vec<usize>), Error> {
        let facts = Facts::read(input)?;
        let (split, found) = figures::split(&facts);
        let settled = vec![split, figures::frontier(&facts), figures::isoflop(&facts)?];
        let draws = facts.fit.as_ref().map_or(0, |fit| fit.wanted);
        let run = Self {
            facts,
            settled,
            found,
        };
        Ok((run, (0..draws).collect()))
    }

    fn perform(&mut self, draw: &usize) -> Result<(), Error> {
        if let Some(fit) = &mut self.facts.fit {
            fit.resample(*draw);
        }
        Ok(())
    }

    // A fit takes about five milliseconds.
    fn weight(_: &usize) -> u64 {
        5
    }

    fn report(&mut self) -> Result<Report, Error> {
        let facts = &self.facts;
        let report = Report::of(words::headline(facts))
            .readouts(readouts(facts))
            .figures(self.settled.clone())
            .check(
                "no_better_split",
                "no split on a fine grid has less loss than the optimum",
                self.found / facts.least,
                1e-12,
            )
            .check(
                "budget",
                "the best split spends the budget",
                (6.0 * facts.best.parameters * facts.best.tokens / facts.compute - 1.0).abs(),
                1e-12,
            )
            .notes(words::notes(facts))
            .numpy(program(facts));
        let Some(fit) = &facts.fit else {
            return Ok(report.figure(figures::kaplan_figure()));
        };
        let runs = fit.all.len();
        Ok(report
            .figures([
                figures::fit(facts, fit),
                figures::runs(facts, fit),
                figures::residuals(facts, fit),
                figures::kaplan_figure(),
            ])
            .range(WITHOUT, 0, runs))
    }
}
