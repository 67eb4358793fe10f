//! Parameter counting through a description length.

use super::{Bound, Error, Term, error, solve, under_root};
use std::f64::consts::LN_2;

/// gap ≤ √( (b W ln 2 + ln(1/δ)) / (2m) ) for one of the 2^(bW) networks that W parameters of b bits can describe: Hoeffding's
/// inequality and a union bound (Shalev-Shwartz and Ben-David 2014, Understanding Machine Learning, section 7.3). A theorem for every
/// network whose parameters are stored with b bits.
///
/// ```
/// # use rankscope_math::bounds::{Bound, Occam};
/// let bound = Occam::new(32.0, 512.0, 0.05)?;
/// assert!((bound.gap(1e6)? - 0.07536417961660466).abs() < 1e-15);
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Occam {
    /// b W ln 2, in nats.
    length: f64,
    log_inverse_delta: f64,
}

impl Occam {
    /// From b bits per parameter, W parameters (both finite and ≥ 0) and δ in (0, 1).
    pub fn new(bits: f64, parameters: f64, delta: f64) -> Result<Self, Error> {
        let bits = error::non_negative(bits, "the bits per parameter")?;
        let parameters = error::non_negative(parameters, "the number of parameters")?;
        Ok(Self {
            length: error::non_negative(bits * parameters * LN_2, "the description length")?,
            log_inverse_delta: error::log_inverse(delta)?,
        })
    }
}

impl Bound for Occam {
    fn terms(&self, m: f64) -> Result<Vec<Term>, Error> {
        let m = error::sample_size(m)?;
        let names = ["description-length term", "confidence term"];
        let radicand = [self.length, self.log_inverse_delta];
        Ok(under_root(names, radicand.map(|part| part / m / 2.0)))
    }

    fn samples_below(&self, level: f64) -> Option<f64> {
        let c = ((self.length + self.log_inverse_delta) / 2.0).sqrt();
        solve::inverse_root(c, level)
    }
}
