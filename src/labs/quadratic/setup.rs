//! From the controls to a target and a setting.

use super::controls;
use crate::{
    labs::{Error, Input, Values},
    quadratic::{Setting, Solution, Teacher, best_penalty, solve},
};

/// One state of the lab, read and validated.
pub struct Setup {
    /// The target.
    pub teacher: Teacher,
    /// Its decay, where it has one.
    pub gamma: Option<f64>,
    /// The eigenvalues that were set by hand.
    pub by_hand: Option<Vec<f64>>,
    /// Dimension.
    pub d: usize,
    /// Width.
    pub p: usize,
    /// Samples.
    pub n: f64,
    /// Label-noise variance.
    pub noise: f64,
    /// Penalty, found by [`Setup::tune`] where it is to be the best one.
    pub penalty: f64,
    /// Whether it is to be the best one.
    pub optimal: bool,
    /// Whether the phase diagram is over the penalty rather than the width.
    pub over_penalty: bool,
    /// Whether the two figures beside the network are shown.
    pub companions: bool,
    /// Networks to train per width, and the seed.
    pub live: Option<(usize, u64)>,
}

impl Setup {
    /// Reads the controls.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let values = input.values;
        let d = values.size("d")?;
        let p = at_most_d("p", values, d)?;
        let kind = values.choice("target")?;
        let gamma = values.number("gamma")?;
        let by_hand = match kind {
            "custom" => Some(values.vector("spikes")?.to_vec()),
            _ => None,
        };
        let teacher = match &by_hand {
            Some(head) if head.len() > d => {
                return Err(Error::Control {
                    id: "spikes",
                    given: format!("{} numbers", head.len()),
                    accepted: format!("at most d = {d} numbers"),
                });
            }
            Some(head) => {
                let law = Teacher::power_law(gamma, d)?;
                let rest = law.eigenvalues().iter().skip(head.len());
                Teacher::new(head.iter().chain(rest).copied().collect())?
            }
            None if kind == "flat" => Teacher::flat(at_most_d("rank", values, d)?, d)?,
            None => Teacher::power_law(gamma, d)?,
        };
        let live = match values.toggle("live")? {
            true => Some((values.size("repeats")?, values.integer("seed")?)),
            false => None,
        };
        Ok(Self {
            teacher,
            gamma: (kind == "power").then_some(gamma),
            by_hand,
            d,
            p,
            n: values.integer("n")? as f64,
            noise: values.number("noise")?,
            penalty: values.number("lambda")?,
            optimal: values.toggle("optimal")?,
            over_penalty: values.choice("plane")? == "penalty",
            companions: values.toggle("companions")?,
            live,
        })
    }

    /// Samples per dimension.
    pub fn n_eff(&self) -> f64 {
        self.n / self.d as f64
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

    /// The best solution for a setting.
    pub fn solve(&self, setting: &Setting) -> Result<Solution, Error> {
        Ok(solve(&self.teacher, setting)?[0])
    }

    /// Finds the penalty with the smallest test error here, within the control's range.
    pub fn tune(&mut self) -> Result<(), Error> {
        let found = best_penalty(&self.teacher, &self.setting(self.p, self.n))?;
        let [low, high] = controls::PENALTIES;
        self.penalty = found.clamp(low, high);
        Ok(())
    }
}

fn at_most_d(id: &'static str, values: &Values, d: usize) -> Result<usize, Error> {
    match values.size(id)? {
        x if x <= d => Ok(x),
        x => Err(Error::Control {
            id,
            given: x.to_string(),
            accepted: format!("1..{d} (at most the dimension d)"),
        }),
    }
}
