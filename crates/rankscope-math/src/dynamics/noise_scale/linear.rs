//! Linear regression on Gaussian inputs, where everything is known.

use super::{Moment, Sizes, Trainee};
use crate::linalg::random::Rng;
use rand_distr::{Distribution, StandardNormal};

/// y = w*·x + σε with x ~ N(0, H), H diagonal; θ is the offset δ = w − w*, and the loss that shall come down is the excess ½ δᵀHδ.
///
/// The gradient is G = Hδ and the covariance of single gradients Σ = (δᵀHδ + σ²)H + GGᵀ, by Isserlis' theorem.
#[derive(Clone, Debug, PartialEq)]
pub struct Linear {
    hessian: Vec<f64>,
    sigma: f64,
}

impl Linear {
    /// The task with the eigenvalues of H (at least 0) and the noise σ of the labels.
    pub fn new(hessian: &[f64], sigma: f64) -> Self {
        Self {
            hessian: hessian.to_vec(),
            sigma,
        }
    }

    /// Σᵢ hᵢᵏ δᵢ².
    fn form(&self, delta: &[f64], k: u32) -> f64 {
        let terms = self.hessian.iter().zip(delta);
        terms.map(|(h, d)| (0..k).fold(d * d, |x, _| x * h)).sum()
    }

    /// Σᵢ hᵢᵏ.
    fn trace(&self, k: u32) -> f64 {
        self.hessian
            .iter()
            .map(|h| (0..k).fold(1.0, |x, _| x * h))
            .sum()
    }

    /// δᵀHδ + σ², the mean squared residual.
    fn residual(&self, delta: &[f64]) -> f64 {
        self.form(delta, 1) + self.sigma * self.sigma
    }

    /// ½ δᵀHδ, what the loss is above that of w*.
    pub fn excess_loss(&self, delta: &[f64]) -> f64 {
        0.5 * self.form(delta, 1)
    }

    /// Gradient, noise and curvature at an offset, in closed form:
    /// B_simple = ((δᵀHδ + σ²) tr H + |G|²)/|G|², B_noise = ((δᵀHδ + σ²) tr H² + δᵀH³δ)/δᵀH³δ.
    pub fn at(&self, delta: &[f64]) -> Moment {
        let residual = self.residual(delta);
        let (square, cube) = (self.form(delta, 2), self.form(delta, 3));
        Moment {
            gradient_squared: square,
            gradient_trace: residual * self.trace(1) + square,
            curvature: cube,
            curvature_trace: residual * self.trace(2) + cube,
        }
    }

    /// Standard deviations of the two-batch estimates of |G|² and tr Σ (see [`Sizes::deviations`]).
    pub fn deviations(&self, delta: &[f64], sizes: Sizes) -> [f64; 2] {
        let residual = self.residual(delta);
        let (square, cube) = (self.form(delta, 2), self.form(delta, 3));
        let along = residual * cube + square * square;
        let trace = residual * residual * self.trace(2) + 2.0 * residual * cube + square * square;
        sizes.deviations(along, trace)
    }

    /// The offset after one step of the best length along the exact gradient; as it was where there is none.
    pub fn stepped(&self, delta: &[f64]) -> Vec<f64> {
        let eps = self.at(delta).eps_max();
        let eps = if eps.is_finite() { eps } else { 0.0 };
        let steps = self.hessian.iter().zip(delta);
        steps.map(|(h, d)| d - eps * h * d).collect()
    }
}

impl Trainee for Linear {
    fn loss(&mut self, delta: &[f64]) -> f64 {
        self.excess_loss(delta)
    }

    fn draw(&mut self, delta: &[f64], batch: usize, rng: &mut Rng, out: &mut [f64]) {
        let mut normal = || -> f64 { StandardNormal.sample(rng) };
        let roots: Vec<f64> = self.hessian.iter().map(|h| h.sqrt()).collect();
        let mut x = vec![0.0; roots.len()];
        out.fill(0.0);
        for _ in 0..batch {
            let mut residual = -self.sigma * normal();
            for ((x, root), d) in x.iter_mut().zip(&roots).zip(delta) {
                *x = root * normal();
                residual += *x * d;
            }
            for (o, x) in out.iter_mut().zip(&x) {
                *o += residual * x / batch as f64;
            }
        }
    }

    fn moment(&mut self, delta: &[f64]) -> Moment {
        self.at(delta)
    }

    fn cost(&self) -> usize {
        // A normal number costs about ten multiply-adds.
        12 * self.hessian.len() + 12
    }
}
