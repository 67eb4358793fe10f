//! A full-batch run: it goes forward step by step, keeps snapshots to go back to, and then trains its companions.

use super::{
    controls::STEP,
    figures::{companions, training},
    history::{Moment, next_kept_step},
    model::{Facts, eigenvalues},
    program::program,
    pushes::Push,
    readouts,
    setup::Setup,
    sweep::Sweep,
    words,
};
use crate::{
    dynamics::{Channel, Method, Trajectory},
    labs::prelude::*,
};

/// Multiply-adds that take about a millisecond.
pub const MADDS: usize = 1_200_000;
/// Networks with more parameters are trained again from the start when the visitor goes back.
const MAX_KEPT: usize = 20_000;

/// One state of the lab under full-batch training.
pub struct FullRun {
    setup: Setup,
    run: Trajectory,
    /// Eigenvalues of the tangent kernel at the start, largest first.
    first_kernel: Vec<f64>,
    snapshots: Vec<Trajectory>,
    moments: Vec<Moment>,
    /// The run cannot go beyond the step that it is at.
    stuck: bool,
    pushes: Option<[Push; 2]>,
    sweep: Sweep,
}

impl FullRun {
    /// The run at its start.
    pub fn start(setup: Setup) -> Result<Self, Error> {
        let run = setup.trajectory(&setup.hidden, &setup.y, true)?;
        Ok(Self {
            moments: vec![Moment::of(&setup, &run)?.0],
            first_kernel: eigenvalues(run.first_kernel())?,
            snapshots: vec![run.clone()],
            run,
            setup,
            stuck: false,
            pushes: None,
            sweep: Sweep::default(),
        })
    }

    /// Steps of a watched run in about a millisecond.
    fn steps_per_unit(&self) -> u64 {
        let (n, m) = (self.setup.x.len(), self.setup.queries.len());
        let layers = self.run.net().layers();
        let units: usize = layers.iter().map(|l| l.inputs + l.outputs).sum();
        let pass = (2 * self.run.net().parameters() + 10 * units) * (n + m);
        let kernels = (units + n) * n * (n + m);
        let stages = match self.setup.method {
            Method::Flow => 4,
            Method::Descent => 1,
        };
        (MADDS / (stages * (pass + kernels))).max(1) as u64
    }

    fn arrived(&self) -> bool {
        self.stuck || self.run.steps() >= self.setup.steps
    }

    fn step(&mut self) -> Result<(), Error> {
        if !self.run.step()? {
            self.stuck = true;
            return Ok(());
        }
        let step = self.run.steps();
        let last = self.moments.last();
        if step >= last.map_or(0, |last| next_kept_step(last.step)) {
            self.moments.push(Moment::of(&self.setup, &self.run)?.0);
        }
        if is_kept(step) && self.run.net().parameters() <= MAX_KEPT {
            self.snapshots.push(self.run.clone());
        }
        Ok(())
    }

    /// One unit of work on the pushes and the sweep; whether there was any.
    fn advance_companions(&mut self) -> Result<bool, Error> {
        let pushes = match &mut self.pushes {
            Some(pushes) => pushes,
            None => {
                let channel = Channel::of(self.run.propagator())?;
                self.pushes
                    .insert(Push::pair(&self.setup, &self.run, &channel)?)
            }
        };
        let cost = (4 * self.run.net().parameters() + 20 * self.setup.hidden.iter().sum::<usize>())
            * self.setup.x.len();
        let mut left = (MADDS / cost).max(1) as u64;
        for push in pushes {
            left = push.advance(&self.setup, &self.run, left)?;
            if left == 0 {
                return Ok(true);
            }
        }
        self.sweep.advance(&self.setup, MADDS)
    }

    /// Steps done and in all, where every companion counts like a run.
    fn progress(&self) -> Progress {
        let goal = match self.stuck {
            true => self.run.steps(),
            false => self.setup.steps,
        };
        let pushes = self.pushes.iter().flatten();
        let pushed: u64 = pushes
            .map(|push| push.done(goal) + u64::from(push.measured.is_some()))
            .sum();
        let swept = self.sweep.points.len() as u64 * (goal + 1);
        let total = 3 * goal + 2 + Sweep::len(&self.setup) as u64 * (goal + 1);
        let done = (self.run.steps() + pushed + swept).min(total);
        Progress { done, total }
    }
}

/// Steps at which a snapshot is kept: 1 and 3 times the powers of ten from 100 on.
fn is_kept(step: u64) -> bool {
    let mut at = step;
    while at > 1000 && at.is_multiple_of(10) {
        at /= 10;
    }
    matches!(at, 100 | 300 | 1000)
}

impl Run for FullRun {
    fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        for _ in 0..work.0 {
            if self.arrived() {
                if !self.advance_companions()? {
                    break;
                }
                continue;
            }
            for _ in 0..self.steps_per_unit() {
                self.step()?;
                if self.arrived() {
                    break;
                }
            }
        }
        Ok(self.progress())
    }

    fn ready(&self) -> bool {
        self.arrived()
    }

    fn resume(&mut self, input: &Input) -> bool {
        let Ok(setup) = Setup::read(input) else {
            return false;
        };
        let moved = setup.steps != self.setup.steps;
        if setup.steps < self.run.steps() {
            let kept = self
                .snapshots
                .iter()
                .rposition(|run| run.steps() <= setup.steps);
            let Some(kept) = kept else { return false };
            self.snapshots.truncate(kept + 1);
            self.run = self.snapshots[kept].clone();
            let step = self.run.steps();
            self.moments.retain(|moment| moment.step <= step);
            self.stuck = false;
        }
        if moved || setup.push != self.setup.push {
            self.pushes = None;
        }
        if moved {
            self.sweep = Sweep::default();
        }
        self.setup = setup;
        true
    }

    fn report(&mut self) -> Result<Report, Error> {
        let (now, channel) = Moment::of(&self.setup, &self.run)?;
        let made;
        let pushes = match &self.pushes {
            Some(pushes) => pushes,
            None => {
                made = Push::pair(&self.setup, &self.run, &channel)?;
                &made
            }
        };
        let facts = Facts {
            setup: &self.setup,
            run: &self.run,
            moments: &self.moments,
            now,
            channel,
            kernels: [self.first_kernel.clone(), eigenvalues(self.run.kernel())?],
            pushes,
            sweep: &self.sweep,
            stuck: self.stuck,
        };
        let report = Report::of(words::headline(&facts))
            .readouts(readouts::all(&facts)?)
            .figure(training::fit(&facts)?)
            .figure(training::loss(&facts))
            .figure(training::omega(&facts))
            .figure(training::cells(&facts))
            .figure(companions::pushes(&facts))
            .figure(companions::kernel(&facts))
            .figures(self.setup.sweep.then(|| companions::sweep(&facts)))
            .checks(readouts::checks(&facts)?)
            .notes(words::notes(&facts))
            .numpy(program(&self.setup, self.run.steps())?);
        Ok(match self.stuck {
            true => report.range(STEP, 0, self.run.steps() as usize),
            false => report,
        })
    }
}
