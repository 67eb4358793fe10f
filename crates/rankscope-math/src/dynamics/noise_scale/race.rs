//! Stochastic gradient descent until a target loss.

use super::Trainee;
use crate::linalg::random::{Rng, seeded};

/// A loss of so many targets has diverged.
const FAR: f64 = 1e6;

/// One run at a batch size and a learning rate, under way.
#[derive(Clone, Debug)]
pub struct Race {
    theta: Vec<f64>,
    gradient: Vec<f64>,
    rng: Rng,
    eta: f64,
    batch: usize,
    target: f64,
    limit: u64,
    /// The step after which the loss is looked at next.
    due: u64,
    /// Steps taken.
    pub steps: u64,
    /// Steps in which the loss came down to the target; infinite where it did not within the limit. `None` while it runs.
    pub outcome: Option<f64>,
}

impl Race {
    /// From `theta`, until the loss is at most `target` or `limit` steps are taken.
    pub fn new(
        theta: Vec<f64>,
        eta: f64,
        batch: usize,
        target: f64,
        limit: u64,
        seed: u64,
    ) -> Self {
        Self {
            gradient: vec![0.0; theta.len()],
            theta,
            rng: seeded(seed),
            eta,
            batch,
            target,
            limit,
            due: 1,
            steps: 0,
            outcome: None,
        }
    }

    /// Takes a step, unless the race is over.
    pub fn step(&mut self, trainee: &mut dyn Trainee) {
        if self.outcome.is_some() {
            return;
        }
        trainee.draw(&self.theta, self.batch, &mut self.rng, &mut self.gradient);
        for (t, g) in self.theta.iter_mut().zip(&self.gradient) {
            *t -= self.eta * g;
        }
        self.steps += 1;
        // All examples cost more than a batch: late in a long race the loss is asked for every two steps in a hundred.
        if self.steps < self.due && self.steps < self.limit {
            return;
        }
        self.due = self.steps + 1 + self.steps / 50;
        let loss = trainee.loss(&self.theta);
        if loss <= self.target {
            self.outcome = Some(self.steps as f64);
        } else if self.steps >= self.limit || loss.is_nan() || loss > FAR * self.target {
            self.outcome = Some(f64::INFINITY);
        }
    }
}
