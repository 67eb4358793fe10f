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
        lesson: "Division modulo 97. AdamW has memorised; run on, and near step 700 it understands. Under the gate the decay of 1 wins before either.",
        state: "task=modular&width=256&batch=512&lr=0.03&weight_decay=1&step=150",
    },
    Preset {
        id: "grokking_exact",
        title: "Grokking, exact evidence",
        lesson: "With less decay and exact evidence the gate understands, too: near step 2400, where AdamW needs about 1300.",
        state: "task=modular&width=256&batch=512&lr=0.03&weight_decay=0.3&evidence=examples&step=100",
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
        lesson: "Signal and noise from the examples of each batch: about a third of pure noise passes, and memorising returns.",
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
        lesson: "Nothing to memorise: AdamW jumps by decades from batch to batch, the gate damps that, and so does a small learning rate.",
        state: "noise=0&width=64&step=2000",
    },
    Preset {
        id: "scaled",
        title: "The scale of averages",
        lesson: "Averages of pure noise keep a nineteenth of its variance. With that in the threshold far more gates open, and memorising is back.",
        state: "width=64&mask=hard&alpha=averages&step=2000",
    },
];
