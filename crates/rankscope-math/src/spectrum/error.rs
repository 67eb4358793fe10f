//! What can go wrong with a spectrum.

use crate::linalg;

/// Why a spectrum could not be made or measured; positions are told counting from 1.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// No singular values.
    #[error("the spectrum is empty: at least one singular value is needed")]
    Empty,
    /// A singular value that cannot be one.
    #[error("singular value {} is {value}: every one must be finite and not negative", index + 1)]
    Value {
        /// Its position as given, from 0.
        index: usize,
        /// What was given.
        value: f64,
    },
    /// More singular values than the shape has.
    #[error("{given} singular values do not belong to a {rows} x {cols} matrix: it has at most {}", rows.min(cols))]
    Shape {
        /// How many were given.
        given: usize,
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        cols: usize,
    },
    /// A parameter outside its domain.
    #[error("{name} must be {accepted}, got {given}")]
    Parameter {
        /// The parameter.
        name: &'static str,
        /// What was given.
        given: f64,
        /// What is accepted.
        accepted: &'static str,
    },
    /// Too few values for a tail.
    #[error("a power-law tail needs at least two different positive values, got {given}")]
    ShortTail {
        /// How many different positive values there are.
        given: usize,
    },
    /// A threshold for noise where there is none.
    #[error("{why}: there is no threshold")]
    NoNoise {
        /// Why there is none, or none is known.
        why: &'static str,
    },
    /// From the numerical layer.
    #[error(transparent)]
    Linalg(#[from] linalg::Error),
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Empty => "empty_spectrum",
            Error::Value { .. } => "singular_value",
            Error::Shape { .. } => "spectrum_shape",
            Error::Parameter { .. } => "parameter",
            Error::ShortTail { .. } => "short_tail",
            Error::NoNoise { .. } => "no_noise",
            Error::Linalg(e) => e.code(),
        }
    }
}

/// Passes a parameter on that fulfils its condition; NaN never does.
pub(super) fn parameter(
    name: &'static str,
    given: f64,
    accepted: &'static str,
    holds: impl FnOnce(f64) -> bool,
) -> Result<f64, Error> {
    match !given.is_nan() && holds(given) {
        true => Ok(given),
        false => Err(Error::Parameter {
            name,
            given,
            accepted,
        }),
    }
}
