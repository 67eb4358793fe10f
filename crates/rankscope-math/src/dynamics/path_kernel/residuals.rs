//! The same training in finer steps: how fast what a formula leaves out goes away.

use super::{Model, Path};
use crate::{linalg::dot, statistics::Line};

/// Training at one learning rate, and both sums along its displacements; a whole attribution would cost tens of times as much.
#[derive(Clone, Debug)]
struct Level<M> {
    path: Path<M>,
    first: f64,
    second: f64,
}

impl<M: Model> Level<M> {
    /// Takes a step; `false` where training diverges.
    fn step(&mut self, x: f64) -> bool {
        let t = self.path.len();
        if !self.path.step() {
            return false;
        }
        let (before, after) = (self.path.theta(t), self.path.theta(t + 1));
        let step: Vec<f64> = after.iter().zip(before).map(|(b, a)| b - a).collect();
        let mut out = vec![0.0; step.len()];
        self.path.model.gradient(before, x, &mut out);
        let first = dot(&out, &step);
        self.path.model.hessian_vector(before, x, &step, &mut out);
        self.first += first;
        self.second += first + 0.5 * dot(&out, &step);
        true
    }

    /// η, and what first and second order leave of the answer at `x`.
    fn point(&self, x: f64) -> [f64; 3] {
        let answer = |t: usize| self.path.model.value(self.path.theta(t), x);
        let change = answer(self.path.len()) - answer(0);
        let left = |sum: f64| (sum - change).abs();
        [self.path.recipe.eta, left(self.first), left(self.second)]
    }
}

/// What first and second order leave of one answer, for learning rates η, η/2, η/4 and so on over the same time ηT.
#[derive(Clone, Debug)]
pub struct Residuals<M> {
    coarse: Path<M>,
    x: f64,
    steps: usize,
    /// How many halvings there are.
    levels: usize,
    under_way: Option<Level<M>>,
    /// η, |first-order remainder|, |second-order remainder|.
    pub points: Vec<[f64; 3]>,
}

impl<M: Model + Clone> Residuals<M> {
    /// Those of a path's first `steps` steps, for the answer at `x`.
    pub fn new(path: &Path<M>, steps: usize, x: f64, levels: usize) -> Self {
        Self {
            coarse: path.anew(path.recipe),
            x,
            steps,
            levels,
            under_way: None,
            points: Vec::new(),
        }
    }

    /// Steps of training that they take in all.
    pub fn total(&self) -> usize {
        self.steps * ((1 << self.levels) - 1)
    }

    /// Steps of training done.
    pub fn done(&self) -> usize {
        let under_way = self.under_way.as_ref().map_or(0, |level| level.path.len());
        self.steps * ((1 << self.points.len()) - 1) + under_way
    }

    /// How fast order 1 or 2's remainder falls with the learning rate: the slope of ln |remainder| over ln η by least squares; `None`
    /// without two learning rates at which something remains.
    pub fn slope(&self, order: usize) -> Option<f64> {
        let logs = self.points.iter().map(|p| [p[0], p[order]].map(libm::log));
        let finite = logs.filter(|log| log.iter().all(|x| x.is_finite()));
        let points: Vec<(f64, f64)> = finite.map(|[x, y]| (x, y)).collect();
        Some(Line::through(&points)?.slope)
    }

    /// Takes one step; `false` when all is done.
    pub fn advance(&mut self) -> bool {
        let level = self.points.len();
        if level == self.levels || self.steps == 0 {
            return false;
        }
        let (coarse, x) = (&self.coarse, self.x);
        let under_way = self.under_way.get_or_insert_with(|| {
            let mut recipe = coarse.recipe;
            recipe.eta /= (1 << level) as f64;
            Level {
                path: coarse.anew(recipe),
                first: 0.0,
                second: 0.0,
            }
        });
        let goes_on = under_way.step(x);
        if !goes_on || under_way.path.len() == self.steps << level {
            let [eta, first, second] = under_way.point(x);
            self.points.push(match goes_on {
                true => [eta, first, second],
                false => [eta, f64::NAN, f64::NAN],
            });
            self.under_way = None;
        }
        true
    }
}
