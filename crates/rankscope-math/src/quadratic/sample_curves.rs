//! The error over the number of samples, and the LASSO beside it.

use super::{Error, Problem, bayes_optimal, lasso};
use crate::grid::{coarse_to_fine, log_grid};
use std::collections::BTreeMap;

/// Errors at one number of samples.
#[derive(Clone, Copy)]
pub struct SamplePoint {
    /// At the chosen width.
    pub here: f64,
    /// At p = d.
    pub full: f64,
    /// The Bayes-optimal error.
    pub bayes: f64,
}

/// Errors over the number of samples.
#[derive(Default)]
pub struct SampleCurves {
    /// By n, rounded.
    pub points: BTreeMap<u64, SamplePoint>,
    /// The LASSO's error, tuned, by its number of samples.
    pub lasso: BTreeMap<u64, f64>,
}

/// n from d to 30d², or further to take in the chosen one.
pub fn sample_range(problem: &Problem) -> (f64, f64) {
    let (d, n) = (problem.dimension() as f64, problem.samples);
    (d.min(n), (30.0 * d * d).max(n))
}

fn whole(low: f64, high: f64, count: usize) -> Vec<u64> {
    let grid = log_grid(low, high, count).into_iter();
    grid.map(|n| n.round() as u64).collect()
}

/// The numbers of samples of the curve, from coarse to fine.
pub fn sample_numbers(problem: &Problem) -> Vec<u64> {
    let (low, high) = sample_range(problem);
    let mut numbers = whole(low, high, 29);
    numbers.push(problem.samples as u64);
    numbers.sort_unstable();
    numbers.dedup();
    coarse_to_fine(numbers)
}

/// Those of the LASSO, whose n stands for n/d.
pub fn lasso_numbers(problem: &Problem) -> Vec<u64> {
    let (d, (low, high)) = (problem.dimension() as f64, sample_range(problem));
    coarse_to_fine(whole((low / d).max(2.0), high / d, 17))
}

impl SampleCurves {
    /// Solves one more number of samples, for a network of that width.
    ///
    /// # Errors
    /// As [`solve`](super::solve).
    pub fn solve(&mut self, problem: &Problem, width: usize, key: u64) -> Result<(), Error> {
        let n = key as f64;
        let full = problem.solve(&problem.setting(problem.dimension(), n))?;
        let point = SamplePoint {
            here: problem.solve_from(full, width, n)?.error,
            full: full.error,
            bayes: bayes_optimal(&problem.teacher, n, problem.noise)?.error,
        };
        self.points.insert(key, point);
        Ok(())
    }

    /// The LASSO on the same target as a vector of length one, with the same noise per unit of signal.
    ///
    /// # Errors
    /// As [`lasso::tuned`].
    pub fn solve_lasso(&mut self, problem: &Problem, n: u64) -> Result<(), Error> {
        let moment = problem.teacher.second_moment();
        let scale = (moment * problem.dimension() as f64).sqrt();
        let eigenvalues = problem.teacher.eigenvalues().iter();
        let target: Vec<f64> = eigenvalues.map(|s| s / scale).collect();
        let error = lasso::tuned(&target, n as f64, 0.5 * problem.noise / moment)?.error;
        self.lasso.insert(n, error);
        Ok(())
    }
}
