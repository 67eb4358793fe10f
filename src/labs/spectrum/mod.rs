//! Spectrum: what the definitions of rank, noise thresholds and bounds say of singular values that the visitor draws.

mod controls;
mod noise;
mod pictures;
mod presets;
mod run;

use super::{
    About, Citation, Lab, Quantity, Status, join,
    shared::{bounds, quantities as q, ranks},
};
use crate::figure::inks;
use crate::labs::{told, words};

/// The lab.
pub static LAB: Lab = Lab {
    about: &ABOUT,
    controls: controls::CONTROLS,
    quantities: told(QUANTITIES),
    presets: told(presets::PRESETS),
    start: |input| Ok(Box::new(run::SpectrumRun::start(input)?)),
};

static ABOUT: About = About {
    id: "spectrum",
    title: "Spectrum",
    question: words("How many dimensions does a spectrum really use, and what of it is noise?"),
    try_first: words("Grab a singular value and pull it up or down."),
    citations: &join::<Citation, { OWN_CITATIONS.len() + bounds::CITATIONS.len() }>(&[
        OWN_CITATIONS,
        &bounds::CITATIONS,
    ]),
};

const OWN_CITATIONS: &[Citation] = &[
    q::ROY_VETTERLI,
    Citation {
        id: "gavish2014",
        text: "Gavish and Donoho (2014), The optimal hard threshold for singular values is 4/√3",
        url: "https://arxiv.org/abs/1305.5870",
    },
    Citation {
        id: "benaych2012",
        text: "Benaych-Georges and Nadakuditi (2012), The singular values and vectors of low rank perturbations of large rectangular random matrices",
        url: "https://arxiv.org/abs/1103.2221",
    },
    Citation {
        id: "clauset2009",
        text: "Clauset, Shalizi and Newman (2009), Power-law distributions in empirical data",
        url: "https://arxiv.org/abs/0706.1062",
    },
    Citation {
        id: "weightwatcher",
        text: "Martin and Mahoney (2021), Implicit self-regularization in deep neural networks (WeightWatcher)",
        url: "https://arxiv.org/abs/1810.01075",
    },
    Citation {
        id: "ledent2025",
        text: "Ledent, Alves and Lei (2025), Schatten-p ranks in generalization bounds",
        url: "https://arxiv.org/abs/2510.21945",
    },
];

const SCHATTEN_RANK: Quantity = Quantity {
    id: "schatten_rank",
    label: "Schatten-p rank",
    symbol: "ρₚ",
    unit: "",
    formula: words(
        "<msub><mi>ρ</mi><mi>p</mi></msub><mo>=</mo><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo><msub><mi>σ</mi><mi>i</mi></msub><mo>/</mo><msub><mi>σ</mi><mn>1</mn></msub><mo>)</mo></mrow><mi>p</mi></msup>",
    ),
    meaning: words(
        "The singular values σᵢ over the largest, σ₁, to the power p, summed: the rank at p = 0, the nuclear–spectral rank at p = 1, the stable rank at p = 2.",
    ),
    status: Status::Exact,
    source: "ledent2025",
    ink: None,
};

const MP_EDGE: Quantity = Quantity {
    id: "mp_edge",
    label: "Noise edge",
    symbol: "s₊",
    unit: "",
    formula: words(
        "<msub><mi>s</mi><mo>+</mo></msub><mo>=</mo><mi>s</mi><mo>(</mo><mn>1</mn><mo>+</mo><msqrt><mi>β</mi></msqrt><mo>)</mo><mo>,</mo><mspace width='0.5em'/><mi>β</mi><mo>=</mo><mi>n</mi><mo>/</mo><mi>M</mi>",
    ),
    meaning: words(
        "Where the singular values of pure noise end (Marchenko–Pastur): noise of standard deviation s/√M in each entry of the n × M matrix. Exact as the size grows.",
    ),
    status: Status::Asymptotic,
    source: "gavish2014",
    ink: Some(inks::NOISE_EDGE),
};

const GAVISH_DONOHO: Quantity = Quantity {
    id: "gavish_donoho_rank",
    label: "Gavish–Donoho rank",
    symbol: "r*",
    unit: "",
    formula: words(
        "<mo>#</mo><mo>{</mo><mi>i</mi><mo>:</mo><msub><mi>σ</mi><mi>i</mi></msub><mo>&gt;</mo><msup><mi>τ</mi><mo>∗</mo></msup><mo>}</mo>",
    ),
    meaning: words(
        "How many singular values σᵢ exceed the threshold τ* that is best for recovering a low-rank signal: λ*(β) times the noise level s where it is known, ω(β) times the median of the σᵢ where it is not.",
    ),
    status: Status::Asymptotic,
    source: "gavish2014",
    ink: Some(inks::THRESHOLD),
};

const POWER_LAW_ALPHA: Quantity = Quantity {
    id: "power_law_alpha",
    label: "Power-law exponent",
    symbol: "α",
    unit: "",
    formula: words(
        "<mi>α</mi><mo>=</mo><mn>1</mn><mo>+</mo><mi>k</mi><mo>/</mo><munderover><mo>∑</mo><mrow><mi>i</mi><mo>=</mo><mn>1</mn></mrow><mi>k</mi></munderover><mi>ln</mi><mfrac><msub><mi>λ</mi><mi>i</mi></msub><msub><mi>λ</mi><mi>min</mi></msub></mfrac>",
    ),
    meaning: words(
        "Maximum-likelihood exponent of the density of the k largest eigenvalues λᵢ = σᵢ², above the λmin that minimises the Kolmogorov–Smirnov distance; WeightWatcher's alpha.",
    ),
    status: Status::Empirical,
    source: "clauset2009",
    ink: Some(inks::FIT),
};

static QUANTITIES: &[Quantity] = &join::<Quantity, { 3 + 7 + 4 + 3 + 12 }>(&[
    &[q::ERANK, q::SIZE, q::RANK],
    ranks::QUANTITIES.split_at(3).1.split_at(7).0,
    &[SCHATTEN_RANK, GAVISH_DONOHO, MP_EDGE, POWER_LAW_ALPHA],
    ranks::QUANTITIES.split_at(10).1,
    &bounds::QUANTITIES,
]);
