//! What a visitor can change about an attention matrix.

use crate::labs::{
    Control, Opt, join, opt,
    shared::{bounds, ranks},
    when,
};

const SOURCE: &str = "What is studied";
const WHAT_IF: &str = "What if";
const VIEW: &str = "View";

/// Largest number of tokens of a generated matrix.
pub const MAX_TOKENS: u64 = 256;

const SOURCES: &[Opt] = &[
    opt("minilm", "MiniLM, a real Transformer"),
    opt("qk", "Random queries and keys"),
    opt("uniform", "Uniform"),
    opt("identity", "Identity"),
    opt("self", "Self-attention logit c"),
    opt("sink_self", "Sink plus self"),
    opt("blocks", "Equal blocks"),
    opt("circulant", "Ring (relative position)"),
    opt("causal", "Uniform causal"),
    opt("hard", "Hard attention"),
    opt("vandermonde", "Rank-one logits (Vandermonde)"),
    opt("matrix", "Typed or pasted matrix"),
    opt("file", "My file"),
];

const GENERATED: &[&str] = &[
    "qk",
    "uniform",
    "identity",
    "self",
    "sink_self",
    "blocks",
    "circulant",
    "causal",
    "hard",
    "vandermonde",
];

const OWN: &[Control] = &[
    Control::choice("source", "Source", SOURCES, "minilm")
        .group(SOURCE)
        .help("Where the attention matrix comes from. Files stay in this tab."),
    Control::choice(
        "sentence",
        "Sentence",
        &[opt("fox", "The quick brown fox …"), opt("capacity", "Although the parameter count …")],
        "fox",
    )
    .group(SOURCE)
    .help("What the model reads: 12 or 24 tokens.")
    .when(&[when("source", &["minilm"])]),
    Control::file("file", "File", &[".npy", ".npz", ".csv", ".tsv", ".txt", ".json"])
        .group(SOURCE)
        .help("Attention as [n, n], [head, n, n] or [layer, head, n, n]. Nothing leaves this page.")
        .when(&[when("source", &["file"])]),
    Control::matrix(
        "matrix",
        "Matrix",
        64,
        &[&[0.8, 0.1, 0.1], &[0.2, 0.7, 0.1], &[0.1, 0.3, 0.6]],
    )
    .group(SOURCE)
    .help("One row per line. Paste CSV, TSV, JSON or NumPy text.")
    .when(&[when("source", &["matrix"])]),
    Control::choice(
        "entries",
        "Entries are",
        &[opt("probabilities", "Probabilities"), opt("logits", "Logits")],
        "probabilities",
    )
    .group(SOURCE)
    .help("Logits pass through a softmax first; probabilities must sum to 1 in each row.")
    .when(&[when("source", &["matrix", "file"])]),
    Control::integer("layer", "Layer", [0, 4095], 0)
        .symbol("l")
        .group(SOURCE)
        .help("Counted from 0.")
        .when(&[when("source", &["minilm", "file"])]),
    Control::integer("head", "Head", [0, 4095], 0)
        .symbol("h")
        .group(SOURCE)
        .help("Counted from 0.")
        .when(&[when("source", &["minilm", "file"])]),
    Control::integer("n", "Tokens", [2, MAX_TOKENS], 24)
        .symbol("n")
        .group(SOURCE)
        .help("The matrix has n rows and n columns.")
        .when(&[when("source", GENERATED)]),
    Control::log_integer("d_head", "Head dimension", [1, 256], 16)
        .symbol("d")
        .group(SOURCE)
        .help("Queries and keys have d numbers each, so the logits have rank at most d.")
        .when(&[when("source", &["qk"])]),
    Control::seed("seed", "Seed", 7)
        .group(SOURCE)
        .help("Same seed, same numbers, on every machine.")
        .when(&[when("source", &["qk", "hard"])]),
    Control::number("c", "Self logit", [0.0, 12.0], 0.05, 2.0)
        .symbol("c")
        .group(SOURCE)
        .help("Each token's logit for itself; all others are 0.")
        .when(&[when("source", &["self"])]),
    Control::number("eps", "Self weight", [0.0, 1.0], 0.01, 0.25)
        .symbol("ε")
        .group(SOURCE)
        .help("Each token attends to itself with weight ε and to the first token with 1 − ε.")
        .when(&[when("source", &["sink_self"])]),
    Control::integer("k", "Blocks", [1, MAX_TOKENS], 4)
        .symbol("k")
        .group(SOURCE)
        .help("Tokens attend uniformly within their block.")
        .when(&[when("source", &["blocks"])]),
    Control::number("kappa", "Concentration", [0.0, 60.0], 0.1, 4.0)
        .symbol("κ")
        .group(SOURCE)
        .help("Logits are κ times the cosine of the angle between two tokens on a ring.")
        .when(&[when("source", &["circulant"])]),
    Control::log_number("temp", "Temperature", [0.01, 100.0], 1.0)
        .symbol("T")
        .group(WHAT_IF)
        .help("Logits are divided by T: below 1 attention sharpens, above it blurs."),
    Control::choice(
        "mask",
        "Mask",
        &[opt("none", "None"), opt("causal", "Causal"), opt("window", "Window")],
        "none",
    )
    .group(WHAT_IF)
    .help("Causal: only earlier tokens. Window: only tokens within a distance."),
    Control::integer("window", "Window", [0, MAX_TOKENS], 3)
        .symbol("w")
        .group(WHAT_IF)
        .help("Tokens farther away than w are masked.")
        .when(&[when("mask", &["window"])]),
    Control::number("alibi", "Distance penalty", [0.0, 4.0], 0.01, 0.0)
        .symbol("s")
        .group(WHAT_IF)
        .help("ALiBi: each logit loses s times the distance between the tokens."),
    Control::number("sink_weight", "Sink weight", [0.0, 1.0], 0.01, 0.0)
        .symbol("w₀")
        .group(WHAT_IF)
        .help("This share of every row's attention moves to the first token."),
    Control::cells("edits", "Edited cells", [-60.0, 60.0])
        .group(WHAT_IF)
        .help("Drag a cell of the heat map, or select it and type: its logit changes and the row renormalises."),
    ranks::SCALE,
    Control::toggle("heat_log", "Logarithmic colours", false)
        .group(VIEW)
        .help("Shows small attention weights too."),
    Control::choice(
        "metric",
        "Map of heads",
        &[
            opt("erank", "erank"),
            opt("energy_entropy_rank", "exp H(q)"),
            opt("nuclear_frobenius_rank", "(‖A‖∗/‖A‖F)²"),
            opt("nuclear_spectral_rank", "‖A‖∗/‖A‖₂"),
            opt("participation_ratio", "PR"),
            opt("stable_rank", "Stable rank"),
            opt("rank", "Rank"),
            opt("epsilon_rank", "ε-rank"),
            opt("energy_rank", "Energy rank"),
        ],
        "erank",
    )
    .group(VIEW)
    .help("Which effective rank the map of layers and heads shows.")
    .when(&[when("source", &["minilm", "file"])]),
    ranks::TOL,
    ranks::EPSILON,
    ranks::TAU,
    Control::choice(
        "scope",
        "R is the largest erank of",
        &[opt("head", "This head"), opt("layer", "Its layer"), opt("model", "All layers")],
        "model",
    )
    .group("Bounds")
    .help("The theorem takes the largest effective rank over all attention matrices of a model."),
];

/// Every control of the lab.
pub static CONTROLS: &[Control] =
    &join::<Control, { OWN.len() + bounds::CONTROLS.len() }>(&[OWN, &bounds::CONTROLS]);
