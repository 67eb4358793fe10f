//! Matrices that arrive row by row against the same matrices at once.

#![cfg(test)]

use proptest::prelude::*;
use rankscope::linalg::{
    Matrix, RowByRow,
    random::{gaussian, seeded},
    singular_values,
};

/// Absolute error of every value in units of the largest one.
const ACCURACY: f64 = 1e-14;

/// What begins a matrix.
type Begin = fn(usize, usize) -> Result<RowByRow, rankscope::linalg::Error>;

fn pushed(a: &Matrix, begin: Begin) -> RowByRow {
    let mut rows = begin(a.rows(), a.cols()).unwrap();
    (0..a.rows()).for_each(|i| rows.push(a.row(i)).unwrap());
    rows
}

fn random(rows: usize, cols: usize, seed: u64) -> Matrix {
    gaussian(rows, cols, &mut seeded(seed))
}

/// Fails unless a matrix has the same singular values, and a triangular factor of the same Gram matrix, either way.
fn agree(a: &Matrix) {
    agree_as(a, RowByRow::new);
    agree_as(a, RowByRow::packed);
}

fn agree_as(a: &Matrix, begin: Begin) {
    let what = format!("{} x {}", a.rows(), a.cols());
    let found = pushed(a, begin).singular_values().unwrap();
    let expected = singular_values(a).unwrap();
    for (f, e) in found.as_slice().iter().zip(expected.as_slice()) {
        let error = (f - e).abs() / expected.as_slice()[0].max(f64::MIN_POSITIVE);
        assert!(error <= ACCURACY, "{what}: {f:?}, expected {e:?}");
    }
    let n = a.cols();
    if a.rows() > n && expected.as_slice()[0] < 1e100 && expected.as_slice()[0] > 1e-100 {
        let r = Matrix::new(n, n, pushed(a, begin).triangular_factor().unwrap()).unwrap();
        let below = (0..n).flat_map(|i| (0..i).map(move |j| (i, j)));
        assert!(below.into_iter().all(|at| r[at] == 0.0), "{what}");
        let gram = |a: &Matrix| a.transpose().product(a).unwrap();
        let (found, expected) = (gram(&r), gram(a));
        let largest = expected.as_slice().iter().fold(0.0f64, |m, x| m.max(*x));
        for (f, e) in found.as_slice().iter().zip(expected.as_slice()) {
            assert!((f - e).abs() <= 2e-14 * largest, "{what}: {f:?}, {e:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn of_any_shape(rows in 1..300usize, cols in 1..90usize, seed: u64) {
        agree(&random(rows, cols, seed));
    }
}

#[test]
fn rows_that_are_zero_come_again_grow_and_shrink() {
    let noise = random(400, 96, 1);
    let scaled = |by: &dyn Fn(usize) -> f64| Matrix::from_fn(400, 96, |i, j| noise[(i, j)] * by(i));
    agree(&Matrix::zeros(400, 96));
    agree(&scaled(&|i| f64::from(u8::from(i >= 130))));
    agree(&scaled(&|i| f64::from(u8::from(i < 130))));
    agree(&scaled(&|i| f64::from(u8::from(i == 399))));
    agree(&scaled(&|i| 10f64.powf(i as f64 / 2.0 - 150.0)));
    agree(&scaled(&|i| 10f64.powf(50.0 - i as f64 / 2.0)));
    agree(&scaled(&|_| 1e-150));
    agree(&scaled(&|_| 1e150));
    agree(&Matrix::from_fn(400, 96, |i, j| noise[(i % 5, j)]));
    agree(&Matrix::from_fn(400, 96, |i, j| noise[(i, j % 3)]));
    agree(&Matrix::from_fn(400, 96, |i, j| {
        f64::from(u8::from(i == j))
    }));
    // Columns in which nothing is there, at first or ever.
    let only = |there: &dyn Fn(usize, usize) -> bool| {
        Matrix::from_fn(400, 96, |i, j| {
            noise[(i, j)] * f64::from(u8::from(there(i, j)))
        })
    };
    agree(&only(&|_, j| j >= 10));
    agree(&only(&|_, j| j % 3 == 1));
    agree(&only(&|i, j| i >= 3 * j));
    agree(&only(&|i, j| i + 10 >= j));
    agree(&only(&|i, j| i >= 70 || j >= 10));
    agree(&only(&|i, j| i / 8 == j % 50));
    // Columns that repeat each other, before those that do not.
    agree(&Matrix::from_fn(400, 96, |i, j| {
        noise[(i, if j < 70 { j % 3 } else { j })] / (1.0 + j as f64)
    }));
    agree(&Matrix::from_fn(400, 96, |i, j| {
        (f64::from((i * 96 + j + 1) as u32) * 0.618_033_988_749_895).fract() - 0.5
    }));
}
