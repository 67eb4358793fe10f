//! The run: a contest as far as the state says, and what it came to.

use super::{
    controls::{STEP, Who},
    figures,
    model::{Facts, Kind},
    program,
    quantities::*,
    words,
};
use crate::{
    dynamics::Contestant,
    labs::{Run, prelude::*},
    linalg::SingularValues,
};

/// One state of the lab, under way.
struct GateRun(Facts);

/// Reads the controls.
pub fn start(input: &Input) -> Result<Box<dyn Run>, Error> {
    let mut facts = Facts::read(input)?;
    facts.read_others(input)?;
    Ok(Box::new(GateRun(facts)))
}

impl Run for GateRun {
    fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        let facts = &mut self.0;
        let target = facts.target;
        for _ in 0..work.0 {
            let all = std::iter::once(&mut facts.contest).chain(&mut facts.others);
            let next = all.into_iter().find(|contest| !contest.settled(target));
            let Some(contest) = next else { break };
            contest.work(target)?;
        }
        let all = std::iter::once(&facts.contest).chain(&facts.others);
        let progress = all.map(|contest| contest.progress(target));
        let (done, total) = progress.fold((0, 0), |(a, b), (c, d)| (a + c, b + d));
        Ok(Progress { done, total })
    }

    fn ready(&self) -> bool {
        self.0.contest.settled(self.0.target)
    }

    fn resume(&mut self, input: &Input) -> bool {
        let facts = &mut self.0;
        let target = input.of(STEP);
        let all = std::iter::once(&facts.contest).chain(&facts.others);
        if all.into_iter().any(|contest| contest.step() > target)
            || facts.read_others(input).is_err()
        {
            return false;
        }
        facts.target = target;
        true
    }

    fn report(&mut self) -> Result<Report, Error> {
        let facts = &self.0;
        let report = Report::of(words::headline(facts))
            .readouts(readouts(facts))
            .checks(checks(facts))
            .notes(words::notes(facts))
            .numpy(program::numpy(facts));
        let report = match facts.contest.latest() {
            Some(_) => report.figures(figures::all(facts)),
            None => report,
        };
        Ok(match facts.contest.ended() {
            Some(last) => report.range(STEP, 0, last as usize),
            None => report,
        })
    }
}

fn readouts(facts: &Facts) -> Vec<Readout> {
    let contest = &facts.contest;
    let measured = contest.measured;
    let step = contest.step() as f64;
    let mut readouts = vec![match contest.step() == measured {
        true => STEPS_TAKEN.value(step),
        false => STEPS_TAKEN.noted(step, format!("measured at step {measured}")),
    }];
    let Some(latest) = contest.latest() else {
        return readouts;
    };
    let (quality, training) = match facts.kind {
        Kind::Modular { .. } => (ACCURACY, TRAIN_ACCURACY),
        Kind::Curve { .. } => (ERROR, TRAIN_ERROR),
        Kind::Advection { .. } => (RELATIVE_ERROR, TRAIN_LOSS),
    };
    readouts.extend(each(facts, quality, |i| latest[i].held_out));
    for (i, contestant) in contest.contestants.iter().enumerate() {
        let (error, step) = contestant.best;
        readouts.push(match (&facts.kind, contestant.reached) {
            (Kind::Curve { .. }, _) => BEST[i].noted(error, format!("at step {step}")),
            (_, Some(step)) => REACHED[i].value(step as f64),
            (_, None) => REACHED[i].absent(format!("not up to step {measured}")),
        });
    }
    let opening = latest[Who::Gated as usize].opening;
    if measured == 0 {
        let none = words::shut(facts);
        readouts.extend([MEAN_GATE, OPEN_GATES, EFFECTIVE_DECAY].map(|q| q.absent(&*none)));
    } else {
        readouts.push(MEAN_GATE.value(opening.mean));
        readouts.push(OPEN_GATES.value(opening.open));
        readouts.push(match opening.mean > 0.0 {
            true => EFFECTIVE_DECAY.value(facts.rule.weight_decay / opening.mean),
            false => EFFECTIVE_DECAY.absent("every gate is shut"),
        });
    }
    readouts.extend(each(facts, training, |i| latest[i].train));
    readouts.push(ALPHA_USED.value(facts.gate.alpha));
    if let Some([count, all]) = facts.matched_does_as_well() {
        readouts.push(SEEDS_MATCHED.noted(count as f64, format!("of {all}")));
    }
    readouts.extend(each(facts, MATRIX_ERANK, |i| latest[i].erank));
    readouts.extend(each(facts, MATRIX_STABLE, |i| latest[i].stable_rank));
    readouts
}

/// A quantity of every optimiser that it is declared for.
fn each(facts: &Facts, quantities: &[Quantity], value: impl Fn(usize) -> f64) -> Vec<Readout> {
    let contestants = facts.contest.contestants.iter().enumerate();
    let one = |(quantity, (i, contestant)): (&Quantity, (usize, &Contestant))| match contestant
        .diverged
    {
        Some(step) => quantity.noted(
            value(i),
            format!("diverged at step {step}; the last finite value"),
        ),
        None => quantity.value(value(i)),
    };
    quantities.iter().zip(contestants).map(one).collect()
}

fn checks(facts: &Facts) -> Vec<Check> {
    let spectra = facts.contest.contestants.iter();
    let worst = spectra
        .filter_map(|c| c.spectrum.as_ref()?.residual())
        .fold(0.0, f64::max);
    let gradient = facts.contest.gradient_residual.map(|residual| {
        let label = "the gradient is that of a difference quotient of the loss";
        Check::new("gradient", label, residual, facts.tolerance)
    });
    let label = "Σσ² equals the sum of the squared weights";
    let tolerance = SingularValues::RESIDUAL_TOLERANCE;
    let spectrum = Check::new("sum_of_squares", label, worst, tolerance);
    gradient.into_iter().chain([spectrum]).collect()
}
