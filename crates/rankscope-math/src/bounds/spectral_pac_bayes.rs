//! PAC-Bayes margin bound by spectral norms and stable ranks.

use super::{Bound, Error, LayerNorms, Term, error, layers, solve, under_root};
use std::f64::consts::E;

/// gap ≤ 4 √( (KL + ln(6 L m^(1+1/(2L))/δ)) / (m−1) ), KL = (42² e²/2) L² W ln(4LW) (B/γ)² Π‖Aᵢ‖₂² Σ stable_rank(Aᵢ), for the margin
/// loss at margin γ of a ReLU network of L layers at most W wide, inputs of Euclidean norm ≤ B. At m = 1 it is infinite.
///
/// The shape is Neyshabur, Bhojanapalli and Srebro 2018 (arXiv 1707.09564), Theorem 1, which hides its constants; they are
/// reconstructed here from the standard proof.
///
/// ```
/// # use rankscope_math::bounds::{Bound, LayerNorms, SpectralPacBayes};
/// let layer = LayerNorms { spectral_norm: 1.0, frobenius_norm: 1.0, group_norm_2_1: 1.0 };
/// let bound = SpectralPacBayes::new(&[layer], 1.0, 1.0, 1, 0.05)?;
/// let exact = 42f64.powi(2) * std::f64::consts::E.powi(2) / 2.0 * 4f64.ln();
/// assert!((bound.divergence() / exact - 1.0).abs() < 1e-14);
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SpectralPacBayes {
    /// ln( L² (B/γ)² Π‖Aᵢ‖₂² Σ stable_rank(Aᵢ) ).
    ln_capacity: f64,
    depth: f64,
    width: f64,
    margin: f64,
    log_inverse_delta: f64,
}

impl SpectralPacBayes {
    /// From the layers (at least one), the radius B > 0, the margin γ > 0, the width W ≥ 1 and δ in (0, 1). A product that leaves the
    /// range of f64 makes an infinite gap.
    pub fn new(
        layers: &[LayerNorms],
        radius: f64,
        margin: f64,
        width: usize,
        delta: f64,
    ) -> Result<Self, Error> {
        let layers = layers::validated(layers)?;
        let depth = layers.len() as f64;
        let stable_ranks: f64 = layers.iter().map(LayerNorms::stable_rank).sum();
        let ln_scale = layers::ln_radius_per_margin(radius, margin)?;
        let ln_product = layers::ln_product(layers, |l| l.spectral_norm);
        Ok(Self {
            ln_capacity: 2.0 * (depth.ln() + ln_scale + ln_product) + stable_ranks.ln(),
            depth,
            width: error::positive(width as f64, "the width")?,
            margin,
            log_inverse_delta: error::log_inverse(delta)?,
        })
    }

    /// The bound on the divergence KL between the posterior and the prior, in nats.
    pub fn divergence(&self) -> f64 {
        let (l, w) = (self.depth, self.width);
        let constant = 42f64.powi(2) * E.powi(2) / 2.0;
        constant * w * (4.0 * l * w).ln() * self.ln_capacity.exp()
    }

    /// The expression under the O(·) of the published bound, with constant 1: √( (L² W ln(LW) (B/γ)² Π‖Aᵢ‖₂² Σ stable_rank(Aᵢ) +
    /// ln(Lm/δ)/γ²) / m ). A rate: only its shape means something.
    pub fn leading(&self, m: f64) -> Result<f64, Error> {
        let m = error::sample_size(m)?;
        let (l, w) = (self.depth, self.width);
        // As one exponential, because ln(LW) may be 0 where the rest overflows.
        let capacity = (w.ln() + (l * w).ln().ln() + self.ln_capacity).exp();
        let confidence = (l.ln() + m.ln() + self.log_inverse_delta) / self.margin / self.margin;
        Ok((capacity / m + confidence / m).sqrt())
    }

    fn radicand(&self, m: f64) -> [f64; 2] {
        let l = self.depth;
        let confidence = (6.0 * l).ln() + (1.0 + 0.5 / l) * m.ln() + self.log_inverse_delta;
        [self.divergence(), confidence].map(|part| 16.0 * (part / (m - 1.0)))
    }
}

impl Bound for SpectralPacBayes {
    fn terms(&self, m: f64) -> Result<Vec<Term>, Error> {
        let names = ["divergence term", "confidence term"];
        Ok(under_root(names, self.radicand(error::sample_size(m)?)))
    }

    // Falls for every m: the confidence exceeds the 1 + 1/(2L) ≤ 3/2 by which it grows per unit of ln m.
    fn samples_below(&self, level: f64) -> Option<f64> {
        solve::below_root(1.0, level, &|m| self.radicand(m).iter().sum())
    }
}
