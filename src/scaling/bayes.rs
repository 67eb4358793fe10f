//! The best that any method can do: the Bayes-optimal error for a rotationally invariant target.

use super::{
    Error, FreeConvolution, Teacher,
    error::{non_negative, positive},
    roots,
};

/// The Bayes-optimal estimate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bayes {
    /// E = ‖Ŝ − S*‖²_F/d.
    pub error: f64,
    /// Effective noise level δ, with E = 2αδ² − Δ/2.
    pub delta: f64,
}

/// The Bayes-optimal error from n samples with label noise Δ.
///
/// The noise level δ with δ² − (4π²/3)δ⁴∫ρ³ = 2αδ² − Δ/2, ρ the density of the target plus noise; of several, the largest, which is
/// what the search from a target known only by its spectrum reaches. Structure as in 2408.03733, rederived; n: positive, Δ ≥ 0.
///
/// ```
/// # use rankscope::scaling::{bayes_optimal, Teacher};
/// // A known target (every eigenvalue the same, any basis) needs no data.
/// let known = Teacher::flat(8, 8)?;
/// assert!(bayes_optimal(&known, 10.0, 0.1)?.error < 1e-9);
/// # Ok::<(), rankscope::scaling::Error>(())
/// ```
pub fn bayes_optimal(teacher: &Teacher, samples: f64, noise: f64) -> Result<Bayes, Error> {
    positive(samples, "the number of samples n")?;
    non_negative(noise, "the label noise Delta")?;
    let d = teacher.dimension() as f64;
    let alpha = samples / (d * d);
    let excess = |log_delta: f64| {
        let delta = log_delta.exp();
        let error = FreeConvolution::at(teacher, delta).minimal_error();
        error - 2.0 * alpha * delta * delta + 0.5 * noise
    };
    let floor = (noise / (4.0 * alpha)).sqrt();
    let silent = ((teacher.second_moment() + 0.5 * noise) / (2.0 * alpha)).sqrt();
    let low = floor.max(1e-4 * silent).ln();
    // Knowing nothing costs Q*, so the noise level is never above this one.
    let mut right = (silent.ln() + 1e-9, -1.0);
    let mut delta = low.exp();
    while right.0 > low {
        let x = (right.0 - 0.25).max(low);
        let left = (x, excess(x));
        if left.1 > 0.0 {
            let right = (right.0, excess(right.0));
            delta = roots::bracketed(left, right, 1e-11, excess).exp();
            break;
        }
        right = left;
    }
    let error = (2.0 * alpha * delta * delta - 0.5 * noise).max(0.0);
    Ok(Bayes { error, delta })
}
