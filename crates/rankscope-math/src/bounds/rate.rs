//! The bare rate of the effective rank.

use super::{Bound, Error, Term, error, solve};

/// √(R/m), R the largest effective rank of the attention matrices: the shape that Dhingra (2025, arXiv 2508.17256) states, up to
/// logarithms. Its constants are not known, so only its slope means anything; it is no bound on any loss.
///
/// ```
/// # use rankscope_math::bounds::{Bound, Rate};
/// let rate = Rate::new(4.0)?;
/// assert_eq!(rate.gap(1e6)?, 0.002);
/// assert_eq!(rate.samples_nonvacuous(), Some(4.0));
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    erank: f64,
}

impl Rate {
    /// From R, dimensionless, finite and ≥ 0.
    pub fn new(erank: f64) -> Result<Self, Error> {
        let erank = error::non_negative(erank, "the effective rank R")?;
        Ok(Self { erank })
    }
}

impl Bound for Rate {
    fn terms(&self, m: f64) -> Result<Vec<Term>, Error> {
        let value = (self.erank / error::sample_size(m)?).sqrt();
        let name = "effective-rank term";
        Ok(vec![Term { name, value }])
    }

    fn samples_below(&self, level: f64) -> Option<f64> {
        solve::inverse_root(self.erank.sqrt(), level)
    }
}
