//! The arguments of formulas: what each accepts, and the sentence about one that lies outside.

/// An argument outside the domain of a formula; NaN always is.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("{what}: {accepted}, got {given}")]
pub struct Outside {
    /// What the argument is, in words.
    pub what: &'static str,
    /// What is accepted.
    pub accepted: &'static str,
    /// What was given.
    pub given: f64,
}

/// Passes `given` on where the condition holds.
pub(crate) fn check(
    holds: bool,
    given: f64,
    what: &'static str,
    accepted: &'static str,
) -> Result<f64, Outside> {
    let outside = Outside {
        what,
        accepted,
        given,
    };
    if holds { Ok(given) } else { Err(outside) }
}

/// A scale: finite and positive.
pub(crate) fn positive(given: f64, what: &'static str) -> Result<f64, Outside> {
    let holds = given > 0.0 && given.is_finite();
    check(holds, given, what, "a finite number above 0")
}

/// A size, a norm, a variance or a penalty: finite and not negative.
pub(crate) fn non_negative(given: f64, what: &'static str) -> Result<f64, Outside> {
    let holds = given >= 0.0 && given.is_finite();
    check(holds, given, what, "a finite number from 0")
}
