//! Margin bound by the product of the Frobenius norms of a network.

use super::{Bound, Error, LayerNorms, Term, error, layers, solve};
use std::f64::consts::LN_2;

/// gap ≤ 2 (B/γ) Π‖Aᵢ‖_F (1 + √(2 L ln 2))/√m + 3 √(ln(2/δ)/(2m)) for a 1/γ-Lipschitz loss of a real-valued network of L layers with
/// 1-Lipschitz positive-homogeneous activations (ReLU), inputs of Euclidean norm ≤ B, norms fixed before the data was seen.
///
/// Golowich, Rakhlin and Shamir 2018 (arXiv 1712.06541), Theorem 1, with the standard step from Rademacher complexity to a gap.
///
/// ```
/// # use rankscope_math::bounds::{FrobeniusProduct, LayerNorms};
/// let layer = LayerNorms { spectral_norm: 1.0, frobenius_norm: 1.0, group_norm_2_1: 1.0 };
/// let bound = FrobeniusProduct::new(&[layer; 2], 1.0, 1.0, 0.05)?;
/// assert_eq!(bound.complexity(4.0)?, (1.0 + (4.0 * 2f64.ln()).sqrt()) / 2.0);
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrobeniusProduct {
    /// Complexity times √m, per margin.
    complexity: f64,
    log_inverse_delta: f64,
}

impl FrobeniusProduct {
    /// From the layers (at least one), the radius B > 0, the margin γ > 0 and δ in (0, 1). A product that leaves the range of f64
    /// makes an infinite gap.
    pub fn new(layers: &[LayerNorms], radius: f64, margin: f64, delta: f64) -> Result<Self, Error> {
        let layers = layers::validated(layers)?;
        let ln_scale = layers::ln_radius_per_margin(radius, margin)?;
        let ln_product = layers::ln_product(layers, |l| l.frobenius_norm);
        let depth = layers.len() as f64;
        Ok(Self {
            complexity: (ln_scale + ln_product).exp() * (1.0 + (2.0 * depth * LN_2).sqrt()),
            log_inverse_delta: error::log_inverse(delta)?,
        })
    }

    /// The Rademacher complexity per margin, dimensionless.
    pub fn complexity(&self, m: f64) -> Result<f64, Error> {
        Ok(self.complexity / error::sample_size(m)?.sqrt())
    }

    /// Both terms times √m.
    fn numerators(&self) -> [f64; 2] {
        let confidence = 3.0 * ((LN_2 + self.log_inverse_delta) / 2.0).sqrt();
        [2.0 * self.complexity, confidence]
    }
}

impl Bound for FrobeniusProduct {
    fn terms(&self, m: f64) -> Result<Vec<Term>, Error> {
        let root = error::sample_size(m)?.sqrt();
        let names = ["complexity term", "confidence term"];
        let terms = names.into_iter().zip(self.numerators());
        Ok(terms
            .map(|(name, c)| Term {
                name,
                value: c / root,
            })
            .collect())
    }

    fn samples_below(&self, level: f64) -> Option<f64> {
        solve::inverse_root(self.numerators().iter().sum(), level)
    }
}
