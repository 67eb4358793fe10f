//! The norm-based factor, which multiplies norms over depth.

use super::{Block, Sensitivity, Weight, ln_sum_exp};

/// Which norm of the matrices enters beside the spectral one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatrixNorm {
    /// ‖W‖₂,₁, the sum of the lengths of the columns (Edelman, Goel, Kakade and Zhang 2022, arXiv 2110.10090).
    Group21,
    /// ‖W‖₁,₁, the sum of the magnitudes of the entries (Trauger and Tewari 2024, arXiv 2310.13088).
    Entry11,
}

impl MatrixNorm {
    fn ln_of(self, weight: &Weight) -> f64 {
        match self {
            Self::Group21 => weight.ln_group_norm_2_1,
            Self::Entry11 => weight.ln_entry_norm_1_1,
        }
    }
}

/// ln B of B = (1 + Σ_l α_l^⅔ ξ_l)^(3/2), ξ_l = Σ_h [(‖M_out‖ ‖M_in‖ ‖V_h‖ ‖QK_h‖ₙ)^⅔ + (‖M_out‖ ‖M_in‖ ‖V_h‖ₙ)^⅔] +
/// (‖M_out‖ ‖M_in‖ₙ)^⅔ + ‖M_out‖ₙ^⅔, where ‖·‖ is the spectral norm and ‖·‖ₙ the one chosen.
///
/// With the (2,1) norm it is the leading factor of Edelman, Goel, Kakade and Zhang (2022, arXiv 2110.10090) for several layers, as Sakai
/// and Imaizumi (2026, arXiv 2605.07297) compute it; the (1,1) norm in its place is ours, after Trauger and Tewari (2024, arXiv
/// 2310.13088). Logarithms and absolute constants are left out.
pub fn ln_norm_based(blocks: &[Block], norm: MatrixNorm) -> f64 {
    let sensitivity = Sensitivity::new(blocks);
    let two_thirds = 2.0 / 3.0;
    let terms = blocks
        .iter()
        .zip(&sensitivity.ln_alpha)
        .map(|(block, alpha)| {
            let out = block.mlp_out.ln_spectral;
            let mlp = out + block.mlp_in.ln_spectral;
            let heads = block.heads.iter().flat_map(move |head| {
                let value = head.value_output.ln_spectral;
                [
                    mlp + value + norm.ln_of(&head.query_key),
                    mlp + norm.ln_of(&head.value_output),
                ]
            });
            let feed_forward = [out + norm.ln_of(&block.mlp_in), norm.ln_of(&block.mlp_out)];
            two_thirds * alpha + ln_sum_exp(heads.chain(feed_forward).map(|x| two_thirds * x))
        });
    1.5 * ln_sum_exp([0.0].into_iter().chain(terms))
}
