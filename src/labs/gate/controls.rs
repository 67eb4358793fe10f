//! What a visitor can change about the task, the optimiser, its gate and its controls.

use crate::{
    labs::prelude::*,
    nn::{
        gate::{self, Evidence},
        tasks::modular,
    },
};

const TASK_GROUP: &str = "Task";
const ADAM: &str = "AdamW";
const GATE: &str = "Gate";
const CONTESTANTS: &str = "Controls and view";

/// Largest prime.
pub const MAX_PRIME: u64 = 113;
/// Widest network.
const MAX_WIDTH: u64 = 256;
/// Most training examples of the tasks without a table.
const MAX_EXAMPLES: u64 = 512;
/// Most steps.
const MAX_STEP: u64 = 100_000;

choices! {
    /// What is learned.
    pub enum Subject {
        Regression = "regression": "Noisy curve",
        Modular = "modular": "Modular arithmetic",
        Signal = "inr": "Noisy signal, Fourier features",
        Transport = "pinn": "Transport equation",
    }
}

choices! {
    /// What the table holds, modulo p.
    pub enum Operation {
        Add = "add": "a + b",
        Subtract = "subtract": "a − b",
        Multiply = "multiply": "a · b",
        Divide = "divide": "a / b",
    }
}

impl Operation {
    /// The task's.
    pub fn of_table(self) -> modular::Operation {
        match self {
            Self::Add => modular::Operation::Add,
            Self::Subtract => modular::Operation::Subtract,
            Self::Multiply => modular::Operation::Multiply,
            Self::Divide => modular::Operation::Divide,
        }
    }
}

choices! {
    /// How signal and noise of a coordinate become the share of its step.
    pub enum Mask {
        Snr = "snr": "snr: m² / (m² + τ·α·s)",
        Soft = "soft": "soft: (m² − αs)₊ / (… + τ·s)",
        Hard = "hard": "hard: 1 where m² > αs",
    }
}

impl Mask {
    /// The optimiser's.
    pub fn of_gate(self) -> gate::Mask {
        match self {
            Self::Snr => gate::Mask::Snr,
            Self::Soft => gate::Mask::Soft,
            Self::Hard => gate::Mask::Hard,
        }
    }
}

choices! {
    /// Where signal and noise come from.
    pub enum Source {
        Averages = "averages": "Moving averages",
        Examples = "examples": "Examples of the batch",
    }
}

impl Source {
    /// The optimiser's.
    pub fn of_gate(self) -> Evidence {
        match self {
            Self::Averages => Evidence::Averages,
            Self::Examples => Evidence::Examples,
        }
    }
}

choices! {
    /// How many times the noise the signal has to exceed.
    pub enum Threshold {
        Fresh = "fresh": "1: fresh data",
        Finite = "finite": "b/(n − b): reused data",
        Averages = "averages": "(1 − β₁)/(1 + β₁): scale of the averages",
    }
}

choices! {
    /// The four optimisers, in the order in which they take their turns.
    pub enum Who {
        Adamw = "adamw": "AdamW",
        Gated = "gate": "Gated",
        Matched = "matched": "Matched decay",
        Small = "small": "Small rate",
    }
}

impl Who {
    /// The name in legends and sentences.
    pub fn name(self) -> &'static str {
        match self {
            Self::Adamw => "AdamW",
            Self::Gated => "gated",
            Self::Matched => "matched decay",
            Self::Small => "small rate",
        }
    }

    /// The colour, dash and marker.
    pub fn ink(self) -> Ink {
        match self {
            Self::Adamw => inks::ADAMW,
            Self::Gated => inks::GATED,
            Self::Matched => inks::MATCHED_DECAY,
            Self::Small => inks::SMALL_RATE,
        }
    }
}

pub const STEP: Steps = steps("step", "Steps", MAX_STEP, 10, 600)
    .symbol("t")
    .group("Run")
    .help("How far training has gone; all four optimisers go together.");

pub const TASK: Choice<Subject> = Subject::choice("task", "Task", Subject::Regression)
    .group(TASK_GROUP)
    .help("What is learned: a curve, a table modulo a prime, a signal, or the solution of u_t + βu_x = 0.");
pub const OPERATION: Choice<Operation> =
    Operation::choice("operation", "Operation", Operation::Divide)
        .group(TASK_GROUP)
        .help("What the table holds, modulo p.")
        .when(TASK.is(&[Subject::Modular]));
pub const P: Count = count("p", "Prime")
    .linear([5, MAX_PRIME], 97)
    .symbol("p")
    .group(TASK_GROUP)
    .help("Numbers are 0 to p − 1; p has to be prime.")
    .when(TASK.is(&[Subject::Modular]));
pub const FRACTION: Number = number("fraction", "Share shown")
    .linear([0.1, 0.9], 0.01, 0.4)
    .group(TASK_GROUP)
    .help("Share of the table that is trained on; the rest is held out.")
    .when(TASK.is(&[Subject::Modular]));
pub const N: Count = count("n", "Examples")
    .log([8, MAX_EXAMPLES], 64)
    .symbol("n")
    .group(TASK_GROUP)
    .help("Noisy samples; for the equation, noisy initial values, with four times as many places where it has to hold.")
    .when(TASK.is_not(&[Subject::Modular]));
pub const NOISE: Number = number("noise", "Noise")
    .linear([0.0, 2.0], 0.01, 0.4)
    .symbol("σ")
    .group(TASK_GROUP)
    .help("Standard deviation of the noise on every sample.")
    .when(TASK.is_not(&[Subject::Modular]));
pub const HARMONICS: Count = count("harmonics", "Harmonics")
    .linear([1, 64], 24)
    .group(TASK_GROUP)
    .help("The network sees sines and cosines up to this many periods: how fine a detail it can draw.")
    .when(TASK.is(&[Subject::Signal]));
pub const SPEED: Number = number("speed", "Speed")
    .linear([0.0, 20.0], 0.1, 5.0)
    .symbol("β")
    .group(TASK_GROUP)
    .help("How fast the wave travels.")
    .when(TASK.is(&[Subject::Transport]));
pub const WIDTH: Count = count("width", "Width")
    .log([4, MAX_WIDTH], 32)
    .symbol("h")
    .group(TASK_GROUP)
    .help("Hidden units: two tanh layers of this many, or one ReLU layer for the table.");
pub const BATCH: Count = count("batch", "Batch")
    .log([2, 1024], 16)
    .symbol("b")
    .group(TASK_GROUP)
    .help("Examples per step; all of them where there are no more.");
pub const SEED: Seed = seed("seed", 7)
    .group(TASK_GROUP)
    .help("Of data, initial weights and batches, the same for all four optimisers.");

pub const LR: Number = number("lr", "Learning rate")
    .log([1e-5, 1.0], 0.01)
    .symbol("η")
    .group(ADAM)
    .help("Of AdamW and of the gated optimiser.");
pub const WEIGHT_DECAY: Number = number("weight_decay", "Weight decay")
    .linear([0.0, 3.0], 0.01, 0.01)
    .symbol("λ")
    .group(ADAM)
    .help("Every step shrinks the weights by η times this, gated or not.");
pub const BETA1: Number = number("beta1", "Memory of the mean")
    .linear([0.0, 0.99], 0.01, 0.9)
    .symbol("β₁")
    .group(ADAM)
    .help("Decay of the average gradient.");
pub const BETA2: Number = number("beta2", "Memory of the square")
    .linear([0.5, 0.9999], 0.0001, 0.999)
    .symbol("β₂")
    .group(ADAM)
    .help("Decay of the average squared gradient.");
pub const EPS: Number = number("eps", "Denominator floor")
    .log([1e-12, 1e-2], 1e-8)
    .symbol("ε")
    .group(ADAM)
    .help("Added to the root of the average squared gradient.");

pub const MASK: Choice<Mask> = Mask::choice("mask", "Mask", Mask::Snr)
    .group(GATE)
    .help("How signal m² and noise s of a coordinate become the share of its step.");
pub const EVIDENCE: Choice<Source> = Source::choice("evidence", "Evidence", Source::Averages)
    .group(GATE)
    .help("Where m² and s come from: averages over the steps, or exactly from the per-example gradients of this batch.");
pub const ALPHA: Choice<Threshold> = Threshold::choice("alpha", "Threshold", Threshold::Fresh)
    .symbol("α")
    .group(GATE)
    .help("How many times the noise the signal has to exceed.");
pub const SOFTNESS: Number = number("softness", "Softness")
    .log([0.01, 100.0], 1.0)
    .symbol("τ")
    .group(GATE)
    .help("Higher: the gate asks for more signal before it opens half.")
    .when(MASK.is_not(&[Mask::Hard]));
pub const RHO: Number = number("rho", "Memory of the noise")
    .linear([0.0, 0.9999], 0.0001, 0.99)
    .symbol("ρ")
    .group(GATE)
    .help("Decay of the average squared deviation.")
    .when(EVIDENCE.is(&[Source::Averages]));
pub const FLOOR: Number = number("floor", "Floor in the mask")
    .log([1e-30, 1e-6], 1e-30)
    .group(GATE)
    .help(
        "Keeps 0/0 away. Published code has 1e-8, which shuts every gate once gradients are small.",
    )
    .when(MASK.is_not(&[Mask::Hard]));
pub const PER_TENSOR: Flag = flag("per_tensor", "One gate per tensor", false)
    .group(GATE)
    .help("Each matrix and each bias gets one share, from its mean signal and noise.");

pub const SMALL: Number = number("small", "Small rate: η over")
    .log([2.0, 1000.0], 30.0)
    .group(CONTESTANTS)
    .help("The last control is AdamW with the learning rate divided by this.");
pub const SEEDS: Count = count("seeds", "Other seeds")
    .linear([0, 8], 0)
    .group(CONTESTANTS)
    .help("Trains all four again with as many other seeds, once this one is done: what the finding owes to chance.")
    .when(TASK.is(&[Subject::Regression, Subject::Signal]))
    .view();
pub const SHOW: Choice<Who> = Who::choice("show", "Shown alone", Who::Gated)
    .group(CONTESTANTS)
    .help("Whose solution the map shows.")
    .when(TASK.is(&[Subject::Transport]));

/// Every control of the lab.
pub const CONTROLS: &[Control] = &[
    STEP.control(),
    TASK.control(),
    OPERATION.control(),
    P.control(),
    FRACTION.control(),
    N.control(),
    NOISE.control(),
    HARMONICS.control(),
    SPEED.control(),
    WIDTH.control(),
    BATCH.control(),
    SEED.control(),
    LR.control(),
    WEIGHT_DECAY.control(),
    BETA1.control(),
    BETA2.control(),
    EPS.control(),
    MASK.control(),
    EVIDENCE.control(),
    ALPHA.control(),
    SOFTNESS.control(),
    RHO.control(),
    FLOOR.control(),
    PER_TENSOR.control(),
    SMALL.control(),
    SEEDS.control(),
    SHOW.control(),
];
