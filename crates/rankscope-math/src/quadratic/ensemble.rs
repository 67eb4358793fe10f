//! Real networks of several widths, trained one after the other.

use super::{
    Error, Problem,
    training::{MAX_TRAINED, Training},
};
use std::collections::BTreeMap;

/// Most samples per network.
pub const MAX_SAMPLES: f64 = 20_000.0;

/// Networks of several widths and seeds, and what their test errors are.
#[derive(Default)]
pub struct Ensemble {
    /// Test errors by width, one per network.
    errors: BTreeMap<usize, Vec<f64>>,
    running: Option<Training>,
}

impl Ensemble {
    /// Width and seed of every network to train, for powers of two, the width given and the full one; none where d or n is too large,
    /// see [`MAX_TRAINED`] and [`MAX_SAMPLES`].
    pub fn networks(
        problem: &Problem,
        width: usize,
        repeats: usize,
        seed: u64,
    ) -> Vec<(usize, u64)> {
        let d = problem.dimension();
        if d > MAX_TRAINED || problem.samples > MAX_SAMPLES {
            return Vec::new();
        }
        let mut widths = vec![1, 2, 4, 8, 16, 32, width, d];
        widths.retain(|p| *p <= d);
        widths.sort_unstable();
        widths.dedup();
        let seeds = (0..repeats as u64).map(|k| seed.wrapping_add(k));
        seeds
            .flat_map(|seed| widths.iter().map(move |p| (*p, seed)))
            .collect()
    }

    /// One step of the training of a network, which ends the training or not.
    ///
    /// # Errors
    /// As [`Training::new`].
    pub fn step(&mut self, problem: &Problem, (width, seed): (usize, u64)) -> Result<(), Error> {
        let mut training = match self.running.take() {
            Some(training) => training,
            None => Training::new(
                &problem.teacher,
                &problem.setting(width, problem.samples),
                seed,
            )?,
        };
        if training.step() {
            self.errors.entry(width).or_default().push(training.error());
        } else {
            self.running = Some(training);
        }
        Ok(())
    }

    /// How much of the training under way is done, 0 to 1.
    pub fn under_way(&self) -> Option<f64> {
        self.running.as_ref().map(Training::progress)
    }

    /// Networks trained.
    pub fn done(&self) -> usize {
        self.errors.values().map(Vec::len).sum()
    }

    /// Mean and standard error by width; the error is `None` for a single network.
    pub fn means(&self) -> Vec<(usize, f64, Option<f64>)> {
        let summary = |(p, list): (&usize, &Vec<f64>)| {
            let count = list.len() as f64;
            let mean = list.iter().sum::<f64>() / count;
            let square = list.iter().map(|e| (e - mean).powi(2)).sum::<f64>();
            let error = (list.len() > 1).then(|| (square / (count - 1.0) / count).sqrt());
            (*p, mean, error)
        };
        self.errors.iter().map(summary).collect()
    }
}
