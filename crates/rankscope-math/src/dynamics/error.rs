//! What can go wrong with a training run.

use crate::{linalg, nn, spectrum};

/// Why a run could not begin or go on.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// A batch that is too small to tell mean from spread.
    #[error(
        "a batch of {given}: at least 2 examples are needed to tell the mean gradient from its spread"
    )]
    Batch {
        /// Examples asked for.
        given: usize,
    },
    /// Sizes that do not go together.
    #[error("sizes {sizes:?}: {accepted} are accepted")]
    Shape {
        /// What was given.
        sizes: Vec<usize>,
        /// What is accepted.
        accepted: &'static str,
    },
    /// From the network.
    #[error(transparent)]
    Network(#[from] nn::Error),
    /// From the spectra.
    #[error(transparent)]
    Spectrum(#[from] spectrum::Error),
    /// From the numerical layer.
    #[error(transparent)]
    Linalg(#[from] linalg::Error),
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Batch { .. } => "batch",
            Error::Shape { .. } => "shape",
            Error::Network(e) => e.code(),
            Error::Spectrum(e) => e.code(),
            Error::Linalg(e) => e.code(),
        }
    }
}
