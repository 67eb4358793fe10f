//! A matrix that arrives row by row and is held once: what a large tensor of a file needs.

use super::kernel::{self, Workspace};
use super::{Error, SingularValues, guard};

/// Most entries of a matrix that arrives row by row: a gigabyte, which 32-bit addresses still hold with room to work.
pub const MAX_ENTRIES: usize = 1 << 27;
/// Largest short side of a matrix that arrives row by row.
pub const MAX_SHORT_SIDE: usize = 8192;

/// A rows x cols matrix A in the making. It takes 8 bytes for each entry, and the decomposition works in that very memory, with the
/// square of the short side beside it where one side is at least twice as long as the other.
#[derive(Debug)]
pub struct RowByRow {
    workspace: Workspace,
    rows: usize,
    cols: usize,
    filled: usize,
    squares: f64,
}

impl RowByRow {
    /// A matrix without rows so far.
    ///
    /// # Errors
    /// No rows or columns, more than [`MAX_ENTRIES`] entries, or a short side above [`MAX_SHORT_SIDE`].
    ///
    /// ```
    /// use rankscope::linalg::RowByRow;
    /// let mut a = RowByRow::new(2, 3)?;
    /// a.push(&[3.0, 0.0, 0.0])?;
    /// a.push(&[0.0, 0.0, -4.0])?;
    /// assert_eq!(a.singular_values()?.as_slice(), [4.0, 3.0]);
    /// # Ok::<(), rankscope::linalg::Error>(())
    /// ```
    pub fn new(rows: usize, cols: usize) -> Result<Self, Error> {
        if rows == 0 || cols == 0 {
            return Err(Error::Empty { rows, cols });
        }
        if !Self::fits(rows, cols) {
            return Err(Error::Bulky { rows, cols });
        }
        let mut workspace = Workspace::default();
        workspace.begin(rows, cols);
        Ok(Self {
            workspace,
            rows,
            cols,
            filled: 0,
            squares: 0.0,
        })
    }

    /// Whether a matrix of this size is within the limits.
    pub fn fits(rows: usize, cols: usize) -> bool {
        rows.min(cols) <= MAX_SHORT_SIDE
            && rows
                .checked_mul(cols)
                .is_some_and(|entries| entries <= MAX_ENTRIES)
    }

    /// Adds the next row.
    ///
    /// # Errors
    /// A row of another length, one too many, or an entry that is not finite.
    pub fn push(&mut self, row: &[f64]) -> Result<(), Error> {
        if row.len() != self.cols || self.filled == self.rows {
            return Err(self.misfit(row.len()));
        }
        if let Some(col) = row.iter().position(|x| !x.is_finite()) {
            return Err(Error::NotFinite {
                row: self.filled,
                col,
                value: row[col],
            });
        }
        self.workspace.put(self.filled, row);
        self.squares += row.iter().map(|x| x * x).sum::<f64>();
        self.filled += 1;
        Ok(())
    }

    fn misfit(&self, more: usize) -> Error {
        Error::Shape {
            given: self.filled * self.cols + more,
            rows: self.rows,
            cols: self.cols,
        }
    }

    /// The singular values, checked against `Σσ² = ‖A‖_F²` as those of [`singular_values`](super::singular_values) are.
    ///
    /// # Errors
    /// Rows that are missing; entries so large that their squares overflow; an iteration that does not converge; a result that fails
    /// its check.
    pub fn singular_values(mut self) -> Result<SingularValues, Error> {
        self.complete()?;
        let mut values = vec![0.0; self.rows.min(self.cols)];
        self.workspace
            .finish(&mut values)
            .map_err(|_| Error::NotConverged {
                iterations: kernel::PAIRS_PER_VALUE * values.len(),
            })?;
        let found: f64 = values.iter().rev().map(|s| s * s).sum();
        let residual = match self.squares {
            0.0 => found,
            expected => (found - expected).abs() / expected,
        };
        guard::accept(residual, SingularValues::RESIDUAL_TOLERANCE)?;
        Ok(SingularValues::checked(values, residual))
    }

    /// The upper triangular factor R, row by row, of A = Q R for a matrix at least as long as wide, of Aᵀ = Q R for a wider one.
    ///
    /// # Errors
    /// Rows that are missing; entries so large that their squares overflow.
    pub fn triangular_factor(mut self) -> Result<Vec<f64>, Error> {
        self.complete()?;
        let mut factor = vec![0.0; self.rows.min(self.cols).pow(2)];
        let done = self.workspace.triangular_factor(&mut factor);
        done.map_err(|_| self.misfit(0)).map(|()| factor)
    }

    fn complete(&self) -> Result<(), Error> {
        match (self.filled == self.rows, self.squares.is_finite()) {
            (false, _) => Err(self.misfit(0)),
            (_, false) => Err(Error::Overflow),
            _ => Ok(()),
        }
    }
}
