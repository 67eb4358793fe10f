//! Named states with a lesson each.

use crate::labs::Preset;

/// In the order shown.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "trained",
        title: "A trained model",
        lesson: "The norms of six trained layers multiply to 10²⁹. The spectrum-adaptive factor grows with the number of matrices, because each falls back on counting its rank.",
        state: "shown=relative",
    },
    Preset {
        id: "shrunk",
        title: "With smaller norms",
        lesson: "Shrink the weights and the tables turn: norms become cheap, almost every matrix chooses p above 0, and the norm-based factor is the smaller one.",
        state: "scale_qk=0.1&scale_vo=0.1&scale_in=0.05&scale_out=0.05&matrix=6&layer=2",
    },
    Preset {
        id: "explodes",
        title: "Depth explodes",
        lesson: "Every layer multiplies the norm-based factor by its gain; the spectrum-adaptive one adds a price per matrix.",
        state: "source=synthetic&shown=relative",
    },
    Preset {
        id: "deep",
        title: "96 layers",
        lesson: "At the depth of the largest models the norm-based factor has more than 150 digits; the other grows like the number of matrices.",
        state: "source=synthetic&depth=96&n=512&heads=8&shown=relative",
    },
    Preset {
        id: "decay",
        title: "Fast decay, small gain",
        lesson: "Where spectra fall fast and layers hardly stretch, the index settles between the nuclear and the Frobenius norm, and costs a fraction of the rank.",
        state: "source=synthetic&alpha=1.2&scale_qk=0.1&scale_vo=0.1&scale_in=0.5&scale_out=0.5&layer=4",
    },
    Preset {
        id: "flat",
        title: "Flat spectra: nothing to gain",
        lesson: "With this gain a decaying spectrum chooses p above 0; if all singular values are equal, the rank is the best price in every layer.",
        state: "source=synthetic&family=flat&scale_vo=0.05&layer=4",
    },
    Preset {
        id: "low_rank",
        title: "Low-rank attention",
        lesson: "A head's products have at most the rank of its head dimension, however wide the model: a quarter of it halves their price.",
        state: "source=synthetic&n=768&heads=12&d_head=16&matrix=2&metric=cost",
    },
    Preset {
        id: "prune",
        title: "Prune the tail",
        lesson: "Cutting the small singular values lowers the rank, which is all that deep layers pay for; the norms, which the largest values make, hardly notice.",
        state: "prune=0.3&metric=rank",
    },
    Preset {
        id: "quantise",
        title: "Quantise",
        lesson: "With few bits the tail of the spectrum is rounded to zero: the rank falls, the norms stay.",
        state: "bits=2&metric=rank",
    },
    Preset {
        id: "same_network",
        title: "Same gain, other factor",
        lesson: "Doubling M_in and halving M_out leaves every layer's gain as it was, yet it moves the sensitivity of its matrices, and so the index.",
        state: "source=synthetic&alpha=1&scale_vo=0.05&scale_in=2&scale_out=0.5&metric=log10_k",
    },
];
