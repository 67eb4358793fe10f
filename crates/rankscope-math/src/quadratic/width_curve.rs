//! The error over the width, from coarse to fine.

use super::{Decomposition, Error, Problem, Solution, decompose};
use crate::grid::coarse_to_fine;
use std::collections::BTreeMap;

/// The state evolution at some widths.
pub struct WidthCurve {
    /// Solution and parts of the error by width.
    pub points: BTreeMap<usize, (Solution, Decomposition)>,
    /// The solution at p = d.
    pub full: Solution,
    /// Tasks left.
    pub left: usize,
}

/// Widths tried around the minimum once the curve is there.
pub const REFINEMENTS: usize = 10;

/// The widths of the curve, from coarse to fine: 1 to 8, then up to 28 at equal ratios to d.
///
/// ```
/// use rankscope_math::quadratic::widths;
/// assert_eq!(widths(9), [1, 9, 5, 3, 7, 2, 4, 6, 8]);
/// ```
pub fn widths(d: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = (1..=d.min(8)).collect();
    let ratio = (d as f64 / 8.0).max(1.0);
    widths.extend((1..=28).map(|k| (8.0 * ratio.powf(f64::from(k) / 28.0)).round() as usize));
    widths.retain(|p| *p <= d);
    widths.dedup();
    coarse_to_fine(widths)
}

impl WidthCurve {
    /// The curve with only the full width and the chosen one, 1 to d, and the solution there.
    ///
    /// # Errors
    /// As [`solve`](super::solve).
    pub fn new(
        problem: &Problem,
        width: usize,
    ) -> Result<(Self, (Solution, Decomposition)), Error> {
        let d = problem.dimension();
        let mut curve = Self {
            points: BTreeMap::new(),
            full: problem.solve(&problem.setting(d, problem.samples))?,
            left: widths(d).len() + REFINEMENTS,
        };
        curve.add(problem, d)?;
        let here = curve.add(problem, width)?;
        Ok((curve, here))
    }

    fn add(&mut self, problem: &Problem, width: usize) -> Result<(Solution, Decomposition), Error> {
        let solution = problem.solve_from(self.full, width, problem.samples)?;
        let setting = problem.setting(width, problem.samples);
        let parts = decompose(&problem.teacher, &setting, &solution);
        self.points.insert(width, (solution, parts));
        Ok((solution, parts))
    }

    /// Solves one of [`widths`].
    ///
    /// # Errors
    /// As [`solve`](super::solve).
    pub fn solve(&mut self, problem: &Problem, width: usize) -> Result<(), Error> {
        self.left -= 1;
        if !self.points.contains_key(&width) {
            self.add(problem, width)?;
        }
        Ok(())
    }

    /// Solves one more width beside the best one, where there is a gap.
    ///
    /// # Errors
    /// As [`solve`](super::solve).
    pub fn refine(&mut self, problem: &Problem) -> Result<(), Error> {
        self.left -= 1;
        if let Some(width) = self.between() {
            self.add(problem, width)?;
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

    /// The dimension d: the largest width.
    pub fn dimension(&self) -> usize {
        self.points.last_key_value().map_or(1, |(d, _)| *d)
    }
}
