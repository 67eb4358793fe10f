//! The normal law's tails, without cancellation however far out.

use libm::{erfc, exp, log};
use std::f64::consts::FRAC_1_SQRT_2;

/// 1/√(2π).
pub(super) const DENSITY_AT_ZERO: f64 = 0.398_942_280_401_432_7;
/// √(2/π).
const ROOT_2_OVER_PI: f64 = 0.797_884_560_802_865_4;
/// 1/√π.
const ONE_OVER_ROOT_PI: f64 = 0.564_189_583_547_756_3;
/// Where the continued fraction takes over.
const FAR: f64 = 5.0;
/// Its terms: at 5 the next one changes nothing.
const TERMS: u32 = 22;

/// The density φ(t) of the standard normal law.
pub fn density(t: f64) -> f64 {
    DENSITY_AT_ZERO * exp(-0.5 * t * t)
}

/// The probability Φ(t) of the standard normal law below t, to 1e-15 relative for t > −37.
pub fn below(t: f64) -> f64 {
    0.5 * erfc(-t * FRAC_1_SQRT_2)
}

/// e^(x²) erfc(x) for x ≥ 0, to 1e-14 relative: from the libraries' erfc near zero, by Laplace's continued fraction beyond.
///
/// ```
/// use rankscope_math::interpolation::tails::scaled_erfc;
/// // From mpmath.
/// assert!((scaled_erfc(1.0) / 0.427_583_576_155_807 - 1.0).abs() < 1e-14);
/// assert!((scaled_erfc(50.0) / 0.011_281_536_265_323_772 - 1.0).abs() < 1e-14);
/// ```
pub fn scaled_erfc(x: f64) -> f64 {
    if x < FAR {
        return exp(x * x) * erfc(x);
    }
    let mut tail = x;
    for k in (1..=TERMS).rev() {
        tail = x + 0.5 * f64::from(k) / tail;
    }
    ONE_OVER_ROOT_PI / tail
}

/// log Φ(t) and φ(t)/Φ(t), the rate at which it grows: to 1e-14 relative, or 1e-16 absolute where Φ is nearly 1, at any t.
///
/// ```
/// use rankscope_math::interpolation::tails::log_below;
/// let (log, rate) = log_below(-1e6);
/// assert!((log / -500_000_000_014.734 - 1.0).abs() < 1e-14);
/// assert!((rate / 1_000_000.000_001 - 1.0).abs() < 1e-14);
/// ```
pub fn log_below(t: f64) -> (f64, f64) {
    if t > 0.0 {
        let above = 0.5 * erfc(t * FRAC_1_SQRT_2);
        return (libm::log1p(-above), density(t) / (1.0 - above));
    }
    let scaled = scaled_erfc(-t * FRAC_1_SQRT_2);
    (log(0.5 * scaled) - 0.5 * t * t, ROOT_2_OVER_PI / scaled)
}

/// E (t + g)₊ and E (t + g)₊² of a standard normal g: t Φ + φ and (1 + t²) Φ + t φ, to 1e-15 absolute.
pub fn hinge(t: f64) -> (f64, f64) {
    let (below, density) = (below(t), density(t));
    (
        (t * below + density).max(0.0),
        ((1.0 + t * t) * below + t * density).max(0.0),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The two ways to erfc meet, and the rate is the slope of the logarithm.
    #[test]
    fn the_ways_meet() {
        let (near, far) = (scaled_erfc(FAR - 1e-9), scaled_erfc(FAR));
        assert!((near / far - 1.0).abs() < 1e-9);
        for t in [
            -200.0, -30.0, -7.1, -7.0, -1.0, -1e-9, 0.0, 1e-9, 0.5, 3.0, 9.0,
        ] {
            let step = 1e-4;
            let slope = (log_below(t + step).0 - log_below(t - step).0) / (2.0 * step);
            let rate = log_below(t).1;
            assert!((slope - rate).abs() < 1e-7 * rate.max(1.0), "{t}");
        }
        assert!((below(-8.0) / 6.220_960_574_271_786e-16 - 1.0).abs() < 1e-14);
    }
}
