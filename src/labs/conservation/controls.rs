//! What a visitor can change: the network, how it moves, the data and their copies.

use crate::{
    dynamics::conservation::{Augmentation, Dynamics},
    labs::prelude::*,
};

const NETWORK_GROUP: &str = "Network";
const MOTION: &str = "Dynamics";
const DATA: &str = "Data";

choices! {
    /// The networks whose laws are known.
    pub enum Kind {
        Scalar = "scalar": "Product a · b",
        Degree6 = "degree6": "Unit of degree 6",
        Linear = "linear": "Two linear layers",
        DeepLinear = "deep_linear": "Deep linear",
        Relu = "relu": "Two layers, ReLU",
        Convolution = "convolution": "Two convolutions, ReLU",
        Attention = "attention": "One attention head",
        Softmax = "softmax": "Softmax regression",
        Regression = "regression": "One linear layer",
        Lightning = "lightning": "Lightning attention",
    }
}

choices! {
    /// How the parameters move.
    pub enum Motion {
        Flow = "flow": "Gradient flow",
        Descent = "gd": "Gradient descent",
        Stochastic = "sgd": "Stochastic gradient",
        Momentum = "momentum": "Momentum",
        Adam = "adam": "Adam",
    }
}

impl Motion {
    /// The run's.
    pub fn of_run(self) -> Dynamics {
        match self {
            Self::Flow => Dynamics::Flow,
            Self::Descent => Dynamics::Descent,
            Self::Stochastic => Dynamics::Stochastic,
            Self::Momentum => Dynamics::Momentum,
            Self::Adam => Dynamics::Adam,
        }
    }
}

choices! {
    /// What is done to the inputs, with the labels left alone.
    pub enum Copies {
        None = "none": "None",
        Rotations = "rotations": "Rotations, C_n",
        Permutations = "permutations": "Cyclic permutations",
        Flips = "flips": "x and −x",
        Orthogonal = "orthogonal": "Random maps of O(d)",
    }
}

impl Copies {
    /// The run's.
    pub fn of_run(self, count: usize) -> Augmentation {
        match self {
            Self::None => Augmentation::None,
            Self::Rotations => Augmentation::Rotations(count),
            Self::Permutations => Augmentation::Permutations,
            Self::Flips => Augmentation::Flips,
            Self::Orthogonal => Augmentation::Orthogonal(count),
        }
    }

    /// What is known about the laws of a network on such data.
    pub fn known(kind: Kind) -> &'static [Self] {
        match kind {
            Kind::Degree6 => &[Self::None, Self::Rotations],
            Kind::Regression => &[
                Self::None,
                Self::Permutations,
                Self::Flips,
                Self::Orthogonal,
            ],
            Kind::Linear => &[Self::None, Self::Flips],
            Kind::Lightning => &[Self::None, Self::Orthogonal],
            _ => &[Self::None],
        }
    }
}

/// Networks whose start is set by two numbers.
const PAIRS: &[Kind] = &[Kind::Scalar, Kind::Degree6];
/// Networks that learn from data with copies.
const COPIED: &[Kind] = &[
    Kind::Degree6,
    Kind::Regression,
    Kind::Linear,
    Kind::Lightning,
];

pub const STEP: Steps = steps("step", "Steps", 5000, 5, 200)
    .symbol("t")
    .group("Run")
    .help("How far training has gone.");

pub const NETWORK: Choice<Kind> = Kind::choice("network", "Network", Kind::Linear)
    .group(NETWORK_GROUP)
    .help("What is trained; each has laws of its own.");
pub const INPUTS: Count = count("inputs", "Inputs")
    .linear([1, 8], 3)
    .symbol("n")
    .group(NETWORK_GROUP)
    .help("Numbers in an input, or in a token; channels of a convolution.")
    .when(NETWORK.is_not(PAIRS));
pub const OUTPUTS: Count = count("outputs", "Outputs")
    .linear([1, 6], 2)
    .symbol("m")
    .group(NETWORK_GROUP)
    .help("Numbers in an output; classes of softmax regression, at least two.")
    .when(NETWORK.is(&[
        Kind::Linear,
        Kind::DeepLinear,
        Kind::Relu,
        Kind::Convolution,
        Kind::Softmax,
        Kind::Lightning,
    ]));
pub const WIDTH: Count = count("width", "Width")
    .linear([1, 6], 4)
    .symbol("r")
    .group(NETWORK_GROUP)
    .help("Hidden units of a layer; hidden channels; rows of Q, K, V and O.")
    .when(NETWORK.is(&[
        Kind::Linear,
        Kind::DeepLinear,
        Kind::Relu,
        Kind::Convolution,
        Kind::Attention,
        Kind::Lightning,
    ]));
pub const LAYERS: Count = count("layers", "Layers")
    .linear([3, 4], 3)
    .symbol("L")
    .group(NETWORK_GROUP)
    .help("Matrices one after the other.")
    .when(NETWORK.is(&[Kind::DeepLinear]));
pub const A: Number = number("a", "Start, first")
    .linear([-3.0, 3.0], 0.01, 0.5)
    .group(NETWORK_GROUP)
    .help("The first parameter at the start.")
    .when(NETWORK.is(PAIRS));
pub const B: Number = number("b", "Start, second")
    .linear([-3.0, 3.0], 0.01, 1.2)
    .group(NETWORK_GROUP)
    .help("The second parameter at the start.")
    .when(NETWORK.is(PAIRS));
pub const SCALE: Number = number("scale", "Start")
    .log([0.05, 3.0], 0.7)
    .group(NETWORK_GROUP)
    .help("Size of the random parameters at the start.")
    .when(NETWORK.is_not(PAIRS));
pub const BALANCED: Flag = flag("balanced", "Balanced start", false)
    .group(NETWORK_GROUP)
    .help("Starts from layers that share the singular values of the same product equally: every law begins at 0.")
    .when(NETWORK.is(&[Kind::Linear, Kind::DeepLinear]));

pub const MOTION_OF: Choice<Motion> = Motion::choice("dynamics", "Dynamics", Motion::Descent)
    .group(MOTION)
    .help("How the parameters follow the gradient.");
pub const ETA: Number = number("eta", "Step size")
    .log([1e-4, 1.0], 0.02)
    .symbol("η")
    .group(MOTION)
    .help("Of one step; the flow takes this much time in a step.");
pub const BETA: Number = number("beta", "Momentum")
    .linear([0.0, 0.99], 0.01, 0.9)
    .symbol("β")
    .group(MOTION)
    .help("Share of the last step that is taken again.")
    .when(MOTION_OF.is(&[Motion::Momentum]));
pub const BATCH: Count = count("batch", "Batch")
    .linear([1, 16], 1)
    .group(MOTION)
    .help("Examples of a stochastic step.")
    .when(MOTION_OF.is(&[Motion::Stochastic]));
pub const DECAY: Number = number("decay", "Weight decay")
    .linear([0.0, 1.0], 0.01, 0.0)
    .symbol("λ")
    .group(MOTION)
    .help("Parameters shrink by η times this in a step.");

pub const EXAMPLES: Count = count("examples", "Examples")
    .linear([1, 16], 8)
    .symbol("N")
    .group(DATA)
    .help("Inputs, or sequences, to learn from.")
    .when(NETWORK.is_not(PAIRS));
pub const AUGMENT: Choice<Copies> = Copies::choice("augment", "Copies by", Copies::None)
    .group(DATA)
    .help("What is done to the inputs, while the labels stay.")
    .when(NETWORK.is(COPIED));
pub const COPIES: Count = count("copies", "Copies")
    .log([1, 100], 7)
    .symbol("n")
    .group(DATA)
    .help("Rotations in a full turn, up to 16; or random maps, each with its negative.")
    .when(AUGMENT.is(&[Copies::Rotations, Copies::Orthogonal]));
pub const SAMPLED: Flag = flag("sampled", "One copy a step", false)
    .group(DATA)
    .help("Every step sees one of the copies at random in place of all.")
    .when(AUGMENT.is_not(&[Copies::None]));
pub const SEED: Seed = seed("seed", 7)
    .group(DATA)
    .help("Of data, start, copies and steps.");

/// Every control of the lab.
pub const CONTROLS: &[Control] = &[
    STEP.control(),
    NETWORK.control(),
    INPUTS.control(),
    OUTPUTS.control(),
    WIDTH.control(),
    LAYERS.control(),
    A.control(),
    B.control(),
    SCALE.control(),
    BALANCED.control(),
    MOTION_OF.control(),
    ETA.control(),
    BETA.control(),
    BATCH.control(),
    DECAY.control(),
    EXAMPLES.control(),
    AUGMENT.control(),
    COPIES.control(),
    SAMPLED.control(),
    SEED.control(),
];

/// Most rotations: the wheel has this many spokes at most.
pub const MOST_ROTATIONS: usize = 16;

/// What other controls leave of a value: copies of which nothing is known are named and left out.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    let (kind, copies) = (state.of(NETWORK), state.of(AUGMENT));
    if COPIED.contains(&kind) && !Copies::known(kind).contains(&copies) {
        let known: Vec<&str> = Copies::known(kind).iter().map(|c| c.id()).collect();
        state.name_and_set(
            AUGMENT.id(),
            crate::labs::Value::Choice(Copies::None.id()),
            format!(
                "of this network, laws are known with {}, got {}; taken as none",
                known.join(", "),
                copies.id()
            ),
        );
    }
    if copies == Copies::Rotations {
        state.at_most(COPIES, MOST_ROTATIONS);
    }
    if kind == Kind::Softmax && state.of(OUTPUTS) < 2 {
        state.name_and_set(
            OUTPUTS.id(),
            crate::labs::Value::Integer(2),
            "at least 2 classes, got 1; taken as 2",
        );
    }
    Ok(())
}
