//! One network in training.

use super::setup::Setup;
use crate::{
    labs::Error,
    linalg::random::seeded,
    nn::{
        optimiser::{Evidenced, Optimiser},
        tasks::Batches,
        transformer::{Pass, Transformer, tasks::Sequences},
    },
};

/// A loss this many times the first one is the end.
const DIVERGED: f64 = 1e3;

/// A network, its data, and how far it is.
pub struct Trainer {
    pub setup: Setup,
    pub net: Transformer,
    pub weights: Vec<f64>,
    pub train: Sequences,
    pub test: Sequences,
    /// Steps taken.
    pub step: u64,
    /// The training left every bound; the weights are the last ones that had not.
    pub stuck: bool,
    pub pass: Pass,
    /// The weights before the last step.
    before: Vec<f64>,
    gradient: Vec<f64>,
    first_loss: f64,
    optimiser: Optimiser,
    batches: Batches,
}

impl Trainer {
    /// A network at its start.
    pub fn new(setup: Setup) -> Result<Self, Error> {
        let net = setup.network()?;
        let [train, test] = setup.data()?;
        let weights = net.init(&mut seeded(!setup.seed));
        Ok(Self {
            optimiser: Optimiser::new(setup.rule, net.tensors()),
            batches: Batches::new(train.len(), setup.batch, seeded(setup.seed ^ 0xBA7C4)),
            gradient: vec![0.0; weights.len()],
            before: weights.clone(),
            first_loss: f64::NAN,
            pass: Pass::default(),
            step: 0,
            stuck: false,
            train,
            test,
            weights,
            net,
            setup,
        })
    }

    /// Multiply-adds of a step.
    pub fn cost(&self) -> usize {
        self.setup.shape.cost() * self.setup.batch.min(self.train.len()) + 20 * self.weights.len()
    }

    /// One step, unless the training has left every bound.
    pub fn step(&mut self) -> Result<(), Error> {
        if self.stuck {
            return Ok(());
        }
        let rows = self.batches.draw();
        let score = self.net.gradient(
            &self.weights,
            &self.train,
            rows,
            &mut self.pass,
            &mut self.gradient,
        )?;
        if self.first_loss.is_nan() {
            self.first_loss = score.loss;
        }
        let length = self.gradient.iter().map(|g| g * g).sum::<f64>().sqrt();
        let bounded = score.loss <= DIVERGED * self.first_loss.max(1.0);
        if !bounded || !length.is_finite() {
            self.stuck = true;
            self.step = self.step.saturating_sub(1);
            self.weights.copy_from_slice(&self.before);
            return Ok(());
        }
        if length > self.setup.clip {
            let scale = self.setup.clip / length;
            self.gradient.iter_mut().for_each(|g| *g *= scale);
        }
        self.before.copy_from_slice(&self.weights);
        let gradient = Evidenced {
            mean: &self.gradient,
            variance: &[],
            batch: rows.len(),
        };
        self.optimiser.step(&mut self.weights, gradient, 1.0);
        self.step += 1;
        Ok(())
    }
}
