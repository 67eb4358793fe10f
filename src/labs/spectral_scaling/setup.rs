//! From the controls to a spectrum, a target and limits.

use super::controls::*;
use crate::{
    labs::prelude::*,
    regression::{Limits, power_tail},
};

/// One state of the lab, read and validated.
pub struct Setup {
    /// Where the eigenvalues come from.
    pub shape: Shape,
    /// b and a.
    pub decays: [f64; 2],
    /// Eigenvalues by rank.
    pub eigenvalues: Vec<f64>,
    /// The target's power by rank.
    pub power: Vec<f64>,
    /// The rank of the kink, where there is one.
    pub kink: Option<usize>,
    /// The modes that a frontier can use, with their target power: those above, or a power law without its cut-off.
    pub endless: (Vec<f64>, Vec<f64>),
    /// The power of the target beyond those.
    pub beyond: f64,
    /// What limits.
    pub limits: Limits,
    /// Whether the error counts the noise of a new label.
    pub noisy: bool,
    /// Time.
    pub time: f64,
    /// Compute.
    pub compute: f64,
    /// Draws per dot and seed, where simulations are asked for.
    pub simulation: Option<(usize, u64)>,
}

/// Modes of a frontier of a power law.
const ENDLESS: usize = 20_000;

impl Setup {
    /// Reads the controls.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let (shape, modes) = (input.of(SHAPE), input.of(MODES));
        let (b, a) = (input.of(DECAY), input.of(TARGET_DECAY));
        let (kink, steep) = (input.of(KINK), input.of(STEEP));
        let law = |count: usize, p: f64| {
            (1..=count)
                .map(|i| (i as f64).powf(-p))
                .collect::<Vec<f64>>()
        };
        let (eigenvalues, power) = match shape {
            Shape::Power => (law(modes, b), law(modes, a)),
            // The power bends with the spectrum: v = λ^(a/b).
            Shape::Kink => {
                let at = |i: usize| {
                    let (i, r) = (i as f64, kink as f64);
                    if i <= r {
                        i.powf(-b)
                    } else {
                        r.powf(-b) * (i / r).powf(-steep)
                    }
                };
                let list: Vec<f64> = (1..=modes).map(at).collect();
                let power = list.iter().map(|l| l.powf(a / b)).collect();
                (list, power)
            }
            Shape::Drawn => {
                let knots = input.of(KNOTS);
                if knots.len() < 2 || knots.windows(2).any(|pair| pair[1] > pair[0]) {
                    return Err(Error::Control {
                        id: KNOTS.id(),
                        given: format!("{} numbers, some of them rising", knots.len()),
                        accepted: "two to nine eigenvalues, none above the one before".into(),
                    });
                }
                let list: Vec<f64> = (1..=modes).map(|i| between(&knots, i as f64)).collect();
                let power = list
                    .iter()
                    .enumerate()
                    .map(|(i, l)| drawn_power(&list, i, *l, a))
                    .collect();
                (list, power)
            }
        };
        let (endless, beyond) = match shape {
            Shape::Power => ((law(ENDLESS, b), law(ENDLESS, a)), power_tail(ENDLESS, a)),
            _ => ((eigenvalues.clone(), power.clone()), 0.0),
        };
        let limit = |count: usize| {
            if count == 0 {
                f64::INFINITY
            } else {
                count as f64
            }
        };
        Ok(Self {
            shape,
            decays: [b, a],
            kink: (shape == Shape::Kink && kink < modes).then_some(kink),
            endless,
            beyond,
            limits: Limits {
                samples: limit(input.of(SAMPLES)),
                features: limit(input.of(FEATURES)),
                ridge: input.of(RIDGE),
                noise: input.of(NOISE),
            },
            noisy: input.of(NOISE_IN_ERROR),
            time: input.of(TIME_SPENT),
            compute: input.of(COMPUTE),
            simulation: input
                .of(MONTE_CARLO)
                .then(|| (input.of(DRAWS), input.of(SEED))),
            eigenvalues,
            power,
        })
    }

    /// How many modes there are.
    pub fn modes(&self) -> usize {
        self.eigenvalues.len()
    }

    /// The exponents of the loss over samples, features and time, or why they are not known: of power laws, without noise and ridge.
    pub fn exponents(&self) -> Result<[f64; 3], &'static str> {
        let [b, a] = self.decays;
        match self.shape {
            Shape::Power => Ok([(a - 1.0).min(2.0 * b), (a - 1.0).min(b), (a - 1.0) / b]),
            _ => Err("known for power laws"),
        }
    }
}

/// The spectrum between its knots: power laws, and the last one beyond.
fn between(knots: &[f64], i: f64) -> f64 {
    let last = knots.len() - 2;
    let j = (0..last).find(|j| i <= RANKS[j + 1]).unwrap_or(last);
    let share = (i / RANKS[j]).ln() / (RANKS[j + 1] / RANKS[j]).ln();
    (knots[j].ln() + share * (knots[j + 1] / knots[j]).ln()).exp()
}

/// The target's power where the spectrum is drawn: i^−a, times what the spectrum has lost against i^−a at most; it bends where the
/// spectrum bends.
fn drawn_power(list: &[f64], i: usize, l: f64, a: f64) -> f64 {
    let b = (list[0] / list[list.len() - 1]).ln() / (list.len() as f64).ln();
    match b > 0.0 {
        true => (l / list[0]).powf(a / b),
        false => ((i + 1) as f64).powf(-a),
    }
}
