//! Logits to probabilities.

use super::Error;
use crate::linalg::Matrix;

/// The row-wise softmax `A_ij = e^{z_ij} / Σ_k e^{z_ik}` (dimensionless).
///
/// Takes any shape; a logit of `-inf` means probability 0. The largest logit of a row is subtracted first, so nothing overflows and
/// rows sum to 1 within a few units of rounding.
///
/// # Errors
/// [`Error::NotALogit`] for NaN or `+inf`, [`Error::AllMasked`] for a row of `-inf` alone.
///
/// ```
/// use rankscope_math::{attention::softmax, linalg::Matrix};
/// let logits = Matrix::from_rows(&[vec![0.0, 3f64.ln()], vec![7.0, f64::NEG_INFINITY]])?;
/// let a = softmax(&logits)?;
/// assert!((a[(0, 0)] - 0.25).abs() < 1e-15 && (a[(0, 1)] - 0.75).abs() < 1e-15);
/// assert_eq!(a.row(1), [1.0, 0.0]);
/// # Ok::<(), rankscope_math::attention::Error>(())
/// ```
pub fn softmax(logits: &Matrix) -> Result<Matrix, Error> {
    let mut a = logits.clone();
    for row in 0..a.rows() {
        softmax_row(row, a.row_mut(row))?;
    }
    Ok(a)
}

/// The softmax of one row in place; `row` only serves the message.
pub(super) fn softmax_row(row: usize, z: &mut [f64]) -> Result<(), Error> {
    let mut top = f64::NEG_INFINITY;
    for (col, &value) in z.iter().enumerate() {
        if value.is_nan() || value == f64::INFINITY {
            return Err(Error::NotALogit { row, col, value });
        }
        top = top.max(value);
    }
    if top == f64::NEG_INFINITY {
        return Err(Error::AllMasked { row });
    }
    let mut sum = 0.0;
    for x in z.iter_mut() {
        *x = (*x - top).exp();
        sum += *x;
    }
    for x in z {
        *x /= sum;
    }
    Ok(())
}
