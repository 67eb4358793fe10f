//! What training can and cannot see: the channel and the reservoir of a small network, live.

mod controls;
mod history;
mod kernel;
mod online;
mod pictures;
mod presets;
mod program;
mod pushes;
mod quantities;
mod readouts;
mod run;
mod setup;
mod sweep;
mod words;

use super::{About, Citation, Lab};
use crate::figure::Ink;
use setup::{Mode, Setup};

/// The lab.
pub static LAB: Lab = Lab {
    about: &ABOUT,
    controls: controls::CONTROLS,
    quantities: quantities::QUANTITIES,
    presets: presets::PRESETS,
    start: |input| {
        let setup = Setup::read(input)?;
        Ok(match setup.mode {
            Mode::Full => Box::new(run::FullRun::start(setup)?),
            Mode::Fresh | Mode::Reused => Box::new(online::OnlineRun::start(setup)?),
        })
    },
};

static ABOUT: About = About {
    id: "reservoir",
    title: "Signal channel",
    question: "What can training see, and what stays invisible to every test point?",
    try_first: "Press Run, and drag a label: only what passes the channel moves the function elsewhere.",
    citations: &[
        Citation {
            id: "litman2026",
            text: "Litman and Guo (2026), signal channel and reservoir, drift and diffusion, population-risk training",
            url: "https://arxiv.org/abs/2605.01172",
        },
        Citation {
            id: "jacot2018",
            text: "Jacot, Gabriel and Hongler (2018), Neural tangent kernel: convergence and generalization in neural networks",
            url: "https://arxiv.org/abs/1806.07572",
        },
        Citation {
            id: "golub1979",
            text: "Golub, Heath and Wahba (1979), Generalized cross-validation as a method for choosing a good ridge parameter",
            url: "https://doi.org/10.1080/00401706.1979.10489751",
        },
        Citation {
            id: "rahaman2019",
            text: "Rahaman et al. (2019), On the spectral bias of neural networks",
            url: "https://arxiv.org/abs/1806.08734",
        },
        Citation {
            id: "belkin2019",
            text: "Belkin, Hsu, Ma and Mandal (2019), Reconciling modern machine learning practice and the bias-variance trade-off",
            url: "https://arxiv.org/abs/1812.11118",
        },
    ],
};

/// The network's function, now.
const FUNCTION: Ink = Ink(21);
/// The test error.
const TEST: Ink = Ink(21);
/// The channel, and signal that comes through it.
const CHANNEL: Ink = Ink(22);
/// Generalized cross-validation, and the meter of the risk.
const GCV_INK: Ink = Ink(23);
/// The reservoir, and signal that comes through it.
const RESERVOIR: Ink = Ink(24);
/// Leave-one-out, and the naive sum.
const LOO_INK: Ink = Ink(25);
/// Signal that is still missing.
const BIAS: Ink = Ink(26);
/// The training data.
const TRAIN: Ink = Ink(27);
/// Noise that comes through the channel.
const NOISE_CHANNEL: Ink = Ink(28);
/// Noise that comes through the reservoir.
const NOISE_RESERVOIR: Ink = Ink(29);
