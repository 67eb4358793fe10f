//! The same training in finer steps: how fast what a formula leaves out goes away.

use super::{Attribution, Model, Path};

/// What first and second order leave of one answer, for learning rates η, η/2, η/4 and so on over the same time ηT.
#[derive(Clone, Debug)]
pub struct Residuals<M> {
    coarse: Path<M>,
    x: f64,
    steps: usize,
    /// How many halvings there are.
    levels: usize,
    under_way: Option<(Path<M>, Attribution)>,
    /// η, |first-order remainder|, |second-order remainder|.
    pub points: Vec<[f64; 3]>,
}

impl<M: Model + Clone> Residuals<M> {
    /// Those of a path's first `steps` steps, for the answer at `x`.
    pub fn new(path: &Path<M>, steps: usize, x: f64, levels: usize) -> Self {
        let (coarse, theta) = (path, path.theta(0).to_vec());
        Self {
            coarse: Path::new(
                coarse.model.clone(),
                theta,
                coarse.examples.clone(),
                coarse.recipe,
            ),
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
        let under_way = self.under_way.as_ref().map_or(0, |(path, _)| path.len());
        self.steps * ((1 << self.points.len()) - 1) + under_way
    }

    /// Takes one step; `false` when all is done.
    pub fn advance(&mut self) -> bool {
        let level = self.points.len();
        if level == self.levels || self.steps == 0 {
            return false;
        }
        let (coarse, x) = (&self.coarse, self.x);
        let (path, walk) = self.under_way.get_or_insert_with(|| {
            let mut recipe = coarse.recipe;
            recipe.eta /= (1 << level) as f64;
            let theta = coarse.theta(0).to_vec();
            let path = Path::new(coarse.model.clone(), theta, coarse.examples.clone(), recipe);
            let walk = Attribution::new(&path, x);
            (path, walk)
        });
        let goes_on = path.step() && walk.follow(path);
        if !goes_on || path.len() == self.steps << level {
            let last = &walk.moments()[walk.len()];
            let left = |list: &[f64]| {
                let sum: f64 = list.iter().sum();
                (walk.moments()[0].answer + sum - last.answer).abs()
            };
            let point = match goes_on {
                true => [path.recipe.eta, left(&last.first), left(&last.second)],
                false => [path.recipe.eta, f64::NAN, f64::NAN],
            };
            self.points.push(point);
            self.under_way = None;
        }
        true
    }
}

/// The slope of a straight line through ln y over ln x by least squares; `None` without two different finite points.
///
/// ```
/// use rankscope_math::dynamics::path_kernel::slope;
/// let points = [1.0, 2.0, 4.0].map(|x: f64| (x, 3.0 * x * x));
/// assert!((slope(&points).unwrap() - 2.0).abs() < 1e-14);
/// ```
pub fn slope(points: &[(f64, f64)]) -> Option<f64> {
    let logs: Vec<(f64, f64)> = points
        .iter()
        .map(|(x, y)| (libm::log(*x), libm::log(*y)))
        .filter(|(x, y)| x.is_finite() && y.is_finite())
        .collect();
    let n = logs.len() as f64;
    let (x, y) = logs
        .iter()
        .fold((0.0, 0.0), |(a, b), (x, y)| (a + x / n, b + y / n));
    let (above, below) = logs.iter().fold((0.0, 0.0), |(a, b), (u, v)| {
        (a + (u - x) * (v - y), b + (u - x) * (u - x))
    });
    (logs.len() >= 2 && below > 0.0).then(|| above / below)
}
