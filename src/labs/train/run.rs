//! The run: training as far as the state says, measured on the way, then what is trained beside it.

use super::{
    controls::{self as c, STEP},
    factors::Factors,
    facts::Facts,
    figures,
    fleet::Fleet,
    handing, kernel,
    measuring::{HeadMatrices, Measuring, Moment},
    program, readouts,
    setup::{Setup, View},
    trainer::Trainer,
    words,
};
use crate::labs::{Kept, Run, prelude::*};
use std::rc::Rc;

/// Multiply-adds that take about a millisecond.
const MADDS: usize = 1_500_000;

/// One state of the lab, under way.
pub struct TrainRun {
    setup: Setup,
    view: View,
    steps: u64,
    trainer: Trainer,
    measuring: Option<Measuring>,
    /// Kept moments, by their step alone.
    moments: Vec<Moment>,
    /// Matrices before the first step.
    first: Vec<HeadMatrices>,
    /// What was measured last.
    now: Option<(Moment, Vec<HeadMatrices>, Factors)>,
    kernel: kernel::Finding,
    fleet: Fleet,
}

/// Reads the controls.
pub fn start(input: &Input) -> Result<Box<dyn Run>, Error> {
    let setup = Setup::read(input);
    let view = View::read(input);
    let mut trainer = Trainer::new(setup.clone())?;
    let kept = kept(input, &setup, &view);
    Ok(Box::new(TrainRun {
        kernel: kernel::measure(&mut trainer)?,
        fleet: Fleet::new(&setup, view.beside, kept)?,
        trainer,
        measuring: None,
        moments: Vec::new(),
        first: Vec::new(),
        now: None,
        steps: input.of(STEP),
        view,
        setup,
    }))
}

/// Networks that were trained before, where they are those of this state.
fn kept(input: &Input, setup: &Setup, view: &View) -> Option<Rc<Kept>> {
    let kept = input
        .files
        .kept
        .clone()
        .filter(|kept| kept.lab == "train")?;
    let theirs = Input {
        values: &kept.values,
        files: input.files,
    };
    let same = Setup::read(&theirs) == *setup
        && View::read(&theirs).beside == view.beside
        && theirs.of(STEP) == input.of(STEP);
    same.then_some(kept)
}

/// The step at which the next moment is kept: all at first, then 7 % apart.
fn next_kept_step(step: u64) -> u64 {
    step + 1 + step / 14
}

impl TrainRun {
    fn arrived(&self) -> bool {
        self.trainer.stuck || self.trainer.step >= self.steps
    }

    /// Whether the network was measured as it is now.
    fn current(&self) -> bool {
        let now = self.now.as_ref();
        now.is_some_and(|(moment, ..)| moment.step == self.trainer.step)
    }

    /// One piece of work; the multiply-adds that it cost, or `None` once everything is done.
    fn piece(&mut self) -> Result<Option<usize>, Error> {
        if let Some(measuring) = &mut self.measuring {
            if let Some(cost) = measuring.advance(&mut self.trainer, MADDS)? {
                return Ok(Some(cost));
            }
            return self.measured().map(Some);
        }
        let last = self.moments.last();
        let due = last.map_or(0, |last| next_kept_step(last.step));
        if (self.trainer.step >= due || self.arrived()) && !self.current() {
            self.measuring = Some(Measuring::new());
            return Ok(Some(0));
        }
        if self.arrived() {
            return self.fleet.advance(self.steps, MADDS);
        }
        self.trainer.step()?;
        if self.trainer.stuck {
            // It went a step back.
            let step = self.trainer.step;
            self.moments.retain(|moment| moment.step <= step);
        }
        Ok(Some(self.trainer.cost()))
    }

    /// Takes what was measured.
    fn measured(&mut self) -> Result<usize, Error> {
        let Some(done) = self.measuring.take() else {
            return Ok(0);
        };
        let step = self.trainer.step;
        let moment = done.moment(step, self.setup.label_noise);
        if step == 0 {
            self.first = done.matrices.clone();
        }
        let last = self.moments.last();
        if step >= last.map_or(0, |last| next_kept_step(last.step)) {
            self.moments.push(moment.clone());
        }
        let (erank, nuclear) = (
            moment.largest(|h| h.erank),
            moment.largest(|h| h.nuclear_norm),
        );
        let factors = Factors::of(&self.trainer, &done.matrices, erank, nuclear)?;
        self.now = Some((moment, done.matrices, factors));
        Ok(MADDS)
    }
}

impl Run for TrainRun {
    fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        for _ in 0..work.0 {
            let mut left = MADDS;
            while left > 0 {
                let Some(cost) = self.piece()? else { break };
                left = left.saturating_sub(cost);
            }
        }
        let goal = if self.trainer.stuck {
            self.trainer.step
        } else {
            self.steps
        };
        let beside = self.fleet.outcomes.len() as u64 * (self.steps + 1) + self.fleet.under_way();
        let total = goal + 1 + self.fleet.len() as u64 * (self.steps + 1);
        let done = self.trainer.step + u64::from(self.ready()) + beside;
        Ok(Progress {
            done: done.min(total),
            total,
        })
    }

    fn ready(&self) -> bool {
        self.arrived() && self.current()
    }

    fn resume(&mut self, input: &Input) -> bool {
        let (setup, steps) = (Setup::read(input), input.of(STEP));
        if setup != self.setup || steps < self.trainer.step {
            return false;
        }
        let view = View::read(input);
        let moved = steps != self.steps;
        if moved || view.beside != self.view.beside {
            let kept = kept(input, &self.setup, &view);
            let Ok(fleet) = Fleet::new(&self.setup, view.beside, kept) else {
                return false;
            };
            self.fleet = fleet;
        }
        (self.steps, self.view) = (steps, view);
        true
    }

    fn hand(&self, file: &str, state: &str) -> Option<Vec<u8>> {
        let (_, matrices, _) = self.now.as_ref()?;
        match file {
            handing::ATTENTION => Some(handing::attention(&self.trainer, matrices)),
            handing::WEIGHTS => Some(handing::weights(&self.trainer)),
            handing::CONFIG => Some(handing::config(&self.trainer)),
            handing::SWEEP if !self.fleet.outcomes.is_empty() => handing::sweep(&self.fleet, state),
            _ => None,
        }
    }

    fn report(&mut self) -> Result<Report, Error> {
        let Some((now, matrices, factors)) = &self.now else {
            return Ok(Report::of("Before the first measurement."));
        };
        let facts = Facts {
            setup: &self.setup,
            view: &self.view,
            trainer: &self.trainer,
            moments: &self.moments,
            first: &self.first,
            now,
            matrices,
            factors,
            kernel: &self.kernel,
            fleet: &self.fleet,
        };
        let report = Report::of(words::headline(&facts))
            .readouts(readouts::all(&facts)?)
            .figures(figures::all(&facts)?)
            .checks(readouts::checks(&facts))
            .notes(words::notes(&facts))
            .numpy(program::numpy(&facts))
            .offers(handing::offers(&facts))
            .range(c::LAYER, 0, self.setup.shape.layers - 1)
            .range(c::HEAD, 0, self.setup.shape.heads - 1);
        Ok(match self.trainer.stuck {
            true => report.range(STEP, 0, self.trainer.step as usize),
            false => report,
        })
    }
}
