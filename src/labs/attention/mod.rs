//! Attention: how many of its directions a head uses, and what bound follows.

mod controls;
mod heads;
mod pictures;
mod presets;
mod run;
mod source;

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
    start: |input| Ok(Box::new(run::AttentionRun::start(input)?)),
};

static ABOUT: About = About {
    id: "attention",
    title: "Attention",
    question: words(
        "How many of its directions does an attention head use, and what can a bound make of it?",
    ),
    try_first: words("Drag the temperature, then click another head in the map."),
    citations: &join::<Citation, { OWN_CITATIONS.len() + bounds::CITATIONS.len() }>(&[
        OWN_CITATIONS,
        &bounds::CITATIONS,
    ]),
};

const OWN_CITATIONS: &[Citation] = &[
    q::ROY_VETTERLI,
    Citation {
        id: "dobrushin1956",
        text: "Dobrushin (1956), Central limit theorem for non-stationary Markov chains; Seneta (2006), Non-negative Matrices and Markov Chains, §4.3",
        url: "https://doi.org/10.1137/1101006",
    },
    Citation {
        id: "minilm",
        text: "all-MiniLM-L6-v2 (Sentence Transformers, Apache-2.0): the attention maps shown come from this checkpoint",
        url: "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
    },
];

/// Dobrushin's coefficient.
const DOBRUSHIN: Quantity = Quantity {
    id: "lambda2_dobrushin",
    label: "Dobrushin coefficient",
    symbol: "τ(A)",
    unit: "",
    formula: words(
        "<mi>τ</mi><mo>(</mo><mi>A</mi><mo>)</mo><mo>=</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><munder><mi>max</mi><mrow><mi>i</mi><mo>,</mo><mi>j</mi></mrow></munder><msub><mrow><mo>‖</mo><msub><mi>a</mi><mi>i</mi></msub><mo>−</mo><msub><mi>a</mi><mi>j</mi></msub><mo>‖</mo></mrow><mn>1</mn></msub><mo>≥</mo><mo>|</mo><msub><mi>λ</mi><mn>2</mn></msub><mo>|</mo>",
    ),
    meaning: words(
        "Half the largest distance between two rows aᵢ, aⱼ of A. It bounds the second eigenvalue λ₂, and one application of A shrinks differences between tokens at least by this factor.",
    ),
    status: Status::Exact,
    source: "dobrushin1956",
    ink: None,
};

/// Largest effective rank in scope.
const MAX_ERANK: Quantity = Quantity {
    id: "max_erank",
    label: "Largest erank in scope",
    symbol: "R",
    unit: "",
    formula: words(
        "<mi>R</mi><mo>=</mo><munder><mi>max</mi><mrow><mi>A</mi><mspace width='0.3em'/><mtext>in scope</mtext></mrow></munder><mi>erank</mi><mo>(</mo><mi>A</mi><mo>)</mo>",
    ),
    meaning: words(
        "The largest effective rank over the attention matrices A that the scope takes in: this head, its layer, or all layers. The rank that enters the bounds.",
    ),
    status: Status::Exact,
    source: bounds::DHINGRA.id,
    ink: Some(inks::ERANK),
};

const OWN: &[Quantity] = &[q::ERANK, MAX_ERANK, q::SIZE, q::RANK];

static QUANTITIES: &[Quantity] = &join::<Quantity, { 4 + 10 + 1 + 12 }>(&[
    OWN,
    ranks::QUANTITIES.split_at(3).1,
    &[DOBRUSHIN],
    &bounds::QUANTITIES,
]);
