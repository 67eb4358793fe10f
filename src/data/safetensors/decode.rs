//! Stored numbers as doubles; each is exact, since every accepted type is part of f64.

use super::Dtype;
use half::{bf16, f16};

/// Appends the numbers in `bytes` to `numbers`; bytes that do not make up a whole number, and types that are passed over, add nothing.
///
/// ```
/// use rankscope::data::safetensors::{Dtype, decode};
/// let mut numbers = Vec::new();
/// decode(Dtype::Bf16, &[0x80, 0x3f, 0x00, 0xc0], &mut numbers);
/// assert_eq!(numbers, [1.0, -2.0]);
/// ```
pub fn decode(dtype: Dtype, bytes: &[u8], numbers: &mut Vec<f64>) {
    match dtype {
        Dtype::F64 => numbers.extend(words(bytes).map(f64::from_le_bytes)),
        Dtype::F32 => numbers.extend(words(bytes).map(|w| f64::from(f32::from_le_bytes(w)))),
        Dtype::F16 => numbers.extend(words(bytes).map(|w| f16::from_le_bytes(w).to_f64())),
        Dtype::Bf16 => numbers.extend(words(bytes).map(|w| bf16::from_le_bytes(w).to_f64())),
        Dtype::F8E5M2 => numbers.extend(
            bytes
                .iter()
                .map(|b| f16::from_bits(u16::from(*b) << 8).to_f64()),
        ),
        Dtype::F8E4M3 => numbers.extend(bytes.iter().map(|b| e4m3(*b))),
        Dtype::I8 => numbers.extend(bytes.iter().map(|b| f64::from(b.cast_signed()))),
        Dtype::I32 => numbers.extend(words(bytes).map(|w| f64::from(i32::from_le_bytes(w)))),
        Dtype::Other(_) => {}
    }
}

/// One sign, four bits of exponent with bias 7, three of the fraction; all ones is NaN.
fn e4m3(bits: u8) -> f64 {
    let (exponent, fraction) = (i32::from((bits >> 3) & 15), f64::from(bits & 7));
    let size = match (exponent, bits & 7) {
        (15, 7) => f64::NAN,
        (0, _) => fraction / 8.0 * 2f64.powi(-6),
        _ => (1.0 + fraction / 8.0) * 2f64.powi(exponent - 7),
    };
    if bits >> 7 == 1 { -size } else { size }
}

fn words<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> {
    bytes.as_chunks().0.iter().copied()
}
