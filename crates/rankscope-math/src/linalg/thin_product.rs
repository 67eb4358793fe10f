//! A head's product P = Lᵀ R of two thin factors, measured without decomposing anything at N x N.
//!
//! With the QR decompositions Lᵀ = Q₁ A and Rᵀ = Q₂ B, P = Q₁ (A Bᵀ) Q₂ᵀ has the singular values of the d x d matrix A Bᵀ, exactly, and
//! the lengths of its columns are those of A R. Only the sum of the magnitudes of its entries takes all N² of them, a few rows at a
//! time.

use super::{Error, Matrix, RowByRow, dot, singular_values};

/// What is known of a product P of N x N.
pub struct ThinProduct {
    /// The singular values of P in descending order: as many as the factors have rows, or N of them where that is fewer. The others are 0.
    pub singular_values: Vec<f64>,
    /// The (2,1) group norm Σⱼ ‖Pⱼ‖₂ over the columns.
    pub group_norm_2_1: f64,
    /// The sum of the magnitudes Σ |Pᵢⱼ|.
    pub entry_norm_1_1: f64,
}

/// Measures Lᵀ R without holding it, where L and R are given row by row, d rows of `n` finite numbers each; exact but for rounding.
///
/// # Errors
/// Factors without entries or of different shapes, entries that are not finite, products too large for a double.
///
/// ```
/// use rankscope_math::linalg::measure_thin_product;
/// // (3, 4)ᵀ (1, 2) = [[3, 6], [4, 8]].
/// let product = measure_thin_product(&[3.0, 4.0], &[1.0, 2.0], 2)?;
/// assert!((product.singular_values[0] - 125.0_f64.sqrt()).abs() < 1e-12);
/// assert!((product.group_norm_2_1 - 15.0).abs() < 1e-12);
/// assert_eq!(product.entry_norm_1_1, 21.0);
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
pub fn measure_thin_product(left: &[f64], right: &[f64], n: usize) -> Result<ThinProduct, Error> {
    if left.is_empty() || n == 0 {
        let rows = left.len().checked_div(n).unwrap_or(0);
        return Err(Error::Empty { rows, cols: n });
    }
    let d = left.len() / n;
    for given in [left.len(), right.len()] {
        if given != d * n {
            return Err(Error::Shape {
                given,
                rows: d,
                cols: n,
            });
        }
    }
    let (core, columns) = if d <= n {
        let a = triangle(left, d, n)?;
        let b = triangle(right, d, n)?;
        let core = Matrix::from_fn(d, d, |i, j| dot(&a[i * d..][..d], &b[j * d..][..d]));
        (core, combine(&a, d, right, n))
    } else {
        let mut transposed = vec![0.0; left.len()];
        for (k, row) in left.chunks_exact(n).enumerate() {
            for (i, &x) in row.iter().enumerate() {
                transposed[i * d + k] = x;
            }
        }
        let whole = combine(&transposed, d, right, n);
        (Matrix::new(n, n, whole.clone())?, whole)
    };
    let mut squares = vec![0.0; n];
    for row in columns.chunks_exact(n) {
        for (sum, x) in squares.iter_mut().zip(row) {
            *sum += x * x;
        }
    }
    Ok(ThinProduct {
        singular_values: singular_values(&core)?.passed()?.into_vec(),
        group_norm_2_1: squares.iter().map(|x| x.sqrt()).sum(),
        entry_norm_1_1: magnitudes(left, right, n),
    })
}

/// The d x d triangular factor of the transpose of d rows of n.
fn triangle(rows: &[f64], d: usize, n: usize) -> Result<Vec<f64>, Error> {
    let mut thin = RowByRow::new(d, n)?;
    for row in rows.chunks_exact(n) {
        thin.push(row)?;
    }
    thin.triangular_factor()
}

/// The product of a matrix with d columns and one with d rows of n.
fn combine(a: &[f64], d: usize, b: &[f64], n: usize) -> Vec<f64> {
    let mut product = vec![0.0; a.len() / d * n];
    for (row, weights) in product.chunks_exact_mut(n).zip(a.chunks_exact(d)) {
        for (weight, b) in weights.iter().zip(b.chunks_exact(n)) {
            if *weight != 0.0 {
                for (sum, b) in row.iter_mut().zip(b) {
                    *sum += weight * b;
                }
            }
        }
    }
    product
}

/// Rows of the product that are held at a time.
const ROWS: usize = 4;

/// The sum of the magnitudes of all entries of Lᵀ R.
fn magnitudes(left: &[f64], right: &[f64], n: usize) -> f64 {
    let mut sums = vec![[0.0; ROWS]; n];
    let mut total = 0.0;
    for first in (0..n).step_by(ROWS) {
        sums.fill([0.0; ROWS]);
        for (left, right) in left.chunks_exact(n).zip(right.chunks_exact(n)) {
            let weights: [f64; ROWS] =
                core::array::from_fn(|i| left.get(first + i).copied().unwrap_or(0.0));
            for (sums, &x) in sums.iter_mut().zip(right) {
                for (sum, weight) in sums.iter_mut().zip(weights) {
                    *sum += weight * x;
                }
            }
        }
        let rows = sums.iter().map(|s| s.iter().map(|x| x.abs()).sum::<f64>());
        total += rows.sum::<f64>();
    }
    total
}
