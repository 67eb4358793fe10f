//! What a visitor can change about a Transformer.

use super::metrics;
use crate::labs::{self, Kind, prelude::*, shared::ranks::TOL};

const MODEL: &str = "Model";
const WHAT_IF: &str = "What if";
const VIEW: &str = "View";

/// Largest head dimension of a synthetic model.
pub const MAX_HEAD_SIZE: usize = 256;
/// Most layers.
const MAX_LAYERS: u64 = 96;
/// Most columns that a cell can be selected in: 6 single matrices and two products for each of 128 heads.
const MAX_PLACES: u64 = 6 + 2 * 128;
/// Bits at which singular values are left as they are.
pub const ALL_BITS: u64 = 24;

choices! {
    /// Where the weights come from.
    pub enum Source {
        Minilm = "minilm": "MiniLM (trained)",
        Synthetic = "synthetic": "Synthetic",
        File = "file": "A checkpoint",
    }
}

choices! {
    /// A law for the singular values of a synthetic model, the largest 1.
    pub enum Family {
        Power = "power": "Power law",
        Geometric = "geometric": "Geometric",
        Flat = "flat": "Flat",
        Gaussian = "gaussian": "Gaussian matrix",
    }
}

choices! {
    /// How the factors are shown.
    pub enum Shown {
        Absolute = "absolute": "As they are",
        Relative = "relative": "Over the first",
    }
}

pub const SOURCE: Choice<Source> = Source::choice("source", "Model", Source::Minilm)
    .group(MODEL)
    .help("A small trained BERT, a checkpoint or a recorded training run of yours, or a model made of one spectral law.");
pub const FILE: File = checkpoint(
    "file",
    "Checkpoint",
    &[".safetensors", ".json", ".spectra"],
    &[".safetensors", ".safetensors.index.json"],
)
.group(MODEL)
.help("BERT, GPT-2, Llama and their relatives. It is measured here; nothing is uploaded.")
.when(SOURCE.is(&[Source::File]));

pub const TOWER: Count = count("tower", "Model in it")
    .linear([0, 255], 0)
    .group(MODEL)
    .help("Of a checkpoint with several, such as encoder and decoder, or of a recorded training run: which one, from 0. The notes name it.")
    .when(SOURCE.is(&[Source::File]));

const fn synthetic<T>(handle: labs::Handle<T>) -> labs::Handle<T> {
    handle.group(MODEL).when(SOURCE.is(&[Source::Synthetic]))
}

pub const DEPTH: Count = synthetic(count("depth", "Layers").linear([1, MAX_LAYERS], 12))
    .symbol("L")
    .help("Depth of the model.");
pub const N: Count = synthetic(count("n", "Hidden size").linear([16, 1024], 256))
    .symbol("N")
    .help("Width of the residual stream; the feed-forward network is four times as wide.");
pub const HEADS: Count = synthetic(count("heads", "Heads").linear([1, 32], 4))
    .symbol("H")
    .help("Attention heads of each layer.");
pub const D_HEAD: Count =
    synthetic(count("d_head", "Head dimension").linear([1, MAX_HEAD_SIZE as u64], 64))
        .symbol("d_h")
        .help("The rank of a head's products is at most this, and at most N.");
pub const FAMILY: Choice<Family> = synthetic(Family::choice("family", "Spectra", Family::Power))
    .help("The law of all singular values, the largest of which is 1.");
pub const ALPHA: Number = synthetic(number("alpha", "Decay").linear([0.0, 4.0], 0.01, 0.5))
    .symbol("a")
    .help("The i-th singular value is i to the power −a.")
    .when(FAMILY.is(&[Family::Power]));
pub const RATIO: Number = synthetic(number("ratio", "Ratio").linear([0.1, 1.0], 0.01, 0.9))
    .symbol("ρ")
    .help("Each singular value is ρ times the one before.")
    .when(FAMILY.is(&[Family::Geometric]));
pub const SHARE: Number = synthetic(number("share", "Share kept").linear([0.01, 1.0], 0.01, 1.0))
    .help("Share of the singular values of each matrix that are not zero.");
pub const SEED: Seed = synthetic(seed("seed", 7))
    .help("Of the singular vectors, which only the (2,1) and (1,1) norms notice.");

pub const LAYERS: Count = count("layers", "Layers used")
    .linear([0, MAX_LAYERS], 0)
    .symbol("L")
    .group(WHAT_IF)
    .help("Only the first layers, or more than there are: then they repeat. 0: as it is.")
    .when(SOURCE.is_not(&[Source::Synthetic]));

const fn scale(id: &'static str, label: &'static str) -> Number {
    number(id, label).log([0.01, 100.0], 1.0).group(WHAT_IF)
}

pub const SCALE_QK: Number = scale("scale_qk", "Scale of QK")
    .symbol("·QK")
    .help("Multiplies W_Q, so every head's W_Q W_Kᵀ.");
pub const SCALE_VO: Number = scale("scale_vo", "Scale of VO")
    .symbol("·VO")
    .help("Multiplies W_V, so every head's W_V W_O.");
pub const SCALE_IN: Number = scale("scale_in", "Scale of M_in")
    .symbol("·M_in")
    .help("Multiplies the first matrix of every feed-forward network.");
pub const SCALE_OUT: Number = scale("scale_out", "Scale of M_out")
    .symbol("·M_out")
    .help("Multiplies the second matrix of every feed-forward network.");
pub const PRUNE: Number = number("prune", "Prune below")
    .linear([0.0, 0.95], 0.005, 0.0)
    .symbol("t")
    .group(WHAT_IF)
    .help("Singular values below this share of their largest become zero.");
pub const BITS: Whole = whole("bits", "Bits of the spectrum")
    .linear([1, ALL_BITS], ALL_BITS)
    .symbol("b")
    .group(WHAT_IF)
    .help("Singular values, not weights, are rounded to 2ᵇ − 1 steps between 0 and their largest; 24: as they are.");

pub const LAYER: Count = count("layer", "Layer")
    .linear([0, MAX_LAYERS - 1], 0)
    .group(VIEW)
    .help("The layer looked at, from 0; a click on a map chooses it.");
pub const MATRIX: Count = count("matrix", "Matrix")
    .linear([0, MAX_PLACES - 1], 0)
    .group(VIEW)
    .help("The matrix looked at: the column of the map, from 0.");
/// Its options are the [`metrics::METRICS`].
pub const METRIC: Choice<&metrics::Metric> = labs::Handle::new(
    "metric",
    "Map of",
    Kind::Choice {
        options: metrics::OPTIONS,
        default: "stable_rank",
    },
)
.group(VIEW)
.help("The number that the map shows of every matrix.");
pub const SHOWN: Choice<Shown> = Shown::choice("shown", "Factors", Shown::Absolute)
    .group(VIEW)
    .help("As they are, or over the first point of each curve, which compares growth alone.");

/// Every control, in the order shown.
pub const CONTROLS: &[Control] = &[
    SOURCE.control(),
    FILE.control(),
    TOWER.control(),
    DEPTH.control(),
    N.control(),
    HEADS.control(),
    D_HEAD.control(),
    FAMILY.control(),
    ALPHA.control(),
    RATIO.control(),
    SHARE.control(),
    SEED.control(),
    LAYERS.control(),
    SCALE_QK.control(),
    SCALE_VO.control(),
    SCALE_IN.control(),
    SCALE_OUT.control(),
    PRUNE.control(),
    BITS.control(),
    LAYER.control(),
    MATRIX.control(),
    METRIC.control(),
    SHOWN.control(),
    TOL.control(),
];
