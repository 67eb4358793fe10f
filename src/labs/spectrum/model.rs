//! What a state of the lab describes: signal, noise, ranks, threshold, tail.

use super::{controls::*, noise::Noise};
use crate::{
    labs::{prelude::*, shared::ranks::Ranks},
    linalg::{random, sort_descending},
    spectrum::{Spectrum, families, power_law, thresholds},
};

/// Everything that the figures and words look at.
pub struct Facts {
    /// The singular values before noise.
    pub signal: Vec<f64>,
    /// What is added to them.
    pub noise: Option<Noise>,
    /// Of signal and noise together.
    pub ranks: Ranks,
    /// The threshold of Gavish and Donoho: by the noise level where it is known, by the median where it is not.
    pub threshold: f64,
    /// The power law of the largest eigenvalues.
    pub tail: Result<power_law::TailFit, crate::spectrum::Error>,
}

impl Facts {
    /// Reads the controls and computes.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let columns = |rows: usize| (rows as f64 / input.of(BETA)).round() as usize;
        let signal = signal(input, columns)?;
        let (rows, cols) = (signal.len(), columns(signal.len()));
        let noise = Noise {
            rows,
            cols,
            level: input.of(NOISE),
            seed: input.of(SEED),
        };
        let noise = (noise.level > 0.0).then_some(noise);
        if noise.is_some() && rows > MAX_SIZE as usize {
            return Err(Error::Control {
                id: NOISE.id(),
                given: format!("noise on {rows}"),
                accepted: format!("noise on at most {MAX_SIZE} singular values"),
            });
        }
        let spectrum = match noise {
            Some(noise) => noise.added_to(&signal)?,
            None => Spectrum::new(signal.clone(), rows, cols)?,
        };
        Ok(Self {
            threshold: match noise {
                Some(noise) => {
                    thresholds::gavish_donoho_known(rows, cols, noise.entry_deviation())?
                }
                None => thresholds::gavish_donoho_unknown(&spectrum)?,
            },
            tail: power_law::fit_spectrum(&spectrum),
            ranks: Ranks::new(spectrum, input.values)?,
            signal,
            noise,
        })
    }

    /// The finding in one sentence.
    pub fn headline(&self) -> String {
        let (erank, n) = (self.ranks.erank(), self.ranks.size());
        let uses = format!("This spectrum uses {} of its {n} directions", short(erank));
        match self.noise {
            None => format!("{uses}."),
            Some(noise) => {
                let edge = noise.edge();
                let values = self.ranks.spectrum.values();
                let out = values.iter().filter(|s| **s > edge).count();
                let signal = self.signal.iter().filter(|s| **s > 0.0).count();
                format!("{uses}; above the noise edge stand {out}, where the signal has {signal}.")
            }
        }
    }
}

/// The singular values that the family describes.
fn signal(input: &Input, columns: impl Fn(usize) -> usize) -> Result<Vec<f64>, Error> {
    let n = input.of(N);
    let family = match input.of(FAMILY) {
        Family::Flat => families::flat(n, input.of(FLAT_RANK).min(n))?,
        Family::Power => families::power(n, input.of(ALPHA))?,
        Family::Geometric => families::geometric(n, input.of(RATIO))?,
        Family::Step => families::step(n, input.of(STEP_AT).min(n), input.of(STEP_LOW))?,
        Family::Spiked => {
            let (count, top) = (input.of(SPIKES).min(n), input.of(STRENGTH));
            let spike = |i: usize| top * (1.0 - i as f64 / count as f64);
            let spikes: Vec<f64> = (0..count).map(spike).collect();
            families::spiked(n, input.of(FLOOR), &spikes)?
        }
        Family::MarchenkoPastur => families::marchenko_pastur(n, input.of(BETA), 1.0)?,
        Family::Gaussian => {
            let mut rng = random::seeded(input.of(SEED));
            let cols = columns(n);
            let deviation = 1.0 / (cols as f64).sqrt();
            let matrix = random::gaussian(n, cols, &mut rng);
            let values = Spectrum::of(&matrix)?.into_values();
            return Ok(values.into_iter().map(|s| s * deviation).collect());
        }
        Family::Custom => {
            let mut list = input.of(VALUES);
            if list.is_empty() {
                return Err(Error::Control {
                    id: VALUES.id(),
                    given: "an empty list".into(),
                    accepted: format!("1 to {MAX_VALUES} numbers"),
                });
            }
            sort_descending(&mut list);
            return Ok(list);
        }
    };
    Ok(family.into_values())
}
