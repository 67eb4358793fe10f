//! One number for all bits of many results: native, scalar and simd128 builds must give the same.

use super::families::{self, Given};

/// What every build gives; `cargo xtask bench peers` asks the WebAssembly builds.
pub const EXPECTED: u64 = 3_974_895_398_925_821_825;

/// FNV-1a over the bits of all singular values that `compute` gives.
pub fn fingerprint(mut compute: impl FnMut(&Given) -> Vec<f64>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for (rows, cols) in [
        (1, 1),
        (1, 5),
        (2, 2),
        (3, 3),
        (5, 4),
        (16, 16),
        (31, 33),
        (64, 64),
        (80, 20),
        (97, 97),
    ] {
        let square = rows.max(cols);
        let given = [
            families::uniform(rows, cols),
            families::graded(rows, cols),
            families::attention(rows, cols),
            families::causal(square, square),
            families::rank3(rows, cols),
            families::hilbert(rows, cols),
            families::uniform(rows, cols).times(1e300),
            families::uniform(rows, cols).times(1e-310),
            families::bidiagonal(square).transposed(),
        ];
        for value in given.iter().flat_map(&mut compute) {
            for byte in value.to_le_bytes() {
                hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
            }
        }
    }
    hash
}
