//! Singular values and symmetric eigenvalues against closed forms and against an independent algorithm.

#![cfg(test)]
#![expect(
    clippy::excessive_precision,
    reason = "reference values stand as they were computed"
)]

use proptest::prelude::*;
use rankscope::linalg::{
    Matrix, SingularValues, SymmetricEigen,
    random::{gaussian, orthogonal, seeded},
    singular_values, singular_values_of_each, symmetric_eigen,
};
use std::f64::consts::PI;

/// Absolute error of every value in units of the largest one: what a backward stable algorithm keeps for sides up to some hundred.
const ACCURACY: f64 = 1e-14;

fn values(a: &Matrix) -> Vec<f64> {
    singular_values(a).unwrap().into_vec()
}

/// Fails unless both lists agree to [`ACCURACY`] of the largest value.
fn agree(found: &[f64], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    let scale = expected.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
    for (i, (f, e)) in found.iter().zip(expected).enumerate() {
        assert!(
            (f - e).abs() <= ACCURACY * scale,
            "value {i}: found {f:?}, expected {e:?}"
        );
    }
}

fn descending(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(|a, b| b.total_cmp(a));
    values
}

fn rows(rows: &[&[f64]]) -> Matrix {
    let rows: Vec<Vec<f64>> = rows.iter().map(|r| r.to_vec()).collect();
    Matrix::from_rows(&rows).unwrap()
}

/// Singular values by one-sided Jacobi rotations (Hestenes 1958): columns are made orthogonal pair by pair, then measured.
///
/// Shares nothing with the algorithm under test: no bidiagonal form, no implicit shifts.
fn jacobi(a: &Matrix) -> Vec<f64> {
    let tall = if a.rows() >= a.cols() {
        a.clone()
    } else {
        a.transpose()
    };
    let mut columns: Vec<Vec<f64>> = (0..tall.cols())
        .map(|j| (0..tall.rows()).map(|i| tall[(i, j)]).collect())
        .collect();
    let dot = |x: &[f64], y: &[f64]| -> f64 { x.iter().zip(y).map(|(a, b)| a * b).sum() };
    for _ in 0..60 {
        let mut rotated = false;
        for p in 0..columns.len() {
            for q in p + 1..columns.len() {
                let (left, right) = columns.split_at_mut(q);
                let (x, y) = (&mut left[p], &mut right[0]);
                let (xx, yy, xy) = (dot(x, x), dot(y, y), dot(x, y));
                if xy == 0.0 || xy.abs() <= 1e-17 * (xx * yy).sqrt() {
                    continue;
                }
                rotated = true;
                let zeta = (yy - xx) / (2.0 * xy);
                let t = zeta.signum() / (zeta.abs() + 1.0_f64.hypot(zeta));
                let c = 1.0 / 1.0_f64.hypot(t);
                for (u, v) in x.iter_mut().zip(y.iter_mut()) {
                    (*u, *v) = (c * (*u - t * *v), c * (*v + t * *u));
                }
            }
        }
        if !rotated {
            break;
        }
    }
    descending(columns.iter().map(|c| dot(c, c).sqrt()).collect())
}

#[test]
fn each_of_many_matrices_has_the_bits_it_has_alone() {
    let mut rng = seeded(5);
    let shapes = [
        (6, 6),
        (6, 6),
        (6, 6),
        (4, 6),
        (1, 1),
        (1, 1),
        (6, 6),
        (150, 120),
        (150, 120),
    ];
    let many: Vec<Matrix> = (0..)
        .zip(shapes)
        .map(|(p, (rows, cols))| {
            let mut a = gaussian(rows, cols, &mut rng);
            a.as_mut_slice()
                .iter_mut()
                .for_each(|x| *x *= 10f64.powi(70 * (p - 4)));
            a
        })
        .collect();
    let alone: Vec<_> = many.iter().map(|a| singular_values(a).unwrap()).collect();
    assert_eq!(singular_values_of_each(&many).unwrap(), alone);
    assert_eq!(singular_values_of_each(&[]).unwrap(), []);

    let mut bad = many;
    bad[1][(2, 3)] = f64::INFINITY;
    assert_eq!(
        singular_values_of_each(&bad).unwrap_err(),
        singular_values(&bad[1]).unwrap_err()
    );
}

#[test]
fn all_ones_of_every_shape() {
    for m in 1..=64 {
        for n in [1, 2, 3, 5, 8, 13, 63, 64, m] {
            let mut expected = vec![0.0; m.min(n)];
            expected[0] = ((m * n) as f64).sqrt();
            agree(&values(&Matrix::from_fn(m, n, |_, _| 1.0)), &expected);
        }
    }
}

#[test]
fn uniform_attention_of_every_size() {
    for n in 1..=64 {
        let mut expected = vec![0.0; n];
        expected[0] = 1.0;
        agree(
            &values(&Matrix::from_fn(n, n, |_, _| 1.0 / n as f64)),
            &expected,
        );
    }
}

#[test]
fn golub_and_reinsch() {
    // Golub and Reinsch 1970, doi 10.1007/BF02163027, test matrix (i): 22, 10, ... with σ = √1248, 20, √384, 0, 0.
    let a = rows(&[
        &[22.0, 10.0, 2.0, 3.0, 7.0],
        &[14.0, 7.0, 10.0, 0.0, 8.0],
        &[-1.0, 13.0, -1.0, -11.0, 3.0],
        &[-3.0, -2.0, 13.0, -2.0, 4.0],
        &[9.0, 8.0, 1.0, -2.0, 4.0],
        &[9.0, 1.0, -7.0, 5.0, -1.0],
        &[2.0, -6.0, 6.0, 5.0, 1.0],
        &[4.0, 5.0, 0.0, -2.0, 2.0],
    ]);
    let expected = [1248.0_f64.sqrt(), 20.0, 384.0_f64.sqrt(), 0.0, 0.0];
    agree(&values(&a), &expected);
    agree(&values(&a.transpose()), &expected);
    agree(&jacobi(&a), &expected);
}

#[test]
fn a_repeated_singular_value() {
    // AᵀA has the eigenvalues 10, 10, 1.
    let a = rows(&[&[1.0, 2.0, 2.0], &[2.0, -1.0, -1.0], &[2.0, 1.0, -1.0]]);
    let expected = [10.0_f64.sqrt(), 10.0_f64.sqrt(), 1.0];
    agree(&values(&a), &expected);
    agree(&jacobi(&a), &expected);
}

#[test]
fn hilbert_matrices() {
    // mpmath, 30 digits.
    let six = [
        1.6188998589243391,
        0.24236087057520955,
        0.016321521319875822,
        0.0006157483541826577,
        1.2570757122625195e-5,
        1.0827994845655498e-7,
    ];
    let ten = [
        1.7519196702651775,
        0.3429295484835091,
        0.035741816271639236,
        0.0025308907686700381,
        0.00012874961427637708,
        4.7296892931823475e-6,
        1.228967738751175e-7,
        2.1474388173504786e-9,
        2.2667467477629255e-11,
        1.0931538193796658e-13,
    ];
    let hilbert = |n| Matrix::from_fn(n, n, |i, j| 1.0 / (i + j + 1) as f64);
    agree(&values(&hilbert(6)), &six);
    agree(&values(&hilbert(10)), &ten);
    agree(&jacobi(&hilbert(10)), &ten);
}

#[test]
fn matrices_with_trigonometric_singular_values() {
    for n in [2, 3, 7, 30, 64, 101] {
        // Second differences: 2 − 2 cos(kπ/(n + 1)).
        let expected = (1..=n).map(|k| 2.0 - 2.0 * (PI * k as f64 / (n as f64 + 1.0)).cos());
        agree(
            &values(&second_differences(n)),
            &descending(expected.collect()),
        );
        // Ones on and below the diagonal: 1/(2 sin((2k − 1)π/(4n + 2))), k = 1..n.
        let a = Matrix::from_fn(n, n, |i, j| f64::from(u8::from(j <= i)));
        let expected =
            (1..=n).map(|k| 0.5 / (PI * (2.0 * k as f64 - 1.0) / (4.0 * n as f64 + 2.0)).sin());
        agree(&values(&a), &descending(expected.collect()));
    }
}

fn second_differences(n: usize) -> Matrix {
    Matrix::from_fn(n, n, |i, j| match i.abs_diff(j) {
        0 => 2.0,
        1 => -1.0,
        _ => 0.0,
    })
}

#[test]
fn permutations_and_hard_attention() {
    let shift = Matrix::from_fn(9, 9, |i, j| f64::from(u8::from(j == (4 * i + 2) % 9)));
    agree(&values(&shift), &[1.0; 9]);
    // Columns hit c times give √c.
    let to = [0, 0, 0, 0, 3, 3, 5, 1];
    let hard = Matrix::from_fn(8, 8, |i, j| f64::from(u8::from(j == to[i])));
    agree(
        &values(&hard),
        &[2.0, 2.0_f64.sqrt(), 1.0, 1.0, 0.0, 0.0, 0.0, 0.0],
    );
}

#[test]
fn one_row_one_column_one_entry() {
    agree(&values(&rows(&[&[3.0, 4.0, 12.0]])), &[13.0]);
    agree(&values(&rows(&[&[3.0], &[4.0], &[12.0]])), &[13.0]);
    assert_eq!(values(&rows(&[&[-7.0]])), [7.0]);
    assert_eq!(values(&Matrix::zeros(3, 2)), [0.0, 0.0]);
    assert_eq!(
        singular_values(&Matrix::zeros(3, 2)).unwrap().residual(),
        0.0
    );
}

#[test]
fn a_diagonal_graded_over_three_hundred_decades() {
    let expected: Vec<f64> = (0..31).map(|i| 10.0_f64.powi(-10 * i)).collect();
    let a = Matrix::from_fn(31, 31, |i, j| if i == j { expected[i] } else { 0.0 });
    agree(&values(&a), &expected);
}

#[test]
fn bad_matrices_are_refused_with_the_place() {
    let mut a = Matrix::identity(3);
    a[(1, 2)] = f64::NAN;
    let error = singular_values(&a).unwrap_err();
    assert_eq!(
        error.to_string(),
        "the entry in row 2, column 3 is NaN: every entry must be a finite number"
    );
    assert_eq!(symmetric_eigen(&a).unwrap_err().code(), "not_finite");
    a[(1, 2)] = f64::NEG_INFINITY;
    assert_eq!(singular_values(&a).unwrap_err().code(), "not_finite");
    for (matrix, code) in [
        (Matrix::zeros(0, 0), "empty"),
        (Matrix::zeros(0, 5), "empty"),
        (Matrix::zeros(5, 0), "empty"),
        (Matrix::zeros(4097, 1), "too_large"),
        (Matrix::zeros(1, 4097), "too_large"),
        (Matrix::from_fn(9, 9, |_, _| f64::MAX), "overflow"),
    ] {
        assert_eq!(singular_values(&matrix).unwrap_err().code(), code);
    }
    for (matrix, code) in [
        (Matrix::zeros(0, 0), "empty"),
        (Matrix::zeros(2, 3), "not_square"),
        (rows(&[&[1.0, 2.0], &[2.1, 1.0]]), "not_symmetric"),
        (Matrix::from_fn(9, 9, |_, _| f64::MAX), "overflow"),
    ] {
        assert_eq!(symmetric_eigen(&matrix).unwrap_err().code(), code);
    }
    assert_eq!(Matrix::new(2, 2, vec![1.0]).unwrap_err().code(), "shape");
    assert_eq!(
        Matrix::zeros(2, 3)
            .product(&Matrix::zeros(2, 3))
            .unwrap_err()
            .code(),
        "product"
    );
}

fn kinds() -> impl Strategy<Value = Matrix> {
    let shape = (1..24_usize, 1..24_usize, any::<u64>());
    prop_oneof![
        shape
            .clone()
            .prop_map(|(m, n, seed)| gaussian(m, n, &mut seeded(seed))),
        // Low rank: many values at zero.
        (shape.clone(), 1..4_usize).prop_map(|((m, n, seed), rank)| {
            let rng = &mut seeded(seed);
            let left = gaussian(m, rank, rng);
            left.product(&gaussian(rank, n, rng)).unwrap()
        }),
        // Clusters: two values, repeated.
        (1..24_usize, any::<u64>()).prop_map(|(n, seed)| {
            let rng = &mut seeded(seed);
            let d = Matrix::from_fn(n, n, |i, j| match i == j {
                true => 1.0 + (i % 2) as f64,
                false => 0.0,
            });
            let left = orthogonal(n, rng).product(&d).unwrap();
            left.product(&orthogonal(n, rng)).unwrap()
        }),
        // Graded rows and columns.
        shape.clone().prop_map(|(m, n, seed)| {
            let a = gaussian(m, n, &mut seeded(seed));
            Matrix::from_fn(m, n, |i, j| {
                a[(i, j)] * 10.0_f64.powi(-((i + 2 * j) as i32))
            })
        }),
        // Small integers: exact ties, exact zeros, zero rows.
        shape.prop_map(|(m, n, seed)| {
            let a = gaussian(m, n, &mut seeded(seed));
            Matrix::from_fn(m, n, |i, j| a[(i, j)].trunc())
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn singular_values_agree_with_jacobi(a in kinds()) {
        let found = singular_values(&a).unwrap();
        agree(found.as_slice(), &jacobi(&a));
        prop_assert!(found.as_slice().windows(2).all(|w| w[0] >= w[1]));
        prop_assert!(found.as_slice().iter().all(|s| *s >= 0.0));
        prop_assert!(found.residual() <= SingularValues::RESIDUAL_TOLERANCE);
        agree(&values(&a.transpose()), found.as_slice());
    }

    #[test]
    fn singular_values_follow_the_scale(a in kinds(), exponent in -290..290_i32) {
        // A power of two scales exactly (where nothing becomes subnormal), so the values must scale as well.
        let largest = a.as_slice().iter().fold(0.0_f64, |m, x| m.max(x.abs()));
        prop_assume!(largest > 0.0);
        let factor = 2.0_f64.powi((f64::from(exponent) / 2.0_f64.log10()) as i32 - largest.log2() as i32);
        let scaled = Matrix::from_fn(a.rows(), a.cols(), |i, j| a[(i, j)] * factor);
        let expected: Vec<f64> = values(&a).iter().map(|s| s * factor).collect();
        agree(&values(&scaled), &expected);
    }

    #[test]
    fn singular_values_are_those_that_were_put_in(
        planted in prop::collection::vec((-12.0..2.0).prop_map(|e: f64| 10.0_f64.powf(e)), 1..24),
        extra in 0..8_usize,
        seed: u64,
    ) {
        let rng = &mut seeded(seed);
        let (n, m) = (planted.len(), planted.len() + extra);
        let d = Matrix::from_fn(m, n, |i, j| if i == j { planted[i] } else { 0.0 });
        let left = orthogonal(m, rng).product(&d).unwrap();
        let a = left.product(&orthogonal(n, rng)).unwrap();
        agree(&values(&a), &descending(planted));
    }

    #[test]
    fn symmetric_eigenvalues_and_vectors(n in 1..20_usize, seed: u64, rank in 1..20_usize) {
        let root = gaussian(n, rank, &mut seeded(seed));
        let gram = root.product(&root.transpose()).unwrap();
        let eigen = symmetric_eigen(&gram).unwrap();
        let mut expected: Vec<f64> = jacobi(&root).iter().map(|s| s * s).collect();
        expected.resize(n.max(expected.len()), 0.0);
        expected.truncate(n);
        agree(&descending(eigen.values.clone()), &expected);
        prop_assert!(eigen.values.windows(2).all(|w| w[0] <= w[1]));
        prop_assert!(eigen.residual() <= SymmetricEigen::RESIDUAL_TOLERANCE);
        let product = eigen.vectors.transpose().product(&eigen.vectors).unwrap();
        let identity = Matrix::identity(n);
        for (x, y) in product.as_slice().iter().zip(identity.as_slice()) {
            prop_assert!((x - y).abs() < 1e-13);
        }
    }
}

#[test]
fn a_larger_matrix_agrees_with_jacobi() {
    let a = gaussian(90, 120, &mut seeded(11));
    agree(&values(&a), &jacobi(&a));
}

#[test]
fn eigenvalues_of_known_matrices() {
    for n in 1..=64 {
        let ones = symmetric_eigen(&Matrix::from_fn(n, n, |_, _| 1.0)).unwrap();
        let mut expected = vec![0.0; n];
        expected[n - 1] = n as f64;
        agree(&ones.values, &expected);

        let differences = symmetric_eigen(&second_differences(n)).unwrap();
        let expected: Vec<f64> = (1..=n)
            .map(|k| 2.0 - 2.0 * (PI * k as f64 / (n as f64 + 1.0)).cos())
            .collect();
        agree(&differences.values, &expected);
    }
    for scale in [1e-300, 1e300] {
        let a = Matrix::from_fn(2, 2, |i, j| if i == j { 0.0 } else { scale });
        agree(&symmetric_eigen(&a).unwrap().values, &[-scale, scale]);
    }
}

#[test]
fn random_numbers_keep_their_values() {
    // Recorded once: a change of generator, seeding or sampling would change what every saved link shows.
    let a = gaussian(2, 2, &mut seeded(1));
    assert_eq!(
        a.as_slice(),
        [
            -0.23484705855592097,
            -1.4108177006109994,
            0.3330286294792717,
            -1.1267663243742092
        ]
    );
    let again = gaussian(4, 1, &mut seeded(1));
    assert_eq!(a.as_slice(), again.as_slice());
}

#[test]
fn random_orthogonal_matrices_are_uniform() {
    // Under Haar measure E q₁₁ = 0, E q₁₁² = 1/n and E q₁₁⁴ = 3/(n(n + 2)); without the sign rule the first fails.
    let (n, samples) = (3, 4000);
    let rng = &mut seeded(2);
    let (mut first, mut second, mut fourth) = (0.0, 0.0, 0.0);
    for _ in 0..samples {
        let q = orthogonal(n, rng)[(0, 0)];
        first += q / f64::from(samples);
        second += q * q / f64::from(samples);
        fourth += q.powi(4) / f64::from(samples);
    }
    assert!(first.abs() < 0.03, "{first}");
    assert!((second - 1.0 / 3.0).abs() < 0.02, "{second}");
    assert!((fourth - 3.0 / 15.0).abs() < 0.02, "{fourth}");
}
