//! What can go wrong with an attention matrix.

use crate::linalg;

/// Why an attention matrix could not be formed. The fields count rows and columns from 0, the messages from 1, except for edits, which
/// state strings count from 0.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A row does not sum to one.
    #[error(
        "row {} sums to {}; attention rows sum to 1 within {tolerance}. {}",
        row + 1, rounded(*.sum), advice(*.weights)
    )]
    NotStochastic {
        /// The first such row.
        row: usize,
        /// What it sums to.
        sum: f64,
        /// How far from 1 a sum may be.
        tolerance: f64,
        /// Whether every entry is one that a probability can be, so that rounding, dropout or padding is more likely than logits.
        weights: bool,
    },
    /// A probability is negative.
    #[error(
        "row {}, column {}: a probability cannot be negative, got {value}. If these are logits, choose entries = logits; what is no attention at all is for the lab matrix",
        row + 1, col + 1
    )]
    Negative {
        /// Its row.
        row: usize,
        /// Its column.
        col: usize,
        /// The entry.
        value: f64,
    },
    /// An entry is not a number that softmax can take.
    #[error(
        "row {}, column {}: {value} is not a logit; accepted are numbers and -inf (probability 0)", row + 1, col + 1
    )]
    NotALogit {
        /// Its row.
        row: usize,
        /// Its column.
        col: usize,
        /// The entry.
        value: f64,
    },
    /// Nothing is left to attend to.
    #[error("row {}: every logit is -inf (masked), so nothing is left to attend to", row + 1)]
    AllMasked {
        /// The first such row.
        row: usize,
    },
    /// An edit names a cell that does not exist.
    #[error(
        "edit of row {row}, column {col}: the matrix has {rows} rows and {cols} columns, counted from 0"
    )]
    OutOfRange {
        /// The row it names.
        row: usize,
        /// The column it names.
        col: usize,
        /// Rows there are.
        rows: usize,
        /// Columns there are.
        cols: usize,
    },
    /// A parameter is outside of its domain.
    #[error("{name}: {accepted}, got {given}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// What it was set to.
        given: f64,
        /// What is accepted.
        accepted: &'static str,
    },
    /// From the numerical layer.
    #[error(transparent)]
    Linalg(#[from] linalg::Error),
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NotStochastic { .. } => "not_stochastic",
            Error::Negative { .. } => "negative_probability",
            Error::NotALogit { .. } => "not_a_logit",
            Error::AllMasked { .. } => "all_masked",
            Error::OutOfRange { .. } => "edit_out_of_range",
            Error::Parameter { .. } => "parameter",
            Error::Linalg(e) => e.code(),
        }
    }
}

/// A sum as a reader would write it: the rounding of the last digits is not what is wrong with it.
fn rounded(sum: f64) -> f64 {
    (sum * 1e9).round() / 1e9
}

/// What to do about rows that do not sum to 1.
fn advice(weights: bool) -> &'static str {
    match weights {
        true => {
            "No entry is below 0 or above 1, so these are probabilities that were rounded, or of which dropout or padding left some out: \
             choose entries = weights, which divides each row by its sum and leaves empty rows out"
        }
        false => {
            "If these are logits, choose entries = logits: softmax then makes each row sum to 1"
        }
    }
}
