//! The exponential of many numbers at once.

/// Below this eˣ is returned as 0: its neighbours are no longer normal numbers.
const LOWEST: f64 = -708.0;
/// Adding it rounds to a whole number, which then stands in the low bits.
const ROUND: f64 = 6_755_399_441_055_744.0;
/// ln 2 in two parts, the first with zeros at its end, so that its product with a small whole number is exact.
const LN2: [f64; 2] = [
    f64::from_bits(0x3fe6_2e42_fee0_0000),
    f64::from_bits(0x3dea_39ef_3579_3c76),
];
/// 1/k! for k from 13 down to 2.
const INVERSE_FACTORIALS: [f64; 12] = [
    1.0 / 6_227_020_800.0,
    1.0 / 479_001_600.0,
    1.0 / 39_916_800.0,
    1.0 / 3_628_800.0,
    1.0 / 362_880.0,
    1.0 / 40_320.0,
    1.0 / 5_040.0,
    1.0 / 720.0,
    1.0 / 120.0,
    1.0 / 24.0,
    1.0 / 6.0,
    0.5,
];

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
    let rounded = y * core::f64::consts::LOG2_E + ROUND;
    let k = rounded - ROUND;
    let r = (y - k * LN2[0]) - k * LN2[1];
    let mut series = 0.0;
    for c in INVERSE_FACTORIALS {
        series = series * r + c;
    }
    let power = f64::from_bits((rounded.to_bits() << 52).wrapping_add(1023 << 52));
    let value = power + power * (r + r * r * series);
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
