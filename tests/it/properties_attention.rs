//! What holds for every attention matrix, whatever the logits.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]

use nalgebra::DMatrix;
use proptest::prelude::*;
use rankscope::{
    attention::{Mask, Source, WhatIf, attend, dobrushin, row_sum_residual, softmax},
    linalg::Matrix,
    spectrum::Spectrum,
};

/// Rounding of sums and of singular values at these sizes.
const SLACK: f64 = 1e-12;

fn logits(largest: f64) -> impl Strategy<Value = Matrix> {
    (1..9usize).prop_flat_map(move |n| {
        prop::collection::vec(-largest..largest, n * n)
            .prop_map(move |z| Matrix::new(n, n, z).unwrap())
    })
}

fn attention() -> impl Strategy<Value = Matrix> {
    prop_oneof![logits(1.0), logits(8.0), logits(60.0)].prop_map(|z| softmax(&z).unwrap())
}

/// The largest modulus of the eigenvalues, by nalgebra's Schur decomposition.
fn spectral_radius(n: usize, entry: impl Fn(usize, usize) -> f64) -> f64 {
    let eigenvalues = DMatrix::from_fn(n, n, entry).complex_eigenvalues();
    eigenvalues
        .iter()
        .map(|z| z.re.hypot(z.im))
        .fold(0.0, f64::max)
}

fn widest(n: usize, cols: usize, x: impl Fn(usize, usize) -> f64) -> f64 {
    let pairs = (0..n).flat_map(|i| (0..i).map(move |j| (i, j)));
    pairs
        .flat_map(|(i, j)| (0..cols).map(move |k| (i, j, k)))
        .map(|(i, j, k)| (x(i, k) - x(j, k)).abs())
        .fold(0.0, f64::max)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn singular_values_and_norms(a in attention()) {
        let n = a.rows() as f64;
        let s = Spectrum::of(&a).unwrap();
        let columns: Vec<f64> = (0..a.cols()).map(|j| (0..a.rows()).map(|i| a[(i, j)]).sum()).collect();
        let heaviest = columns.iter().fold(0.0f64, |x, y| x.max(*y));
        let first = s.spectral_norm();
        prop_assert!(row_sum_residual(&a) < SLACK);
        prop_assert!(first >= 1.0 - SLACK);
        prop_assert!(first <= heaviest.sqrt() + SLACK && heaviest <= n + SLACK);
        let aligned = columns.iter().map(|c| c * c).sum::<f64>().sqrt() / n.sqrt();
        prop_assert!(first >= aligned - SLACK);
        let energy = s.frobenius_norm().powi(2);
        let trace: f64 = (0..a.rows()).map(|i| a[(i, i)]).sum();
        prop_assert!((1.0 - SLACK..=n + SLACK).contains(&energy));
        prop_assert!(energy >= trace * trace / n - SLACK);
    }

    #[test]
    fn the_largest_singular_value_is_one_exactly_where_columns_sum_to_one(a in attention(), shift in 0..8usize) {
        // A circulant matrix is doubly stochastic; any other attention matrix is so only by accident.
        let n = a.rows();
        let circulant = Matrix::from_fn(n, n, |i, j| a[(0, (j + n - i) % n)]);
        prop_assert!((Spectrum::of(&circulant).unwrap().spectral_norm() - 1.0).abs() < SLACK);
        let column: f64 = (0..n).map(|i| a[(i, shift % n)]).sum();
        if (column - 1.0).abs() > 1e-3 {
            prop_assert!(Spectrum::of(&a).unwrap().spectral_norm() > 1.0 + 1e-9);
        }
    }

    #[test]
    fn eigenvalues_stay_within_one_and_the_second_within_dobrushin(a in attention()) {
        let n = a.rows();
        prop_assert!((spectral_radius(n, |i, j| a[(i, j)]) - 1.0).abs() < 1e-7);
        // Taking the last row from every row removes the eigenvalue 1 and keeps the others.
        let second = spectral_radius(n, |i, j| a[(i, j)] - a[(n - 1, j)]);
        prop_assert!(second <= dobrushin(&a) + 1e-7, "{second} {}", dobrushin(&a));
    }

    /// Rank collapse: one layer brings any two tokens closer by the factor tau at least.
    #[test]
    fn one_layer_contracts_differences(a in attention(), x in prop::collection::vec(-10.0..10.0f64, 8 * 3)) {
        let n = a.rows();
        let x = Matrix::new(n, 3, x[..3 * n].to_vec()).unwrap();
        let mixed = a.product(&x).unwrap();
        let (before, after) = (widest(n, 3, |i, k| x[(i, k)]), widest(n, 3, |i, k| mixed[(i, k)]));
        prop_assert!(after <= dobrushin(&a) * before + 1e-11, "{after} {before}");
    }

    /// Long rows take the path in lanes; the definition does not.
    #[test]
    fn dobrushin_by_its_definition(p in prop::collection::vec(1e-3..1.0f64, 3 * 29), cols in 1..30usize) {
        let rows = p[..3 * cols].chunks(cols);
        let shares = rows.flat_map(|row| row.iter().map(|x| x / row.iter().sum::<f64>()));
        let a = Matrix::new(3, cols, shares.collect()).unwrap();
        let half = |i: usize, j: usize| (0..cols).map(|k| (a[(i, k)] - a[(j, k)]).abs()).sum::<f64>() / 2.0;
        let slow = half(0, 1).max(half(0, 2)).max(half(1, 2));
        prop_assert!((dobrushin(&a) - slow).abs() < SLACK);
    }

    #[test]
    fn a_causal_mask_makes_the_determinant_the_product_of_the_diagonal(z in logits(3.0)) {
        let causal = WhatIf { mask: Mask::Causal, ..WhatIf::default() };
        let a = attend(&Source::Logits(z), &causal).unwrap().probabilities;
        let n = a.rows();
        prop_assert_eq!(a[(0, 0)], 1.0);
        prop_assert!((0..n).all(|i| (i + 1..n).all(|j| a[(i, j)] == 0.0)));
        let diagonal: f64 = (0..n).map(|i| a[(i, i)]).product();
        let values: f64 = Spectrum::of(&a).unwrap().values().iter().product();
        prop_assert!((diagonal - values).abs() < SLACK);
    }

    /// The same what-if on logits and on their softmax gives the same attention.
    #[test]
    fn probabilities_behave_as_their_logarithms(
        z in logits(5.0),
        temperature in 0.2..5.0f64,
        alibi in 0.0..1.0f64,
        sink_weight in 0.0..1.0f64,
        window in 0..8usize,
    ) {
        let what_if = WhatIf { temperature, alibi, sink_weight, mask: Mask::Window(window), edits: vec![] };
        let given = Source::probabilities(softmax(&z).unwrap()).unwrap();
        let from_probabilities = attend(&given, &what_if).unwrap().probabilities;
        let from_logits = attend(&Source::Logits(z), &what_if).unwrap().probabilities;
        prop_assert!(row_sum_residual(&from_logits) < SLACK);
        for (p, q) in from_probabilities.as_slice().iter().zip(from_logits.as_slice()) {
            prop_assert!((p - q).abs() < SLACK, "{p} {q}");
        }
    }

    /// An edit changes its row alone; every other row keeps its bits, even where it does not sum to 1 exactly.
    #[test]
    fn an_edit_keeps_the_other_rows(z in logits(5.0), i in 0..8usize, j in 0..8usize, logit in -20.0..20.0f64) {
        let mut given = softmax(&z).unwrap();
        given.as_mut_slice().iter_mut().for_each(|p| *p *= 1.0 + 3e-5);
        let n = given.rows();
        let (i, j) = (i % n, j % n);
        let what_if = WhatIf { edits: vec![(i, j, logit)], ..WhatIf::default() };
        let a = attend(&Source::probabilities(given.clone()).unwrap(), &what_if).unwrap();
        prop_assert_eq!(a.logits[(i, j)], logit);
        prop_assert!((a.probabilities.row(i).iter().sum::<f64>() - 1.0).abs() < SLACK);
        for row in (0..n).filter(|row| *row != i) {
            prop_assert_eq!(a.probabilities.row(row), given.row(row));
        }
    }
}

fn probabilities() -> Source {
    let a = Matrix::from_rows(&[
        vec![0.5, 0.5, 0.0],
        vec![0.2, 0.3, 0.5],
        vec![0.0, 0.1, 0.9],
    ]);
    Source::probabilities(a.unwrap()).unwrap()
}

fn row(source: &Source, what_if: &WhatIf, row: usize) -> Vec<f64> {
    attend(source, what_if)
        .unwrap()
        .probabilities
        .row(row)
        .to_vec()
}

#[track_caller]
fn close(given: &[f64], expected: &[f64]) {
    let near = given
        .iter()
        .zip(expected)
        .all(|(x, y)| (x - y).abs() < 1e-15);
    assert!(
        given.len() == expected.len() && near,
        "{given:?} instead of {expected:?}"
    );
}

#[test]
fn each_what_if_by_hand() {
    let given = probabilities();
    let neutral = WhatIf::default();
    assert!(neutral.is_neutral());
    assert_eq!(row(&given, &neutral, 1), [0.2, 0.3, 0.5]);

    // At temperature 1/2 probabilities are squared: 4 : 9 : 25.
    let cold = WhatIf {
        temperature: 0.5,
        ..WhatIf::default()
    };
    close(
        &row(&given, &cold, 1),
        &[4.0 / 38.0, 9.0 / 38.0, 25.0 / 38.0],
    );
    let causal = WhatIf {
        mask: Mask::Causal,
        ..WhatIf::default()
    };
    close(&row(&given, &causal, 1), &[0.4, 0.6, 0.0]);
    let window = WhatIf {
        mask: Mask::Window(0),
        ..WhatIf::default()
    };
    close(&row(&given, &window, 1), &[0.0, 1.0, 0.0]);
    // A slope of ln 2 halves the weight at distance 1.
    let alibi = WhatIf {
        alibi: std::f64::consts::LN_2,
        ..WhatIf::default()
    };
    close(
        &row(&given, &alibi, 1),
        &[0.1 / 0.65, 0.3 / 0.65, 0.25 / 0.65],
    );
    let sink = WhatIf {
        sink_weight: 0.5,
        ..WhatIf::default()
    };
    close(&row(&given, &sink, 1), &[0.6, 0.15, 0.25]);
    for what_if in [cold, causal, window, alibi, sink] {
        assert!(!what_if.is_neutral());
    }
    // An edit overrides the mask, and the later of two wins.
    let edits = vec![(0, 2, 5.0), (0, 2, 0.25f64.ln())];
    let edited = WhatIf {
        mask: Mask::Causal,
        edits,
        ..WhatIf::default()
    };
    close(&row(&given, &edited, 0), &[2.0 / 3.0, 0.0, 1.0 / 3.0]);

    let shown = attend(&given, &WhatIf::default()).unwrap().logits;
    assert_eq!(shown[(0, 0)], 0.5f64.ln());
    assert_eq!(shown[(0, 2)], f64::NEG_INFINITY);
}

#[test]
fn bad_input_is_named() {
    let zeros = Source::Logits(Matrix::zeros(2, 3));
    let with = |change: &dyn Fn(&mut WhatIf)| {
        let mut what_if = WhatIf::default();
        change(&mut what_if);
        attend(&zeros, &what_if).unwrap_err()
    };
    let masked = Matrix::new(2, 2, vec![0.0, 1.0, f64::NEG_INFINITY, f64::NEG_INFINITY]).unwrap();
    let nan = Matrix::new(1, 2, vec![0.0, f64::NAN]).unwrap();
    let infinite = Matrix::new(1, 2, vec![f64::INFINITY, 0.0]).unwrap();
    let of =
        |rows: &[Vec<f64>]| Source::probabilities(Matrix::from_rows(rows).unwrap()).unwrap_err();
    let logits = "If these are logits, choose entries = logits";
    for (error, code, sentence) in [
        (
            with(&|w| w.temperature = 0.0),
            "parameter",
            "temperature: a positive number, got 0".into(),
        ),
        (
            with(&|w| w.temperature = f64::NAN),
            "parameter",
            "temperature: a positive number, got NaN".into(),
        ),
        (
            with(&|w| w.alibi = f64::INFINITY),
            "parameter",
            "alibi: a number, got inf".into(),
        ),
        (
            with(&|w| w.sink_weight = 1.5),
            "parameter",
            "sink_weight: 0..1, got 1.5".into(),
        ),
        (
            with(&|w| w.edits = vec![(1, 2, 0.0), (2, 0, 0.0)]),
            "edit_out_of_range",
            "edit of row 2, column 0: the matrix has 2 rows and 3 columns, counted from 0".into(),
        ),
        (
            with(&|w| w.edits = vec![(1, 2, f64::INFINITY)]),
            "not_a_logit",
            "row 2, column 3: inf is not a logit; accepted are numbers and -inf (probability 0)"
                .into(),
        ),
        (
            softmax(&nan).unwrap_err(),
            "not_a_logit",
            "row 1, column 2: NaN is not a logit; accepted are numbers and -inf (probability 0)"
                .into(),
        ),
        (
            softmax(&infinite).unwrap_err(),
            "not_a_logit",
            "row 1, column 1: inf is not a logit; accepted are numbers and -inf (probability 0)"
                .into(),
        ),
        (
            softmax(&masked).unwrap_err(),
            "all_masked",
            "row 2: every logit is -inf (masked), so nothing is left to attend to".into(),
        ),
        (
            of(&[vec![0.5, 0.5], vec![1.0, 2.0]]),
            "not_stochastic",
            format!(
                "row 2 sums to 3; attention rows sum to 1 within 0.0001. {logits}: softmax then makes each row sum to 1"
            ),
        ),
        (
            of(&[vec![0.5, 0.4], vec![0.0, 1.0]]),
            "not_stochastic",
            "row 1 sums to 0.9; attention rows sum to 1 within 0.0001. No entry is below 0 or above 1, so these are probabilities that were rounded, or of which dropout or padding left some out: choose entries = weights, which divides each row by its sum and leaves empty rows out".into(),
        ),
        (
            of(&[vec![1.5, -0.5]]),
            "negative_probability",
            format!("row 1, column 2: a probability cannot be negative, got -0.5. {logits}; what is no attention at all is for the lab matrix"),
        ),
        (
            of(&[vec![f64::NAN, 0.5]]),
            "not_stochastic",
            format!(
                "row 1 sums to NaN; attention rows sum to 1 within 0.0001. {logits}: softmax then makes each row sum to 1"
            ),
        ),
    ] {
        assert_eq!((error.code(), error.to_string()), (code, sentence));
    }
    // Within the tolerance of float16 storage.
    let nearly = Matrix::from_rows(&[vec![0.50004, 0.5]]).unwrap();
    assert!(Source::probabilities(nearly).is_ok());
}
