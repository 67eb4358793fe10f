//! What can go wrong with numbers.

use super::{MAX_ENTRIES, MAX_SHORT_SIDE};

/// Why a numerical result could not be computed; rows and columns are told counting from 1.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// A matrix without entries.
    #[error("the matrix is empty ({rows} x {cols}): at least one row and one column are needed")]
    Empty {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        cols: usize,
    },
    /// Rows of different lengths.
    #[error("row {} has {given} entries, but row 1 has {expected}: all rows must be equally long", row + 1)]
    Ragged {
        /// The first row that differs, from 0.
        row: usize,
        /// Its length.
        given: usize,
        /// The length of the first row.
        expected: usize,
    },
    /// The number of entries is not rows x cols.
    #[error("{given} numbers do not fill a {rows} x {cols} matrix")]
    Shape {
        /// How many numbers were given.
        given: usize,
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        cols: usize,
    },
    /// NaN or an infinity.
    #[error("the entry in row {}, column {} is {value}: every entry must be a finite number", row + 1, col + 1)]
    NotFinite {
        /// The row, from 0.
        row: usize,
        /// The column, from 0.
        col: usize,
        /// What is there.
        value: f64,
    },
    /// More rows or columns than are computed in reasonable time.
    #[error("the matrix is too large ({rows} x {cols}): at most {limit} rows and columns")]
    TooLarge {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        cols: usize,
        /// The largest side that is accepted.
        limit: usize,
    },
    /// More entries than fit into memory, or a short side that takes too long.
    #[error(
        "the matrix is too large ({rows} x {cols}): at most {MAX_ENTRIES} entries, and {MAX_SHORT_SIDE} on its shorter side"
    )]
    Bulky {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        cols: usize,
    },
    /// The inner sizes of a product differ.
    #[error("a {} x {} matrix cannot be multiplied by a {} x {} one: the inner sizes must agree", left.0, left.1, right.0, right.1)]
    Product {
        /// Rows and columns of the left factor.
        left: (usize, usize),
        /// Rows and columns of the right factor.
        right: (usize, usize),
    },
    /// A square matrix is needed.
    #[error("the matrix is {rows} x {cols}: a square one is needed")]
    NotSquare {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        cols: usize,
    },
    /// A symmetric matrix is needed.
    #[error("the entries ({r}, {c}) and ({c}, {r}) differ: a symmetric matrix is needed", r = row + 1, c = col + 1)]
    NotSymmetric {
        /// The row, from 0.
        row: usize,
        /// The column, from 0.
        col: usize,
    },
    /// The iteration did not settle.
    #[error("the iteration did not converge within {iterations} steps")]
    NotConverged {
        /// The cap on the number of steps.
        iterations: usize,
    },
    /// A result beyond the largest double.
    #[error("the result exceeds the largest double (1.8e308): scale the matrix down")]
    Overflow,
    /// The result fails its own check by so much that it is unusable, or fails it where no warning could be given.
    #[error("internal: the result has the relative residual {residual:e}, above {tolerance:e}")]
    Residual {
        /// The relative residual that was found.
        residual: f64,
        /// What is accepted.
        tolerance: f64,
    },
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Empty { .. } => "empty",
            Error::Ragged { .. } => "ragged",
            Error::Shape { .. } => "shape",
            Error::NotFinite { .. } => "not_finite",
            Error::TooLarge { .. } | Error::Bulky { .. } => "too_large",
            Error::Product { .. } => "product",
            Error::NotSquare { .. } => "not_square",
            Error::NotSymmetric { .. } => "not_symmetric",
            Error::NotConverged { .. } => "not_converged",
            Error::Overflow => "overflow",
            Error::Residual { .. } => "residual",
        }
    }
}
