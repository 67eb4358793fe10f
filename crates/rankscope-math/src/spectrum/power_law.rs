//! Power-law tails: how heavy is the upper end of an eigenvalue distribution?

use super::{Error, Spectrum};
use crate::linalg::sort_ascending;

/// A density proportional to λ^−alpha above x_min, fitted to eigenvalues.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TailFit {
    /// The exponent α of the density (dimensionless, above 1).
    pub alpha: f64,
    /// Where the tail begins: one of the values, in their unit.
    pub x_min: f64,
    /// The Kolmogorov-Smirnov distance between the tail and the fit (dimensionless, 0 to 1).
    pub ks_distance: f64,
    /// The number of values at or above x_min.
    pub tail_count: usize,
}

impl TailFit {
    /// The share of the tail at or above `value`, (value/x_min)^(1 − α) (dimensionless; the value in the unit of x_min, from there on).
    pub fn share_above(&self, value: f64) -> f64 {
        (value / self.x_min).powf(1.0 - self.alpha)
    }
}

/// The power law that fits the upper tail of positive values best: x_min is the value for which the Kolmogorov-Smirnov distance is least,
/// α the maximum likelihood exponent above it.
///
/// Zeros are left out. The distance is `max |F(λᵢ) − i/k|` over the tail in ascending order, i from 0, as WeightWatcher and the powerlaw package report
/// it (Clauset, Shalizi, Newman 2009, arXiv 0706.1062, section 3.3; Martin, Peng, Mahoney 2021, doi 10.1038/s41467-021-24025-8). Every value but
/// the largest is tried as x_min; time grows with the square of their number.
///
/// # Errors
/// Where a value is negative or not finite, or there are fewer than two different positive ones.
///
/// ```
/// use rankscope_math::spectrum::power_law::fit;
/// let pareto: Vec<f64> = (0..500).map(|i| (1.0 - (i as f64 + 0.5) / 500.0).powf(-1.0 / 1.5)).collect();
/// let tail = fit(&pareto)?; // density exponent 2.5
/// assert!((tail.alpha - 2.5).abs() < 0.01);
/// assert_eq!(fit(&[1.0, 1.0]).unwrap_err().code(), "short_tail");
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn fit(values: &[f64]) -> Result<TailFit, Error> {
    if let Some(index) = values.iter().position(|v| !v.is_finite() || *v < 0.0) {
        let value = values[index];
        return Err(Error::Value { index, value });
    }
    let logs = values
        .iter()
        .filter(|v| **v > 0.0)
        .map(|v| v.ln())
        .collect();
    fit_logs(logs)
}

/// The tail of the eigenvalues λᵢ = σᵢ² of AᵀA; numerically zero ones are left out. See [`fit`].
///
/// # Errors
/// Where there are fewer than two different positive values.
///
/// ```
/// use rankscope_math::spectrum::{families, power_law::fit_spectrum};
/// // σᵢ = i^−1: the number of eigenvalues above λ is λ^−½, so the density falls like λ^−1.5.
/// let tail = fit_spectrum(&families::power(500, 1.0)?)?;
/// assert!((tail.alpha - 1.5).abs() < 0.01);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn fit_spectrum(spectrum: &Spectrum) -> Result<TailFit, Error> {
    let kept = &spectrum.values()[..spectrum.numerical_rank(None)];
    fit_logs(kept.iter().map(|s| 2.0 * s.ln()).collect())
}

/// The fit to values given by their logarithms, which neither overflow nor vanish.
pub(super) fn fit_logs(mut logs: Vec<f64>) -> Result<TailFit, Error> {
    sort_ascending(&mut logs);
    let mut best: Option<TailFit> = None;
    // Σ ln λᵢ over the tail, built up from the largest value downwards.
    let mut sum = 0.0;
    for start in (0..logs.len()).rev() {
        let tail = &logs[start..];
        sum += tail[0];
        let first_of_equals = start == 0 || logs[start - 1] < tail[0];
        if !first_of_equals || tail[0] == tail[tail.len() - 1] {
            continue;
        }
        let count = tail.len() as f64;
        let slope = count / (sum - count * tail[0]);
        let ks_distance = distance(tail, slope);
        if best.is_none_or(|b| ks_distance <= b.ks_distance) {
            best = Some(TailFit {
                alpha: 1.0 + slope,
                x_min: tail[0].exp(),
                ks_distance,
                tail_count: tail.len(),
            });
        }
    }
    best.ok_or(Error::ShortTail {
        given: usize::from(!logs.is_empty()),
    })
}

/// The largest difference between 1 − (λ/x_min)^−slope and the share of the tail below λ.
fn distance(tail: &[f64], slope: f64) -> f64 {
    let count = tail.len() as f64;
    tail.iter()
        .enumerate()
        .map(|(i, log)| (-(slope * (tail[0] - log)).exp_m1() - i as f64 / count).abs())
        .fold(0.0, f64::max)
}
