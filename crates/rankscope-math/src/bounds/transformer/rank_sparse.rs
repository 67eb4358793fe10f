//! The rank-sparse factor of a fully connected network, here the feed-forward path.

use super::{Tradeoff, Weight, ln_sum_exp};

/// ln of √L [ Σ_l (B Πσ₁)^(2p/(p+2)) ρ_p(A_l)^(2/(p+2)) (rows + cols)^(2/(p+2)) ]^½ for the layers A_l of a network with 1-Lipschitz
/// activations and inputs of length ≤ B: the leading term of Ledent, Alves and Lei (2025, arXiv 2510.21945), Theorem 3.6, without 1/√n.
/// Each p is the best one in 0..=2, unless an index is given.
///
/// ```
/// use rankscope_math::{bounds::transformer::{Weight, ln_rank_sparse}, spectrum::families};
/// let layer = Weight::new(&families::power(16, 1.0)?, 1.0, 1.0)?;
/// let at = |p| ln_rank_sparse(&[&layer, &layer], 0.0, p).exp() / 1e3; // a million samples
/// assert!((at(Some(1.0)) - 0.00952979242676074).abs() < 1e-16);
/// assert!((at(None) - 0.005336789027505673).abs() < 1e-16);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ln_rank_sparse(layers: &[&Weight], ln_radius: f64, index: Option<f64>) -> f64 {
    let product: f64 = layers.iter().map(|layer| layer.ln_spectral).sum();
    let terms = layers.iter().map(|layer| {
        let tradeoff = Tradeoff::new(layer, layer.sides.ln(), ln_radius + product);
        2.0 * tradeoff.ln_at(index.unwrap_or_else(|| tradeoff.minimum()))
    });
    0.5 * ((layers.len() as f64).ln() + ln_sum_exp(terms))
}
