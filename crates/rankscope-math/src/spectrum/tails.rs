//! Effective ranks of what remains after the k largest values: they decide whether overfitting is benign.

use super::Spectrum;

impl Spectrum {
    /// `r_k = Σ_{i>k} λᵢ / λ_{k+1}`, the nuclear/spectral rank of the tail, where the values are the eigenvalues λ of a covariance
    /// (dimensionless, from 1 up; 0 where nothing but zeros is left; Bartlett, Long, Lugosi, Tsigler 2020, arXiv 1906.11300, definition 3).
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// let covariance = Spectrum::new(vec![9.0, 4.0, 2.0, 2.0], 4, 4)?;
    /// assert_eq!(covariance.tail_nuclear_spectral_rank(1), 2.0);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn tail_nuclear_spectral_rank(&self, k: usize) -> f64 {
        self.tail(k)
            .map_or(0.0, |tail| tail.nuclear_spectral_rank())
    }

    /// `R_k = (Σ_{i>k} λᵢ)² / Σ_{i>k} λᵢ²`, the nuclear/Frobenius rank of the tail, where the values are the eigenvalues λ of a covariance
    /// (dimensionless, from 1 up; 0 where nothing but zeros is left; Bartlett, Long, Lugosi, Tsigler 2020, arXiv 1906.11300, definition 3).
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// let covariance = Spectrum::new(vec![9.0, 4.0, 2.0, 2.0], 4, 4)?;
    /// assert_eq!(covariance.tail_nuclear_frobenius_rank(1), 64.0 / 24.0);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn tail_nuclear_frobenius_rank(&self, k: usize) -> f64 {
        self.tail(k)
            .map_or(0.0, |tail| tail.nuclear_frobenius_rank())
    }

    /// What is left after the k largest values; `None` where nothing is.
    fn tail(&self, k: usize) -> Option<Self> {
        let values = self.values.get(k..)?.to_vec();
        let tail = Self::new(values, self.rows, self.cols).ok()?;
        Some(tail.with_epsilon(self.epsilon))
    }
}
