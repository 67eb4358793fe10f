//! What the theory says of a state, and what is filled in around it.

use super::setup::Setup;
use crate::{
    grid::log_grid,
    labs::prelude::*,
    regression::{
        Frontier, Limits, Modes, RandomFeatures, Setting, flow_loss,
        monte_carlo::{Summary, gaussian_draw, random_features_draw},
        random_features,
    },
};

/// Points of a curve, rows and columns of the map.
const POINTS: usize = 41;
const SIDE: usize = 20;
/// Most modes that are simulated, and multiplications of one draw.
pub const MAX_SIMULATED: usize = 1000;
const MAX_WORK: usize = 10_000_000;

/// Everything that the figures and words look at.
pub struct Facts {
    /// The state.
    pub setup: Setup,
    /// The theory at its limits.
    pub here: RandomFeatures,
    /// Loss of gradient flow at the time chosen.
    pub flow: f64,
    /// The best number of modes and its loss, at the compute chosen and at ten times as much.
    pub best: [(usize, f64); 2],
    /// The frontier.
    pub frontier: Frontier,
    /// The error over samples and over features, as far as it is solved.
    pub over: [Vec<(f64, f64)>; 2],
    /// Compute, best number of modes, loss.
    pub optima: Vec<(f64, usize, f64)>,
    /// Samples and features of the map, and its errors row by row from the most features down.
    pub grid: Vec<f64>,
    pub map: Vec<f64>,
    /// Samples of the dots, and the regressions done.
    pub dots: Vec<(usize, Summary)>,
}

/// What is left to do once the state itself is solved.
#[derive(Clone, Copy)]
pub enum Task {
    /// A point of the curve over samples (0) or features (1).
    Point(usize, f64),
    /// A point of the frontier.
    Optimum(f64),
    /// A row of the map.
    Row(usize),
    /// A regression: its dot and its number.
    Draw(usize, usize),
}

impl Facts {
    /// Reads the controls and solves the state itself.
    pub fn read(input: &Input) -> Result<(Self, Vec<Task>), Error> {
        let setup = Setup::read(input)?;
        let here = solve(&setup, setup.limits)?;
        let (modes, power) = setup.endless.clone();
        let frontier = Frontier::new(modes, power, setup.beyond);
        let best = [1.0, 10.0].map(|by| frontier.best(by * setup.compute));
        let top = setup.modes().min(2000) as f64;
        let dots = match setup.simulation {
            Some(_) if setup.modes() <= MAX_SIMULATED => {
                let k = if setup.limits.features == f64::INFINITY {
                    0
                } else {
                    setup.limits.features as usize
                };
                let affordable = |n: &usize| {
                    setup.modes() * n * k.max(n / 2) <= MAX_WORK && *n <= setup.modes() && *n != k
                };
                let mut all = vec![4, 8, 16, 32, 64, 128];
                if setup.limits.samples.is_finite() {
                    all.push(setup.limits.samples as usize);
                }
                all.retain(affordable);
                all.sort_unstable();
                all.dedup();
                all.into_iter().map(|n| (n, Summary::default())).collect()
            }
            _ => Vec::new(),
        };
        let mut tasks = Vec::new();
        let ends = [setup.limits.samples, setup.limits.features]
            .map(|x| if x.is_finite() { x } else { top });
        for (axis, most) in ends.into_iter().enumerate() {
            let mut points: Vec<f64> = log_grid(1.0, setup.modes() as f64, POINTS)
                .into_iter()
                .map(f64::round)
                .collect();
            points.push(most);
            // The peak at as many samples as features is narrow.
            let other = [setup.limits.features, setup.limits.samples][axis];
            if other.is_finite() {
                points.extend(
                    [0.8, 0.9, 0.96, 0.99, 1.01, 1.04, 1.1, 1.25]
                        .map(|by: f64| (by * other).round()),
                );
                points.retain(|x| *x != other || setup.limits.ridge > 0.0);
            }
            points.retain(|x| (1.0..=setup.modes() as f64).contains(x));
            points.sort_by(f64::total_cmp);
            points.dedup();
            tasks.extend(points.into_iter().map(|x| Task::Point(axis, x)));
        }
        tasks.extend(
            log_grid(setup.compute / 100.0, setup.compute * 100.0, 9)
                .into_iter()
                .map(Task::Optimum),
        );
        tasks.extend((0..SIDE).map(Task::Row));
        if let Some((draws, _)) = setup.simulation {
            tasks.extend(
                (0..draws).flat_map(|draw| (0..dots.len()).map(move |dot| Task::Draw(dot, draw))),
            );
        }
        let facts = Self {
            here,
            flow: flow_loss(&setup.eigenvalues, &setup.power, setup.time),
            best,
            frontier,
            over: [Vec::new(), Vec::new()],
            optima: Vec::new(),
            grid: log_grid(2.0, top.max(4.0), SIDE),
            map: vec![f64::NAN; SIDE * SIDE],
            dots,
            setup,
        };
        Ok((facts, tasks))
    }

    /// The error as it is shown: over the noise, or with it.
    pub fn shown(&self, excess: f64) -> f64 {
        excess
            + if self.setup.noisy {
                self.setup.limits.noise
            } else {
                0.0
            }
    }

    /// Does one task.
    pub fn perform(&mut self, task: Task) -> Result<(), Error> {
        let setup = &self.setup;
        match task {
            Task::Point(axis, x) => {
                let mut limits = setup.limits;
                *[&mut limits.samples, &mut limits.features][axis] = x;
                let error = self.shown(solve(setup, limits)?.excess);
                self.over[axis].push((x, error));
            }
            Task::Optimum(compute) => {
                let (width, loss) = self.frontier.best(compute);
                self.optima.push((compute, width, loss));
            }
            Task::Row(row) => {
                let features = self.grid[SIDE - 1 - row];
                for (column, samples) in self.grid.iter().enumerate() {
                    let limits = Limits {
                        samples: *samples,
                        features,
                        ..setup.limits
                    };
                    let error = solve(setup, limits)?.excess;
                    self.map[row * SIDE + column] = self.shown(error);
                }
            }
            Task::Draw(dot, draw) => {
                let (Some((_, seed)), (samples, summary)) = (setup.simulation, &mut self.dots[dot])
                else {
                    return Ok(());
                };
                let limits = Limits {
                    samples: *samples as f64,
                    ..setup.limits
                };
                let drawn = if limits.features == f64::INFINITY {
                    let modes = Modes::new(&setup.eigenvalues, &setup.power)?;
                    let setting = Setting {
                        samples: limits.samples,
                        ridge: limits.ridge,
                        noise: limits.noise,
                    };
                    gaussian_draw(&modes, &setting, seed, draw).map(|error| error - limits.noise)
                } else {
                    random_features_draw(&setup.eigenvalues, &setup.power, &limits, seed, draw)
                };
                if let Ok(error) = drawn {
                    summary.add(error);
                }
            }
        }
        Ok(())
    }
}

fn solve(setup: &Setup, limits: Limits) -> Result<RandomFeatures, Error> {
    Ok(random_features(&setup.eigenvalues, &setup.power, &limits)?)
}
