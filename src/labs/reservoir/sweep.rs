//! Networks of many widths on the same data: trained for as many steps, and random features trained for ever.

use super::setup::{Setup, mean_square};
use crate::{
    dynamics::{Trajectory, change_in_the_limit},
    labs::Error,
    nn::Pass,
};

const WIDTHS: [usize; 12] = [1, 2, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256];
/// Initialisations over which the limit of long training is averaged.
const REPEATS: u64 = 9;

/// What is known of one width.
pub struct Point {
    pub width: usize,
    pub train: f64,
    /// Against the target, without noise.
    pub test: f64,
    /// The median test error of random features that are trained for ever.
    pub limit: Option<f64>,
}

/// The sweep so far.
#[derive(Default)]
pub struct Sweep {
    pub points: Vec<Point>,
    running: Option<Trajectory>,
}

/// The widths of a sweep, closer together where parameters and labels are as many.
fn widths(setup: &Setup) -> Vec<usize> {
    if !setup.sweep {
        return Vec::new();
    }
    let n = setup.x.len();
    let mut widths = WIDTHS.to_vec();
    if setup.readout_only {
        widths.extend([n - 3, n - 2, n - 1, n, n + 2, n + n / 4]);
    }
    widths.sort_unstable();
    widths.dedup();
    widths
}

impl Sweep {
    /// How many widths there are.
    pub fn len(setup: &Setup) -> usize {
        widths(setup).len()
    }

    /// Some work on the next width; whether there was any.
    pub fn advance(&mut self, setup: &Setup, madds: usize) -> Result<bool, Error> {
        let Some(width) = widths(setup).get(self.points.len()).copied() else {
            return Ok(false);
        };
        let hidden = vec![width; setup.hidden.len()];
        let mut run = match self.running.take() {
            Some(run) => run,
            None => setup.trajectory(&hidden, &setup.y, false)?,
        };
        let cost = (4 * run.net().parameters() + 20 * width) * setup.y.len();
        let mut under_way = true;
        for _ in 0..(madds / cost).max(1) {
            under_way = run.steps() < setup.steps && run.step()?;
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
            .forward(run.parameters(), &setup.queries, &mut pass)?;
        self.points.push(Point {
            width,
            train: mean_square(run.outputs(), &setup.y),
            test: setup.test_error(pass.outputs()),
            limit: setup
                .readout_only
                .then(|| limit(setup, &hidden))
                .transpose()?,
        });
        Ok(true)
    }
}

/// The median over initialisations of the test error of U_Q + K_QS K⁺ (y − u), where gradient descent on a frozen kernel ends.
fn limit(setup: &Setup, hidden: &[usize]) -> Result<f64, Error> {
    let mut errors = Vec::new();
    for k in 0..REPEATS {
        let seed = setup.seed.wrapping_add(k);
        let other = Setup {
            seed,
            ..setup.clone()
        };
        let run = other.trajectory(hidden, &setup.y, true)?;
        let change = change_in_the_limit(run.kernel(), run.cross_kernel(), &run.residual())?;
        let pairs = run.query_outputs().iter().zip(&change);
        let outputs: Vec<f64> = pairs.map(|(u, d)| u + d).collect();
        errors.push(setup.test_error(&outputs));
    }
    errors.sort_by(f64::total_cmp);
    Ok(errors[errors.len() / 2])
}
