//! What can go wrong here.

use crate::domain::Outside;
pub(super) use crate::domain::{non_negative, positive};

/// Why nothing can be said about a regression.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// An argument outside the domain of the formula.
    #[error(transparent)]
    Domain(#[from] Outside),
    /// No eigenvalue at all, or none above zero.
    #[error(
        "the spectrum: at least one eigenvalue above 0, got {given} eigenvalues and none above 0"
    )]
    NoMode {
        /// How many eigenvalues were given.
        given: usize,
    },
    /// Eigenvalues and target energies that do not belong together.
    #[error(
        "one target energy per eigenvalue, got {targets} energies for {eigenvalues} eigenvalues"
    )]
    Unequal {
        /// How many eigenvalues were given.
        eigenvalues: usize,
        /// How many energies were given.
        targets: usize,
    },
    /// A sampled Gram matrix that is singular in double precision.
    #[error(
        "a sampled kernel matrix of {samples} points is singular in double precision: a ridge above 0 or a slower decay helps"
    )]
    Singular {
        /// Its size.
        samples: usize,
    },
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Domain(_) => "regression_domain",
            Error::NoMode { .. } => "regression_no_mode",
            Error::Unequal { .. } => "regression_unequal",
            Error::Singular { .. } => "regression_singular",
        }
    }
}
