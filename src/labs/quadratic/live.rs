//! Real networks, trained while the visitor watches.

use super::setup::Setup;
use crate::{
    labs::Error,
    quadratic::training::{MAX_TRAINED, Training},
};
use std::collections::BTreeMap;

/// Most samples per network.
pub const MAX_SAMPLES: f64 = 20_000.0;
/// Steps that one training counts for in the progress.
const UNITS: u64 = 1000;

/// The trainings of one state, one after the other.
pub struct Live {
    /// Test errors by width, one per network.
    pub errors: BTreeMap<usize, Vec<f64>>,
    jobs: Vec<(usize, u64)>,
    done: usize,
    running: Option<Training>,
}

impl Live {
    /// What there is to train; `None` where it is not asked for or too large.
    pub fn new(setup: &Setup) -> Option<Self> {
        let (repeats, seed) = setup.live?;
        if setup.d > MAX_TRAINED || setup.n > MAX_SAMPLES {
            return None;
        }
        let mut widths = vec![1, 2, 4, 8, 16, 32, setup.p, setup.d];
        widths.retain(|p| *p <= setup.d);
        widths.sort_unstable();
        widths.dedup();
        let seeds = (0..repeats as u64).map(|k| seed.wrapping_add(k));
        let jobs = seeds
            .flat_map(|seed| widths.iter().map(move |p| (*p, seed)))
            .collect();
        Some(Self {
            errors: BTreeMap::new(),
            jobs,
            done: 0,
            running: None,
        })
    }

    /// One step of training.
    pub fn step(&mut self, setup: &Setup) -> Result<(), Error> {
        let Some((width, seed)) = self.jobs.get(self.done).copied() else {
            return Ok(());
        };
        let mut training = match self.running.take() {
            Some(training) => training,
            None => Training::new(&setup.teacher, &setup.setting(width, setup.n), seed)?,
        };
        if training.step() {
            self.errors.entry(width).or_default().push(training.error());
            self.done += 1;
        } else {
            self.running = Some(training);
        }
        Ok(())
    }

    /// Steps done and in all, in units of a thousandth of a training.
    pub fn progress(&self) -> (u64, u64) {
        let part = self.running.as_ref().map_or(0.0, Training::progress);
        let part = (part * UNITS as f64).min(UNITS as f64 - 1.0) as u64;
        (
            self.done as u64 * UNITS + part,
            self.jobs.len() as u64 * UNITS,
        )
    }

    /// Networks trained, and to be trained in all.
    pub fn counts(&self) -> (usize, usize) {
        (self.done, self.jobs.len())
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
