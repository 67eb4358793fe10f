//! What the visitor can set.

use crate::{
    labs::prelude::*,
    nn::transformer::{self, tasks},
};

const TASK_GROUP: &str = "Task";
const NETWORK_GROUP: &str = "Network";
const ADAM_GROUP: &str = "AdamW";
const VIEW_GROUP: &str = "Shown";

/// Most layers and heads.
pub const MAX_LAYERS: u64 = 3;
pub const MAX_HEADS: u64 = 8;

choices! {
    /// What is learned.
    pub enum Subject {
        Majority = "majority": "Majority: the most frequent token",
        First = "first": "First: repeat the first token",
        Reverse = "reverse": "Reverse: last token first",
        Induction = "induction": "Induction: what followed last time",
        Modular = "modular": "Modular: a + b mod p",
        Parity = "parity": "Parity of k bits",
    }
}

choices! {
    /// The feed-forward part.
    pub enum Feed {
        None = "none": "None: attention only",
        Relu = "relu": "ReLU, 4d wide",
        Gelu = "gelu": "GELU, 4d wide",
    }
}

impl Feed {
    /// The network's.
    pub fn activation(self) -> Option<transformer::Activation> {
        match self {
            Self::None => None,
            Self::Relu => Some(transformer::Activation::Relu),
            Self::Gelu => Some(transformer::Activation::Gelu),
        }
    }
}

choices! {
    /// What is done to rows before every part.
    pub enum Normalisation {
        None = "none": "None",
        Rms = "rms": "Root mean square 1",
    }
}

choices! {
    /// Whose spectrum is shown.
    pub enum Shown {
        Attention = "attention": "Mean attention",
        QueryKey = "qk": "W_Q W_Kᵀ",
        ValueOutput = "ov": "W_V W_O",
    }
}

choices! {
    /// What is trained beside the network.
    pub enum Beside {
        None = "none": "Nothing",
        Samples = "samples": "Networks over m",
        Grid = "grid": "A grid of networks",
    }
}

choices! {
    /// What the gap is compared with.
    pub enum Measure {
        Rate = "rate": "Rate √(R/m)",
        Parameters = "parameters": "√(P/m)",
        Frobenius = "frobenius": "Frobenius product",
        Spectral = "spectral": "Spectral complexity",
        Adaptive = "adaptive": "Spectrum-adaptive",
        NormBased = "norm_based": "Norm-based",
    }
}

impl Measure {
    /// A few words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rate => "the rate √(R/m)",
            Self::Parameters => "counting parameters",
            Self::Frobenius => "the Frobenius product",
            Self::Spectral => "the spectral complexity",
            Self::Adaptive => "the spectrum-adaptive factor",
            Self::NormBased => "the norm-based factor",
        }
    }
}

pub const STEP: Steps = steps("step", "Steps", 100_000, 5, 200)
    .symbol("t")
    .group("Run")
    .help("How far training has gone.");

pub const TASK: Choice<Subject> = Subject::choice("task", "Task", Subject::Majority)
    .group(TASK_GROUP)
    .help("Majority takes the smallest of several; induction asks wherever the token has occurred before; reverse asks everywhere, the others at the end.");
/// Fewest training sequences.
pub const LEAST_SAMPLES: u64 = 8;

pub const VOCABULARY: Count = count("vocabulary", "Tokens")
    .linear([2, 64], 4)
    .symbol("V")
    .group(TASK_GROUP)
    .help("Different tokens, which are the classes; for a + b mod p, p + 1 with the sign =.")
    .when(TASK.is_not(&[Subject::Parity]));
pub const BITS: Count = count("bits", "Bits that count")
    .linear([1, 8], 3)
    .symbol("k")
    .group(TASK_GROUP)
    .help("The parity is that of the first k tokens.")
    .when(TASK.is(&[Subject::Parity]));
pub const CONTEXT: Count = count("context", "Context")
    .linear([4, 32], 12)
    .symbol("T")
    .group(TASK_GROUP)
    .help("Tokens of a sequence.")
    .when(TASK.is_not(&[Subject::Modular]));
pub const SAMPLES: Count = count("samples", "Training sequences")
    .log([LEAST_SAMPLES, 4096], 512)
    .symbol("m")
    .group(TASK_GROUP)
    .help("Different sequences that are trained on; tested is on others.");
pub const LABEL_NOISE: Number = number("label_noise", "Label noise")
    .linear([0.0, 1.0], 0.01, 0.0)
    .group(TASK_GROUP)
    .help("This share of the labels is replaced by any token at random; at 1 there is nothing left but to memorise.");
pub const SEED: Seed = seed("seed", 1)
    .group(TASK_GROUP)
    .help("Of data, initial weights and batches.");

pub const WIDTH: Count = count("width", "Width")
    .linear([8, 64], 24)
    .symbol("d")
    .group(NETWORK_GROUP)
    .help("Of the residual stream.");
pub const HEADS: Count = count("heads", "Heads")
    .linear([1, MAX_HEADS], 2)
    .symbol("H")
    .group(NETWORK_GROUP)
    .help("Per layer; they have to divide the width.");
pub const LAYERS: Count = count("layers", "Layers")
    .linear([1, MAX_LAYERS], 1)
    .symbol("L")
    .group(NETWORK_GROUP)
    .help("Each with attention, and a feed-forward part where there is one.");
pub const MLP: Choice<Feed> = Feed::choice("mlp", "Feed-forward", Feed::None)
    .group(NETWORK_GROUP)
    .help("The part after attention.");
pub const NORM: Choice<Normalisation> =
    Normalisation::choice("norm", "Normalisation", Normalisation::None)
        .group(NETWORK_GROUP)
        .help("Of the rows before every part and before the read-out, with a learned gain.");
pub const CAUSAL: Flag = flag("causal", "Causal", false)
    .group(NETWORK_GROUP)
    .help("A position sees itself and what comes before it only.");
pub const TIED: Flag = flag("tied", "Tied read-out", false)
    .group(NETWORK_GROUP)
    .help("The read-out is the transpose of the token embedding.");
pub const TEMPERATURE: Number = number("temperature", "Temperature")
    .log([0.1, 10.0], 1.0)
    .symbol("τ")
    .group(NETWORK_GROUP)
    .help("Divides the attention scores: higher is flatter.");

pub const LR: Number = number("lr", "Learning rate")
    .log([1e-4, 1.0], 0.003)
    .symbol("η")
    .group(ADAM_GROUP)
    .help("Of AdamW, with ε = 10⁻⁸.");
pub const BETA1: Number = number("beta1", "Memory of the mean")
    .linear([0.0, 0.99], 0.01, 0.9)
    .symbol("β₁")
    .group(ADAM_GROUP)
    .help("Decay of the average gradient.");
pub const BETA2: Number = number("beta2", "Memory of the square")
    .linear([0.5, 0.9999], 0.0001, 0.99)
    .symbol("β₂")
    .group(ADAM_GROUP)
    .help("Decay of the average squared gradient.");
pub const DECAY: Number = number("decay", "Weight decay")
    .linear([0.0, 3.0], 0.01, 0.01)
    .symbol("λ")
    .group(ADAM_GROUP)
    .help("Every step shrinks all weights by η times this.");
pub const BATCH: Count = count("batch", "Batch")
    .log([4, 256], 32)
    .symbol("b")
    .group(ADAM_GROUP)
    .help("Sequences per step; all of them where there are no more.");
pub const CLIP: Number = number("clip", "Longest gradient")
    .log([0.01, 100.0], 1.0)
    .group(ADAM_GROUP)
    .help("Longer gradients are shortened to this length.");

pub const LAYER: Count = count("layer", "Layer shown")
    .linear([0, MAX_LAYERS - 1], 0)
    .group(VIEW_GROUP)
    .help("From 0; clicking a map chooses.")
    .view();
pub const HEAD: Count = count("head", "Head shown")
    .linear([0, MAX_HEADS - 1], 0)
    .group(VIEW_GROUP)
    .help("From 0; clicking a map chooses.")
    .view();
pub const SHOWN: Choice<Shown> = Shown::choice("matrix", "Spectrum of", Shown::Attention)
    .group(VIEW_GROUP)
    .help("Of the head shown.")
    .view();
pub const BESIDE: Choice<Beside> = Beside::choice("sweep", "Trained beside it", Beside::None)
    .group(VIEW_GROUP)
    .help("Networks over m: up to 8 sizes, 3 seeds each. Grid: two widths, heads, m, decays and noises each, 32 networks.")
    .view();
pub const MEASURE: Choice<Measure> = Measure::choice("measure", "Compared with", Measure::Rate)
    .group(VIEW_GROUP)
    .help("What the gaps of the grid are compared with.")
    .when(BESIDE.is(&[Beside::Grid]))
    .view();

/// The task of the controls, with its vocabulary and context.
pub fn task(values: &Values) -> (tasks::Task, usize, usize) {
    let (vocabulary, context) = (values.of(VOCABULARY), values.of(CONTEXT));
    match values.of(TASK) {
        Subject::Majority => (tasks::Task::Majority, vocabulary, context),
        Subject::First => (tasks::Task::First, vocabulary, context),
        Subject::Reverse => (tasks::Task::Reverse, vocabulary, context),
        Subject::Induction => (tasks::Task::Induction, vocabulary, context),
        Subject::Modular => (tasks::Task::Modular, vocabulary, 3),
        Subject::Parity => {
            let bits = values.of(BITS);
            (tasks::Task::Parity { bits }, 2, context)
        }
    }
}

/// Every control of the lab.
pub const CONTROLS: &[Control] = &[
    STEP.control(),
    TASK.control(),
    VOCABULARY.control(),
    BITS.control(),
    CONTEXT.control(),
    SAMPLES.control(),
    LABEL_NOISE.control(),
    SEED.control(),
    WIDTH.control(),
    HEADS.control(),
    LAYERS.control(),
    MLP.control(),
    NORM.control(),
    CAUSAL.control(),
    TIED.control(),
    TEMPERATURE.control(),
    LR.control(),
    BETA1.control(),
    BETA2.control(),
    DECAY.control(),
    BATCH.control(),
    CLIP.control(),
    LAYER.control(),
    HEAD.control(),
    SHOWN.control(),
    BESIDE.control(),
    MEASURE.control(),
];
