//! Four optimisers on one task, in lockstep: the same initial weights, the same batches.

use super::{Error, Thinned};
use crate::{
    linalg::{Matrix, random::seeded},
    nn::{
        optimiser::{Evidenced, Opening, Optimiser, Rule},
        tasks::{Batches, Measure, Task, gradient_residual},
        tensor::Tensor,
    },
    spectrum::Spectrum,
};

/// The four, in the order in which they take their turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// AdamW.
    Adamw,
    /// AdamW behind the gate.
    Gated,
    /// AdamW whose steps all shrink by the mean gate, so that weight decay weighs against them as it does under the gate.
    Matched,
    /// AdamW with a small learning rate.
    Small,
}

/// How many there are.
pub const CONTESTANTS: usize = 4;

/// A loss this many times the first one is the end.
const DIVERGED: f64 = 1e6;
/// Multiply-adds that take about a millisecond.
const MILLISECOND: usize = 3_000_000;
/// Most examples on which the gradient is verified.
const PROBED: usize = 64;
/// Multiply-adds that an update of one weight takes as long as.
const UPDATE: usize = 40;

/// One optimiser under way.
#[derive(Clone, Debug)]
pub struct Contestant {
    weights: Vec<f64>,
    optimiser: Optimiser,
    /// The step that would have been its next when it diverged.
    pub diverged: Option<u64>,
    /// Whether it was measured after that for the last time.
    over: bool,
    first_loss: f64,
    /// What was measured last.
    pub measure: Measure,
    /// Singular values of the matrix that is watched, when it was measured last.
    pub spectrum: Option<Spectrum>,
    /// The same before training.
    pub spectrum_before: Option<Spectrum>,
    /// The best held-out error or accuracy and its step.
    pub best: (f64, u64),
    /// The first measured step that reached the task's goal.
    pub reached: Option<u64>,
    /// Mean share and share of open gates in the last step, and their sums since the last measurement.
    last: Opening,
    sums: Opening,
    summed: u64,
}

/// One contestant at one measured step; errors and accuracies are as the task measures them, ranks dimensionless.
#[derive(Clone, Copy, Debug, Default)]
pub struct Measured {
    /// On the training data.
    pub train: f64,
    /// Held out.
    pub held_out: f64,
    /// Of the watched matrix.
    pub erank: f64,
    /// Of the watched matrix.
    pub stable_rank: f64,
    /// Mean share and share of open gates since the measurement before.
    pub opening: Opening,
}

/// What counts as having learned the task.
#[derive(Clone, Copy, Debug)]
pub struct Goal {
    /// The value of the held-out measure.
    pub value: f64,
    /// Whether it has to be reached from below.
    pub rising: bool,
}

/// How a contest goes.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Examples per step.
    pub batch: usize,
    /// Distance of measurements in steps.
    pub every: u64,
    /// What counts as having learned the task.
    pub goal: Option<Goal>,
    /// The matrix whose singular values are measured.
    pub watched: Tensor,
    /// Distance of the losses by which the gradient is verified at the start (see [`gradient_residual`]).
    pub probe: f64,
}

/// The contest: the same turns in the same order, however the work is cut up.
///
/// ```
/// use rankscope_math::{
///     dynamics::{Contest, Plan, Role},
///     nn::{optimiser::Rule, tasks::{Task, curve::{Curve, Target}}},
/// };
/// let task = Box::new(Curve::new(Target::Wave, 12, 0.4, 6, 1)?);
/// let adamw = Rule { learning_rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weight_decay: 0.0, gate: None };
/// let slow = Rule { learning_rate: 1e-4, ..adamw };
/// let plan = Plan { batch: 4, every: 10, goal: None, watched: task.tensors()[2], probe: 1e-4 };
/// let mut contest = Contest::new(task, [adamw, adamw, adamw, slow], plan, 7);
/// while contest.measured < 20 {
///     contest.work(20)?;
/// }
/// let [first, second, _, small] = contest.latest().copied().unwrap_or_default();
/// assert_eq!(first.held_out, second.held_out);
/// assert!(first.train < small.train && contest.contestants[Role::Small as usize].reached.is_none());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Contest {
    task: Box<dyn Task>,
    batches: Batches,
    rows: Vec<usize>,
    plan: Plan,
    /// How far the gradient was off a difference quotient at the start, relative.
    pub gradient_residual: Option<f64>,
    /// In the order of [`Role`].
    pub contestants: [Contestant; CONTESTANTS],
    /// Measured steps, with all contestants.
    pub history: Thinned<(u64, [Measured; CONTESTANTS])>,
    /// The step that was measured last.
    pub measured: u64,
    latest: Option<[Measured; CONTESTANTS]>,
    step: u64,
    /// Whose turn it is: to step, then to be measured.
    turn: usize,
    gradient: Vec<f64>,
    variance: Vec<f64>,
}

impl Contest {
    /// Everything at step 0, nothing measured.
    pub fn new(task: Box<dyn Task>, rules: [Rule; CONTESTANTS], plan: Plan, seed: u64) -> Self {
        let start = task.start();
        let contestants = rules.map(|rule| Contestant {
            weights: start.clone(),
            optimiser: Optimiser::new(rule, task.tensors()),
            diverged: None,
            over: false,
            first_loss: f64::NAN,
            measure: Measure::default(),
            spectrum: None,
            spectrum_before: None,
            best: (f64::NAN, 0),
            reached: None,
            last: Opening::default(),
            sums: Opening::default(),
            summed: 0,
        });
        Self {
            batches: Batches::new(task.examples(), plan.batch, seeded(seed)),
            rows: Vec::new(),
            plan,
            gradient_residual: None,
            contestants,
            history: Thinned::default(),
            measured: 0,
            latest: None,
            step: 0,
            // Step 0 is measured first.
            turn: CONTESTANTS,
            gradient: vec![0.0; start.len()],
            variance: vec![0.0; start.len()],
            task,
        }
    }

    /// Steps that all contestants have taken.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// Turns taken towards `target` steps, and in all.
    pub fn progress(&self, target: u64) -> (u64, u64) {
        let turns = CONTESTANTS as u64;
        let total = turns * target + 1;
        if self.settled(target) {
            return (total, total);
        }
        let taken = turns * self.step + self.turn.min(CONTESTANTS - 1) as u64;
        (taken.min(total - 1), total)
    }

    /// Whether nothing is left to do for `target` steps.
    pub fn settled(&self, target: u64) -> bool {
        self.turn == 0 && (self.ended().is_some() || self.step >= target)
    }

    /// The step at which nobody was left, where all have diverged.
    pub fn ended(&self) -> Option<u64> {
        let over = self.contestants.iter().all(|c| c.diverged.is_some());
        over.then_some(self.step)
    }

    /// About a millisecond of work towards `target` steps; the same turns in the same order however they are asked for.
    ///
    /// # Errors
    /// Where a spectrum cannot be computed.
    pub fn work(&mut self, target: u64) -> Result<(), Error> {
        let cost = self.task.cost() * self.plan.batch + UPDATE * self.gradient.len();
        for _ in 0..(MILLISECOND / cost.max(1)).max(1) {
            if self.settled(target) {
                break;
            }
            self.take_turn()?;
        }
        Ok(())
    }

    fn take_turn(&mut self) -> Result<(), Error> {
        match self.turn {
            who if who < CONTESTANTS => {
                if who == 0 {
                    self.rows.clear();
                    self.rows.extend_from_slice(self.batches.draw());
                }
                self.train(who)?;
                self.turn += 1;
                if self.turn == CONTESTANTS {
                    self.step += 1;
                    let last = self.ended().is_some();
                    if !last && !self.step.is_multiple_of(self.plan.every) {
                        self.turn = 0;
                    }
                }
            }
            who => {
                self.measure(who - CONTESTANTS)?;
                self.turn += 1;
                if self.turn == 2 * CONTESTANTS {
                    self.record();
                    self.turn = 0;
                }
            }
        }
        Ok(())
    }

    fn train(&mut self, who: usize) -> Result<(), Error> {
        // The gate goes first.
        let pace = if who == Role::Matched as usize {
            self.contestants[Role::Gated as usize].last.mean
        } else {
            1.0
        };
        let next = self.step + 1;
        let contestant = &mut self.contestants[who];
        if contestant.diverged.is_some() {
            return Ok(());
        }
        let wanted = contestant.optimiser.wants_variance();
        let variance = wanted.then_some(&mut self.variance[..]);
        let loss = self.task.gradient(
            &contestant.weights,
            &self.rows,
            &mut self.gradient,
            variance,
        )?;
        if contestant.first_loss.is_nan() {
            contestant.first_loss = loss;
        }
        let bounded = loss <= DIVERGED * contestant.first_loss.max(1.0);
        if !bounded || !self.gradient.iter().all(|g| g.is_finite()) {
            contestant.diverged = Some(next);
            return Ok(());
        }
        let gradient = Evidenced {
            mean: &self.gradient,
            variance: &self.variance,
            batch: self.rows.len(),
        };
        let opening = contestant
            .optimiser
            .step(&mut contestant.weights, gradient, pace);
        contestant.last = opening;
        contestant.sums.mean += opening.mean;
        contestant.sums.open += opening.open;
        contestant.summed += 1;
        Ok(())
    }

    fn measure(&mut self, who: usize) -> Result<(), Error> {
        let contestant = &mut self.contestants[who];
        if contestant.over {
            return Ok(());
        }
        contestant.over = contestant.diverged.is_some();
        let measure = self.task.measure(&contestant.weights)?;
        let numbers = [measure.held_out, measure.train];
        let mut all = contestant.weights.iter().chain(&numbers);
        if !all.all(|x| x.is_finite()) {
            contestant.diverged = Some(self.step);
            return Ok(());
        }
        let Tensor { rows, cols, .. } = self.plan.watched;
        let entries = contestant.weights[self.plan.watched.range()].to_vec();
        let spectrum = Spectrum::of(&Matrix::new(rows, cols, entries)?)?;
        if self.step == 0 {
            contestant.spectrum_before = Some(spectrum.clone());
            if who == Role::Adamw as usize {
                let rows: Vec<usize> = (0..self.plan.batch.min(PROBED)).collect();
                self.gradient_residual = Some(gradient_residual(
                    self.task.as_mut(),
                    &rows,
                    self.plan.probe,
                )?);
            }
        }
        contestant.spectrum = Some(spectrum);
        let rising = self.plan.goal.is_some_and(|goal| goal.rising);
        let better = |a: f64, b: f64| if rising { a > b } else { a < b };
        if contestant.best.0.is_nan() || better(measure.held_out, contestant.best.0) {
            contestant.best = (measure.held_out, self.step);
        }
        if let Some(goal) = self.plan.goal {
            let there = measure.held_out == goal.value || better(measure.held_out, goal.value);
            if there && contestant.reached.is_none() {
                contestant.reached = Some(self.step);
            }
        }
        contestant.measure = measure;
        Ok(())
    }

    fn record(&mut self) {
        let moments = self.contestants.each_mut().map(|contestant| {
            let count = contestant.summed.max(1) as f64;
            let opening = match contestant.summed {
                0 => contestant.last,
                _ => Opening {
                    mean: contestant.sums.mean / count,
                    open: contestant.sums.open / count,
                },
            };
            contestant.sums = Opening::default();
            contestant.summed = 0;
            let rank =
                |of: &dyn Fn(&Spectrum) -> f64| contestant.spectrum.as_ref().map_or(f64::NAN, of);
            Measured {
                train: contestant.measure.train,
                held_out: contestant.measure.held_out,
                erank: rank(&Spectrum::erank),
                stable_rank: rank(&Spectrum::stable_rank),
                opening,
            }
        });
        self.latest = Some(moments);
        self.history.take((self.step, moments));
        self.measured = self.step;
    }

    /// What every contestant was worth when measured last.
    pub fn latest(&self) -> Option<&[Measured; CONTESTANTS]> {
        self.latest.as_ref()
    }
}

/// Measured steps with the lowest and the highest of a number over several contests, as far as all of them have gone.
///
/// `pick` takes the number, of one contestant say.
pub fn extremes<'a>(
    contests: impl IntoIterator<Item = &'a Contest>,
    pick: impl Fn(&[Measured; CONTESTANTS]) -> f64,
) -> Vec<(f64, [f64; 2])> {
    let mut contests = contests.into_iter();
    let Some(first) = contests.next() else {
        return Vec::new();
    };
    let points = first.history.points().iter();
    let at = |(step, all): &(u64, _)| (*step as f64, [pick(all); 2]);
    let mut found: Vec<(f64, [f64; 2])> = points.map(at).collect();
    for other in contests {
        let points = other.history.points();
        found.truncate(points.len());
        for ((_, [low, high]), (_, all)) in found.iter_mut().zip(points) {
            let value = pick(all);
            *low = low.min(value);
            *high = high.max(value);
        }
    }
    found
}

/// Whether a learned curve is one number everywhere, next to the truth: its values spread over less than 1 % of the truth's spread.
///
/// ```
/// use rankscope_math::dynamics::has_died;
/// assert!(has_died(&[0.5, 0.504], &[0.0, 1.0]) && !has_died(&[0.5, 0.6], &[0.0, 1.0]));
/// ```
pub fn has_died(values: &[f64], truth: &[f64]) -> bool {
    const DEAD: f64 = 0.01;
    let spread = |values: &[f64]| {
        let ends = (f64::INFINITY, f64::NEG_INFINITY);
        let (low, high) = values
            .iter()
            .fold(ends, |(low, high), x| (low.min(*x), high.max(*x)));
        high - low
    };
    spread(values) < DEAD * spread(truth)
}
