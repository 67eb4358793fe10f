//! What can go wrong here.

/// Why a scaling law could not be computed.
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
    /// A list of eigenvalues of a length that is not accepted.
    #[error("the target's eigenvalues: 1 to {most} numbers, got {given}")]
    Length {
        /// The longest list accepted.
        most: usize,
        /// The length given.
        given: usize,
    },
    /// The equations have no root in the range searched.
    #[error(
        "the state evolution has no solution with a noise level below {delta_max:e}; a larger penalty helps"
    )]
    NoRoot {
        /// Where the search ended.
        delta_max: f64,
    },
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Domain { .. } => "scaling_domain",
            Error::Length { .. } => "scaling_length",
            Error::NoRoot { .. } => "scaling_no_root",
        }
    }
}

/// Passes `given` on where the condition holds.
pub(super) fn check(
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

/// A variance or a level: finite and not negative.
pub(super) fn non_negative(given: f64, what: &'static str) -> Result<f64, Error> {
    let holds = given >= 0.0 && given.is_finite();
    check(holds, given, what, "a finite number from 0")
}
