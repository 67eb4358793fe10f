//! Named states with a lesson each.

use crate::labs::prelude::*;

/// In the order shown.
pub const PRESETS: &[Preset] = &[
    preset(
        "shrunk",
        "With smaller norms",
        "scale_qk=0.1&scale_vo=0.1&scale_in=0.05&scale_out=0.05&matrix=6&layer=2",
        "The trained model with its weights shrunk: norms become cheap, almost every matrix chooses p above 0, and the norm-based factor is the smaller one. As it was trained, with all scales at 1, the factor is parameter counting.",
    )
    .claims(&[
        "fraction_rank_choice < 0.02",
        "7000 < b_spectrum_adaptive < 0.75 * b_rank_only",
        "log10_b_norm_based < 3.9",
        "b_spectrum_adaptive(scale_qk=1&scale_vo=1&scale_in=1&scale_out=1) ~ b_rank_only",
        "fraction_rank_choice(scale_qk=1&scale_vo=1&scale_in=1&scale_out=1) = 1",
    ]),
    preset(
        "trained",
        "A trained model",
        "shown=relative",
        "The norms of six trained layers multiply to 10²⁹. The spectrum-adaptive factor grows with the number of matrices, because each falls back on counting its rank: on the trained model it is parameter counting.",
    )
    .claims(&[
        "28.5 < log10_b_norm_based < 29.5",
        "fraction_rank_choice = 1",
        "b_spectrum_adaptive ~ b_rank_only",
        "b_spectrum_adaptive ~ 2 * b_spectrum_adaptive(layers=3)",
    ]),
    preset(
        "explodes",
        "Depth explodes",
        "source=synthetic&shown=relative",
        "Every layer multiplies the norm-based factor by its gain; the spectrum-adaptive one adds a price per matrix.",
    )
    .claims(&[
        "log10_b_norm_based(depth=24) > 1.8 * log10_b_norm_based",
        "b_spectrum_adaptive(depth=24) ~ 2 * b_spectrum_adaptive",
    ]),
    preset(
        "deep",
        "96 layers",
        "source=synthetic&depth=96&n=512&heads=8&shown=relative",
        "At the depth of the largest models the norm-based factor has more than 150 digits; the other grows like the number of matrices.",
    )
    .claims(&[
        "log10_b_norm_based > 150",
        "b_spectrum_adaptive ~ 2 * b_spectrum_adaptive(depth=48)",
    ]),
    preset(
        "decay",
        "Fast decay, small gain",
        "source=synthetic&alpha=1.2&scale_qk=0.1&scale_vo=0.1&scale_in=0.5&scale_out=0.5&layer=4",
        "Where spectra fall fast and layers shrink changes, norms are cheap: no matrix chooses its rank, the one looked at takes its Frobenius norm, p = 2, and the factor is a twentieth of parameter counting.",
    )
    .claims(&[
        "fraction_rank_choice = 0",
        "index = 2",
        "0.04 < b_spectrum_adaptive / b_rank_only < 0.05",
        "log10_alpha_first < 0",
    ]),
    preset(
        "flat",
        "Flat spectra: nothing to gain",
        "source=synthetic&family=flat&scale_vo=0.05&layer=4",
        "With this gain every matrix chooses p above 0 if its singular values fall like 1/i; if they are all equal, the rank is the best price in every layer.",
    )
    .claims(&[
        "fraction_rank_choice = 1",
        "fraction_rank_choice(family=power&alpha=1) = 0",
    ]),
    preset(
        "low_rank",
        "Low-rank attention",
        "source=synthetic&n=768&heads=12&d_head=16&matrix=2&metric=cost",
        "A head's products have at most the rank of its head dimension, however wide the model: of a quarter of it their price is half, and the factor falls from 82 286 to 50 270.",
    )
    .claims(&[
        "b_spectrum_adaptive ~ 50270",
        "b_spectrum_adaptive(d_head=64) ~ 82286",
    ]),
    preset(
        "prune",
        "Prune the tail",
        "prune=0.3&metric=rank",
        "Cutting the small singular values lowers the rank, which is all that this model pays for; its spectral norms, which the largest values make, stay.",
    )
    .claims(&[
        "b_rank_only < 0.9 * b_rank_only(prune=0)",
        "b_spectrum_adaptive ~ b_rank_only",
        "log10_alpha_first = log10_alpha_first(prune=0)",
    ]),
    preset(
        "quantise",
        "Round the spectrum",
        "bits=2&metric=rank",
        "Singular values rounded to a third of their largest: the tail becomes zero and the rank falls, the spectral norms stay.",
    )
    .claims(&[
        "b_rank_only < 0.96 * b_rank_only(bits=24)",
        "log10_alpha_first = log10_alpha_first(bits=24)",
    ]),
    preset(
        "same_network",
        "Same gain, other factor",
        "source=synthetic&alpha=1&scale_vo=0.05&scale_in=2&scale_out=0.5&metric=log10_k",
        "Doubling M_in and halving M_out leaves every layer's gain as it was, yet it moves the factor: M_out, smaller at the same sensitivity, chooses a larger index.",
    )
    .claims(&[
        "log10_alpha_first ~ log10_alpha_first(scale_in=1&scale_out=1)",
        "b_spectrum_adaptive < b_spectrum_adaptive(scale_in=1&scale_out=1)",
        "index(matrix=1) > index(matrix=1&scale_in=1&scale_out=1)",
    ]),
];
