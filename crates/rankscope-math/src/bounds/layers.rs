//! What the bounds for deep networks need to know about a layer, and products over depth in logarithms.

use super::{Error, error};

/// The norms of one layer's weight matrix A (outputs × inputs), each finite and positive.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LayerNorms {
    /// ‖A‖₂, the largest singular value.
    pub spectral_norm: f64,
    /// ‖A‖_F.
    pub frobenius_norm: f64,
    /// ‖Aᵀ‖₂,₁, the sum of the Euclidean norms of the rows of A.
    pub group_norm_2_1: f64,
}

impl LayerNorms {
    /// ‖A‖_F² / ‖A‖₂².
    pub fn stable_rank(&self) -> f64 {
        (self.frobenius_norm / self.spectral_norm).powi(2)
    }
}

/// At least one layer, and every norm positive.
pub(super) fn validated(layers: &[LayerNorms]) -> Result<&[LayerNorms], Error> {
    let count = layers.len() as f64;
    error::check(count > 0.0, count, "the number of layers", "at least 1")?;
    for layer in layers {
        error::positive(layer.spectral_norm, "the spectral norm of a layer")?;
        error::positive(layer.frobenius_norm, "the Frobenius norm of a layer")?;
        error::positive(layer.group_norm_2_1, "the (2,1) norm of a layer")?;
    }
    Ok(layers)
}

/// ln Π over the layers of one of their norms.
pub(super) fn ln_product(layers: &[LayerNorms], pick: fn(&LayerNorms) -> f64) -> f64 {
    layers.iter().map(|layer| pick(layer).ln()).sum()
}

/// ln(B/γ) of the radius B of the inputs and the margin γ.
pub(super) fn ln_radius_per_margin(radius: f64, margin: f64) -> Result<f64, Error> {
    let radius = error::positive(radius, "the radius of the inputs")?;
    let margin = error::positive(margin, "the margin")?;
    Ok(radius.ln() - margin.ln())
}
