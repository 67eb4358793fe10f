//! What can go wrong here.

/// Why a bound could not be computed.
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
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Domain { .. } => "bound_domain",
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

/// A sample size: finite and at least 1.
pub(super) fn sample_size(m: f64) -> Result<f64, Error> {
    let holds = m >= 1.0 && m.is_finite();
    check(holds, m, "the sample size m", "a finite number from 1")
}

/// ln(1/δ) of a failure probability δ strictly between 0 and 1.
pub(super) fn log_inverse(delta: f64) -> Result<f64, Error> {
    let holds = delta > 0.0 && delta < 1.0;
    let accepted = "above 0 and below 1";
    check(holds, delta, "the failure probability delta", accepted).map(|delta| -delta.ln())
}

/// A size or norm: finite and not negative.
pub(super) fn non_negative(given: f64, what: &'static str) -> Result<f64, Error> {
    let holds = given >= 0.0 && given.is_finite();
    check(holds, given, what, "a finite number from 0")
}

/// A scale: finite and positive.
pub(super) fn positive(given: f64, what: &'static str) -> Result<f64, Error> {
    let holds = given > 0.0 && given.is_finite();
    check(holds, given, what, "a finite number above 0")
}
