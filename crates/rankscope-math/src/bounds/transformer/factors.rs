//! All factors of one model side by side.

use super::{Block, MatrixNorm, SpectrumAdaptive, Weight, ln_norm_based, ln_rank_sparse};

/// Every factor of one Transformer, as a natural logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Factors {
    /// The spectrum-adaptive factor: see [`SpectrumAdaptive::factor`].
    pub adaptive: f64,
    /// The same with p = 0 throughout: see [`rank_factor`].
    pub rank_only: f64,
    /// The norm-based factor with (2,1) norms: see [`ln_norm_based`].
    pub norm_based: f64,
    /// The same with (1,1) norms.
    pub norm_based_11: f64,
    /// The rank-sparse factor of the feed-forward path, M_in and M_out of every layer, for inputs of length 1: see [`ln_rank_sparse`].
    pub rank_sparse: f64,
}

impl Factors {
    /// Of these layers as a network of their own, of hidden size N.
    ///
    /// ```
    /// use rankscope_math::bounds::transformer::Factors;
    /// // No layer: a norm-based factor of 1, and nothing to count.
    /// let none = Factors::new(&[], 64);
    /// assert_eq!((none.norm_based, none.adaptive), (0.0, f64::NEG_INFINITY));
    /// ```
    pub fn new(blocks: &[Block], hidden_size: usize) -> Self {
        let adaptive = SpectrumAdaptive::new(blocks, hidden_size);
        Self::with(blocks, hidden_size, &adaptive)
    }

    /// The same where the spectrum-adaptive factor is there already.
    pub fn with(blocks: &[Block], hidden_size: usize, adaptive: &SpectrumAdaptive) -> Self {
        let feed_forward = blocks.iter().flat_map(|b| [&b.mlp_in, &b.mlp_out]);
        let feed_forward: Vec<&Weight> = feed_forward.collect();
        Self {
            adaptive: adaptive.factor().ln(),
            rank_only: rank_factor(blocks, hidden_size).ln(),
            norm_based: ln_norm_based(blocks, MatrixNorm::Group21),
            norm_based_11: ln_norm_based(blocks, MatrixNorm::Entry11),
            rank_sparse: ln_rank_sparse(&feed_forward, 0.0, None),
        }
    }
}

/// Σ_W √(rank(W) N) + √L: the spectrum-adaptive factor where every matrix W counts its parameters, p = 0 (dimensionless).
///
/// ```
/// use rankscope_math::{bounds::transformer::{Block, Weight, rank_factor}, spectrum::families::flat};
/// let of_rank = |r| Weight::new(&flat(16, r)?, 1.0, 1.0).map_err(Box::<dyn std::error::Error>::from);
/// let block = Block { heads: vec![], mlp_in: of_rank(4)?, mlp_out: of_rank(9)? };
/// assert_eq!(rank_factor(&[block], 16), 8.0 + 12.0 + 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rank_factor(blocks: &[Block], hidden_size: usize) -> f64 {
    let cost = |weight: &Weight| (weight.rank() as f64 * hidden_size as f64).sqrt();
    let of_block = |block: &Block| {
        let heads = block.heads.iter();
        let heads = heads.map(|head| cost(&head.query_key) + cost(&head.value_output));
        heads.sum::<f64>() + cost(&block.mlp_in) + cost(&block.mlp_out)
    };
    blocks.iter().map(of_block).sum::<f64>() + (blocks.len() as f64).sqrt()
}
