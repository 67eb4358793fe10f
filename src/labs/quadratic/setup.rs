//! From the controls to a target and a setting.

use super::controls::*;
use crate::{
    labs::prelude::*,
    quadratic::{Setting, Solution, Teacher, best_penalty, solve},
};

/// One state of the lab, read and validated.
pub struct Setup {
    /// The target.
    pub teacher: Teacher,
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
    /// Samples.
    pub n: f64,
    /// Label-noise variance.
    pub noise: f64,
    /// Penalty: the one chosen, or the best one.
    pub penalty: f64,
    /// Whether it is the best one.
    pub optimal: bool,
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
        let p = at_most_d(P, input, d)?;
        let mut by_hand = 0;
        let teacher = match target {
            Target::Power => Teacher::power_law(gamma, d)?,
            Target::Flat => Teacher::flat(at_most_d(RANK, input, d)?, d)?,
            Target::Custom => {
                let mut head = input.of(SPIKES);
                by_hand = head.len();
                if by_hand > d {
                    return Err(Error::Control {
                        id: SPIKES.id(),
                        given: format!("{by_hand} numbers"),
                        accepted: format!("at most d = {d} numbers"),
                    });
                }
                let law = Teacher::power_law(gamma, d)?;
                head.extend(&law.eigenvalues()[by_hand..]);
                Teacher::new(head)?
            }
        };
        let mut setup = Self {
            teacher,
            target,
            gamma,
            by_hand,
            d,
            p,
            n: input.of(N) as f64,
            noise: input.of(NOISE),
            penalty: input.of(LAMBDA),
            optimal: input.of(OPTIMAL),
            plane: input.of(PLANE),
            companions: input.of(COMPANIONS),
            live: input.of(LIVE).then(|| (input.of(REPEATS), input.of(SEED))),
        };
        if setup.optimal {
            let best = best_penalty(&setup.teacher, &setup.setting(p, setup.n))?;
            setup.penalty = best.clamp(PENALTIES[0], PENALTIES[1]);
        }
        Ok(setup)
    }

    /// Samples per dimension.
    pub fn n_eff(&self) -> f64 {
        self.n / self.d as f64
    }

    /// d², the scale of the number of samples.
    pub fn d_squared(&self) -> f64 {
        (self.d * self.d) as f64
    }

    /// The penalty used at n samples: a tuned one follows √n.
    pub fn penalty_at(&self, n: f64) -> f64 {
        if self.optimal {
            self.penalty * (n / self.n).sqrt()
        } else {
            self.penalty
        }
    }

    /// The setting of a network of some width on n samples.
    pub fn setting(&self, width: usize, n: f64) -> Setting {
        Setting {
            width: width as f64,
            samples: n,
            noise: self.noise,
            penalty: self.penalty_at(n),
        }
    }

    /// The solution with the lowest training objective for a setting.
    pub fn solve(&self, setting: &Setting) -> Result<Solution, Error> {
        Ok(solve(&self.teacher, setting)?[0])
    }

    /// The solution at some width, given that at full width: width that is not used costs nothing.
    pub fn solve_from(&self, full: Solution, width: usize, n: f64) -> Result<Solution, Error> {
        if width as f64 >= full.kept * self.d as f64 {
            Ok(full)
        } else {
            self.solve(&self.setting(width, n))
        }
    }
}

fn at_most_d(handle: Count, input: &Input, d: usize) -> Result<usize, Error> {
    match input.of(handle) {
        x if x <= d => Ok(x),
        x => Err(Error::Control {
            id: handle.id(),
            given: x.to_string(),
            accepted: format!("1..{d} (at most the dimension d)"),
        }),
    }
}
