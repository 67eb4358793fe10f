//! Named states with a lesson each.

use crate::labs::Preset;

/// In the order shown.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "flat",
        title: "Flat",
        lesson: "A flat spectrum is the only one on which all definitions agree.",
        state: "family=flat&n=32&flat_rank=12",
    },
    Preset {
        id: "power",
        title: "Power law",
        lesson: "At α = 1 the definitions disagree by a factor of ten: which one do you quote?",
        state: "family=power&n=64&alpha=1&scale=loglog",
    },
    Preset {
        id: "geometric",
        title: "Geometric",
        lesson: "A geometric spectrum has an effective rank that does not grow with n: add zeros for free.",
        state: "family=geometric&n=64&ratio=0.8",
    },
    Preset {
        id: "spiked_noise",
        title: "Spikes in noise",
        lesson: "A spike weaker than the noise level drowns: no singular value betrays it. Pull one across the edge.",
        state: "family=spiked&n=96&spikes=3&strength=3&noise=1&scale=linear",
    },
    Preset {
        id: "noise",
        title: "Pure noise",
        lesson: "A Gaussian matrix uses 0.805 n directions by erank, n/4 by stable rank, and carries no signal at all.",
        state: "family=gaussian&n=128&scale=linear",
    },
    Preset {
        id: "low_rank_noise",
        title: "Low rank plus noise",
        lesson: "The numerical rank is full as soon as there is noise; the Gavish–Donoho rank still finds the 8 directions.",
        state: "family=step&n=64&step_at=8&step_low=0&noise=0.15",
    },
    Preset {
        id: "heavy_tail",
        title: "Heavy tail",
        lesson: "The tail of eigenvalues that WeightWatcher would fit: compare its exponent with the decay you set.",
        state: "family=power&n=256&alpha=0.75&scale=loglog",
    },
];
