//! The singular value kernel against multiprecision values, one-sided Jacobi, nalgebra, and itself.

#![cfg(test)]

pub mod families;
pub mod fingerprint;
pub mod hard;
pub mod oracles;

use families::Given;
use hard::hard;
use oracles::{error, jacobi, known};
use proptest::prelude::*;
use rankscope::linalg::kernel::{Error, Workspace};

/// Of every value, in units of the largest: what a backward stable algorithm keeps for sides up to some hundred.
const ACCURACY: f64 = 1e-14;

fn compute(given: &Given) -> Vec<f64> {
    let mut values = vec![f64::NAN; given.rows.min(given.cols)];
    Workspace::default()
        .singular_values(given.rows, given.cols, &given.entries, &mut values)
        .unwrap();
    assert!(values.is_sorted_by(|a, b| a >= b), "{values:?}");
    assert!(values.iter().all(|&v| v >= 0.0));
    values
}

#[expect(
    clippy::disallowed_methods,
    reason = "an oracle: values only, finite input"
)]
fn nalgebra(given: &Given) -> Vec<f64> {
    let dense = nalgebra::DMatrix::from_row_slice(given.rows, given.cols, &given.entries);
    let mut values: Vec<f64> = dense.singular_values().iter().copied().collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values
}

/// Every family of the multiprecision table, to three units in the last place of σ₁ (the worst is printed by
/// `cargo test --test it kernel:: -- --nocapture`).
#[test]
fn multiprecision_values() {
    println!("{:20} {:>9} {:>9}", "worst |dσ|/σ1", "kernel", "nalgebra");
    for (name, given, expected) in known() {
        let ours = error(&compute(&given), &expected);
        println!(
            "{name:20} {ours:9.1e} {:9.1e}",
            error(&nalgebra(&given), &expected)
        );
        assert!(ours < 3.0 * f64::EPSILON, "{name}: {ours:e}");
        let across = error(&compute(&given.transposed()), &expected);
        assert!(across < 3.0 * f64::EPSILON, "{name} transposed: {across:e}");
    }
}

#[test]
fn a_graded_bidiagonal_matrix_keeps_all_digits_of_its_smallest_values() {
    let (_, given, expected) = known().pop().unwrap();
    for (found, expected) in compute(&given).iter().zip(&expected) {
        assert!(
            (found / expected - 1.0).abs() < 8.0 * f64::EPSILON,
            "found {found:e}, expected {expected:e}"
        );
    }
    let given = Given::from_fn(61, 61, |i, j| {
        if i == j {
            10.0_f64.powi(-5 * i as i32)
        } else {
            0.0
        }
    });
    let diagonal: Vec<f64> = (0..61).map(|i| 10.0_f64.powi(-5 * i)).collect();
    assert_eq!(compute(&given), diagonal, "down to 1e-300, exactly");
}

#[test]
fn native_and_wasm_builds_give_the_same_bits() {
    assert_eq!(fingerprint::fingerprint(compute), fingerprint::EXPECTED);
}

#[test]
fn shapes_and_simple_values() {
    assert_eq!(compute(&Given::from_fn(1, 1, |_, _| -3.0)), [3.0]);
    assert_eq!(compute(&Given::from_fn(7, 5, |_, _| 0.0)), [0.0; 5]);
    for (rows, cols) in [(1, 4), (4, 1), (1, 100), (100, 1)] {
        let length = 2.0 * ((rows * cols) as f64).sqrt();
        assert!(
            (compute(&Given::from_fn(rows, cols, |_, _| 2.0))[0] / length - 1.0).abs()
                < 4.0 * f64::EPSILON
        );
    }
    let identity = |n| Given::from_fn(n, n, |i, j| if i == j { 1.0 } else { 0.0 });
    assert_eq!(compute(&identity(33)), [1.0; 33]);
    let permutation = Given::from_fn(
        32,
        32,
        |i, j| if j == (5 * i + 3) % 32 { -2.0 } else { 0.0 },
    );
    assert_eq!(compute(&permutation), [2.0; 32]);
}

#[test]
fn constant_matrices_of_every_size_have_one_value() {
    for n in 1..=64 {
        for m in [1, 2, 3, n, n + 1, 2 * n, 100] {
            let mut expected = vec![0.0; m.min(n)];
            expected[0] = ((m * n) as f64).sqrt() * 0.1;
            let found = compute(&Given::from_fn(m, n, |_, _| 0.1));
            assert!(error(&found, &expected) < ACCURACY, "{m}x{n}: {found:?}");
        }
    }
}

#[test]
fn repeated_values() {
    // A Hadamard matrix: sixty-four times 8. And twice the same block: every value twice.
    let hadamard = Given::from_fn(64, 64, |i, j| {
        if (i & j).count_ones() % 2 == 0 {
            1.0
        } else {
            -1.0
        }
    });
    assert!(error(&compute(&hadamard), &[8.0; 64]) < 2e-15);
    let block = families::uniform(20, 20);
    let twice = Given::from_fn(40, 40, |i, j| {
        if i / 20 == j / 20 {
            block.entries[i % 20 * 20 + j % 20]
        } else {
            0.0
        }
    });
    let expected: Vec<f64> = compute(&block).iter().flat_map(|&v| [v, v]).collect();
    assert!(error(&compute(&twice), &expected) < 2e-15);
}

#[test]
fn entries_at_the_ends_of_the_range() {
    let given = families::uniform(30, 20);
    let plain = compute(&given);
    // Powers of two change nothing but the exponent; 2^-1000 leaves all entries normal.
    for p in [1000, 500, -500, -1000] {
        let factor = 2.0_f64.powi(p);
        let scaled: Vec<f64> = compute(&given.times(factor))
            .iter()
            .map(|v| v / factor)
            .collect();
        assert_eq!(scaled, plain, "2^{p}");
    }
    let denormal = given.times(2.0_f64.powi(-1040));
    let expected = compute(&denormal.times(2.0_f64.powi(1000)));
    let found: Vec<f64> = compute(&denormal)
        .iter()
        .map(|v| v * 2.0_f64.powi(1000))
        .collect();
    // Values are rounded to multiples of the least denormal, 2^-1074.
    assert!(
        found
            .iter()
            .zip(&expected)
            .all(|(f, e)| (f - e).abs() <= 2.0_f64.powi(-74)),
        "{found:?} {expected:?}"
    );
    let wide = Given::from_fn(12, 12, |i, j| {
        families::uniform(12, 12).entries[i * 12 + j] * 10.0_f64.powi(-50 * i as i32 + 280)
    });
    assert!(
        error(
            &compute(&wide),
            &jacobi(&wide.times(1e-280))
                .iter()
                .map(|v| v * 1e280)
                .collect::<Vec<_>>()
        ) < 1e-15
    );
}

/// Reflectors from the shortest rows meet the longest ones: their ratio must not overflow.
#[test]
fn rows_of_any_length_in_any_order() {
    let noise = families::uniform(12, 12).entries;
    for step in [10, 20, 28, 38, 50] {
        for turn in 0..12 {
            let given = Given::from_fn(12, 12, |i, j| {
                noise[i * 12 + j] * 10.0_f64.powi(-step * ((i + turn) % 12) as i32)
            });
            let expected = jacobi(&given);
            assert!(
                error(&compute(&given), &expected) < ACCURACY,
                "{step} {turn}"
            );
            assert!(
                error(&compute(&given.transposed()), &expected) < ACCURACY,
                "{step} {turn}"
            );
        }
    }
}

#[test]
fn what_cannot_be_computed_is_an_error_and_ends() {
    let mut workspace = Workspace::default();
    let mut run = |rows, cols, entries: &[f64], values: &mut [f64]| {
        workspace.singular_values(rows, cols, entries, values)
    };
    assert_eq!(run(3, 3, &[1.0; 8], &mut [0.0; 3]), Err(Error::Shape));
    assert_eq!(run(3, 3, &[1.0; 9], &mut [0.0; 2]), Err(Error::Shape));
    assert_eq!(
        run(usize::MAX, 2, &[1.0; 9], &mut [0.0; 2]),
        Err(Error::Shape)
    );
    assert_eq!(run(0, 3, &[], &mut []), Ok(()));
    for bad in [f64::NAN, f64::INFINITY] {
        for n in [2, 3, 17, 64] {
            let mut entries = families::uniform(n, n).entries;
            entries[n] = bad;
            assert_eq!(
                run(n, n, &entries, &mut vec![0.0; n]),
                Err(Error::NotConverged),
                "{bad} {n}"
            );
        }
    }
    // Nothing sticks to the workspace.
    let given = families::uniform(9, 9);
    let mut values = [0.0; 9];
    run(9, 9, &given.entries, &mut values).unwrap();
    assert_eq!(values.as_slice(), compute(&given));
}

#[test]
fn a_stack_gives_the_values_of_its_matrices() {
    let stack: Vec<Given> = (0..6)
        .map(|p| families::attention(24, 24).times(0.1 + p as f64))
        .collect();
    let entries: Vec<f64> = stack
        .iter()
        .flat_map(|g| g.entries.iter().copied())
        .collect();
    let mut values = vec![0.0; 6 * 24];
    let mut workspace = Workspace::default();
    workspace
        .singular_values_batch(24, 24, &entries, &mut values)
        .unwrap();
    assert_eq!(values, stack.iter().flat_map(compute).collect::<Vec<_>>());
    assert_eq!(
        workspace.singular_values_batch(24, 24, &entries[1..], &mut values),
        Err(Error::Shape)
    );
    assert_eq!(
        workspace.singular_values_batch(24, 24, &entries, &mut values[1..]),
        Err(Error::Shape)
    );
    assert_eq!(
        workspace.singular_values_batch(0, 24, &[], &mut []),
        Err(Error::Shape)
    );
    assert_eq!(
        workspace.singular_values_batch(usize::MAX, usize::MAX, &[], &mut []),
        Ok(())
    );
}

/// Two at a time or alone, in either lane and beside any neighbour.
#[test]
fn a_place_in_a_stack_changes_no_bit() {
    let mut workspace = Workspace::default();
    for (rows, cols) in [(1, 1), (2, 2), (3, 3), (5, 4), (7, 8), (24, 24), (33, 31)] {
        let square = rows.max(cols);
        let stack = [
            families::uniform(rows, cols),
            families::graded(rows, cols),
            families::attention(rows, cols).times(1e200),
            families::rank3(rows, cols),
            Given::from_fn(rows, cols, |_, _| 0.0),
            families::hilbert(rows, cols).times(1e-310),
            Given {
                rows,
                cols,
                entries: families::bidiagonal(square).transposed().entries[..rows * cols].to_vec(),
            },
        ];
        let expected: Vec<Vec<f64>> = stack.iter().map(compute).collect();
        for turn in 0..stack.len() {
            let order = || (0..stack.len()).map(|i| i * (turn + 1) % stack.len());
            let entries: Vec<f64> = order().flat_map(|i| stack[i].entries.clone()).collect();
            let mut values = vec![f64::NAN; stack.len() * rows.min(cols)];
            workspace
                .singular_values_batch(rows, cols, &entries, &mut values)
                .unwrap();
            let expected: Vec<f64> = order().flat_map(|i| expected[i].clone()).collect();
            assert_eq!(values, expected, "{rows}x{cols}, turn {turn}");
        }
    }
}

#[test]
fn a_stack_ends_at_the_matrix_that_fails() {
    let good = families::uniform(9, 9).entries;
    for bad in 0..4 {
        let mut entries = good.repeat(4);
        entries[bad * 81 + 40] = f64::NAN;
        let mut values = vec![-1.0; 4 * 9];
        let found = Workspace::default().singular_values_batch(9, 9, &entries, &mut values);
        assert_eq!(found, Err(Error::NotConverged), "{bad}");
        let expected = compute(&families::uniform(9, 9)).repeat(bad);
        assert_eq!(values[..9 * bad], expected, "{bad}");
    }
}

#[test]
fn large_matrices_agree_with_nalgebra() {
    for (rows, cols) in [(128, 128), (200, 131), (257, 90), (256, 256)] {
        for given in [
            families::uniform(rows, cols),
            families::attention(rows, cols),
            families::rank3(rows, cols),
        ] {
            let apart = error(&compute(&given), &nalgebra(&given));
            assert!(apart < ACCURACY, "{rows}x{cols}: {apart:e}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn agrees_with_jacobi_and_is_the_same_for_the_transpose(given in hard()) {
        let found = compute(&given);
        let expected = jacobi(&given);
        if expected[0] == 0.0 {
            prop_assert!(found.iter().all(|&v| v == 0.0));
        } else {
            prop_assert!(error(&found, &expected) < ACCURACY, "{found:?} {expected:?}");
            prop_assert!(error(&compute(&given.transposed()), &expected) < ACCURACY);
        }
    }

    #[test]
    fn a_neighbour_changes_no_bit(first in hard(), filling in any::<u64>()) {
        let (rows, cols) = (first.rows, first.cols);
        let mut lcg = families::Lcg(filling);
        let second = Given::from_fn(rows, cols, |_, _| lcg.uniform());
        let mut values = vec![0.0; 2 * rows.min(cols)];
        for pair in [[&first, &second], [&second, &first]] {
            let entries = pair.map(|given| given.entries.as_slice()).concat();
            Workspace::default().singular_values_batch(rows, cols, &entries, &mut values).unwrap();
            prop_assert_eq!(&values, &pair.map(compute).concat());
        }
    }

    #[test]
    fn a_used_workspace_gives_the_same_bits(first in hard(), second in hard()) {
        let mut workspace = Workspace::default();
        for given in [&first, &second, &first] {
            let mut values = vec![0.0; given.rows.min(given.cols)];
            workspace.singular_values(given.rows, given.cols, &given.entries, &mut values).unwrap();
            prop_assert_eq!(values, compute(given));
        }
    }
}
