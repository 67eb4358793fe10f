//! Edges of the full-width phase diagram (p ≥ d) that have a closed form.
//!
//! The rates are those of 2509.24882, the constants a reconstruction. α = n/d², n_eff = n/d, Δ the label-noise variance.

use super::{
    Error, Teacher,
    error::{non_negative, positive},
};

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
