//! What a visitor can change about the bounds.

use crate::labs::prelude::*;

const GROUP: &str = "Bounds";

/// Parameters of all-MiniLM-L6-v2, embeddings included.
const MINILM_PARAMETERS: u64 = 22_713_216;
/// Σ‖W‖_F² over the 36 attention and feed-forward matrices (10 616 832 weights) of all-MiniLM-L6-v2, from their singular values.
const MINILM_SQUARED_NORM: f64 = 39_971.199_068_346_07;

/// Sample size.
pub const M: Number = number("m", "Sample size")
    .log([1e2, 1e12], 1e6)
    .symbol("m")
    .group(GROUP)
    .help("Number of independent training examples; also dragged in the figure.");
/// Failure probability.
pub const DELTA: Number = number("delta", "Failure probability")
    .log([1e-12, 0.5], 0.05)
    .symbol("δ")
    .group(GROUP)
    .help("A bound may fail with this probability over the choice of the training examples.");
/// Lipschitz constant of the loss.
pub const LIPSCHITZ: Number = number("lipschitz", "Lipschitz constant")
    .log([1e-3, 1e3], 1.0)
    .symbol("λ")
    .group(GROUP)
    .help("How fast the loss changes with the output, at most; 1/γ for a margin γ.");
/// Training loss.
pub const TRAIN_LOSS: Number = number("train_loss", "Training loss")
    .linear([0.0, 1.0], 0.01, 0.0)
    .symbol("L̂")
    .group(GROUP)
    .help("Added to every bound but the rate; in PAC-Bayes, the loss with noise in the weights.");
/// Number of parameters, for the bounds that count them.
pub const VC_PARAMETERS: Whole = whole("vc_parameters", "Parameters")
    .log([1, 1_000_000_000_000], MINILM_PARAMETERS)
    .symbol("W")
    .group(GROUP)
    .help("Weights and biases counted by the VC and Occam bounds; the default is MiniLM's, embeddings included.");
/// Depth, for the VC dimension.
pub const VC_DEPTH: Count = count("vc_depth", "Depth")
    .linear([1, 200], 6)
    .symbol("D")
    .group(GROUP)
    .help("Layers counted by the VC bound; the default is MiniLM's six blocks, each taken as one layer.");
/// Bits per parameter.
pub const OCCAM_BITS: Count = count("occam_bits", "Bits per parameter")
    .linear([1, 64], 32)
    .symbol("b")
    .group(GROUP)
    .help("Precision to which the Occam bound stores a parameter; 32 for float32, 4 after quantisation.");
/// Standard deviation of the PAC-Bayes prior.
pub const PAC_SIGMA: Number = number("pac_sigma", "Prior width")
    .log([1e-4, 10.0], 0.01)
    .symbol("σ")
    .group(GROUP)
    .help("Standard deviation of the PAC-Bayes prior and of the noise added to every weight; MiniLM's weights are 0.06 in size.");
/// Squared distance of the weights from the prior's mean.
pub const PAC_NORM2: Number = number("pac_norm2", "Squared distance to prior")
    .log([1e-6, 1e12], MINILM_SQUARED_NORM)
    .symbol("‖w‖²")
    .group(GROUP)
    .help("The default is Σ‖W‖² of MiniLM's 36 attention and feed-forward matrices from a prior at 0; embeddings, biases and layer norms are not counted.");

/// All of them, in the order shown.
pub const CONTROLS: &[Control] = &[
    M.control(),
    DELTA.control(),
    LIPSCHITZ.control(),
    TRAIN_LOSS.control(),
    VC_PARAMETERS.control(),
    VC_DEPTH.control(),
    OCCAM_BITS.control(),
    PAC_SIGMA.control(),
    PAC_NORM2.control(),
];
