//! How strongly the output of a Transformer answers to a change of one weight matrix.

use super::{Block, ln_sum_exp};

/// A bound on the Lipschitz constant of the activation GELU, which is 1.1289…; that of ReLU is 1, that of SiLU 1.0998….
pub const GELU_LIPSCHITZ: f64 = 1.13;

/// ln of the bound L_φ ‖M_in‖ ‖M_out‖ Σ_h ‖V_h‖ (1 + 4 ‖QK_h‖) on how much a layer stretches a change of its input; −∞ where it passes
/// nothing on.
pub fn ln_gain(block: &Block) -> f64 {
    let heads = block.heads.iter().map(|head| {
        let logits = 4.0f64.ln() + head.query_key.ln_spectral;
        head.value_output.ln_spectral + ln_sum_exp([0.0, logits].into_iter())
    });
    GELU_LIPSCHITZ.ln() + block.mlp_in.ln_spectral + block.mlp_out.ln_spectral + ln_sum_exp(heads)
}

/// The sensitivities of the output of a stack of layers to each of its matrices (Sakai and Imaizumi 2026, arXiv 2605.07297).
#[derive(Clone, Debug, PartialEq)]
pub struct Sensitivity {
    /// ln α of each layer: the product of the gains of all layers above it.
    pub ln_alpha: Vec<f64>,
    ln_depth: f64,
}

impl Sensitivity {
    /// From the layers, the one next to the input first.
    ///
    /// ```
    /// use rankscope_math::bounds::transformer::Sensitivity;
    /// assert!(Sensitivity::new(&[]).ln_alpha.is_empty());
    /// ```
    pub fn new(blocks: &[Block]) -> Self {
        let mut ln_alpha = vec![0.0; blocks.len()];
        for l in (1..blocks.len()).rev() {
            ln_alpha[l - 1] = ln_alpha[l] + ln_gain(&blocks[l]);
        }
        let ln_depth = (blocks.len() as f64).ln();
        Self { ln_alpha, ln_depth }
    }

    /// ln(α L) of a layer.
    fn ln_above(&self, layer: usize) -> f64 {
        self.ln_alpha.get(layer).copied().unwrap_or(0.0) + self.ln_depth
    }

    /// ln K of QK_h: K = γ α L with γ = 2 ‖V_h‖ ‖M_out‖ ‖M_in‖.
    pub fn ln_k_query_key(&self, layer: usize, block: &Block, head: usize) -> f64 {
        let value = block
            .heads
            .get(head)
            .map_or(0.0, |h| h.value_output.ln_spectral);
        2.0f64.ln() + value + self.ln_k_value_output(layer, block)
    }

    /// ln K of V_h: γ = ‖M_out‖ ‖M_in‖.
    pub fn ln_k_value_output(&self, layer: usize, block: &Block) -> f64 {
        block.mlp_in.ln_spectral + self.ln_k_mlp_in(layer, block)
    }

    /// ln K of M_in: γ = ‖M_out‖.
    pub fn ln_k_mlp_in(&self, layer: usize, block: &Block) -> f64 {
        block.mlp_out.ln_spectral + self.ln_k_mlp_out(layer)
    }

    /// ln K of M_out: γ = 1.
    pub fn ln_k_mlp_out(&self, layer: usize) -> f64 {
        self.ln_above(layer)
    }
}
