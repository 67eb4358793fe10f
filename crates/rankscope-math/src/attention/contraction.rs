//! How much attention mixes: the Dobrushin coefficient, and how well rows sum to one.

use crate::linalg::{Matrix, Sum};

/// The Dobrushin coefficient `τ(A) = ½ max_{i,j} ‖a_i - a_j‖₁` (dimensionless, in [0, 1]).
///
/// Rows that were rounded sum to 1 within [`row_sum_residual`], by which the half distance may pass 1: it counts as 1 then. Rows brought
/// to the sum 1 have a coefficient within that residual of this one.
///
/// It bounds the second eigenvalue, `|λ₂| <= τ`, and one layer's contraction of the differences between tokens,
/// `max ‖(AX)_i - (AX)_j‖_∞ <= τ max ‖X_i - X_j‖_∞`. Exact up to rounding; every pair of rows is compared (n³/2 operations).
/// Source: Dobrushin 1956, doi:10.1137/1101006.
///
/// ```
/// use rankscope_math::{attention::dobrushin, linalg::Matrix};
/// assert_eq!(dobrushin(&Matrix::identity(3)), 1.0);
/// assert_eq!(dobrushin(&Matrix::from_fn(3, 3, |_, _| 0.25)), 0.0);
/// ```
pub fn dobrushin(a: &Matrix) -> f64 {
    let mut widest = 0.0f64;
    for i in 0..a.rows() {
        for j in 0..i {
            widest = widest.max(distance(a.row(i), a.row(j)));
        }
    }
    (widest / 2.0).min(1.0)
}

/// Sums run in as many lanes: a single one would wait for each step.
const LANES: usize = 8;

/// `‖a - b‖₁`.
fn distance(a: &[f64], b: &[f64]) -> f64 {
    let (whole_a, rest_a) = a.as_chunks::<LANES>();
    let (whole_b, rest_b) = b.as_chunks::<LANES>();
    let mut lanes = [0.0; LANES];
    for (x, y) in whole_a.iter().zip(whole_b) {
        for lane in 0..LANES {
            lanes[lane] += (x[lane] - y[lane]).abs();
        }
    }
    let rest: f64 = rest_a.iter().zip(rest_b).map(|(x, y)| (x - y).abs()).sum();
    lanes.iter().sum::<f64>() + rest
}

/// The largest `|Σ_j a_ij - 1|` over the rows (dimensionless): how far `A` is from row-stochastic.
///
/// ```
/// use rankscope_math::{attention::row_sum_residual, linalg::Matrix};
/// assert_eq!(row_sum_residual(&Matrix::from_fn(2, 2, |_, _| 0.75)), 0.5);
/// ```
pub fn row_sum_residual(a: &Matrix) -> f64 {
    let sum = |row| a.row(row).iter().copied().collect::<Sum>().value();
    let sums = (0..a.rows()).map(sum);
    sums.fold(0.0, |worst, sum| (sum - 1.0).abs().max(worst))
}
