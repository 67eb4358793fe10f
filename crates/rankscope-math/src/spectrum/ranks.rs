//! Effective ranks: how many directions a matrix uses, by every definition in use.
//!
//! With xᵢ = σᵢ/σ₁, amplitude weights pᵢ = σᵢ/Σσ and energy weights qᵢ = σᵢ²/Σσ², most are Rényi ranks
//! `R_a(w) = (Σ wᵢᵃ)^(1/(1−a))`, and therefore ordered:
//! `rank ≥ erank ≥ nuclear/Frobenius ≥ energy entropy ≥ participation ratio ≥ stable rank ≥ 1`.

use super::Spectrum;
use crate::linalg::total;

/// The parameter-free effective ranks of one spectrum side by side (dimensionless, 1 to the rank; all 0 for a zero spectrum).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ranks {
    /// See [`Spectrum::erank`].
    pub erank: f64,
    /// See [`Spectrum::nuclear_frobenius_rank`].
    pub nuclear_frobenius_rank: f64,
    /// See [`Spectrum::energy_entropy_rank`].
    pub energy_entropy_rank: f64,
    /// See [`Spectrum::nuclear_spectral_rank`].
    pub nuclear_spectral_rank: f64,
    /// See [`Spectrum::participation_ratio`].
    pub participation_ratio: f64,
    /// See [`Spectrum::stable_rank`].
    pub stable_rank: f64,
}

impl Ranks {
    /// By how much the proven order erank ≥ nuclear/Frobenius ≥ energy entropy ≥ participation ratio ≥ stable rank,
    /// nuclear/Frobenius ≥ nuclear/spectral ≥ stable rank is violated at worst, relative to the larger of two neighbours (dimensionless): 0 but
    /// for rounding. With a rank that counts every value above rounding, rank ≥ erank as well.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// let s = Spectrum::new(vec![4.0, 2.0, 1.0, 1.0], 4, 4)?;
    /// assert_eq!(s.ranks().order_violation(Some(4.0)), 0.0);
    /// // A rank of 3 could not be: erank is 2^1.75.
    /// assert!((s.ranks().order_violation(Some(3.0)) - (2_f64.powf(1.75) / 3.0 - 1.0)).abs() < 1e-15);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn order_violation(&self, rank: Option<f64>) -> f64 {
        // Each pair is (upper, lower) of a proven inequality.
        let mut chain = vec![
            (self.erank, self.nuclear_frobenius_rank),
            (self.nuclear_frobenius_rank, self.energy_entropy_rank),
            (self.energy_entropy_rank, self.participation_ratio),
            (self.participation_ratio, self.stable_rank),
            (self.nuclear_frobenius_rank, self.nuclear_spectral_rank),
            (self.nuclear_spectral_rank, self.stable_rank),
        ];
        chain.extend(rank.map(|rank| (rank, self.erank)));
        let worst = chain.iter().map(|(up, low)| (low - up) / up.max(1.0));
        worst.fold(0.0, f64::max)
    }
}

/// Energies that differ by less than this share count as equal, so that exact ties such as 9 of 10 at τ = 0.9 are kept.
const ENERGY_TIE: f64 = 1e-12;

impl Spectrum {
    /// The parameter-free effective ranks.
    pub fn ranks(&self) -> Ranks {
        Ranks {
            erank: self.erank(),
            nuclear_frobenius_rank: self.nuclear_frobenius_rank(),
            energy_entropy_rank: self.energy_entropy_rank(),
            nuclear_spectral_rank: self.nuclear_spectral_rank(),
            participation_ratio: self.participation_ratio(),
            stable_rank: self.stable_rank(),
        }
    }

    /// The numerical rank `#{σᵢ > tol}`; without `tol` (in the unit of the matrix) the rule of NumPy and MATLAB, [`zero`](Self::zero).
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// let s = Spectrum::new(vec![1.0, 1e-10, 1e-17], 3, 3)?;
    /// assert_eq!((s.numerical_rank(None), s.numerical_rank(Some(1e-9))), (2, 1));
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn numerical_rank(&self, tol: Option<f64>) -> usize {
        match tol {
            Some(tol) => self.values.iter().filter(|s| **s > tol).count(),
            None => self.significant().count(),
        }
    }

    /// The same values where those up to `σ₁ · max(rows, cols) · epsilon` count as zero (dimensionless, from 0); 2⁻⁵² unless it is set.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// let s = Spectrum::new(vec![1.0, 1e-7], 4, 4)?;
    /// assert_eq!(s.with_epsilon(1e-3).numerical_rank(None), 1);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn with_epsilon(self, epsilon: f64) -> Self {
        Self { epsilon, ..self }
    }

    /// The same values of numbers that were stored with a largest relative error of `rounding` = ε/2: 2⁻⁵³ for float64, 2⁻²⁴ for float32,
    /// 2⁻¹¹ for float16, 2⁻⁸ for bfloat16. What NumPy's rule for that type calls zero counts as zero: rounding the entries alone would make
    /// it of a zero.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// let s = Spectrum::new(vec![1.0, 1e-7], 4, 4)?;
    /// let single = s.clone().with_rounding(2_f64.powi(-24));
    /// assert_eq!((s.numerical_rank(None), single.numerical_rank(None)), (2, 1));
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn with_rounding(self, rounding: f64) -> Self {
        // Nothing is computed more precisely than in doubles.
        self.with_epsilon((2.0 * rounding).max(f64::EPSILON))
    }

    /// The largest value that counts as zero, `σ₁ · max(rows, cols) · 2⁻⁵²` (in the unit of the matrix) unless it is told otherwise, see
    /// [`with_epsilon`](Self::with_epsilon).
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// assert_eq!(Spectrum::new(vec![3.0], 4, 1)?.zero(), 12.0 * 2_f64.powi(-52));
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn zero(&self) -> f64 {
        self.largest() * self.tolerance()
    }

    /// The smallest xᵢ that is not taken for rounding: `max(rows, cols) · ε`.
    fn tolerance(&self) -> f64 {
        self.rows.max(self.cols) as f64 * self.epsilon
    }

    /// Those of the shares xᵢ that are numerically not zero.
    fn significant(&self) -> impl Iterator<Item = f64> {
        let tolerance = self.tolerance();
        self.shares().filter(move |x| *x > tolerance)
    }

    /// The effective rank erank = exp(−Σ pᵢ ln pᵢ) with pᵢ = σᵢ/Σσ, from 1 to the rank
    /// (Roy and Vetterli, EUSIPCO 2007, definition 1).
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// let s = Spectrum::new(vec![4.0, 2.0, 1.0, 1.0], 4, 4)?;
    /// assert!((s.erank() - 2.0_f64.powf(1.75)).abs() < 1e-15);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn erank(&self) -> f64 {
        // −Σ p ln p = ln S − Σ x ln x / S with S = Σ x, which spares one division per value.
        let (mut sum, mut x_ln_x) = (0.0, 0.0);
        for x in self.shares() {
            sum += x;
            x_ln_x += x * x.ln();
        }
        entropy_rank(sum, x_ln_x)
    }

    /// The energy entropy rank exp(−Σ qᵢ ln qᵢ) with qᵢ = σᵢ²/Σσ², from 1 to the rank.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// let s = Spectrum::new(vec![3.0, 1.0], 2, 2)?;
    /// assert!((s.energy_entropy_rank() - 10.0 / 9.0_f64.powf(0.9)).abs() < 1e-15);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn energy_entropy_rank(&self) -> f64 {
        let (mut sum, mut x_ln_x) = (0.0, 0.0);
        for x in self.shares() {
            let energy = x * x;
            sum += energy;
            x_ln_x += 2.0 * energy * x.ln();
        }
        entropy_rank(sum, x_ln_x)
    }

    /// The nuclear/Frobenius rank (‖A‖_*/‖A‖_F)² = R₂(p), from 1 to the rank.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// assert!((Spectrum::new(vec![3.0, 1.0], 2, 2)?.nuclear_frobenius_rank() - 1.6).abs() < 1e-15);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn nuclear_frobenius_rank(&self) -> f64 {
        let (mut sum, mut squares) = (0.0, 0.0);
        for x in self.shares() {
            sum += x;
            squares += x * x;
        }
        ratio(sum * sum, squares)
    }

    /// The nuclear/spectral rank ‖A‖_*/‖A‖₂ = Σxᵢ = R_∞(p), from 1 to the rank; the intrinsic dimension of a positive semidefinite matrix
    /// (Tropp, arXiv 1501.01571, section 7.1).
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// assert_eq!(Spectrum::new(vec![4.0, 2.0, 1.0, 1.0], 4, 4)?.nuclear_spectral_rank(), 2.0);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn nuclear_spectral_rank(&self) -> f64 {
        total(self.shares())
    }

    /// The participation ratio (Σσᵢ²)²/Σσᵢ⁴ = R₂(q), from 1 to the rank.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// let s = Spectrum::new(vec![4.0, 2.0, 1.0, 1.0], 4, 4)?;
    /// assert_eq!(s.participation_ratio(), 484.0 / 274.0);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn participation_ratio(&self) -> f64 {
        let (mut squares, mut fourths) = (0.0, 0.0);
        for x in self.shares() {
            let energy = x * x;
            squares += energy;
            fourths += energy * energy;
        }
        ratio(squares * squares, fourths)
    }

    /// The stable rank ‖A‖_F²/‖A‖₂² = Σxᵢ² = R_∞(q), from 1 to the rank (Rudelson and Vershynin, arXiv math/0503442).
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// assert_eq!(Spectrum::new(vec![4.0, 2.0, 1.0, 1.0], 4, 4)?.stable_rank(), 1.375);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn stable_rank(&self) -> f64 {
        total(self.shares().map(|x| x * x))
    }

    /// The Schatten rank ρ_p = Σ xᵢᵖ for p ≥ 0, from the numerical rank at 0 over the nuclear/spectral rank at 1 and the stable rank at 2
    /// to the multiplicity of σ₁ at ∞; never increasing in p. NaN for p < 0.
    ///
    /// Values below the tolerance of [`numerical_rank`](Self::numerical_rank) count as zero, for every p, because a small p would
    /// count rounding errors as directions (the quantity inside Ledent, Alves, Lei 2025, arXiv 2510.21945).
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// let s = Spectrum::new(vec![4.0, 2.0, 1.0, 1.0], 4, 4)?;
    /// assert_eq!([0.0, 1.0, 2.0].map(|p| s.schatten_rank(p)), [4.0, 2.0, 1.375]);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn schatten_rank(&self, p: f64) -> f64 {
        match p >= 0.0 {
            true => total(self.significant().map(|x| x.powf(p))),
            false => f64::NAN,
        }
    }

    /// The ε-rank `#{σᵢ > ε σ₁}` for 0 ≤ ε < 1.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// assert_eq!(Spectrum::new(vec![4.0, 2.0, 1.0, 1.0], 4, 4)?.epsilon_rank(0.3), 2);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn epsilon_rank(&self, eps: f64) -> usize {
        self.shares().filter(|x| *x > eps).count()
    }

    /// The energy rank `min{k : σ₁² + … + σ_k² ≥ τ Σσ²}` for 0 < τ ≤ 1; energies within 1e-12 of the whole count as equal.
    ///
    /// ```
    /// # use rankscope_math::spectrum::Spectrum;
    /// assert_eq!(Spectrum::new(vec![3.0, 1.0], 2, 2)?.energy_rank(0.9), 1);
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn energy_rank(&self, tau: f64) -> usize {
        let mut missing = (tau - ENERGY_TIE) * self.stable_rank();
        let mut k = 0;
        for s in &self.values {
            if missing <= 0.0 {
                break;
            }
            missing -= (s / self.largest()).powi(2);
            k += 1;
        }
        k
    }
}

/// exp of the entropy of xᵢ/S, given S = Σx and Σ x ln x.
fn entropy_rank(sum: f64, x_ln_x: f64) -> f64 {
    match sum > 0.0 {
        true => sum * (-x_ln_x / sum).exp(),
        false => 0.0,
    }
}

/// A quotient that is 0 where the spectrum is.
fn ratio(numerator: f64, denominator: f64) -> f64 {
    match denominator > 0.0 {
        true => numerator / denominator,
        false => 0.0,
    }
}
