//! Singular values in half of the square against multiprecision values, one-sided Jacobi, and those in the whole one.

#![cfg(test)]

use crate::kernel::{
    families::{self, Given},
    fingerprint,
    hard::hard,
    oracles::{error, jacobi, known},
};
use proptest::prelude::*;
use rankscope::linalg::kernel::{Error, Packed, Workspace};

/// Of every value, in units of the largest, as in `kernel`.
const ACCURACY: f64 = 1e-14;

fn compute(given: &Given) -> Vec<f64> {
    let mut values = vec![f64::NAN; given.rows.min(given.cols)];
    let mut matrix = Packed::new(given.cols);
    let rows = given.entries.chunks_exact(given.cols);
    rows.for_each(|row| matrix.push(row));
    matrix.finish(&mut values).unwrap();
    assert!(values.is_sorted_by(|a, b| a >= b), "{values:?}");
    assert!(values.iter().all(|&v| v >= 0.0));
    values
}

fn whole(given: &Given) -> Vec<f64> {
    let mut values = vec![f64::NAN; given.rows.min(given.cols)];
    Workspace::default()
        .singular_values(given.rows, given.cols, &given.entries, &mut values)
        .unwrap();
    values
}

/// As for the kernel, to three units in the last place of σ₁.
#[test]
fn multiprecision_values() {
    for (name, given, expected) in known() {
        for given in [&given, &given.transposed()] {
            let worst = error(&compute(given), &expected);
            println!("{name:20} {worst:9.1e}");
            assert!(worst < 3.0 * f64::EPSILON, "{name}: {worst:e}");
        }
    }
}

/// Native, scalar and simd128 builds (the latter two in Node 20).
#[test]
fn every_build_gives_the_same_bits() {
    assert_eq!(fingerprint::fingerprint(compute), 3_381_618_207_074_973_007);
    assert_eq!(fingerprint::fingerprint(whole), fingerprint::EXPECTED);
}

/// Sizes about the side of its tiles.
const SIZES: [usize; 12] = [1, 2, 3, 31, 32, 33, 63, 65, 67, 96, 130, 257];

#[test]
fn simple_values() {
    for n in SIZES {
        let only = |there: &dyn Fn(usize, usize) -> bool| {
            Given::from_fn(n, n, |i, j| -f64::from(u8::from(there(i, j))))
        };
        assert_eq!(compute(&only(&|_, _| false)), vec![0.0; n]);
        assert_eq!(compute(&only(&|i, j| i == j)), vec![1.0; n]);
        assert_eq!(compute(&only(&|i, j| i == (j + 5) % n)), vec![1.0; n]);
        let mut once = vec![0.0; n];
        once[0] = 1.0;
        assert_eq!(compute(&only(&|i, j| (i, j) == (n / 2, n / 3))), once);
        for m in [n, n + 1, n + n / 8, 2 * n] {
            once[0] = ((m * n) as f64).sqrt() * 0.1;
            let constant = Given::from_fn(m, n, |_, _| 0.1);
            for given in [&constant, &constant.transposed()] {
                assert!(error(&compute(given), &once) < ACCURACY, "{m}x{n}");
            }
        }
    }
}

/// Of shapes at most twice as long as wide, or the other way round. (Constant ones are not among them: the whole square's are off by
/// 46 units in the last place where these are by 4.)
#[test]
fn the_values_are_those_in_the_whole_square() {
    let mut worst = 0.0;
    for n in SIZES {
        for m in [n, n + 1, n + n / 8, n + 40, 2 * n] {
            for given in [
                families::uniform(m, n),
                families::graded(m, n),
                families::attention(m, n),
                families::causal(n, n),
                families::rank3(m, n),
                families::hilbert(m, n),
                families::bidiagonal(n),
                families::uniform(m, n).times(1e300),
                families::uniform(m, n).times(1e-300),
            ] {
                for given in [&given.transposed(), &given] {
                    let apart = error(&compute(given), &whole(given));
                    assert!(apart < ACCURACY, "{}x{}: {apart:e}", given.rows, given.cols);
                    worst = f64::max(worst, apart);
                }
            }
        }
    }
    println!("worst |dσ|/σ1 {worst:.1e}");
}

#[test]
fn what_cannot_be_computed_is_an_error_and_ends() {
    for bad in [f64::NAN, f64::INFINITY] {
        for n in [2, 3, 17, 33, 64, 100] {
            let mut entries = families::uniform(n, n).entries;
            entries[n] = bad;
            let mut matrix = Packed::new(n);
            entries.chunks_exact(n).for_each(|row| matrix.push(row));
            let found = matrix.finish(&mut vec![0.0; n]);
            assert_eq!(found, Err(Error::NotConverged), "{bad} {n}");
        }
    }
    let none = Packed::new(3).triangular_factor(&mut [0.0; 8]);
    assert_eq!(none, Err(Error::Shape));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn agrees_with_jacobi(given in hard()) {
        let expected = jacobi(&given);
        for given in [&given, &given.transposed()] {
            let found = compute(given);
            if expected[0] == 0.0 {
                prop_assert!(found.iter().all(|&v| v == 0.0));
            } else {
                prop_assert!(error(&found, &expected) < ACCURACY, "{found:?} {expected:?}");
            }
        }
    }
}
