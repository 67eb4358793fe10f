//! Transformer: bounds that adapt to the spectra of a trained model, beside those that multiply norms over depth.

mod controls;
mod magnitude;
mod metrics;
mod model;
mod pictures;
mod presets;
mod program;
mod run;
mod sweep;
mod synthetic;
mod what_if;

use super::{About, Citation, Lab, Quantity, Status};
use crate::figure::Ink;
use crate::labs::{told, words};

/// The lab.
pub static LAB: Lab = Lab {
    about: &ABOUT,
    controls: controls::CONTROLS,
    quantities: told(QUANTITIES),
    presets: told(presets::PRESETS),
    start: |input| Ok(Box::new(run::TransformerRun::start(input)?)),
};

static ABOUT: About = About {
    id: "transformer",
    title: "Transformer",
    question: words("Why do norm-based bounds explode with depth, and what do spectra save?"),
    try_first: words(
        "Click a matrix in a map, then prune its tail and watch the index it chooses.",
    ),
    citations: &[
        Citation {
            id: "sakai2026",
            text: "Sakai and Imaizumi (2026), Spectrum-adaptive generalization bounds for trained deep Transformers",
            url: "https://arxiv.org/abs/2605.07297",
        },
        Citation {
            id: "edelman2022",
            text: "Edelman, Goel, Kakade and Zhang (2022), Inductive biases and variable creation in self-attention mechanisms",
            url: "https://arxiv.org/abs/2110.10090",
        },
        Citation {
            id: "trauger2024",
            text: "Trauger and Tewari (2024), Sequence length independent norm-based generalization bounds for Transformers",
            url: "https://arxiv.org/abs/2310.13088",
        },
        Citation {
            id: "ledent2025",
            text: "Ledent, Alves and Lei (2025), Generalization bounds for rank-sparse neural networks",
            url: "https://arxiv.org/abs/2510.21945",
        },
        Citation {
            id: "bartlett2017",
            text: "Bartlett, Foster and Telgarsky (2017), Spectrally-normalized margin bounds for neural networks",
            url: "https://arxiv.org/abs/1706.08498",
        },
        Citation {
            id: "weightwatcher",
            text: "Martin, Peng and Mahoney (2021), Predicting trends in the quality of state-of-the-art neural networks (WeightWatcher)",
            url: "https://doi.org/10.1038/s41467-021-24025-8",
        },
        Citation {
            id: "wang2020",
            text: "Wang et al. (2020), MiniLM: deep self-attention distillation, whose all-MiniLM-L6-v2 is bundled here",
            url: "https://arxiv.org/abs/2002.10957",
        },
    ],
};

/// The spectrum-adaptive factor.
const ADAPTIVE: Ink = Ink(21);
/// The norm-based factor with (2,1) norms.
const NORM_BASED: Ink = Ink(22);
/// The same with (1,1) norms.
const NORM_BASED_11: Ink = Ink(23);
/// Counting the parameters of every matrix.
const RANK_ONLY: Ink = Ink(24);
/// The rank-sparse factor.
const RANK_SPARSE: Ink = Ink(25);
/// The complexity without an index.
const DIRECT: Ink = Ink(26);
/// QK of the heads.
const QUERY_KEY: Ink = Ink(27);
/// VO of the heads.
const VALUE_OUTPUT: Ink = Ink(28);
/// M_in.
const MLP_IN: Ink = Ink(29);
/// M_out.
const MLP_OUT: Ink = Ink(30);

const PLAIN: Quantity = Quantity {
    id: "",
    label: "",
    symbol: "",
    unit: "",
    formula: "",
    meaning: "",
    status: Status::Exact,
    source: "",
    ink: None,
};

const B_ADAPTIVE: Quantity = Quantity {
    id: "b_spectrum_adaptive",
    label: "Spectrum-adaptive factor",
    symbol: "B",
    formula: words(
        "<mi>B</mi><mo>=</mo><munder><mo>∑</mo><mi>W</mi></munder><munder><mi>min</mi><mi>p</mi></munder><mi>c</mi><mo>(</mo><mi>W</mi><mo>;</mo><mi>p</mi><mo>)</mo><mo>+</mo><msqrt><mi>L</mi></msqrt><mo>,</mo><mspace width='0.5em'/><mi>c</mi><mo>=</mo><msubsup><mi>S</mi><mi>p</mi><mrow><mn>1</mn><mo>/</mo><mo>(</mo><mi>p</mi><mo>+</mo><mn>2</mn><mo>)</mo></mrow></msubsup><msup><mi>K</mi><mrow><mi>p</mi><mo>/</mo><mo>(</mo><mi>p</mi><mo>+</mo><mn>2</mn><mo>)</mo></mrow></msup><msup><mi>N</mi><mrow><mo>(</mo><mi>p</mi><mo>+</mo><mn>1</mn><mo>)</mo><mo>/</mo><mo>(</mo><mi>p</mi><mo>+</mo><mn>2</mn><mo>)</mo></mrow></msup>",
    ),
    meaning: words(
        "Leading complexity factor over all matrices W of L layers, without logarithms and constants: Sp = Σσᵢᵖ (the rank at p = 0), N the hidden size, K = γαL how strongly the output answers to W, p on the grid 0, 1/m, …, 2. The published theorem was not read; the formula is that of its authors' experiments. Only its growth means something.",
    ),
    status: Status::Rate,
    source: "sakai2026",
    ink: Some(ADAPTIVE),
    ..PLAIN
};

const LOG10_NORM_BASED: Quantity = Quantity {
    id: "log10_b_norm_based",
    label: "Norm-based factor, log₁₀",
    symbol: "log₁₀ B₂,₁",
    formula: words(
        "<msub><mi>B</mi><mrow><mn>2</mn><mo>,</mo><mn>1</mn></mrow></msub><mo>=</mo><msup><mrow><mo>(</mo><mn>1</mn><mo>+</mo><munder><mo>∑</mo><mi>l</mi></munder><msubsup><mi>α</mi><mi>l</mi><mrow><mn>2</mn><mo>/</mo><mn>3</mn></mrow></msubsup><msub><mi>ξ</mi><mi>l</mi></msub><mo>)</mo></mrow><mrow><mn>3</mn><mo>/</mo><mn>2</mn></mrow></msup>",
    ),
    meaning: words(
        "Decimal logarithm of the competing leading factor: α_l is the product of the gains of all layers above l, ξ_l a sum of (2,1) norms to the power ⅔. Without logarithms and constants; the published theorem was not read, the formula is that of the comparison by Sakai and Imaizumi.",
    ),
    status: Status::Rate,
    source: "edelman2022",
    ink: Some(NORM_BASED),
    ..PLAIN
};

const LOG10_NORM_BASED_11: Quantity = Quantity {
    id: "log10_b_norm_based_11",
    label: "With (1,1) norms, log₁₀",
    symbol: "log₁₀ B₁,₁",
    formula: words(
        "<msub><mrow><mo>‖</mo><mi>W</mi><mo>‖</mo></mrow><mrow><mn>2</mn><mo>,</mo><mn>1</mn></mrow></msub><mo>→</mo><msub><mrow><mo>‖</mo><mi>W</mi><mo>‖</mo></mrow><mrow><mn>1</mn><mo>,</mo><mn>1</mn></mrow></msub>",
    ),
    meaning: words(
        "The same factor with ‖W‖₁,₁, the sum of the magnitudes of all entries, for each (2,1) norm: how covering numbers by entries would enter. The replacement is ours.",
    ),
    status: Status::Reconstruction,
    source: "trauger2024",
    ink: Some(NORM_BASED_11),
    ..PLAIN
};

const SUM_T: Quantity = Quantity {
    id: "sum_t",
    label: "Without an index",
    symbol: "ΣT",
    formula: words(
        "<mi>T</mi><mo>(</mo><mi>W</mi><mo>)</mo><mo>=</mo><munder><mi>min</mi><mi>r</mi></munder><mo>[</mo><msqrt><mrow><mi>r</mi><mi>N</mi></mrow></msqrt><mo>+</mo><mi>K</mi><mi>N</mi><msub><mi>σ</mi><mrow><mi>r</mi><mo>+</mo><mn>1</mn></mrow></msub><mo>]</mo><mo>≤</mo><mn>2</mn><munder><mi>min</mi><mi>p</mi></munder><mi>c</mi><mo>(</mo><mi>W</mi><mo>;</mo><mi>p</mi><mo>)</mo>",
    ),
    meaning: words(
        "The idea behind c: count the parameters of the r largest singular values, √(rN), and bound the rest, of size σ_{r+1}, by the sensitivity K. Summed over all matrices W; N is the hidden size. Derived here.",
    ),
    status: Status::Reconstruction,
    source: "sakai2026",
    ink: Some(DIRECT),
    ..PLAIN
};

const B_RANK_ONLY: Quantity = Quantity {
    id: "b_rank_only",
    label: "Counting parameters",
    symbol: "B₀",
    formula: words(
        "<munder><mo>∑</mo><mi>W</mi></munder><msqrt><mrow><mi>rank</mi><mo>(</mo><mi>W</mi><mo>)</mo><mi>N</mi></mrow></msqrt><mo>+</mo><msqrt><mi>L</mi></msqrt>",
    ),
    meaning: words(
        "The spectrum-adaptive factor with p = 0 for every matrix W of the L layers: the rank times the hidden size N. What adapting p saves is measured against it.",
    ),
    status: Status::Rate,
    source: "sakai2026",
    ink: Some(RANK_ONLY),
    ..PLAIN
};

const B_CONTINUOUS: Quantity = Quantity {
    id: "b_continuous",
    label: "With the best index",
    symbol: "B∞",
    formula: words(
        "<munder><mo>∑</mo><mi>W</mi></munder><munder><mi>min</mi><mrow><mn>0</mn><mo>≤</mo><mi>p</mi><mo>≤</mo><mn>2</mn></mrow></munder><mi>c</mi><mo>(</mo><mi>W</mi><mo>;</mo><mi>p</mi><mo>)</mo><mo>+</mo><msqrt><mi>L</mi></msqrt>",
    ),
    meaning: words(
        "The same with the best p between 0 and 2 for each matrix W of the L layers, instead of the best of the grid: what the grid costs.",
    ),
    status: Status::Rate,
    source: "sakai2026",
    ..PLAIN
};

const FRACTION_RANK_CHOICE: Quantity = Quantity {
    id: "fraction_rank_choice",
    label: "Matrices that choose the rank",
    symbol: "p* = 0",
    formula: words(
        "<msup><mi>p</mi><mo>∗</mo></msup><mo>=</mo><mn>0</mn><mspace width='0.4em'/><mo>⇔</mo><mspace width='0.4em'/><msup><mi>K</mi><mn>2</mn></msup><mi>N</mi><msup><mi>GM</mi><mn>2</mn></msup><mo>≥</mo><mi>rank</mi>",
    ),
    meaning: words(
        "Share of the matrices for which counting parameters is best. It is exactly where K²N·GM² reaches the rank, GM the geometric mean of the nonzero singular values, K the sensitivity, N the hidden size.",
    ),
    source: "sakai2026",
    ..PLAIN
};

const LOG10_ALPHA_FIRST: Quantity = Quantity {
    id: "log10_alpha_first",
    label: "Gain above the first layer, log₁₀",
    symbol: "log₁₀ α₁",
    formula: words(
        "<msub><mi>α</mi><mn>1</mn></msub><mo>=</mo><munder><mo>∏</mo><mrow><mi>k</mi><mo>&gt;</mo><mn>1</mn></mrow></munder><mn>1.13</mn><mspace width='0.1em'/><mo>‖</mo><msub><mi>M</mi><mi>in</mi></msub><mo>‖</mo><mspace width='0.1em'/><mo>‖</mo><msub><mi>M</mi><mi>out</mi></msub><mo>‖</mo><munder><mo>∑</mo><mi>h</mi></munder><mo>‖</mo><msub><mi>V</mi><mi>h</mi></msub><mo>‖</mo><mo>(</mo><mn>1</mn><mo>+</mo><mn>4</mn><mo>‖</mo><msub><mi>QK</mi><mi>h</mi></msub><mo>‖</mo><mo>)</mo>",
    ),
    meaning: words(
        "Decimal logarithm of the bound on how much the layers above the first stretch a change: spectral norms ‖·‖ of the feed-forward matrices M and of the products V = W_V W_O and QK = W_Q W_Kᵀ of the heads h; 1.13 is for GELU. Normalisation layers, residual connections and biases are left out.",
    ),
    status: Status::Rate,
    source: "sakai2026",
    ..PLAIN
};

const LOG10_RANK_SPARSE: Quantity = Quantity {
    id: "log10_b_rank_sparse",
    label: "Rank-sparse factor, log₁₀",
    symbol: "log₁₀ B_s",
    formula: words(
        "<msub><mi>B</mi><mi>s</mi></msub><mo>=</mo><msqrt><mrow><mi>L</mi><munder><mo>∑</mo><mi>l</mi></munder><msup><mrow><mo>(</mo><mo>∏</mo><msub><mi>σ</mi><mn>1</mn></msub><mo>)</mo></mrow><mrow><mn>2</mn><mi>p</mi><mo>/</mo><mo>(</mo><mi>p</mi><mo>+</mo><mn>2</mn><mo>)</mo></mrow></msup><msup><mrow><mo>(</mo><msub><mi>ρ</mi><mi>p</mi></msub><mi>w</mi><mo>)</mo></mrow><mrow><mn>2</mn><mo>/</mo><mo>(</mo><mi>p</mi><mo>+</mo><mn>2</mn><mo>)</mo></mrow></msup></mrow></msqrt>",
    ),
    meaning: words(
        "Decimal logarithm of the leading term for the feed-forward path alone, read as a network of L = 2·depth layers with inputs of length 1: ρp = Σ(σᵢ/σ₁)ᵖ, w rows plus columns, the best p in 0 to 2 for each layer l. Reproduced from a third-party implementation.",
    ),
    status: Status::Rate,
    source: "ledent2025",
    ink: Some(RANK_SPARSE),
    ..PLAIN
};

const LOG10_R_A: Quantity = Quantity {
    id: "log10_spectral_complexity",
    label: "Spectral complexity, log₁₀",
    symbol: "log₁₀ R_A",
    formula: words(
        "<msub><mi>R</mi><mi>A</mi></msub><mo>=</mo><munder><mo>∏</mo><mi>i</mi></munder><mo>‖</mo><msub><mi>A</mi><mi>i</mi></msub><mo>‖</mo><msup><mrow><mo>(</mo><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo><msub><mrow><mo>‖</mo><msub><mi>A</mi><mi>i</mi></msub><mo>‖</mo></mrow><mrow><mn>2</mn><mo>,</mo><mn>1</mn></mrow></msub><mo>/</mo><mo>‖</mo><msub><mi>A</mi><mi>i</mi></msub><mo>‖</mo><mo>)</mo></mrow><mrow><mn>2</mn><mo>/</mo><mn>3</mn></mrow></msup><mo>)</mo></mrow><mrow><mn>3</mn><mo>/</mo><mn>2</mn></mrow></msup>",
    ),
    meaning: words(
        "Decimal logarithm of the spectral complexity of the feed-forward path, M_in and M_out of every layer as one network A₁, A₂, …: spectral norms ‖·‖ and (2,1) norms. A theorem for such a network, which a Transformer is not.",
    ),
    status: Status::Rate,
    source: "bartlett2017",
    ..PLAIN
};

const GRID_M: Quantity = Quantity {
    id: "grid_m",
    label: "Steps of the grid",
    symbol: "m",
    formula: words(
        "<mi>m</mi><mo>=</mo><mo>⌈</mo><mi>L</mi><mo>+</mo><mi>ln</mi><mspace width='0.1em'/><mi>N</mi><mo>⌉</mo>",
    ),
    meaning: words(
        "The index p is chosen among 0, 1/m, 2/m, …, 2; for depth L and hidden size N a finer grid changes the factor by a constant at most.",
    ),
    source: "sakai2026",
    ..PLAIN
};

const DEPTH: Quantity = Quantity {
    id: "depth",
    label: "Depth",
    symbol: "L",
    formula: words("<mi>L</mi>"),
    meaning: words("Layers L that the factors are taken over."),
    ..PLAIN
};

const HEADS: Quantity = Quantity {
    id: "heads",
    label: "Heads",
    symbol: "H",
    formula: words("<mi>H</mi>"),
    meaning: words("Attention heads H of each layer."),
    ..PLAIN
};

const HIDDEN_SIZE: Quantity = Quantity {
    id: "hidden_size",
    label: "Hidden size",
    symbol: "N",
    formula: words("<mi>N</mi>"),
    meaning: words("Width N of the residual stream."),
    ..PLAIN
};

const INDEX: Quantity = Quantity {
    id: "index",
    label: "Index of this matrix",
    symbol: "p*",
    formula: words(
        "<msup><mi>p</mi><mo>∗</mo></msup><mo>=</mo><munder><mi>argmin</mi><mi>p</mi></munder><mspace width='0.3em'/><mi>c</mi><mo>(</mo><mi>W</mi><mo>;</mo><mi>p</mi><mo>)</mo>",
    ),
    meaning: words(
        "The Schatten index at which the selected matrix W is cheapest: 0 counts its parameters, 2 takes its Frobenius norm. It is chosen after training, matrix by matrix.",
    ),
    source: "sakai2026",
    ..PLAIN
};

static QUANTITIES: &[Quantity] = &[
    B_ADAPTIVE,
    LOG10_NORM_BASED,
    LOG10_NORM_BASED_11,
    LOG10_ALPHA_FIRST,
    FRACTION_RANK_CHOICE,
    B_RANK_ONLY,
    B_CONTINUOUS,
    SUM_T,
    LOG10_RANK_SPARSE,
    LOG10_R_A,
    INDEX,
    DEPTH,
    HEADS,
    HIDDEN_SIZE,
    GRID_M,
];
