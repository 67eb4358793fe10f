//! What if a matrix were scaled, pruned or rounded along its singular directions?

use super::{Error, Spectrum};

/// A change of singular values that leaves the singular vectors alone, so that the spectrum after it is exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// The factor on all values (dimensionless, from 0).
    pub scale: f64,
    /// The share of the largest value below which they become zero (dimensionless, 0 to 1).
    pub prune: f64,
    /// The number of equal steps from 0 to the largest value that they are rounded to; `None` leaves them as they are.
    pub steps: Option<f64>,
}

impl Change {
    /// Whether anything changes beyond a factor.
    pub fn reshapes(&self) -> bool {
        self.prune > 0.0 || self.steps.is_some()
    }

    /// A share of the largest value, pruned and rounded.
    fn share(&self, share: f64) -> f64 {
        match (share < self.prune, self.steps) {
            (true, _) => 0.0,
            (false, Some(steps)) => (share * steps).round() / steps,
            (false, None) => share,
        }
    }
}

impl Spectrum {
    /// The spectrum after a change, and the ratio of its Frobenius norm to that before. A zero spectrum stays as it is.
    ///
    /// # Errors
    /// A scale that is negative or not finite.
    ///
    /// ```
    /// use rankscope_math::spectrum::{Change, Spectrum};
    /// let s = Spectrum::new(vec![4.0, 3.0, 1.0], 3, 3)?;
    /// let halved = Change { scale: 0.5, prune: 0.5, steps: None };
    /// let (changed, ratio) = s.changed(&halved)?;
    /// assert_eq!((changed.values(), ratio), ([2.0, 1.5, 0.0].as_slice(), 2.5 / 26_f64.sqrt()));
    /// let coarse = Change { scale: 1.0, prune: 0.0, steps: Some(2.0) };
    /// assert_eq!(s.changed(&coarse)?.0.values(), [4.0, 4.0, 2.0]);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn changed(&self, change: &Change) -> Result<(Self, f64), Error> {
        let (largest, before) = (self.spectral_norm(), self.frobenius_norm());
        if largest == 0.0 || (change.scale == 1.0 && !change.reshapes()) {
            return Ok((self.clone(), 1.0));
        }
        let values = self.values.iter();
        let values = values.map(|s| change.scale * change.share(s / largest) * largest);
        let changed = Self::new(values.collect(), self.rows, self.cols)?.with_epsilon(self.epsilon);
        let ratio = changed.frobenius_norm() / before;
        Ok((changed, ratio))
    }
}
