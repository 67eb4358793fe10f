//! Singular values: the one place that computes them.

use super::kernel::{self, Workspace};
use super::{Error, Matrix, guard};
use std::cell::RefCell;

/// The singular values of a matrix with the check that they passed.
#[derive(Clone, Debug, PartialEq)]
pub struct SingularValues {
    values: Vec<f64>,
    residual: f64,
}

impl SingularValues {
    /// The largest [`residual`](Self::residual) that is accepted (relative, dimensionless).
    pub const RESIDUAL_TOLERANCE: f64 = 1e-12;

    /// Values that have passed their check.
    pub(super) fn checked(values: Vec<f64>, residual: f64) -> Self {
        Self { values, residual }
    }

    /// The singular values in descending order, `min(rows, cols)` of them, in the unit of the entries.
    pub fn as_slice(&self) -> &[f64] {
        &self.values
    }

    /// The singular values in descending order.
    pub fn into_vec(self) -> Vec<f64> {
        self.values
    }

    /// `|Σσ² − ‖A‖_F²| / ‖A‖_F²` (relative, dimensionless); 0 for a zero matrix.
    pub fn residual(&self) -> f64 {
        self.residual
    }
}

/// The singular values σ₁ ≥ σ₂ ≥ … ≥ 0 of a matrix A, in the unit of its entries.
///
/// Domain: finite entries, 1 to [`MAX_SIDE`](super::MAX_SIDE) rows and columns. Entries from 1e-300 to 1e300 lose nothing: the matrix is
/// first divided by a power of two near its largest entry. Accuracy: absolute error of a few `σ₁ · 2⁻⁵²` for each value
/// (Golub and Van Loan, Matrix Computations, section 8.6), checked against `Σσ² = ‖A‖_F²`.
///
/// # Errors
/// Empty, too large or non-finite input (the error names row and column); an iteration that does not converge; a result that fails
/// its check; a value above the largest double.
///
/// ```
/// use rankscope::linalg::{Matrix, singular_values};
/// let ones = Matrix::from_fn(3, 5, |_, _| 1.0);
/// let s = singular_values(&ones)?;
/// assert!((s.as_slice()[0] - 15.0_f64.sqrt()).abs() < 1e-14);
/// assert!(s.as_slice()[1] < 1e-14);
/// assert!(s.residual() < 1e-14);
/// # Ok::<(), rankscope::linalg::Error>(())
/// ```
pub fn singular_values(matrix: &Matrix) -> Result<SingularValues, Error> {
    guard::check(matrix)?;
    let scale = guard::scale(matrix.as_slice());
    ROOM.with_borrow_mut(|room| {
        room.entries.clear();
        room.entries
            .extend(matrix.as_slice().iter().map(|x| x / scale));
        room.decompose(matrix.rows(), matrix.cols(), scale)
    })
}

/// What a computation needs beside its result, kept for the next one: a stack of matrices allocates nothing but its answers.
#[derive(Default)]
struct Room {
    entries: Vec<f64>,
    workspace: Workspace,
}

thread_local!(static ROOM: RefCell<Room> = RefCell::default());

impl Room {
    /// The singular values of the entries, which are finite and of a moderate size, multiplied by `scale`.
    fn decompose(&mut self, rows: usize, cols: usize, scale: f64) -> Result<SingularValues, Error> {
        let mut values = vec![0.0; rows.min(cols)];
        self.workspace
            .singular_values(rows, cols, &self.entries, &mut values)
            .map_err(|_| Error::NotConverged {
                iterations: kernel::PAIRS_PER_VALUE * values.len(),
            })?;
        let squares: f64 = values.iter().rev().map(|s| s * s).sum();
        let frobenius_squared: f64 = self.entries.iter().map(|x| x * x).sum();
        let residual = match frobenius_squared {
            0.0 => squares,
            expected => (squares - expected).abs() / expected,
        };
        guard::accept(residual, SingularValues::RESIDUAL_TOLERANCE)?;
        for s in &mut values {
            *s *= scale;
        }
        match values[0].is_finite() {
            true => Ok(SingularValues { values, residual }),
            false => Err(Error::Overflow),
        }
    }
}
