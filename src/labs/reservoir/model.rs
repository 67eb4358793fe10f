//! What a moment of a full-batch run and its companions show: facts for readouts, figures and words to look at.

use super::setup::Setup;
use crate::{
    dynamics::{Cells, Channel, Moment, Push, Trajectory, WidthSweep},
    labs::Error,
    linalg::{Matrix, symmetric_eigen},
};

/// One moment of a full-batch run, with its companions.
pub struct Facts<'a> {
    pub setup: &'a Setup,
    pub run: &'a Trajectory,
    /// The moments kept up to the present one.
    pub moments: &'a [Moment],
    /// The present one.
    pub now: Moment,
    pub channel: Channel,
    /// Eigenvalues of the tangent kernel at the start and now, largest first.
    pub kernels: [Vec<f64>; 2],
    pub pushes: [Option<&'a Push>; PUSHES],
    pub sweep: &'a WidthSweep,
    /// The run cannot go beyond this step.
    pub stuck: bool,
}

/// How many directions are pushed: the first, the last, and the visitor's.
pub const PUSHES: usize = 3;

/// Eigenvalues of a tangent kernel, largest first.
pub fn eigenvalues(kernel: &Matrix) -> Result<Vec<f64>, Error> {
    let mut values = symmetric_eigen(kernel)?.values;
    values.reverse();
    Ok(values)
}

impl Facts<'_> {
    /// Number n of training points, and of directions of their labels.
    pub fn n(&self) -> usize {
        self.setup.problem().x.len()
    }

    /// Number of directions in the channel.
    pub fn channel_size(&self) -> usize {
        self.channel.dimension(self.setup.threshold)
    }

    /// Signal and noise through channel and reservoir, now.
    pub fn cells(&self) -> Cells {
        self.now.cells(self.channel_size())
    }

    /// Mean squared error on freshly labelled points.
    pub fn fresh_error(&self) -> f64 {
        self.now.test + self.setup.fresh_noise()
    }

    /// Whether every ω lies in [0, 1] up to rounding, as with steps that are stable.
    pub fn is_stable(&self) -> bool {
        let range = -1e-6..=1.0 + 1e-6;
        self.channel.omega.iter().all(|omega| range.contains(omega))
    }

    /// Whether ω, as a share, means something: it lies in [0, 1], and the outputs are where the propagator says.
    pub fn has_shares(&self) -> bool {
        self.is_stable() && self.now.is_linear()
    }

    /// The push along the first direction, if the channel has one.
    pub fn first_push(&self) -> Option<&Push> {
        self.pushes[0].filter(|_| self.channel_size() > 0)
    }

    /// The push along the last direction, if that is in the reservoir.
    pub fn last_push(&self) -> Option<&Push> {
        let reservoir = self.channel.reservoir(self.setup.threshold);
        self.pushes[1].filter(|_| reservoir.is_some())
    }

    /// The push along the visitor's direction, if there is one of that number.
    pub fn chosen_push(&self) -> Option<&Push> {
        self.pushes[2].filter(|_| self.setup.along < self.n())
    }

    /// Every kept moment after the start, and the present one.
    pub fn timeline(&self) -> impl Iterator<Item = &Moment> {
        let known = self.moments.iter().filter(|m| m.step < self.now.step);
        known.chain([&self.now]).filter(|moment| moment.step > 0)
    }

    /// The largest kernel eigenvalue λ₁: a run that explodes takes its kernel along, so then that of the start.
    pub fn largest_eigenvalue(&self) -> f64 {
        let [start, now] = &self.kernels;
        let kernel = if self.stuck { start } else { now };
        kernel.first().copied().unwrap_or(0.0)
    }
}
