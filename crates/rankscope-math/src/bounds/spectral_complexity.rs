//! Margin bound by the spectral complexity of a network.

use super::{Bound, Error, LayerNorms, Term, error, layers, solve};
use std::f64::consts::{E, LN_2};

/// ln R_A of the spectral complexity R_A = Π‖Aᵢ‖₂ · ( Σ (‖Aᵢᵀ‖₂,₁ / ‖Aᵢ‖₂)^⅔ )^(3/2), for 1-Lipschitz activations and reference
/// matrices 0; in a logarithm because the product over depth leaves the range of f64.
///
/// Bartlett, Foster and Telgarsky 2017 (arXiv 1706.08498), equation (1.2).
///
/// ```
/// # use rankscope_math::bounds::{LayerNorms, ln_spectral_complexity};
/// let layer = LayerNorms { spectral_norm: 2.0, frobenius_norm: 2.0, group_norm_2_1: 2.0 };
/// assert_eq!(ln_spectral_complexity(&[layer])?, 2f64.ln());
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
pub fn ln_spectral_complexity(layers: &[LayerNorms]) -> Result<f64, Error> {
    let layers = layers::validated(layers)?;
    let ratio = |l: &LayerNorms| (l.group_norm_2_1 / l.spectral_norm).powf(2.0 / 3.0);
    let sum: f64 = layers.iter().map(ratio).sum();
    Ok(layers::ln_product(layers, |l| l.spectral_norm) + 1.5 * sum.ln())
}

/// gap ≤ 2 ( 4/m^(3/2) + 36 (ln m/√m) √(ln 2W²) (B/γ) R_A ) + 3 √(ln(2/δ)/(2m)) for the margin loss at margin γ, inputs of Euclidean
/// norm ≤ B and layers at most W wide, norms fixed before the data was seen.
///
/// The form is Bartlett, Foster and Telgarsky 2017 (arXiv 1706.08498), Theorem 3.3 and Lemma A.8; the constant 36 is reconstructed
/// from them through Dudley's integral.
///
/// ```
/// # use rankscope_math::bounds::{Bound, LayerNorms, SpectralComplexity};
/// let layer = LayerNorms { spectral_norm: 1.0, frobenius_norm: 1.0, group_norm_2_1: 1.0 };
/// let bound = SpectralComplexity::new(&[layer], 1.0, 1.0, 1, 0.05)?;
/// // ln 1 = 0: at m = 1 only 2 · 4 and the confidence term are left.
/// assert_eq!(bound.gap(1.0)?, 8.0 + 3.0 * (40f64.ln() / 2.0).sqrt());
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpectralComplexity {
    /// The complexity term without ln m/√m.
    coefficient: f64,
    log_inverse_delta: f64,
}

impl SpectralComplexity {
    /// From the layers (at least one), the radius B > 0, the margin γ > 0, the width W ≥ 1 and δ in (0, 1). A product that leaves the
    /// range of f64 makes an infinite gap.
    pub fn new(
        layers: &[LayerNorms],
        radius: f64,
        margin: f64,
        width: usize,
        delta: f64,
    ) -> Result<Self, Error> {
        let width = error::positive(width as f64, "the width")?;
        let ln_complexity = ln_spectral_complexity(layers)?;
        let ln_scale = layers::ln_radius_per_margin(radius, margin)?;
        let cover = (LN_2 + 2.0 * width.ln()).sqrt();
        Ok(Self {
            coefficient: 72.0 * cover * (ln_scale + ln_complexity).exp(),
            log_inverse_delta: error::log_inverse(delta)?,
        })
    }

    fn parts(&self, m: f64) -> [f64; 3] {
        // At m = 1 the logarithm is 0 whatever its coefficient.
        let per_coefficient = m.ln() / m.sqrt();
        let complexity = if per_coefficient > 0.0 {
            self.coefficient * per_coefficient
        } else {
            0.0
        };
        [
            complexity,
            8.0 / m.sqrt() / m,
            3.0 * ((LN_2 + self.log_inverse_delta) / 2.0 / m).sqrt(),
        ]
    }
}

impl Bound for SpectralComplexity {
    fn terms(&self, m: f64) -> Result<Vec<Term>, Error> {
        let parts = self.parts(error::sample_size(m)?);
        let names = ["complexity term", "discretisation term", "confidence term"];
        let terms = names.into_iter().zip(parts);
        Ok(terms.map(|(name, value)| Term { name, value }).collect())
    }

    // ln m/√m falls from m = e² on; up to there the other two terms alone exceed 1, for every δ.
    fn samples_below(&self, level: f64) -> Option<f64> {
        let gap = |m| self.parts(m).iter().sum();
        solve::meaningful(level).then(|| solve::crossing(E * E, level, &gap))?
    }
}
