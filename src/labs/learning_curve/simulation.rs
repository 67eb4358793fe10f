//! Regressions on random data, one data set per task, all numbers of samples in turn.

use super::setup::{Kernel, Setup};
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
    /// In ascending order of samples.
    pub dots: Vec<Dot>,
    draws: usize,
    seed: u64,
}

/// Regressions with one number of samples.
pub struct Dot {
    /// Samples n.
    pub samples: usize,
    /// The test error by the theory, from the first draw on.
    pub theory: Option<f64>,
    /// Their test errors.
    pub errors: Summary,
    /// Why there are no more.
    pub failed: Option<regression::Error>,
}

impl Simulation {
    /// What there is to simulate; `None` where it is not asked for, or too large.
    pub fn new(setup: &Setup) -> Option<Self> {
        let (draws, seed) = setup.simulation?;
        let modes = setup.list.len();
        if !setup.on_circle() && modes > MAX_SIMULATED {
            return None;
        }
        let affordable = |n: usize| match setup.on_circle() {
            true => n <= MAX_ON_CIRCLE,
            false => n * n * modes / 2 <= MAX_WORK,
        };
        let mut samples = vec![2, 4, 8, 16, 32, 64, 128, setup.n];
        samples.retain(|n| affordable(*n) && *n <= setup.most_samples());
        samples.sort_unstable();
        samples.dedup();
        let dot = |samples| Dot {
            samples,
            theory: None,
            errors: Summary::default(),
            failed: None,
        };
        Some(Self {
            dots: samples.into_iter().map(dot).collect(),
            draws,
            seed,
        })
    }

    /// Every data set, as a dot and the number of the draw, in the order in which they are drawn.
    pub fn tasks(&self) -> impl Iterator<Item = (usize, usize)> {
        let dots = self.dots.len();
        (0..self.draws).flat_map(move |draw| (0..dots).map(move |dot| (dot, draw)))
    }

    /// Draws one data set and does the regression.
    pub fn draw(&mut self, setup: &Setup, (dot, draw): (usize, usize)) {
        let dot = &mut self.dots[dot];
        if dot.failed.is_some() {
            return;
        }
        if draw == 0 {
            let solved = setup.solve(dot.samples, None).ok();
            dot.theory = solved.map(|found| found.test_error);
        }
        let setting = setup.at(dot.samples);
        let drawn = match setup.kernel {
            Kernel::Circle { depth, frequency } => {
                circle_draw(depth, frequency, &setting, self.seed, draw)
            }
            _ => gaussian_draw(&setup.modes, &setting, self.seed, draw),
        };
        match drawn {
            Ok(error) => dot.errors.add(error),
            Err(error) => dot.failed = Some(error),
        }
    }

    /// Samples, mean and standard error of every dot with two draws or more.
    pub fn means(&self) -> Vec<(usize, f64, f64)> {
        let of = |dot: &Dot| {
            let error = dot.errors.standard_error()?;
            Some((dot.samples, dot.errors.mean(), error))
        };
        self.dots.iter().filter_map(of).collect()
    }
}
