//! What there is to know of a state: for readouts, figures and words to look at.

use super::{
    controls::Measure,
    factors::Factors,
    fleet::Fleet,
    kernel::Finding,
    measuring::{HeadMatrices, HeadMoment, Moment},
    setup::{Setup, View},
    trainer::Trainer,
};
use crate::statistics::{Kendall, Line, bootstrap, granulated};

/// Samples of the bootstrap.
const DRAWS: usize = 400;

/// A trained network with its companions.
pub struct Facts<'a> {
    pub setup: &'a Setup,
    pub view: &'a View,
    pub trainer: &'a Trainer,
    pub moments: &'a [Moment],
    pub first: &'a [HeadMatrices],
    pub now: &'a Moment,
    pub matrices: &'a [HeadMatrices],
    pub factors: &'a Factors,
    pub kernel: &'a Finding,
    pub fleet: &'a Fleet,
}

/// How a measure orders the gaps of the grid.
pub struct Trial {
    pub overall: Kendall,
    /// 2.5 % and 97.5 %, and the standard deviation.
    pub spread: Option<([f64; 2], f64)>,
    pub granulated: Option<f64>,
}

impl Facts<'_> {
    /// Number of the head shown among all.
    pub fn shown(&self) -> usize {
        self.view.layer * self.setup.shape.heads + self.view.head
    }

    /// The head shown, now.
    pub fn head(&self) -> Option<&HeadMoment> {
        self.now.heads.get(self.shown())
    }

    /// Every kept moment, and the present one.
    pub fn timeline(&self) -> impl Iterator<Item = &Moment> {
        let known = self.moments.iter().filter(|m| m.step < self.now.step);
        known.chain([self.now])
    }

    /// Gaps of the sweep, by the number of training sequences: all of them, once every seed of a size is there.
    pub fn gaps(&self) -> Vec<(usize, Vec<f64>)> {
        let mut found: Vec<(usize, Vec<f64>)> = Vec::new();
        for outcome in &self.fleet.outcomes {
            match found.last_mut().filter(|(m, _)| *m == outcome.samples) {
                Some((_, gaps)) => gaps.push(outcome.gap()),
                None => found.push((outcome.samples, vec![outcome.gap()])),
            }
        }
        found.retain(|(_, gaps)| gaps.len() as u64 == super::fleet::SEEDS);
        found
    }

    /// The line through the mean gaps, both in logarithms; `None` where fewer than three are positive.
    pub fn slope(&self) -> Option<Line> {
        let points: Vec<(f64, f64)> = self
            .gaps()
            .iter()
            .map(|(m, gaps)| (*m as f64, mean(gaps)))
            .filter(|(_, gap)| *gap > 0.0)
            .map(|(m, gap)| (m.ln(), gap.ln()))
            .collect();
        (points.len() >= 3).then(|| Line::through(&points))?
    }

    /// Measure and gap of every network of the grid; those that left every bound are left out.
    pub fn compared(&self, which: Measure) -> (Vec<f64>, Vec<f64>, Vec<Vec<usize>>) {
        let (mut measures, mut gaps, mut settings) = (Vec::new(), Vec::new(), Vec::new());
        for outcome in self.fleet.outcomes.iter().filter(|outcome| !outcome.stuck) {
            let measure = outcome.ln_measure(which.id());
            if measure.is_finite() {
                measures.push(measure);
                gaps.push(outcome.gap());
                settings.push(outcome.settings.clone());
            }
        }
        (measures, gaps, settings)
    }

    /// How a measure orders the gaps; `None` before there are a few networks.
    pub fn trial(&self, which: Measure) -> Option<Trial> {
        let (measures, gaps, settings) = self.compared(which);
        if gaps.len() < 4 {
            return None;
        }
        Some(Trial {
            overall: Kendall::of(&measures, &gaps)?,
            spread: bootstrap(&measures, &gaps, DRAWS, self.setup.seed),
            granulated: granulated(&measures, &gaps, &settings),
        })
    }
}

/// The mean of some numbers.
pub fn mean(list: &[f64]) -> f64 {
    list.iter().sum::<f64>() / list.len() as f64
}
