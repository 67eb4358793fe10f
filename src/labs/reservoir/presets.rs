//! Named states with a lesson each.

use crate::labs::Preset;

/// In the order shown.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "invisible",
        title: "Invisible noise",
        lesson: "Noise has filled the labels, but most of it lies in the reservoir: pushing labels there hardly moves the function elsewhere.",
        state: "step=2000&noise=0.6",
    },
    Preset {
        id: "drift",
        title: "Feature learning",
        lesson: "From a small start the kernel moves by more than twice its size while features are learned, and still every identity holds.",
        state: "step=1500&method=flow&eta=0.2&width=8&init=0.1&n=12&noise=0&scaling=standard",
    },
    Preset {
        id: "spectral_bias",
        title: "Spectral bias",
        lesson: "A ReLU network learns the slow wave long before the fast one: that part of the signal is still in the reservoir.",
        state: "step=500&activation=relu&target=mixture&noise=0&n=48",
    },
    Preset {
        id: "double_descent",
        title: "Double descent",
        lesson: "Random features trained for ever: the error peaks where the width reaches the number of labels and is lowest far beyond; stopping early flattens the peak.",
        state: "step=2000&trained=readout&sweep=on&n=12&spread=8&noise=0.2",
    },
    Preset {
        id: "overfitting",
        title: "Noise moves in",
        lesson: "A wide first layer opens one direction after the other: the missing signal shrinks, and noise starts to come through the channel.",
        state: "step=3000&spread=5&noise=0.6",
    },
    Preset {
        id: "fresh",
        title: "Risk meter",
        lesson: "On fresh samples the fall of the test error can be read off the training batches alone.",
        state: "step=2000&mode=fresh&batch=64",
    },
    Preset {
        id: "reused",
        title: "The meter fails",
        lesson: "On data that is used again the same meter loses the test error: the network already depends on every example.",
        state: "step=5000&mode=reused",
    },
    Preset {
        id: "diverging",
        title: "Too fast",
        lesson: "Above 2n over the largest kernel eigenvalue gradient descent explodes; the last finite state stays.",
        state: "eta=2&activation=relu&spread=4",
    },
];
