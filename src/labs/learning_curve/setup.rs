//! What a state of the lab describes: modes and a setting.

use super::controls::*;
use crate::{
    grid::log_grid,
    labs::prelude::*,
    regression::{
        Generalization, Modes, Setting, Simulation, Source,
        arc_cosine::circle_modes,
        double_descent::{belkin_hsu_xu, isotropic_ridgeless},
        families::{power_law, two_level},
        generalization, rate,
    },
};

/// Test errors at the features per sample chosen.
pub struct AtRatio {
    /// Features p.
    pub features: usize,
    /// As n and p grow, all of the target on the features used.
    pub limit: f64,
    /// Exact at this n, on the first p of the features; `None` where there are not as many.
    pub first: Option<f64>,
}

/// Where the eigenvalues come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kernel {
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
    pub kernel: Kernel,
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
    pub fn read(input: &Input) -> Result<Self, Error> {
        let (count, decay, target_decay) =
            (input.of(MODES), input.of(DECAY), input.of(TARGET_DECAY));
        let (kernel, eigenvalues): (_, Vec<f64>) = match input.of(FAMILY) {
            Family::Power => (Kernel::Power { decay }, power_law(count, decay)),
            Family::Flat => (Kernel::Flat, vec![1.0; count]),
            Family::TwoLevel => {
                let (strong, low) = (input.of(STRONG), input.of(LOW));
                (
                    Kernel::TwoLevel { strong, low },
                    two_level(count, strong, low),
                )
            }
            Family::Custom => {
                let mut list = input.of(EIGENVALUES);
                let by_hand = list.len();
                list.extend(&power_law(count, decay)[by_hand..]);
                (Kernel::Custom { by_hand, decay }, list)
            }
            Family::Circle => {
                let (depth, frequency) = (input.of(DEPTH), input.of(FREQUENCY));
                (Kernel::Circle { depth, frequency }, Vec::new())
            }
        };
        let (modes, list) = if let Kernel::Circle { depth, frequency } = kernel {
            let modes = circle_modes(depth, frequency)?;
            let levels = modes.levels().iter();
            let list = levels.map(|l| (l.eigenvalue, l.target)).collect();
            (modes, list)
        } else {
            let targets = power_law(count, target_decay);
            let modes = Modes::new(&eigenvalues, &targets)?;
            (modes, eigenvalues.into_iter().zip(targets).collect())
        };
        let n = input.of(N);
        let simulated = input.of(MONTE_CARLO);
        Ok(Self {
            kernel,
            modes,
            list,
            target_decay,
            setting: Setting {
                samples: n as f64,
                ridge: input.of(RIDGE),
                noise: input.of(NOISE),
            },
            n,
            ratio: input.of(RATIO),
            simulation: simulated.then(|| (input.of(DRAWS), input.of(SEED))),
        })
    }

    /// Whether inputs are points on a circle rather than Gaussian features.
    pub fn on_circle(&self) -> bool {
        matches!(self.kernel, Kernel::Circle { .. })
    }

    /// The theory at another number of samples.
    pub fn solve(&self, n: usize) -> Result<Generalization, Error> {
        Ok(generalization(&self.modes, &self.at(n), None)?)
    }

    /// Double descent at the features per sample chosen.
    pub fn at_ratio(&self) -> Result<AtRatio, Error> {
        let (noise, energy) = (self.setting.noise, self.modes.target_energy());
        let features = ((self.ratio * self.n as f64).round() as usize).max(1);
        let first = match self.list.split_at_checked(features) {
            Some((used, unused)) if !self.on_circle() => {
                let [used, unused] = [used, unused].map(|part| part.iter().map(|m| m.1).sum());
                Some(belkin_hsu_xu(self.n, features, used, unused, noise)?)
            }
            _ => None,
        };
        Ok(AtRatio {
            features,
            limit: isotropic_ridgeless(self.ratio, energy, noise)? + noise,
            first,
        })
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
        let places = log_grid(1.0, self.list.len() as f64, 241);
        let index = |place: f64| (place.round() as usize).saturating_sub(1);
        let mut shown: Vec<usize> = places.into_iter().map(index).collect();
        shown.dedup();
        shown
    }

    /// The exponent of the test error over the samples in the limit of many modes, or why none is known.
    pub fn rate(&self, here: &Generalization) -> Result<f64, String> {
        let Kernel::Power { decay } = self.kernel else {
            return Err("known for power laws".into());
        };
        if here.kappa == 0.0 {
            return Err("every mode is learned: no fewer samples than modes".into());
        }
        let found = rate::exponent(decay, self.target_decay, &self.setting, here.kappa);
        found.map_err(|why| why.to_string())
    }

    /// Regressions on random data; `None` where they are not asked for, or too large.
    pub fn simulation(&self) -> Option<Simulation> {
        let source = match self.kernel {
            Kernel::Circle { depth, frequency } => Source::Circle { depth, frequency },
            _ => Source::Gaussian,
        };
        Simulation::new(source, &self.modes, &self.setting, self.simulation?)
    }
}

/// What the number of modes leaves of those that are strong or set by hand.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    let count = state.of(MODES);
    match state.of(FAMILY) {
        Family::TwoLevel => state.at_most(STRONG, count),
        Family::Custom => state.shortened(EIGENVALUES, count),
        _ => {}
    }
    Ok(())
}
