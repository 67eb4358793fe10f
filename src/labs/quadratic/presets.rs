//! Named states with a lesson each.

use crate::labs::Preset;

/// In the order shown.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "width_limited",
        title: "Too narrow",
        lesson: "A narrow network learns its p largest eigenvalues and nothing else: the error is the tail of the target.",
        state: "gamma=1.5&d=100&n=100000&p=4&lambda=0.05",
    },
    Preset {
        id: "overfitting",
        title: "Too wide",
        lesson: "With little regularisation, width beyond the optimum only learns noise; the penalty must do what the width no longer does.",
        state: "d=100&n=12000&p=40&lambda=0.03",
    },
    Preset {
        id: "peak",
        title: "Interpolation peak",
        lesson: "Where the network can just fit every label, the error peaks; wider is better again, up to a plateau.",
        state: "d=100&n=2500&p=20&lambda=0.003",
    },
    Preset {
        id: "tuned",
        title: "Best penalty",
        lesson: "With the best penalty every width beyond the optimum is as good: the penalty takes over as the regulariser.",
        state: "d=100&n=10000&p=100&optimal=on&plane=penalty",
    },
    Preset {
        id: "drowned",
        title: "Drowned features",
        lesson: "Eigenvalues below the effective noise δ are not learned at all; more data lowers δ and they surface one by one.",
        state: "gamma=0.8&d=100&n=3000&p=100&lambda=1&noise=0.5",
    },
    Preset {
        id: "noise_wins",
        title: "Noise turns the order",
        lesson: "With noisy labels the best width is narrow; lower the noise and the widest network wins.",
        state: "gamma=0.6&d=100&n=3000&p=4&noise=2&lambda=0.4",
    },
    Preset {
        id: "low_rank",
        title: "Low rank",
        lesson: "A target of rank d/5 is recovered from n ≈ d²/4 samples, and with almost no noise the fall is a phase transition.",
        state: "target=flat&rank=20&d=100&n=2600&p=100&noise=0.0001&lambda=0.001&companions=on",
    },
    Preset {
        id: "live",
        title: "Real networks",
        lesson: "Networks trained here, in your browser, fall on the curve that was computed without training anything.",
        state: "d=32&n=1024&p=4&live=on",
    },
];
