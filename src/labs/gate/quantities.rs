//! What the lab reports about every optimiser.

use super::contest::COUNT;
use crate::labs::words;
use crate::{
    figure::Ink,
    labs::{Quantity, Status},
};

/// AdamW, gated, matched decay, small rate.
pub const INKS: [Ink; COUNT] = [Ink(21), Ink(22), Ink(23), Ink(24)];
/// The truth without noise.
pub const TRUTH: Ink = Ink(27);

/// Their names.
pub const NAMES: [&str; COUNT] = ["AdamW", "gated", "matched decay", "small rate"];

const fn empirical(
    id: &'static str,
    label: &'static str,
    symbol: &'static str,
    formula: &'static str,
    meaning: &'static str,
    ink: Option<Ink>,
) -> Quantity {
    Quantity {
        id,
        label,
        symbol,
        unit: "",
        formula: words(formula),
        meaning: words(meaning),
        status: Status::Empirical,
        source: "litman2026",
        ink,
    }
}

/// Steps taken.
pub const STEP: Quantity = empirical(
    "step",
    "Steps",
    "t",
    "<mi>t</mi>",
    "Steps that every optimiser has taken, t; errors, accuracies and ranks are from the last step that was measured.",
    None,
);

/// Mean share.
pub const MEAN_GATE: Quantity = empirical(
    "mean_gate",
    "Mean gate",
    "q̄",
    "<mover><mi>q</mi><mo>¯</mo></mover><mo>=</mo><mfrac><mn>1</mn><mi>P</mi></mfrac><munder><mo>∑</mo><mi>k</mi></munder><msub><mi>q</mi><mi>k</mi></msub>",
    "Mean share q_k of its step that a coordinate takes, over all P weights and the steps since the last measurement.",
    Some(INKS[1]),
);

/// Open gates.
pub const OPEN_GATES: Quantity = empirical(
    "open_gates",
    "Open gates",
    "#q ≥ ½",
    "<mfrac><mn>1</mn><mi>P</mi></mfrac><mo>#</mo><mo>{</mo><mi>k</mi><mo>:</mo><msub><mi>q</mi><mi>k</mi></msub><mo>≥</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><mo>}</mo>",
    "Share of the P weights that take at least half of their step.",
    None,
);

/// Effective decay.
pub const EFFECTIVE_DECAY: Quantity = empirical(
    "effective_decay",
    "Effective weight decay",
    "λ/q̄",
    "<mi>λ</mi><mo>/</mo><mover><mi>q</mi><mo>¯</mo></mover>",
    "Weight decay λ is not gated while the steps are: against them it counts λ/q̄. This is what the control with matched decay matches.",
    None,
);

/// Noise threshold in use.
pub const ALPHA: Quantity = empirical(
    "alpha_used",
    "Threshold in use",
    "α",
    "<mi>α</mi>",
    "How many times the noise the squared signal has to exceed. The moving average of pure noise has only (1 − β₁)/(1 + β₁) of its variance, so with averages α = 1 is that much stricter than the theorem's test.",
    None,
);

macro_rules! per_optimiser {
    ($(#[$doc:meta])* $name:ident, $prefix:literal, $label:literal, $symbol:literal, $formula:literal, $meaning:literal) => {
        $(#[$doc])*
        pub const $name: [Quantity; COUNT] = [
            empirical(concat!($prefix, "_adamw"), concat!($label, ", AdamW"), $symbol, $formula, $meaning, Some(INKS[0])),
            empirical(concat!($prefix, "_gate"), concat!($label, ", gated"), $symbol, $formula, $meaning, Some(INKS[1])),
            empirical(concat!($prefix, "_matched"), concat!($label, ", matched decay"), $symbol, $formula, $meaning, Some(INKS[2])),
            empirical(concat!($prefix, "_small"), concat!($label, ", small rate"), $symbol, $formula, $meaning, Some(INKS[3])),
        ];
    };
}

per_optimiser!(
    /// Clean mean squared error.
    ERROR,
    "error",
    "Error against the truth",
    "E",
    "<mi>E</mi><mo>=</mo><mfrac><mn>1</mn><mn>200</mn></mfrac><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo><mi>u</mi><mo>(</mo><msub><mi>x</mi><mi>i</mi></msub><mo>)</mo><mo>−</mo><msup><mi>f</mi><mo>∗</mo></msup><mo>(</mo><msub><mi>x</mi><mi>i</mi></msub><mo>)</mo><mo>)</mo></mrow><mn>2</mn></msup>",
    "Mean squared difference of the network u and the truth f* without noise, at 200 equally spaced points xᵢ."
);
per_optimiser!(
    /// Noisy mean squared error.
    TRAIN_ERROR,
    "train_error",
    "Training error",
    "Ê",
    "<mover><mi>E</mi><mo>^</mo></mover><mo>=</mo><mfrac><mn>1</mn><mi>n</mi></mfrac><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo><mi>u</mi><mo>(</mo><msub><mi>x</mi><mi>i</mi></msub><mo>)</mo><mo>−</mo><msub><mi>y</mi><mi>i</mi></msub><mo>)</mo></mrow><mn>2</mn></msup>",
    "Mean squared difference of the network u and the n noisy samples yᵢ; far below the noise σ² it has memorised them."
);
per_optimiser!(
    /// Held-out accuracy.
    ACCURACY,
    "accuracy",
    "Held-out accuracy",
    "a",
    "<mi>a</mi><mo>=</mo><mfrac><mrow><mo>#</mo><mo>{</mo><mi>argmax</mi><mi>z</mi><mo>=</mo><mi>c</mi><mo>}</mo></mrow><mi>N</mi></mfrac>",
    "Share of the N pairs that were held out whose largest logit z is the right result c."
);
per_optimiser!(
    /// Training accuracy.
    TRAIN_ACCURACY,
    "train_accuracy",
    "Training accuracy",
    "â",
    "<mover><mi>a</mi><mo>^</mo></mover><mo>=</mo><mfrac><mrow><mo>#</mo><mo>{</mo><mi>argmax</mi><mi>z</mi><mo>=</mo><mi>c</mi><mo>}</mo></mrow><mi>n</mi></mfrac>",
    "Share of the n training pairs whose largest logit z is the right result c."
);
per_optimiser!(
    /// Relative l2 error.
    RELATIVE_ERROR,
    "relative_error",
    "Relative error",
    "E",
    "<mi>E</mi><mo>=</mo><mfrac><msub><mrow><mo>‖</mo><mi>u</mi><mo>−</mo><msup><mi>u</mi><mo>∗</mo></msup><mo>‖</mo></mrow><mn>2</mn></msub><msub><mrow><mo>‖</mo><msup><mi>u</mi><mo>∗</mo></msup><mo>‖</mo></mrow><mn>2</mn></msub></mfrac>",
    "Distance of the network u from the solution u* = sin(x − βt) without noise, relative to the latter, on a grid of 40 positions and 21 times."
);
per_optimiser!(
    /// Loss of the physics-informed network.
    TRAIN_LOSS,
    "train_loss",
    "Training loss",
    "L",
    "<mi>L</mi><mo>=</mo><mfrac><mn>1</mn><mrow><mn>5</mn><mi>n</mi></mrow></mfrac><mo>(</mo><mn>2</mn><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo><mi>u</mi><mo>−</mo><msub><mi>y</mi><mi>i</mi></msub><mo>)</mo></mrow><mn>2</mn></msup><mo>+</mo><mfrac><mn>1</mn><mn>2</mn></mfrac><munder><mo>∑</mo><mi>j</mi></munder><msup><mrow><mo>(</mo><msub><mi>u</mi><mi>t</mi></msub><mo>+</mo><mi>β</mi><msub><mi>u</mi><mi>x</mi></msub><mo>)</mo></mrow><mn>2</mn></msup><mo>)</mo>",
    "Half squared errors at n noisy initial values yᵢ, four times as heavy, and half squared residuals of the equation at 4n places."
);
per_optimiser!(
    /// When the goal was reached.
    REACHED,
    "reached",
    "Learned at step",
    "t*",
    "<msup><mi>t</mi><mo>∗</mo></msup>",
    "First measured step with 95 % of the held-out pairs right, or a relative error of at most 0.40."
);
per_optimiser!(
    /// Best held-out value.
    BEST,
    "best_error",
    "Best error on the way",
    "min E",
    "<munder><mi>min</mi><mrow><mi>s</mi><mo>≤</mo><mi>t</mi></mrow></munder><mspace width='0.3em'/><mi>E</mi><mo>(</mo><mi>s</mi><mo>)</mo>",
    "Smallest error against the truth up to step t: what stopping at the right time s would have given."
);
/// Entropy rank of the watched matrix. Of AdamW and of the gated optimiser.
pub const MATRIX_ERANK: [Quantity; 2] = [
    empirical(
        "matrix_erank_adamw",
        "erank of the weights, AdamW",
        "erank",
        MATRIX_ERANK_FORMULA,
        MATRIX_ERANK_MEANING,
        Some(INKS[0]),
    ),
    empirical(
        "matrix_erank_gate",
        "erank of the weights, gated",
        "erank",
        MATRIX_ERANK_FORMULA,
        MATRIX_ERANK_MEANING,
        Some(INKS[1]),
    ),
];
const MATRIX_ERANK_FORMULA: &str = "<mi>exp</mi><mo>(</mo><mo>−</mo><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>p</mi><mi>i</mi></msub><mi>ln</mi><mspace width='0.1em'/><msub><mi>p</mi><mi>i</mi></msub><mo>)</mo><mo>,</mo><mspace width='0.5em'/><msub><mi>p</mi><mi>i</mi></msub><mo>=</mo><msub><mi>σ</mi><mi>i</mi></msub><mo>/</mo><munder><mo>∑</mo><mi>j</mi></munder><msub><mi>σ</mi><mi>j</mi></msub>";
const MATRIX_ERANK_MEANING: &str = "Entropy effective rank of the first embedding, or of the weights between the two hidden layers: the exponential of the entropy of their singular values σᵢ, normalised to sum to one (pᵢ).";

/// Stable rank of the watched matrix. Of AdamW and of the gated optimiser.
pub const MATRIX_STABLE: [Quantity; 2] = [
    empirical(
        "matrix_stable_rank_adamw",
        "Stable rank of the weights, AdamW",
        "sr",
        MATRIX_STABLE_FORMULA,
        MATRIX_STABLE_MEANING,
        Some(INKS[0]),
    ),
    empirical(
        "matrix_stable_rank_gate",
        "Stable rank of the weights, gated",
        "sr",
        MATRIX_STABLE_FORMULA,
        MATRIX_STABLE_MEANING,
        Some(INKS[1]),
    ),
];
const MATRIX_STABLE_FORMULA: &str = "<munder><mo>∑</mo><mi>i</mi></munder><msubsup><mi>σ</mi><mi>i</mi><mn>2</mn></msubsup><mo>/</mo><msubsup><mi>σ</mi><mn>1</mn><mn>2</mn></msubsup>";
const MATRIX_STABLE_MEANING: &str =
    "Energy of the singular values σᵢ of the same matrix over the largest one's.";
