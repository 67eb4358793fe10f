//! Named states, each with what it shows.

use crate::labs::prelude::*;

/// All of them.
pub const PRESETS: &[Preset] = &[
    preset(
        "hyperbola",
        "The hyperbola",
        "network=scalar&dynamics=flow&step=100",
        "The product ab learns to be 2. On the way a² − b² stays −1.19 for ever: of all pairs with product 2, the start has chosen one.",
    ),
    preset(
        "balanced",
        "Balanced layers",
        "network=deep_linear&width=3&balanced=on&scale=0.4&dynamics=flow&step=400",
        "Three layers that begin equally large stay so; from a random start with the same product each singular value takes another way.",
    ),
    preset(
        "relu",
        "ReLU units keep their balance",
        "network=relu&dynamics=gd&eta=0.01",
        "Each unit keeps the squared length of what comes in, its bias with it, less that of what goes out; a step of descent moves that by η², as predicted.",
    ),
    preset(
        "momentum",
        "Momentum breaks it",
        "network=relu&dynamics=momentum&eta=0.01",
        "The same network and step size with momentum 0.9: the balances move a hundred times as far, and no formula in the gradient alone says by how much.",
    ),
    preset(
        "decay",
        "Weight decay rescales it",
        "dynamics=flow&decay=0.5",
        "With weight decay λ the laws decay as e^(−2λt). Divided by what decay alone leaves of the parameters they stand still again.",
    ),
    preset(
        "adam",
        "Adam keeps none",
        "network=linear&dynamics=adam&eta=0.01",
        "Adam follows the size of no slope. Its first step drifts as η and not as η²: smaller steps do not bring the laws back.",
    ),
    preset(
        "seven_copies",
        "Seven copies suffice",
        "network=degree6&augment=rotations&a=1.2&b=0.9&eta=0.01",
        "Seven rotations of four points make the landscape round, and the direction of p a law. With eight it breaks, with nine it returns, with twelve it breaks again.",
    ),
    preset(
        "attention",
        "Attention keeps d(d+1)",
        "network=attention&width=2&dynamics=flow&step=300",
        "Two rows in each of Q, K, V and O: six laws, QQᵀ − KKᵀ and VVᵀ − OOᵀ, and the brackets say that there is no other.",
    ),
];
