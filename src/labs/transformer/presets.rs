//! Named states with a lesson each.

use crate::labs::Preset;

/// In the order shown.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "explodes",
        title: "Depth explodes",
        lesson: "Every layer multiplies the norm-based factor by the product of its norms; the spectrum-adaptive one adds a price per matrix and falls back on the rank.",
        state: "source=synthetic&shown=relative",
    },
    Preset {
        id: "deep",
        title: "96 layers",
        lesson: "At the depth of the largest models the norm-based factor has hundreds of digits; the other grows like the number of matrices.",
        state: "source=synthetic&depth=96&n=512&heads=8&shown=relative",
    },
    Preset {
        id: "tame",
        title: "Small norms",
        lesson: "Where every layer shrinks its input, the sensitivity K is small, matrices choose p above 0, and counting parameters is no longer the best price.",
        state: "source=synthetic&alpha=1.2&scale_qk=0.1&scale_vo=0.1&scale_in=0.5&scale_out=0.5&layer=4",
    },
    Preset {
        id: "flat",
        title: "Flat spectra: nothing to gain",
        lesson: "If all singular values are equal, no index beats the rank: adapting to a spectrum needs one that decays.",
        state: "source=synthetic&family=flat&scale_vo=0.1&scale_in=0.5&scale_out=0.5&shown=absolute",
    },
    Preset {
        id: "low_rank",
        title: "Low-rank attention",
        lesson: "A head's products have at most the rank of its head dimension, however large the model: halve it and their price falls by the root of two.",
        state: "source=synthetic&n=768&heads=12&d_head=8&matrix=2&metric=cost",
    },
    Preset {
        id: "prune",
        title: "Prune the tail",
        lesson: "Cutting the small singular values lowers the rank, which is what deep layers pay for; the norms, which the largest values make, hardly notice.",
        state: "source=synthetic&prune=0.2&metric=rank",
    },
    Preset {
        id: "quantise",
        title: "Quantise",
        lesson: "With few bits the tail is rounded to zero: the factor falls although the model hardly changes in norm.",
        state: "source=synthetic&family=geometric&ratio=0.97&bits=4&metric=rank",
    },
    Preset {
        id: "one_scale",
        title: "Scale one matrix type",
        lesson: "The factor is not the same for equal networks: doubling M_in and halving M_out changes no gain, but moves every matrix's sensitivity.",
        state: "source=synthetic&alpha=1&scale_vo=0.05&scale_in=2&scale_out=0.5&metric=log10_k",
    },
];
