//! Singular values: the one place that computes them.

use super::kernel::{self, Workspace};
use super::{Error, Matrix, guard, sum_of_squares};
use std::cell::RefCell;

/// The singular values of a matrix with the check that they passed.
#[derive(Clone, Debug, PartialEq)]
pub struct SingularValues {
    values: Vec<f64>,
    residual: f64,
}

impl SingularValues {
    /// The largest [`residual`](Self::residual) with which the check has passed (relative, dimensionless). Above it the values are still
    /// given, for whoever shows them to warn of.
    pub const RESIDUAL_TOLERANCE: f64 = 1e-12;
    /// The residual from which on there is no result (relative, dimensionless): where Σσ² is off by a millionth, so may be the digits that
    /// a reader sees, and every effective rank.
    pub const UNUSABLE_RESIDUAL: f64 = 1e-6;

    /// Values with their residual against `‖A‖_F²`, unless they are unusable.
    pub(super) fn checked(values: Vec<f64>, frobenius_squared: f64) -> Result<Self, Error> {
        let squares = sum_of_squares(&values);
        let residual = match frobenius_squared {
            0.0 => squares,
            expected => (squares - expected).abs() / expected,
        };
        guard::accept(residual, Self::UNUSABLE_RESIDUAL)?;
        Ok(Self { values, residual })
    }

    /// The singular values in descending order, `min(rows, cols)` of them, in the unit of the entries.
    pub fn as_slice(&self) -> &[f64] {
        &self.values
    }

    /// The singular values in descending order.
    pub fn into_vec(self) -> Vec<f64> {
        self.values
    }

    /// `|Σσ² − ‖A‖_F²| / ‖A‖_F²` (relative, dimensionless); 0 for a zero matrix. Both sums are compensated: what they differ by is the
    /// error of the values.
    pub fn residual(&self) -> f64 {
        self.residual
    }

    /// The values where their check has passed.
    ///
    /// # Errors
    /// A residual above [`RESIDUAL_TOLERANCE`](Self::RESIDUAL_TOLERANCE).
    pub fn passed(self) -> Result<Self, Error> {
        guard::accept(self.residual, Self::RESIDUAL_TOLERANCE)?;
        Ok(self)
    }
}

/// The singular values σ₁ ≥ σ₂ ≥ … ≥ 0 of a matrix A, in the unit of its entries.
///
/// Domain: finite entries, 1 to [`MAX_SIDE`](super::MAX_SIDE) rows and columns. Entries from 1e-300 to 1e300 lose nothing: the matrix is
/// first divided by a power of two near its largest entry. Accuracy: absolute error of a few `σ₁ · 2⁻⁵²` for each value
/// (Golub and Van Loan, Matrix Computations, section 8.6), checked against `Σσ² = ‖A‖_F²`; where
/// they differ by more than [`RESIDUAL_TOLERANCE`](SingularValues::RESIDUAL_TOLERANCE) the values say so in their residual.
///
/// # Errors
/// Empty, too large or non-finite input (the error names row and column); an iteration that does not converge; a result whose
/// residual is above [`UNUSABLE_RESIDUAL`](SingularValues::UNUSABLE_RESIDUAL); a value above the largest double.
///
/// ```
/// use rankscope_math::linalg::{Matrix, singular_values};
/// let ones = Matrix::from_fn(3, 5, |_, _| 1.0);
/// let s = singular_values(&ones)?;
/// assert!((s.as_slice()[0] - 15.0_f64.sqrt()).abs() < 1e-14);
/// assert!(s.as_slice()[1] < 1e-14);
/// assert!(s.residual() < 1e-14);
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
pub fn singular_values(matrix: &Matrix) -> Result<SingularValues, Error> {
    singular_values_of_entries(matrix.rows(), matrix.cols(), matrix.as_slice())
}

/// What [`singular_values`] gives for the rows x cols matrix of these entries, row by row, to the bit: for whoever holds them in an array
/// of another kind.
///
/// # Errors
/// Another number of entries than rows x cols, and those of [`singular_values`].
///
/// ```
/// use rankscope_math::linalg::singular_values_of_entries;
/// assert_eq!(singular_values_of_entries(1, 2, &[3.0, 4.0])?.as_slice(), [5.0]);
/// assert_eq!(singular_values_of_entries(2, 2, &[3.0]).unwrap_err().code(), "shape");
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
pub fn singular_values_of_entries(
    rows: usize,
    cols: usize,
    entries: &[f64],
) -> Result<SingularValues, Error> {
    if rows.checked_mul(cols) != Some(entries.len()) {
        return Err(Error::Shape {
            given: entries.len(),
            rows,
            cols,
        });
    }
    ROOM.with_borrow_mut(|room| {
        room.clear();
        room.put(rows, cols, entries)?;
        room.decompose(rows, cols)?;
        room.checked(0)
    })
}

/// What [`singular_values`] gives for each matrix, to the bit; small neighbours of one shape take a fifth less time together.
///
/// # Errors
/// Those of [`singular_values`].
///
/// ```
/// use rankscope_math::linalg::{Matrix, singular_values_of_each};
/// let found = singular_values_of_each(&[Matrix::identity(2), Matrix::zeros(2, 2)])?;
/// assert_eq!(found[0].as_slice(), [1.0, 1.0]);
/// assert_eq!(found[1].as_slice(), [0.0, 0.0]);
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
pub fn singular_values_of_each(matrices: &[Matrix]) -> Result<Vec<SingularValues>, Error> {
    let mut found = Vec::with_capacity(matrices.len());
    for stack in matrices.chunk_by(|a, b| (a.rows(), a.cols()) == (b.rows(), b.cols())) {
        // The kernel takes no more than two together.
        for two in stack.chunks(2) {
            ROOM.with_borrow_mut(|room| {
                room.clear();
                two.iter().try_for_each(|matrix| {
                    room.put(matrix.rows(), matrix.cols(), matrix.as_slice())
                })?;
                room.decompose(two[0].rows(), two[0].cols())?;
                for i in 0..two.len() {
                    found.push(room.checked(i)?);
                }
                Ok(())
            })?;
        }
    }
    Ok(found)
}

/// What a computation needs beside its result, kept for the next one: a stack of matrices allocates nothing but its answers.
#[derive(Default)]
struct Room {
    /// Of matrices of one shape, one after the other; finite and of a moderate size.
    entries: Vec<f64>,
    /// What the entries of each were divided by.
    scales: Vec<f64>,
    values: Vec<f64>,
    workspace: Workspace,
}

thread_local!(static ROOM: RefCell<Room> = RefCell::default());

impl Room {
    fn clear(&mut self) {
        self.entries.clear();
        self.scales.clear();
    }

    fn put(&mut self, rows: usize, cols: usize, entries: &[f64]) -> Result<(), Error> {
        guard::check_entries(rows, cols, entries)?;
        let scale = guard::scale(entries);
        self.scales.push(scale);
        self.entries.extend(entries.iter().map(|x| x / scale));
        Ok(())
    }

    /// The singular values of the matrices that were put, into `values`.
    fn decompose(&mut self, rows: usize, cols: usize) -> Result<(), Error> {
        let count = rows.min(cols);
        self.values.clear();
        self.values.resize(count * self.scales.len(), 0.0);
        self.workspace
            .singular_values_batch(rows, cols, &self.entries, &mut self.values)
            .map_err(|_| Error::NotConverged {
                iterations: kernel::PAIRS_PER_VALUE * count,
            })
    }

    /// The singular values of matrix `i` in the unit of its entries.
    fn checked(&self, i: usize) -> Result<SingularValues, Error> {
        let part = |of_all: &[f64]| {
            let len = of_all.len() / self.scales.len();
            i * len..(i + 1) * len
        };
        let (values, entries) = (
            &self.values[part(&self.values)],
            &self.entries[part(&self.entries)],
        );
        let mut found = SingularValues::checked(values.to_vec(), sum_of_squares(entries))?;
        let scale = self.scales[i];
        found.values.iter_mut().for_each(|s| *s *= scale);
        match found.values[0].is_finite() {
            true => Ok(found),
            false => Err(Error::Overflow),
        }
    }
}
