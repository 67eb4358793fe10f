//! Noise on a spectrum: a seeded Gaussian matrix added to a diagonal signal, and what theory expects of the sum.

use super::{Error, Spectrum, thresholds};
use crate::linalg::{Matrix, random};

/// A rows x cols matrix of independent Gaussian entries.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noise {
    /// Rows, at least 1.
    pub rows: usize,
    /// Columns, at least as many.
    pub cols: usize,
    /// The level s, in the unit of the singular values: the standard deviation of an entry times √cols. Positive.
    pub level: f64,
    /// Seed of the Gaussian numbers.
    pub seed: u64,
}

impl Noise {
    /// The standard deviation s/√cols of one entry.
    pub fn entry_deviation(&self) -> f64 {
        self.level / (self.cols as f64).sqrt()
    }

    /// Where the singular values of the noise alone end in the limit of large sizes, in the unit of the level: see
    /// [`thresholds::marchenko_pastur_edge`].
    ///
    /// ```
    /// use rankscope_math::spectrum::Noise;
    /// let noise = Noise { rows: 100, cols: 400, level: 1.0, seed: 7 };
    /// assert_eq!(noise.edge(), 1.5);
    /// ```
    pub fn edge(&self) -> f64 {
        thresholds::marchenko_pastur_edge(self.rows, self.cols, self.entry_deviation())
    }

    /// The signal β^¼ s that a singular value must exceed to leave the noise, in the unit of the level: see [`thresholds::critical_spike`].
    /// It is below the edge.
    ///
    /// # Errors
    /// An empty shape.
    pub fn critical(&self) -> Result<f64, Error> {
        let beta = thresholds::aspect_ratio(self.rows, self.cols);
        Ok(self.level * thresholds::critical_spike(beta)?)
    }

    /// Where a singular value `signal` of the signal is expected to be seen in the limit of large sizes; `None` where it drowns. See
    /// [`thresholds::spike_prediction`].
    ///
    /// # Errors
    /// An empty shape, a signal that is negative or not finite.
    ///
    /// ```
    /// use rankscope_math::spectrum::Noise;
    /// let noise = Noise { rows: 100, cols: 400, level: 1.0, seed: 7 };
    /// // Below the edge, and still seen above it: √(2 · 1.25).
    /// assert!((noise.expected(1.0)?.unwrap() - 2.5_f64.sqrt()).abs() < 1e-15);
    /// assert_eq!(noise.expected(0.7)?, None);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn expected(&self, signal: f64) -> Result<Option<f64>, Error> {
        let beta = thresholds::aspect_ratio(self.rows, self.cols);
        let strength = signal / self.level;
        if strength <= thresholds::critical_spike(beta)? {
            return Ok(None);
        }
        let seen = thresholds::spike_prediction(strength, beta)?;
        Ok(Some(seen * self.level))
    }

    /// The spectrum of this noise plus the diagonal matrix of `signal`, of at most as many values as there are rows.
    ///
    /// # Errors
    /// Those of [`Spectrum::of`].
    ///
    /// ```
    /// use rankscope_math::spectrum::Noise;
    /// let noise = Noise { rows: 60, cols: 60, level: 1.0, seed: 7 };
    /// let seen = noise.added_to(&[5.0])?;
    /// assert!((seen.values()[0] - 5.2).abs() < 0.3); // 5 + 1/5 in the limit
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
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
        Spectrum::of(&sum)
    }
}
