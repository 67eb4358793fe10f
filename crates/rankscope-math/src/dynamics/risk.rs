//! Test error from a single run on fixed data, without a validation set: the classical estimates for linear smoothers, with the
//! path-ordered propagator in place of I − (hat matrix).

use crate::linalg::Matrix;

/// The smoother's degrees of freedom, n − tr P (dimensionless).
///
/// ```
/// use rankscope_math::{dynamics::degrees_of_freedom, linalg::Matrix};
/// assert_eq!(degrees_of_freedom(&Matrix::identity(3)), 0.0);
/// ```
pub fn degrees_of_freedom(propagator: &Matrix) -> f64 {
    propagator.rows() as f64 - trace(propagator)
}

/// Generalized cross-validation: mean(r²)/(tr P/n)², an estimate of the error on a fresh noisy label (in the unit of r, squared).
///
/// Exact in expectation for no finite n; robust where leave-one-out is not (Golub, Heath, Wahba 1979).
///
/// ```
/// use rankscope_math::{dynamics::generalized_cross_validation, linalg::Matrix};
/// let p = Matrix::new(2, 2, vec![0.25, 0.0, 0.0, 0.75])?;
/// assert_eq!(generalized_cross_validation(&[1.0, 1.0], &p), 4.0);
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
pub fn generalized_cross_validation(residual: &[f64], propagator: &Matrix) -> f64 {
    let n = residual.len() as f64;
    let mean = residual.iter().map(|r| r * r).sum::<f64>() / n;
    let share = trace(propagator) / n;
    mean / (share * share)
}

/// Leave-one-out: mean((rᵢ/Pᵢᵢ)²), an estimate of the same error; exact for a linear smoother, unstable where some Pᵢᵢ is near zero.
///
/// ```
/// use rankscope_math::{dynamics::leave_one_out, linalg::Matrix};
/// let p = Matrix::new(2, 2, vec![0.5, 0.0, 0.0, 1.0])?;
/// assert_eq!(leave_one_out(&[1.0, 2.0], &p), 4.0);
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
pub fn leave_one_out(residual: &[f64], propagator: &Matrix) -> f64 {
    let terms = residual.iter().enumerate().map(|(i, r)| {
        let term = r / propagator[(i, i)];
        term * term
    });
    terms.sum::<f64>() / residual.len() as f64
}

fn trace(matrix: &Matrix) -> f64 {
    (0..matrix.rows()).map(|i| matrix[(i, i)]).sum()
}
