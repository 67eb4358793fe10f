//! What a visitor can change about the target, the data and the network.

use crate::labs::{Control, opt, when};

const TARGET: &str = "Target";
const DATA: &str = "Data and network";
const VIEW: &str = "View";

/// Largest dimension.
pub const MAX_DIMENSION: u64 = 400;
/// Most samples.
pub const MAX_SAMPLES: u64 = 1_000_000_000;
/// Largest eigenvalue that can be typed or dragged to.
pub const MAX_EIGENVALUE: f64 = 1000.0;
/// Penalties accepted.
pub const PENALTIES: [f64; 2] = [1e-6, 1e3];

/// Every control of the lab.
pub static CONTROLS: &[Control] = &[
    Control::choice(
        "target",
        "Target",
        &[
            opt("power", "Power law"),
            opt("flat", "Low rank"),
            opt("custom", "Drawn or typed"),
        ],
        "power",
    )
    .group(TARGET)
    .help("The eigenvalues of what is to be learned; drag one in the learned spectrum to set it by hand."),
    Control::number("gamma", "Decay", [0.55, 3.0], 0.01, 1.25)
        .symbol("γ")
        .group(TARGET)
        .help("The i-th eigenvalue falls as i to the power −γ.")
        .when(&[when("target", &["power", "custom"])]),
    Control::integer("rank", "Rank", [1, MAX_DIMENSION], 8)
        .symbol("r")
        .group(TARGET)
        .help("The target has this many equal eigenvalues; the rest are zero.")
        .when(&[when("target", &["flat"])]),
    Control::vector(
        "spikes",
        "First eigenvalues",
        [0.0, MAX_EIGENVALUE],
        MAX_DIMENSION as usize,
        &[6.0, 3.0, 1.5],
    )
    .symbol("s")
    .group(TARGET)
    .help("Typed or dragged; the others follow the power law.")
    .when(&[when("target", &["custom"])]),
    Control::integer("d", "Dimension", [20, MAX_DIMENSION], 50)
        .symbol("d")
        .group(TARGET)
        .help("Number of inputs; the target is a d × d matrix."),
    Control::log_number("noise", "Label noise", [1e-4, 10.0], 0.1)
        .symbol("Δ")
        .group(TARGET)
        .help("Variance of the noise on each label."),
    Control::log_integer("n", "Samples", [10, MAX_SAMPLES], 1200)
        .symbol("n")
        .group(DATA)
        .help("Training examples; n/d of them count as one sample per eigenvalue."),
    Control::log_integer("p", "Width", [1, MAX_DIMENSION], 8)
        .symbol("p")
        .group(DATA)
        .help("Hidden units: the rank that the network can reach; at most d."),
    Control::toggle("optimal", "Best penalty", false)
        .group(DATA)
        .help("Tunes the penalty for the smallest test error here; along the sample axis it then grows as √n."),
    Control::log_number("lambda", "Penalty", PENALTIES, 0.02)
        .symbol("λ")
        .group(DATA)
        .help("Weight of the l2 penalty on the network's weights.")
        .when(&[when("optimal", &["off"])]),
    Control::choice(
        "plane",
        "Phase diagram",
        &[
            opt("width", "Samples and width"),
            opt("penalty", "Samples and penalty"),
        ],
        "width",
    )
    .group(VIEW)
    .help("What the two axes of the phase diagram are."),
    Control::toggle("companions", "Companions", false)
        .group(VIEW)
        .help("Two more figures: exact recovery of low-rank targets, and the same law for the LASSO."),
    Control::toggle("live", "Train real networks", false)
        .group(VIEW)
        .help("Trains networks on sampled data here, d up to 64, and drops their errors on the width figure."),
    Control::integer("repeats", "Networks per width", [1, 5], 3)
        .group(VIEW)
        .help("Each with its own data and initialisation.")
        .when(&[when("live", &["on"])]),
    Control::seed("seed", "Seed", 7)
        .group(VIEW)
        .help("Of data and initialisations. Same seed, same dots.")
        .when(&[when("live", &["on"])]),
];
