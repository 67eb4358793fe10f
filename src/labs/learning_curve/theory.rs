//! The theory over the number of samples, a few points at a time.

use super::setup::Setup;
use crate::{
    labs::Error,
    regression::{Generalization, Setting, generalization},
};

/// Points along the axis, evenly in the logarithm.
const POINTS: usize = 56;
/// Points solved in one step.
const PER_STEP: usize = 6;

/// Solutions in ascending order of n.
pub struct Curve {
    /// Samples and what the theory says of them.
    pub points: Vec<(usize, Generalization)>,
    pending: std::vec::IntoIter<usize>,
    near: Option<(Setting, Generalization)>,
}

impl Curve {
    /// What there is to solve.
    pub fn new(setup: &Setup) -> Self {
        let most = setup.most_samples();
        let step = |k: usize| (most as f64).powf(k as f64 / (POINTS - 1) as f64).round() as usize;
        let mut samples: Vec<usize> = (0..POINTS).map(step).collect();
        // The peak at as many samples as modes is narrow.
        if setup.setting.ridge < 1.0 && setup.modes.count().is_finite() {
            let peak = setup.modes.count() as usize;
            let beside = [1, 2, 3, 4, 6, 9, 13, 19, 28, 40, 60, 90];
            samples.extend(
                beside
                    .iter()
                    .filter_map(|off| peak.checked_sub(off * (1 + peak / 400))),
            );
            if setup.setting.ridge > 0.0 {
                samples.extend(beside.map(|off| peak + off * (1 + peak / 400)));
                samples.push(peak);
            }
        }
        samples.push(setup.n);
        samples.retain(|n| (1..=most).contains(n));
        samples.sort_unstable();
        samples.dedup();
        Self {
            points: Vec::new(),
            pending: samples.into_iter(),
            near: None,
        }
    }

    /// Solves a few more.
    pub fn step(&mut self, setup: &Setup) -> Result<(), Error> {
        for n in self.pending.by_ref().take(PER_STEP) {
            let setting = setup.at(n);
            let found = generalization(&setup.modes, &setting, self.near.as_ref())?;
            self.near = Some((setting, found));
            self.points.push((n, found));
        }
        Ok(())
    }

    /// Steps left.
    pub fn left(&self) -> usize {
        self.pending.len().div_ceil(PER_STEP)
    }
}
