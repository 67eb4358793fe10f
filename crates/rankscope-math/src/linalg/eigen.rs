//! Eigenvalues and eigenvectors of symmetric matrices.

use super::{Error, Matrix, ascending, guard};

/// The eigendecomposition `A = V D Vᵀ` of a symmetric matrix with the check that it passed.
#[derive(Clone, Debug, PartialEq)]
pub struct SymmetricEigen {
    /// The eigenvalues in ascending order, in the unit of the entries.
    pub values: Vec<f64>,
    /// The orthonormal eigenvectors as columns, in the order of the values (dimensionless, n x n).
    pub vectors: Matrix,
    residual: f64,
}

impl SymmetricEigen {
    /// The largest [`residual`](Self::residual) with which the check has passed (relative, dimensionless); above it the values are still
    /// given, for whoever shows them to warn of.
    pub const RESIDUAL_TOLERANCE: f64 = 1e-12;
    /// The residual from which on there is no result (relative, dimensionless): eigenvalues are then off by up to a millionth of ‖A‖_F.
    pub const UNUSABLE_RESIDUAL: f64 = 1e-6;

    /// `max |A V − V D| / ‖A‖_F` over the entries (relative, dimensionless); 0 for a zero matrix.
    pub fn residual(&self) -> f64 {
        self.residual
    }
}

/// How much the two halves may differ, relative to the largest entry: rounding in `XᵀX` computed either way.
const ASYMMETRY: f64 = 1e-12;
/// Steps that the iteration may take per eigenvalue; it needs two or three.
const STEPS_PER_VALUE: usize = 100;

/// The eigenvalues λ₁ ≤ λ₂ ≤ … and eigenvectors of a symmetric n x n matrix A.
///
/// Domain: finite, symmetric to 1e-12 of the largest entry (the mean of both halves is used), n from 1 to
/// [`MAX_SIDE`](super::MAX_SIDE), scaled as in [`singular_values`](super::singular_values). Accuracy: absolute error of a few
/// `‖A‖₂ · 2⁻⁵²` for each value (Golub and Van Loan, Matrix Computations, section 8.3), residual checked.
///
/// # Errors
/// Empty, too large, non-finite, non-square or asymmetric input; an iteration that does not converge; a result whose
/// residual is above [`UNUSABLE_RESIDUAL`](SymmetricEigen::UNUSABLE_RESIDUAL).
///
/// ```
/// use rankscope_math::linalg::{Matrix, symmetric_eigen};
/// let a = Matrix::from_rows(&[vec![2.0, 1.0], vec![1.0, 2.0]])?;
/// let eigen = symmetric_eigen(&a)?;
/// assert!((eigen.values[0] - 1.0).abs() < 1e-15 && (eigen.values[1] - 3.0).abs() < 1e-15);
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
pub fn symmetric_eigen(matrix: &Matrix) -> Result<SymmetricEigen, Error> {
    guard::check(matrix)?;
    let scale = guard::scale(matrix.as_slice());
    let a = symmetrised(matrix, scale)?;
    let n = a.rows();

    let iterations = STEPS_PER_VALUE * n;
    let dense = nalgebra::DMatrix::from_row_slice(n, n, a.as_slice());
    let found = nalgebra::SymmetricEigen::try_new(dense, f64::EPSILON, iterations)
        .ok_or(Error::NotConverged { iterations })?;

    let order = ascending(found.eigenvalues.as_slice());
    let mut values: Vec<f64> = order.iter().map(|&j| found.eigenvalues[j]).collect();
    let vectors = Matrix::from_fn(n, n, |i, j| found.eigenvectors[(i, order[j])]);

    let residual = residual(&a, &values, &vectors)?;
    guard::accept(residual, SymmetricEigen::UNUSABLE_RESIDUAL)?;
    for value in &mut values {
        *value *= scale;
    }
    match values.iter().all(|v| v.is_finite()) {
        true => Ok(SymmetricEigen {
            values,
            vectors,
            residual,
        }),
        false => Err(Error::Overflow),
    }
}

/// The matrix divided by `scale`, its two halves averaged.
fn symmetrised(matrix: &Matrix, scale: f64) -> Result<Matrix, Error> {
    let (n, cols) = (matrix.rows(), matrix.cols());
    if n != cols {
        return Err(Error::NotSquare { rows: n, cols });
    }
    let mut a = Matrix::from_fn(n, n, |i, j| matrix[(i, j)] / scale);
    for row in 0..n {
        for col in 0..row {
            let (lower, upper) = (a[(row, col)], a[(col, row)]);
            if (lower - upper).abs() > ASYMMETRY {
                return Err(Error::NotSymmetric { row, col });
            }
            let mean = 0.5 * (lower + upper);
            a[(row, col)] = mean;
            a[(col, row)] = mean;
        }
    }
    Ok(a)
}

fn residual(a: &Matrix, values: &[f64], vectors: &Matrix) -> Result<f64, Error> {
    let product = a.product(vectors)?;
    let mut worst = 0.0_f64;
    for i in 0..a.rows() {
        for ((av, v), value) in product.row(i).iter().zip(vectors.row(i)).zip(values) {
            let difference = (av - v * value).abs();
            // A NaN must win, which `max` would drop.
            if difference.is_nan() || difference > worst {
                worst = difference;
            }
        }
    }
    Ok(match a.frobenius_norm() {
        0.0 => worst,
        size => worst / size,
    })
}
