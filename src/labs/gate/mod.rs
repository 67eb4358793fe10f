//! The population-risk gate on Adam: what it does to memorising, to grokking, and against its controls.

mod contest;
mod controls;
mod embedding;
mod history;
mod pictures;
mod presets;
mod program;
mod quantities;
mod run;
mod setup;

use super::{About, Citation, Lab, Quantity};
use crate::labs::{told, words};
use contest::COUNT;
use quantities::*;

/// The lab.
pub static LAB: Lab = Lab {
    about: &ABOUT,
    controls: controls::CONTROLS,
    quantities: told(&QUANTITIES),
    presets: told(presets::PRESETS),
    start: |input| Ok(Box::new(run::GateRun::start(input)?)),
};

static ABOUT: About = About {
    id: "gate",
    title: "Population-risk gate",
    question: words(
        "Does a gate that asks each coordinate for signal stop a network from memorising?",
    ),
    try_first: words(
        "Run it on, and watch who leaves the truth for the noise; then raise the learning rate.",
    ),
    citations: &[
        Citation {
            id: "litman2026",
            text: "Litman and Guo (2026), A theory of deep learning: signal channel, reservoir, and population-risk training",
            url: "https://arxiv.org/abs/2605.01172",
        },
        Citation {
            id: "loshchilov2019",
            text: "Loshchilov and Hutter (2019), Decoupled weight decay regularization",
            url: "https://arxiv.org/abs/1711.05101",
        },
        Citation {
            id: "power2022",
            text: "Power et al. (2022), Grokking: generalization beyond overfitting on small algorithmic datasets",
            url: "https://arxiv.org/abs/2201.02177",
        },
        Citation {
            id: "nanda2023",
            text: "Nanda et al. (2023), Progress measures for grokking via mechanistic interpretability",
            url: "https://arxiv.org/abs/2301.05217",
        },
        Citation {
            id: "raissi2019",
            text: "Raissi, Perdikaris and Karniadakis (2019), Physics-informed neural networks",
            url: "https://doi.org/10.1016/j.jcp.2018.10.045",
        },
    ],
};

static QUANTITIES: [Quantity; 9 + 8 * COUNT] = super::join(&[
    &[STEP],
    &ACCURACY,
    &TRAIN_ACCURACY,
    &ERROR,
    &TRAIN_ERROR,
    &BEST,
    &RELATIVE_ERROR,
    &TRAIN_LOSS,
    &REACHED,
    &[MEAN_GATE, OPEN_GATES, EFFECTIVE_DECAY, ALPHA],
    &MATRIX_ERANK,
    &MATRIX_STABLE,
]);
