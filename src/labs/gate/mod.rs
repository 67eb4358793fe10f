//! The population-risk gate on Adam: what it does to memorising, to grokking, and against its controls.

mod controls;
mod figures;
mod model;
mod program;
mod quantities;
mod run;
mod spectra;
mod words;

use crate::labs::prelude::*;
use quantities::*;

/// The lab.
pub static LAB: Lab = Lab::player("gate", "Population-risk gate", run::start)
    .asks("Does a gate that asks each coordinate for signal stop a network from memorising?")
    .try_first("Run it on, and watch who leaves the truth for the noise; then train other seeds.")
    .in_group(Group::Training)
    .settled_by(model::settle)
    .controls(&[controls::CONTROLS])
    .quantities(&[
        &[STEPS_TAKEN],
        ACCURACY,
        TRAIN_ACCURACY,
        ERROR,
        TRAIN_ERROR,
        BEST,
        RELATIVE_ERROR,
        TRAIN_LOSS,
        REACHED,
        &[
            MEAN_GATE,
            OPEN_GATES,
            EFFECTIVE_DECAY,
            ALPHA_USED,
            SEEDS_MATCHED,
        ],
        MATRIX_ERANK,
        MATRIX_STABLE,
    ])
    .essential(
        &["task", "noise", "lr", "weight_decay", "mask"],
        &[
            "error_adamw",
            "error_gate",
            "error_matched",
            "error_small",
            "mean_gate",
            "effective_decay",
        ],
        &["progress", "fit"],
    )
    .cites(&[
        &citations::LITMAN2026,
        &citations::LOSHCHILOV2019,
        &citations::POWER2022,
        &citations::NANDA2023,
        &citations::RAISSI2019,
    ])
    .presets(PRESETS);

const PRESETS: &[Preset] = &[
    preset(
        "memorisation",
        "Memorising noise",
        "width=64&step=3000&seeds=2",
        "AdamW fits the noise, the gate much less; but matched decay, which shrinks every step alike and was not tuned, ends lower still: here at half the gate's error.",
    )
    .claims(&[
        "error_gate < 0.4 * error_adamw",
        "error_matched < 0.8 * error_gate",
        "here: error_matched < 0.5 * error_gate",
        "seeds_matched >= 2",
    ]),
    preset(
        "grokking",
        "Grokking",
        "task=modular&width=256&batch=512&lr=0.03&weight_decay=1&step=150",
        "Division modulo 97. AdamW has memorised; run on for some hundred steps more, and it understands. Under the gate the decay of 1 wins before either.",
    )
    .claims(&[
        "here: train_accuracy_adamw > 0.9",
        "here: accuracy_adamw < 0.05",
        "here: train_accuracy_gate < 0.15",
    ]),
    preset(
        "grokking_exact",
        "Grokking, exact evidence",
        "task=modular&width=256&batch=512&lr=0.03&weight_decay=0.3&evidence=examples&step=100",
        "With less decay and exact evidence the gate understands, too, but later than AdamW. It lags from the start: fewer of the training pairs are known.",
    )
    .claims(&[
        "here: train_accuracy_adamw > 0.95",
        "here: 0.5 < train_accuracy_gate < 0.85",
        "here: accuracy_gate < 0.05",
    ]),
    preset(
        "matched",
        "Is it the decay?",
        "width=64&weight_decay=1&step=2000",
        "Weight decay is not gated, so it counts 1/q̄ times as much: the gated network has all but died, and so has the matched control, which has no gate at all.",
    )
    .claims(&[
        "effective_decay > 100",
        "error_gate > 2 * error_adamw",
        "error_matched > 2 * error_adamw",
        "here: error_gate ~ error_matched",
    ]),
    preset(
        "examples",
        "Exact evidence",
        "width=64&mask=hard&evidence=examples&step=2000",
        "Signal and noise from the examples of each batch: nearly half of the gates stand open, and memorising returns.",
    )
    .claims(&[
        "0.3 < mean_gate < 0.6",
        "error_gate > 1.5 * best_error_gate",
        "error_gate > 0.5 * error_adamw",
    ]),
    preset(
        "signal",
        "Noisy signal",
        "task=inr&n=256&width=64&noise=0.3&step=1500",
        "Fourier features can draw every wiggle of the noise; the gate keeps the tones and leaves most of the noise, and matched decay leaves more of it.",
    )
    .claims(&[
        "error_gate < 0.6 * error_adamw",
        "error_matched < error_gate",
        "train_error_adamw < train_error_gate < train_error_matched",
    ]),
    preset(
        "transport",
        "Transport equation",
        "task=pinn&noise=0.2&width=48&batch=64&lr=0.003&step=1500",
        "The equation carries noisy initial values through the whole plane; who reaches a relative error of 0.40 first? At these settings AdamW, and not the gate.",
    )
    .claims(&[
        "relative_error_adamw < 0.5 * relative_error_gate",
        "here: reached_adamw < 1200",
    ]),
    preset(
        "noise_free",
        "Without noise",
        "noise=0&width=64&step=2000",
        "Nothing to memorise: AdamW jumps by a decade within a few steps. The gate looks calm, but here, near step 1960, it jumps by three; a small learning rate stays calm.",
    )
    .claims(&[
        "error_adamw < 0.001",
        "here: error_gate(step=1960) > 1000 * error_gate(step=1940)",
        "here: error_adamw(step=1970) > 10 * error_adamw(step=1940)",
        "here: error_small(step=1960) < 1.5 * error_small(step=1940)",
    ]),
    preset(
        "scaled",
        "The scale of averages",
        "width=64&mask=hard&alpha=averages&step=2000",
        "Averages of pure noise keep a nineteenth of its variance. With that in the threshold far more gates open, and memorising is back.",
    )
    .claims(&[
        "alpha_used * 19 ~ 1",
        "open_gates > 5 * open_gates(alpha=fresh)",
        "error_gate > 2 * best_error_gate",
    ]),
];
