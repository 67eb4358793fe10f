//! What can go wrong here.

/// Why a value could not be computed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing to compute from.
    #[error("the input is empty")]
    Empty,
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Empty => "empty",
        }
    }
}
