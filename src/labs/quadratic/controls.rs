//! What a visitor can change about the target, the data and the network.

use crate::labs::prelude::*;

const TARGET_GROUP: &str = "Target";
const DATA_GROUP: &str = "Data and network";
const VIEW_GROUP: &str = "View";

/// Largest dimension.
const MAX_DIMENSION: u64 = 400;
/// Largest eigenvalue that can be typed or dragged to.
pub const MAX_EIGENVALUE: f64 = 1000.0;
/// Penalties accepted.
pub const PENALTIES: [f64; 2] = [1e-6, 1e3];

choices! {
    /// What the eigenvalues of the target follow.
    pub enum Target {
        Power = "power": "Power law",
        Flat = "flat": "Low rank",
        Custom = "custom": "Drawn or typed",
    }
}

choices! {
    /// What the vertical axis of the phase diagram is.
    pub enum Plane {
        Width = "width": "Samples and width",
        Penalty = "penalty": "Samples and penalty",
    }
}

pub const TARGET: Choice<Target> = Target::choice("target", "Target", Target::Power)
    .group(TARGET_GROUP)
    .help("The eigenvalues of what is to be learned; drag one in the learned spectrum to set it by hand.");
pub const GAMMA: Number = number("gamma", "Decay")
    .linear([0.55, 3.0], 0.01, 1.25)
    .symbol("γ")
    .group(TARGET_GROUP)
    .help("The i-th eigenvalue falls as i to the power −γ.")
    .when(TARGET.is(&[Target::Power, Target::Custom]));
pub const RANK: Count = count("rank", "Rank")
    .linear([1, MAX_DIMENSION], 8)
    .symbol("r")
    .group(TARGET_GROUP)
    .help("The target has this many equal eigenvalues; the rest are zero.")
    .when(TARGET.is(&[Target::Flat]));
pub const SPIKES: Vector = vector(
    "spikes",
    "First eigenvalues",
    [0.0, MAX_EIGENVALUE],
    MAX_DIMENSION as usize,
    &[6.0, 3.0, 1.5],
)
.symbol("s")
.group(TARGET_GROUP)
.help("Typed or dragged; the others follow the power law.")
.when(TARGET.is(&[Target::Custom]));
pub const D: Count = count("d", "Dimension")
    .linear([20, MAX_DIMENSION], 50)
    .symbol("d")
    .group(TARGET_GROUP)
    .help("Number of inputs; the target is a d × d matrix.");
pub const NOISE: Number = number("noise", "Label noise")
    .log([1e-4, 10.0], 0.1)
    .symbol("Δ")
    .group(TARGET_GROUP)
    .help("Variance of the noise on each label.");
pub const N: Count = count("n", "Samples")
    .log([10, 1_000_000_000], 1200)
    .symbol("n")
    .group(DATA_GROUP)
    .help("Training examples; n/d of them count as one sample per eigenvalue.");
pub const P: Count = count("p", "Width")
    .log([1, MAX_DIMENSION], 8)
    .symbol("p")
    .group(DATA_GROUP)
    .help("Hidden units: the rank that the network can reach; at most d.");
pub const OPTIMAL: Flag = flag("optimal", "Best penalty", false).group(DATA_GROUP).help(
    "Tunes the penalty for the smallest test error here; along the sample axis it then grows as √n.",
);
pub const LAMBDA: Number = number("lambda", "Penalty")
    .log(PENALTIES, 0.02)
    .symbol("λ")
    .group(DATA_GROUP)
    .help("Weight of the l2 penalty on the network's weights.")
    .when(OPTIMAL.is_off());
pub const PLANE: Choice<Plane> = Plane::choice("plane", "Phase diagram", Plane::Width)
    .group(VIEW_GROUP)
    .help("What the two axes of the phase diagram are.");
pub const COMPANIONS: Flag = flag("companions", "Companions", false)
    .group(VIEW_GROUP)
    .help("Two more figures: exact recovery of low-rank targets, and the same law for the LASSO.");
pub const LIVE: Flag = flag("live", "Train real networks", false)
    .group(VIEW_GROUP)
    .help("Trains networks on sampled data here, d up to 64, and drops their errors on the width figure.");
pub const REPEATS: Count = count("repeats", "Networks per width")
    .linear([1, 5], 3)
    .group(VIEW_GROUP)
    .help("Each with its own data and initialisation.")
    .when(LIVE.is_on());
pub const SEED: Seed = seed("seed", 7)
    .group(VIEW_GROUP)
    .help("Of data and initialisations. Same seed, same dots.")
    .when(LIVE.is_on());

/// Every control of the lab.
pub const CONTROLS: &[Control] = &[
    TARGET.control(),
    GAMMA.control(),
    RANK.control(),
    SPIKES.control(),
    D.control(),
    NOISE.control(),
    N.control(),
    P.control(),
    OPTIMAL.control(),
    LAMBDA.control(),
    PLANE.control(),
    COMPANIONS.control(),
    LIVE.control(),
    REPEATS.control(),
    SEED.control(),
];
