//! The best penalty, found numerically.

use super::{Error, Setting, Teacher, error::positive, phases, solve};
use crate::grid::golden_section;

/// Between two penalties of the scan, in ln λ.
const STEP: f64 = 0.8;
/// Steps of the scan below and above the penalty that silences the noise.
const SCAN: core::ops::RangeInclusive<i32> = -8..=4;
/// Steps of the golden section search: each leaves 0.618 of the interval.
const REFINEMENTS: usize = 12;

/// The penalty λ with the smallest test error at the given width, samples and noise (dimensionless, positive); `setting.penalty` is not
/// used.
///
/// A scan over four decades around [`phases::silencing_penalty`], then golden section search between the neighbours of the best one; ln λ
/// is found to 0.005, by which the error changes less than 1e-4 of itself. Label noise must be positive, for without any there is no such
/// penalty.
///
/// # Errors
/// As [`solve`]; [`Error::Domain`] where the noise is not positive.
///
/// ```
/// use rankscope_math::quadratic::{Setting, Teacher, best_penalty, solve};
/// let target = Teacher::power_law(1.25, 50)?;
/// let at = |penalty| Setting { width: 50.0, samples: 2500.0, noise: 0.1, penalty };
/// let best = best_penalty(&target, &at(1.0))?;
/// let error = |penalty| Ok::<f64, rankscope_math::quadratic::Error>(solve(&target, &at(penalty))?[0].error);
/// assert!(error(best)? < error(0.9 * best)? && error(best)? < error(1.1 * best)?);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn best_penalty(teacher: &Teacher, setting: &Setting) -> Result<f64, Error> {
    let noise = positive(setting.noise, "the label noise Delta")?;
    let centre = phases::silencing_penalty(noise, setting.samples, teacher.dimension())?.ln();
    let error = |log: f64| -> Result<f64, Error> {
        let penalty = log.exp();
        let setting = Setting {
            penalty,
            ..*setting
        };
        Ok(solve(teacher, &setting)?[0].error)
    };
    let mut best = (centre, f64::INFINITY);
    for k in SCAN {
        let at = centre + STEP * f64::from(k);
        let value = error(at)?;
        if value < best.1 {
            best = (at, value);
        }
    }
    let log = golden_section(error, (best.0 - STEP, best.0 + STEP), REFINEMENTS)?;
    Ok(log.exp())
}
