//! What can go wrong here.

use crate::domain::Outside;
pub(super) use crate::domain::{check, non_negative, positive};

/// Why a scaling law could not be computed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// An argument outside the domain of the formula.
    #[error(transparent)]
    Domain(#[from] Outside),
    /// A list of eigenvalues of a length that is not accepted.
    #[error("the target's eigenvalues: 1 to {most} numbers, got {given}")]
    Length {
        /// The longest list accepted.
        most: usize,
        /// The length given.
        given: usize,
    },
    /// The equations have no root in the range searched.
    #[error(
        "the state evolution has no solution with a noise level below {delta_max:e}; a larger penalty helps"
    )]
    NoRoot {
        /// Where the search ended.
        delta_max: f64,
    },
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Domain(_) => "scaling_domain",
            Error::Length { .. } => "scaling_length",
            Error::NoRoot { .. } => "scaling_no_root",
        }
    }
}
