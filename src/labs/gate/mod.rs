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
    .try_first(
        "Run it on, and watch who leaves the truth for the noise; then raise the learning rate.",
    )
    .in_group(Group::Training)
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
        &[MEAN_GATE, OPEN_GATES, EFFECTIVE_DECAY, ALPHA_USED],
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
        "width=64&step=3000",
        "AdamW fits the noise, the gate does not; but matched decay, which shrinks every step alike and was not tuned, ends at half the gate's error.",
    ),
    preset(
        "grokking",
        "Grokking",
        "task=modular&width=256&batch=512&lr=0.03&weight_decay=1&step=150",
        "Division modulo 97. AdamW has memorised; run on, and near step 700 it understands. Under the gate the decay of 1 wins before either.",
    ),
    preset(
        "grokking_exact",
        "Grokking, exact evidence",
        "task=modular&width=256&batch=512&lr=0.03&weight_decay=0.3&evidence=examples&step=100",
        "With less decay and exact evidence the gate understands, too: near step 2400, where AdamW needs about 1300.",
    ),
    preset(
        "matched",
        "Is it the decay?",
        "width=64&weight_decay=1&step=2000",
        "Weight decay is not gated, so it counts 1/q̄ times as much: the gated network has died, and so has the matched control, which has no gate at all.",
    ),
    preset(
        "examples",
        "Exact evidence",
        "width=64&mask=hard&evidence=examples&step=2000",
        "Signal and noise from the examples of each batch: about a third of pure noise passes, and memorising returns.",
    ),
    preset(
        "signal",
        "Noisy signal",
        "task=inr&n=256&width=64&noise=0.3&step=1500",
        "Fourier features can draw every wiggle of the noise; the gate keeps the tones and leaves most of the noise, and matched decay leaves more of it.",
    ),
    preset(
        "transport",
        "Transport equation",
        "task=pinn&noise=0.2&width=48&batch=64&lr=0.003&step=1500",
        "The equation carries noisy initial values through the whole plane; who reaches a relative error of 0.40 first?",
    ),
    preset(
        "noise_free",
        "Without noise",
        "noise=0&width=64&step=2000",
        "Nothing to memorise: AdamW jumps by a decade within a few steps. The gate looks calm, but near step 1960 it jumps by three; a small learning rate stays calm.",
    ),
    preset(
        "scaled",
        "The scale of averages",
        "width=64&mask=hard&alpha=averages&step=2000",
        "Averages of pure noise keep a nineteenth of its variance. With that in the threshold far more gates open, and memorising is back.",
    ),
];
