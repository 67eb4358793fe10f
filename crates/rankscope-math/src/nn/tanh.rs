//! The hyperbolic tangent of many numbers at once.

use super::power_of_e::power_of_e;

/// Replaces every number by its hyperbolic tangent, with a relative error below 3 · 2⁻⁵²; NaN stays NaN.
///
/// Without branches and library calls, so that a compiler turns it into vector instructions, and with the same bits in every build:
/// tanh |x| = −e/(2 + e) with e = expm1(−2|x|) = 2ᵏ·expm1(r) + (2ᵏ − 1), where r lies within ½ ln 2 of zero.
///
/// ```
/// let mut x = [0.0, 1.0, -40.0];
/// rankscope_math::nn::tanh(&mut x);
/// assert_eq!(x, [0.0, 0.7615941559557649, -1.0]);
/// ```
pub fn tanh(values: &mut [f64]) {
    for x in values {
        *x = one(*x);
    }
}

/// tanh is 1 to the last bit from here on.
const SATURATED: f64 = 22.0;
#[inline(always)]
fn one(x: f64) -> f64 {
    let size = x.abs();
    let size = if size > SATURATED { SATURATED } else { size };
    let (scale, small) = power_of_e(-2.0 * size);
    let e = scale * small + (scale - 1.0);
    (-e / (2.0 + e)).copysign(x)
}

#[cfg(test)]
mod tests {
    use super::tanh;

    #[test]
    fn it_agrees_with_the_library() {
        let mut worst = 0.0_f64;
        for i in -400_000..=400_000 {
            let x = f64::from(i) * 6.1e-5;
            let mut ours = [x];
            tanh(&mut ours);
            let exact = libm::tanh(x);
            if x != 0.0 {
                worst = worst.max(((ours[0] - exact) / exact).abs());
            }
        }
        assert!(worst < 3.0 * f64::EPSILON, "{worst:e}");
    }

    #[test]
    fn the_ends_are_exact() {
        let mut x = [
            0.0,
            -0.0,
            1e-300,
            -1e-9,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NAN,
        ];
        tanh(&mut x);
        assert_eq!(x[..6], [0.0, -0.0, 1e-300, -1e-9, 1.0, -1.0]);
        assert!(x[1].is_sign_negative() && x[6].is_nan());
    }
}
