//! Norms that the singular values determine, all in the unit of the matrix.

use super::Spectrum;
use crate::linalg::total;

impl Spectrum {
    /// The spectral norm ‖A‖₂ = σ₁.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// assert_eq!(Spectrum::new(vec![3.0, 4.0], 2, 2)?.spectral_norm(), 4.0);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn spectral_norm(&self) -> f64 {
        self.largest()
    }

    /// The Frobenius norm ‖A‖_F = √Σσᵢ².
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// assert_eq!(Spectrum::new(vec![3.0, 4.0], 2, 2)?.frobenius_norm(), 5.0);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn frobenius_norm(&self) -> f64 {
        self.largest() * total(self.shares().map(|x| x * x)).sqrt()
    }

    /// The nuclear (trace) norm ‖A‖_* = Σσᵢ.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// assert_eq!(Spectrum::new(vec![3.0, 4.0], 2, 2)?.nuclear_norm(), 7.0);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn nuclear_norm(&self) -> f64 {
        self.largest() * total(self.shares())
    }
}
