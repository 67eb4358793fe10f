//! Where gradient descent on a frozen kernel ends.

use super::Error;
use crate::linalg::{Matrix, symmetric_eigen};

/// Eigenvalues of the kernel below this share of the largest are zero.
const RANK: f64 = 1e-12;

/// The change U_Q(∞) − U_Q = −K_QS K⁺ (u − y) of the outputs on m queries, in the unit of the residual, where training with a kernel that
/// does not move has ended; K⁺ is the pseudoinverse.
///
/// `kernel`: K on the training inputs, symmetric n x n; `cross`: K_QS, m x n; `residual`: u − y, length n. Eigenvalues of K below 1e-12
/// of the largest count as zero: these directions are never learned. Relative accuracy 1e-16 times the ratio of the largest eigenvalue to
/// the smallest that is kept (Jacot, Gabriel, Hongler 2018, arXiv 1806.07572, section 5).
///
/// # Errors
/// Where the shapes do not fit or the kernel has no eigenvalues, as with NaN.
///
/// ```
/// use rankscope_math::{dynamics::change_in_the_limit, linalg::Matrix};
/// let kernel = Matrix::new(2, 2, vec![4.0, 0.0, 0.0, 0.0])?;
/// let cross = Matrix::new(1, 2, vec![2.0, 5.0])?;
/// assert_eq!(change_in_the_limit(&kernel, &cross, &[3.0, 1.0])?, [-1.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn change_in_the_limit(
    kernel: &Matrix,
    cross: &Matrix,
    residual: &[f64],
) -> Result<Vec<f64>, Error> {
    let n = residual.len();
    let eigen = symmetric_eigen(kernel)?;
    let missing = Matrix::new(n, 1, residual.to_vec())?;
    let mut along = eigen.vectors.transpose().product(&missing)?;
    let least = RANK * eigen.values.last().copied().unwrap_or(0.0);
    for (x, value) in along.as_mut_slice().iter_mut().zip(&eigen.values) {
        *x = if *value > least { *x / value } else { 0.0 };
    }
    let moved = cross.product(&eigen.vectors.product(&along)?)?;
    Ok(moved.as_slice().iter().map(|d| -d).collect())
}
