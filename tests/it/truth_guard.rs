//! The check of singular values certifies them and nothing else: it passes for every closed family at every size.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::{
    attention::{Family, Source, WhatIf, attend, row_sum_residual},
    linalg::{Matrix, RowByRow, SingularValues, Sum, singular_values, sum_of_squares},
};

/// Every family of which the singular values are known, at the corners of its parameters.
fn closed(n: usize) -> Vec<Family> {
    let divisor = (1..n).rev().find(|k| n.is_multiple_of(*k));
    let mut families = vec![
        Family::Uniform { n },
        Family::Identity { n },
        Family::Sink { n },
        Family::SelfLogit { n, c: 0.0 },
        Family::SelfLogit { n, c: 0.05 },
        Family::SinkSelf { n, eps: 0.3 },
        Family::Blocks { n, k: 1 },
        Family::Circulant { n, kappa: 0.0 },
        Family::Circulant { n, kappa: 2.0 },
        Family::Hard { n, seed: 1 },
    ];
    families.extend(divisor.map(|k| Family::Blocks { n, k }));
    families
}

fn probabilities(family: &Family) -> Matrix {
    let source = family.source().unwrap();
    attend(&source, &WhatIf::default()).unwrap().probabilities
}

/// The residual within its tolerance, the values within rounding of the closed form: 8·2⁻⁵² σ₁ times the side's root covers softmax, too.
fn certify(family: &Family) {
    let a = probabilities(family);
    let found = singular_values(&a).unwrap();
    let residual = found.residual();
    assert!(
        residual <= SingularValues::RESIDUAL_TOLERANCE,
        "{family:?}: {residual:e}"
    );
    assert!(row_sum_residual(&a) < 1e-14 * (a.rows() as f64).sqrt());
    let exact = family.exact_singular_values().unwrap();
    let allowed = 8.0 * f64::EPSILON * (a.rows() as f64).sqrt() * exact[0];
    for (i, (found, exact)) in found.as_slice().iter().zip(&exact).enumerate() {
        let off = (found - exact).abs();
        assert!(off <= allowed, "{family:?}, value {i}: {found} for {exact}");
    }
}

#[test]
fn every_closed_family_passes_at_every_size() {
    for n in 1..=256 {
        closed(n).iter().for_each(certify);
    }
}

/// Sizes at which plain summation of ‖A‖²_F was off by more than the tolerance.
#[test]
fn large_uniform_matrices_pass_at_once_and_row_by_row() {
    for n in [384, 511, 700] {
        let family = Family::Uniform { n };
        certify(&family);
        let a = probabilities(&family);
        let mut rows = RowByRow::new(n, n).unwrap();
        (0..n).for_each(|i| rows.push(a.row(i)).unwrap());
        let found = rows.singular_values().unwrap().passed().unwrap();
        assert!((found.as_slice()[0] - 1.0).abs() < 1e-14);
    }
}

/// Probabilities stored as they are, not made by softmax.
#[test]
fn stored_uniform_rows_pass() {
    for n in [255, 700] {
        let stored = Matrix::from_fn(n, n, |_, _| 1.0 / n as f64);
        let source = Source::probabilities(stored).unwrap();
        let a = attend(&source, &WhatIf::default()).unwrap().probabilities;
        assert!(row_sum_residual(&a) < 1e-15);
        assert!(singular_values(&a).unwrap().residual() < 1e-14);
    }
}

/// n equal terms of which the sum is known: by hand.
#[test]
fn sums_do_not_lose_digits_with_their_length() {
    for n in [200_usize, 255, 700, 1000] {
        let entries = vec![1.0 / n as f64; n * n];
        assert!(
            (sum_of_squares(&entries) - 1.0).abs() < 4.0 * f64::EPSILON,
            "{n}"
        );
    }
    let tenths: Sum = std::iter::repeat_n(0.1, 1_000_000).collect();
    // 10^6 times the double nearest 0.1, 0.1 + 5.55e-18, rounded; plain summation gives 100000.00000133288.
    assert_eq!(tenths.value(), 100_000.0);
    let infinite: Sum = [f64::MAX, f64::MAX].into_iter().collect();
    assert_eq!(infinite.value(), f64::INFINITY);
    assert_eq!(sum_of_squares(&[]), 0.0);
    assert_eq!(sum_of_squares(&[3.0; 131]), 9.0 * 131.0);
}
