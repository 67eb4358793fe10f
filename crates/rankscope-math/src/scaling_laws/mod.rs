//! Laws of scale: how the loss of a language model falls with its size and its data, as fitted to trained models.
//!
//! All of them are empirical. Far from the models they were fitted to they extrapolate, and say nothing of how far off they are.

mod compute;

pub use compute::{
    BESIROGLU, FLOP_PER_PARAMETER_AND_TOKEN, HOFFMANN, HOFFMANN_ROUNDED, Law, Split,
};

use crate::domain::Outside;

/// Why a law of scale has no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// An argument outside the domain.
    #[error(transparent)]
    Domain(#[from] Outside),
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Domain(_) => "scaling_law_domain",
        }
    }
}
