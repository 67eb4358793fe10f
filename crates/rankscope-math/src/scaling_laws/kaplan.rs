//! The laws of Kaplan et al. (2020): separate power laws in parameters, data and compute, and one that joins them.

use super::{Error, FLOP_PER_PARAMETER_AND_TOKEN, Split};
use crate::domain::positive;

/// A petaflop-day, the paper's unit of compute, in FLOP.
pub const PF_DAY: f64 = 8.64e19;

/// α_N and N_c of the loss over parameters alone.
const BY_PARAMETERS: [f64; 2] = [0.076, 8.8e13];
/// α_D and D_c of the loss over data alone.
const BY_TOKENS: [f64; 2] = [0.095, 5.4e13];
/// α_C and C_c, in petaflop-days, of the loss over the least compute that reaches it.
const BY_COMPUTE: [f64; 2] = [0.050, 3.1e8];
/// α_N, α_D, N_c, D_c of the joint fit, a set of its own.
const JOINT: [f64; 4] = [0.076, 0.103, 6.4e13, 1.8e13];
/// α_S and S_c of the joint fit over parameters and steps.
const BY_STEPS: [f64; 2] = [0.76, 2.1e3];

/// L(N) = (N_c/N)^α_N in nats per token, of N non-embedding parameters with data and compute to spare (arXiv 2001.08361, equation 1.1).
/// N above 0; to rounding of the paper's constants, α_N = 0.076, N_c = 8.8e13.
pub fn by_parameters(parameters: f64) -> f64 {
    (BY_PARAMETERS[1] / parameters).powf(BY_PARAMETERS[0])
}

/// L(D) = (D_c/D)^α_D in nats per token, of a large model stopped early on D tokens (equation 1.2; α_D = 0.095, D_c = 5.4e13). D above 0.
pub fn by_tokens(tokens: f64) -> f64 {
    (BY_TOKENS[1] / tokens).powf(BY_TOKENS[0])
}

/// L(C_min) = (C_c/C)^α_C in nats per token, of the best model for C petaflop-days (equation 1.3; α_C = 0.050, C_c = 3.1e8). C above 0.
pub fn by_compute(pf_days: f64) -> f64 {
    (BY_COMPUTE[1] / pf_days).powf(BY_COMPUTE[0])
}

/// L(N, D) = [(N_c/N)^(α_N/α_D) + D_c/D]^α_D in nats per token (equation 1.5), with the constants of its own fit: α_N = 0.076,
/// α_D = 0.103, N_c = 6.4e13, D_c = 1.8e13. Both counts above 0.
///
/// ```
/// use rankscope_math::scaling_laws::{Split, kaplan};
/// let split = Split { parameters: 1.5e9, tokens: 23e9 };
/// assert!((kaplan::joint(split) - 2.3100641023).abs() < 5e-11);
/// assert!((kaplan::by_parameters(1e9) - 2.3756402951).abs() < 5e-11);
/// ```
pub fn joint(split: Split) -> f64 {
    let [n, d, size, data] = JOINT;
    ((size / split.parameters).powf(n / d) + data / split.tokens).powf(d)
}

/// The split of `compute` FLOP with the least [`joint`] loss, D = C/(6N): N* = (r N_c^r C/(6 D_c))^(1/(1+r)), r = α_N/α_D. It says
/// nothing of how long a model is trained, unlike [`frontier`]. C finite and above 0, else [`Error::Domain`]; to rounding.
pub fn best_joint(compute: f64) -> Result<Split, Error> {
    let [n, d, size, data] = JOINT;
    let budget = positive(compute, "the compute budget C")? / FLOP_PER_PARAMETER_AND_TOKEN;
    let r = n / d;
    let parameters = (r * size.powf(r) * budget / data).powf(1.0 / (1.0 + r));
    Split::of(compute, parameters)
}

/// The exponent α_N α_D/(α_N + α_D) by which the best [`joint`] loss falls with compute, dimensionless.
pub fn joint_exponent() -> f64 {
    let [n, d, ..] = JOINT;
    n * d / (n + d)
}

/// What a budget of C petaflop-days should buy by the paper's own fits (equations 1.7, 1.8 and section 6): N = 1.3e9 C^0.73 parameters
/// and D = 2e10 C^0.27 tokens. C above 0.
pub fn frontier(pf_days: f64) -> Split {
    Split {
        parameters: 1.3e9 * pf_days.powf(0.73),
        tokens: 2e10 * pf_days.powf(0.27),
    }
}

/// Where the frontier contradicts itself, in petaflop-days: beyond it L(C_min) promises less than the data of [`frontier`] allow by L(D)
/// (section 6.3, which puts it near 1e4). Solved in closed form; to rounding of the printed constants, to which it is very sensitive.
pub fn contradiction() -> f64 {
    let [[d, data], [c, scale]] = [BY_TOKENS, BY_COMPUTE];
    let gap = c * scale.ln() - d * (data / 2e10).ln();
    (gap / (c - 0.27 * d)).exp()
}

/// B_crit(L) = 2.1e8 / L^(1/0.21) tokens: the batch at which half of the speed-up by a larger batch is spent (equation 1.4). L above 0
/// nats per token.
pub fn critical_batch(loss: f64) -> f64 {
    2.1e8 / loss.powf(1.0 / 0.21)
}

/// S_c/(L(N, D) − L(N, ∞))^(1/α_S): the fewest steps after which overfitting on D tokens can begin (equation 5.7 of section 5;
/// S_c = 2100, α_S = 0.76).
pub fn least_steps(split: Split) -> f64 {
    let endless = joint(Split {
        tokens: f64::INFINITY,
        ..split
    });
    BY_STEPS[1] / (joint(split) - endless).powf(1.0 / BY_STEPS[0])
}
