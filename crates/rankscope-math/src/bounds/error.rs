//! What can go wrong here.

use crate::domain::Outside;
pub(super) use crate::domain::{check, non_negative, positive};

/// Why a bound could not be computed.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// An argument outside the domain of the formula.
    #[error(transparent)]
    Domain(#[from] Outside),
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Domain(_) => "bound_domain",
        }
    }
}

/// A sample size: finite and at least 1.
pub(super) fn sample_size(m: f64) -> Result<f64, Outside> {
    let holds = m >= 1.0 && m.is_finite();
    check(holds, m, "the sample size m", "a finite number from 1")
}

/// ln(1/δ) of a failure probability δ strictly between 0 and 1.
pub(super) fn log_inverse(delta: f64) -> Result<f64, Outside> {
    let holds = delta > 0.0 && delta < 1.0;
    let accepted = "above 0 and below 1";
    check(holds, delta, "the failure probability delta", accepted).map(|delta| -delta.ln())
}
