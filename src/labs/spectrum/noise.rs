//! Noise: a seeded Gaussian matrix added to a diagonal signal, and what theory expects of the sum.

use crate::{
    labs::Error,
    linalg::{Matrix, random},
    spectrum::{Spectrum, thresholds},
};

/// The noise added to a spectrum.
#[derive(Clone, Copy)]
pub struct Noise {
    /// Rows of the matrix.
    pub rows: usize,
    /// Columns of the matrix; at least as many.
    pub cols: usize,
    /// Standard deviation of an entry, times the root of the number of columns.
    pub level: f64,
    /// Seed of the Gaussian numbers.
    pub seed: u64,
}

impl Noise {
    /// Standard deviation of one entry.
    pub fn entry_deviation(&self) -> f64 {
        self.level / (self.cols as f64).sqrt()
    }

    /// Where the singular values of the noise alone end.
    pub fn edge(&self) -> f64 {
        thresholds::marchenko_pastur_edge(self.rows, self.cols, self.entry_deviation())
    }

    /// Where a singular value `signal` of the signal is expected to be seen, or `None` if it drowns.
    pub fn expected(&self, signal: f64) -> Result<Option<f64>, Error> {
        let beta = thresholds::aspect_ratio(self.rows, self.cols);
        let strength = signal / self.level;
        if strength <= thresholds::critical_spike(beta)? {
            return Ok(None);
        }
        let seen = thresholds::spike_prediction(strength, beta)?;
        Ok(Some(seen * self.level))
    }

    /// The spectrum of the diagonal matrix of `signal` plus noise.
    pub fn added_to(&self, signal: &[f64]) -> Result<Spectrum, Error> {
        let mut rng = random::seeded(self.seed);
        let mut sum: Matrix = random::gaussian(self.rows, self.cols, &mut rng);
        let deviation = self.entry_deviation();
        for x in sum.as_mut_slice() {
            *x *= deviation;
        }
        for (i, s) in signal.iter().enumerate() {
            sum[(i, i)] += s;
        }
        Ok(Spectrum::of(&sum)?)
    }
}
