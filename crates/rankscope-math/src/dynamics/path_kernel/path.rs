//! Training with momentum and batches, every step kept.

use super::Model;
use crate::linalg::random::{Rng, seeded};
use rand::Rng as _;

/// What is learned from: n inputs with their labels (dimensionless).
#[derive(Clone, Debug, PartialEq)]
pub struct Examples {
    /// Inputs.
    pub x: Vec<f64>,
    /// Labels, as many.
    pub y: Vec<f64>,
}

/// How a batch is drawn from n examples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sampling {
    /// All of them.
    Full,
    /// So many different ones, at most n, anew for every step.
    Distinct(usize),
    /// So many, each drawn from all n.
    Replaced(usize),
}

impl Sampling {
    /// What divides the covariance of single gradients to give that of a batch's mean: B with replacement, B(n − 1)/(n − B) without; infinite for
    /// all of them.
    ///
    /// ```
    /// use rankscope_math::dynamics::path_kernel::Sampling;
    /// assert_eq!(Sampling::Replaced(2).divisor(10), 2.0);
    /// assert_eq!(Sampling::Distinct(4).divisor(10), 6.0);
    /// assert_eq!(Sampling::Distinct(10).divisor(10), f64::INFINITY);
    /// ```
    pub fn divisor(self, n: usize) -> f64 {
        let all = n as f64;
        match self {
            Self::Full => f64::INFINITY,
            Self::Replaced(b) => b.max(1) as f64,
            Self::Distinct(b) if b >= n => f64::INFINITY,
            Self::Distinct(b) => b.max(1) as f64 * (all - 1.0) / (all - b.max(1) as f64),
        }
    }
}

/// How a network is trained on half the mean squared error: v ← μv + g, θ ← θ − ηv.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// η, the learning rate.
    pub eta: f64,
    /// μ, momentum; 0 for none.
    pub momentum: f64,
    /// How batches are drawn.
    pub sampling: Sampling,
    /// Of the batches.
    pub seed: u64,
    /// An example whose gradient is left out wherever it is drawn; the others keep their weights.
    pub left_out: Option<usize>,
}

/// Largest |θ| that counts as training; beyond, the run has diverged.
const FAR: f64 = 1e6;

/// A training under way, with all that it went through.
#[derive(Clone, Debug)]
pub struct Path<M> {
    /// The network.
    pub model: M,
    /// What it learns from.
    pub examples: Examples,
    /// How.
    pub recipe: Recipe,
    /// θ before the first step, after it, and so on.
    thetas: Vec<Vec<f64>>,
    /// The weight of every example in the mean gradient of each step; n numbers a step.
    weights: Vec<f64>,
    velocity: Vec<f64>,
    diverged: bool,
    rng: Rng,
    order: Vec<usize>,
    gradient: Vec<f64>,
}

impl<M: Model> Path<M> {
    /// Training of `model` from `theta`.
    pub fn new(model: M, theta: Vec<f64>, examples: Examples, recipe: Recipe) -> Self {
        Self {
            velocity: vec![0.0; theta.len()],
            gradient: vec![0.0; theta.len()],
            order: (0..examples.x.len()).collect(),
            rng: seeded(recipe.seed),
            weights: Vec::new(),
            thetas: vec![theta],
            diverged: false,
            model,
            examples,
            recipe,
        }
    }

    /// The same training from its beginning, by another recipe.
    pub fn anew(&self, recipe: Recipe) -> Self
    where
        M: Clone,
    {
        let theta = self.theta(0).to_vec();
        Self::new(self.model.clone(), theta, self.examples.clone(), recipe)
    }

    /// Steps taken.
    pub fn len(&self) -> usize {
        self.thetas.len() - 1
    }

    /// Whether no step was taken yet.
    pub fn is_empty(&self) -> bool {
        self.thetas.len() == 1
    }

    /// Whether the next step would leave the numbers that count as training.
    pub fn diverged(&self) -> bool {
        self.diverged
    }

    /// θ after `step` steps, at most as many as were taken.
    pub fn theta(&self, step: usize) -> &[f64] {
        &self.thetas[step.min(self.len())]
    }

    /// The weights of the examples in step `step`, counted from 0.
    pub fn weights(&self, step: usize) -> &[f64] {
        let n = self.examples.x.len();
        &self.weights[step * n..(step + 1) * n]
    }

    /// Half the mean squared error after `step` steps.
    pub fn loss(&self, step: usize) -> f64 {
        let pairs = self.examples.x.iter().zip(&self.examples.y);
        let half = |(x, y): (&f64, &f64)| {
            let residual = self.model.value(self.theta(step), *x) - y;
            0.5 * residual * residual
        };
        pairs.map(half).sum::<f64>() / self.examples.x.len() as f64
    }

    /// Draws the weights of the next step.
    fn draw(&mut self) {
        let n = self.examples.x.len();
        let start = self.weights.len();
        self.weights.resize(start + n, 0.0);
        let fresh = &mut self.weights[start..];
        match self.recipe.sampling {
            Sampling::Full => fresh.fill(1.0 / n as f64),
            Sampling::Replaced(b) => {
                let b = b.max(1);
                for _ in 0..b {
                    fresh[(self.rng.next_u64() % n as u64) as usize] += 1.0 / b as f64;
                }
            }
            Sampling::Distinct(b) => {
                let b = b.clamp(1, n);
                for i in 0..b {
                    // The first ones of a shuffle that goes on from the last one.
                    let j = i + (self.rng.next_u64() % (n - i) as u64) as usize;
                    self.order.swap(i, j);
                    fresh[self.order[i]] = 1.0 / b as f64;
                }
            }
        }
        if let Some(i) = self.recipe.left_out
            && let Some(weight) = fresh.get_mut(i)
        {
            *weight = 0.0;
        }
    }

    /// Takes a step; `false` where it would leave the numbers that count as training, which ends the path.
    pub fn step(&mut self) -> bool {
        if self.diverged {
            return false;
        }
        self.draw();
        let step = self.len();
        let mut theta = self.thetas[step].clone();
        let n = self.examples.x.len();
        self.velocity
            .iter_mut()
            .for_each(|v| *v *= self.recipe.momentum);
        for i in 0..n {
            let weight = self.weights[step * n + i];
            if weight == 0.0 {
                continue;
            }
            let (x, y) = (self.examples.x[i], self.examples.y[i]);
            let pull = weight * (self.model.value(&theta, x) - y);
            self.model.gradient(&theta, x, &mut self.gradient);
            for (v, g) in self.velocity.iter_mut().zip(&self.gradient) {
                *v += pull * g;
            }
        }
        for (t, v) in theta.iter_mut().zip(&self.velocity) {
            *t -= self.recipe.eta * v;
        }
        if theta.iter().any(|t| t.is_nan() || t.abs() > FAR) {
            self.diverged = true;
            self.weights.truncate(step * n);
            return false;
        }
        self.thetas.push(theta);
        true
    }
}
