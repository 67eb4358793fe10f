//! Named states with a lesson each.

use crate::labs::prelude::*;

/// In the order shown.
pub const PRESETS: &[Preset] = &[
    preset(
        "invisible",
        "Invisible noise",
        "step=2000&noise=0.6",
        "Noise has filled the labels, but most of it lies in the reservoir: pushed along its last direction, the labels move the function elsewhere by a millionth of the push.",
    ),
    preset(
        "drift",
        "Feature learning",
        "step=1500&method=flow&eta=0.2&width=8&init=0.1&n=12&noise=0&scaling=standard",
        "From a small start the kernel moves by more than twice its size while features are learned, and still every identity holds.",
    ),
    preset(
        "spectral_bias",
        "Spectral bias",
        "step=500&activation=relu&target=mixture&noise=0&n=48",
        "A ReLU network learns the slow wave long before the fast one: that part of the signal is still in the reservoir.",
    ),
    preset(
        "double_descent",
        "Double descent",
        "step=2000&trained=readout&sweep=on&n=12&spread=8&noise=0.2",
        "Random features trained for ever: around as many features as labels the error soars, though not at every width, and far beyond it is lowest; stopping early flattens the peak.",
    ),
    preset(
        "overfitting",
        "Noise moves in",
        "step=3000&spread=5&noise=0.6",
        "A wide first layer opens one direction after the other: the missing signal shrinks, and noise starts to come through the channel.",
    ),
    preset(
        "fresh",
        "Risk meter",
        "step=2000&mode=fresh&batch=64",
        "On fresh samples the fall of the test error can be read off the training batches alone: on average, and to first order in η.",
    ),
    preset(
        "reused",
        "The meter fails",
        "step=5000&mode=reused",
        "On data that is used again the same meter loses the test error: the network already depends on every example.",
    ),
    preset(
        "diverging",
        "Too fast",
        "eta=2&activation=relu&spread=4",
        "Above 2n over the largest kernel eigenvalue gradient descent explodes; the last finite state stays.",
    ),
];
