//! What can be wrong with a file.

/// Why a file could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing known begins like this.
    #[error(
        "{name}: not a file that Rankscope reads; it reads .npy, .npz, .csv, .tsv, .json and NumPy text"
    )]
    Unknown {
        /// The file's name.
        name: String,
    },
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Unknown { .. } => "unknown_format",
        }
    }
}
