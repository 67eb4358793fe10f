//! Norms that the singular values determine, all in the unit of the matrix.

use super::Spectrum;

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
        self.largest() * self.shares().map(|x| x * x).sum::<f64>().sqrt()
    }

    /// The nuclear (trace) norm ‖A‖_* = Σσᵢ.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// assert_eq!(Spectrum::new(vec![3.0, 4.0], 2, 2)?.nuclear_norm(), 7.0);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn nuclear_norm(&self) -> f64 {
        self.largest() * self.shares().sum::<f64>()
    }

    /// The Schatten norm ‖A‖_Sp = (Σσᵢᵖ)^(1/p) for p > 0 (a quasi-norm below 1), σ₁ for p = ∞; NaN outside this domain.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// let s = Spectrum::new(vec![3.0, 4.0], 2, 2)?;
    /// assert_eq!(s.schatten_norm(2.0), s.frobenius_norm());
    /// assert_eq!(s.schatten_norm(f64::INFINITY), 4.0);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn schatten_norm(&self, p: f64) -> f64 {
        if p == f64::INFINITY {
            return self.largest();
        }
        if p.is_nan() || p <= 0.0 {
            return f64::NAN;
        }
        self.largest()
            * self
                .shares()
                .map(|x| x.powf(p))
                .sum::<f64>()
                .powf(p.recip())
    }
}
