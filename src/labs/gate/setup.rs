//! From the controls to a task and four optimisers.

use super::contest::{COUNT, Contest, Goal, Plan};
use crate::{
    labs::{Error, Input, Values},
    nn::{
        gate::{Evidence, Gate, Mask, finite_data_alpha},
        optimiser::Rule,
        tasks::{
            Task,
            advection::Advection,
            curve::{Curve, Target},
            modular::{Modular, Operation, is_prime},
        },
    },
};

/// Steps between measurements: a table takes longer to go through than a curve.
const EVERY: u64 = 10;
const EVERY_TABLE: u64 = 25;

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
        operation: Operation,
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

/// One state of the lab, read and validated.
pub struct Setup {
    /// What is learned.
    pub kind: Kind,
    /// The rule of plain AdamW.
    pub rule: Rule,
    /// The gate.
    pub gate: Gate,
    /// By how much the small learning rate is smaller.
    pub small: f64,
    /// Whose solution is shown alone.
    pub show: usize,
    /// The step asked for.
    pub target: u64,
    /// How far the gradient may be off a difference quotient.
    pub tolerance: f64,
    /// What the watched matrix is called.
    pub watched: &'static str,
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
}

impl Setup {
    /// Reads the controls and prepares the contest.
    pub fn read(input: &Input) -> Result<(Self, Contest), Error> {
        let values = input.values;
        let seed = values.integer("seed")?;
        let (kind, task) = task(values, seed)?;
        let batch = values.size("batch")?.min(task.examples());
        let rule = Rule {
            learning_rate: values.number("lr")?,
            beta1: values.number("beta1")?,
            beta2: values.number("beta2")?,
            epsilon: values.number("eps")?,
            weight_decay: values.number("weight_decay")?,
            gate: None,
        };
        let gate = gate(values, batch, task.examples())?;
        let small = values.number("small")?;
        let gated = Rule {
            gate: Some(gate),
            ..rule
        };
        let slow = Rule {
            learning_rate: rule.learning_rate / small,
            ..rule
        };
        let (watched, every, goal) = match kind {
            Kind::Modular { .. } => (0, EVERY_TABLE, Some((0.95, true))),
            Kind::Curve { .. } => (2, EVERY, None),
            Kind::Advection { .. } => (2, EVERY, Some((0.4, false))),
        };
        let goal = goal.map(|(value, rising)| Goal { value, rising });
        // Single precision needs wide differences.
        let precision = match kind {
            Kind::Modular { .. } => (0.03, 3e-3),
            _ => (1e-4, 1e-6),
        };
        let tensor = task.tensors()[watched];
        let weights = task.tensors().iter().map(|t| t.len()).sum();
        let shown = ["adamw", "gate", "matched", "small"];
        let show = values.choice("show")?;
        let rules: [Rule; COUNT] = [rule, gated, rule, slow];
        // The batches have a stream of their own.
        let plan = Plan {
            batch,
            every,
            goal,
            watched: tensor,
            probe: precision.0,
        };
        let contest = Contest::new(task, rules, plan, !seed);
        let setup = Self {
            kind,
            rule,
            gate,
            small,
            show: shown.iter().position(|id| *id == show).unwrap_or(0),
            target: values.integer("step")?,
            tolerance: precision.1,
            batch,
            width: values.size("width")?,
            noise: values.number("noise")?,
            seed,
            watched: if watched == 0 {
                "first embedding"
            } else {
                "hidden-to-hidden weights"
            },
            weights,
        };
        Ok((setup, contest))
    }
}

fn task(values: &Values, seed: u64) -> Result<(Kind, Box<dyn Task>), Error> {
    let width = values.size("width")?;
    let (n, noise) = (values.size("n")?, values.number("noise")?);
    let target = match values.choice("task")? {
        "modular" => return modular(values, width, seed),
        "pinn" => {
            let speed = values.number("speed")?;
            let task = Advection::new(speed, n, noise, width, seed)?;
            let initial = task.initial_values().collect();
            return Ok((Kind::Advection { speed, initial }, Box::new(task)));
        }
        "inr" => Target::Signal {
            harmonics: values.size("harmonics")?,
        },
        _ => Target::Wave,
    };
    let task = Curve::new(target, n, noise, width, seed)?;
    let kind = Kind::Curve {
        samples: task.samples.clone(),
        truth: task.grid().collect(),
        harmonics: match target {
            Target::Wave => None,
            Target::Signal { harmonics } => Some(harmonics),
        },
    };
    Ok((kind, Box::new(task)))
}

fn modular(values: &Values, width: usize, seed: u64) -> Result<(Kind, Box<dyn Task>), Error> {
    let p = values.size("p")?;
    if !is_prime(p) {
        let below = (2..p).rev().find(|q| is_prime(*q)).unwrap_or(5);
        let above = (p..).find(|q| is_prime(*q)).unwrap_or(97);
        return Err(Error::Control {
            id: "p",
            given: p.to_string(),
            accepted: format!(
                "a prime, so that every number but 0 can be divided by; the nearest are {below} and {above}"
            ),
        });
    }
    let operation = match values.choice("operation")? {
        "add" => Operation::Add,
        "subtract" => Operation::Subtract,
        "multiply" => Operation::Multiply,
        _ => Operation::Divide,
    };
    let task = Modular::new(p, operation, values.number("fraction")?, width, seed);
    let sizes = [task.train().len(), task.held_out().len()];
    let kind = Kind::Modular {
        p,
        operation,
        sizes,
    };
    Ok((kind, Box::new(task)))
}

fn gate(values: &Values, batch: usize, examples: usize) -> Result<Gate, Error> {
    let beta1 = values.number("beta1")?;
    let alpha = match values.choice("alpha")? {
        "finite" if batch >= examples => {
            return Err(Error::Control {
                id: "alpha",
                given: format!("b/(n − b) with b = n = {examples}"),
                accepted: format!("a batch below the {examples} examples, or another threshold"),
            });
        }
        "finite" => finite_data_alpha(batch, examples),
        "averages" => (1.0 - beta1) / (1.0 + beta1),
        _ => 1.0,
    };
    Ok(Gate {
        mask: match values.choice("mask")? {
            "hard" => Mask::Hard,
            "soft" => Mask::Soft,
            _ => Mask::Snr,
        },
        alpha,
        softness: values.number("softness")?,
        rho: values.number("rho")?,
        floor: values.number("floor")?,
        evidence: match values.choice("evidence")? {
            "examples" => Evidence::Examples,
            _ => Evidence::Averages,
        },
        per_tensor: values.toggle("per_tensor")?,
    })
}
