//! What can go wrong with a network.

/// Why a network could not be built or used.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// Too many or too few hidden layers.
    #[error("a network with {given} hidden layers: 1 to {limit} are accepted")]
    Depth {
        /// How many were asked for.
        given: usize,
        /// Most that are accepted.
        limit: usize,
    },
    /// A layer without units.
    #[error("layer {layer} has no units: every layer needs at least one")]
    Width {
        /// The layer, from 0 for the inputs.
        layer: usize,
    },
    /// A list that does not have the length that the network asks for.
    #[error("{given} numbers for the {what}, but the network asks for {expected}")]
    Length {
        /// What the list holds.
        what: &'static str,
        /// Its length.
        given: usize,
        /// The length that fits.
        expected: usize,
    },
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Depth { .. } => "depth",
            Error::Width { .. } => "width",
            Error::Length { .. } => "length",
        }
    }
}
