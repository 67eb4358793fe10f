//! From the controls to modes and a setting.

use super::controls::MAX_SAMPLES;
use crate::{
    labs::{Error, Input},
    regression::{Generalization, Modes, Setting, arc_cosine::circle_modes, generalization},
};

/// Where the eigenvalues come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Family {
    /// i^-decay.
    Power {
        /// The decay.
        decay: f64,
    },
    /// All 1.
    Flat,
    /// `strong` ones, then `low`.
    TwoLevel {
        /// How many ones.
        strong: usize,
        /// The others.
        low: f64,
    },
    /// `by_hand` given, the others i^-decay.
    Custom {
        /// How many are given.
        by_hand: usize,
        /// The decay of the others.
        decay: f64,
    },
    /// An infinitely wide ReLU network on the circle.
    Circle {
        /// Hidden layers.
        depth: usize,
        /// Frequency of the target.
        frequency: usize,
    },
}

/// One state of the lab, read and validated.
pub struct Setup {
    /// Where the eigenvalues come from.
    pub family: Family,
    /// The spectrum, as the theory takes it.
    pub modes: Modes,
    /// Eigenvalue and target energy by mode, in the order declared; of the circle, by level.
    pub list: Vec<(f64, f64)>,
    /// How the target's energy decays; 0 where it does not follow a law.
    pub target_decay: f64,
    /// Samples, ridge, noise.
    pub setting: Setting,
    /// Samples.
    pub n: usize,
    /// Features per sample at which the double-descent figure is read.
    pub ratio: f64,
    /// Draws per dot and seed, where simulations are asked for.
    pub simulation: Option<(usize, u64)>,
}

impl Setup {
    /// Reads the controls.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let values = input.values;
        let count = values.size("modes")?;
        let decay = values.number("decay")?;
        let target_decay = values.number("target_decay")?;
        let law = |decay: f64| move |i: usize| ((i + 1) as f64).powf(-decay);
        let (family, eigenvalues): (_, Vec<f64>) = match values.choice("family")? {
            "flat" => (Family::Flat, vec![1.0; count]),
            "two_level" => {
                let strong = at_most("strong", values.size("strong")?, count)?;
                let low = values.number("low")?;
                let level = |i| if i < strong { 1.0 } else { low };
                (
                    Family::TwoLevel { strong, low },
                    (0..count).map(level).collect(),
                )
            }
            "custom" => {
                let head = values.vector("eigenvalues")?;
                let by_hand = at_most("eigenvalues", head.len(), count)?;
                let rest = (by_hand..count).map(law(decay));
                let list = head.iter().copied().chain(rest).collect();
                (Family::Custom { by_hand, decay }, list)
            }
            "circle" => {
                let depth = values.size("depth")?;
                let frequency = values.size("frequency")?;
                (Family::Circle { depth, frequency }, Vec::new())
            }
            _ => (
                Family::Power { decay },
                (0..count).map(law(decay)).collect(),
            ),
        };
        let (modes, list) = if let Family::Circle { depth, frequency } = family {
            let modes = circle_modes(depth, frequency)?;
            let levels = modes.levels().iter();
            let list = levels.map(|l| (l.eigenvalue, l.target)).collect();
            (modes, list)
        } else {
            let targets: Vec<f64> = (0..count).map(law(target_decay)).collect();
            let modes = Modes::new(&eigenvalues, &targets)?;
            (modes, eigenvalues.into_iter().zip(targets).collect())
        };
        let n = values.size("n")?;
        let simulation = match values.toggle("monte_carlo")? {
            true => Some((values.size("draws")?, values.integer("seed")?)),
            false => None,
        };
        Ok(Self {
            family,
            modes,
            list,
            target_decay,
            setting: Setting {
                samples: n as f64,
                ridge: values.number("ridge")?,
                noise: values.number("noise")?,
            },
            n,
            ratio: values.number("ratio")?,
            simulation,
        })
    }

    /// Whether inputs are points on a circle rather than Gaussian features.
    pub fn on_circle(&self) -> bool {
        matches!(self.family, Family::Circle { .. })
    }

    /// The most samples that can be solved for.
    pub fn most_samples(&self) -> usize {
        let count = self.modes.count();
        if self.setting.ridge == 0.0 && count <= MAX_SAMPLES as f64 {
            (count as usize).saturating_sub(1).max(1)
        } else {
            MAX_SAMPLES as usize
        }
    }

    /// The theory at another number of samples.
    pub fn solve(&self, n: usize) -> Result<Generalization, Error> {
        let setting = self.at(n);
        Ok(generalization(&self.modes, &setting, None)?)
    }

    /// The setting at another number of samples.
    pub fn at(&self, n: usize) -> Setting {
        Setting {
            samples: n as f64,
            ..self.setting
        }
    }

    /// The mode's number on the horizontal axis: of the circle, the first of a level.
    pub fn index(&self, i: usize) -> f64 {
        if self.on_circle() {
            let before = self.modes.levels().iter().take(i);
            1.0 + before.map(|l| l.multiplicity).sum::<f64>()
        } else {
            (i + 1) as f64
        }
    }

    /// Up to a few hundred modes, dense where they are few: what a logarithmic axis can show.
    pub fn shown(&self) -> Vec<usize> {
        let last = self.list.len() as f64;
        let mut shown: Vec<usize> = (0..=240)
            .map(|k| (last.powf(f64::from(k) / 240.0).round() as usize).saturating_sub(1))
            .collect();
        shown.dedup();
        shown
    }

    /// The exponent of the test error over the samples in the limit of many modes, where it is known, or why it is not: of the law
    /// λ ~ i^-a, v² ~ i^-b, κ falls as n^-a while the spectrum limits it and as δ/n once the ridge does; what is missing of the target
    /// falls as κ^min((b−1)/a, 2).
    pub fn rate(&self, here: &Generalization) -> Result<f64, &'static str> {
        let Family::Power { decay } = self.family else {
            return Err("known for power laws");
        };
        if decay <= 1.0 || self.target_decay <= 1.0 {
            return Err("known where both laws have a finite sum: decays above 1");
        }
        let Setting {
            samples,
            ridge,
            noise,
        } = self.setting;
        if noise > 0.0 && ridge == 0.0 {
            return Err("with noise and no ridge the error levels off near a σ²");
        }
        if noise > 0.0 {
            return Err("with noisy labels the error ends at the noise");
        }
        let of_kappa = ((self.target_decay - 1.0) / decay).min(2.0);
        let by_ridge = ridge / here.kappa > 0.5 * samples;
        Ok(if by_ridge { of_kappa } else { decay * of_kappa })
    }
}

fn at_most(id: &'static str, given: usize, most: usize) -> Result<usize, Error> {
    if given <= most {
        return Ok(given);
    }
    Err(Error::Control {
        id,
        given: given.to_string(),
        accepted: format!("at most {most}, the number of modes"),
    })
}
