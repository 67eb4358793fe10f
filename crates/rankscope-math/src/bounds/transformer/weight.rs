//! A weight matrix as the bounds see it.

use crate::{
    bounds::{Error, error},
    spectrum::Spectrum,
};

/// One weight matrix W: the logarithms of its singular values above the numerical rank, and two norms that they do not determine.
///
/// Values that are numerically zero are left out before any power is taken: for small p, `0.0…1ᵖ` is nearly 1, and a Schatten sum would
/// count rounding as rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    /// ln(σᵢ/σ₁), descending from 0.
    pub(super) logs: Vec<f64>,
    /// ln σ₁; −∞ for a zero matrix.
    pub(super) ln_spectral: f64,
    /// Mean of `logs`, the logarithm of the geometric mean over the largest; 0 for a zero matrix.
    pub(super) mean_log: f64,
    pub(super) ln_group_norm_2_1: f64,
    pub(super) ln_entry_norm_1_1: f64,
    /// Rows plus columns.
    pub(super) sides: f64,
}

impl Weight {
    /// From the spectrum, of which values up to [`Spectrum::zero`] are left out, ‖W‖₂,₁ (the sum of the lengths of the columns) and ‖W‖₁,₁ (the sum of the magnitudes of the entries), each
    /// finite and not negative.
    ///
    /// ```
    /// use rankscope_math::{bounds::transformer::Weight, spectrum::Spectrum};
    /// let weight = Weight::new(&Spectrum::new(vec![2.0, 1.0, 1e-17], 3, 3)?, 3.0, 3.0)?;
    /// assert_eq!(weight.rank(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn new(
        spectrum: &Spectrum,
        group_norm_2_1: f64,
        entry_norm_1_1: f64,
    ) -> Result<Self, Error> {
        let kept = &spectrum.values()[..spectrum.numerical_rank(None)];
        let largest = kept.first().copied().unwrap_or(0.0);
        let logs: Vec<f64> = kept.iter().map(|s| (s / largest).ln()).collect();
        let count = logs.len().max(1) as f64;
        Ok(Self {
            ln_spectral: largest.ln(),
            mean_log: logs.iter().sum::<f64>() / count,
            logs,
            ln_group_norm_2_1: error::non_negative(group_norm_2_1, "a (2,1) norm")?.ln(),
            ln_entry_norm_1_1: error::non_negative(entry_norm_1_1, "a (1,1) norm")?.ln(),
            sides: (spectrum.rows() + spectrum.cols()) as f64,
        })
    }

    /// The numerical rank.
    pub fn rank(&self) -> usize {
        self.logs.len()
    }
}

/// The two products of one attention head, each N × N.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// W_Q W_Kᵀ, without the factor 1/√d_h.
    pub query_key: Weight,
    /// W_V W_O.
    pub value_output: Weight,
}

/// One layer of a Transformer.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The attention heads.
    pub heads: Vec<Head>,
    /// M_in, from the hidden size to the width of the feed-forward network.
    pub mlp_in: Weight,
    /// M_out, back to the hidden size.
    pub mlp_out: Weight,
}
