//! A small network on a noisy curve, with the gradient of every example and the Hessian of the loss.

use super::{Moment, Trainee};
use crate::{
    dynamics::path_kernel::Examples,
    linalg::{dot, random::Rng},
    nn::HiddenLayer,
};
use rand::Rng as _;

/// Half the mean squared error of a network with one hidden layer on n examples; batches are drawn with replacement.
#[derive(Clone, Debug)]
pub struct Curve {
    net: HiddenLayer,
    examples: Examples,
    gradient: Vec<f64>,
}

impl Curve {
    /// The task of a network on some examples.
    pub fn new(net: HiddenLayer, examples: Examples) -> Self {
        let gradient = vec![0.0; net.parameters()];
        Self {
            net,
            examples,
            gradient,
        }
    }

    /// f(xᵢ) − yᵢ of every example.
    fn residuals(&self, theta: &[f64]) -> Vec<f64> {
        let pairs = self.examples.x.iter().zip(&self.examples.y);
        pairs.map(|(x, y)| self.net.value(theta, *x) - y).collect()
    }

    /// The Hessian of the loss times a direction: (1/n) Σ (∇fᵢ ⟨∇fᵢ, v⟩ + rᵢ ∇²fᵢ v), into `out`.
    pub fn hessian_vector(&self, theta: &[f64], v: &[f64], out: &mut [f64]) {
        let n = self.examples.x.len() as f64;
        let (mut gradient, mut bend) = (vec![0.0; v.len()], vec![0.0; v.len()]);
        out.fill(0.0);
        for (x, residual) in self.examples.x.iter().zip(self.residuals(theta)) {
            self.net.gradient(theta, *x, &mut gradient);
            self.net.hessian_vector(theta, *x, v, &mut bend);
            let along = dot(&gradient, v);
            for ((o, g), b) in out.iter_mut().zip(&gradient).zip(&bend) {
                *o += (along * g + residual * b) / n;
            }
        }
    }
}

impl Trainee for Curve {
    fn loss(&mut self, theta: &[f64]) -> f64 {
        let residuals = self.residuals(theta);
        0.5 * dot(&residuals, &residuals) / residuals.len() as f64
    }

    fn draw(&mut self, theta: &[f64], batch: usize, rng: &mut Rng, out: &mut [f64]) {
        out.fill(0.0);
        for _ in 0..batch {
            let i = (rng.next_u64() % self.examples.x.len() as u64) as usize;
            let x = self.examples.x[i];
            let pull = (self.net.value(theta, x) - self.examples.y[i]) / batch as f64;
            self.net.gradient(theta, x, &mut self.gradient);
            for (o, g) in out.iter_mut().zip(&self.gradient) {
                *o += pull * g;
            }
        }
    }

    fn moment(&mut self, theta: &[f64]) -> Moment {
        let (n, size) = (self.examples.x.len(), theta.len());
        let mut rows = vec![0.0; n * size];
        let mut mean = vec![0.0; size];
        let residuals = self.residuals(theta);
        for ((row, x), residual) in rows
            .chunks_exact_mut(size)
            .zip(&self.examples.x)
            .zip(&residuals)
        {
            self.net.gradient(theta, *x, row);
            for (m, g) in mean.iter_mut().zip(row) {
                *g *= residual;
                *m += *g / n as f64;
            }
        }
        let mut bend = vec![0.0; size];
        let mut along = |v: &[f64]| {
            self.hessian_vector(theta, v, &mut bend);
            dot(v, &bend)
        };
        let curvature = along(&mean);
        let (mut squares, mut curved) = (0.0, 0.0);
        for row in rows.chunks_exact(size) {
            squares += dot(row, row) / n as f64;
            curved += along(row) / n as f64;
        }
        let square = dot(&mean, &mean);
        Moment {
            gradient_squared: square,
            gradient_trace: squares - square,
            curvature,
            curvature_trace: curved - curvature,
        }
    }

    fn cost(&self) -> usize {
        // A tangent costs about twenty multiply-adds.
        10 * self.net.parameters()
    }

    fn examples(&self) -> usize {
        self.examples.x.len()
    }
}
