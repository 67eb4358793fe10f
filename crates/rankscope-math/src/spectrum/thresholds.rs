//! Where noise ends: the Marchenko-Pastur law of a random matrix, and the thresholds that follow from it.
//!
//! β = min(rows, cols)/max(rows, cols) is the aspect ratio, from 0 (excluded) to 1. "The normalised noise matrix" has independent
//! entries of variance 1/max(rows, cols); its squared singular values λ follow the Marchenko-Pastur law
//! (Marchenko and Pastur 1967, doi 10.1070/SM1967v001n04ABEH001994).

use super::{Error, Spectrum, error::parameter};
use std::f64::consts::PI;

/// The aspect ratio β of a matrix, dimensionless, in (0, 1]; NaN for an empty one.
///
/// ```
/// use rankscope_math::spectrum::thresholds::aspect_ratio;
/// assert_eq!(aspect_ratio(200, 50), 0.25);
/// ```
pub fn aspect_ratio(rows: usize, cols: usize) -> f64 {
    rows.min(cols) as f64 / rows.max(cols) as f64
}

fn checked(beta: f64) -> Result<f64, Error> {
    parameter("beta", beta, "above 0 and at most 1", |b| {
        0.0 < b && b <= 1.0
    })
}

/// The edges λ∓ = (1 ∓ √β)² of the Marchenko-Pastur law of the normalised noise matrix (squared singular values).
///
/// # Errors
/// Where β is not within (0, 1].
///
/// ```
/// use rankscope_math::spectrum::thresholds::marchenko_pastur_edges;
/// assert_eq!(marchenko_pastur_edges(0.25)?, (0.25, 2.25));
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn marchenko_pastur_edges(beta: f64) -> Result<(f64, f64), Error> {
    let root = checked(beta)?.sqrt();
    Ok(((1.0 - root).powi(2), (1.0 + root).powi(2)))
}

/// The distribution function of the singular value s = √λ of the normalised noise matrix, β checked by the caller.
fn distribution(s: f64, beta: f64) -> f64 {
    let root = beta.sqrt();
    let (low, high) = (1.0 - root, 1.0 + root);
    if s <= low {
        return 0.0;
    }
    if s >= high {
        return 1.0;
    }
    // With r² = (λ₊ − λ)/(λ − λ₋); the two arctangents are the closed-form integral of the density.
    let above = (high - s) * (high + s);
    let below = (s - low) * (s + low);
    let r = (above / below).sqrt();
    let first = ((r * r - 1.0) / (2.0 * r)).atan();
    let second = match beta < 1.0 {
        true => {
            let (a, b) = (low * low, high * high);
            ((a * r * r - b) / (2.0 * (1.0 - beta) * r)).atan()
        }
        false => 0.0,
    };
    let sum = (above * below).sqrt() - (1.0 + beta) * first + (1.0 - beta) * second;
    0.5 + sum / (2.0 * PI * beta)
}

/// The singular value of the normalised noise matrix below which a share `level` of them lies.
///
/// Accuracy: 1e-12 relative for β from 1e-6 to 1 and levels from 0.01 to 0.99, measured against integration at 30 digits.
///
/// # Errors
/// Where β is not within (0, 1] or the level not within 0..=1.
///
/// ```
/// use rankscope_math::spectrum::thresholds::quantile;
/// assert_eq!((quantile(0.0, 0.25)?, quantile(1.0, 0.25)?), (0.5, 1.5));
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn quantile(level: f64, beta: f64) -> Result<f64, Error> {
    let root = checked(beta)?.sqrt();
    parameter("level", level, "from 0 to 1", |p| (0.0..=1.0).contains(&p))?;
    let (mut low, mut high) = (1.0 - root, 1.0 + root);
    if level == 0.0 {
        return Ok(low);
    }
    if level == 1.0 {
        return Ok(high);
    }
    // Bisection until the interval holds no further double.
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return Ok(middle);
        }
        match distribution(middle, beta) < level {
            true => low = middle,
            false => high = middle,
        }
    }
}

/// The largest singular value σ(√rows + √cols) that a rows x cols matrix of independent entries with standard deviation σ has in the limit of
/// large sizes, in the unit of σ.
///
/// ```
/// use rankscope_math::spectrum::thresholds::marchenko_pastur_edge;
/// assert_eq!(marchenko_pastur_edge(400, 900, 0.1), 5.0);
/// ```
pub fn marchenko_pastur_edge(rows: usize, cols: usize, sigma: f64) -> f64 {
    sigma * ((rows as f64).sqrt() + (cols as f64).sqrt())
}

/// The number of singular values above the noise edge [`marchenko_pastur_edge`] of a noise with standard deviation σ.
///
/// ```
/// use rankscope_math::spectrum::{Spectrum, thresholds::signal_rank};
/// let s = Spectrum::new(vec![9.0, 5.0, 3.0, 1.0], 4, 4)?;
/// assert_eq!(signal_rank(&s, 1.0), 2);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn signal_rank(spectrum: &Spectrum, sigma: f64) -> usize {
    let edge = marchenko_pastur_edge(spectrum.rows(), spectrum.cols(), sigma);
    spectrum.numerical_rank(Some(edge))
}

/// The soft rank λ₊/λ_max: the squared noise edge over the largest squared singular value (dimensionless; near 1 for pure noise, near 0 for strong
/// structure; infinite for a zero spectrum; Martin and Mahoney, arXiv 1810.01075, section 3.3).
///
/// ```
/// use rankscope_math::spectrum::{Spectrum, thresholds::soft_rank};
/// let s = Spectrum::new(vec![8.0, 1.0, 1.0, 1.0], 4, 4)?;
/// assert_eq!(soft_rank(&s, 1.0), 0.25);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn soft_rank(spectrum: &Spectrum, sigma: f64) -> f64 {
    let edge = marchenko_pastur_edge(spectrum.rows(), spectrum.cols(), sigma);
    (edge / spectrum.spectral_norm()).powi(2)
}

/// The [`soft_rank`] λ₊/λ_max with the noise taken to be as large as the matrix itself, ‖A‖_F/√(rows · cols) in each entry, as
/// WeightWatcher does where it knows no other (dimensionless); `None` for a zero spectrum.
///
/// ```
/// use rankscope_math::spectrum::{Spectrum, thresholds::soft_rank_of_all};
/// // s² = 16/16, and the edge is at (2 + 2)² s²; λ_max = 4.
/// let s = Spectrum::new(vec![2.0; 4], 4, 4)?;
/// assert_eq!(soft_rank_of_all(&s), Some(4.0));
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn soft_rank_of_all(spectrum: &Spectrum) -> Option<f64> {
    let entries = spectrum.rows() as f64 * spectrum.cols() as f64;
    let deviation = spectrum.frobenius_norm() / entries.sqrt();
    (deviation > 0.0).then(|| soft_rank(spectrum, deviation))
}

/// The optimal hard threshold coefficient λ*(β) for known noise (Gavish and Donoho 2014, arXiv 1305.5870, equation 11).
///
/// # Errors
/// Where β is not within (0, 1].
///
/// ```
/// use rankscope_math::spectrum::thresholds::gavish_donoho_coefficient;
/// assert!((gavish_donoho_coefficient(1.0)? - 4.0 / 3.0_f64.sqrt()).abs() < 1e-15);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn gavish_donoho_coefficient(beta: f64) -> Result<f64, Error> {
    let b = checked(beta)?;
    let root = (b * b + 14.0 * b + 1.0).sqrt();
    Ok((2.0 * (b + 1.0) + 8.0 * b / (b + 1.0 + root)).sqrt())
}

/// The optimal hard threshold τ = λ*(β) √max(rows, cols) σ where the noise has the known standard deviation σ, in the unit of σ.
///
/// It is the larger side that enters (Gavish and Donoho 2014, arXiv 1305.5870, section III); some implementations take the smaller, which agrees for
/// square matrices only.
///
/// # Errors
/// Where the shape is empty.
///
/// ```
/// use rankscope_math::spectrum::thresholds::gavish_donoho_known;
/// assert!((gavish_donoho_known(100, 100, 0.3)? - 12.0 * 0.3 * 10.0 / (3.0 * 3.0_f64.sqrt())).abs() < 1e-14);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn gavish_donoho_known(rows: usize, cols: usize, sigma: f64) -> Result<f64, Error> {
    let coefficient = gavish_donoho_coefficient(aspect_ratio(rows, cols))?;
    Ok(coefficient * (rows.max(cols) as f64).sqrt() * sigma)
}

/// The coefficient ω(β) = λ*(β)/√μ_β of the median singular value, for unknown noise
/// (Gavish and Donoho 2014, arXiv 1305.5870, section III.E).
///
/// # Errors
/// Where β is not within (0, 1].
///
/// ```
/// use rankscope_math::spectrum::thresholds::gavish_donoho_median_coefficient;
/// assert!((gavish_donoho_median_coefficient(1.0)? - 2.858362424069534).abs() < 1e-12);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn gavish_donoho_median_coefficient(beta: f64) -> Result<f64, Error> {
    Ok(gavish_donoho_coefficient(beta)? / quantile(0.5, beta)?)
}

/// The optimal hard threshold τ = ω(β) · median(σᵢ) where the noise is unknown, in the unit of the matrix.
///
/// The median is over all min(rows, cols) singular values. A spectrum whose median is zero has no noise floor: the threshold is 0.
///
/// # Errors
/// Never in practice: β of a spectrum lies in its domain.
///
/// ```
/// use rankscope_math::spectrum::{Spectrum, thresholds::gavish_donoho_unknown};
/// let s = Spectrum::new(vec![9.0, 1.0, 1.0], 3, 3)?;
/// assert!((gavish_donoho_unknown(&s)? - 2.858362424069534).abs() < 1e-12);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn gavish_donoho_unknown(spectrum: &Spectrum) -> Result<f64, Error> {
    let beta = aspect_ratio(spectrum.rows(), spectrum.cols());
    let count = spectrum.rows().min(spectrum.cols());
    let value = |i: usize| spectrum.values().get(i).copied().unwrap_or(0.0);
    let median = 0.5 * value((count - 1) / 2) + 0.5 * value(count / 2);
    Ok(gavish_donoho_median_coefficient(beta)? * median)
}

/// Where the hard threshold of Gavish and Donoho takes its noise level from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoiseLevel {
    /// The standard deviation σ of an entry.
    Known(f64),
    /// The median singular value of a matrix that does hold noise.
    Median,
}

/// The optimal hard threshold τ (in the unit of the matrix), and the rank r* = #{σᵢ > τ} that it keeps, at most the numerical rank
/// (Gavish and Donoho 2014, arXiv 1305.5870).
///
/// # Errors
/// [`Error::NoNoise`] where there is no noise to cut: a known level of 0, or a median that is numerically zero.
///
/// ```
/// use rankscope_math::spectrum::{Spectrum, thresholds::{NoiseLevel, hard_threshold}};
/// let halved = Spectrum::new((0..512).map(|i| 0.5_f64.powi(i)).collect(), 512, 512)?;
/// assert_eq!(hard_threshold(&halved, NoiseLevel::Median).unwrap_err().code(), "no_noise");
/// assert_eq!(hard_threshold(&halved, NoiseLevel::Known(1e-3))?.1, 5);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn hard_threshold(spectrum: &Spectrum, level: NoiseLevel) -> Result<(f64, usize), Error> {
    let floor = spectrum.zero();
    let threshold = match level {
        NoiseLevel::Known(sigma) => {
            parameter("sigma", sigma, "finite and at least 0", |s| {
                s >= 0.0 && s.is_finite()
            })?;
            if sigma == 0.0 {
                let why = "there is no noise to cut away";
                return Err(Error::NoNoise { why });
            }
            gavish_donoho_known(spectrum.rows(), spectrum.cols(), sigma)?
        }
        NoiseLevel::Median => {
            let beta = aspect_ratio(spectrum.rows(), spectrum.cols());
            let threshold = gavish_donoho_unknown(spectrum)?;
            if threshold <= gavish_donoho_median_coefficient(beta)? * floor {
                let why = "the median singular value is numerically zero: it tells no noise level";
                return Err(Error::NoNoise { why });
            }
            threshold
        }
    };
    Ok((
        threshold,
        spectrum.numerical_rank(Some(threshold.max(floor))),
    ))
}

/// The critical spike strength β^¼: a weaker spike leaves no trace in the singular values of the normalised noise matrix
/// (Benaych-Georges and Nadakuditi 2012, arXiv 1103.2221, section 3.1).
///
/// # Errors
/// Where β is not within (0, 1].
///
/// ```
/// use rankscope_math::spectrum::thresholds::critical_spike;
/// assert_eq!(critical_spike(0.0625)?, 0.5);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn critical_spike(beta: f64) -> Result<f64, Error> {
    Ok(checked(beta)?.powf(0.25))
}

/// Where a spike θ u vᵀ added to the normalised noise matrix shows up in the limit of large sizes: the singular value
/// √((1 + θ²)(β + θ²))/θ above [`critical_spike`], else the edge 1 + √β
/// (Benaych-Georges and Nadakuditi 2012, arXiv 1103.2221, section 3.1).
///
/// # Errors
/// Where β is not within (0, 1] or θ is negative or not finite.
///
/// ```
/// use rankscope_math::spectrum::thresholds::spike_prediction;
/// assert!((spike_prediction(2.0, 0.5)? - 2.3717082451).abs() < 1e-10);
/// assert_eq!(spike_prediction(0.5, 1.0)?, 2.0);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn spike_prediction(theta: f64, beta: f64) -> Result<f64, Error> {
    let critical = critical_spike(beta)?;
    parameter("theta", theta, "finite and at least 0", |t| {
        t >= 0.0 && t.is_finite()
    })?;
    Ok(match theta > critical {
        // √(1 + θ²) √(β + θ²) / θ, by lengths that cannot overflow.
        true => 1.0_f64.hypot(theta) * 1.0_f64.hypot(beta.sqrt() / theta),
        false => 1.0 + beta.sqrt(),
    })
}
