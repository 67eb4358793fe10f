//! The corners of the full-width phase diagram (p ≥ d), where the state evolution has a closed form.
//!
//! The rates are those of 2509.24882, the constants a reconstruction. α = n/d², n_eff = n/d, Δ the label-noise variance.

use super::{
    Error, Teacher,
    error::{check, non_negative, positive},
};
use std::f64::consts::PI;

/// E → 0.3832·Δ·α^(2/5): the noise learned by an unpenalised network from few samples, α → 0. Δ ≥ 0, α positive.
///
/// ```
/// # use rankscope_math::quadratic::phases::few_samples;
/// assert_eq!(few_samples(1.0, 1.0)?, 0.3832);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn few_samples(noise: f64, alpha: f64) -> Result<f64, Error> {
    let noise = non_negative(noise, "the label noise Delta")?;
    Ok(0.3832 * noise * positive(alpha, "n/d²")?.powf(0.4))
}

/// E → ½(3πΔ²/32λ)^(2/3): the height of the interpolation peak at α = 1/4 for a small penalty λ. Δ ≥ 0, λ positive.
///
/// ```
/// # use rankscope_math::quadratic::phases::interpolation_peak;
/// let height = interpolation_peak(1.0, 3.0 * std::f64::consts::PI / 32.0)?;
/// assert!((height - 0.5).abs() < 1e-15);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn interpolation_peak(noise: f64, penalty: f64) -> Result<f64, Error> {
    let noise = non_negative(noise, "the label noise Delta")?;
    let penalty = positive(penalty, "the penalty lambda")?;
    Ok(0.5 * (3.0 * PI * noise * noise / (32.0 * penalty)).powf(2.0 / 3.0))
}

/// E = Δ/(8α − 2): what noise costs an unpenalised network beyond the interpolation threshold α = 1/4; exact for S* = 0. Δ ≥ 0,
/// α above 1/4.
///
/// ```
/// # use rankscope_math::quadratic::phases::many_samples;
/// assert_eq!(many_samples(0.75, 1.0)?, 0.125);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn many_samples(noise: f64, alpha: f64) -> Result<f64, Error> {
    let noise = non_negative(noise, "the label noise Delta")?;
    let holds = alpha > 0.25 && alpha.is_finite();
    let alpha = check(holds, alpha, "n/d²", "a finite number above 0.25")?;
    Ok(noise / (8.0 * alpha - 2.0))
}

/// E → λ²d²/(16 n_eff²): what the penalty costs where every eigenvalue is learned, n → ∞.
///
/// ```
/// # use rankscope_math::quadratic::phases::over_regularised;
/// assert_eq!(over_regularised(0.5, 8, 4.0)?, 0.0625);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn over_regularised(penalty: f64, d: usize, n_eff: f64) -> Result<f64, Error> {
    let penalty = positive(penalty, "the penalty lambda")?;
    let b = penalty * d as f64 / (4.0 * positive(n_eff, "n/d")?);
    Ok(b * b)
}

/// The penalty λ = 4√(Δn)/d that lifts the threshold to the edge of the learned noise, up to constants. Δ ≥ 0, n positive.
///
/// ```
/// # use rankscope_math::quadratic::phases::silencing_penalty;
/// assert_eq!(silencing_penalty(0.25, 100.0, 10)?, 2.0);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn silencing_penalty(noise: f64, samples: f64, d: usize) -> Result<f64, Error> {
    let noise = non_negative(noise, "the label noise Delta")?;
    Ok(4.0 * (noise * positive(samples, "the number of samples n")?).sqrt() / d as f64)
}

/// How many eigenvalues of the target stand above the threshold λd²/(4n) of a noiseless network: the rank that the penalty leaves.
///
/// ```
/// # use rankscope_math::quadratic::{phases::penalty_rank, Teacher};
/// let target = Teacher::new(vec![4.0, 1.0, 0.1])?;
/// assert_eq!(penalty_rank(&target, 9.0, 2.0)?, 2); // threshold 1/2
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn penalty_rank(teacher: &Teacher, samples: f64, penalty: f64) -> Result<usize, Error> {
    let d = teacher.dimension() as f64;
    let penalty = positive(penalty, "the penalty lambda")?;
    let b = penalty * d * d / (4.0 * positive(samples, "the number of samples n")?);
    Ok(teacher.eigenvalues().partition_point(|s| *s > b))
}
