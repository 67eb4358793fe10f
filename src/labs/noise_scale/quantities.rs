//! The numbers that the lab reports.

use super::{controls::Subject, model::Facts};
use crate::labs::prelude::*;

const SQUARE: Quantity = exact("gradient_squared", "Squared gradient", "|G|²")
    .tex(r"{|G|}^2")
    .means("Squared length of the gradient G of the loss over all examples, at the start.")
    .from(&citations::MCCANDLISH2018);
const TRACE: Quantity = exact("gradient_trace", "Gradient noise", "tr Σ")
    .tex(r"\operatorname{tr} \Sigma")
    .means("Variance of the gradients of single examples, summed over the parameters; Σ is their covariance.")
    .from(&citations::MCCANDLISH2018);
pub const B_SIMPLE: Quantity = exact("b_simple", "Simple noise scale", "B_simple")
    .tex(r"B_{\mathrm{simple}} = \frac{\operatorname{tr} \Sigma}{{|G|}^2}")
    .unit("examples")
    .means("How many examples a batch needs for its gradient to have as much signal |G|² as noise tr Σ/B: stands for B_noise where the Hessian is not known.")
    .from(&citations::MCCANDLISH2018)
    .ink(inks::SIMPLE_SCALE);
pub const B_NOISE: Quantity = exact("b_noise", "Noise scale", "B_noise")
    .tex(r"B_{\mathrm{noise}} = \frac{\operatorname{tr}(H \Sigma)}{G^\top H G}")
    .unit("examples")
    .means("The batch at which a step of the best length gains half of what it could: noise Σ and gradient G, both weighed by the Hessian H of the loss.")
    .from(&citations::MCCANDLISH2018)
    .ink(inks::NOISE_SCALE);
const B_CRIT: Quantity = empirical("b_crit", "Critical batch", "B_crit")
    .tex(r"B_{\mathrm{crit}} = \frac{E_{\min}}{S_{\min}}")
    .unit("examples")
    .means("Where steps and examples are both twice their least, S_min and E_min: the knee of the hyperbola.")
    .from(&citations::MCCANDLISH2018);
const B_CRIT_MEASURED: Quantity = empirical("b_crit_measured", "Critical batch of the runs", "B_crit")
    .tex(r"\frac{E_{\min}}{S_{\min}}")
    .unit("examples")
    .means("The same of the hyperbola through runs that were really done: E_min and S_min are fitted to their steps.")
    .from(&citations::MCCANDLISH2018);
pub const EPS_OPT: Quantity = exact("eps_opt", "Best learning rate", "ε_opt(B)")
    .tex(r"\epsilon_{\mathrm{opt}}(B) = \frac{{|G|}^2}{G^\top H G} \Big/ \Bigl( 1 + \frac{B_{\mathrm{noise}}}{B} \Bigr)")
    .means("The step that lowers a quadratic loss most on average with batches of B: by gradient G, Hessian H and noise scale B_noise.")
    .from(&citations::MCCANDLISH2018)
    .ink(inks::BEST_RATE);
pub const LOSS_DROP_OPT: Quantity = exact("loss_drop_opt", "Gain of that step", "ΔL_opt(B)")
    .tex(r"\Delta L_{\mathrm{opt}}(B) = \frac{{|G|}^4}{2\, G^\top H G} \Big/ \Bigl( 1 + \frac{B_{\mathrm{noise}}}{B} \Bigr)")
    .means("By how much that step lowers the loss on average: gradient G, Hessian H, noise scale B_noise, batch B. Exact where the loss is quadratic.")
    .from(&citations::MCCANDLISH2018)
    .ink(inks::LOSS_DROP);
const STEPS: Quantity = empirical("steps", "Steps to the target", "S")
    .tex(r"S = S_{\min} + \frac{E_{\min}}{B}")
    .means("Steps that batches of B take on the hyperbola with the least steps S_min and the least examples E_min.")
    .from(&citations::MCCANDLISH2018);
const EXAMPLES: Quantity = empirical("examples", "Examples to the target", "E")
    .tex(r"E = E_{\min} + B S_{\min}")
    .means("Examples that batches of B take on the hyperbola with the least steps S_min and the least examples E_min.")
    .from(&citations::MCCANDLISH2018);
const FEWEST_STEPS: Quantity = empirical("min_steps", "Fewest steps", "S_min")
    .tex(r"S_{\min} = \int \frac{dL}{\Delta L_{\max}}")
    .means("Steps of endless batches: given; for linear regression counted along steps of the best length, each of which gains ΔL_max of the loss L; else fitted to runs.")
    .from(&citations::MCCANDLISH2018);
const FEWEST_EXAMPLES: Quantity = empirical("min_examples", "Fewest examples", "E_min")
    .tex(r"E_{\min} = \int \frac{B_{\mathrm{noise}}\, dL}{\Delta L_{\max}}")
    .means("Examples of endlessly small steps: the noise scale B_noise summed over the same steps, each of which gains ΔL_max of the loss L; or given, or fitted to runs.")
    .from(&citations::MCCANDLISH2018);
const RESIDUAL: Quantity = empirical("hyperbola_residual", "Off the hyperbola", "rms ln S")
    .tex(r"\sqrt{\frac{1}{m} \sum_B \Bigl( \ln \frac{S(B)}{S_{\min} + E_{\min}/B} \Bigr)^2}")
    .means("How far the steps S(B) of runs at m batch sizes lie from the hyperbola fitted to them, with S_min and E_min, as a share; for the law itself, how far (S/S_min − 1)(E/E_min − 1) is from 1.")
    .from(&citations::MCCANDLISH2018);
const GAIN: Quantity = exact("adaptive_gain", "Adaptive over fixed", "γ")
    .tex(r"\gamma = \frac{\bigl( \int \sqrt{B_{\mathrm{noise}}}\, ds \bigr)^2}{S_{\min} E_{\min}}")
    .means("What a batch that follows the noise scale B_noise over the steps s leaves of the product (S/S_min − 1)(E/E_min − 1), which is 1 with a fixed one; S_min and E_min are the least steps and examples.")
    .from(&citations::MCCANDLISH2018)
    .ink(inks::ADAPTIVE_BATCH);
pub const MEAN_OF_RATIOS: Quantity = empirical("mean_of_ratios", "Mean of ratios", "⟨T/G⟩")
    .tex(r"\Bigl\langle \frac{T}{\Gamma} \Bigr\rangle")
    .unit("examples")
    .means("The mean of B_simple as single pairs of batches have it: each ratio of an estimate T of the noise to an estimate Γ of the squared gradient, which crosses zero. Not to be used.")
    .from(&citations::MCCANDLISH2018)
    .ink(inks::MEAN_OF_RATIOS);
pub const RATIO_OF_MEANS: Quantity = empirical("ratio_of_means", "Ratio of means", "⟨T⟩/⟨G⟩")
    .tex(r"\frac{\langle T \rangle}{\langle \Gamma \rangle}")
    .unit("examples")
    .means("The same draws averaged apart: T estimates the noise tr Σ, Γ the squared gradient, each without bias.")
    .from(&citations::MCCANDLISH2018)
    .ink(inks::RATIO_OF_MEANS);
const SD_SQUARE: Quantity = exact("estimator_sd_gradient", "Spread of |G|² estimates", "sd")
    .tex(r"\frac{\sqrt{B_b^2 V_b + B_s^2 V_s}}{B_b - B_s},\quad V_B = \frac{4\, G^\top \Sigma G}{B} + \frac{2 \operatorname{tr} \Sigma^2}{B^2}")
    .means("Standard deviation of one estimate of |G|² from batches of B_s and B_b, whose squared lengths have the variances V, were their gradients Gaussian with covariance Σ/B.");
const SD_TRACE: Quantity = exact("estimator_sd_trace", "Spread of tr Σ estimates", "sd")
    .tex(r"\frac{\sqrt{V_b + V_s}}{1/B_s - 1/B_b}")
    .means("Standard deviation of one estimate of tr Σ from batches of B_s and B_b, with the same variances V_s and V_b.");

/// All of them, in the order of the readouts.
pub const QUANTITIES: &[Quantity] = &[
    SQUARE,
    TRACE,
    B_SIMPLE,
    B_NOISE,
    B_CRIT,
    B_CRIT_MEASURED,
    EPS_OPT,
    LOSS_DROP_OPT,
    STEPS,
    EXAMPLES,
    FEWEST_STEPS,
    FEWEST_EXAMPLES,
    RESIDUAL,
    GAIN,
    MEAN_OF_RATIOS,
    RATIO_OF_MEANS,
    SD_SQUARE,
    SD_TRACE,
];

/// Their values, in that order.
pub fn readouts(facts: &Facts) -> Vec<Readout> {
    let batch = facts.setup.batch as f64;
    let mut all = Vec::new();
    match &facts.at {
        Some(at) => {
            let curved = |q: &Quantity, value: f64| match value.is_finite() {
                true => q.value(value),
                false => q.absent("the gradient points along no positive curvature here"),
            };
            all.extend([
                SQUARE.value(at.gradient_squared),
                TRACE.value(at.gradient_trace),
                B_SIMPLE.value(at.b_simple()),
                curved(&B_NOISE, at.b_noise()),
                curved(&EPS_OPT, at.eps_opt(batch)),
                curved(&LOSS_DROP_OPT, at.loss_drop_opt(batch)),
            ]);
        }
        None => {
            let none = "the law has no gradient, only constants";
            all.extend(
                [SQUARE, TRACE, B_SIMPLE, B_NOISE, EPS_OPT, LOSS_DROP_OPT].map(|q| q.absent(none)),
            );
        }
    }
    let waiting = match facts.setup.repeats {
        0 => "no runs are done: choose some per batch size",
        _ => "three batch sizes have to reach the target",
    };
    let pareto = facts.pareto();
    let of = |q: &Quantity, value: Option<f64>| match value {
        Some(value) => q.value(value),
        None => q.absent(waiting),
    };
    let fitted = facts.fitted();
    all.extend([
        of(&B_CRIT, pareto.map(|p| p.b_crit())),
        match facts.setup.subject {
            Subject::Law => B_CRIT_MEASURED.absent("the law is not run"),
            _ => of(&B_CRIT_MEASURED, fitted.map(|(p, _)| p.b_crit())),
        },
        of(&STEPS, pareto.map(|p| p.steps(batch))),
        of(&EXAMPLES, pareto.map(|p| p.examples(batch))),
        of(&FEWEST_STEPS, pareto.map(|p| p.min_steps)),
        of(&FEWEST_EXAMPLES, pareto.map(|p| p.min_examples)),
        match (facts.setup.subject, pareto) {
            (Subject::Law, Some(p)) => {
                let [steps, examples] = [
                    p.steps(batch) / p.min_steps,
                    p.examples(batch) / p.min_examples,
                ];
                RESIDUAL.value(((steps - 1.0) * (examples - 1.0) - 1.0).abs())
            }
            _ => of(&RESIDUAL, fitted.map(|(_, left)| left)),
        },
    ]);
    all.push(match facts.gain() {
        Some(gain) => GAIN.value(gain),
        None => GAIN.absent("needs the noise scale at two steps or more"),
    });
    let ratios = facts.ratios();
    let drawn = match facts.setup.subject {
        Subject::Law => "the law has no batches to draw",
        _ => "being drawn",
    };
    for (i, quantity) in [MEAN_OF_RATIOS, RATIO_OF_MEANS].iter().enumerate() {
        all.push(match ratios {
            Some(ratios) => quantity.value(ratios[i]),
            None => quantity.absent(drawn),
        });
    }
    let deviations = facts.setup.linear.as_ref();
    let deviations =
        deviations.map(|linear| linear.deviations(&facts.setup.theta, facts.setup.sizes));
    for (i, quantity) in [SD_SQUARE, SD_TRACE].iter().enumerate() {
        all.push(match deviations {
            Some(deviations) => quantity.value(deviations[i]),
            None => quantity.absent("in closed form for linear regression only"),
        });
    }
    all
}
