//! The powers of e, of which the hyperbolic tangent and the exponential are made.

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

/// eʸ in two parts, 2ᵏ and expm1(r), so that eʸ = 2ᵏ (1 + expm1(r)), where r lies within ½ ln 2 of zero; for y from −708 to 0.
///
/// Without branches and library calls, so that a compiler turns it into vector instructions, and with the same bits in every build.
#[inline(always)]
pub(super) fn power_of_e(y: f64) -> (f64, f64) {
    let rounded = y * core::f64::consts::LOG2_E + ROUND;
    let k = rounded - ROUND;
    let r = (y - k * LN2[0]) - k * LN2[1];
    let mut series = 0.0;
    for c in INVERSE_FACTORIALS {
        series = series * r + c;
    }
    let scale = f64::from_bits((rounded.to_bits() << 52).wrapping_add(1023 << 52));
    (scale, r + r * r * series)
}
