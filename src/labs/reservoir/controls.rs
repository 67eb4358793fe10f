//! What a visitor can change about data, network and training.

use crate::{dynamics, labs::prelude::*};

const DATA_GROUP: &str = "Data";
const NETWORK_GROUP: &str = "Network";
const TRAINING_GROUP: &str = "Training";
const VIEW_GROUP: &str = "View";

/// Longest run.
const MAX_STEPS: u64 = 100_000;
/// Largest label that can be typed or dragged to.
const MAX_LABEL: f64 = 5.0;
/// Most training points.
pub const MAX_POINTS: u64 = 64;

choices! {
    /// Where batches come from.
    pub enum Mode {
        Full = "full": "All data",
        Fresh = "fresh": "Fresh samples",
        Reused = "reused": "Same data again",
    }
}
choices! {
    /// How time passes.
    pub enum Time {
        Descent = "descent": "Descent",
        Flow = "flow": "Flow",
    }
}
choices! {
    /// The function to be learned.
    pub enum Target {
        Sine = "sine": "sin 3x",
        Mixture = "mixture": "Slow and fast wave",
        Bump = "bump": "Bump",
        Step = "step": "Step",
        Chirp = "chirp": "Chirp",
        Line = "line": "Line",
    }
}

impl Target {
    /// The numbers' own.
    pub fn of_problem(self) -> dynamics::Target {
        match self {
            Self::Sine => dynamics::Target::Sine,
            Self::Mixture => dynamics::Target::Mixture,
            Self::Bump => dynamics::Target::Bump,
            Self::Step => dynamics::Target::Step,
            Self::Chirp => dynamics::Target::Chirp,
            Self::Line => dynamics::Target::Line,
        }
    }
}

choices! {
    /// Where the labels come from.
    pub enum Labels {
        Drawn = "drawn": "Target plus noise",
        Hand = "hand": "By hand",
    }
}
choices! {
    /// What a hidden unit does to its sum.
    pub enum Unit {
        Tanh = "tanh": "tanh",
        Relu = "relu": "ReLU",
    }
}
choices! {
    /// Where 1/√width stands.
    pub enum Scaled {
        Ntk = "ntk": "NTK",
        Standard = "standard": "Standard",
    }
}
choices! {
    /// Which parameters learn.
    pub enum Trained {
        All = "all": "All layers",
        Readout = "readout": "Readout only",
    }
}

pub const STEP: Steps = steps("step", "Step", MAX_STEPS, 20, 300)
    .group(TRAINING_GROUP)
    .help("Steps of training done. A link reopens this very moment.");
pub const MODE: Choice<Mode> = Mode::choice("mode", "Batches", Mode::Full)
    .group(TRAINING_GROUP)
    .help("All data at once, or stochastic descent with a meter of the risk.");
pub const ETA: Number = number("eta", "Learning rate")
    .log([1e-3, 2.0], 0.05)
    .symbol("η")
    .group(TRAINING_GROUP)
    .help("Step size; descent needs less than 2n over the largest kernel eigenvalue.");
pub const METHOD: Choice<Time> = Time::choice("method", "Time", Time::Descent)
    .group(TRAINING_GROUP)
    .help("Gradient descent, or gradient flow over a time η per step: there the identities are exact.")
    .when(MODE.is(&[Mode::Full]));
pub const BATCH: Count = count("batch", "Batch")
    .linear([2, MAX_POINTS], 16)
    .symbol("b")
    .group(TRAINING_GROUP)
    .help("Examples per step.")
    .when(MODE.is_not(&[Mode::Full]));

/// How it is trained.
pub const TRAINING: &[Control] = &[
    STEP.control(),
    MODE.control(),
    ETA.control(),
    METHOD.control(),
    BATCH.control(),
];

pub const TARGET: Choice<Target> = Target::choice("target", "Target", Target::Sine)
    .group(DATA_GROUP)
    .help("The function to be learned, on [−2, 2].");
pub const N: Count = count("n", "Training points")
    .linear([4, MAX_POINTS], 24)
    .symbol("n")
    .group(DATA_GROUP)
    .help("Drawn uniformly from [−2, 2]; drag one in the figure.")
    .when(MODE.is_not(&[Mode::Fresh]));
pub const NOISE: Number = number("noise", "Label noise")
    .linear([0.0, 1.5], 0.05, 0.4)
    .symbol("σ")
    .group(DATA_GROUP)
    .help("Standard deviation of the noise on each label.");
pub const LABELS: Choice<Labels> = Labels::choice("labels", "Labels", Labels::Drawn)
    .group(DATA_GROUP)
    .help("By hand: dragged or typed; what differs from the target counts as noise, also on fresh labels.")
    .when(MODE.is(&[Mode::Full]));
pub const Y: Vector = vector(
    "y",
    "Labels by hand",
    [-MAX_LABEL, MAX_LABEL],
    MAX_POINTS as usize,
    &[0.0, 0.0],
)
.symbol("y")
.group(DATA_GROUP)
.help("From left to right; where the list ends, the drawn labels stay.")
.when(MODE.is(&[Mode::Full]))
.when(LABELS.is(&[Labels::Hand]));
pub const SEED: Seed = seed("seed", 6)
    .group(DATA_GROUP)
    .help("Of data and initialisation. Same seed, same run.");

/// What is learned.
pub const DATA: &[Control] = &[
    TARGET.control(),
    N.control(),
    NOISE.control(),
    LABELS.control(),
    Y.control(),
    SEED.control(),
];

pub const DEPTH: Count = count("depth", "Hidden layers")
    .linear([1, 3], 1)
    .group(NETWORK_GROUP)
    .help("Each of the same width.");
pub const WIDTH: Count = count("width", "Width")
    .log([4, 256], 60)
    .symbol("h")
    .group(NETWORK_GROUP)
    .help("Units per hidden layer.");
pub const ACTIVATION: Choice<Unit> = Unit::choice("activation", "Activation", Unit::Tanh)
    .group(NETWORK_GROUP)
    .help("What a hidden unit does to its sum.");
pub const SCALING: Choice<Scaled> = Scaled::choice("scaling", "Scaling", Scaled::Ntk)
    .group(NETWORK_GROUP)
    .help("1/√width stands in the network (NTK) or in the initial weights (standard).");
pub const INIT: Number = number("init", "Initial scale")
    .log([0.02, 4.0], 1.0)
    .symbol("s")
    .group(NETWORK_GROUP)
    .help("Multiplies all initial parameters; small ones must grow before anything is learned.");
pub const SPREAD: Number = number("spread", "First-layer spread")
    .log([0.2, 8.0], 1.5)
    .group(NETWORK_GROUP)
    .help("Multiplies the initial first layer: high ones see fine detail.");
pub const TRAINED: Choice<Trained> = Trained::choice("trained", "Trained", Trained::All)
    .group(NETWORK_GROUP)
    .help("Readout only: random features, whose kernel never moves.");

/// What learns.
pub const NETWORK: &[Control] = &[
    DEPTH.control(),
    WIDTH.control(),
    ACTIVATION.control(),
    SCALING.control(),
    INIT.control(),
    SPREAD.control(),
    TRAINED.control(),
];

pub const THRESHOLD: Number = number("threshold", "Channel threshold")
    .linear([0.01, 0.99], 0.01, 0.5)
    .symbol("θ")
    .group(VIEW_GROUP)
    .help(
        "Directions of which training removed more than this share of the energy are the channel.",
    )
    .when(MODE.is(&[Mode::Full]))
    .view();
pub const PUSH: Number = number("push", "Push")
    .linear([0.05, 2.0], 0.05, 0.5)
    .symbol("δ")
    .group(VIEW_GROUP)
    .help("How far labels are pushed along a direction (root mean square) before retraining.")
    .when(MODE.is(&[Mode::Full]))
    .view();
pub const ALONG: Count = count("along", "Pushed direction")
    .linear([1, MAX_POINTS], 4)
    .symbol("ψ")
    .group(VIEW_GROUP)
    .help("Any one of the directions, in the order of what training removed of them; it is pushed beside the first and the last.")
    .when(MODE.is(&[Mode::Full]))
    .view();
pub const SWEEP: Flag = flag("sweep", "Sweep over widths", false)
    .group(VIEW_GROUP)
    .help("Trains networks of many widths for as many steps, on the same data.")
    .when(MODE.is(&[Mode::Full]))
    .view();

/// What is looked at.
pub const VIEW: &[Control] = &[
    THRESHOLD.control(),
    PUSH.control(),
    ALONG.control(),
    SWEEP.control(),
];
