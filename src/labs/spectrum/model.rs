//! What a state of the lab describes: signal, noise, ranks, threshold, tail.

use super::controls::*;
use crate::{
    labs::{prelude::*, shared::ranks::Ranks},
    linalg::sort_descending,
    spectrum::{
        self, Noise, Spectrum, families, limits, power_law,
        thresholds::{self, NoiseLevel},
    },
};

/// Everything that the figures and words look at.
pub struct Facts {
    /// The singular values before noise.
    pub signal: Vec<f64>,
    /// What is added to them.
    pub noise: Option<Noise>,
    /// Of signal and noise together.
    pub ranks: Ranks,
    /// The rank without rounding, where it is known.
    pub exact_rank: Option<usize>,
    /// Where the threshold takes its noise level from.
    pub level: NoiseLevel,
    /// The threshold of Gavish and Donoho and the rank that it keeps, or why there is none.
    pub threshold: Result<(f64, usize), spectrum::Error>,
    /// The power law of the largest eigenvalues.
    pub tail: Result<power_law::TailFit, spectrum::Error>,
    /// What the ranks tend to as the family grows, where that is known.
    pub limit: Option<Limit>,
}

/// Ranks in the limit of many singular values.
pub enum Limit {
    /// Of a sequence that goes on for ever.
    Whole(spectrum::Ranks),
    /// Of a matrix, per row.
    PerRow(spectrum::Ranks),
}

/// A signal value with its index, from 1, and where it is expected to be seen.
pub struct Expected {
    /// The index.
    pub index: f64,
    /// Where it is expected; `None` where noise drowns it.
    pub seen: Option<f64>,
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
        let family = input.of(FAMILY);
        let level = match (noise, family) {
            (Some(noise), _) => NoiseLevel::Known(noise.entry_deviation()),
            // These are noise themselves, and drawn values may hold some.
            (None, Family::Gaussian | Family::MarchenkoPastur | Family::Custom) => {
                NoiseLevel::Median
            }
            (None, _) => NoiseLevel::Known(0.0),
        };
        let exact_rank = match (noise, family) {
            // Noise fills every direction, almost surely; of these laws no value is zero, however small.
            (Some(_), _) | (None, Family::Power | Family::Geometric | Family::Gaussian) => rows,
            _ => signal.iter().filter(|s| **s > 0.0).count(),
        };
        let ranks = Ranks::new(spectrum, input.values)?;
        Ok(Self {
            threshold: thresholds::hard_threshold(&ranks.spectrum, level),
            limit: match noise {
                Some(_) => None,
                None => limit(input)?,
            },
            tail: power_law::fit_spectrum(&ranks.spectrum),
            exact_rank: Some(exact_rank),
            level,
            ranks,
            signal,
            noise,
        })
    }

    /// The signal values that are not zero, and where the noise lets them be seen.
    pub fn expected(&self, noise: Noise) -> Result<Vec<Expected>, Error> {
        let drawn = self.signal.iter().enumerate().filter(|(_, s)| **s > 0.0);
        let expected = drawn.map(|(i, s)| {
            Ok(Expected {
                index: i as f64 + 1.0,
                seen: noise.expected(*s)?,
            })
        });
        expected.collect()
    }
}

/// How many of the signal values are expected above the noise.
pub fn count_seen(expected: &[Expected]) -> usize {
    expected.iter().filter(|one| one.seen.is_some()).count()
}

/// No more equal values, no later step and no more spikes than there are singular values.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    let n = state.of(N);
    match state.of(FAMILY) {
        Family::Flat => state.at_most(FLAT_RANK, n),
        Family::Step => state.at_most(STEP_AT, n),
        Family::Spiked => state.at_most(SPIKES, n),
        _ => {}
    }
    Ok(())
}

/// What the ranks of the family tend to.
fn limit(input: &Input) -> Result<Option<Limit>, Error> {
    let ratio = input.of(RATIO);
    Ok(match input.of(FAMILY) {
        Family::Geometric if ratio < 1.0 => Some(Limit::Whole(limits::geometric(ratio)?)),
        Family::Gaussian | Family::MarchenkoPastur => {
            let ranks = limits::marchenko_pastur_per_row(input.of(BETA))?;
            Some(Limit::PerRow(ranks))
        }
        _ => None,
    })
}

/// The singular values that the family describes.
fn signal(input: &Input, columns: impl Fn(usize) -> usize) -> Result<Vec<f64>, Error> {
    let n = input.of(N);
    let family = match input.of(FAMILY) {
        Family::Flat => families::flat(n, input.of(FLAT_RANK))?,
        Family::Power => families::power(n, input.of(ALPHA))?,
        Family::Geometric => families::geometric(n, input.of(RATIO))?,
        Family::Step => families::step(n, input.of(STEP_AT), input.of(STEP_LOW))?,
        Family::Spiked => {
            let spikes = families::even_spikes(input.of(SPIKES), input.of(STRENGTH));
            families::spiked(n, input.of(FLOOR), &spikes)?
        }
        Family::MarchenkoPastur => families::marchenko_pastur(n, input.of(BETA), 1.0)?,
        Family::Gaussian => families::gaussian(n, columns(n), input.of(SEED))?,
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
