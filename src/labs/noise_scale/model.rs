//! The facts: where training stands, a run that is watched, draws of the estimator, and runs to the target.

use super::{controls::Subject, setup::Setup};
use crate::{
    dynamics::noise_scale::{Average, Linear, Moment, Pareto, Race, adaptive_gain, gain_of_growth},
    labs::prelude::*,
    linalg::{
        dot,
        random::{Rng, seeded},
    },
};

/// Multiply-adds that take about a millisecond.
const MADDS: usize = 1_500_000;
/// Longest run that is watched.
const WATCHED: usize = 400;
/// Steps between two exact moments of a network, whose Hessian costs as much as hundreds of steps.
const APART: usize = 20;
/// Most steps of the exact path.
const LONGEST_PATH: usize = 5000;
/// Longest run to the target.
const LIMIT: u64 = 2000;
/// Draws of the two-batch estimator.
pub const DRAWS: usize = 2000;
/// Multiply-adds of the longest run to the target.
const DEAREST: usize = 100_000_000;
/// Batch sizes over the one where the knee is expected.
const BATCHES: [f64; 5] = [1.0 / 16.0, 0.25, 1.0, 4.0, 16.0];
/// Learning rates over the one that is best for the first step.
const RATES: [f64; 4] = [2.0, 1.0, 0.5, 0.25];

/// A piece of work.
#[derive(Clone, Copy, Debug)]
pub enum Task {
    /// The run that is watched.
    Watch,
    /// Draws of the estimator.
    Draw,
    /// A run to the target: batch, rate, repeat.
    Run([usize; 3]),
}

/// One step of the run that is watched.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub step: usize,
    /// The ratio of the averages, B_simple.
    pub estimate: f64,
    /// Gradient, noise and curvature, where they were computed.
    pub exact: Option<Moment>,
    /// Standard deviation of the estimate over the exact B_simple, where it is known.
    pub spread: Option<f64>,
}

/// A batch size with the best of its learning rates.
#[derive(Clone, Copy, Debug)]
pub struct Measured {
    pub batch: f64,
    /// Mean steps to the target.
    pub steps: f64,
    /// Their standard error; 0 for one run.
    pub error: f64,
}

/// The run that is watched, under way.
struct Watch {
    theta: Vec<f64>,
    average: Average,
    rng: Rng,
    step: usize,
}

/// One state of the lab, as far as it is known.
pub struct Facts {
    pub setup: Setup,
    /// At the start; `None` for the law itself.
    pub at: Option<Moment>,
    /// B_noise along steps of the best length and the exact gradient, until the target, of linear regression.
    pub path: Vec<f64>,
    /// What it predicts; the law's own constants.
    pub predicted: Option<Pareto>,
    pub seen: Vec<Seen>,
    /// Estimates of |G|² and tr Σ at the start.
    pub drawn: Vec<[f64; 2]>,
    /// Batch sizes that are run, and the steps of their runs by rate.
    pub batches: Vec<usize>,
    outcomes: Vec<[Vec<f64>; RATES.len()]>,
    watch: Option<Watch>,
    draws: Rng,
    race: Option<Race>,
    target: f64,
}

impl Facts {
    /// Reads the state, and lists what is to be done.
    pub fn read(input: &Input) -> Result<(Self, Vec<Task>), Error> {
        let mut setup = Setup::read(input)?;
        let (mut at, mut target) = (None, 0.0);
        if let Some(trainee) = &mut setup.trainee {
            at = Some(trainee.moment(&setup.theta));
            target = setup.target * trainee.loss(&setup.theta);
        }
        let (path, predicted) = match &setup.linear {
            Some(linear) => exact_path(linear, &setup.theta, setup.target),
            None => (Vec::new(), None),
        };
        let predicted = match setup.subject {
            Subject::Law => Some(setup.law),
            _ => predicted,
        };
        let knee = predicted.map_or_else(|| at.map_or(1.0, |at| at.b_simple()), |p| p.b_crit());
        let mut batches: Vec<usize> = BATCHES
            .iter()
            .map(|by| (by * knee).round().clamp(1.0, 1024.0) as usize)
            .collect();
        batches.dedup();
        let mut tasks = Vec::new();
        if setup.trainee.is_some() {
            tasks.extend([Task::Watch, Task::Draw]);
            for i in 0..batches.len() {
                for j in 0..RATES.len() {
                    tasks.extend((0..setup.repeats).map(|k| Task::Run([i, j, k])));
                }
            }
        }
        let facts = Self {
            watch: Some(Watch {
                theta: setup.theta.clone(),
                average: Average::new(setup.decay),
                rng: seeded(setup.seed ^ 0xA11),
                step: 0,
            }),
            draws: seeded(setup.seed ^ 0xD1CE),
            outcomes: vec![Default::default(); batches.len()],
            seen: Vec::new(),
            drawn: Vec::new(),
            race: None,
            setup,
            at,
            path,
            predicted,
            batches,
            target,
        };
        Ok((facts, tasks))
    }

    /// Does one task, or a millisecond of it.
    pub fn perform(&mut self, task: Task) {
        match task {
            Task::Watch => self.look(),
            Task::Draw => self.draw(),
            Task::Run(which) => self.run(which),
        }
    }

    /// How much of a task is done that takes several pieces.
    pub fn under_way(&self) -> Option<f64> {
        if let Some(race) = &self.race {
            return Some(race.steps as f64 / LIMIT as f64);
        }
        if let Some(watch) = self.watch.as_ref().filter(|w| w.step > 0) {
            return Some(watch.step as f64 / WATCHED as f64);
        }
        let drawn = self.drawn.len();
        (1..DRAWS)
            .contains(&drawn)
            .then_some(drawn as f64 / DRAWS as f64)
    }

    /// Goes on with the run that is watched, each step by the best length for its batch (of linear regression) or by the first step's best.
    fn look(&mut self) {
        let Some(mut watch) = self.watch.take() else {
            return;
        };
        let (sizes, batch) = (self.setup.sizes, self.setup.batch.min(1024));
        let first = self.at.map_or(0.1, |at| 0.5 * rate(&at, batch as f64));
        let linear = self.setup.linear.clone();
        let target = self.target;
        let Some(trainee) = &mut self.setup.trainee else {
            return;
        };
        let mut gradient = vec![0.0; watch.theta.len()];
        let one = trainee.cost() * (batch + sizes.small as usize + sizes.big as usize);
        let mut left = MADDS;
        loop {
            let mut length = |count: f64, rng: &mut Rng| {
                trainee.draw(&watch.theta, count as usize, rng, &mut gradient);
                dot(&gradient, &gradient)
            };
            let small = length(sizes.small, &mut watch.rng);
            let big = length(sizes.big, &mut watch.rng);
            watch.average.take(sizes.estimate(small, big));
            let due = linear.is_some() || watch.step.is_multiple_of(APART);
            let exact = due.then(|| trainee.moment(&watch.theta));
            let spread = linear.as_ref().zip(exact).map(|(linear, at)| {
                let [g, t] = linear.deviations(&watch.theta, sizes);
                let (g, t) = (g / at.gradient_squared, t / at.gradient_trace);
                (g * g + t * t).sqrt() / watch.average.worth().sqrt()
            });
            self.seen.push(Seen {
                step: watch.step,
                estimate: watch.average.ratio(),
                exact,
                spread,
            });
            let eta = match (&linear, exact) {
                (Some(_), Some(at)) => at.eps_opt(batch as f64),
                _ => first,
            };
            trainee.draw(&watch.theta, batch, &mut watch.rng, &mut gradient);
            for (t, g) in watch.theta.iter_mut().zip(&gradient) {
                *t -= eta * g;
            }
            watch.step += 1;
            let loss = trainee.loss(&watch.theta);
            if watch.step == WATCHED || loss <= target || loss.is_nan() || loss > 1e6 * target {
                return;
            }
            left = left.saturating_sub(one);
            if left == 0 {
                break;
            }
        }
        self.watch = Some(watch);
    }

    /// Draws of the two-batch estimator at the start.
    fn draw(&mut self) {
        let sizes = self.setup.sizes;
        let Some(trainee) = &mut self.setup.trainee else {
            return;
        };
        let theta = &self.setup.theta;
        let mut gradient = vec![0.0; theta.len()];
        let one = trainee.cost() * (sizes.small + sizes.big) as usize;
        let mut left = MADDS;
        while left > 0 && self.drawn.len() < DRAWS {
            left = left.saturating_sub(one);
            let mut length = |count: f64| {
                trainee.draw(theta, count as usize, &mut self.draws, &mut gradient);
                dot(&gradient, &gradient)
            };
            let (small, big) = (length(sizes.small), length(sizes.big));
            self.drawn.push(sizes.estimate(small, big));
        }
    }

    /// Goes on with a run to the target.
    fn run(&mut self, [i, j, k]: [usize; 3]) {
        let batch = self.batches[i];
        let Some(trainee) = &mut self.setup.trainee else {
            return;
        };
        let one = trainee.cost() * (batch + trainee.examples()) + 200;
        let limit = LIMIT.min((DEAREST / one) as u64);
        let mut race = self.race.take().unwrap_or_else(|| {
            let rate = self.at.map_or(0.1, |at| rate(&at, batch as f64));
            let seed = self.setup.seed ^ (((i * RATES.len() + j) * 64 + k + 1) as u64) << 20;
            let theta = self.setup.theta.clone();
            Race::new(theta, RATES[j] * rate, batch, self.target, limit, seed)
        });
        let mut left = MADDS;
        while race.outcome.is_none() && left > 0 {
            race.step(trainee.as_mut());
            left = left.saturating_sub(one);
        }
        match race.outcome {
            Some(steps) => self.outcomes[i][j].push(steps),
            None => self.race = Some(race),
        }
    }

    /// Batch sizes whose runs are all done, each with the rate that came first.
    pub fn measured(&self) -> Vec<Measured> {
        let mut all = Vec::new();
        let repeats = self.setup.repeats;
        for (batch, rates) in self.batches.iter().zip(&self.outcomes) {
            if repeats == 0 || rates.iter().any(|runs| runs.len() < repeats) {
                continue;
            }
            let mean = |runs: &Vec<f64>| runs.iter().sum::<f64>() / repeats as f64;
            let best = rates.iter().min_by(|a, b| mean(a).total_cmp(&mean(b)));
            let Some(runs) = best.filter(|runs| mean(runs).is_finite()) else {
                continue;
            };
            let steps = mean(runs);
            let square: f64 = runs.iter().map(|s| (s - steps) * (s - steps)).sum();
            let n = repeats as f64;
            let error = if repeats > 1 {
                (square / (n * (n - 1.0))).sqrt()
            } else {
                0.0
            };
            let batch = *batch as f64;
            all.push(Measured {
                batch,
                steps,
                error,
            });
        }
        all
    }

    /// The hyperbola through the measured runs, and the root mean square of what it leaves of ln S.
    pub fn fitted(&self) -> Option<(Pareto, f64)> {
        let points: Vec<(f64, f64)> = self.measured().iter().map(|m| (m.batch, m.steps)).collect();
        Pareto::fit(&points)
    }

    /// The hyperbola that is shown: predicted where that can be, else fitted.
    pub fn pareto(&self) -> Option<Pareto> {
        self.predicted
            .or_else(|| self.fitted().map(|(pareto, _)| pareto))
    }

    /// B_noise over the share of the steps done, where it is known.
    pub fn growth(&self) -> Vec<(f64, f64)> {
        let Setup { law, growth, .. } = self.setup;
        let list: Vec<f64> = match self.setup.subject {
            Subject::Law => {
                let scale = (1.0 + growth) * law.min_examples / law.min_steps;
                (0..200)
                    .map(|i| scale * libm::pow((f64::from(i) + 0.5) / 200.0, growth))
                    .collect()
            }
            Subject::Linear => self.path.clone(),
            Subject::Curve | Subject::Modular => {
                let exact = self.seen.iter().filter_map(|seen| seen.exact);
                exact.map(|at| at.b_noise()).filter(|b| *b > 0.0).collect()
            }
        };
        let n = list.len() as f64;
        list.into_iter()
            .enumerate()
            .map(|(i, b)| ((i as f64 + 0.5) / n, b))
            .collect()
    }

    /// γ, what the best schedule leaves of the hyperbola's right side.
    pub fn gain(&self) -> Option<f64> {
        if self.setup.subject == Subject::Law {
            return Some(gain_of_growth(self.setup.growth));
        }
        let scales: Vec<f64> = self.growth().into_iter().map(|p| p.1).collect();
        (scales.len() >= 2).then(|| adaptive_gain(&scales))
    }

    /// The mean of the ratios, and the ratio of the means, of all draws.
    pub fn ratios(&self) -> Option<[f64; 2]> {
        let n = self.drawn.len() as f64;
        let sum = |of: &dyn Fn(&[f64; 2]) -> f64| self.drawn.iter().map(of).sum::<f64>();
        (n > 0.0).then(|| [sum(&|d| d[1] / d[0]) / n, sum(&|d| d[1]) / sum(&|d| d[0])])
    }
}

/// The learning rate for batches of `batch`, by the first step's theory; for a gradient along no positive curvature, the least length that any shows.
fn rate(at: &Moment, batch: f64) -> f64 {
    let eps = at.eps_opt(batch);
    match eps.is_finite() && eps > 0.0 {
        true => eps,
        false => 0.1,
    }
}

/// B_noise at every step of the best length along the exact gradient until the excess loss is the share `target` of what it was, and what that predicts:
/// S_min = Σ 1, E_min = Σ B_noise, the last step in part.
fn exact_path(linear: &Linear, delta: &[f64], target: f64) -> (Vec<f64>, Option<Pareto>) {
    let mut before = linear.excess_loss(delta);
    let goal = target * before;
    let mut at = delta.to_vec();
    let (mut scales, mut sums) = (Vec::new(), [0.0; 2]);
    while scales.len() < LONGEST_PATH {
        let scale = linear.at(&at).b_noise();
        at = linear.stepped(&at);
        let after = linear.excess_loss(&at);
        scales.push(scale);
        let part = match after <= goal && after < before {
            true => (before - goal) / (before - after),
            false => 1.0,
        };
        sums = [sums[0] + part, sums[1] + part * scale];
        if after <= goal {
            let [min_steps, min_examples] = sums;
            return (
                scales,
                Some(Pareto {
                    min_steps,
                    min_examples,
                }),
            );
        }
        before = after;
    }
    (scales, None)
}
