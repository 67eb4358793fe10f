//! What can go wrong while a checkpoint is measured.

use crate::{data::safetensors, linalg};

/// Why a matrix could not be measured, or a measured checkpoint not be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// From the numerical layer.
    #[error("{name}: {cause}")]
    Numbers {
        /// The matrix.
        name: String,
        /// What is wrong.
        cause: linalg::Error,
    },
    /// NaN or an infinity in a tensor.
    #[error("tensor {tensor:?}: the entry in row {}, column {} is {value}: every entry must be a finite number", row + 1, col + 1)]
    Entry {
        /// The tensor.
        tensor: String,
        /// The row, from 0.
        row: usize,
        /// The column, from 0.
        col: usize,
        /// What is there.
        value: f64,
    },
    /// Bytes that could not be read.
    #[error("tensor {tensor:?}: {given} bytes could be read of {wanted}; has the file changed?")]
    Cut {
        /// The tensor.
        tensor: String,
        /// How many were asked for.
        wanted: u64,
        /// How many came.
        given: u64,
    },
    /// A file that cannot be read.
    #[error("{path}: {cause}")]
    Unreadable {
        /// Its path.
        path: String,
        /// What the system says.
        cause: String,
    },
    /// Files without a .safetensors among them.
    #[error(
        "there is no .safetensors file among them; an index or a config alone holds no weights"
    )]
    NoTensors,
    /// A header or an index that cannot be understood.
    #[error(transparent)]
    Safetensors(#[from] safetensors::Error),
    /// A file of measurements that is none.
    #[error("{name}: not a file of measurements of a checkpoint, or of another version: {problem}")]
    Bundle {
        /// The file's name.
        name: String,
        /// What is wrong.
        problem: String,
    },
    /// A recording of a training run that is none.
    #[error("{name}: not a recording of a training run, or of another version: {problem}")]
    Recording {
        /// The file's name.
        name: String,
        /// What is wrong.
        problem: String,
    },
}

impl Error {
    pub(super) fn of(name: &str, cause: linalg::Error) -> Self {
        let name = name.into();
        Self::Numbers { name, cause }
    }

    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Numbers { cause, .. } => cause.code(),
            Error::Entry { .. } => "not_finite",
            Error::Cut { .. } => "truncated",
            Error::Unreadable { .. } => "unreadable",
            Error::NoTensors => "no_tensors",
            Error::Safetensors(e) => e.code(),
            Error::Bundle { .. } => "bundle",
            Error::Recording { .. } => "recording",
        }
    }
}
