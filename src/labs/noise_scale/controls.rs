//! What a visitor can change: what is trained, from where, and with which batches.

use crate::labs::prelude::*;

const TASK_GROUP: &str = "Task";
const BATCHES: &str = "Batch";
const RUNS: &str = "Estimates and runs";

choices! {
    /// What is trained.
    pub enum Subject {
        Linear = "linear": "Linear regression, exact",
        Curve = "curve": "A network on a noisy curve",
        Modular = "modular": "Addition modulo p",
        Law = "law": "The law itself",
    }
}

pub const TASK: Choice<Subject> = Subject::choice("task", "Task", Subject::Linear)
    .group(TASK_GROUP)
    .help("Where everything is known, two networks that are trained here, or the law by its constants.");
pub const HESSIAN: Vector = vector(
    "hessian",
    "Eigenvalues of H",
    [0.0, 1000.0],
    128,
    &[1.0, 0.5, 0.25],
)
.symbol("h")
.group(TASK_GROUP)
.help("Inputs are Gaussian with these variances, which are the curvatures of the loss.")
.when(TASK.is(&[Subject::Linear]));
pub const OFFSET: Vector = vector(
    "offset",
    "Offset w − w*",
    [-1000.0, 1000.0],
    128,
    &[1.0, 1.0, 1.0],
)
.symbol("δ")
.group(TASK_GROUP)
.help("How far each weight is from its best value: one number for each eigenvalue.")
.when(TASK.is(&[Subject::Linear]));
pub const SIGMA: Number = number("sigma", "Label noise")
    .linear([0.0, 10.0], 0.01, 1.0)
    .symbol("σ")
    .group(TASK_GROUP)
    .help("Standard deviation of the noise on every label.")
    .when(TASK.is(&[Subject::Linear]));
pub const NOISE: Number = number("noise", "Noise")
    .linear([0.0, 1.0], 0.01, 0.2)
    .symbol("σ")
    .group(TASK_GROUP)
    .help("Standard deviation of the noise on the samples of the curve.")
    .when(TASK.is(&[Subject::Curve]));
pub const TRAINED: Count = count("trained", "Steps done before")
    .linear([0, 40], 0)
    .group(TASK_GROUP)
    .help("Steps of the best length along the exact gradient, taken before anything is looked at.")
    .when(TASK.is(&[Subject::Linear]));
pub const N: Count = count("n", "Examples")
    .log([4, 128], 32)
    .symbol("n")
    .group(TASK_GROUP)
    .help("Training examples of the curve; batches are drawn from them with replacement.")
    .when(TASK.is(&[Subject::Curve]));
pub const P: Count = count("p", "Prime")
    .linear([3, 11], 7)
    .symbol("p")
    .group(TASK_GROUP)
    .help("Numbers are 0 to p − 1; p has to be prime. Four fifths of the table are shown.")
    .when(TASK.is(&[Subject::Modular]));
pub const WIDTH: Count = count("width", "Width")
    .log([2, 24], 12)
    .symbol("h")
    .group(TASK_GROUP)
    .help("Hidden units of the network.")
    .when(TASK.is(&[Subject::Curve, Subject::Modular]));
pub const MIN_STEPS: Number = number("min_steps", "Fewest steps")
    .log([1.0, 1e6], 1000.0)
    .symbol("S_min")
    .group(TASK_GROUP)
    .help("Steps that endless batches take.")
    .when(TASK.is(&[Subject::Law]));
pub const MIN_EXAMPLES: Number = number("min_examples", "Fewest examples")
    .log([1.0, 1e9], 200_000.0)
    .symbol("E_min")
    .group(TASK_GROUP)
    .help("Examples that endlessly small steps take.")
    .when(TASK.is(&[Subject::Law]));
pub const GROWTH: Number = number("growth", "Growth of the scale")
    .linear([0.0, 4.0], 0.05, 0.5)
    .symbol("p")
    .group(TASK_GROUP)
    .help("The noise scale grows as the step to this power.")
    .when(TASK.is(&[Subject::Law]));
pub const BATCH: Count = count("batch", "Batch")
    .log([1, 10_000_000], 8)
    .symbol("B")
    .group(BATCHES)
    .help("Examples per step.");
pub const TARGET: Number = number("target", "Target loss")
    .log([0.01, 0.9], 0.1)
    .group(BATCHES)
    .help("What the loss has to come down to, as a share of what it is at the start; of linear regression, the part above the noise.")
    .when(TASK.is_not(&[Subject::Law]));
pub const SMALL: Count = count("small", "Small batch")
    .log([1, 128], 8)
    .symbol("B_s")
    .group(RUNS)
    .help("The smaller of two batches whose gradients tell signal from noise.")
    .when(TASK.is_not(&[Subject::Law]));
pub const BIG: Count = count("big", "Big batch")
    .log([2, 512], 128)
    .symbol("B_b")
    .group(RUNS)
    .help("The larger of the two.")
    .when(TASK.is_not(&[Subject::Law]));
pub const DECAY: Number = number("decay", "Memory of the averages")
    .linear([0.0, 0.99], 0.01, 0.9)
    .symbol("β")
    .group(RUNS)
    .help("Share of an average that stays when a new estimate comes in.")
    .when(TASK.is_not(&[Subject::Law]));
pub const REPEATS: Count = count("repeats", "Runs per batch size")
    .linear([0, 4], 2)
    .group(RUNS)
    .help("Runs to the target with other random numbers, at each batch size and learning rate; 0 runs none. A run ends after 2000 steps, or sooner where they are dear.")
    .when(TASK.is_not(&[Subject::Law]));
pub const SEED: Seed = seed("seed", 3)
    .group(RUNS)
    .help("Of examples, initial weights and batches.")
    .when(TASK.is_not(&[Subject::Law]));

pub const CONTROLS: &[Control] = &[
    TASK.control(),
    HESSIAN.control(),
    OFFSET.control(),
    SIGMA.control(),
    NOISE.control(),
    TRAINED.control(),
    N.control(),
    P.control(),
    WIDTH.control(),
    MIN_STEPS.control(),
    MIN_EXAMPLES.control(),
    GROWTH.control(),
    BATCH.control(),
    TARGET.control(),
    SMALL.control(),
    BIG.control(),
    DECAY.control(),
    REPEATS.control(),
    SEED.control(),
];
