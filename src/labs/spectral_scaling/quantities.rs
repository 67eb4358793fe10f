//! The numbers that the lab reports.

use super::model::Facts;
use crate::labs::prelude::*;

pub const TEST_ERROR: Quantity = asymptotic("test_error", "Test error", "E")
    .tex(r"E = \frac{\sum_i \Bigl( \frac{g}{\lambda_i + g} - \frac{\kappa \lambda_i k}{(\lambda_i + g)^2 (k - q)} \Bigr) v_i + \sigma^2}{1 - \frac{q (k - 2 z) + z^2}{n (k - q)}} - \sigma^2")
    .from(&citations::MALONEY2022).ink(inks::TEST)
    .means("Expected squared error on new examples over the noise σ² of their labels (counted in where asked for): n samples, k random features, eigenvalues λᵢ, target powers vᵢ, the level g, the implicit ridge κ, z = Σ λᵢ/(λᵢ+g), q = Σ (λᵢ/(λᵢ+g))². With k endless it is the error of the kernel.");
const KAPPA: Quantity = asymptotic("kappa", "Implicit ridge", "κ")
    .tex(r"n = z + \frac{\delta}{\kappa}")
    .from(&citations::MALONEY2022)
    .means("What n samples leave undecided: the part z of them that modes take, and the ridge δ. 0 where features are scarcer than samples and nothing is regularised.");
const LEVEL: Quantity = asymptotic("gamma_level", "Level", "g")
    .tex(r"k = z + \frac{k \kappa}{g},\quad z = \sum_i \frac{\lambda_i}{\lambda_i + g}")
    .from(&citations::MALONEY2022)
    .means("The level that splits the spectrum λᵢ: modes above it are learned by more than half. k features, the implicit ridge κ; z counts what is learned.");
const EXPONENT_DATA: Quantity = rate("exponent_data", "Exponent of data", "−d ln E/d ln n")
    .tex(r"E \sim n^{-\min(a - 1,\, 2 b)}").from(&citations::BORDELON2024)
    .means("How the error falls with the samples n where the eigenvalues fall as i to the −b and the target's powers as i to the −a, without noise, ridge and end of modes.");
const EXPONENT_WIDTH: Quantity = rate("exponent_width", "Exponent of width", "−d ln E/d ln k")
    .tex(r"E \sim k^{-\min(a - 1,\, b)}").from(&citations::MALONEY2022)
    .means("How the error falls with the random features k on endless data: least squares leave the share g/(λ + g) of a mode, in its first power, so that smooth targets gain b where data give them 2b.");
const EXPONENT_TIME: Quantity = rate("exponent_time", "Exponent of time", "−d ln L/d ln t")
    .tex(r"L \sim t^{-(a - 1)/b}").from(&citations::BORDELON2024)
    .means("How the loss of gradient flow falls with the time t, of power laws b of the eigenvalues and a of the target.");
pub const FLOW_LOSS: Quantity = exact("flow_loss", "Loss of gradient flow", "L")
    .tex(r"L(t) = \sum_i v_i e^{-2 \lambda_i t}").from(&citations::BORDELON2024).ink(inks::FLOW)
    .means("After time t on endless data, begun at 0: each mode's power vᵢ decays at twice the rate of its eigenvalue λᵢ.");
pub const FRONTIER_SLOPE: Quantity = exact("frontier_slope", "Slope of the frontier", "d ln L*/d ln C")
    .tex(r"L^\ast(C) = \min_N \sum_{i \le N} v_i e^{-2 \lambda_i C / N} + \sum_{i > N} v_i").from(&citations::BORDELON2024)
    .means("Measured from this compute C to ten times as much, each split at best between modes N and time C/N; of power laws it tends to −(a − 1)/(1 + b).");
pub const BEST_WIDTH: Quantity = exact("best_width", "Best number of modes", "N*")
    .tex(r"N^\ast = \operatorname{argmin}_N L(N, C / N)").from(&citations::BORDELON2024).ink(inks::OPTIMUM)
    .means("With the least loss L for the compute C; of power laws it grows as C to the 1/(1 + b). A power law is counted without its cut-off here.");

/// All of them, in the order of the readouts.
pub const QUANTITIES: &[Quantity] = &[
    TEST_ERROR,
    KAPPA,
    LEVEL,
    EXPONENT_DATA,
    EXPONENT_WIDTH,
    EXPONENT_TIME,
    FLOW_LOSS,
    FRONTIER_SLOPE,
    BEST_WIDTH,
];

/// Their values, in that order.
pub fn readouts(facts: &Facts) -> Vec<Readout> {
    let here = &facts.here;
    let exponents = facts.setup.exponents();
    let at = |i: usize| exponents.map(|all| all[i]);
    let error = facts.shown(here.excess);
    let [(width, least), (_, later)] = facts.best;
    vec![
        match error.is_finite() {
            true => TEST_ERROR.value(error),
            false => TEST_ERROR.noted(
                error,
                "as many samples as unknowns: nothing is left to average",
            ),
        },
        KAPPA.value(here.kappa),
        LEVEL.value(here.level),
        EXPONENT_DATA.of(at(0)),
        EXPONENT_WIDTH.of(at(1)),
        EXPONENT_TIME.of(at(2)),
        FLOW_LOSS.value(facts.flow),
        match later > 0.0 {
            true => FRONTIER_SLOPE.value((later / least).log10()),
            false => FRONTIER_SLOPE.absent("everything is learned at this compute"),
        },
        BEST_WIDTH.value(width as f64),
    ]
}
