//! Matrices that are hard to decompose, for property tests.

use super::families::{Given, Lcg};
use proptest::prelude::*;

/// Shapes up to 40, filled in ways that are hard: few distinct entries, zeros, low rank, grading, near-repetition.
pub fn hard() -> impl Strategy<Value = Given> {
    let shape = (1_usize..40, 1_usize..40);
    (shape, 0..9, any::<u64>()).prop_map(|((rows, cols), kind, seed)| {
        let mut lcg = Lcg(seed);
        lcg.uniform();
        let noise = Given::from_fn(rows, cols, |_, _| lcg.uniform());
        let at = |i: usize, j: usize| noise.entries[i * cols + j];
        Given::from_fn(rows, cols, |i, j| match kind {
            0 => at(i, j),
            1 => (4.0 * at(i, j)).round(),
            2 => f64::from(u8::from(at(i, j) > 0.3)),
            3 => at(i, 0) * at(0, j),
            4 => at(i, j) * 0.5_f64.powi((i * 4 + j * 3) as i32),
            5 => at(i, j) * 2.0_f64.powi((i * 4) as i32 - (j * 7) as i32),
            6 => f64::from(u8::from(i == j)) + 1e-9 * at(i, j),
            7 => {
                if j == i || j == i + 1 {
                    at(i, j)
                } else {
                    0.0
                }
            }
            _ => {
                if i <= j {
                    1.0 + f64::EPSILON * (at(i, j) * 8.0).round()
                } else {
                    0.0
                }
            }
        })
    })
}
