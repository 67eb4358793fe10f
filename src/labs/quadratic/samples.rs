//! The error over the number of samples, and the LASSO beside it.

use super::{setup::Setup, width::coarse_to_fine};
use crate::{
    labs::Error,
    quadratic::{bayes_optimal, lasso},
};
use std::collections::BTreeMap;

/// Errors at one number of samples.
#[derive(Clone, Copy)]
pub struct Point {
    /// At the chosen width.
    pub here: f64,
    /// At p = d.
    pub full: f64,
    /// The Bayes-optimal error.
    pub bayes: f64,
}

/// Errors over the number of samples.
pub struct Curves {
    /// By n, rounded.
    pub points: BTreeMap<u64, Point>,
    /// The LASSO's error, tuned, by its number of samples.
    pub lasso: BTreeMap<u64, f64>,
    pending: Vec<u64>,
    pending_lasso: Vec<u64>,
}

impl Curves {
    /// Nothing yet.
    pub fn new(setup: &Setup) -> Self {
        let d = setup.d as f64;
        let low = d.min(setup.n);
        let high = (30.0 * d * d).max(setup.n);
        let grid = |low: f64, high: f64, count: usize| -> Vec<u64> {
            let at = |k: usize| low * (high / low).powf(k as f64 / (count - 1) as f64);
            (0..count).map(|k| at(k).round() as u64).collect()
        };
        let mut samples = grid(low, high, 29);
        samples.push(setup.n as u64);
        samples.sort_unstable();
        samples.dedup();
        Self {
            points: BTreeMap::new(),
            lasso: BTreeMap::new(),
            pending: coarse_to_fine(samples),
            pending_lasso: if setup.companions {
                coarse_to_fine(grid((low / d).max(2.0), high / d, 17))
            } else {
                Vec::new()
            },
        }
    }

    /// Solves one more number of samples; the number of steps is fixed.
    pub fn step(&mut self, setup: &Setup) -> Result<(), Error> {
        if let Some(key) = self.pending.pop() {
            let n = key as f64;
            let full = setup.solve(&setup.setting(setup.d, n))?;
            let here = if setup.p as f64 >= full.kept * setup.d as f64 {
                full
            } else {
                setup.solve(&setup.setting(setup.p, n))?
            };
            let bayes = bayes_optimal(&setup.teacher, n, setup.noise)?.error;
            let point = Point {
                here: here.error,
                full: full.error,
                bayes,
            };
            self.points.insert(key, point);
        } else if let Some(n) = self.pending_lasso.pop() {
            // The same target as a vector of length one, the same noise per unit of signal.
            let scale = (setup.teacher.second_moment() * setup.d as f64).sqrt();
            let target: Vec<f64> = setup
                .teacher
                .eigenvalues()
                .iter()
                .map(|s| s / scale)
                .collect();
            let noise = 0.5 * setup.noise / setup.teacher.second_moment();
            let error = lasso::tuned(&target, n as f64, noise)?.error;
            self.lasso.insert(n, error);
        }
        Ok(())
    }

    /// Steps left.
    pub fn left(&self) -> usize {
        self.pending.len() + self.pending_lasso.len()
    }
}
