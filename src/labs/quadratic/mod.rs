//! Quadratic networks: how width, data and penalty shape the test error of a network that learns features.

mod controls;
mod figures;
mod live;
mod model;
mod plane;
mod quantities;
mod run;
mod samples;
mod setup;
mod width;
mod words;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::staged::<run::Quadratic>("quadratic", "Quadratic network")
    .asks("How do width, data and regularisation shape the scaling law of a network that learns features?")
    .try_first("Drag the point along the curve: too narrow, best, too wide.")
    .in_group(Group::Scaling)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["p", "n", "lambda", "noise", "gamma"],
        &["error", "bayes_error", "optimal_width", "regime"],
        &["width", "learned"],
    )
    .cites(&[
        &citations::GIRARDIN2026,
        &citations::DEFILIPPIS2025,
        &citations::ERBA2025,
        &citations::MAILLARD2024,
        &citations::BAYATI2010,
        &citations::BIANE1997,
    ])
    .presets(PRESETS);

const PRESETS: &[Preset] = &[
    preset(
        "width_limited",
        "Too narrow",
        "gamma=1.5&d=100&n=100000&p=4&lambda=0.05",
        "A narrow network learns its p largest eigenvalues and nothing else: the error is the tail of the target.",
    ),
    preset(
        "overfitting",
        "Too wide",
        "d=100&n=12000&p=40&lambda=0.03",
        "With little regularisation, width beyond the optimum only learns noise; the penalty must do what the width no longer does.",
    ),
    preset(
        "peak",
        "Interpolation peak",
        "d=100&n=2500&p=20&lambda=0.003",
        "Where the network can just fit every label, the error peaks; wider is better again, up to a plateau.",
    ),
    preset(
        "tuned",
        "Best penalty",
        "d=100&n=10000&p=100&optimal=on&plane=penalty",
        "With the best penalty every width beyond the optimum is as good: the penalty takes over as the regulariser.",
    ),
    preset(
        "drowned",
        "Drowned features",
        "gamma=0.8&d=100&n=3000&p=100&lambda=1&noise=0.5",
        "No eigenvalue below the effective noise δ stands out of it; more data lowers δ and they surface one by one.",
    ),
    preset(
        "noise_wins",
        "Noise turns the order",
        "gamma=0.6&d=100&n=3000&p=4&noise=2&lambda=0.4",
        "With noisy labels the best width is narrow; lower the noise and the widest network wins.",
    ),
    preset(
        "low_rank",
        "Low rank",
        "target=flat&rank=20&d=100&n=2600&p=100&noise=0.0001&lambda=0.001&companions=on",
        "A target of rank d/5 is recovered from n ≈ d²/4 samples, and with almost no noise the fall is a phase transition.",
    ),
    preset(
        "live",
        "Real networks",
        "d=32&n=1024&p=4&live=on",
        "Networks trained here, in your browser, fall on the curve that was computed without training anything.",
    ),
];
