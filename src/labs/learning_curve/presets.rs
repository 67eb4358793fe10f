//! Named states with a lesson each.

use crate::labs::prelude::*;

/// In the order shown.
pub const PRESETS: &[Preset] = &[
    preset(
        "mode_by_mode",
        "Mode by mode",
        "modes=3000&decay=1.5&target_decay=2.5&noise=0&n=100",
        "n samples learn the strongest modes first: 100 of them learn 46 modes by more than half. Without noise the error falls as a power of n that the two decays decide.",
    )
    .claims(&["0.003104 < kappa < 0.003205", "test_error(n=1000) < 0.1 * test_error"]),
    preset(
        "more_data_hurts",
        "More data hurts",
        "n=185",
        "Close to as many samples as modes the fit must pass through every noisy label and has no freedom left: the error explodes. Already a ridge of 0.01 cures it, and the best ridge for each n leaves no peak at all.",
    )
    .claims(&["test_error > 4 * test_error(n=100)", "test_error(ridge=0.01) < 0.15 * test_error"]),
    preset(
        "matched_prior",
        "The right ridge",
        "ridge=0.1&n=185",
        "Ridge equal to the noise, target as the kernel expects it: the Bayes-optimal case. There is no peak, and the test error is exactly n κ.",
    )
    .claims(&["test_error ~ 185 * kappa", "test_error < test_error(n=100)", "test_error < test_error(ridge=0.05)", "test_error < test_error(ridge=0.2)"]),
    preset(
        "benign",
        "Benign",
        "family=two_level&modes=10000&low=0.001&target_decay=4&noise=0.5&n=100",
        "Five strong modes learn the target, ten thousand weak ones absorb the noise: the fit passes through every label and predicts well all the same.",
    )
    .claims(&["target_learnability > 0.9", "noise_amplification < 0.1", "test_error < 1.1 * noise"]),
    preset(
        "tempered",
        "Tempered",
        "modes=10000&decay=1.5&target_decay=3&noise=0.5&n=100",
        "A power law λ ~ i^−a neither hides noise nor blows it up: from 10 to 300 samples the error stays within 6 % of a times the noise. With fewer the target is not learned yet, with more the modes begin to run out.",
    )
    .claims(&["0.94 < test_error / 0.75 < 1.06", "0.94 < test_error(n=10) / 0.75 < 1.06", "0.94 < test_error(n=300) / 0.75 < 1.06", "test_error(n=1) > 1.06 * 0.75", "test_error(n=9000) > 1.06 * 0.75"]),
    preset(
        "catastrophic",
        "Catastrophic",
        "family=two_level&modes=100&target_decay=4&noise=0.5&n=95",
        "Ninety-five weak modes are too few to share the noise of 95 samples: it comes through many times over.",
    )
    .claims(&["noise_amplification > 10", "test_error > 10 * noise"]),
    preset(
        "double_descent",
        "Double descent",
        "modes=800&noise=0.04&ratio=1.25",
        "On the first p features of a decaying target the best model is small and the worst has p = n; beyond that peak wider is better again for a while, but never as good.",
    )
    .claims(&["exact_error(ratio=0.35) < exact_error < exact_error(ratio=0.9)", "exact_error < exact_error(ratio=1.1)", "exact_error(ratio=0.35) < 0.5 * exact_error", "exact_error(ratio=20) > exact_error"]),
    preset(
        "simulated",
        "On the curve",
        "decay=1.2&target_decay=2&noise=0.2&ridge=0.05&n=64&monte_carlo=on",
        "Regressions on random data fall on a curve that was computed without any: a spectrum is enough to know the error.",
    ),
    preset(
        "circle",
        "Where theory is off",
        "family=circle&depth=2&noise=0.02&n=8&monte_carlo=on&draws=60",
        "An infinitely wide ReLU network on points of a circle: real errors are twice the theory's at 8 samples and below it at 64, since one dimension is far from Gaussian.",
    ),
    preset(
        "blind",
        "Blind to odd waves",
        "family=circle&frequency=3&noise=0&ridge=0.1&n=100",
        "One hidden ReLU layer without biases has no odd frequency above 1: no amount of data teaches it cos 3θ.",
    )
    .claims(&["target_learnability = 0", "target_learnability(n=10000) = 0", "target_learnability(n=10&frequency=2) > 0"]),
];
