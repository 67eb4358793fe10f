//! What is kept of a run: a few hundred moments, however long it is, chosen by their step alone.

use super::setup::{Setup, mean_square};
use crate::{
    dynamics::{Cells, Channel, Parts, Trajectory, generalized_cross_validation, leave_one_out},
    labs::Error,
};

/// One moment of a full-batch run.
#[derive(Clone, Debug)]
pub struct Moment {
    pub step: u64,
    pub train: f64,
    /// Against the target, without noise.
    pub test: f64,
    pub gcv: f64,
    pub loo: f64,
    pub omega: Vec<f64>,
    /// For every size of the channel.
    cells: Vec<Cells>,
}

impl Moment {
    /// The moment of a run, and its channel.
    pub fn of(setup: &Setup, run: &Trajectory) -> Result<(Self, Channel), Error> {
        let residual = run.residual();
        let channel = Channel::of(run.propagator())?;
        let noise = setup.errors();
        let parts = Parts {
            transfer: run.transfer(),
            outputs: run.first_outputs(),
            target: &setup.f,
            noise: &noise,
            query_outputs: run.first_query_outputs(),
            query_target: &setup.query_target,
        };
        let moment = Self {
            step: run.steps(),
            train: mean_square(run.outputs(), &setup.y),
            test: setup.test_error(run.query_outputs()),
            gcv: generalized_cross_validation(&residual, run.propagator()),
            loo: leave_one_out(&residual, run.propagator()),
            cells: Cells::for_every_split(&parts, &channel)?,
            omega: channel.omega.clone(),
        };
        Ok((moment, channel))
    }

    /// The cells for a threshold.
    pub fn cells(&self, threshold: f64) -> Cells {
        let channel = self.omega.iter().filter(|o| **o > threshold).count();
        self.cells.get(channel).copied().unwrap_or_default()
    }
}

/// The step at which the next moment is kept: all at first, then 3 % apart.
pub fn next_kept_step(step: u64) -> u64 {
    step + 1 + step / 32
}
