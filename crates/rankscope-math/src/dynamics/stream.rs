//! Minibatch training with a meter of the risk: how much a step on this batch helps examples that the step did not see.

use super::Error;
use crate::nn::{Mlp, Pass};

/// Inputs and labels of some examples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Batch {
    /// Inputs, one example after the other.
    pub inputs: Vec<f64>,
    /// Labels.
    pub labels: Vec<f64>,
}

/// Sums over the steps of a run, each an estimate of how much half the mean squared error on fresh examples fell.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Meter {
    /// Σ η tr A, with A = ḡḡᵀ − Σ_B/(b−1): the drop on each example of a batch under the step computed from the others, to first order
    /// in η.
    pub leave_one_out: f64,
    /// Σ (η²/2) ḡᵀHḡ, the second order in η, with the Gauss-Newton matrix H of an independent batch.
    pub curvature: f64,
    /// Σ η |ḡ|²: the drop expected where the mean gradient of the batch is taken for that of the risk, its noise included.
    pub naive: f64,
}

impl Meter {
    /// The drop predicted: first order less curvature.
    pub fn predicted(&self) -> f64 {
        self.leave_one_out - self.curvature
    }
}

/// tr A_B = |ḡ|² − tr Σ_B/(b−1) for the mean gradient ḡ of a batch of b, from |ḡ|² and the mean of the squared lengths of per-example
/// gradients (Litman and Guo 2026, section 6; Σ_B with 1/b). Unbiased for the squared length of the gradient of the risk where the batch is
/// fresh.
///
/// ```
/// // Gradients (1,0), (2,1), (0,2): mean (1,1), mean squared length 10/3.
/// let rate = rankscope_math::dynamics::update_rate(2.0, 10.0 / 3.0, 3)?;
/// assert!((rate - 4.0 / 3.0).abs() < 1e-15);
/// # Ok::<(), rankscope_math::dynamics::Error>(())
/// ```
///
/// # Errors
/// A batch of fewer than 2.
pub fn update_rate(mean_squared: f64, mean_of_squares: f64, batch: usize) -> Result<f64, Error> {
    match batch {
        0 | 1 => Err(Error::Batch { given: batch }),
        _ => Ok(mean_squared - (mean_of_squares - mean_squared) / (batch - 1) as f64),
    }
}

/// A network under stochastic gradient descent on half the mean squared error.
#[derive(Clone, Debug)]
pub struct Stream {
    net: Mlp,
    parameters: Vec<f64>,
    rate: f64,
    steps: u64,
    meter: Meter,
    pass: Pass,
    other: Pass,
    gradient: Vec<f64>,
    weights: Vec<f64>,
    along: Vec<f64>,
    memory: Vec<f64>,
}

impl Stream {
    /// A run from the given parameters with learning rate η.
    pub fn new(net: Mlp, parameters: Vec<f64>, rate: f64) -> Self {
        Self {
            gradient: vec![0.0; net.parameters()],
            net,
            parameters,
            rate,
            steps: 0,
            meter: Meter::default(),
            pass: Pass::default(),
            other: Pass::default(),
            weights: Vec::new(),
            along: Vec::new(),
            memory: Vec::new(),
        }
    }

    /// One step on a batch; the inputs of `independent` measure the curvature. `false`, and nothing done, where the step would leave the
    /// finite numbers.
    ///
    /// # Errors
    /// A batch of fewer than 2, or one that does not fit the network.
    pub fn step(&mut self, batch: &Batch, independent: &[f64]) -> Result<bool, Error> {
        let b = batch.labels.len();
        let share = 1.0 / b as f64;
        self.net
            .forward(&self.parameters, &batch.inputs, &mut self.pass)?;
        // The residuals as cotangents: deltas are then those of the examples' own losses.
        self.along.clear();
        let pairs = self.pass.outputs().iter().zip(&batch.labels);
        self.along.extend(pairs.map(|(u, y)| u - y));
        self.net
            .backward(&self.parameters, &self.along, &mut self.pass)?;
        self.weights.clear();
        self.weights.resize(b, share);
        self.net
            .gradient(&self.pass, &self.weights, &mut self.gradient)?;
        let mean_squared: f64 = self.gradient.iter().map(|g| g * g).sum();
        let lengths = self.net.squared_lengths(&self.pass);
        let mean_of_squares = lengths.iter().sum::<f64>() * share;
        let first = self.rate * update_rate(mean_squared, mean_of_squares, b)?;

        self.net
            .forward(&self.parameters, independent, &mut self.other)?;
        let count = self.other.count();
        self.weights.clear();
        self.weights.resize(count, 1.0);
        self.net
            .backward(&self.parameters, &self.weights, &mut self.other)?;
        self.along.resize(count, 0.0);
        self.net.directional(
            &self.other,
            &self.gradient,
            &mut self.memory,
            &mut self.along,
        )?;
        let mean_square = self.along.iter().map(|x| x * x).sum::<f64>() / count.max(1) as f64;

        let finite = first.is_finite() && mean_square.is_finite();
        if !finite || mean_squared > 1e12 {
            return Ok(false);
        }
        for (w, g) in self.parameters.iter_mut().zip(&self.gradient) {
            *w -= self.rate * g;
        }
        self.meter.leave_one_out += first;
        self.meter.curvature += 0.5 * self.rate * self.rate * mean_square;
        self.meter.naive += self.rate * mean_squared;
        self.steps += 1;
        Ok(true)
    }

    /// Steps done.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The sums so far.
    pub fn meter(&self) -> Meter {
        self.meter
    }

    /// Outputs for some inputs now.
    ///
    /// # Errors
    /// Inputs that do not fit the network.
    pub fn outputs(&mut self, inputs: &[f64]) -> Result<&[f64], Error> {
        self.net
            .forward(&self.parameters, inputs, &mut self.other)?;
        Ok(self.other.outputs())
    }
}
