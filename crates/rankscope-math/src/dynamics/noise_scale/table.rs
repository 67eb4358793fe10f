//! Arithmetic modulo a prime: a network of two tokens on part of an addition table.

use super::{Moment, Trainee};
use crate::{
    linalg::{dot, random::Rng},
    nn::tasks::{
        Task,
        modular::{Modular, Operation},
    },
};
use rand::Rng as _;

/// How far curvature looks along a direction, in the length of the parameters' change.
const REACH: f64 = 1e-3;

/// Cross-entropy of a network of two tokens on part of the addition table modulo p; batches are drawn with replacement.
///
/// Gradients are in single precision; curvature is by second differences of the loss in double precision, right to about 10⁻⁵ while no rectifier
/// opens on the way.
pub struct Table {
    task: Modular,
    rows: Vec<usize>,
}

impl Table {
    /// The task of the share `fraction` of the table modulo `p`.
    pub fn new(p: usize, fraction: f64, width: usize, seed: u64) -> Self {
        let task = Modular::new(p, Operation::Add, fraction, width, seed);
        Self {
            task,
            rows: Vec::new(),
        }
    }

    /// The initial weights.
    pub fn start(&self) -> Vec<f64> {
        self.task.start()
    }

    /// vᵀHv of the loss, by a second difference; `here` is the loss at θ.
    fn along(&mut self, theta: &[f64], v: &[f64], here: f64) -> f64 {
        let h = REACH / dot(v, v).sqrt().max(1e-300);
        let mut at = |by: f64| {
            let moved: Vec<f64> = theta.iter().zip(v).map(|(t, v)| t + by * v).collect();
            self.loss(&moved)
        };
        (at(h) - 2.0 * here + at(-h)) / (h * h)
    }
}

impl Trainee for Table {
    fn loss(&mut self, theta: &[f64]) -> f64 {
        let all: Vec<usize> = (0..self.task.examples()).collect();
        self.task
            .exact_loss(theta, &all)
            .map_or(f64::NAN, |(loss, _)| loss)
    }

    fn draw(&mut self, theta: &[f64], batch: usize, rng: &mut Rng, out: &mut [f64]) {
        let n = self.task.examples() as u64;
        self.rows.clear();
        self.rows
            .extend((0..batch).map(|_| (rng.next_u64() % n) as usize));
        if self.task.gradient(theta, &self.rows, out, None).is_err() {
            out.fill(f64::NAN);
        }
    }

    fn moment(&mut self, theta: &[f64]) -> Moment {
        let all: Vec<usize> = (0..self.task.examples()).collect();
        let (mut mean, mut variance) = (vec![0.0; theta.len()], vec![0.0; theta.len()]);
        if self
            .task
            .gradient(theta, &all, &mut mean, Some(&mut variance))
            .is_err()
        {
            mean.fill(f64::NAN);
        }
        let here = self.loss(theta);
        let curvature = self.along(theta, &mean, here);
        let mut curved = 0.0;
        for i in 0..all.len() {
            let mut one = vec![0.0; mean.len()];
            if self.task.gradient(theta, &[i], &mut one, None).is_ok() {
                curved += self.along(theta, &one, here) / all.len() as f64;
            }
        }
        Moment {
            gradient_squared: dot(&mean, &mean),
            gradient_trace: variance.iter().sum(),
            curvature,
            curvature_trace: curved - curvature,
        }
    }

    fn cost(&self) -> usize {
        self.task.cost()
    }

    fn examples(&self) -> usize {
        self.task.examples()
    }
}
