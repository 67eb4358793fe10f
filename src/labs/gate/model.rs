//! From the controls to a task and four optimisers, and what there is to know of them.

use super::controls::*;
use crate::{
    dynamics::{Contest, Contestant, Goal, Measured, Plan, has_died},
    labs::{Value, prelude::*},
    nn::{
        gate::{Gate, averages_alpha, finite_data_alpha},
        optimiser::Rule,
        tasks::{
            Task,
            advection::Advection,
            curve::{Curve, Target},
            modular::{self, Modular, is_prime},
        },
    },
};

/// Errors that differ by less than this share are called equal.
pub const CLOSE: f64 = 0.02;

/// What is learned, with what its pictures need.
#[derive(Clone, Debug)]
pub enum Kind {
    /// A function of one variable.
    Curve {
        /// Noisy samples.
        samples: Vec<(f64, f64)>,
        /// The grid with the truth on it.
        truth: Vec<(f64, f64)>,
        /// Number of harmonics that the network sees, where it does not see x itself.
        harmonics: Option<usize>,
    },
    /// A table modulo p.
    Modular {
        /// The prime.
        p: usize,
        /// What the table holds.
        operation: modular::Operation,
        /// Pairs shown and held out.
        sizes: [usize; 2],
    },
    /// The transport equation.
    Advection {
        /// Speed.
        speed: f64,
        /// Noisy initial values.
        initial: Vec<(f64, f64)>,
    },
}

/// Everything that the figures and words look at.
pub struct Facts {
    /// What is learned.
    pub kind: Kind,
    /// The rule of plain AdamW.
    pub rule: Rule,
    /// The gate.
    pub gate: Gate,
    /// Steps to take.
    pub target: u64,
    /// Steps between measurements: a table takes longer to go through than a curve.
    pub every: u64,
    /// The learning rate of the control with a small one.
    pub small_rate: f64,
    /// Whose solution is shown alone.
    pub show: Who,
    /// What a difference quotient of the loss may be off, relative to the gradient.
    pub tolerance: f64,
    /// Number of weights.
    pub weights: usize,
    /// Examples per step.
    pub batch: usize,
    /// Hidden units.
    pub width: usize,
    /// Standard deviation of the noise.
    pub noise: f64,
    /// Of everything random.
    pub seed: u64,
    /// The matrix whose singular values are measured, in words.
    pub watched: &'static str,
    /// The optimisers, as far as they are.
    pub contest: Contest,
    /// The same with other seeds.
    pub others: Vec<Contest>,
}

impl Facts {
    /// Reads the controls and prepares the contest.
    pub fn read(input: &Input) -> Result<Self, Error> {
        Self::with_seed(input, input.of(SEED))
    }

    /// The same with another seed.
    pub fn with_seed(input: &Input, seed: u64) -> Result<Self, Error> {
        let (kind, task) = task(input, seed)?;
        let batch = input.of(BATCH).min(task.examples());
        let rule = Rule {
            learning_rate: input.of(LR),
            beta1: input.of(BETA1),
            beta2: input.of(BETA2),
            epsilon: input.of(EPS),
            weight_decay: input.of(WEIGHT_DECAY),
            gate: None,
        };
        let gate = gate(input, batch, task.examples());
        let small_rate = rule.learning_rate / input.of(SMALL);
        let gated = Rule {
            gate: Some(gate),
            ..rule
        };
        let slow = Rule {
            learning_rate: small_rate,
            ..rule
        };
        let goal = |value, rising| Some(Goal { value, rising });
        let (watched, every, goal) = match kind {
            Kind::Modular { .. } => (0, 25, goal(0.95, true)),
            Kind::Curve { .. } => (2, 10, None),
            Kind::Advection { .. } => (2, 10, goal(0.4, false)),
        };
        // The gradient of the table is in single precision.
        let (probe, tolerance) = match kind {
            Kind::Modular { .. } => (1e-4, 1e-4),
            Kind::Curve { .. } | Kind::Advection { .. } => (1e-4, 1e-6),
        };
        let plan = Plan {
            batch,
            every,
            goal,
            watched: task.tensors()[watched],
            probe,
        };
        Ok(Self {
            rule,
            gate,
            target: input.of(STEP),
            every,
            small_rate,
            show: input.of(SHOW),
            tolerance,
            weights: task.tensors().iter().map(|t| t.len()).sum(),
            batch,
            width: input.of(WIDTH),
            noise: input.of(NOISE),
            seed,
            watched: match kind {
                Kind::Modular { .. } => "first embedding",
                Kind::Curve { .. } | Kind::Advection { .. } => "hidden-to-hidden weights",
            },
            // The batches have a stream of their own.
            contest: Contest::new(task, [rule, gated, rule, slow], plan, !seed),
            others: Vec::new(),
            kind,
        })
    }

    /// Adds or drops contests until there are as many with other seeds as the controls say.
    pub fn read_others(&mut self, input: &Input) -> Result<(), Error> {
        let count = match self.kind {
            Kind::Curve { .. } => input.of(SEEDS),
            _ => 0,
        };
        self.others.truncate(count);
        while self.others.len() < count {
            let seed = self.seed.wrapping_add(1 + self.others.len() as u64);
            self.others.push(Self::with_seed(input, seed)?.contest);
        }
        Ok(())
    }

    /// The contests of every seed, where there are several and all have come to the end.
    pub fn of_all_seeds(&self) -> Option<Vec<&Contest>> {
        let all = std::iter::once(&self.contest).chain(&self.others);
        let all: Vec<&Contest> = all.collect();
        (all.len() > 1 && all.iter().all(|contest| contest.settled(self.target))).then_some(all)
    }

    /// In how many seeds, of how many, matched decay does as well as the gate.
    pub fn matched_does_as_well(&self) -> Option<[usize; 2]> {
        let all = self.of_all_seeds()?;
        let latest = all.iter().filter_map(|contest| contest.latest());
        let error = |all: &[Measured], who: Who| all[who as usize].held_out;
        let as_well = latest
            .filter(|all| error(*all, Who::Matched) <= (1.0 + CLOSE) * error(*all, Who::Gated));
        Some([as_well.count(), all.len()])
    }

    /// One of the optimisers.
    pub fn contestant(&self, who: Who) -> &Contestant {
        &self.contest.contestants[who as usize]
    }

    /// The measured steps that are kept, with a number of one optimiser.
    pub fn over_steps(&self, who: Who, pick: impl Fn(&Measured) -> f64) -> Vec<(f64, f64)> {
        let points = self.contest.history.points().iter();
        points
            .map(|(step, all)| (*step as f64, pick(&all[who as usize])))
            .collect()
    }

    /// What an optimiser's network makes of the grid points of the figures, where that is a curve.
    pub fn outline(&self, who: Who) -> &[f64] {
        &self.contestant(who).measure.outline
    }

    /// Whether an optimiser's curve is one number everywhere: weight decay has won over learning.
    pub fn has_died(&self, who: Who) -> bool {
        let Kind::Curve { truth, .. } = &self.kind else {
            return false;
        };
        let truth: Vec<f64> = truth.iter().map(|(_, y)| *y).collect();
        has_died(self.outline(who), &truth)
    }
}

fn task(input: &Input, seed: u64) -> Result<(Kind, Box<dyn Task>), Error> {
    let (n, noise, width) = (input.of(N), input.of(NOISE), input.of(WIDTH));
    let (target, harmonics) = match input.of(TASK) {
        Subject::Modular => return table(input, width, seed),
        Subject::Transport => {
            let speed = input.of(SPEED);
            let task = Advection::new(speed, n, noise, width, seed)?;
            let initial = task.initial_values().collect();
            return Ok((Kind::Advection { speed, initial }, Box::new(task)));
        }
        Subject::Signal => {
            let harmonics = input.of(HARMONICS);
            (Target::Signal { harmonics }, Some(harmonics))
        }
        Subject::Regression => (Target::Wave, None),
    };
    let task = Curve::new(target, n, noise, width, seed)?;
    let kind = Kind::Curve {
        samples: task.samples.clone(),
        truth: task.grid().collect(),
        harmonics,
    };
    Ok((kind, Box::new(task)))
}

/// What is no prime becomes the nearest one, and a threshold for finite data leaves an example out of the batch.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    let (p, modular) = (state.of(P), state.of(TASK) == Subject::Modular);
    if modular && !is_prime(p) {
        let primes = (2..=2 * p).filter(|q| is_prime(*q) && *q <= MAX_PRIME as usize);
        let near = primes.min_by_key(|q| q.abs_diff(p)).unwrap_or(5);
        let why = format!("a prime, by which all but 0 can be divided, got {p}; taken as {near}");
        state.name_and_set(P.id(), Value::Integer(near as u64), why);
    }
    if state.of(ALPHA) == Threshold::Finite {
        let (_, task) = task(&state.input(), 0)?;
        state.at_most(BATCH, task.examples().saturating_sub(1));
    }
    Ok(())
}

fn table(input: &Input, width: usize, seed: u64) -> Result<(Kind, Box<dyn Task>), Error> {
    let p = input.of(P);
    let operation = input.of(OPERATION).of_table();
    let task = Modular::new(p, operation, input.of(FRACTION), width, seed);
    let sizes = [task.train().len(), task.held_out().len()];
    let kind = Kind::Modular {
        p,
        operation,
        sizes,
    };
    Ok((kind, Box::new(task)))
}

fn gate(input: &Input, batch: usize, examples: usize) -> Gate {
    let alpha = match input.of(ALPHA) {
        Threshold::Finite => finite_data_alpha(batch, examples),
        Threshold::Averages => averages_alpha(input.of(BETA1)),
        Threshold::Fresh => 1.0,
    };
    Gate {
        mask: input.of(MASK).of_gate(),
        alpha,
        softness: input.of(SOFTNESS),
        rho: input.of(RHO),
        floor: input.of(FLOOR),
        evidence: input.of(EVIDENCE).of_gate(),
        per_tensor: input.of(PER_TENSOR),
    }
}
