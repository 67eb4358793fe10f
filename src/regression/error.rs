//! What can go wrong here.

/// Why nothing can be said about a regression.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// An argument outside the domain of the formula; NaN always is.
    #[error("{what}: {accepted}, got {given}")]
    Domain {
        /// What the argument is, in words.
        what: &'static str,
        /// What is accepted.
        accepted: &'static str,
        /// What was given.
        given: f64,
    },
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
    /// Without a ridge, as many samples as modes or more cannot be interpolated.
    #[error(
        "n = {samples} samples cannot be interpolated by {modes} modes with ridge 0: set a ridge above 0, take fewer samples than modes, or more modes"
    )]
    TooFewModes {
        /// Samples asked for.
        samples: f64,
        /// Modes with an eigenvalue above zero.
        modes: f64,
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
            Error::Domain { .. } => "regression_domain",
            Error::NoMode { .. } => "regression_no_mode",
            Error::Unequal { .. } => "regression_unequal",
            Error::TooFewModes { .. } => "regression_too_few_modes",
            Error::Singular { .. } => "regression_singular",
        }
    }
}

/// Passes `given` on where the condition holds.
fn check(
    holds: bool,
    given: f64,
    what: &'static str,
    accepted: &'static str,
) -> Result<f64, Error> {
    let wrong = Error::Domain {
        what,
        accepted,
        given,
    };
    if holds { Ok(given) } else { Err(wrong) }
}

/// A scale: finite and positive.
pub(super) fn positive(given: f64, what: &'static str) -> Result<f64, Error> {
    let holds = given > 0.0 && given.is_finite();
    check(holds, given, what, "a finite number above 0")
}

/// A variance, an energy or a penalty: finite and not negative.
pub(super) fn non_negative(given: f64, what: &'static str) -> Result<f64, Error> {
    let holds = given >= 0.0 && given.is_finite();
    check(holds, given, what, "a finite number from 0")
}
