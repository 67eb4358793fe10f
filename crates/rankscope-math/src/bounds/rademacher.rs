//! Rademacher complexity of a linear map with bounded nuclear norm.

use super::{Bound, Error, Term, error, solve};

/// gap ≤ 2 λ N √(2 ln(d₁+d₂)/m) + √(ln(1/δ)/(2m)) for the class { X ↦ ⟨W, X⟩ : ‖W‖∗ ≤ N }, W of shape d₁ × d₂, inputs with
/// spectral norm ≤ 1 and a λ-Lipschitz loss in [0, 1].
///
/// A reconstruction, not a published theorem: the standard route from a nuclear norm to a bound, ‖∑ εᵢXᵢ‖₂ by the matrix Khintchine
/// inequality (Tropp 2012, arXiv 1004.4389), then McDiarmid. N must be fixed before the data is seen.
///
/// ```
/// # use rankscope_math::bounds::{Bound, Rademacher};
/// // √(2 ln 2 / m) = 1 at m = 2 ln 2, so the complexity at m is √(2 ln 2 / m) for a 1 × 1 map of norm 1.
/// let bound = Rademacher::nuclear(1.0, (1, 1), 1.0, 0.05)?;
/// assert_eq!(bound.complexity(8.0)?, (2.0 * 2f64.ln() / 8.0).sqrt());
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rademacher {
    /// Complexity times √m.
    complexity: f64,
    lipschitz: f64,
    log_inverse_delta: f64,
}

impl Rademacher {
    /// From the nuclear norm N ≥ 0, the shape (d₁, d₂), the Lipschitz constant λ > 0 of the loss and δ in (0, 1).
    pub fn nuclear(
        nuclear_norm: f64,
        (d1, d2): (usize, usize),
        lipschitz: f64,
        delta: f64,
    ) -> Result<Self, Error> {
        let norm = error::non_negative(nuclear_norm, "the nuclear norm")?;
        let side = d1.min(d2) as f64;
        error::positive(side, "the number of rows or columns")?;
        Ok(Self {
            complexity: norm * (2.0 * (d1 as f64 + d2 as f64).ln()).sqrt(),
            lipschitz: error::positive(lipschitz, "the Lipschitz constant of the loss")?,
            log_inverse_delta: error::log_inverse(delta)?,
        })
    }

    /// The same with N = √R ‖A‖_F, which is never smaller than the nuclear norm: what an effective rank R ≥ 0 says once a Frobenius
    /// norm is known.
    pub fn effective_rank(
        erank: f64,
        frobenius_norm: f64,
        shape: (usize, usize),
        lipschitz: f64,
        delta: f64,
    ) -> Result<Self, Error> {
        let erank = error::non_negative(erank, "the effective rank R")?;
        let frobenius_norm = error::non_negative(frobenius_norm, "the Frobenius norm")?;
        Self::nuclear(erank.sqrt() * frobenius_norm, shape, lipschitz, delta)
    }

    /// The Rademacher complexity N √(2 ln(d₁+d₂)/m), dimensionless.
    pub fn complexity(&self, m: f64) -> Result<f64, Error> {
        Ok(self.complexity / error::sample_size(m)?.sqrt())
    }

    /// Both terms times √m.
    fn numerators(&self) -> [f64; 2] {
        let complexity = 2.0 * self.lipschitz * self.complexity;
        [complexity, (self.log_inverse_delta / 2.0).sqrt()]
    }
}

impl Bound for Rademacher {
    fn terms(&self, m: f64) -> Result<Vec<Term>, Error> {
        let root = error::sample_size(m)?.sqrt();
        let [complexity, confidence] = self.numerators().map(|c| c / root);
        Ok(vec![
            Term {
                name: "complexity term",
                value: complexity,
            },
            Term {
                name: "confidence term",
                value: confidence,
            },
        ])
    }

    fn samples_below(&self, level: f64) -> Option<f64> {
        solve::inverse_root(self.numerators().iter().sum(), level)
    }
}
