//! The factors of one model, and of a series of models.

use super::network::Network;
use crate::{
    bounds::{
        LayerNorms, ln_spectral_complexity,
        transformer::{Block, MatrixNorm, SpectrumAdaptive, Weight, ln_norm_based, ln_rank_sparse},
    },
    checkpoint::Kind,
    labs::Error,
};

/// Every factor of one model, as a natural logarithm.
#[derive(Clone, Copy, Debug)]
pub struct Factors {
    /// Depth or hidden size, whichever the series is over.
    pub at: f64,
    /// The spectrum-adaptive factor.
    pub adaptive: f64,
    /// The same with p = 0 throughout.
    pub rank_only: f64,
    /// The norm-based factor with (2,1) norms.
    pub norm_based: f64,
    /// The same with (1,1) norms.
    pub norm_based_11: f64,
    /// The rank-sparse factor of the feed-forward path.
    pub rank_sparse: f64,
}

impl Factors {
    /// Of some layers, as a network of their own.
    pub fn of(at: f64, blocks: &[Block], hidden_size: usize) -> Self {
        let adaptive = SpectrumAdaptive::new(blocks, hidden_size);
        Self::with(at, blocks, hidden_size, &adaptive)
    }

    /// The same where the spectrum-adaptive factor is there already.
    pub fn with(
        at: f64,
        blocks: &[Block],
        hidden_size: usize,
        adaptive: &SpectrumAdaptive,
    ) -> Self {
        Self {
            at,
            adaptive: adaptive.factor().ln(),
            rank_only: rank_only(blocks, hidden_size).ln(),
            norm_based: ln_norm_based(blocks, MatrixNorm::Group21),
            norm_based_11: ln_norm_based(blocks, MatrixNorm::Entry11),
            rank_sparse: ln_rank_sparse(&feed_forward(blocks), 0.0, None),
        }
    }
}

/// Σ √(rank · N) + √L.
fn rank_only(blocks: &[Block], hidden_size: usize) -> f64 {
    let cost = |weight: &Weight| (weight.rank() as f64 * hidden_size as f64).sqrt();
    let of_block = |block: &Block| {
        let heads = block.heads.iter();
        let heads = heads.map(|head| cost(&head.query_key) + cost(&head.value_output));
        heads.sum::<f64>() + cost(&block.mlp_in) + cost(&block.mlp_out)
    };
    blocks.iter().map(of_block).sum::<f64>() + (blocks.len() as f64).sqrt()
}

/// M_in and M_out of every layer, in order.
fn feed_forward(blocks: &[Block]) -> Vec<&Weight> {
    let pairs = blocks.iter().flat_map(|b| [&b.mlp_in, &b.mlp_out]);
    pairs.collect()
}

/// ln R_A of the feed-forward path of the first layers.
pub fn ln_feed_forward_complexity(network: &Network, depth: usize) -> Result<f64, Error> {
    let path = network.matrices().filter(|(layer, slot, _)| {
        *layer < depth && matches!(slot.kind, Kind::MlpIn | Kind::MlpOut)
    });
    let layers: Vec<LayerNorms> = path
        .map(|(_, _, matrix)| LayerNorms {
            spectral_norm: matrix.spectrum.spectral_norm(),
            frobenius_norm: matrix.spectrum.frobenius_norm(),
            group_norm_2_1: matrix.group_norm_2_1,
        })
        .collect();
    Ok(ln_spectral_complexity(&layers)?)
}

/// Up to `most` depths from 1 to `depth`, both ends among them.
pub fn depths(depth: usize, most: usize) -> Vec<usize> {
    if depth <= most {
        return (1..=depth).collect();
    }
    let step = (depth - 1) as f64 / (most - 1) as f64;
    let at = |i: usize| 1 + (i as f64 * step).round() as usize;
    (0..most).map(at).collect()
}

/// Hidden sizes that a series is over, and the one looked at among them.
pub fn widths(hidden_size: usize) -> Vec<usize> {
    let mut widths = vec![64, 128, 256, 384, 512, 768, 1024];
    widths.push(hidden_size);
    widths.sort_unstable();
    widths.dedup();
    widths
}
