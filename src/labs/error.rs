//! What can go wrong between a state and its report.

#[cfg(feature = "weights")]
use crate::checkpoint;
#[cfg(any(feature = "training", feature = "dynamics"))]
use crate::dynamics;
#[cfg(feature = "representation")]
use crate::interpolation;
#[cfg(any(
    feature = "training",
    feature = "train",
    feature = "dynamics",
    feature = "representation"
))]
use crate::nn;
#[cfg(feature = "theory")]
use crate::quadratic;
#[cfg(any(feature = "theory", feature = "scaling"))]
use crate::regression;
#[cfg(feature = "scaling")]
use crate::scaling_laws;
use crate::{
    attention, bounds,
    data::{self, READ},
    linalg, spectrum,
};

/// Why a lab could not answer. The text says what was given, where, and what is accepted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A control has a value that does not fit the others.
    #[error("{id}: {accepted}, got {given}")]
    Control {
        /// The control.
        id: &'static str,
        /// What it was set to.
        given: String,
        /// What is accepted here.
        accepted: String,
    },
    /// A matrix or a list that a state gives and that cannot be used.
    #[error("{problem}")]
    Unusable {
        /// The control, what is accepted and what was given.
        problem: String,
    },
    /// A bundled data file has not been fetched yet; the caller fetches it and tries again.
    #[error("the bundled data file {name} is not loaded")]
    AssetMissing {
        /// The file's name under `www/data/`.
        name: &'static str,
    },
    /// The state says that the data comes from a file, and there is none.
    #[error("no file is loaded: drop one on the page ({READ}), or pass --data FILE")]
    NoFile,
    /// The state says that the weights come from a checkpoint, and there is none.
    #[error("no checkpoint is loaded: drop a .safetensors file on the page, or pass --data FILE")]
    NoCheckpoint,
    /// A file is asked for that the state does not hand over.
    #[error("file: one of those that this state hands over ({offered}), got {given:?}")]
    NotOffered {
        /// The name.
        given: String,
        /// What there is.
        offered: String,
    },
    /// Kept networks that cannot be used.
    #[cfg(feature = "train")]
    #[error("{name}: {problem}")]
    Sweep {
        /// The file.
        name: String,
        /// What is wrong, and what is accepted.
        problem: String,
    },
    /// The registry of labs is empty.
    #[error("internal: no lab is registered")]
    NoLab,
    /// From the numerical layer.
    #[error(transparent)]
    Linalg(#[from] linalg::Error),
    /// From the spectra.
    #[error(transparent)]
    Spectrum(#[from] spectrum::Error),
    /// From attention matrices.
    #[error(transparent)]
    Attention(#[from] attention::Error),
    /// From the bounds.
    #[error(transparent)]
    Bounds(#[from] bounds::Error),
    /// From the quadratic networks.
    #[cfg(feature = "theory")]
    #[error(transparent)]
    Quadratic(#[from] quadratic::Error),
    /// From the regressions.
    #[cfg(any(feature = "theory", feature = "scaling"))]
    #[error(transparent)]
    Regression(#[from] regression::Error),
    /// From the interpolators.
    #[cfg(feature = "representation")]
    #[error(transparent)]
    Interpolation(#[from] interpolation::Error),
    /// From the laws of scale.
    #[cfg(feature = "scaling")]
    #[error(transparent)]
    ScalingLaw(#[from] scaling_laws::Error),
    /// From a checkpoint.
    #[cfg(feature = "weights")]
    #[error(transparent)]
    Checkpoint(#[from] checkpoint::Error),
    /// From a training run.
    #[cfg(any(feature = "training", feature = "dynamics"))]
    #[error(transparent)]
    Dynamics(#[from] dynamics::Error),
    /// From a network.
    #[cfg(any(
        feature = "training",
        feature = "train",
        feature = "dynamics",
        feature = "representation"
    ))]
    #[error(transparent)]
    Network(#[from] nn::Error),
    /// From a data reader.
    #[error(transparent)]
    Data(#[from] data::Error),
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Control { .. } | Error::Unusable { .. } => "control",
            Error::AssetMissing { .. } => "asset_missing",
            Error::NoFile => "no_file",
            Error::NoCheckpoint => "no_checkpoint",
            Error::NotOffered { .. } => "not_offered",
            #[cfg(feature = "train")]
            Error::Sweep { .. } => "sweep",
            Error::NoLab => "no_lab",
            Error::Linalg(e) => e.code(),
            Error::Spectrum(e) => e.code(),
            Error::Attention(e) => e.code(),
            Error::Bounds(e) => e.code(),
            #[cfg(feature = "theory")]
            Error::Quadratic(e) => e.code(),
            #[cfg(any(feature = "theory", feature = "scaling"))]
            Error::Regression(e) => e.code(),
            #[cfg(feature = "representation")]
            Error::Interpolation(e) => e.code(),
            #[cfg(feature = "scaling")]
            Error::ScalingLaw(e) => e.code(),
            #[cfg(feature = "weights")]
            Error::Checkpoint(e) => e.code(),
            #[cfg(any(feature = "training", feature = "dynamics"))]
            Error::Dynamics(e) => e.code(),
            #[cfg(any(
                feature = "training",
                feature = "train",
                feature = "dynamics",
                feature = "representation"
            ))]
            Error::Network(e) => e.code(),
            Error::Data(e) => e.code(),
        }
    }
}
