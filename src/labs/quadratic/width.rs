//! The error over the width, and the regimes along it.

use super::setup::Setup;
use crate::{
    labs::Error,
    quadratic::{Decomposition, Solution, decompose},
};
use std::collections::BTreeMap;

/// What limits a network of some width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// The penalty leaves nothing.
    Silenced,
    /// Too narrow for what the data could teach.
    WidthLimited,
    /// Within 5 % of the best.
    Optimal,
    /// Wide enough to learn noise, not wide enough to average it out.
    Overfitting,
    /// Just able to fit every label.
    Peak,
    /// Wider than what the penalty lets it use.
    Plateau,
}

impl Regime {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Silenced => "silenced by the penalty",
            Self::WidthLimited => "width-limited",
            Self::Optimal => "optimal width",
            Self::Overfitting => "harmful overfitting",
            Self::Peak => "interpolation peak",
            Self::Plateau => "plateau",
        }
    }
}

/// The state evolution at some widths.
pub struct Curve {
    /// Solution and parts of the error by width.
    pub points: BTreeMap<usize, (Solution, Decomposition)>,
    /// The solution at p = d.
    pub full: Solution,
    /// Widths still to come.
    pending: Vec<usize>,
    refinements: usize,
}

/// Widths tried around the minimum once the curve is there.
const REFINEMENTS: usize = 10;

impl Curve {
    /// The curve with only the full width and the operating point.
    pub fn new(setup: &Setup) -> Result<Self, Error> {
        let d = setup.d;
        let full = setup.solve(&setup.setting(d, setup.n))?;
        let mut pending: Vec<usize> = (1..=d.min(8)).collect();
        let ratio = (d as f64 / 8.0).max(1.0);
        pending.extend((1..=28).map(|k| (8.0 * ratio.powf(f64::from(k) / 28.0)).round() as usize));
        pending.retain(|p| *p <= d);
        pending.dedup();
        let mut curve = Self {
            points: BTreeMap::new(),
            full,
            pending: coarse_to_fine(pending),
            refinements: REFINEMENTS,
        };
        curve.add(setup, d)?;
        curve.add(setup, setup.p)?;
        Ok(curve)
    }

    fn add(&mut self, setup: &Setup, width: usize) -> Result<(), Error> {
        let setting = setup.setting(width, setup.n);
        // Spare width is free.
        let solution = if width as f64 >= self.full.kept * setup.d as f64 {
            self.full
        } else {
            setup.solve(&setting)?
        };
        let parts = decompose(&setup.teacher, &setting, &solution);
        self.points.insert(width, (solution, parts));
        Ok(())
    }

    /// Solves one more width; the number of steps is fixed.
    pub fn step(&mut self, setup: &Setup) -> Result<(), Error> {
        if let Some(width) = self.pending.pop() {
            if !self.points.contains_key(&width) {
                self.add(setup, width)?;
            }
        } else if self.refinements > 0 {
            self.refinements -= 1;
            if let Some(width) = self.between() {
                self.add(setup, width)?;
            }
        }
        Ok(())
    }

    /// Steps left.
    pub fn left(&self) -> usize {
        self.pending.len() + self.refinements
    }

    /// The widest gap beside the best width, halved.
    fn between(&self) -> Option<usize> {
        let best = self.best();
        let below = self.points.range(..best).next_back().map(|(p, _)| *p);
        let above = self.points.range(best + 1..).next().map(|(p, _)| *p);
        let gaps = [below.map(|p| (p, best)), above.map(|p| (best, p))];
        let widest = gaps.into_iter().flatten().max_by_key(|(a, b)| b - a)?;
        (widest.1 - widest.0 > 1).then_some(widest.0.midpoint(widest.1))
    }

    /// The smallest width whose error is the smallest found, to a millionth.
    pub fn best(&self) -> usize {
        let errors = || self.points.iter().map(|(p, (s, _))| (*p, s.error));
        let least = errors().map(|(_, e)| e).fold(f64::INFINITY, f64::min);
        errors()
            .find(|(_, e)| *e <= least * (1.0 + 1e-6))
            .map_or(1, |(p, _)| p)
    }

    /// The error at a width that has been solved.
    pub fn error(&self, width: usize) -> f64 {
        self.points.get(&width).map_or(f64::NAN, |(s, _)| s.error)
    }

    /// The regime of every width that has been solved.
    pub fn regimes(&self, setup: &Setup) -> Vec<(usize, Regime)> {
        let least = self.error(self.best());
        let used = self.full.kept * setup.d as f64;
        let plateau = self.full.error;
        // Past the first rise of more than 5 % it is no longer the width that limits.
        let mut lowest = f64::INFINITY;
        let mut risen = false;
        let mut rises = |error: f64| {
            lowest = error.min(lowest);
            risen |= error > 1.05 * lowest;
            risen
        };
        let beyond: Vec<bool> = self.points.values().map(|p| rises(p.0.error)).collect();
        let errors = || self.points.values().map(|p| p.0.error).zip(&beyond);
        let highest = errors()
            .filter(|(_, beyond)| **beyond)
            .fold(plateau, |highest, (error, _)| error.max(highest));
        let can_fit = 2.0 * setup.n < (setup.d * setup.d) as f64;
        let regime = |p: usize, error: f64, beyond: bool| {
            if used < 0.5 {
                Regime::Silenced
            } else if p as f64 >= used {
                Regime::Plateau
            } else if error <= 1.05 * least {
                Regime::Optimal
            } else if !beyond {
                Regime::WidthLimited
            } else if can_fit && highest > 1.05 * plateau && error > 0.5 * (plateau + highest) {
                Regime::Peak
            } else {
                Regime::Overfitting
            }
        };
        let widths = self.points.keys().zip(errors());
        widths
            .map(|(p, (error, beyond))| (*p, regime(*p, error, *beyond)))
            .collect()
    }
}

/// The same list so that popping takes every eighth element first, then every fourth, then every second, then the rest.
pub fn coarse_to_fine<T: Copy>(list: Vec<T>) -> Vec<T> {
    let level = |i: usize| i.trailing_zeros().min(3);
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by_key(|i| (level(*i), std::cmp::Reverse(*i)));
    order.into_iter().map(|i| list[i]).collect()
}
