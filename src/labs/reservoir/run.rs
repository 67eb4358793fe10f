//! A full-batch run: it goes forward step by step, keeps snapshots to go back to, and then trains its companions.

use super::{
    controls::{ALONG, STEP},
    figures::{companions, training},
    model::{Facts, PUSHES, eigenvalues},
    program::program,
    readouts,
    setup::Setup,
    words,
};
use crate::{
    dynamics::{
        Advance, Channel, Method, Moment, Push, Trajectory, WidthSweep, next_kept_step,
        sweep_widths,
    },
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
    pushes: [Option<Push>; PUSHES],
    sweep: WidthSweep,
}

impl FullRun {
    /// The run at its start.
    pub fn start(setup: Setup) -> Result<Self, Error> {
        let run = setup.experiment.watched()?;
        Ok(Self {
            moments: vec![Moment::of(setup.problem(), &run)?.0],
            first_kernel: eigenvalues(run.first_kernel())?,
            snapshots: vec![run.clone()],
            run,
            setup,
            stuck: false,
            pushes: [const { None }; PUSHES],
            sweep: WidthSweep::default(),
        })
    }

    /// Steps of a watched run, or sub-steps of a flow, in about a millisecond.
    fn steps_per_unit(&self) -> u64 {
        let problem = self.setup.problem();
        let (n, m) = (problem.x.len(), problem.queries.len());
        let layers = self.run.net().layers();
        let units: usize = layers.iter().map(|l| l.inputs + l.outputs).sum();
        let pass = (2 * self.run.net().parameters() + 10 * units) * (n + m);
        let kernels = (units + n) * n * (n + m);
        let stages = match self.setup.experiment.method {
            Method::Flow => 6,
            Method::Descent => 1,
        };
        (MADDS / (stages * (pass + kernels))).max(1) as u64
    }

    fn arrived(&self) -> bool {
        self.stuck || self.run.steps() >= self.setup.steps
    }

    fn step(&mut self) -> Result<(), Error> {
        match self.run.advance()? {
            Advance::Step => {}
            Advance::Within => return Ok(()),
            Advance::Stuck => {
                self.stuck = true;
                return Ok(());
            }
        }
        let step = self.run.steps();
        let last = self.moments.last();
        if step >= last.map_or(0, |last| next_kept_step(last.step)) {
            self.moments
                .push(Moment::of(self.setup.problem(), &self.run)?.0);
        }
        if is_kept(step) && self.run.net().parameters() <= MAX_KEPT {
            self.snapshots.push(self.run.clone());
        }
        Ok(())
    }

    /// The push in a place: along the first direction, the last, or the visitor's.
    fn pushed(&self, channel: &Channel, place: usize) -> Result<Push, Error> {
        let last = channel.omega.len() - 1;
        let index = [0, last, self.setup.along.min(last)][place];
        Ok(Push::new(&self.run, channel, index, self.setup.push)?)
    }

    /// One unit of work on the pushes and the sweep; whether there was any.
    fn advance_companions(&mut self) -> Result<bool, Error> {
        if self.pushes.iter().any(Option::is_none) {
            let channel = Channel::of(self.run.propagator())?;
            for place in 0..PUSHES {
                if self.pushes[place].is_none() {
                    self.pushes[place] = Some(self.pushed(&channel, place)?);
                }
            }
        }
        let experiment = &self.setup.experiment;
        let units: usize = experiment.hidden.iter().sum();
        let cost = (4 * self.run.net().parameters() + 20 * units) * experiment.problem.x.len();
        let mut left = (MADDS / cost).max(1) as u64;
        for push in self.pushes.iter_mut().flatten() {
            left = push.advance(experiment, &self.run, left)?;
            if left == 0 {
                return Ok(true);
            }
        }
        let steps = self.setup.steps;
        let swept = self.setup.sweep;
        Ok(swept && self.sweep.advance(experiment, steps, MADDS)?)
    }

    /// Steps done and in all, where every companion counts like a run.
    fn progress(&self) -> Progress {
        let goal = match self.stuck {
            true => self.run.steps(),
            false => self.setup.steps,
        };
        let (mut done, mut total) = (self.run.steps(), goal);
        for push in &self.pushes {
            // As many as a push has where every direction has an ω of its own.
            let unknown = [0, 2 * (goal + 1)];
            let known = push.as_ref().map(|push| push.progress(goal));
            let [some, all] = known.unwrap_or(unknown);
            done += some;
            total += all;
        }
        if self.setup.sweep {
            let turns = |count: usize| count as u64 * (goal + 1);
            done += turns(self.sweep.points.len());
            total += turns(sweep_widths(&self.setup.experiment).len());
        }
        let done = done.min(total);
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
        let within = setup.steps == self.run.steps() && self.run.is_between();
        if setup.steps < self.run.steps() || within {
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
            self.pushes = [const { None }; PUSHES];
        }
        if setup.along != self.setup.along {
            self.pushes[PUSHES - 1] = None;
        }
        if moved {
            self.sweep = WidthSweep::default();
        }
        self.setup = setup;
        true
    }

    fn report(&mut self) -> Result<Report, Error> {
        let (now, channel) = Moment::of(self.setup.problem(), &self.run)?;
        let mut made = [const { None }; PUSHES];
        for (place, made) in made.iter_mut().enumerate() {
            if self.pushes[place].is_none() {
                *made = Some(self.pushed(&channel, place)?);
            }
        }
        let known = self.pushes.iter().zip(&made);
        let mut known = known.map(|(kept, made)| kept.as_ref().or(made.as_ref()));
        let pushes = std::array::from_fn(|_| known.next().flatten());
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
            .figure(training::omega(&facts)?)
            .figure(training::cells(&facts))
            .figure(companions::pushes(&facts))
            .figure(companions::kernel(&facts))
            .figures(self.setup.sweep.then(|| companions::sweep(&facts)))
            .checks(readouts::checks(&facts)?)
            .notes(words::notes(&facts))
            .numpy(program(&self.setup.experiment, self.run.steps())?);
        let report = report.range(ALONG, 1, facts.n());
        Ok(match self.stuck {
            true => report.range(STEP, 0, self.run.steps() as usize),
            false => report,
        })
    }
}
