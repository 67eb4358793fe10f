//! What a visitor can change: what is learned, by which network and how, and which answer is looked at.

use crate::{
    dynamics::{Target, path_kernel},
    labs::prelude::*,
    nn::Unit,
};

const TASK_GROUP: &str = "Task and network";
const TRAINING: &str = "Training";
const LOOK: &str = "The answer looked at";

/// Most training examples.
const MOST_EXAMPLES: u64 = 24;
/// Most steps.
const MOST_STEPS: u64 = 2000;

choices! {
    /// What is learned.
    pub enum Subject {
        Curve = "curve": "A noisy curve",
        Scalar = "scalar": "One example, two parameters",
    }
}

choices! {
    /// The curve without noise.
    pub enum Curve {
        Sine = "sine": "sin 3x",
        Bump = "bump": "A bump",
        Step = "step": "A step",
        Line = "line": "A line",
    }
}

impl Curve {
    /// The target of the numbers.
    pub fn target(self) -> Target {
        match self {
            Self::Sine => Target::Sine,
            Self::Bump => Target::Bump,
            Self::Step => Target::Step,
            Self::Line => Target::Line,
        }
    }
}

choices! {
    /// What the hidden units are.
    pub enum Network {
        Linear = "linear": "Two-layer linear",
        Quadratic = "quadratic": "Quadratic",
        Tanh = "tanh": "tanh",
        Relu = "relu": "ReLU",
    }
}

impl Network {
    /// The unit of the numbers.
    pub fn unit(self) -> Unit {
        match self {
            Self::Linear => Unit::Linear,
            Self::Quadratic => Unit::Square,
            Self::Tanh => Unit::Tanh,
            Self::Relu => Unit::Relu,
        }
    }
}

choices! {
    /// How batches are drawn.
    pub enum Batches {
        Full = "full": "All examples",
        Distinct = "distinct": "Without replacement",
        Replaced = "replaced": "With replacement",
    }
}

impl Batches {
    /// The sampling of the numbers, for batches of `size`.
    pub fn sampling(self, size: usize) -> path_kernel::Sampling {
        match self {
            Self::Full => path_kernel::Sampling::Full,
            Self::Distinct => path_kernel::Sampling::Distinct(size),
            Self::Replaced => path_kernel::Sampling::Replaced(size),
        }
    }
}

choices! {
    /// How much of a step a contribution takes in.
    pub enum Form {
        First = "first": "First order",
        Second = "second": "Second order",
        Exact = "exact": "Exact, by quadrature",
    }
}

pub const STEP: Steps = steps("step", "Steps", MOST_STEPS, 4, 400)
    .symbol("T")
    .group(TRAINING)
    .help("How far training has gone.");
pub const TASK: Choice<Subject> = Subject::choice("task", "Task", Subject::Curve)
    .group(TASK_GROUP)
    .help(
        "Noisy samples of a curve; or f = abx from a = 0.5, b = 1.2, which learns that f(1) is 2.",
    );
pub const CURVE: Choice<Curve> = Curve::choice("curve", "Curve", Curve::Sine)
    .group(TASK_GROUP)
    .help("What is sampled, at inputs between −2 and 2.")
    .when(TASK.is(&[Subject::Curve]));
pub const N: Count = count("n", "Examples")
    .linear([2, MOST_EXAMPLES], 8)
    .symbol("n")
    .group(TASK_GROUP)
    .help("Training examples.")
    .when(TASK.is(&[Subject::Curve]));
pub const NOISE: Number = number("noise", "Noise")
    .linear([0.0, 1.0], 0.01, 0.1)
    .symbol("σ")
    .group(TASK_GROUP)
    .help("Standard deviation of the noise on the labels.")
    .when(TASK.is(&[Subject::Curve]));
pub const NETWORK: Choice<Network> = Network::choice("network", "Network", Network::Tanh)
    .group(TASK_GROUP)
    .help("The outputs of the first two are quadratic in the parameters, whatever they are in x.")
    .when(TASK.is(&[Subject::Curve]));
pub const WIDTH: Count = count("width", "Width")
    .log([1, 32], 8)
    .symbol("h")
    .group(TASK_GROUP)
    .help("Hidden units.")
    .when(TASK.is(&[Subject::Curve]));
pub const SCALE: Number = number("scale", "Initial scale")
    .log([0.1, 5.0], 1.0)
    .symbol("s")
    .group(TASK_GROUP)
    .help("Standard deviation of the first layer's initial parameters.")
    .when(TASK.is(&[Subject::Curve]));
pub const SEED: Seed = seed("seed", 5)
    .group(TASK_GROUP)
    .help("Of examples, initial parameters and batches.");
pub const ETA: Number = number("eta", "Learning rate")
    .log([1e-3, 2.0], 0.05)
    .symbol("η")
    .group(TRAINING)
    .help("Length of a step over the mean gradient.");
pub const MOMENTUM: Number = number("momentum", "Momentum")
    .linear([0.0, 0.95], 0.01, 0.0)
    .symbol("μ")
    .group(TRAINING)
    .help("Share of the last step's velocity that is kept; 0 is plain descent.");
pub const SAMPLING: Choice<Batches> = Batches::choice("sampling", "Batches", Batches::Full)
    .group(TRAINING)
    .help("Which examples a step sees.");
pub const BATCH: Count = count("batch", "Batch")
    .linear([1, MOST_EXAMPLES], 1)
    .symbol("B")
    .group(TRAINING)
    .help("Examples per step; without replacement, at most all of them.")
    .when(SAMPLING.is_not(&[Batches::Full]));
pub const X: Number = number("x", "Test point")
    .linear([-4.0, 4.0], 0.01, 0.5)
    .symbol("x")
    .group(LOOK)
    .help("The input whose answer is traced back; drag it along the curve.")
    .view();
pub const FORM: Choice<Form> = Form::choice("form", "Contributions", Form::Second)
    .group(LOOK)
    .help("How much of every step counts: its gradient, its curvature too, or all of it.")
    .view();
pub const REMOVE: Count = count("remove", "Remove example")
    .linear([0, MOST_EXAMPLES], 0)
    .group(LOOK)
    .help("Train again without this one, counted from the left; 0 keeps them all.")
    .view();

pub const CONTROLS: &[Control] = &[
    STEP.control(),
    TASK.control(),
    CURVE.control(),
    N.control(),
    NOISE.control(),
    NETWORK.control(),
    WIDTH.control(),
    SCALE.control(),
    SEED.control(),
    ETA.control(),
    MOMENTUM.control(),
    SAMPLING.control(),
    BATCH.control(),
    X.control(),
    FORM.control(),
    REMOVE.control(),
];
