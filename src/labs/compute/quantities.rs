//! The numbers that the lab reports.

use super::model::Facts;
use crate::{labs::prelude::*, scaling_laws::kaplan};

pub const LOSS: Quantity = empirical("loss", "Loss", "L").unit("nats/token").tex(r"L = E + \frac{A}{N^\alpha} + \frac{B}{D^\beta}").from(&citations::HOFFMANN2022).ink(inks::LAW_OF_SCALE)
    .means("Of N parameters trained on D = C/6N tokens; E is what no model removes, A and α say what size buys, B and β what data buy. All five are fitted. With embeddings left out N stands for N + ω∛N; repeated tokens count for less; Kaplan's law has its own form (see the joint loss).");
pub const BEST_LOSS: Quantity = empirical("best_loss", "Best loss", "L*").unit("nats/token").tex(r"L^\ast = E + \frac{A}{N^{\ast\alpha}} + \frac{B}{D^{\ast\beta}}").from(&citations::HOFFMANN2022).ink(inks::OPTIMUM)
    .means("The least loss that the budget C buys, at the split N*, D*; E, A, B, α, β are the constants of the law.");
pub const BEST_PARAMETERS: Quantity = empirical("best_parameters", "Best parameters", "N*").tex(r"N^\ast = \left(\frac{\alpha A}{\beta B}\right)^{\frac{1}{\alpha+\beta}} \left(\frac{C}{6}\right)^{\frac{\beta}{\alpha+\beta}}").from(&citations::HOFFMANN2022).ink(inks::OPTIMUM)
    .means("The size with the least loss for the budget C; A, B, α, β are the constants of the law. With embeddings left out or tokens repeated there is no closed form, and the root of dL/d ln N is found by bisection.");
pub const BEST_TOKENS: Quantity = empirical("best_tokens", "Best tokens", "D*")
    .tex(r"D^\ast = \frac{C}{6 N^\ast}")
    .from(&citations::HOFFMANN2022)
    .ink(inks::BEST_TOKENS)
    .means("What the budget C leaves for tokens at the best size N*, each epoch counted.");
const RATIO: Quantity = empirical("tokens_per_parameter", "Best tokens per parameter", "D*/N*").tex(r"\frac{D^\ast}{N^\ast}").from(&citations::BESIROGLU2024)
    .means("The best tokens D* over the best parameters N*; it stays as the budget grows only where α = β.");
const EXPONENT_N: Quantity = empirical("exponent_n", "Exponent of the best size", "a")
    .tex(r"N^\ast \propto C^a,\quad a = \frac{\beta}{\alpha+\beta}")
    .from(&citations::HOFFMANN2022)
    .means("By which power of the budget C the best size N* grows once every parameter counts and no token repeats; α and β are the law's exponents.");
const EXPONENT_D: Quantity = empirical("exponent_d", "Exponent of the best tokens", "b")
    .tex(r"D^\ast \propto C^b,\quad b = \frac{\alpha}{\alpha+\beta}")
    .from(&citations::HOFFMANN2022)
    .means("By which power of the budget C the best number of tokens D* grows; with the exponent of the size it makes 1.");
const FRONTIER_EXPONENT: Quantity = empirical(
    "frontier_exponent",
    "Exponent of the best loss",
    "γ",
)
.tex(r"L^\ast - E \propto C^{-\gamma},\quad \gamma = \frac{\alpha\beta}{\alpha+\beta}")
.from(&citations::HOFFMANN2022)
.means(
    "By which power of the budget C the best loss falls towards E, which for Kaplan's law is 0.",
);
const LOCAL_EXPONENT: Quantity = empirical("local_exponent", "Local exponent", "d ln N*/d ln C")
    .tex(r"\frac{d \ln N^\ast}{d \ln C} = \frac{\beta}{\beta + \alpha s - s' / s},\quad s = \frac{d \ln (N + \omega N^{1/3})}{d \ln N}")
    .from(&citations::PEARCE2024)
    .means("How fast the best size grows at this very budget. s is the share of a step in ln N that shows in all parameters, s′ its slope in ln N; α, β are the law's exponents, ω counts embeddings. Between the ends it exceeds both limits, β/(α/3 + β) and β/(α + β).");

const FIT_E: Quantity = empirical("fit_e", "Fitted E", "E")
    .unit("nats/token")
    .tex(r"E")
    .from(&citations::HOFFMANN2022)
    .means("What no model removes, fitted to the runs.");
const FIT_A: Quantity = empirical("fit_a", "Fitted A", "A")
    .tex(r"A")
    .from(&citations::HOFFMANN2022)
    .means("What a finite model costs, fitted to the runs: nats times N to the power α.");
const FIT_B: Quantity = empirical("fit_b", "Fitted B", "B")
    .tex(r"B")
    .from(&citations::HOFFMANN2022)
    .means("What finite data cost, fitted to the runs: nats times D to the power β.");
const FIT_ALPHA: Quantity = empirical("fit_alpha", "Fitted α", "α")
    .tex(r"\alpha")
    .from(&citations::HOFFMANN2022)
    .means("The exponent of the size, fitted to the runs.");
const FIT_BETA: Quantity = empirical("fit_beta", "Fitted β", "β")
    .tex(r"\beta")
    .from(&citations::HOFFMANN2022)
    .means("The exponent of the data, fitted to the runs.");
const FIT_OBJECTIVE: Quantity = empirical("fit_objective", "Objective", "Φ")
    .tex(r"\Phi = \sum_i h_{0.001} \bigl( \log \hat L_i - \log L_i \bigr),\quad h_\delta(x) = \min_{|u| \le \delta} u x - \tfrac12 u^2 \; (\text{as a maximum})")
    .from(&citations::BESIROGLU2024)
    .means("What the fit minimises: Huber's loss h of the difference between predicted and observed log loss, summed over the runs i. It is a parabola up to 0.001 and a line beyond: nearly a median fit.");

const CRITICAL_BATCH: Quantity = empirical("critical_batch", "Critical batch", "B_crit")
    .unit("tokens")
    .tex(r"B_{\text{crit}} = \frac{2.1 \times 10^8}{L^{1/0.21}}")
    .from(&citations::KAPLAN2020)
    .means(
        "The batch at which a larger one stops to save steps in proportion, at the joint loss L.",
    );
const KAPLAN_LOSS: Quantity = empirical("kaplan_loss", "Kaplan's L(N)", "L(N)")
    .unit("nats/token")
    .tex(r"L(N) = \Bigl( \frac{8.8 \times 10^{13}}{N} \Bigr)^{0.076}")
    .from(&citations::KAPLAN2020)
    .means("The loss of N parameters, embeddings left out, with data and compute to spare.");
const JOINT_LOSS: Quantity = empirical("joint_loss", "Kaplan's L(N, D)", "L(N,D)").unit("nats/token")
    .tex(r"L(N, D) = \Bigl[ \Bigl( \frac{6.4 \times 10^{13}}{N} \Bigr)^{\frac{0.076}{0.103}} + \frac{1.8 \times 10^{13}}{D} \Bigr]^{0.103}")
    .from(&citations::KAPLAN2020)
    .means("The loss of N parameters stopped early on D tokens, as Kaplan's joint fit has it; its constants are its own.");
const DATA_LOSS: Quantity = empirical("data_loss", "Kaplan's L(D)", "L(D)")
    .unit("nats/token")
    .tex(r"L(D) = \Bigl( \frac{5.4 \times 10^{13}}{D} \Bigr)^{0.095}")
    .from(&citations::KAPLAN2020)
    .means("The loss of a large model stopped early on D tokens.");
const LEAST_STEPS: Quantity = empirical("least_steps", "Steps before overfitting", "S")
    .tex(r"S \gtrsim \frac{2100}{\bigl( L(N, D) - L(N, \infty) \bigr)^{1/0.76}}")
    .from(&citations::KAPLAN2020)
    .means("About how many steps the data allow before overfitting begins, from the joint loss L(N, D) with and without end of data.");
const CONTRADICTION: Quantity = empirical("contradiction", "Kaplan's contradiction", "C×").unit("PF-days")
    .tex(r"\Bigl( \frac{3.1 \times 10^8}{C} \Bigr)^{0.05} = \Bigl( \frac{5.4 \times 10^{13}}{2 \times 10^{10} C^{0.27}} \Bigr)^{0.095}")
    .from(&citations::KAPLAN2020)
    .means("The compute C at which the best loss for the compute meets the least loss for the data that it buys. The paper says about 10⁴; a change of the exponents in their last digit moves it tenfold.");

/// All of them, in the order of the readouts.
pub const QUANTITIES: &[Quantity] = &[
    LOSS,
    BEST_PARAMETERS,
    BEST_TOKENS,
    RATIO,
    BEST_LOSS,
    EXPONENT_N,
    EXPONENT_D,
    FRONTIER_EXPONENT,
    LOCAL_EXPONENT,
    FIT_E,
    FIT_A,
    FIT_B,
    FIT_ALPHA,
    FIT_BETA,
    FIT_OBJECTIVE,
    CRITICAL_BATCH,
    KAPLAN_LOSS,
    JOINT_LOSS,
    DATA_LOSS,
    LEAST_STEPS,
    CONTRADICTION,
];

/// Their values, in that order.
pub fn readouts(facts: &Facts) -> Vec<Readout> {
    let (surface, best) = (&facts.surface, facts.best);
    let [size, tokens, loss] = surface.exponents();
    let mut all = vec![
        LOSS.value(facts.loss),
        BEST_PARAMETERS.value(best.parameters),
        BEST_TOKENS.value(best.tokens),
        RATIO.value(best.tokens_per_parameter()),
        BEST_LOSS.value(facts.least),
        EXPONENT_N.value(size),
        EXPONENT_D.value(tokens),
        FRONTIER_EXPONENT.value(loss),
        LOCAL_EXPONENT.of(surface.local_exponent(best)),
    ];
    if let Some(fit) = &facts.fit {
        let law = fit.fitted.law;
        let each: [(Quantity, f64, super::fitting::Constant); 5] = [
            (FIT_E, law.irreducible, |l| l.irreducible),
            (FIT_A, law.a, |l| l.a),
            (FIT_B, law.b, |l| l.b),
            (FIT_ALPHA, law.alpha, |l| l.alpha),
            (FIT_BETA, law.beta, |l| l.beta),
        ];
        all.extend(
            each.map(|(quantity, value, constant)| quantity.noted(value, fit.spread(constant))),
        );
        all.push(FIT_OBJECTIVE.value(fit.fitted.objective));
    }
    let given = facts.given;
    all.extend([
        CRITICAL_BATCH.value(kaplan::critical_batch(kaplan::joint(given))),
        KAPLAN_LOSS.value(kaplan::by_parameters(given.parameters)),
        JOINT_LOSS.value(kaplan::joint(given)),
        DATA_LOSS.value(kaplan::by_tokens(given.tokens)),
        LEAST_STEPS.value(kaplan::least_steps(given)),
        CONTRADICTION.value(kaplan::contradiction()),
    ]);
    all
}
