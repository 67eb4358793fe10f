//! Named states with a lesson each, and what they say in numbers.

use crate::labs::prelude::*;

/// In the order shown.
pub const PRESETS: &[Preset] = &[
    preset(
        "invisible",
        "Invisible noise",
        "step=2000&noise=0.6&along=7",
        "Pushed along their first directions the labels move unseen points about as far as themselves; along ψ₇, the first of the reservoir, by a sixth; along the last by a millionth. Most of the noise lies there.",
    )
    .claims(&[
        "channel_dim = 6",
        "0.9 < push_channel < 1.1",
        "0.1 < push_along < 0.25",
        "1e-7 < push_reservoir < 1e-5",
        "push_along(along=4) > push_along > push_along(along=12)",
    ]),
    preset(
        "drift",
        "Feature learning",
        "step=1500&method=flow&eta=0.2&width=8&init=0.1&n=12&noise=0&scaling=standard",
        "From a small start the kernel moves by more than twice its size while features are learned, and still every identity holds.",
    )
    .claims(&[
        "here: kernel_drift > 2",
        "identity_loss_residual < 1e-8",
        "identity_transfer_residual < 1e-8",
        "identity_coupling_residual < 1e-8",
    ]),
    preset(
        "spectral_bias",
        "Spectral bias",
        "step=500&activation=relu&target=mixture&noise=0&n=48",
        "A ReLU network learns the slow wave long before the fast one: about as much is missing as the fast wave has, 0.08, and that part of the signal is still in the reservoir.",
    )
    .claims(&["0.06 < test_mse < 0.11", "channel_dim < 6", "test_mse(step=50) > test_mse"]),
    preset(
        "double_descent",
        "Double descent",
        "step=2000&trained=readout&sweep=on&n=12&spread=8&noise=0.2",
        "Random features trained for ever: around as many features as labels the error soars, though not at every width, and far beyond it is lowest; stopping early flattens the peak.",
    )
    .claims(&["0.5 * n <= worst_width <= 1.5 * n", "best_width > 2 * n"]),
    preset(
        "overfitting",
        "Noise moves in",
        "step=3000&spread=5&noise=0.6",
        "A wide first layer opens one direction after the other: the missing signal shrinks, and noise starts to come through the channel.",
    )
    .claims(&[
        "channel_dim >= 8",
        "channel_dim(step=300) < channel_dim",
        "test_mse(step=300) > test_mse",
    ]),
    preset(
        "fresh",
        "Risk meter",
        "step=2000&mode=fresh&batch=64",
        "On fresh samples the fall of the test error can be read off the training batches alone: on average, and to first order in η.",
    )
    .claims(&[
        "0.85 < predicted_drop / measured_drop < 1.15",
        "naive_drop > 1.5 * measured_drop",
    ]),
    preset(
        "reused",
        "The meter fails",
        "step=5000&mode=reused",
        "On data that is used again the same meter loses the test error: the network already depends on every example.",
    )
    .claims(&["measured_drop > 0.5", "predicted_drop < 0"]),
    preset(
        "diverging",
        "Too fast",
        "eta=2&activation=relu&spread=4",
        "Above 2n over the largest kernel eigenvalue gradient descent explodes; the last finite state stays, and what rests on the linear relation is withheld. Gradient flow does not explode.",
    )
    .claims(&["linearisation > 1", "test_mse > 1e5", "linearisation(method=flow&eta=0.02) < 0.001"]),
];
