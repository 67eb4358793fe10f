//! A full-batch run: it goes forward step by step, keeps snapshots to go back to, and then trains its companions.

use super::{
    controls::STEP,
    history::{self, Moment},
    kernel, pictures,
    pushes::Push,
    readouts,
    setup::Setup,
    shown::Shown,
    sweep::Sweep,
    words,
};
use crate::{
    dynamics::{Channel, Method, Trajectory},
    labs::prelude::*,
};

/// Multiply-adds that take about a millisecond.
const MADDS: usize = 1_200_000;
/// Networks with more parameters are trained again from the start when the visitor goes back.
const MAX_KEPT: usize = 20_000;

/// One state of the lab under full-batch training.
pub struct FullRun {
    setup: Setup,
    run: Trajectory,
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
        let stages = if self.setup.method == Method::Flow {
            4
        } else {
            1
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
        let due = self
            .moments
            .last()
            .map_or(0, |last| history::next_kept_step(last.step));
        if step >= due {
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
        let goal = if self.stuck {
            self.run.steps()
        } else {
            self.setup.steps
        };
        let widths = Sweep::len(&self.setup) as u64;
        let pushed = match &self.pushes {
            Some(pushes) => pushes
                .iter()
                .map(|push| push.done(goal) + u64::from(push.measured.is_some()))
                .sum(),
            None => 0,
        };
        let total = 3 * goal + 2 + widths * (goal + 1);
        Progress {
            done: (self.run.steps() + pushed + self.sweep.points.len() as u64 * (goal + 1))
                .min(total),
            total,
        }
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
        let shown = Shown {
            setup: &self.setup,
            run: &self.run,
            moments: &self.moments,
            now,
            channel,
            pushes,
            sweep: &self.sweep,
            stuck: self.stuck,
        };
        let report = Report::of(words::headline(&shown))
            .readouts(readouts::all(&shown)?)
            .figure(pictures::fit(&shown)?)
            .figure(pictures::loss(&shown))
            .figure(pictures::omega(&shown))
            .figure(pictures::cells(&shown))
            .figure(kernel::invisible(&shown))
            .figure(kernel::spectrum(&shown)?)
            .figures(self.setup.sweep.then(|| kernel::sweep(&shown)))
            .checks(readouts::checks(&shown)?)
            .notes(words::notes(&shown))
            .numpy(super::program::numpy(&self.setup, self.run.steps())?);
        Ok(match self.stuck {
            true => report.range(STEP, 0, self.run.steps() as usize),
            false => report,
        })
    }
}
