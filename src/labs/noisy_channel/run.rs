//! The computation: the state asked for, then the descents of the fit.

use super::{figures, model::Facts, quantities::readouts, words};
use crate::{labs::prelude::*, scaling_laws::channel_fit::STARTS};

/// One state of the lab, under way.
pub struct NoisyChannel {
    facts: Facts,
}

impl Staged for NoisyChannel {
    /// The number of a descent.
    type Task = usize;

    fn read(input: &Input) -> Result<(Self, Vec<usize>), Error> {
        let facts = Facts::read(input)?;
        let rest = if facts.fit.is_some() { 1..STARTS } else { 0..0 };
        Ok((Self { facts }, rest.collect()))
    }

    fn perform(&mut self, start: &usize) -> Result<(), Error> {
        let Facts { fit, runs, .. } = &mut self.facts;
        if let Some(fit) = fit {
            fit.advance(runs, *start);
        }
        Ok(())
    }

    // Two descents take about thirty milliseconds.
    fn weight(_: &usize) -> u64 {
        30
    }

    fn report(&mut self) -> Result<Report, Error> {
        let facts = &self.facts;
        let (law, n) = (facts.law(), facts.split.parameters);
        // Beside the turning point the loss is never less; past the range of doubles nothing can be said.
        let beside = law.best_tokens(n).map_or(0.0, |best| {
            let at = |by: f64| {
                law.loss(crate::scaling_laws::Split {
                    parameters: n,
                    tokens: best * by,
                })
            };
            let least = at(1.0);
            [0.99, 1.01]
                .map(at)
                .into_iter()
                .fold(0.0, |most: f64, other| most.max((least - other) / least))
        });
        let held = facts.fit.as_ref().and_then(|fit| fit.holdout.as_ref());
        Ok(Report::of(words::headline(facts))
            .readouts(readouts(facts))
            .figures([
                figures::loss(facts),
                figures::valley(facts),
                figures::channel(facts),
            ])
            .figures(held.map(figures::holdout))
            .figure(figures::quantised(facts))
            .figures(figures::identifiability(facts))
            .check(
                "turning_point",
                "on either side of the turning point the loss is no less",
                beside,
                1e-12,
            )
            .notes(words::notes(facts))
            .numpy(words::program(facts)))
    }
}
