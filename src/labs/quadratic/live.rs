//! Real networks, trained while the visitor watches.

use super::setup::Setup;
use crate::{
    labs::Error,
    quadratic::training::{MAX_TRAINED, Training},
};
use std::collections::BTreeMap;

/// Most samples per network.
pub const MAX_SAMPLES: f64 = 20_000.0;

/// The trainings of one state, one after the other.
pub struct Live {
    /// Test errors by width, one per network.
    errors: BTreeMap<usize, Vec<f64>>,
    /// Networks to be trained in all.
    pub all: usize,
    running: Option<Training>,
}

/// Width and seed of every network to train; none where they are not asked for or too large.
pub fn networks(setup: &Setup) -> Vec<(usize, u64)> {
    let Some((repeats, seed)) = setup.live else {
        return Vec::new();
    };
    if setup.d > MAX_TRAINED || setup.n > MAX_SAMPLES {
        return Vec::new();
    }
    let mut widths = vec![1, 2, 4, 8, 16, 32, setup.p, setup.d];
    widths.retain(|p| *p <= setup.d);
    widths.sort_unstable();
    widths.dedup();
    let seeds = (0..repeats as u64).map(|k| seed.wrapping_add(k));
    seeds
        .flat_map(|seed| widths.iter().map(move |p| (*p, seed)))
        .collect()
}

impl Live {
    /// Nothing trained yet.
    pub fn new(setup: &Setup) -> Self {
        Self {
            errors: BTreeMap::new(),
            all: networks(setup).len(),
            running: None,
        }
    }

    /// One step of the training of a network, which ends the training or not.
    pub fn step(&mut self, setup: &Setup, (width, seed): (usize, u64)) -> Result<(), Error> {
        let mut training = match self.running.take() {
            Some(training) => training,
            None => Training::new(&setup.teacher, &setup.setting(width, setup.n), seed)?,
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
