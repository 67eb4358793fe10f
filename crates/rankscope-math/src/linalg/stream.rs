//! A matrix that arrives row by row and is held once at most: what a large tensor of a file needs.

use super::kernel::{self, Fold, Packed, Workspace};
use super::{Error, SingularValues, Sum, sum_of_squares};

/// Most entries of a matrix that arrives row by row: a gigabyte, which 32-bit addresses still hold with room to work; with 64-bit ones
/// the largest matrices of models with 405 billion parameters.
pub const MAX_ENTRIES: usize = if usize::BITS < 64 { 1 << 27 } else { 1 << 31 };
/// Largest short side of a matrix that arrives row by row.
pub const MAX_SHORT_SIDE: usize = if usize::BITS < 64 { 8192 } else { 32_768 };

/// A rows x cols matrix A of which the rows arrive one by one.
///
/// Memory: 8·rows·cols bytes, in which the decomposition works too; 8·cols² where rows ≥ 2·cols, because only the triangular factor is
/// held; both the matrix and its factor, 8·rows·cols + 8·rows², where cols ≥ 2·rows; 4·cols² where it is [`packed`](Self::packed).
#[derive(Debug)]
pub struct RowByRow {
    held: Held,
    rows: usize,
    cols: usize,
    filled: usize,
    squares: Sum,
}

#[derive(Debug)]
enum Held {
    Whole(Box<Workspace>),
    Folded(Box<Fold>),
    Packed(Box<Packed>),
}

/// Whether one side is so much longer than the other that QR comes first.
fn much(long: usize, short: usize) -> bool {
    long as f64 >= kernel::TALL * short as f64
}

impl RowByRow {
    /// A matrix without rows so far.
    ///
    /// # Errors
    /// No rows or columns, more than [`MAX_ENTRIES`] entries, or a short side above [`MAX_SHORT_SIDE`].
    ///
    /// ```
    /// use rankscope_math::linalg::RowByRow;
    /// let mut a = RowByRow::new(2, 3)?;
    /// a.push(&[3.0, 0.0, 0.0])?;
    /// a.push(&[0.0, 0.0, -4.0])?;
    /// assert_eq!(a.singular_values()?.as_slice(), [4.0, 3.0]);
    /// # Ok::<(), rankscope_math::linalg::Error>(())
    /// ```
    pub fn new(rows: usize, cols: usize) -> Result<Self, Error> {
        Self::holding(rows, cols, || match much(rows, cols) {
            true => Held::Folded(Box::new(Fold::new(cols))),
            false => {
                let mut workspace = Box::new(Workspace::default());
                workspace.begin(rows, cols);
                Held::Whole(workspace)
            }
        })
    }

    /// As [`new`](Self::new), but only a packed triangle of cols²/2 numbers is held: for numbers that are stored in few bytes. A matrix
    /// at least twice as wide as long is held as by [`new`](Self::new).
    ///
    /// # Errors
    /// As [`new`](Self::new).
    ///
    /// ```
    /// use rankscope_math::linalg::RowByRow;
    /// let mut a = RowByRow::packed(2, 2)?;
    /// a.push(&[3.0, 0.0])?;
    /// a.push(&[0.0, -4.0])?;
    /// assert_eq!(a.singular_values()?.as_slice(), [4.0, 3.0]);
    /// # Ok::<(), rankscope_math::linalg::Error>(())
    /// ```
    pub fn packed(rows: usize, cols: usize) -> Result<Self, Error> {
        if much(cols, rows) {
            return Self::new(rows, cols);
        }
        Self::holding(rows, cols, || Held::Packed(Box::new(Packed::new(cols))))
    }

    fn holding(rows: usize, cols: usize, held: impl FnOnce() -> Held) -> Result<Self, Error> {
        if rows == 0 || cols == 0 {
            return Err(Error::Empty { rows, cols });
        }
        if !Self::fits(rows, cols) {
            return Err(Error::Bulky { rows, cols });
        }
        Ok(Self {
            held: held(),
            rows,
            cols,
            filled: 0,
            squares: Sum::default(),
        })
    }

    /// Whether a matrix of this size is within the limits.
    pub fn fits(rows: usize, cols: usize) -> bool {
        rows.min(cols) <= MAX_SHORT_SIDE
            && rows
                .checked_mul(cols)
                .is_some_and(|entries| entries <= MAX_ENTRIES)
    }

    /// About how many bytes a matrix of this size takes at most.
    ///
    /// ```
    /// use rankscope_math::linalg::RowByRow;
    /// assert_eq!(RowByRow::memory(1000, 1000), 8_000_000);
    /// assert_eq!(RowByRow::memory(1_000_000, 100), RowByRow::memory(1000, 100));
    /// ```
    pub fn memory(rows: usize, cols: usize) -> usize {
        let square = rows.min(cols).pow(2);
        let entries = match (much(rows, cols), much(cols, rows)) {
            (true, _) => square + kernel::CHUNK * cols,
            (_, true) => square + rows * cols,
            _ => rows * cols,
        };
        entries * size_of::<f64>()
    }

    /// As [`memory`](Self::memory), for a matrix that is [`packed`](Self::packed).
    ///
    /// ```
    /// use rankscope_math::linalg::RowByRow;
    /// assert!(RowByRow::packed_memory(4096, 4096) < RowByRow::memory(4096, 4096) / 9 * 5);
    /// ```
    pub fn packed_memory(rows: usize, cols: usize) -> usize {
        match much(cols, rows) {
            true => Self::memory(rows, cols),
            false => Packed::memory(cols),
        }
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
        match &mut self.held {
            Held::Whole(workspace) => workspace.put(self.filled, row),
            Held::Folded(fold) => fold.push(row),
            Held::Packed(packed) => packed.push(row),
        }
        self.squares.add(sum_of_squares(row));
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
    /// Rows that are missing; entries so large that their squares overflow; an iteration that does not converge; a result
    /// that is unusable.
    pub fn singular_values(self) -> Result<SingularValues, Error> {
        self.complete()?;
        let mut values = vec![0.0; self.rows.min(self.cols)];
        let finished = match self.held {
            Held::Whole(mut workspace) => workspace.finish(&mut values),
            Held::Folded(fold) => fold.finish(&mut values),
            Held::Packed(packed) => packed.finish(&mut values),
        };
        finished.map_err(|_| Error::NotConverged {
            iterations: kernel::PAIRS_PER_VALUE * values.len(),
        })?;
        SingularValues::checked(values, self.squares.value())
    }

    /// The upper triangular factor R, row by row, of A = Q R for a matrix longer than wide, of Aᵀ = Q R for every other one. Of one that
    /// is packed, that of A = Q R, which is as wide as A.
    ///
    /// # Errors
    /// Rows that are missing; entries so large that their squares overflow.
    pub fn triangular_factor(self) -> Result<Vec<f64>, Error> {
        self.complete()?;
        let side = match self.held {
            Held::Packed(_) => self.cols,
            _ => self.rows.min(self.cols),
        };
        let mut factor = vec![0.0; side.pow(2)];
        let misfit = self.misfit(0);
        let done = match self.held {
            Held::Whole(mut workspace) => workspace.triangular_factor(&mut factor),
            Held::Folded(fold) => fold.triangular_factor(&mut factor),
            Held::Packed(packed) => packed.triangular_factor(&mut factor),
        };
        done.map_err(|_| misfit).map(|()| factor)
    }

    fn complete(&self) -> Result<(), Error> {
        match (self.filled == self.rows, self.squares.value().is_finite()) {
            (false, _) => Err(self.misfit(0)),
            (_, false) => Err(Error::Overflow),
            _ => Ok(()),
        }
    }
}
