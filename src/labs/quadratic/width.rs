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
    /// Tasks left.
    pub left: usize,
}

/// Widths tried around the minimum once the curve is there.
pub const REFINEMENTS: usize = 10;

/// The widths of the curve, from coarse to fine.
pub fn widths(d: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = (1..=d.min(8)).collect();
    let ratio = (d as f64 / 8.0).max(1.0);
    widths.extend((1..=28).map(|k| (8.0 * ratio.powf(f64::from(k) / 28.0)).round() as usize));
    widths.retain(|p| *p <= d);
    widths.dedup();
    coarse_to_fine(widths)
}

impl Curve {
    /// The curve with only the full width and the chosen one, and the solution there.
    pub fn new(setup: &Setup) -> Result<(Self, (Solution, Decomposition)), Error> {
        let mut curve = Self {
            points: BTreeMap::new(),
            full: setup.solve(&setup.setting(setup.d, setup.n))?,
            left: widths(setup.d).len() + REFINEMENTS,
        };
        curve.add(setup, setup.d)?;
        let here = curve.add(setup, setup.p)?;
        Ok((curve, here))
    }

    fn add(&mut self, setup: &Setup, width: usize) -> Result<(Solution, Decomposition), Error> {
        let solution = setup.solve_from(self.full, width, setup.n)?;
        let setting = setup.setting(width, setup.n);
        let parts = decompose(&setup.teacher, &setting, &solution);
        self.points.insert(width, (solution, parts));
        Ok((solution, parts))
    }

    /// Solves one of [`widths`].
    pub fn solve(&mut self, setup: &Setup, width: usize) -> Result<(), Error> {
        self.left -= 1;
        if !self.points.contains_key(&width) {
            self.add(setup, width)?;
        }
        Ok(())
    }

    /// Solves one more width beside the best one, where there is a gap.
    pub fn refine(&mut self, setup: &Setup) -> Result<(), Error> {
        self.left -= 1;
        if let Some(width) = self.between() {
            self.add(setup, width)?;
        }
        Ok(())
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
        let least = self.extremes().0;
        self.errors()
            .find(|(_, e)| *e <= least * (1.0 + 1e-6))
            .map_or(1, |(p, _)| p)
    }

    /// The error by width, so far.
    pub fn errors(&self) -> impl Iterator<Item = (usize, f64)> {
        self.points.iter().map(|(p, (s, _))| (*p, s.error))
    }

    /// The least and the largest error found; both finite.
    pub fn extremes(&self) -> (f64, f64) {
        self.errors()
            .fold((f64::INFINITY, 0.0), |(low, high), (_, e)| {
                (e.min(low), e.max(high))
            })
    }

    /// The regime of every width that has been solved.
    pub fn regimes(&self, setup: &Setup) -> Vec<(usize, Regime)> {
        let used = self.full.kept * setup.d as f64;
        let plateau = self.full.error;
        let best = self.best();
        let least = self.points.get(&best).map_or(plateau, |(s, _)| s.error);
        // Past the first rise of more than 5 % it is no longer the width that limits.
        let mut lowest = f64::INFINITY;
        let mut risen = false;
        let mut rises = |error: f64| {
            lowest = error.min(lowest);
            risen |= error > 1.05 * lowest;
            risen
        };
        let marked = |(p, error): (usize, f64)| (p, error, rises(error));
        let widths: Vec<(usize, f64, bool)> = self.errors().map(marked).collect();
        let beyond = widths.iter().filter(|(_, _, beyond)| *beyond);
        let highest = beyond.fold(plateau, |highest, (_, error, _)| error.max(highest));
        let can_fit = 2.0 * setup.n < setup.d_squared();
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
        let named = |(p, error, beyond)| (p, regime(p, error, beyond));
        widths.into_iter().map(named).collect()
    }
}

/// Every eighth element first, then every fourth, then every second, then the rest.
pub fn coarse_to_fine<T: Copy>(list: Vec<T>) -> Vec<T> {
    let level = |i: usize| i.trailing_zeros().min(3);
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by_key(|i| std::cmp::Reverse(level(*i)));
    order.into_iter().map(|i| list[i]).collect()
}
