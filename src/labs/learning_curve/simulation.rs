//! Regressions on random data, one data set per step, all numbers of samples in turn.

use super::setup::{Family, Setup};
use crate::regression::{
    self,
    monte_carlo::{Summary, circle_draw, gaussian_draw},
};

/// Most modes that are simulated.
pub const MAX_SIMULATED: usize = 1000;
/// Multiplications of the kernel matrix that one data set may cost.
const MAX_WORK: usize = 4_000_000;
/// Most samples on the circle, where each entry of the kernel matrix takes longer.
const MAX_ON_CIRCLE: usize = 64;

/// What was simulated so far.
pub struct Simulation {
    /// Samples with their draws; an error ends them.
    pub dots: Vec<(usize, Summary, Option<regression::Error>)>,
    draws: usize,
    seed: u64,
    done: usize,
}

impl Simulation {
    /// What there is to simulate; `None` where it is not asked for, or too large.
    pub fn new(setup: &Setup) -> Option<Self> {
        let (draws, seed) = setup.simulation?;
        let modes = setup.list.len();
        if !setup.on_circle() && modes > MAX_SIMULATED {
            return None;
        }
        let affordable = |n: &usize| {
            if setup.on_circle() {
                *n <= MAX_ON_CIRCLE
            } else {
                n * n * modes / 2 <= MAX_WORK
            }
        };
        let mut samples = vec![2, 4, 8, 16, 32, 64, 128, setup.n];
        samples.retain(|n| affordable(n) && *n <= setup.most_samples());
        samples.sort_unstable();
        samples.dedup();
        let dot = |n| (n, Summary::default(), None);
        Some(Self {
            dots: samples.into_iter().map(dot).collect(),
            draws,
            seed,
            done: 0,
        })
    }

    /// One data set more.
    pub fn step(&mut self, setup: &Setup) {
        if self.left() == 0 {
            return;
        }
        let (at, draw) = (self.done % self.dots.len(), self.done / self.dots.len());
        self.done += 1;
        let (n, summary, failed) = &mut self.dots[at];
        if failed.is_some() {
            return;
        }
        let setting = setup.at(*n);
        let drawn = match setup.family {
            Family::Circle { depth, frequency } => {
                circle_draw(depth, frequency, &setting, self.seed, draw)
            }
            _ => gaussian_draw(&setup.modes, &setting, self.seed, draw),
        };
        match drawn {
            Ok(error) => summary.add(error),
            Err(error) => *failed = Some(error),
        }
    }

    /// Data sets still to come.
    pub fn left(&self) -> usize {
        self.draws * self.dots.len() - self.done
    }

    /// Mean and standard error of every number of samples with two draws or more.
    pub fn means(&self) -> Vec<(usize, f64, f64)> {
        let of = |(n, summary, _): &(usize, Summary, Option<regression::Error>)| {
            Some((*n, summary.mean(), summary.standard_error()?))
        };
        self.dots.iter().filter_map(of).collect()
    }
}
