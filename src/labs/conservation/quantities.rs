//! The numbers that the lab reports.

use crate::labs::prelude::*;

pub const LAW_COUNT: Quantity = exact("law_count", "Independent laws", "D − dim Lie")
    .tex(r"D - \dim \mathrm{Lie}\{\nabla g\}(\theta)")
    .from(&citations::MARCOTTE2023)
    .ink(inks::BRACKETS)
    .means("Parameters D less the dimension that the gradient fields ∇g which data can make, and their brackets, span at a random point θ; counted modulo a prime, beside the rank of the differentials of the known laws.");
pub const LAW_COUNT_FORMULA: Quantity = exact("law_count_formula", "By formula", "#")
    .tex(r"\frac{r (r + 1)}{2},\quad r,\quad d (d + 1),\quad m")
    .from(&citations::MARCOTTE2025)
    .ink(inks::FIT)
    .means("Of two linear layers of width r up to n + m, beyond it (n + m) r − (n + m)(n + m − 1)/2; of r ReLU units or channels; of one attention head with d rows in Q, K, V, O; of softmax regression on m inputs.");
pub const LARGEST_DRIFT: Quantity = exact("largest_drift", "Largest drift", "max |Δh|")
    .tex(r"\max_{h,\, s \le t} \frac{|h(\theta_s) - h(\theta_0)|}{\sum_k |h_k(\theta_0)|}")
    .from(&citations::MARCOTTE2023)
    .means("Of all that is watched, up to step t: a law h of the parameters θ relative to the terms h_k that it is made of, the largest such sum of its family; a direction by its distance from its line; a space by the change of its projector. With weight decay, from what decay alone leaves of it.");
pub const PREDICTED_DRIFT: Quantity = exact("predicted_drift", "Predicted drift", "Σ η² h(g)")
    .tex(r"h(\theta - \eta g) = h(\theta) + \eta^2 h(g)")
    .from(&citations::MARCOTTE2023)
    .ink(inks::FIT)
    .means("What steps of size η along the gradient g change of a quadratic law h, exactly (derived here: its slope is orthogonal to the gradient of every example); the largest such sum up to now.");
pub const DRIFT_SLOPE: Quantity = exact("drift_slope", "Slope of one step", "d ln|Δh|/d ln η")
    .tex(r"\frac{d \ln |\Delta h|}{d \ln \eta}")
    .from(&citations::MARCOTTE2023)
    .ink(inks::DRIFT_OF_A_STEP)
    .means("How the largest change Δh of a law in the first step grows with the step size η: 2 where the flow keeps it, 1 where it does not.");
pub const ANISOTROPY: Quantity = exact("anisotropy", "Anisotropy", "range/mean")
    .tex(r"\frac{\max_{|p| = 1.5} L - \min_{|p| = 1.5} L}{\mathrm{mean}_{|p| = 1.5} L}")
    .from(&citations::GALLEY2026)
    .means("How far the loss L on all copies is from being the same in all directions of p on the circle |p| = 1.5; at rounding it is a function of the length of p alone.");
pub const LOSS: Quantity = exact("loss", "Loss", "L")
    .tex(r"L(\theta_t)")
    .from(&citations::MARCOTTE2023)
    .means("Mean over all data and copies at step t of half the squared error, per token of a sequence; of softmax regression the cross-entropy.");
pub const INTEGRATION_ERROR: Quantity = exact("integration_error", "Error of the integrator", "Σ|e|")
    .tex(r"\sum_s {\|e_s\|}_2")
    .from(&citations::DORMAND1980)
    .means("Sum over the sub-steps s of the flow of the lengths of the differences e between the solutions of orders 5 and 4; what the flow's laws drift by is of this size or less.");

/// All of them, in the order of the readouts.
pub const QUANTITIES: &[Quantity] = &[
    LAW_COUNT,
    LAW_COUNT_FORMULA,
    LARGEST_DRIFT,
    PREDICTED_DRIFT,
    DRIFT_SLOPE,
    ANISOTROPY,
    LOSS,
    INTEGRATION_ERROR,
];
