//! What a visitor can change about an attention matrix.

use crate::{
    data::ENDINGS,
    labs::{prelude::*, shared::ranks},
};

const SOURCE_GROUP: &str = "What is studied";
const WHAT_IF: &str = "What if";
const VIEW_GROUP: &str = "View";

/// Largest number of tokens of a generated matrix.
const MAX_TOKENS: u64 = 256;
/// Logits that a cell may be set to.
pub const LOGITS: [f64; 2] = [-60.0, 60.0];

choices! {
    /// Where the attention matrix comes from.
    pub enum Source {
        MiniLm = "minilm": "MiniLM, a real Transformer",
        QueriesKeys = "qk": "Random queries and keys",
        Uniform = "uniform": "Uniform",
        Identity = "identity": "Identity",
        SelfLogit = "self": "Self-attention logit c",
        SinkSelf = "sink_self": "Sink plus self",
        Blocks = "blocks": "Equal blocks",
        Circulant = "circulant": "Ring (relative position)",
        Causal = "causal": "Uniform causal",
        Hard = "hard": "Hard attention",
        Vandermonde = "vandermonde": "Rank-one logits (Vandermonde)",
        Matrix = "matrix": "Typed or pasted matrix",
        File = "file": "My file",
    }
}
use Source as From;

choices! {
    /// What the model reads.
    pub enum Sentence {
        Fox = "fox": "The quick brown fox …",
        Capacity = "capacity": "Although the parameter count …",
    }
}

choices! {
    /// What the numbers of a matrix are.
    pub enum Entries {
        Probabilities = "probabilities": "Probabilities",
        Logits = "logits": "Logits",
        Weights = "weights": "Weights, to be normalised",
    }
}

choices! {
    /// Which tokens a token may attend to.
    pub enum Masked {
        None = "none": "None",
        Causal = "causal": "Causal",
        Window = "window": "Window",
    }
}

choices! {
    /// Which effective rank the map of heads shows.
    pub enum Metric {
        Erank = "erank": "erank",
        EnergyEntropy = "energy_entropy_rank": "exp H(q)",
        NuclearFrobenius = "nuclear_frobenius_rank": "(‖A‖∗/‖A‖F)²",
        NuclearSpectral = "nuclear_spectral_rank": "‖A‖∗/‖A‖₂",
        Participation = "participation_ratio": "PR",
        Stable = "stable_rank": "Stable rank",
        Rank = "rank": "Rank",
        Epsilon = "epsilon_rank": "ε-rank",
        Energy = "energy_rank": "Energy rank",
    }
}

choices! {
    /// The matrices whose largest effective rank is R.
    pub enum Scope {
        Head = "head": "This head",
        Layer = "layer": "Its layer",
        Model = "model": "All layers",
    }
}

pub const SOURCE: Choice<Source> = Source::choice("source", "Source", From::MiniLm)
    .group(SOURCE_GROUP)
    .help("Where the attention matrix comes from. Files stay in this tab.");
pub const SENTENCE: Choice<Sentence> = Sentence::choice("sentence", "Sentence", Sentence::Fox)
    .group(SOURCE_GROUP)
    .help("What the model reads: 12 or 24 tokens.")
    .when(SOURCE.is(&[From::MiniLm]));
const FILE: File = file("file", "File", ENDINGS)
    .group(SOURCE_GROUP)
    .help("Attention as [n, n], [head, n, n] or [layer, head, n, n]. Nothing leaves this page.")
    .when(SOURCE.is(&[From::File]));
pub const MATRIX: Matrix = matrix(
    "matrix",
    "Matrix",
    64,
    &[&[0.8, 0.1, 0.1], &[0.2, 0.7, 0.1], &[0.1, 0.3, 0.6]],
)
.group(SOURCE_GROUP)
.help("One row per line. Paste what a spreadsheet, NumPy, PyTorch, R or MATLAB shows.")
.when(SOURCE.is(&[From::Matrix]));
pub const ENTRIES: Choice<Entries> =
    Entries::choice("entries", "Entries are", Entries::Probabilities)
        .group(SOURCE_GROUP)
        .help("Logits pass through a softmax first; probabilities must sum to 1 in each row; of weights each row is divided by its sum.")
        .when(SOURCE.is(&[From::Matrix, From::File]));
pub const LAYER: Count = count("layer", "Layer")
    .linear([0, 4095], 0)
    .symbol("l")
    .group(SOURCE_GROUP)
    .help("Counted from 0.")
    .when(SOURCE.is(&[From::MiniLm, From::File]));
pub const HEAD: Count = count("head", "Head")
    .linear([0, 4095], 0)
    .symbol("h")
    .group(SOURCE_GROUP)
    .help("Counted from 0.")
    .when(SOURCE.is(&[From::MiniLm, From::File]));
pub const N: Count = count("n", "Tokens")
    .linear([2, MAX_TOKENS], 24)
    .symbol("n")
    .group(SOURCE_GROUP)
    .help("The matrix has n rows and n columns.")
    .when(SOURCE.is_not(&[From::MiniLm, From::Matrix, From::File]));
pub const D_HEAD: Count = count("d_head", "Head dimension")
    .log([1, 256], 16)
    .symbol("d")
    .group(SOURCE_GROUP)
    .help("Queries and keys have d numbers each, so the logits have rank at most d.")
    .when(SOURCE.is(&[From::QueriesKeys]));
pub const SEED: Seed = seed("seed", 7)
    .group(SOURCE_GROUP)
    .help("Same seed, same numbers, on every machine.")
    .when(SOURCE.is(&[From::QueriesKeys, From::Hard]));
pub const C: Number = number("c", "Self logit")
    .linear([0.0, 12.0], 0.05, 2.0)
    .symbol("c")
    .group(SOURCE_GROUP)
    .help("Each token's logit for itself; all others are 0.")
    .when(SOURCE.is(&[From::SelfLogit]));
pub const EPS: Number = number("eps", "Self weight")
    .linear([0.0, 1.0], 0.01, 0.25)
    .symbol("ε")
    .group(SOURCE_GROUP)
    .help("Each token attends to itself with weight ε and to the first token with 1 − ε.")
    .when(SOURCE.is(&[From::SinkSelf]));
pub const K: Count = count("k", "Blocks")
    .linear([1, MAX_TOKENS], 4)
    .symbol("k")
    .group(SOURCE_GROUP)
    .help("Tokens attend uniformly within their block.")
    .when(SOURCE.is(&[From::Blocks]));
pub const KAPPA: Number = number("kappa", "Concentration")
    .linear([0.0, 60.0], 0.1, 4.0)
    .symbol("κ")
    .group(SOURCE_GROUP)
    .help("Logits are κ times the cosine of the angle between two tokens on a ring.")
    .when(SOURCE.is(&[From::Circulant]));

/// The matrix.
pub const STUDIED: &[Control] = &[
    SOURCE.control(),
    SENTENCE.control(),
    FILE.control(),
    MATRIX.control(),
    ENTRIES.control(),
    LAYER.control(),
    HEAD.control(),
    N.control(),
    D_HEAD.control(),
    SEED.control(),
    C.control(),
    EPS.control(),
    K.control(),
    KAPPA.control(),
];

pub const TEMP: Number = number("temp", "Temperature")
    .log([0.01, 100.0], 1.0)
    .symbol("T")
    .group(WHAT_IF)
    .help("Logits are divided by T: below 1 attention sharpens, above it blurs.");
pub const MASK: Choice<Masked> = Masked::choice("mask", "Mask", Masked::None)
    .group(WHAT_IF)
    .help("Causal: only earlier tokens. Window: only tokens within a distance.");
pub const WINDOW: Count = count("window", "Window")
    .linear([0, MAX_TOKENS], 3)
    .symbol("w")
    .group(WHAT_IF)
    .help("Tokens farther away than w are masked.")
    .when(MASK.is(&[Masked::Window]));
pub const ALIBI: Number = number("alibi", "Distance penalty")
    .linear([0.0, 4.0], 0.01, 0.0)
    .symbol("s")
    .group(WHAT_IF)
    .help(
        "ALiBi: each logit, already divided by T, loses s times the distance between the tokens.",
    );
pub const SINK_WEIGHT: Number = number("sink_weight", "Sink weight")
    .linear([0.0, 1.0], 0.01, 0.0)
    .symbol("w₀")
    .group(WHAT_IF)
    .help("This share of every row's attention moves to the first token.");
pub const EDITS: Cells = cells("edits", "Edited cells", LOGITS).group(WHAT_IF).help(
    "Drag a cell of the heat map, or select it and type: its logit changes and the row renormalises.",
);

/// What is done to it.
pub const CHANGED: &[Control] = &[
    TEMP.control(),
    MASK.control(),
    WINDOW.control(),
    ALIBI.control(),
    SINK_WEIGHT.control(),
    EDITS.control(),
];

pub const HEAT_LOG: Flag = flag("heat_log", "Logarithmic colours", false)
    .group(VIEW_GROUP)
    .help("Shows small attention weights too.");
pub const METRIC: Choice<Metric> = Metric::choice("metric", "Map of heads", Metric::Erank)
    .group(VIEW_GROUP)
    .help("Which effective rank the map of layers and heads shows.")
    .when(SOURCE.is(&[From::MiniLm, From::File]));
pub const SCOPE: Choice<Scope> = Scope::choice("scope", "R is the largest erank of", Scope::Model)
    .group("Bounds")
    .help("The theorem takes the largest effective rank over all attention matrices of a model.");

/// What is looked at.
pub const VIEW: &[Control] = &[
    ranks::SCALE.control(),
    HEAT_LOG.control(),
    METRIC.control(),
    ranks::TOL.control(),
    ranks::EPSILON.control(),
    ranks::TAU.control(),
    SCOPE.control(),
];
