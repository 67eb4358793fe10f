//! The numbers that the lab reports.

use super::model::{Facts, MOST_REPEATED};
use crate::{labs::prelude::*, spectrum::Spectrum};

pub const ANSWER: Quantity = exact("answer", "Answer", "f_T(x)")
    .tex(r"f_T(x) = f_0(x) + \sum_{t=0}^{T-1} \bigl( f_{t+1}(x) - f_t(x) \bigr)")
    .means(
        "What the network says at the test point x after T steps; fₜ is the network after t steps.",
    )
    .ink(inks::FUNCTION);
pub const FIRST_ORDER: Quantity = asymptotic("first_order", "First order", "f₀ + Σ⟨∇f, Δ⟩")
    .tex(r"f_0(x) + \sum_t \nabla f_t(x)^\top \Delta_t,\quad \Delta_t = -\eta \sum_i v_{i,t}")
    .means("The answer as the gradients ∇fₜ by the parameters have it, along the actual steps Δₜ: η is the learning rate, vᵢ,ₜ what example i gave to step t. Without momentum that is Domingos' path kernel; true as η goes to 0.")
    .from(&citations::DOMINGOS2020)
    .ink(inks::FIRST_ORDER);
pub const SECOND_ORDER: Quantity = asymptotic("second_order", "Second order", "… + ½Σ ΔᵀHΔ")
    .tex(r"f_0(x) + \sum_t \Bigl( \nabla f_t(x)^\top \Delta_t + \frac{1}{2} \Delta_t^\top H_t(x) \Delta_t \Bigr)")
    .means("The same with the curvature Hₜ(x) = ∇²fₜ(x) of the output along the steps Δₜ. Where the output is quadratic in the parameters nothing is left out, whatever the learning rate.")
    .from(&citations::GUO2026)
    .ink(inks::SECOND_ORDER);
pub const EXACT_PATH: Quantity = exact("exact_path", "Exact path kernel", "f₀ + Σ∫⟨∇f, Δ⟩")
    .tex(r"f_0(x) + \sum_t \int_0^1 \nabla f(x; \theta_t + s \Delta_t)^\top \Delta_t\, ds")
    .means("The same with the gradient averaged along every step, from the parameters θₜ to θₜ + Δₜ, by five-point Gauss–Legendre quadrature: an identity.")
    .from(&citations::BELL2023)
    .ink(inks::EXACT_PATH);
pub const RESIDUAL_FIRST: Quantity = exact("residual_first", "Left out by first order", "f_T − first")
    .tex(r"f_T(x) - f_0(x) - \sum_t \nabla f_t(x)^\top \Delta_t")
    .means("The answer f_T(x) less its first-order form: what the steps Δₜ did by curvature, of the order of the learning rate.")
    .from(&citations::GUO2026)
    .ink(inks::FIRST_ORDER);
pub const RESIDUAL_SECOND: Quantity = exact("residual_second", "Left out by second order", "f_T − second")
    .tex(r"f_T(x) - f_0(x) - \sum_t \Bigl( \nabla f_t(x)^\top \Delta_t + \frac{1}{2} \Delta_t^\top H_t(x) \Delta_t \Bigr)")
    .means("The answer f_T(x) less its second-order form, with the curvature Hₜ(x) along the steps Δₜ: of the order of the squared learning rate, and nothing but rounding where the output is quadratic in the parameters.")
    .from(&citations::GUO2026)
    .ink(inks::SECOND_ORDER);
const SLOPE_FIRST: Quantity = empirical("residual_slope_first", "Slope, first order", "d ln|R₁|/d ln η")
    .tex(r"\frac{d \ln |R_1|}{d \ln \eta}")
    .means("How fast the first-order remainder R₁ shrinks with the learning rate η over the same time ηT, by least squares over five halvings; theory says 1.")
    .from(&citations::GUO2026);
const SLOPE_SECOND: Quantity = empirical(
    "residual_slope_second",
    "Slope, second order",
    "d ln|R₂|/d ln η",
)
.tex(r"\frac{d \ln |R_2|}{d \ln \eta}")
.means("The same of the second-order remainder R₂; theory says 2.")
.from(&citations::GUO2026);
pub const CURVATURE_TERM: Quantity = exact("curvature_term", "Curvature", "½η²Σ GᵀHG")
    .tex(r"\frac{\eta^2}{2} \sum_t G_t^\top H_t(x) G_t")
    .means("What curvature Hₜ(x) of the output adds along the gradients Gₜ of the loss over all examples, at the learning rate η.")
    .from(&citations::GUO2026)
    .ink(inks::CURVATURE_TERM);
pub const NOISE_TERM: Quantity = exact("noise_term", "Sampling noise", "½η²Σ tr(H Cov)")
    .tex(r"\frac{\eta^2}{2} \sum_t \operatorname{tr}\bigl( H_t(x)\, C_t / d \bigr),\quad d \in \Bigl\{ B, \frac{B (n - 1)}{n - B} \Bigr\}")
    .means("What curvature Hₜ(x) adds on average because batches differ: Cₜ is the covariance of the gradients of single examples, divided by d for batches of B of n, with or without replacement; η is the learning rate.")
    .from(&citations::GUO2026)
    .ink(inks::SAMPLING_TERM);
const LARGEST: Quantity = exact("largest_contribution", "Largest contribution", "cᵢ")
    .tex(r"c_i = -\eta \sum_t v_{i,t}^\top \bigl( \nabla f_t + \tfrac{1}{2} H_t \Delta_t \bigr)(x)")
    .means("The contribution cᵢ that is largest in size: what example i gave to all steps (vᵢ,ₜ, at the learning rate η), times how the answer responds to step Δₜ: by its gradient ∇fₜ, its curvature Hₜ too, or exactly, as chosen.")
    .from(&citations::GUO2026);
const KERNEL_ERANK: Quantity = exact("kernel_erank", "erank of the path kernel", "erank K")
    .tex(r"\exp\Bigl(-\sum_i p_i \ln p_i\Bigr),\quad K_{ij} = \frac{1}{T} \sum_t \nabla f_t(x_i)^\top \nabla f_t(x_j)")
    .means("Effective rank (entropy) of the tangent kernel averaged over the T steps: pᵢ are the shares of the eigenvalues of the n × n matrix K of the training inputs xᵢ.")
    .from(&citations::ROY2007)
    .ink(inks::PATH_KERNEL);
const ERANK_START: Quantity = exact(
    "kernel_erank_start",
    "erank of the kernel, start",
    "erank K₀",
)
.tex(r"\exp\Bigl(-\sum_i p_i \ln p_i\Bigr)")
.means("The same of the tangent kernel before training, with the shares pᵢ of its eigenvalues.")
.from(&citations::ROY2007)
.ink(inks::KERNEL_START);
const ERANK_END: Quantity = exact("kernel_erank_end", "erank of the kernel, end", "erank K_T")
    .tex(r"\exp\Bigl(-\sum_i p_i \ln p_i\Bigr)")
    .means("The same of the tangent kernel after training, with the shares pᵢ of its eigenvalues.")
    .from(&citations::ROY2007)
    .ink(inks::KERNEL_END);
const LOSS: Quantity = exact("loss", "Training loss", "L")
    .tex(r"L = \frac{1}{2 n} \sum_i \bigl( f_T(x_i) - y_i \bigr)^2")
    .means("Half the mean squared error of the network f_T on the n examples xᵢ with labels yᵢ.");
pub const MEMORY_WEIGHTED: Quantity = rate("memory_weighted", "Memory-weighted kernel", "f₀ − ηΣ wₛKₛ")
    .tex(r"f_0(x) - \eta \sum_{s=0}^{T-1} \frac{1 - \mu^{T - s}}{1 - \mu} \nabla f_s(x)^\top g_s")
    .means("A formula for momentum μ that reads the gradient gₛ of step s off as if ∇fₛ(x) had stayed what it was while the memory of it lasted; η is the learning rate. Shown because it is tempting; it is poor.")
    .ink(inks::MEMORY_WEIGHTED);
const REMOVED_CHANGE: Quantity = exact("removed_change", "Change when removed", "Δf")
    .tex(r"f_T^{-i}(x) - f_T(x)")
    .means("How the answer f_T(x) changes when the network is trained again without example i: same start, same batches, its gradient left out.")
    .ink(inks::RETRAINED);
const PROMISED_CHANGE: Quantity = rate("promised_change", "Promised by its contribution", "−cᵢ")
    .tex("-c_i")
    .means("What would change if nothing but the contribution cᵢ of example i were taken away. No prediction: without it the other examples pull differently.");

/// All of them, in the order of the readouts.
pub const QUANTITIES: &[Quantity] = &[
    ANSWER,
    FIRST_ORDER,
    SECOND_ORDER,
    EXACT_PATH,
    RESIDUAL_FIRST,
    RESIDUAL_SECOND,
    SLOPE_FIRST,
    SLOPE_SECOND,
    CURVATURE_TERM,
    NOISE_TERM,
    LARGEST,
    KERNEL_ERANK,
    ERANK_START,
    ERANK_END,
    LOSS,
    MEMORY_WEIGHTED,
    REMOVED_CHANGE,
    PROMISED_CHANGE,
];

/// Their values, in that order.
pub fn readouts(facts: &Facts, [before, mean, after]: &[Spectrum; 3]) -> Vec<Readout> {
    let now = facts.now();
    let [first, second, whole] = [&now.first, &now.second, &now.exact].map(|c| facts.sum(c));
    let momentum = facts.path.recipe.momentum;
    let mut readouts = vec![
        match facts.diverged() {
            true => ANSWER.noted(
                now.answer,
                format!("diverged after step {}", facts.path.len()),
            ),
            false => ANSWER.value(now.answer),
        },
        FIRST_ORDER.value(first),
        SECOND_ORDER.value(second),
        EXACT_PATH.value(whole),
        RESIDUAL_FIRST.value(now.answer - first),
        match facts.path.model.is_quadratic() {
            true => RESIDUAL_SECOND.noted(
                now.answer - second,
                "rounding: the output is quadratic in the parameters",
            ),
            false => RESIDUAL_SECOND.value(now.answer - second),
        },
        fitted(facts, &SLOPE_FIRST, 1),
        match facts.path.model.is_quadratic() {
            true => SLOPE_SECOND.absent("zero at every learning rate, but for rounding"),
            false => fitted(facts, &SLOPE_SECOND, 2),
        },
    ];
    readouts.extend(match momentum > 0.0 {
        true => {
            let mixed = "with momentum a step mixes many batches: see the actual second-order sum";
            [CURVATURE_TERM.absent(mixed), NOISE_TERM.absent(mixed)]
        }
        false => [
            CURVATURE_TERM.value(now.curvature),
            NOISE_TERM.value(now.noise),
        ],
    });
    let largest = facts.by_size()[0];
    let x = short(facts.path.examples.x[largest]);
    let shares = facts.contributions(now);
    readouts.extend([
        LARGEST.noted(shares[largest], format!("example {}, at {x}", largest + 1)),
        KERNEL_ERANK.value(mean.erank()),
        ERANK_START.value(before.erank()),
        ERANK_END.value(after.erank()),
        LOSS.value(facts.path.loss(facts.walk.len())),
        match momentum > 0.0 {
            true => MEMORY_WEIGHTED.value(now.memory_weighted),
            false => {
                MEMORY_WEIGHTED.noted(now.memory_weighted, "no momentum: the first-order form")
            }
        },
    ]);
    let none = "choose an example to remove";
    let Some(i) = facts.view.removed else {
        readouts.extend([REMOVED_CHANGE.absent(none), PROMISED_CHANGE.absent(none)]);
        return readouts;
    };
    readouts.push(match facts.without_here() {
        Some(path) if path.len() >= facts.walk.len() => {
            let without = facts
                .path
                .model
                .value(path.theta(facts.walk.len()), facts.view.x);
            REMOVED_CHANGE.value(without - now.answer)
        }
        Some(path) if path.diverged() => REMOVED_CHANGE.absent("diverged without it"),
        _ => REMOVED_CHANGE.absent("being trained"),
    });
    readouts.push(PROMISED_CHANGE.value(-shares[i]));
    readouts
}

/// The slope of remainder 1 or 2, once it is known.
fn fitted(facts: &Facts, quantity: &Quantity, order: usize) -> Readout {
    if facts.diverged() {
        return quantity.absent("training diverged");
    }
    if facts.end() > MOST_REPEATED {
        return quantity.absent(format!(
            "repeated in finer steps up to {MOST_REPEATED} steps"
        ));
    }
    match facts.residuals.as_ref().and_then(|r| r.slope(order)) {
        Some(slope) => quantity.value(slope),
        None => quantity.absent("needs training, and two learning rates"),
    }
}

/// What the numbers are held to.
pub fn checks(facts: &Facts) -> Vec<Check> {
    let now = facts.now();
    let size = |list: &[f64]| list.iter().map(|c| c.abs()).sum::<f64>();
    let scale = 1.0 + now.answer.abs() + size(&now.exact);
    let off = |list: &[f64]| (facts.sum(list) - now.answer).abs() / scale;
    let mut checks = Vec::new();
    if !facts.diverged() && facts.path.recipe.eta <= 0.5 {
        let label = "the exact contributions add up to the answer";
        checks.push(Check::new("exact_path", label, off(&now.exact), 1e-6));
    }
    if facts.path.model.is_quadratic() {
        let label = "second order leaves nothing where the output is quadratic in the parameters";
        let scale = scale + size(&now.second);
        let off = (facts.sum(&now.second) - now.answer).abs() / scale;
        checks.push(Check::new("no_remainder", label, off, 1e-9));
    }
    checks
}
