//! What a moment of a stochastic run shows.

use crate::{dynamics::Batch, labs::reservoir::setup::Setup};

/// One moment of a run. Drops are of the mean squared error, twice the loss.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    pub step: u64,
    pub train: f64,
    /// Against the target, without noise.
    pub test: f64,
    /// The fall of the test error by the meter.
    pub predicted: f64,
    /// The same by the squared gradients alone.
    pub naive: f64,
}

/// The present moment of a stochastic run, and those kept before it.
pub struct Facts<'a> {
    pub setup: &'a Setup,
    pub now: Moment,
    /// From the start to the present moment, which comes last.
    pub timeline: Vec<Moment>,
    /// Outputs on the queries, now and at the start.
    pub outputs: Vec<f64>,
    pub start: &'a [f64],
    /// The last batch.
    pub batch: &'a Batch,
    /// The run cannot go beyond this step.
    pub stuck: bool,
}

impl Facts<'_> {
    /// The first moment.
    pub fn first(&self) -> Moment {
        self.timeline.first().copied().unwrap_or(self.now)
    }

    /// How far the test error has fallen.
    pub fn measured_drop(&self) -> f64 {
        self.first().test - self.now.test
    }
}
