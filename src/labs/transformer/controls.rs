//! What a visitor can change about a Transformer.

use super::{metrics, what_if::ALL_BITS};
use crate::labs::{Control, Opt, When, opt, when};

const MODEL: &str = "Model";
const WHAT_IF: &str = "What if";
const VIEW: &str = "View";

const SOURCES: &[Opt] = &[
    opt("minilm", "MiniLM (trained)"),
    opt("synthetic", "Synthetic"),
    opt("file", "A checkpoint"),
];
const FAMILIES: &[Opt] = &[
    opt("power", "Power law"),
    opt("geometric", "Geometric"),
    opt("flat", "Flat"),
    opt("gaussian", "Gaussian matrix"),
];
const SHOWN: &[Opt] = &[
    opt("absolute", "As they are"),
    opt("relative", "Over the first"),
];

/// Largest head dimension of a synthetic model.
pub const MAX_HEAD_SIZE: u64 = 256;
/// Most layers.
const MAX_LAYERS: u64 = 96;
/// Most columns that a cell can be selected in: 6 single matrices and two products for each of 128 heads.
const MAX_PLACES: u64 = 6 + 2 * 128;

const SYNTHETIC: &[When] = &[when("source", &["synthetic"])];

const fn synthetic(control: Control) -> Control {
    control.group(MODEL).when(SYNTHETIC)
}

const fn scale(id: &'static str, label: &'static str, symbol: &'static str) -> Control {
    Control::log_number(id, label, [0.01, 100.0], 1.0)
        .symbol(symbol)
        .group(WHAT_IF)
}

/// Every control of the lab.
pub static CONTROLS: &[Control] = &[
    Control::choice("source", "Model", SOURCES, "minilm")
        .group(MODEL)
        .help("A small trained BERT, a checkpoint of yours, or a model made of one spectral law."),
    Control::checkpoint(
        "file",
        "Checkpoint",
        &[".safetensors", ".json", ".spectra"],
        &[".safetensors", ".safetensors.index.json"],
    )
        .group(MODEL)
        .help("BERT, GPT-2, Llama and their relatives. It is measured here; nothing is uploaded.")
        .when(&[when("source", &["file"])]),
    synthetic(Control::integer("depth", "Layers", [1, MAX_LAYERS], 12))
        .symbol("L")
        .help("Depth of the model."),
    synthetic(Control::integer("n", "Hidden size", [16, 1024], 256))
        .symbol("N")
        .help("Width of the residual stream; the feed-forward network is four times as wide."),
    synthetic(Control::integer("heads", "Heads", [1, 32], 4))
        .symbol("H")
        .help("Attention heads of each layer."),
    synthetic(Control::integer("d_head", "Head dimension", [1, MAX_HEAD_SIZE], 64))
        .symbol("d_h")
        .help("The rank of a head's products is at most this, and at most N."),
    synthetic(Control::choice("family", "Spectra", FAMILIES, "power"))
        .help("The law of all singular values, the largest of which is 1."),
    Control::number("alpha", "Decay", [0.0, 4.0], 0.01, 0.5)
        .symbol("a")
        .group(MODEL)
        .help("The i-th singular value is i to the power −a.")
        .when(&[when("source", &["synthetic"]), when("family", &["power"])]),
    Control::number("ratio", "Ratio", [0.1, 1.0], 0.01, 0.9)
        .symbol("ρ")
        .group(MODEL)
        .help("Each singular value is ρ times the one before.")
        .when(&[when("source", &["synthetic"]), when("family", &["geometric"])]),
    synthetic(Control::number("share", "Share kept", [0.01, 1.0], 0.01, 1.0))
        .help("Share of the singular values of each matrix that are not zero."),
    synthetic(Control::seed("seed", "Seed", 7))
        .help("Of the singular vectors, which only the (2,1) and (1,1) norms notice."),
    Control::integer("layers", "Layers used", [0, MAX_LAYERS], 0)
        .symbol("L")
        .group(WHAT_IF)
        .help("Only the first layers, or more than there are: then they repeat. 0: as it is.")
        .when(&[when("source", &["minilm", "file"])]),
    scale("scale_qk", "Scale of QK", "·QK")
        .help("Multiplies W_Q, so every head's W_Q W_Kᵀ."),
    scale("scale_vo", "Scale of VO", "·VO")
        .help("Multiplies W_V, so every head's W_V W_O."),
    scale("scale_in", "Scale of M_in", "·M_in")
        .help("Multiplies the first matrix of every feed-forward network."),
    scale("scale_out", "Scale of M_out", "·M_out")
        .help("Multiplies the second matrix of every feed-forward network."),
    Control::number("prune", "Prune below", [0.0, 0.95], 0.005, 0.0)
        .symbol("t")
        .group(WHAT_IF)
        .help("Singular values below this share of their largest become zero."),
    Control::integer("bits", "Bits", [1, ALL_BITS], ALL_BITS)
        .symbol("b")
        .group(WHAT_IF)
        .help("Singular values are rounded to 2ᵇ − 1 steps between 0 and their largest; 24: as they are."),
    Control::integer("layer", "Layer", [0, MAX_LAYERS - 1], 0)
        .group(VIEW)
        .help("The layer looked at, from 0; a click on a map chooses it."),
    Control::integer("matrix", "Matrix", [0, MAX_PLACES - 1], 0)
        .group(VIEW)
        .help("The matrix looked at: the column of the map, from 0."),
    Control::choice("metric", "Map of", metrics::OPTIONS, "stable_rank")
        .group(VIEW)
        .help("The number that the map shows of every matrix."),
    Control::choice("shown", "Factors", SHOWN, "absolute")
        .group(VIEW)
        .help("As they are, or over the first point of each curve, which compares growth alone."),
];
