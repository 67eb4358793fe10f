//! Networks of many widths on the same data: trained for as many steps, and random features trained for ever.

use super::{Advance, Error, Experiment, Recipe, Trajectory, change_in_the_limit, mean_square};
use crate::nn::Pass;

const WIDTHS: [usize; 12] = [1, 2, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256];
/// Initialisations over which the limit of long training is averaged.
const REPEATS: u64 = 9;

/// What is known of one width (mean squares, in the unit of the labels, squared).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WidthPoint {
    /// Units of every hidden layer.
    pub width: usize,
    /// Error on the labels.
    pub train: f64,
    /// Distance from the target on the queries.
    pub test: f64,
    /// The median of the latter over 9 initialisations when random features are trained for ever.
    pub limit: Option<f64>,
}

/// A sweep over widths, as far as it is.
#[derive(Clone, Debug, Default)]
pub struct WidthSweep {
    /// One for every width that is done, narrowest first.
    pub points: Vec<WidthPoint>,
    running: Option<Trajectory>,
}

/// The widths of a sweep, closer together where parameters and labels are as many.
///
/// For random features on n labels these are n − 3 to n + 2 and 5n/4 beside the powers of two and their like.
pub fn sweep_widths(experiment: &Experiment) -> Vec<usize> {
    let n = experiment.problem.x.len();
    let mut widths = WIDTHS.to_vec();
    if experiment.recipe.readout_only {
        widths.extend([n - 3, n - 2, n - 1, n, n + 2, n + n / 4]);
    }
    widths.sort_unstable();
    widths.dedup();
    widths
}

impl WidthPoint {
    /// The error that a sweep is about: trained for ever, where that is known.
    pub fn error(&self) -> f64 {
        self.limit.unwrap_or(self.test)
    }
}

impl WidthSweep {
    /// The widths done with the lowest and the highest error.
    pub fn extremes(&self) -> Option<[usize; 2]> {
        let order = |a: &&WidthPoint, b: &&WidthPoint| a.error().total_cmp(&b.error());
        let (best, worst) = (
            self.points.iter().min_by(order),
            self.points.iter().max_by(order),
        );
        Some([best?.width, worst?.width])
    }

    /// About `madds` multiply-adds of work towards `steps` steps of the next width; whether there was any.
    ///
    /// # Errors
    /// As [`Experiment::run`].
    pub fn advance(
        &mut self,
        experiment: &Experiment,
        steps: u64,
        madds: usize,
    ) -> Result<bool, Error> {
        let Some(width) = sweep_widths(experiment).get(self.points.len()).copied() else {
            return Ok(false);
        };
        let (problem, recipe) = (&experiment.problem, &experiment.recipe);
        let hidden = vec![width; experiment.hidden.len()];
        let mut run = match self.running.take() {
            Some(run) => run,
            None => experiment.run(recipe, &hidden, &problem.y, false)?,
        };
        let cost = (4 * run.net().parameters() + 20 * width) * problem.y.len();
        let mut under_way = true;
        for _ in 0..(madds / cost).max(1) {
            under_way = run.steps() < steps && run.advance()? != Advance::Stuck;
            if !under_way {
                break;
            }
        }
        if under_way {
            self.running = Some(run);
            return Ok(true);
        }
        let mut pass = Pass::default();
        run.net()
            .forward(run.parameters(), &problem.queries, &mut pass)?;
        let endless = || limit(experiment, &hidden);
        self.points.push(WidthPoint {
            width,
            train: mean_square(run.outputs(), &problem.y),
            test: problem.test_error(pass.outputs()),
            limit: recipe.readout_only.then(endless).transpose()?,
        });
        Ok(true)
    }
}

/// The median over initialisations of the test error of U_Q + K_QS K⁺ (y − u), where gradient descent on a frozen kernel ends.
fn limit(experiment: &Experiment, hidden: &[usize]) -> Result<f64, Error> {
    let problem = &experiment.problem;
    let mut errors = Vec::new();
    for k in 0..REPEATS {
        let recipe = Recipe {
            seed: experiment.recipe.seed.wrapping_add(k),
            ..experiment.recipe
        };
        let run = experiment.run(&recipe, hidden, &problem.y, true)?;
        let change = change_in_the_limit(run.kernel(), run.cross_kernel(), &run.residual())?;
        let pairs = run.query_outputs().iter().zip(&change);
        let outputs: Vec<f64> = pairs.map(|(u, d)| u + d).collect();
        errors.push(problem.test_error(&outputs));
    }
    errors.sort_by(f64::total_cmp);
    Ok(errors[errors.len() / 2])
}
