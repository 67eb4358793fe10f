//! What a visitor can change about data, network and training.

use crate::labs::{Control, When, opt, when};

const DATA: &str = "Data";
const NETWORK: &str = "Network";
const TRAINING: &str = "Training";
const VIEW: &str = "View";

/// Longest run.
pub const MAX_STEPS: u64 = 100_000;
/// Largest label that can be typed or dragged to.
pub const MAX_LABEL: f64 = 5.0;
/// Most training points.
pub const MAX_POINTS: u64 = 64;

const FULL: &[When] = &[when("mode", &["full"])];
const STREAM: &[When] = &[when("mode", &["fresh", "reused"])];

/// Every control of the lab.
pub static CONTROLS: &[Control] = &[
    Control::steps("step", "Step", MAX_STEPS, 20, 300)
        .group(TRAINING)
        .help("Steps of training done. A link reopens this very moment."),
    Control::choice(
        "mode",
        "Batches",
        &[
            opt("full", "All data"),
            opt("fresh", "Fresh samples"),
            opt("reused", "Same data again"),
        ],
        "full",
    )
    .group(TRAINING)
    .help("All data at once, or stochastic descent with a meter of the risk."),
    Control::log_number("eta", "Learning rate", [1e-3, 2.0], 0.05)
        .symbol("η")
        .group(TRAINING)
        .help("Step size; descent needs less than 2n over the largest kernel eigenvalue."),
    Control::choice(
        "method",
        "Time",
        &[opt("descent", "Descent"), opt("flow", "Flow")],
        "descent",
    )
    .group(TRAINING)
    .help("Gradient descent, or gradient flow over a time η per step: there the identities are exact.")
    .when(FULL),
    Control::integer("batch", "Batch", [2, MAX_POINTS], 16)
        .symbol("b")
        .group(TRAINING)
        .help("Examples per step.")
        .when(STREAM),
    Control::choice(
        "target",
        "Target",
        &[
            opt("sine", "sin 3x"),
            opt("mixture", "Slow and fast wave"),
            opt("bump", "Bump"),
            opt("step", "Step"),
            opt("chirp", "Chirp"),
            opt("line", "Line"),
        ],
        "sine",
    )
    .group(DATA)
    .help("The function to be learned, on [−2, 2]."),
    Control::integer("n", "Training points", [4, MAX_POINTS], 24)
        .symbol("n")
        .group(DATA)
        .help("Drawn uniformly from [−2, 2]; drag one in the figure.")
        .when(&[when("mode", &["full", "reused"])]),
    Control::number("noise", "Label noise", [0.0, 1.5], 0.05, 0.4)
        .symbol("σ")
        .group(DATA)
        .help("Standard deviation of the noise on each label."),
    Control::choice(
        "labels",
        "Labels",
        &[opt("drawn", "Target plus noise"), opt("hand", "By hand")],
        "drawn",
    )
    .group(DATA)
    .help("By hand: dragged or typed; what differs from the target counts as noise.")
    .when(FULL),
    Control::vector(
        "y",
        "Labels by hand",
        [-MAX_LABEL, MAX_LABEL],
        MAX_POINTS as usize,
        &[0.0, 0.0],
    )
    .symbol("y")
    .group(DATA)
    .help("From left to right; where the list ends, the drawn labels stay.")
    .when(&[when("mode", &["full"]), when("labels", &["hand"])]),
    Control::seed("seed", "Seed", 6)
        .group(DATA)
        .help("Of data and initialisation. Same seed, same run."),
    Control::integer("depth", "Hidden layers", [1, 3], 1)
        .group(NETWORK)
        .help("Each of the same width."),
    Control::log_integer("width", "Width", [4, 256], 60)
        .symbol("h")
        .group(NETWORK)
        .help("Units per hidden layer."),
    Control::choice(
        "activation",
        "Activation",
        &[opt("tanh", "tanh"), opt("relu", "ReLU")],
        "tanh",
    )
    .group(NETWORK)
    .help("What a hidden unit does to its sum."),
    Control::choice(
        "scaling",
        "Scaling",
        &[opt("ntk", "NTK"), opt("standard", "Standard")],
        "ntk",
    )
    .group(NETWORK)
    .help("1/√width stands in the network (NTK) or in the initial weights (standard)."),
    Control::log_number("init", "Initial scale", [0.02, 4.0], 1.0)
        .symbol("s")
        .group(NETWORK)
        .help("Multiplies all initial parameters; small ones must grow before anything is learned."),
    Control::log_number("spread", "First-layer spread", [0.2, 8.0], 1.5)
        .group(NETWORK)
        .help("Multiplies the initial first layer: high ones see fine detail."),
    Control::choice(
        "trained",
        "Trained",
        &[opt("all", "All layers"), opt("readout", "Readout only")],
        "all",
    )
    .group(NETWORK)
    .help("Readout only: random features, whose kernel never moves."),
    Control::number("threshold", "Channel threshold", [0.01, 0.99], 0.01, 0.5)
        .symbol("θ")
        .group(VIEW)
        .help("Directions of which training removed more than this share of the energy are the channel.")
        .when(FULL)
        .view(),
    Control::number("push", "Push", [0.05, 2.0], 0.05, 0.5)
        .symbol("δ")
        .group(VIEW)
        .help("How far labels are pushed along a direction (root mean square) before retraining.")
        .when(FULL)
        .view(),
    Control::toggle("sweep", "Sweep over widths", false)
        .group(VIEW)
        .help("Trains networks of many widths for as many steps, on the same data.")
        .when(FULL)
        .view(),
];
