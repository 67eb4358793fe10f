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
        Dtype::Other(_) => {}
    }
}

fn words<const N: usize>(bytes: &[u8]) -> impl Iterator<Item = [u8; N]> {
    bytes.as_chunks().0.iter().copied()
}
