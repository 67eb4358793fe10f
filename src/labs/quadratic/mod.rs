//! Quadratic networks: how width, data and penalty shape the test error of a network that learns features.

mod controls;
mod figures;
mod model;
mod quantities;
mod run;
mod setup;
mod words;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::staged::<run::Quadratic>("quadratic", "Quadratic network")
    .asks("How do width, data and regularisation shape the scaling law of a network that learns features?")
    .try_first("Drag the point along the curve: too narrow, best, too wide.")
    .in_group(Group::Scaling)
    .settled_by(setup::settle)
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
    .opens_on("peak")
    .presets(PRESETS);

const PRESETS: &[Preset] = &[
    preset(
        "width_limited",
        "Too narrow",
        "gamma=1.5&d=100&n=100000&p=4&lambda=0.05",
        "A narrow network learns its p largest eigenvalues and nothing else: the error is the tail of the target.",
    )
    .claims(&["learned_spikes = 4", "regime = 1", "error(n=1000000000) ~ error(n=1000000)"]),
    preset(
        "overfitting",
        "Too wide",
        "d=100&n=2500&p=17&lambda=0.003",
        "Three times as wide as best: the error is three times as large, most of it noise that was learned and features that it blurs.",
    )
    .claims(&["3 * error(p=6) < error", "optimal_width = 6", "regime = 3"]),
    preset(
        "peak",
        "Interpolation peak",
        "d=100&n=2500&p=24&lambda=0.003",
        "Nearly wide enough to fit every label, the network is six times as bad as at its best width; wider is better again, up to a plateau.",
    )
    .claims(&["6 * error(p=6) < error", "optimal_width = 6", "regime = 4", "error(p=23) < error", "error(p=25) < error", "error(p=100) < error(p=40) < error", "regime(p=100) = 5"]),
    preset(
        "tuned",
        "Best penalty",
        "d=100&n=10000&p=100&optimal=on&plane=penalty",
        "With the best penalty every width beyond the optimum is as good: the penalty takes over as the regulariser.",
    )
    .claims(&["error(p=60) ~ error", "error < error(p=30)", "regime = 5"]),
    preset(
        "drowned",
        "Drowned features",
        "gamma=0.8&d=100&n=3000&p=100&lambda=1&noise=0.5",
        "11 of 100 eigenvalues stand out of the effective noise δ; the others are below it or too close. More data lowers δ, and they surface.",
    )
    .claims(&["learned_spikes = 11", "delta(n=30000) < delta", "learned_spikes(n=30000) > learned_spikes"]),
    preset(
        "noise_wins",
        "Noise turns the order",
        "gamma=0.6&d=100&n=3000&p=2&noise=2&lambda=0.4",
        "With noisy labels two units beat any other width; lower the noise to 0.5 and the widest network wins.",
    )
    .claims(&["optimal_width = 2", "error < error(p=100)", "error(noise=0.5&p=100) < error(noise=0.5)"]),
    preset(
        "low_rank",
        "Low rank",
        "target=flat&rank=20&d=100&n=2600&p=100&noise=0.0001&lambda=0.001&companions=on",
        "A target of rank d/5 is recovered from n ≈ d²/4 samples, and with almost no noise the fall is a phase transition.",
    )
    .claims(&["error < 0.002", "error(n=2000) > 50 * error"]),
    preset(
        "live",
        "Real networks",
        "d=32&n=1024&p=4&live=on",
        "Networks trained here, in your browser, come within a fifth of the curve that was computed without training anything, most of them just above.",
    ),
];
