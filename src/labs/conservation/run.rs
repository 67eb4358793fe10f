//! The run: training as far as the state says, then what stands beside it.

use super::{
    controls::STEP,
    figures,
    model::{Facts, sizes},
    program,
    quantities::*,
    words,
};
use crate::{
    dynamics::conservation::{Dynamics, Family, Standing},
    labs::{Run, prelude::*},
};

/// One state of the lab, under way.
struct ConservationRun {
    facts: Facts,
    sizes: [usize; 4],
    wheel: Option<figures::Wheel>,
}

/// Reads the controls.
pub fn start(input: &Input) -> Result<Box<dyn Run>, Error> {
    let facts = Facts::read(input)?;
    let wheel = figures::Wheel::of(&facts);
    Ok(Box::new(ConservationRun {
        facts,
        sizes: sizes(input),
        wheel,
    }))
}

impl Run for ConservationRun {
    fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        let facts = &mut self.facts;
        for _ in 0..work.0 {
            if !facts.run.settled(facts.target) {
                facts.run.advance()?;
            } else if let Some(other) = facts
                .companion
                .as_mut()
                .filter(|c| !c.settled(facts.target))
            {
                other.advance()?;
            } else if let Some(task) = facts.tasks.get(facts.done).copied() {
                facts.perform(task, self.sizes)?;
                facts.done += 1;
            } else {
                break;
            }
        }
        let steps = |run: &crate::dynamics::conservation::Training| match run.ended() {
            Some(_) => facts.target,
            None => run.step().min(facts.target),
        };
        let runs = std::iter::once(&facts.run).chain(&facts.companion);
        let (mut done, mut total) = (facts.done as u64, facts.tasks.len() as u64);
        for run in runs {
            done += steps(run);
            total += facts.target;
        }
        Ok(Progress { done, total })
    }

    fn ready(&self) -> bool {
        self.facts.run.settled(self.facts.target)
    }

    fn resume(&mut self, input: &Input) -> bool {
        let target = input.of(STEP);
        let runs = std::iter::once(&self.facts.run).chain(&self.facts.companion);
        if runs.into_iter().any(|run| run.step() > target) {
            return false;
        }
        self.facts.target = target;
        true
    }

    fn report(&mut self) -> Result<Report, Error> {
        let facts = &self.facts;
        let report = Report::of(words::headline(facts))
            .readouts(readouts(facts))
            .figures(figures::all(facts, self.wheel.as_ref()))
            .checks(checks(facts))
            .notes(words::notes(facts))
            .numpy(program::numpy(facts));
        Ok(match facts.run.ended() {
            Some(last) => report.range(STEP, 0, last as usize),
            None => report,
        })
    }
}

fn readouts(facts: &Facts) -> Vec<Readout> {
    let here = &facts.here;
    let mut all = vec![match here.brackets {
        Some(count) if count.settled && count.laws == here.known => LAW_COUNT.noted(
            count.laws as f64,
            "rank of the known laws: the same, so there is no other",
        ),
        Some(count) if count.settled => {
            LAW_COUNT.noted(count.laws as f64, format!("known here: {}", here.known))
        }
        Some(count) => LAW_COUNT.noted(
            here.known as f64,
            format!(
                "rank of those known; the brackets, cut off, leave room for {}",
                count.laws
            ),
        ),
        None => LAW_COUNT.noted(
            here.known as f64,
            "rank of those known; brackets not counted",
        ),
    }];
    all.push(match here.formula {
        Some(count) => LAW_COUNT_FORMULA.value(count as f64),
        None => LAW_COUNT_FORMULA.absent("no formula is known to us"),
    });
    all.push(match facts.largest() {
        Some((drift, name, standing)) => LARGEST_DRIFT.noted(
            drift,
            match standing {
                Standing::Law => name.to_owned(),
                Standing::Limit => format!("{name}, a law in the limit of all copies"),
                Standing::Not => format!("{name}, no law on these data"),
            },
        ),
        None => LARGEST_DRIFT.absent("nothing is known to be conserved"),
    });
    let quadratic = facts.run.families().iter().any(Family::is_polynomial);
    all.push(match (facts.run.predicts(), quadratic) {
        (true, true) => PREDICTED_DRIFT.value(facts.run.predicted()),
        (true, false) => PREDICTED_DRIFT.absent("no law here is a polynomial"),
        (false, _) => PREDICTED_DRIFT.absent("known for gradient descent, full or stochastic"),
    });
    all.push(match (facts.slope(), facts.steps.is_empty()) {
        (Some(slope), _) => match facts.rule.dynamics {
            Dynamics::Flow | Dynamics::Momentum => {
                DRIFT_SLOPE.noted(slope, "of a first step of gradient descent")
            }
            _ => DRIFT_SLOPE.value(slope),
        },
        (None, true) if facts.done < facts.tasks.len() => DRIFT_SLOPE.absent("not computed yet"),
        (None, true) => DRIFT_SLOPE.absent("nothing is conserved exactly here"),
        (None, false) => DRIFT_SLOPE.absent("one step moves no law beyond rounding"),
    });
    if let Some(anisotropy) = facts.anisotropy {
        all.push(ANISOTROPY.value(anisotropy));
    }
    all.push(LOSS.value(facts.run.loss()));
    all.push(match facts.rule.dynamics {
        Dynamics::Flow => INTEGRATION_ERROR.value(facts.run.integration_error()),
        _ => INTEGRATION_ERROR.absent("steps are no approximation of themselves"),
    });
    all
}

fn checks(facts: &Facts) -> Vec<Check> {
    let mut all = Vec::new();
    if facts.run.predicts() && facts.run.families().iter().any(Family::is_polynomial) {
        let label = "the drift of the quadratic laws is Σ η² h(g)";
        let off = (facts.run.largest_of_laws() - facts.run.predicted()).abs();
        let size = facts.run.largest_of_laws().max(1.0);
        all.push(Check::new("drift", label, off / size, 1e-9));
    }
    if let Some(count) = facts.here.brackets.filter(|count| count.settled) {
        let label = "the brackets leave room for the known laws, and no fewer";
        let missing = facts.here.known.saturating_sub(count.laws);
        all.push(Check::new("brackets", label, missing as f64, 0.0));
    }
    all
}
