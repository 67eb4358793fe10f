//! The controls, read.

use super::controls::{self as c, Labels, Mode, Scaled, Time, Trained, Unit};
use crate::{
    dynamics::{Experiment, Method, Problem, Recipe, Target},
    labs::{Error, Input, Settling},
    nn::{Activation, Scaling},
};

/// One state of the controls.
#[derive(Clone, Debug)]
pub struct Setup {
    pub mode: Mode,
    pub steps: u64,
    pub batch: usize,
    pub noise: f64,
    pub seed: u64,
    pub target: Target,
    pub threshold: f64,
    pub push: f64,
    /// The direction that is pushed beside the first and the last, from 0.
    pub along: usize,
    pub sweep: bool,
    /// Whether labels were set by hand.
    pub by_hand: bool,
    pub experiment: Experiment,
}

/// A batch of data that are used again is no larger than they are.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    if state.of(c::MODE) == Mode::Reused {
        state.at_most(c::BATCH, state.of(c::N));
    }
    Ok(())
}

impl Setup {
    /// Reads the controls.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let (n, batch, mode) = (input.of(c::N), input.of(c::BATCH), input.of(c::MODE));
        let (noise, seed) = (input.of(c::NOISE), input.of(c::SEED));
        let target = input.of(c::TARGET).of_problem();
        let mut problem = Problem::draw(target, n, noise, seed);
        let by_hand = mode == Mode::Full && input.of(c::LABELS) == Labels::Hand;
        if by_hand {
            let pairs = problem.y.iter_mut().zip(input.of(c::Y));
            pairs.for_each(|(y, hand)| *y = hand);
        }
        Ok(Self {
            mode,
            steps: input.of(c::STEP),
            batch,
            noise,
            seed,
            target,
            threshold: input.of(c::THRESHOLD),
            push: input.of(c::PUSH),
            along: input.of(c::ALONG) - 1,
            sweep: input.of(c::SWEEP),
            by_hand,
            experiment: Experiment {
                problem,
                recipe: recipe(input, seed),
                hidden: vec![input.of(c::WIDTH); input.of(c::DEPTH)],
                method: match input.of(c::METHOD) {
                    Time::Flow => Method::Flow,
                    Time::Descent => Method::Descent,
                },
                rate: input.of(c::ETA),
            },
        })
    }

    /// What is learned.
    pub fn problem(&self) -> &Problem {
        &self.experiment.problem
    }

    /// The variance of the noise on a fresh label: σ², or of labels by hand the mean square of what they are off.
    pub fn fresh_noise(&self) -> f64 {
        match self.by_hand {
            true => self.problem().noise_variance(),
            false => self.noise * self.noise,
        }
    }

    /// Whether every batch is drawn anew.
    pub fn streams(&self) -> bool {
        self.mode == Mode::Fresh
    }

    /// Whether only the last layer learns.
    pub fn readout_only(&self) -> bool {
        self.experiment.recipe.readout_only
    }
}

fn recipe(input: &Input, seed: u64) -> Recipe {
    Recipe {
        activation: match input.of(c::ACTIVATION) {
            Unit::Relu => Activation::Relu,
            Unit::Tanh => Activation::Tanh,
        },
        scaling: match input.of(c::SCALING) {
            Scaled::Standard => Scaling::Standard,
            Scaled::Ntk => Scaling::Ntk,
        },
        init: input.of(c::INIT),
        spread: input.of(c::SPREAD),
        readout_only: input.of(c::TRAINED) == Trained::Readout,
        seed,
    }
}
