//! Complexity factors of trained Transformers: what their weight matrices contribute to a generalization bound.
//!
//! | file | idea |
//! | --- | --- |
//! | `weight` | a weight matrix as the bounds see it: its singular values in logarithms, and two norms |
//! | `tradeoff` | a complexity c(W; p) as a function of the Schatten index p, and its minimum |
//! | `sensitivity` | how strongly the output answers to each matrix: α, γ and K |
//! | `adaptive` | the spectrum-adaptive factor, its index chosen per matrix after training |
//! | `norm_based` | the norm-based factor that it competes with |
//! | `rank_sparse` | the nearest relative, for the feed-forward path |
//! | `factors` | all of them side by side |
//!
//! All of them are leading factors: logarithms and absolute constants are left out, so that only their growth means something. Row
//! vectors are multiplied from the left, x W. Biases, normalisation layers and residual connections are left out, too. Everything is
//! computed in logarithms, because products over depth leave the range of f64.

mod adaptive;
mod factors;
mod norm_based;
mod rank_sparse;
mod sensitivity;
mod tradeoff;
mod weight;

pub use adaptive::{Choice, Choices, SpectrumAdaptive};
pub use factors::{Factors, rank_factor};
pub use norm_based::{MatrixNorm, ln_norm_based};
pub use rank_sparse::ln_rank_sparse;
pub use sensitivity::{GELU_LIPSCHITZ, Sensitivity, ln_gain};
pub use tradeoff::{Grid, Tradeoff};
pub use weight::{Block, Head, Weight};

/// ln Σ exp(xᵢ), −∞ for an empty sum.
fn ln_sum_exp(terms: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = terms.clone().fold(f64::NEG_INFINITY, f64::max);
    match largest.is_finite() {
        true => largest + terms.map(|x| (x - largest).exp()).sum::<f64>().ln(),
        false => largest,
    }
}
