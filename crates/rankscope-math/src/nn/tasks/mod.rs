//! What a network is trained on: small tasks with a train and a held-out error, for optimisers to be compared on.
//!
//! | file | task |
//! | --- | --- |
//! | `modular` | arithmetic modulo a prime, where memorising comes long before understanding |
//! | `curve` | a noisy function of one variable, through a plain network or through Fourier features |
//! | `advection` | the transport equation with a noisy initial condition |

pub mod advection;
pub mod curve;
pub mod modular;

use super::{Error, tensor::Tensor};

/// A data set with the network that learns it; the same seed gives the same of both.
pub trait Task {
    /// Where the tensors of the network lie among its weights.
    fn tensors(&self) -> &[Tensor];
    /// The initial weights.
    fn start(&self) -> Vec<f64>;
    /// Number of training examples, from which batches are drawn.
    fn examples(&self) -> usize;
    /// Multiply-adds that one example costs in [`Task::gradient`].
    fn cost(&self) -> usize;
    /// Mean gradient of the loss over the training examples `rows` and, where asked for, its biased variance; returns the loss.
    fn gradient(
        &mut self,
        weights: &[f64],
        rows: &[usize],
        mean: &mut [f64],
        variance: Option<&mut [f64]>,
    ) -> Result<f64, Error>;
    /// The loss alone, in double precision, and for every example on which side of its kinks each unit is; no sides where the loss is
    /// smooth.
    fn exact_loss(&mut self, weights: &[f64], rows: &[usize]) -> Result<(f64, Vec<bool>), Error> {
        let mut unused = vec![0.0; weights.len()];
        Ok((self.gradient(weights, rows, &mut unused, None)?, Vec::new()))
    }
    /// How well these weights do.
    fn measure(&mut self, weights: &[f64]) -> Result<Measure, Error>;
}

/// How well some weights do on a task; what the numbers are is the task's to say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Measure {
    /// On the training data.
    pub train: f64,
    /// On what was held out, or against the truth without noise.
    pub held_out: f64,
    /// The learned function on the task's grid, if it has one.
    pub outline: Vec<f64>,
}

/// Relative difference of a task's gradient, along itself, and the quotient of exact losses a small step `h` (in units of the weights' root
/// mean square) to both sides: 0 up to rounding and the third derivative, whatever the task.
///
/// Where a kink lies within the step, it is taken shorter, down to 10⁻⁷. Where the gradient is zero, the quotient along the weights.
pub fn gradient_residual(task: &mut dyn Task, rows: &[usize], h: f64) -> Result<f64, Error> {
    const SHORTEST: f64 = 1e-7;
    let weights = task.start();
    let mut gradient = vec![0.0; weights.len()];
    task.gradient(&weights, rows, &mut gradient, None)?;
    let length = |list: &[f64]| list.iter().map(|x| x * x).sum::<f64>().sqrt();
    let (slope, size) = (length(&gradient), length(&weights));
    let (direction, unit) = match slope > 0.0 {
        true => (&gradient, slope),
        false => (&weights, size),
    };
    let size = size / (weights.len() as f64).sqrt();
    let (_, sides) = task.exact_loss(&weights, rows)?;
    let mut h = h;
    loop {
        let step = h * size / unit;
        let mut loss = |by: f64| {
            let moved = weights.iter().zip(direction).map(|(w, g)| w + by * g);
            task.exact_loss(&moved.collect::<Vec<f64>>(), rows)
        };
        let [up, down] = [loss(step)?, loss(-step)?];
        if (up.1 == sides && down.1 == sides) || h <= SHORTEST {
            let quotient = (up.0 - down.0) / (2.0 * step * unit);
            let scale = if slope > 0.0 { slope } else { 1.0 };
            return Ok((quotient - slope).abs() / scale);
        }
        h *= 0.1;
    }
}

/// Draws batches in epochs: every example once before any comes twice; what is too little for a batch is dropped.
#[derive(Clone, Debug)]
pub struct Batches {
    rng: crate::linalg::random::Rng,
    order: Vec<usize>,
    at: usize,
    batch: usize,
}

impl Batches {
    /// Batches of `batch` out of `examples`; all of them where there are no more.
    pub fn new(examples: usize, batch: usize, rng: crate::linalg::random::Rng) -> Self {
        Self {
            rng,
            order: (0..examples).collect(),
            at: examples,
            batch: batch.min(examples),
        }
    }

    /// The rows of the next batch.
    pub fn draw(&mut self) -> &[usize] {
        if self.at + self.batch > self.order.len() {
            shuffle(&mut self.order, &mut self.rng);
            self.at = 0;
        }
        self.at += self.batch;
        &self.order[self.at - self.batch..self.at]
    }
}

/// Puts a list in random order (Fisher and Yates).
pub fn shuffle<T>(list: &mut [T], rng: &mut crate::linalg::random::Rng) {
    use rand::Rng as _;
    for i in (1..list.len()).rev() {
        // The bias of the multiplication is below 2⁻⁵⁰ for lists that fit in memory.
        let j = (u128::from(rng.next_u64()) * (i as u128 + 1)) >> 64;
        list.swap(i, j as usize);
    }
}

/// Turns mean squares into variances, given the means.
pub(super) fn centre(mean: &[f64], squares: &mut [f64]) {
    for (v, g) in squares.iter_mut().zip(mean) {
        *v = (*v - g * g).max(0.0);
    }
}
