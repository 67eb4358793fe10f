//! What the lab reports about every optimiser.

use crate::labs::prelude::*;

/// Steps taken.
pub const STEPS_TAKEN: Quantity = exact("step", "Steps", "t")
    .tex("t")
    .means("Steps that every optimiser has taken, t; errors, accuracies and ranks are from the last step that was measured.");

/// Mean share.
pub const MEAN_GATE: Quantity = empirical("mean_gate", "Mean gate", "q̄")
    .tex(r"\bar{q} = \frac{1}{P} \sum_k q_k")
    .means("Mean share q_k of its step that a coordinate takes, over all P weights and the steps since the last measurement.")
    .from(&citations::LITMAN2026)
    .ink(inks::GATED);

/// Open gates.
pub const OPEN_GATES: Quantity = empirical("open_gates", "Open gates", "#q ≥ ½")
    .tex(r"\frac{1}{P}\,\#\{k : q_k \ge \frac{1}{2}\}")
    .means("Share of the P weights that take at least half of their step.")
    .from(&citations::LITMAN2026)
    .ink(inks::OPEN);

/// Effective decay.
pub const EFFECTIVE_DECAY: Quantity = empirical("effective_decay", "Effective weight decay", "λ/q̄")
    .tex(r"\lambda / \bar{q}")
    .means("Weight decay λ is not gated while the steps are: against them it counts λ/q̄. This is what the control with matched decay matches.")
    .from(&citations::LITMAN2026);

/// Seeds in which the gate is not needed.
pub const SEEDS_MATCHED: Quantity = empirical("seeds_matched", "Seeds in which matched decay does as well", "")
    .tex(r"\#\{s : E_{\mathrm{matched}}(s) \le 1.02\, E_{\mathrm{gate}}(s)\}")
    .means("In how many of the seeds s trained here the error E of matched decay, which has no gate, is at most 2 % above that of the gate.")
    .ink(inks::MATCHED_DECAY);

/// Noise threshold in use.
pub const ALPHA_USED: Quantity = exact("alpha_used", "Threshold in use", "α")
    .tex(r"\alpha")
    .means("How many times the noise the squared signal has to exceed. The moving average of pure noise has only (1 − β₁)/(1 + β₁) of its variance, so with averages α = 1 is that much stricter than the theorem's test.")
    .from(&citations::LITMAN2026);

/// A quantity of all four optimisers, or of AdamW and the gated one: id and label of each begin alike, everything else is one.
macro_rules! per_optimiser {
    ($(#[$doc:meta])* $name:ident: 4, $($said:tt)+) => {
        per_optimiser!($(#[$doc])* $name: [
            "_adamw" ", AdamW" ADAMW;
            "_gate" ", gated" GATED;
            "_matched" ", matched decay" MATCHED_DECAY;
            "_small" ", small rate" SMALL_RATE;
        ], $($said)+);
    };
    ($(#[$doc:meta])* $name:ident: 2, $($said:tt)+) => {
        per_optimiser!($(#[$doc])* $name: ["_adamw" ", AdamW" ADAMW; "_gate" ", gated" GATED;], $($said)+);
    };
    ($(#[$doc:meta])* $name:ident: [$($suffix:literal $of:literal $ink:ident;)+],
        $id:literal, $label:literal, $alike:expr) => {
        $(#[$doc])*
        pub const $name: &[Quantity] = &[$(
            Quantity {
                id: concat!($id, $suffix),
                label: concat!($label, $of),
                ..$alike
            }
            .ink(inks::$ink),
        )+];
    };
}

per_optimiser!(
    /// Held-out accuracy.
    ACCURACY: 4, "accuracy", "Held-out accuracy",
    empirical("", "", "a")
        .tex(r"a = \frac{\#\{\mathrm{argmax}\,z = c\}}{N}")
        .means("Share of the N pairs that were held out whose largest logit z is the right result c.")
);
per_optimiser!(
    /// Training accuracy.
    TRAIN_ACCURACY: 4, "train_accuracy", "Training accuracy",
    exact("", "", "â")
        .tex(r"\hat{a} = \frac{\#\{\mathrm{argmax}\,z = c\}}{n}")
        .means("Share of the n training pairs whose largest logit z is the right result c.")
);
per_optimiser!(
    /// Mean squared error against the truth without noise.
    ERROR: 4, "error", "Error against the truth",
    exact("", "", "E")
        .tex(r"E = \frac{1}{200} \sum_i (u(x_i) - f^\ast(x_i))^2")
        .means("Mean squared difference of the network u and the truth f* without noise, at 200 equally spaced points xᵢ.")
);
per_optimiser!(
    /// Mean squared error on the noisy samples.
    TRAIN_ERROR: 4, "train_error", "Training error",
    exact("", "", "Ê")
        .tex(r"\hat{E} = \frac{1}{n} \sum_i (u(x_i) - y_i)^2")
        .means("Mean squared difference of the network u and the n noisy samples yᵢ; far below the noise σ² it has memorised them.")
);
per_optimiser!(
    /// Smallest error against the truth so far.
    BEST: 4, "best_error", "Best error on the way",
    empirical("", "", "min E")
        .tex(r"\min_{s \le t} E(s)")
        .means("Smallest error against the truth up to step t: what stopping at the right time s would have given.")
);
per_optimiser!(
    /// Relative distance from the solution of the equation.
    RELATIVE_ERROR: 4, "relative_error", "Relative error",
    exact("", "", "E")
        .tex(r"E = \frac{{\|u - u^\ast\|}_2}{{\|u^\ast\|}_2}")
        .means("Distance of the network u from the solution u* = sin(x − βt) without noise, relative to the latter, on a grid of 40 positions and 21 times.")
);
per_optimiser!(
    /// Loss of the physics-informed network.
    TRAIN_LOSS: 4, "train_loss", "Training loss",
    exact("", "", "L")
        .tex(r"L = \frac{1}{5n}\Bigl(2\sum_i (u - y_i)^2 + \frac{1}{2}\sum_j (u_t + \beta u_x)^2\Bigr)")
        .means("Half squared errors at n noisy initial values yᵢ, four times as heavy, and half squared residuals of the equation at 4n places.")
        .from(&citations::RAISSI2019)
);
per_optimiser!(
    /// When the goal was reached.
    REACHED: 4, "reached", "Learned at step",
    empirical("", "", "t*")
        .tex(r"t^\ast")
        .means("First measured step with 95 % of the held-out pairs right, or a relative error of at most 0.40.")
);
per_optimiser!(
    /// Entropy effective rank of the watched matrix.
    MATRIX_ERANK: 2, "matrix_erank", "erank of the weights",
    exact("", "", "erank")
        .tex(r"\exp\Bigl(-\sum_i p_i \ln p_i\Bigr),\quad p_i = \sigma_i \Big/ \sum_j \sigma_j")
        .means("Entropy effective rank of the first embedding, or of the weights between the two hidden layers: the exponential of the entropy of their singular values σᵢ, normalised to sum to one (pᵢ).")
        .from(&citations::ROY2007)
);
per_optimiser!(
    /// Stable rank of the watched matrix.
    MATRIX_STABLE: 2, "matrix_stable_rank", "Stable rank of the weights",
    exact("", "", "sr")
        .tex(r"\sum_i \sigma_i^2 \Big/ \sigma_1^2")
        .means("Energy of the singular values σᵢ of the same matrix over the largest one's.")
);
