//! Named states with a lesson each.

use crate::labs::prelude::*;

/// In the order shown.
pub const PRESETS: &[Preset] = &[
    preset(
        "trained",
        "A trained model",
        "shown=relative",
        "The norms of six trained layers multiply to 10²⁹. The spectrum-adaptive factor grows with the number of matrices, because each falls back on counting its rank.",
    ),
    preset(
        "shrunk",
        "With smaller norms",
        "scale_qk=0.1&scale_vo=0.1&scale_in=0.05&scale_out=0.05&matrix=6&layer=2",
        "Shrink the weights and the tables turn: norms become cheap, almost every matrix chooses p above 0, and the norm-based factor is the smaller one.",
    ),
    preset(
        "explodes",
        "Depth explodes",
        "source=synthetic&shown=relative",
        "Every layer multiplies the norm-based factor by its gain; the spectrum-adaptive one adds a price per matrix.",
    ),
    preset(
        "deep",
        "96 layers",
        "source=synthetic&depth=96&n=512&heads=8&shown=relative",
        "At the depth of the largest models the norm-based factor has more than 150 digits; the other grows like the number of matrices.",
    ),
    preset(
        "decay",
        "Fast decay, small gain",
        "source=synthetic&alpha=1.2&scale_qk=0.1&scale_vo=0.1&scale_in=0.5&scale_out=0.5&layer=4",
        "Where spectra fall fast and layers shrink changes, almost every matrix chooses its Frobenius norm, p = 2, at a fraction of the price of its rank.",
    ),
    preset(
        "flat",
        "Flat spectra: nothing to gain",
        "source=synthetic&family=flat&scale_vo=0.05&layer=4",
        "With this gain every matrix chooses p above 0 if its singular values fall like 1/i; if they are all equal, the rank is the best price in every layer.",
    ),
    preset(
        "low_rank",
        "Low-rank attention",
        "source=synthetic&n=768&heads=12&d_head=16&matrix=2&metric=cost",
        "A head's products have at most the rank of its head dimension, however wide the model: a quarter of it halves their price.",
    ),
    preset(
        "prune",
        "Prune the tail",
        "prune=0.3&metric=rank",
        "Cutting the small singular values lowers the rank, which is all that this model pays for; its spectral norms, which the largest values make, stay.",
    ),
    preset(
        "quantise",
        "Round the spectrum",
        "bits=2&metric=rank",
        "Singular values rounded to a third of their largest: the tail becomes zero and the rank falls, the spectral norms stay.",
    ),
    preset(
        "same_network",
        "Same gain, other factor",
        "source=synthetic&alpha=1&scale_vo=0.05&scale_in=2&scale_out=0.5&metric=log10_k",
        "Doubling M_in and halving M_out leaves every layer's gain as it was, yet it moves the factor: M_out, smaller at the same sensitivity, chooses a larger index.",
    ),
];
