//! What a state of the lab says: how the capacity is shared, here and around, and the networks that are matched.

use super::{controls::*, pairs::Pair};
use crate::{
    grid::log_grid,
    labs::prelude::*,
    scaling_laws::rosetta::{Allocation, Features},
};

/// Points of a curve.
const POINTS: usize = 81;
/// Fewest neurons of a toy.
const SMALLEST: usize = 64;

/// One way of sharing a capacity.
#[derive(Clone, Copy, Debug)]
pub struct Shared {
    /// κN.
    pub capacity: f64,
    /// r₀ and λ.
    pub front: f64,
    pub level: f64,
    /// How many features have any, and how many are isolated by τ.
    pub active: f64,
    pub count: f64,
    /// Their mean isolation.
    pub isolation: Option<f64>,
    /// Isolation of the first feature.
    pub strongest: f64,
    /// What all others hold, for each neuron left over where κ = 1.
    pub rest: f64,
    /// How far the shares are from adding up to the capacity, relative to it.
    pub unmet: f64,
}

impl Shared {
    fn of(shares: &Allocation, capacity: f64, tau: f64) -> Self {
        let count = shares.count(tau);
        Self {
            capacity,
            front: shares.front(),
            level: shares.level(),
            active: shares.active(),
            count,
            isolation: shares.mean_isolation(tau),
            strongest: shares.isolation(1.0),
            rest: match capacity > count {
                true => shares.rest(tau) / (capacity - count),
                false => f64::NAN,
            },
            unmet: (shares.held(0.0) / capacity - 1.0).abs(),
        }
    }
}

/// Everything that the figures and words look at.
pub struct Facts {
    /// β, τ, and whether features are counted.
    pub beta: f64,
    pub tau: f64,
    pub discrete: bool,
    /// The state, ten times its capacity, and the state read the other way: counted or in the continuum.
    pub here: Shared,
    pub tenfold: Shared,
    pub other: Shared,
    /// Over capacities, as the state reads it and the other way.
    pub curve: Vec<Shared>,
    pub other_curve: Vec<Shared>,
    /// As counted, at the sizes of the toys, with the isolations of all active features.
    pub expected: Vec<(usize, Vec<f64>)>,
    /// Where the networks come from.
    pub source: Source,
    /// The front of the largest capacity, for the frame of a picture.
    pub farthest: f64,
    pairs: Vec<Pair>,
}

/// What is left to do once the theory is there.
#[derive(Clone, Copy, Debug)]
pub enum Task {
    /// Reads a pair's inputs from one number up to another.
    Read(usize, usize, usize),
    /// Matches a pair.
    Match(usize),
}

impl Facts {
    /// Reads the controls and shares the capacity.
    pub fn read(input: &Input) -> Result<(Self, Vec<Task>), Error> {
        let (beta, tau, discrete) = (input.of(BETA), input.of(TAU), input.of(DISCRETE));
        let capacity = input.of(CAPACITY);
        let features = Features::new(beta, 10.0 * CAPACITIES[1])?;
        let share = |capacity: f64, discrete: bool| -> Result<Shared, Error> {
            Ok(match discrete {
                true => Shared::of(&features.discrete(capacity)?, capacity, tau),
                false => Shared::of(&features.continuum(capacity)?, capacity, tau),
            })
        };
        let curve = |discrete: bool| -> Result<Vec<Shared>, Error> {
            let grid = log_grid(CAPACITIES[0], CAPACITIES[1], POINTS);
            grid.into_iter().map(|at| share(at, discrete)).collect()
        };
        let source = input.of(SOURCE);
        let (mut pairs, mut tasks, mut expected) = (Vec::new(), Vec::new(), Vec::new());
        let mut queue = |pair: Pair, inputs: usize| {
            // Blocks of nearly one size, none below the fewest inputs.
            let blocks = (inputs / pair.block()).max(1);
            let at = |i: usize| i * inputs / blocks;
            tasks.extend((0..blocks).map(|i| Task::Read(pairs.len(), at(i), at(i + 1))));
            tasks.push(Task::Match(pairs.len()));
            pairs.push(pair);
        };
        match source {
            Source::Toy => {
                let sizes = [1, 2, 4, 8].map(|by| input.of(UNITS) / by);
                for units in sizes.into_iter().filter(|units| *units >= SMALLEST) {
                    queue(Pair::toys(units, beta, input.of(SEED))?, input.of(INPUTS));
                    let shares = features.discrete(units as f64)?;
                    let ranks = 1..=shares.active() as usize;
                    let isolations = ranks.map(|r| shares.isolation(r as f64));
                    expected.push((units, isolations.collect()));
                }
            }
            Source::File => {
                let (pair, inputs) = Pair::of_file(input.files.loaded()?, input.of(FIRST))?;
                queue(pair, inputs);
            }
        }
        let facts = Self {
            beta,
            tau,
            discrete,
            here: share(capacity, discrete)?,
            tenfold: share(10.0 * capacity, discrete)?,
            other: share(capacity, !discrete)?,
            curve: curve(discrete)?,
            other_curve: curve(!discrete)?,
            expected,
            source,
            farthest: features.continuum(CAPACITIES[1])?.front(),
            pairs,
        };
        Ok((facts, tasks))
    }

    /// Does one task.
    pub fn perform(&mut self, task: Task) {
        match task {
            Task::Read(pair, from, to) => self.pairs[pair].read(from, to),
            Task::Match(pair) => self.pairs[pair].finish(self.tau),
        }
    }

    /// The pairs, the one asked for first.
    pub fn pairs(&self) -> &[Pair] {
        &self.pairs
    }

    /// The count's slope over the next decade.
    pub fn slope(&self) -> Option<f64> {
        (self.here.count > 0.0).then(|| (self.tenfold.count / self.here.count).log10())
    }
}
