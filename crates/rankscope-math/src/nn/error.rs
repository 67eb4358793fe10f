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
    /// A size of a Transformer that is 0.
    #[error("a Transformer with a {what} of 0: at least 1 is accepted")]
    Nothing {
        /// Which size.
        what: &'static str,
    },
    /// Heads that do not divide the width.
    #[error("{heads} heads do not divide a width of {width}: choose {}", divisors(*.width))]
    Heads {
        /// The width.
        width: usize,
        /// The heads.
        heads: usize,
    },
    /// More training sequences than there are different ones.
    #[error(
        "{given} training sequences, but there are too few different ones: choose at most {limit}, or more tokens"
    )]
    Sequences {
        /// How many were asked for.
        given: usize,
        /// Most that leave one to be tested on.
        limit: u64,
    },
}

/// The divisors of a width up to 8, in words.
fn divisors(width: usize) -> String {
    let all = (1..=8).filter(|h| width.is_multiple_of(*h));
    let all: Vec<String> = all.map(|h| h.to_string()).collect();
    format!("{} heads", all.join(", "))
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Depth { .. } => "depth",
            Error::Width { .. } => "width",
            Error::Length { .. } => "length",
            Error::Nothing { .. } => "nothing",
            Error::Heads { .. } => "heads",
            Error::Sequences { .. } => "sequences",
        }
    }
}
