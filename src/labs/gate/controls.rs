//! What a visitor can change about the task, the optimiser, its gate and its controls.

use crate::labs::{Control, When, opt, when};

const TASK: &str = "Task";
const ADAM: &str = "AdamW";
const GATE: &str = "Gate";
const CONTESTANTS: &str = "Controls and view";
const RUN: &str = "Run";

/// Largest prime.
pub const MAX_PRIME: u64 = 113;
/// Widest network.
pub const MAX_WIDTH: u64 = 256;
/// Most training examples of the tasks without a table.
pub const MAX_EXAMPLES: u64 = 512;
/// Most steps.
pub const MAX_STEP: u64 = 100_000;

const NOISY: &[When] = &[when("task", &["regression", "inr", "pinn"])];
const MODULAR: &[When] = &[when("task", &["modular"])];
const AVERAGES: &[When] = &[when("evidence", &["averages"])];

/// Every control of the lab.
pub static CONTROLS: &[Control] = &[
    Control::steps("step", "Steps", MAX_STEP, 10, 600)
        .symbol("t")
        .group(RUN)
        .help("How far training has gone; all four optimisers go together."),
    Control::choice(
        "task",
        "Task",
        &[
            opt("regression", "Noisy curve"),
            opt("modular", "Modular arithmetic"),
            opt("inr", "Noisy signal, Fourier features"),
            opt("pinn", "Transport equation"),
        ],
        "regression",
    )
    .group(TASK)
    .help("What is learned: a curve, a table modulo a prime, a signal, or the solution of u_t + βu_x = 0."),
    Control::choice(
        "operation",
        "Operation",
        &[
            opt("add", "a + b"),
            opt("subtract", "a − b"),
            opt("multiply", "a · b"),
            opt("divide", "a / b"),
        ],
        "divide",
    )
    .group(TASK)
    .help("What the table holds, modulo p.")
    .when(MODULAR),
    Control::integer("p", "Prime", [5, MAX_PRIME], 97)
        .symbol("p")
        .group(TASK)
        .help("Numbers are 0 to p − 1; p has to be prime.")
        .when(MODULAR),
    Control::number("fraction", "Share shown", [0.1, 0.9], 0.01, 0.4)
        .group(TASK)
        .help("Share of the table that is trained on; the rest is held out.")
        .when(MODULAR),
    Control::log_integer("n", "Examples", [8, MAX_EXAMPLES], 64)
        .symbol("n")
        .group(TASK)
        .help("Noisy samples; for the equation, noisy initial values, with four times as many places where it has to hold.")
        .when(NOISY),
    Control::number("noise", "Noise", [0.0, 2.0], 0.01, 0.4)
        .symbol("σ")
        .group(TASK)
        .help("Standard deviation of the noise on every sample.")
        .when(NOISY),
    Control::integer("harmonics", "Harmonics", [1, 64], 24)
        .group(TASK)
        .help("The network sees sines and cosines up to this many periods: how fine a detail it can draw.")
        .when(&[when("task", &["inr"])]),
    Control::number("speed", "Speed", [0.0, 20.0], 0.1, 5.0)
        .symbol("β")
        .group(TASK)
        .help("How fast the wave travels.")
        .when(&[when("task", &["pinn"])]),
    Control::log_integer("width", "Width", [4, MAX_WIDTH], 32)
        .symbol("h")
        .group(TASK)
        .help("Hidden units: two tanh layers of this many, or one ReLU layer for the table."),
    Control::log_integer("batch", "Batch", [2, 1024], 16)
        .symbol("b")
        .group(TASK)
        .help("Examples per step; all of them where there are no more."),
    Control::seed("seed", "Seed", 7)
        .group(TASK)
        .help("Of data, initial weights and batches, the same for all four optimisers."),
    Control::log_number("lr", "Learning rate", [1e-5, 1.0], 0.01)
        .symbol("η")
        .group(ADAM)
        .help("Of AdamW and of the gated optimiser."),
    Control::number("weight_decay", "Weight decay", [0.0, 3.0], 0.01, 0.01)
        .symbol("λ")
        .group(ADAM)
        .help("Every step shrinks the weights by η times this, gated or not."),
    Control::number("beta1", "Memory of the mean", [0.0, 0.99], 0.01, 0.9)
        .symbol("β₁")
        .group(ADAM)
        .help("Decay of the average gradient."),
    Control::number("beta2", "Memory of the square", [0.5, 0.9999], 0.0001, 0.999)
        .symbol("β₂")
        .group(ADAM)
        .help("Decay of the average squared gradient."),
    Control::log_number("eps", "Denominator floor", [1e-12, 1e-2], 1e-8)
        .symbol("ε")
        .group(ADAM)
        .help("Added to the root of the average squared gradient."),
    Control::choice(
        "mask",
        "Mask",
        &[
            opt("snr", "snr: m² / (m² + τ·α·s)"),
            opt("soft", "soft: (m² − αs)₊ / (… + τ·s)"),
            opt("hard", "hard: 1 where m² > αs"),
        ],
        "snr",
    )
    .group(GATE)
    .help("How signal m² and noise s of a coordinate become the share of its step."),
    Control::choice(
        "evidence",
        "Evidence",
        &[
            opt("averages", "Moving averages"),
            opt("examples", "Examples of the batch"),
        ],
        "averages",
    )
    .group(GATE)
    .help("Where m² and s come from: averages over the steps, or exactly from the per-example gradients of this batch."),
    Control::choice(
        "alpha",
        "Threshold",
        &[
            opt("fresh", "1: fresh data"),
            opt("finite", "b/(n − b): reused data"),
            opt("averages", "(1 − β₁)/(1 + β₁): scale of the averages"),
        ],
        "fresh",
    )
    .symbol("α")
    .group(GATE)
    .help("How many times the noise the signal has to exceed."),
    Control::log_number("softness", "Softness", [0.01, 100.0], 1.0)
        .symbol("τ")
        .group(GATE)
        .help("Higher: the gate asks for more signal before it opens half.")
        .when(&[when("mask", &["snr", "soft"])]),
    Control::number("rho", "Memory of the noise", [0.0, 0.9999], 0.0001, 0.99)
        .symbol("ρ")
        .group(GATE)
        .help("Decay of the average squared deviation.")
        .when(AVERAGES),
    Control::log_number("floor", "Floor in the mask", [1e-30, 1e-6], 1e-30)
        .group(GATE)
        .help("Keeps 0/0 away. Published code has 1e-8, which shuts every gate once gradients are small.")
        .when(&[when("mask", &["snr", "soft"])]),
    Control::toggle("per_tensor", "One gate per tensor", false)
        .group(GATE)
        .help("Each matrix and each bias gets one share, from its mean signal and noise."),
    Control::log_number("small", "Small rate: η over", [2.0, 1000.0], 30.0)
        .group(CONTESTANTS)
        .help("The last control is AdamW with the learning rate divided by this."),
    Control::choice(
        "show",
        "Shown alone",
        &[
            opt("adamw", "AdamW"),
            opt("gate", "Gated"),
            opt("matched", "Matched decay"),
            opt("small", "Small rate"),
        ],
        "gate",
    )
    .group(CONTESTANTS)
    .help("Whose solution the map shows.")
    .when(&[when("task", &["pinn"])]),
];
