//! The exponential of many numbers at once.

use super::super::power_of_e::power_of_e;

/// Below this eˣ is returned as 0: its neighbours are no longer normal numbers.
const LOWEST: f64 = -708.0;

/// Replaces every number x ≤ 0 by eˣ, with a relative error below 3 · 2⁻⁵²; below −708 by 0. NaN stays NaN.
///
/// Without branches and library calls, so that a compiler turns it into vector instructions, and with the same bits in every build:
/// eˣ = 2ᵏ eʳ, where r lies within ½ ln 2 of zero.
///
/// ```
/// let mut x = [0.0, -1.0, f64::NEG_INFINITY];
/// rankscope_math::nn::transformer::exponential(&mut x);
/// assert_eq!(x, [1.0, 0.36787944117144233, 0.0]);
/// ```
pub fn exponential(values: &mut [f64]) {
    for x in values {
        *x = one(*x);
    }
}

#[inline(always)]
fn one(x: f64) -> f64 {
    let y = if x < LOWEST { LOWEST } else { x };
    let (scale, small) = power_of_e(y);
    let value = scale + scale * small;
    if x < LOWEST { 0.0 } else { value }
}

#[cfg(test)]
mod tests {
    use super::exponential;

    #[test]
    fn it_agrees_with_the_library() {
        let mut worst = 0.0_f64;
        for i in 0..=700_000 {
            let x = -f64::from(i) * 1.01e-3;
            let mut ours = [x];
            exponential(&mut ours);
            let exact = libm::exp(x);
            worst = worst.max((ours[0] / exact - 1.0).abs());
        }
        assert!(worst < 3.0 * f64::EPSILON, "{worst:e}");
    }

    #[test]
    fn the_ends_are_exact() {
        let mut x = [0.0, -0.0, -709.0, -1e300, f64::NAN];
        exponential(&mut x);
        assert_eq!(x[..4], [1.0, 1.0, 0.0, 0.0]);
        assert!(x[4].is_nan());
    }
}
