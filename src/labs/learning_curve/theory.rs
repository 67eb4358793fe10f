//! The theory over the number of samples, a few points at a time.

use super::setup::Setup;
use crate::{figure::log_grid, labs::Error, regression::Generalization};

/// Points along the axis, evenly in the logarithm.
const POINTS: usize = 56;
/// Points solved in one task.
const PER_TASK: usize = 6;

/// Solutions in ascending order of n.
pub struct Curve {
    /// Samples and what the theory says of them, as far as it is solved.
    pub points: Vec<(usize, Generalization)>,
    samples: Vec<usize>,
}

impl Curve {
    /// What there is to solve.
    pub fn new(setup: &Setup) -> Self {
        let most = setup.most_samples();
        let even = log_grid(1.0, most as f64, POINTS);
        let mut samples: Vec<usize> = even.into_iter().map(|n| n.round() as usize).collect();
        // The peak at as many samples as modes is narrow.
        if setup.setting.ridge < 1.0 && setup.modes.count().is_finite() {
            let peak = setup.modes.count() as usize;
            let beside = [1, 2, 3, 4, 6, 9, 13, 19, 28, 40, 60, 90];
            let beside = beside.map(|off| off * (1 + peak / 400));
            samples.extend(beside.iter().filter_map(|off| peak.checked_sub(*off)));
            if setup.setting.ridge > 0.0 {
                samples.extend(beside.map(|off| peak + off));
                samples.push(peak);
            }
        }
        samples.push(setup.n);
        samples.retain(|n| (1..=most).contains(n));
        samples.sort_unstable();
        samples.dedup();
        let points = Vec::new();
        Self { points, samples }
    }

    /// How many tasks solve all of it.
    pub fn tasks(&self) -> usize {
        self.samples.len().div_ceil(PER_TASK)
    }

    /// Whether all of it is solved.
    pub fn complete(&self) -> bool {
        self.points.len() == self.samples.len()
    }

    /// Solves a few more; each starts from the one before.
    pub fn advance(&mut self, setup: &Setup) -> Result<(), Error> {
        for n in self.samples.iter().skip(self.points.len()).take(PER_TASK) {
            let near = self.points.last().map(|(n, found)| (setup.at(*n), *found));
            let found = setup.solve(*n, near.as_ref())?;
            self.points.push((*n, found));
        }
        Ok(())
    }
}
