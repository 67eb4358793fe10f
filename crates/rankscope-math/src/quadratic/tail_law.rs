//! What a narrow network loses: the tail of the target, and the noise on what it keeps.

use super::{
    Error, Teacher,
    error::{check, non_negative, positive},
};
use crate::domain::Outside;

/// E(p) = \[(1/d)Σ_{i>p} sᵢ² + pΔ/(2n_eff)\]/(1 − p/n_eff) with n_eff = n/d: a network that learns its p largest eigenvalues and
/// no noise beside them; `None` for p ≥ n_eff.
///
/// Reconstruction; within 0.5 % of the state evolution while p is below the optimal width. p: 0 to d, n positive, Δ ≥ 0.
///
/// ```
/// # use rankscope_math::quadratic::{tail_law, Teacher};
/// let target = Teacher::flat(2, 8)?;
/// assert_eq!(tail_law::closed_form(&target, 1, 1e300, 0.1)?, Some(0.5));
/// assert_eq!(tail_law::closed_form(&target, 2, 16.0, 0.1)?, None);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn closed_form(
    teacher: &Teacher,
    width: usize,
    samples: f64,
    noise: f64,
) -> Result<Option<f64>, Error> {
    let d = teacher.dimension();
    check(width <= d, width as f64, "the width p", "0 to d")?;
    positive(samples, "the number of samples n")?;
    non_negative(noise, "the label noise Delta")?;
    let share = width as f64 * d as f64 / samples;
    Ok((share < 1.0).then(|| (teacher.tail(width) + 0.5 * share * noise) / (1.0 - share)))
}

/// How the best error falls, n_eff^(−1 + 1/2γ): the Bayes rate. A rate; γ above 1/2, n_eff positive.
///
/// ```
/// # use rankscope_math::quadratic::tail_law::error_rate;
/// assert_eq!(error_rate(1.0, 64.0)?, 0.125);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn error_rate(gamma: f64, n_eff: f64) -> Result<f64, Error> {
    Ok(positive(n_eff, "n/d")?.powf(0.5 / decay(gamma)? - 1.0))
}

fn decay(gamma: f64) -> Result<f64, Outside> {
    let holds = gamma > 0.5 && gamma.is_finite();
    check(
        holds,
        gamma,
        "the decay gamma of the target",
        "a finite number above 0.5",
    )
}
