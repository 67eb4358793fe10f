//! Named states with a lesson each.

use crate::labs::Preset;

/// In the order shown.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "memorisation",
        title: "Memorising noise",
        lesson: "AdamW goes on to fit the noise; the gate stops by itself, and so does AdamW with a small enough learning rate.",
        state: "width=64&step=3000",
    },
    Preset {
        id: "grokking",
        title: "Grokking",
        lesson: "Division modulo 97: all four memorise first. Run on: AdamW understands near step 650, the gate much later or never.",
        state: "task=modular&width=256&batch=512&lr=0.03&weight_decay=1&step=200",
    },
    Preset {
        id: "matched",
        title: "Is it the decay?",
        lesson: "Weight decay is not gated, so it counts 1/q̄ times as much; the matched control has that and no gate at all.",
        state: "width=64&weight_decay=1&step=2000",
    },
    Preset {
        id: "examples",
        title: "Exact evidence",
        lesson: "Signal and noise from the examples of each batch: a third of pure noise passes, as the t statistic says, and memorising returns.",
        state: "width=64&mask=hard&evidence=examples&step=2000",
    },
    Preset {
        id: "signal",
        title: "Noisy signal",
        lesson: "Fourier features can draw every wiggle of the noise; the gate keeps the tones and leaves most of the noise.",
        state: "task=inr&n=256&width=64&noise=0.3&step=1500",
    },
    Preset {
        id: "transport",
        title: "Transport equation",
        lesson: "The equation carries noisy initial values through the whole plane; who reaches a relative error of 0.40 first?",
        state: "task=pinn&noise=0.2&width=48&batch=64&lr=0.003&step=1500",
    },
    Preset {
        id: "noise_free",
        title: "Without noise",
        lesson: "Nothing to memorise, yet the gate ends lower: it also damps the noise of small batches, as a falling learning rate would.",
        state: "noise=0&width=64&step=2000",
    },
    Preset {
        id: "floor",
        title: "A floor too high",
        lesson: "With 1e-8 inside the mask, as in published code, the gates shut once the gradients are small, signal or not.",
        state: "noise=0&width=64&floor=1e-8&step=2000",
    },
];
