//! The theory over the number of samples, a few points at a time.

use super::{BestRidge, Error, Generalization, Modes, Setting, best_ridge, generalization};
use crate::grid::log_grid;

/// Points along the axis, evenly in the logarithm.
const POINTS: usize = 56;
/// Points solved in one task.
const PER_TASK: usize = 6;

/// Solutions in ascending order of n, for the ridge given and for the best one.
pub struct Curve {
    /// Samples and what the theory says of them, as far as it is solved.
    pub points: Vec<(usize, Generalization)>,
    /// Samples and the best ridge for them, as far as it is found.
    pub best: Vec<(usize, BestRidge)>,
    samples: Vec<usize>,
}

impl Curve {
    /// What there is to solve from 1 to `most` samples, those of the setting among them.
    ///
    /// ```
    /// use rankscope_math::regression::{Curve, Modes, Setting};
    /// let modes = Modes::new(&[1.0; 8], &[1.0; 8])?;
    /// let setting = Setting { samples: 4.0, ridge: 0.0, noise: 0.1 };
    /// let mut curve = Curve::new(&modes, &setting, 7);
    /// while !curve.complete() {
    ///     curve.advance(&modes, &setting)?;
    /// }
    /// assert_eq!(curve.points.last().map(|(n, _)| *n), Some(7));
    /// # Ok::<(), rankscope_math::regression::Error>(())
    /// ```
    pub fn new(modes: &Modes, setting: &Setting, most: usize) -> Self {
        let even = log_grid(1.0, most as f64, POINTS);
        let mut samples: Vec<usize> = even.into_iter().map(|n| n.round() as usize).collect();
        // The peak at as many samples as modes is narrow.
        if setting.ridge < 1.0 && modes.count().is_finite() {
            let peak = modes.count() as usize;
            let beside = [0, 1, 2, 3, 4, 6, 9, 13, 19, 28, 40, 60, 90];
            let beside = beside.map(|off| off * (1 + peak / 400));
            samples.extend(beside.iter().filter_map(|off| peak.checked_sub(*off)));
            samples.extend(beside.map(|off| peak + off));
        }
        samples.push(setting.samples as usize);
        samples.retain(|n| (1..=most).contains(n));
        samples.sort_unstable();
        samples.dedup();
        Self {
            points: Vec::new(),
            best: Vec::new(),
            samples,
        }
    }

    /// How many numbers of samples there are: as many calls of [`Curve::advance_best`] find all best ridges.
    pub fn best_tasks(&self) -> usize {
        self.samples.len()
    }

    /// How many calls of [`Curve::advance`] solve all of it.
    pub fn tasks(&self) -> usize {
        self.samples.len().div_ceil(PER_TASK)
    }

    /// Whether all of it is solved for the ridge given.
    pub fn complete(&self) -> bool {
        self.points.len() == self.samples.len()
    }

    /// Solves a few more; each starts from the one before.
    ///
    /// # Errors
    /// As [`generalization`].
    pub fn advance(&mut self, modes: &Modes, setting: &Setting) -> Result<(), Error> {
        let at = |n: usize| Setting {
            samples: n as f64,
            ..*setting
        };
        for n in self.samples.iter().skip(self.points.len()).take(PER_TASK) {
            let near = self.points.last().map(|(n, found)| (at(*n), *found));
            let found = generalization(modes, &at(*n), near.as_ref())?;
            self.points.push((*n, found));
        }
        Ok(())
    }

    /// Finds the best ridge for one more.
    ///
    /// # Errors
    /// As [`best_ridge`].
    pub fn advance_best(&mut self, modes: &Modes, setting: &Setting) -> Result<(), Error> {
        if let Some(n) = self.samples.get(self.best.len()) {
            let setting = Setting {
                samples: *n as f64,
                ..*setting
            };
            self.best.push((*n, best_ridge(modes, &setting)?));
        }
        Ok(())
    }
}
