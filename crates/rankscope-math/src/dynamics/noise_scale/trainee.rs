//! What is trained.

use super::Moment;
use crate::linalg::random::Rng;

/// A loss with stochastic gradients, of parameters θ in one flat vector (dimensionless).
pub trait Trainee {
    /// The loss that shall come down; at least 0.
    fn loss(&mut self, theta: &[f64]) -> f64;
    /// The mean gradient of `batch` random examples, into `out`.
    fn draw(&mut self, theta: &[f64], batch: usize, rng: &mut Rng, out: &mut [f64]);
    /// Gradient, noise and curvature over all examples.
    fn moment(&mut self, theta: &[f64]) -> Moment;
    /// About how many multiply-adds one example takes.
    fn cost(&self) -> usize;
    /// How many examples the loss looks at; 0 where it is known without.
    fn examples(&self) -> usize {
        0
    }
}
