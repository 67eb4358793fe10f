//! Named states with a lesson each.

use crate::labs::prelude::*;

/// In the order shown.
pub const PRESETS: &[Preset] = &[
    preset(
        "few",
        "Few examples",
        "alpha=0.5",
        "Half as many examples as dimensions: nearly every perfect fit errs on 30.8 %, the largest margin on 18.2 %. In 200 dimensions only e^−17.7 of all fits are as good, and gradient descent finds one.",
    )
    .claims(&["typical_error ~ 0.3076", "max_margin_error ~ 0.1821", "rate_at(at=0.6) > 0.08"]),
    preset(
        "random_program",
        "An optimum worse than chance",
        "alpha=0.1&kappa=0",
        "The fit farthest along a random direction has an overlap of 0.054 with the truth, a random fit 0.103: nearly twice as much. To optimise is not to generalise.",
    )
    .claims(&["lp_random_overlap ~ 0.054", "typical_overlap ~ 0.1028", "lp_random_overlap < 0.53 * typical_overlap"]),
    preset(
        "one_point",
        "All fits are one",
        "alpha=7.6",
        "Just below α* = 7.70 the perfect fits lie together: typical, largest margin and random program all err on 12.9 to 13.1 %. What lets them differ is too few examples.",
    )
    .claims(&["alpha_star ~ 7.697", "0.1285 < typical_error < max_margin_error", "lp_random_overlap > 0.99 * typical_overlap", "lp_random_overlap < max_margin_overlap"]),
    preset(
        "morph",
        "From random to best",
        "alpha=0.5&kappa=1.5",
        "Ask the random program for a margin: at κ = 0 its overlap is 0.20, at κ = 1.5 it is 0.59. At the largest margin, 1.56, one fit is left, with 0.60.",
    )
    .claims(&["max_margin ~ 1.559", "lp_random_overlap ~ 0.587", "lp_random_overlap(kappa=0) ~ 0.2", "max_margin_overlap ~ 0.6049"]),
    preset(
        "turned_around",
        "Where typical is better",
        "model=noise&p=0.1&alpha=2.4",
        "One label in ten is wrong, and examples are many: now a random fit is better than the largest margin. Short of α* = 2.99 the order of the two has turned around.",
    )
    .claims(&["typical_overlap > max_margin_overlap", "typical_overlap(alpha=0.5) < max_margin_overlap(alpha=0.5)", "alpha_star ~ 2.992"]),
    preset(
        "teacher",
        "A teacher without noise",
        "model=teacher&alpha=2",
        "The typical fit errs on 24.0 %, the largest margin on 18.8 %, the best rule there is on 17.5 %: here fitting helps, Hebb's rule errs on more than the largest margin.",
    )
    .claims(&["typical_error ~ 0.2403", "max_margin_error ~ 0.1885", "bayes_error ~ 0.1745", "hebb_overlap < max_margin_overlap"]),
    preset(
        "none",
        "Beyond the last fit",
        "model=noise&p=0.1&alpha=3.5",
        "From α = 2.99 on no perfect fit exists. Hebb's rule does without, and is better than any fit was.",
    )
    .claims(&["alpha_star ~ 2.992", "hebb_overlap > typical_overlap(alpha=2.9)"]),
    preset(
        "simulated",
        "On the curves",
        "alpha=0.5&d=100&monte_carlo=on",
        "Every algorithm run on twelve data sets, and fits drawn at random by a ball that bounces off the examples: all of them fall on curves that were computed without any data.",
    ),
];
