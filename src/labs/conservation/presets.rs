//! Named states, each with what it shows.

use crate::labs::prelude::*;

/// All of them.
pub const PRESETS: &[Preset] = &[
    preset(
        "hyperbola",
        "The hyperbola",
        "network=scalar&dynamics=flow&step=100",
        "The product ab learns to be 2. On the way a² − b² stays −1.19 for ever: of all pairs with product 2, the start has chosen one.",
    )
    .claims(&["law_count = 1", "largest_drift < 1e-10", "loss < 1e-6"]),
    preset(
        "balanced",
        "Balanced layers",
        "network=deep_linear&width=3&balanced=on&scale=0.4&dynamics=flow&step=400",
        "Three layers that begin equally large stay so; from a random start with the same product each singular value takes another way.",
    )
    .claims(&["law_count = 12", "law_count_formula = 12", "largest_drift < 1e-9"]),
    preset(
        "relu",
        "ReLU units keep their balance",
        "network=relu&dynamics=gd&eta=0.01",
        "Each unit keeps the squared length of what comes in, its bias with it, less that of what goes out; a step of descent moves that by η², as predicted.",
    )
    .claims(&[
        "law_count = 4",
        "drift_slope ~ 2",
        "largest_drift ~ predicted_drift",
    ]),
    preset(
        "momentum",
        "Momentum breaks it",
        "network=relu&dynamics=momentum&eta=0.01",
        "The same network and step size with momentum 0.9: the balances move more than a hundred times as far, and the last gradient alone no longer says by how much.",
    )
    .claims(&["largest_drift > 100 * largest_drift(dynamics=gd)"]),
    preset(
        "decay",
        "Weight decay rescales it",
        "dynamics=flow&decay=0.5",
        "With weight decay λ the laws decay as e^(−2λt), whatever the data, and from that they do not drift.",
    )
    .claims(&["largest_drift < 1e-8", "largest_drift(dynamics=gd) > 1e-4"]),
    preset(
        "adam",
        "Adam keeps none",
        "dynamics=adam&eta=0.01",
        "Adam divides every slope by its own size. Its first step drifts as η and not as η²: smaller steps do not bring the laws back.",
    )
    .claims(&[
        "0.98 < drift_slope < 1.02",
        "drift_slope(dynamics=gd) ~ 2",
        "largest_drift > 100 * largest_drift(dynamics=gd)",
    ]),
    preset(
        "seven_copies",
        "Seven copies suffice",
        "network=degree6&augment=rotations&a=1.2&b=0.9&eta=0.01",
        "Seven rotations of four points make the landscape round, and the direction of p a law. With eight it breaks, with nine it returns, with twelve it breaks again.",
    )
    .claims(&[
        "anisotropy < 1e-13",
        "anisotropy(copies=8) > 0.36",
        "anisotropy(copies=9) < 1e-13",
        "anisotropy(copies=12) > 0.16",
        "law_count = 1",
        "law_count(copies=8) = 0",
        "law_count(copies=9) = 1",
        "law_count(copies=12) = 0",
        "largest_drift < 1e-12",
        "largest_drift(copies=8) > 0.1",
    ]),
    preset(
        "attention",
        "Attention keeps d(d+1)",
        "network=attention&width=2&dynamics=flow&eta=0.1&scale=1&step=300",
        "Two rows in each of Q, K, V and O: six laws, QQᵀ − KKᵀ and VVᵀ − OOᵀ, and the brackets say that there is no other.",
    )
    .claims(&[
        "law_count = 6",
        "law_count_formula = 6",
        "law_count(width=3) = 12",
        "largest_drift < 1e-8",
    ]),
];
