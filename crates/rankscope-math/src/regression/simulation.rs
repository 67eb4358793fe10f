//! Regressions on random data, one data set per task, all numbers of samples in turn.

use super::{
    Error, Modes, Setting, generalization,
    monte_carlo::{Summary, circle_draw, gaussian_draw},
};

/// Where inputs come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Independent Gaussian features, as the theory takes them.
    Gaussian,
    /// Points on a circle, seen by an infinitely wide ReLU network.
    Circle {
        /// Hidden layers.
        depth: usize,
        /// Frequency of the target.
        frequency: usize,
    },
}

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
    source: Source,
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
    pub failed: Option<Error>,
}

impl Simulation {
    /// What there is to simulate, the samples of the setting included where they can be; `None` where it is too large.
    pub fn new(
        source: Source,
        modes: &Modes,
        setting: &Setting,
        (draws, seed): (usize, u64),
    ) -> Option<Self> {
        let gaussian = source == Source::Gaussian;
        let features: f64 = modes.levels().iter().map(|l| l.multiplicity).sum();
        if gaussian && features > MAX_SIMULATED as f64 {
            return None;
        }
        let affordable = |n: usize| match gaussian {
            true => n * n * features as usize / 2 <= MAX_WORK,
            false => n <= MAX_ON_CIRCLE,
        };
        // Within one of the number of modes the error of a fit without a ridge has no mean.
        let mean = |n: usize| setting.ridge > 0.0 || (n as f64 - modes.count()).abs() > 1.0;
        let mut samples = vec![2, 4, 8, 16, 32, 64, 128, setting.samples as usize];
        samples.retain(|n| affordable(*n) && mean(*n));
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
            source,
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
    pub fn draw(&mut self, modes: &Modes, setting: &Setting, (dot, draw): (usize, usize)) {
        let dot = &mut self.dots[dot];
        if dot.failed.is_some() {
            return;
        }
        let setting = Setting {
            samples: dot.samples as f64,
            ..*setting
        };
        if draw == 0 {
            let solved = generalization(modes, &setting, None).ok();
            dot.theory = solved.map(|found| found.test_error);
        }
        let drawn = match self.source {
            Source::Circle { depth, frequency } => {
                circle_draw(depth, frequency, &setting, self.seed, draw)
            }
            Source::Gaussian => gaussian_draw(modes, &setting, self.seed, draw),
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
