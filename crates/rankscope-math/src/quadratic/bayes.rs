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

/// Step of the search for a sign change, in ln δ.
const STEP: f64 = 0.25;

/// The Bayes-optimal error from n samples with label noise Δ.
///
/// The noise level δ with δ² − (4π²/3)δ⁴∫ρ³ = 2αδ² − Δ/2, ρ the density of the target plus noise; of several, the largest, which is
/// the one that an algorithm reaches that starts with no knowledge of the eigenvectors. Structure as in 2408.03733, rederived; n: positive, Δ ≥ 0.
///
/// ```
/// # use rankscope_math::quadratic::{bayes_optimal, Teacher};
/// // A known target (every eigenvalue the same, any basis) needs no data.
/// let known = Teacher::flat(8, 8)?;
/// assert!(bayes_optimal(&known, 10.0, 0.1)?.error < 1e-9);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn bayes_optimal(teacher: &Teacher, samples: f64, noise: f64) -> Result<Bayes, Error> {
    positive(samples, "the number of samples n")?;
    non_negative(noise, "the label noise Delta")?;
    let d = teacher.dimension() as f64;
    let alpha = samples / (d * d);
    let against = |error: f64, delta: f64| error - 2.0 * alpha * delta * delta + 0.5 * noise;
    let mut excess = |log_delta: f64| {
        let delta = log_delta.exp();
        against(FreeConvolution::at(teacher, delta).minimal_error(), delta)
    };
    let floor = (noise / (4.0 * alpha)).sqrt();
    let silent = ((teacher.second_moment() + 0.5 * noise) / (2.0 * alpha)).sqrt();
    let low = floor.max(1e-4 * silent).ln();
    // Knowing nothing costs Q*, so the noise level is never above this one. The levels between are the same for every n and noise.
    let mut right = (silent.ln() + 1e-9, f64::NAN);
    let mut rung = (right.0 / STEP).ceil() as i32;
    let mut delta = low.exp();
    while right.0 > low {
        rung -= 1;
        let x = (f64::from(rung) * STEP).max(low);
        let value = if x > low {
            against(teacher.minimal_error(rung, x.exp()), x.exp())
        } else {
            excess(low)
        };
        if value > 0.0 {
            if right.1.is_nan() {
                right.1 = excess(right.0);
            }
            delta = roots::bracketed((x, value), right, 1e-10, &mut excess).exp();
            break;
        }
        right = (x, value);
    }
    // Not 2αδ² − Δ/2, the same as a difference of what may be much larger.
    let error = FreeConvolution::at(teacher, delta).minimal_error().max(0.0);
    Ok(Bayes { error, delta })
}
