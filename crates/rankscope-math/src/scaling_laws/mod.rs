//! Laws of scale: how the loss of a language model falls with its size and its data, as fitted to trained models.
//!
//! All of them are empirical. Far from the models they were fitted to they extrapolate, and say nothing of how far off they are.

mod channel;
pub mod channel_fit;
mod compute;
mod counted;
pub mod fit;
pub mod kaplan;
mod least_squares;
mod minimise;
pub mod public_runs;
pub mod quantised;
pub mod rosetta;

pub use channel::Channel;
pub use compute::{
    BESIROGLU, FLOP_PER_PARAMETER_AND_TOKEN, HOFFMANN, HOFFMANN_ROUNDED, Law, OLMO, Split,
};
pub use counted::{Counted, EMBEDDINGS, WORTHLESS_AFTER};

use crate::domain::Outside;

/// Why a law of scale has no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// An argument outside the domain.
    #[error(transparent)]
    Domain(#[from] Outside),
    /// A row of runs that has not three numbers.
    #[error("row {row} has {columns} columns; give three: parameters N, tokens D, loss L")]
    Columns {
        /// The row, counted from 1.
        row: usize,
        /// How many numbers it has.
        columns: usize,
    },
    /// A number in a row of runs that cannot be.
    #[error("row {row}: the {what} is {given}; give a finite number above 0, or leave the row out")]
    Row {
        /// The row, counted from 1.
        row: usize,
        /// Which of its numbers.
        what: &'static str,
        /// The number.
        given: f64,
    },
    /// Too few runs to determine the constants of a law.
    #[error(
        "{rows} rows with {sizes} sizes and {lengths} numbers of tokens do not determine the constants of the law; add rows, with at least three different N and D"
    )]
    TooFew {
        /// Rows given.
        rows: usize,
        /// Different N.
        sizes: usize,
        /// Different D.
        lengths: usize,
    },
    /// Losses that do not fall with size and with data.
    #[error(
        "the losses do not fall with N and with D, so that no split is best; check that the columns are N, D, loss and that every run counts"
    )]
    Flat,
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Domain(_) => "scaling_law_domain",
            Error::Columns { .. } => "scaling_law_columns",
            Error::Row { .. } => "scaling_law_row",
            Error::TooFew { .. } => "scaling_law_too_few",
            Error::Flat => "scaling_law_flat",
        }
    }
}
