//! The error over the number of samples, and the LASSO beside it.

use super::{setup::Setup, width::coarse_to_fine};
use crate::{
    figure::log_grid,
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
#[derive(Default)]
pub struct Curves {
    /// By n, rounded.
    pub points: BTreeMap<u64, Point>,
    /// The LASSO's error, tuned, by its number of samples.
    pub lasso: BTreeMap<u64, f64>,
}

/// n from d to 30d², or further to take in the chosen one.
pub fn range(setup: &Setup) -> (f64, f64) {
    let d = setup.d as f64;
    (d.min(setup.n), (30.0 * d * d).max(setup.n))
}

fn whole(low: f64, high: f64, count: usize) -> Vec<u64> {
    let grid = log_grid(low, high, count).into_iter();
    grid.map(|n| n.round() as u64).collect()
}

/// The numbers of samples of the curve, from coarse to fine.
pub fn numbers(setup: &Setup) -> Vec<u64> {
    let (low, high) = range(setup);
    let mut numbers = whole(low, high, 29);
    numbers.push(setup.n as u64);
    numbers.sort_unstable();
    numbers.dedup();
    coarse_to_fine(numbers)
}

/// Those of the LASSO, where it is asked for.
pub fn lasso_numbers(setup: &Setup) -> Vec<u64> {
    if !setup.companions {
        return Vec::new();
    }
    let (d, (low, high)) = (setup.d as f64, range(setup));
    coarse_to_fine(whole((low / d).max(2.0), high / d, 17))
}

impl Curves {
    /// Solves one more number of samples.
    pub fn solve(&mut self, setup: &Setup, key: u64) -> Result<(), Error> {
        let n = key as f64;
        let full = setup.solve(&setup.setting(setup.d, n))?;
        let point = Point {
            here: setup.solve_from(full, setup.p, n)?.error,
            full: full.error,
            bayes: bayes_optimal(&setup.teacher, n, setup.noise)?.error,
        };
        self.points.insert(key, point);
        Ok(())
    }

    /// The LASSO on the same target as a vector of length one, with the same noise per unit of signal.
    pub fn solve_lasso(&mut self, setup: &Setup, n: u64) -> Result<(), Error> {
        let moment = setup.teacher.second_moment();
        let scale = (moment * setup.d as f64).sqrt();
        let eigenvalues = setup.teacher.eigenvalues().iter();
        let target: Vec<f64> = eigenvalues.map(|s| s / scale).collect();
        let error = lasso::tuned(&target, n as f64, 0.5 * setup.noise / moment)?.error;
        self.lasso.insert(n, error);
        Ok(())
    }
}
