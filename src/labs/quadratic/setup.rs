//! From the controls to a target and a setting.

use super::controls::*;
use crate::{
    labs::prelude::*,
    quadratic::{Ensemble, Problem, Rows, Teacher},
};

/// One state of the lab, read and validated.
pub struct Setup {
    /// The target, the data and the penalty chosen, or the best one.
    pub problem: Problem,
    /// What its eigenvalues follow.
    pub target: Target,
    /// The decay of a power law.
    pub gamma: f64,
    /// How many eigenvalues were set by hand.
    pub by_hand: usize,
    /// Dimension.
    pub d: usize,
    /// Width.
    pub p: usize,
    /// What the phase diagram is over, beside the samples.
    pub plane: Plane,
    /// Whether the two figures beside the network are shown.
    pub companions: bool,
    /// Networks to train per width, and the seed.
    pub live: Option<(usize, u64)>,
}

impl Setup {
    /// Reads the controls, and finds the best penalty where it is asked for.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let (d, gamma, target) = (input.of(D), input.of(GAMMA), input.of(TARGET));
        let p = input.of(P);
        let mut by_hand = 0;
        let teacher = match target {
            Target::Power => Teacher::power_law(gamma, d)?,
            Target::Flat => Teacher::flat(input.of(RANK), d)?,
            Target::Custom => {
                let mut head = input.of(SPIKES);
                by_hand = head.len();
                let law = Teacher::power_law(gamma, d)?;
                head.extend(&law.eigenvalues()[by_hand..]);
                Teacher::new(head)?
            }
        };
        let problem = Problem {
            teacher,
            samples: input.of(N) as f64,
            noise: input.of(NOISE),
            penalty: input.of(LAMBDA),
            tuned: false,
        };
        let problem = match input.of(OPTIMAL) {
            true => problem.tune(p, PENALTIES)?,
            false => problem,
        };
        Ok(Self {
            problem,
            target,
            gamma,
            by_hand,
            d,
            p,
            plane: input.of(PLANE),
            companions: input.of(COMPANIONS),
            live: input.of(LIVE).then(|| (input.of(REPEATS), input.of(SEED))),
        })
    }

    /// What the rows of the phase diagram are.
    pub fn rows(&self) -> Rows {
        match self.plane {
            Plane::Width => Rows::Widths,
            Plane::Penalty => Rows::Penalties { width: self.p },
        }
    }

    /// Width and seed of every network to train; none where they are not asked for or too large.
    pub fn networks(&self) -> Vec<(usize, u64)> {
        let of = |(repeats, seed)| Ensemble::networks(&self.problem, self.p, repeats, seed);
        self.live.map_or_else(Vec::new, of)
    }
}

/// What the dimension leaves of the width and of the target.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    let d = state.of(D);
    state.at_most(P, d);
    match state.of(TARGET) {
        Target::Flat => state.at_most(RANK, d),
        Target::Custom => state.shortened(SPIKES, d),
        Target::Power => {}
    }
    Ok(())
}
