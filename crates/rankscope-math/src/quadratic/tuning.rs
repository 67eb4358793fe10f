//! The best penalty, found numerically.

use super::{Error, Setting, Teacher, error::positive, phases, solve};

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

/// The minimum of a unimodal function between two numbers, by Kiefer's golden section search: the middle of the two points inside the
/// interval that is left after so many steps (Kiefer 1953, doi 10.1090/S0002-9939-1953-0055639-3).
fn golden_section<E>(
    f: impl Fn(f64) -> Result<f64, E>,
    (mut low, mut high): (f64, f64),
    steps: usize,
) -> Result<f64, E> {
    let ratio = 0.5 * (5.0_f64.sqrt() - 1.0);
    let mut a = (high - ratio * (high - low), 0.0);
    let mut b = (low + ratio * (high - low), 0.0);
    (a.1, b.1) = (f(a.0)?, f(b.0)?);
    for _ in 0..steps {
        if a.1 < b.1 {
            (high, b) = (b.0, a);
            a.0 = high - ratio * (high - low);
            a.1 = f(a.0)?;
        } else {
            (low, a) = (a.0, b);
            b.0 = low + ratio * (high - low);
            b.1 = f(b.0)?;
        }
    }
    Ok(0.5 * (a.0 + b.0))
}

#[cfg(test)]
mod tests {
    use super::golden_section;

    /// Each step leaves (√5 − 1)/2 of the interval, of which the middle of the inner points is at most 0.382 away from any other.
    #[test]
    fn the_minimum_of_a_parabola_is_bracketed() {
        for at in [-1.9, -0.3, 0.0, 1.0 / 3.0, 1.9] {
            for steps in [0, 5, 12, 30] {
                let parabola = |x: f64| Ok::<f64, ()>((x - at) * (x - at));
                let found = golden_section(parabola, (-2.0, 2.0), steps);
                let left = 4.0 * (0.5 * (5.0_f64.sqrt() - 1.0)).powi(steps as i32);
                assert!(
                    found.is_ok_and(|x| (x - at).abs() <= 0.5 * left),
                    "{at} {steps}: {found:?}"
                );
            }
        }
    }
}
