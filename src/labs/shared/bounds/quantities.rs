//! The bounds as quantities: name, formula, meaning and standing of each.

use crate::labs::prelude::*;

/// The rate.
pub const RATE: Quantity = rate("bound_rate", "Rate of the effective rank", "√(R/m)")
    .tex(r"\sqrt{\frac{R}{m}}")
    .means("R is the largest effective rank in scope, m the number of training examples. Only the shape is known: constants and logarithms are not, so the height of the curve means nothing.")
    .from(&citations::DHINGRA2025)
    .ink(inks::BOUND_RATE);

/// Rademacher reconstruction with the nuclear norm.
pub const NUCLEAR: Quantity =
    reconstruction("bound_nuclear", "Bound by the nuclear norm", "B∗")
        .tex(r"\hat{L} + 2\lambda\,{\|A\|}_\ast \sqrt{\frac{2\ln(d_1 + d_2)}{m}} + \sqrt{\frac{\ln(1/\delta)}{2m}}")
        .means("For linear maps with the nuclear norm ‖A‖∗ of this d₁ × d₂ matrix and inputs of spectral norm at most 1. L̂ is the training loss, λ the Lipschitz constant of the loss, m the number of training examples, δ the failure probability. Our constants, by the standard route; the norm counts as fixed before the data was seen.")
        .from(&citations::TROPP2012)
        .ink(inks::BOUND_NUCLEAR);

/// Rademacher reconstruction with the effective rank and the Frobenius norm.
pub const ERANK: Quantity =
    reconstruction("bound_erank", "Bound by the effective rank", "B_R")
        .tex(r"\hat{L} + 2\lambda\sqrt{R}\,{\|A\|}_F \sqrt{\frac{2\ln(d_1 + d_2)}{m}} + \sqrt{\frac{\ln(1/\delta)}{2m}}")
        .means("The same with √R ‖A‖F in place of the nuclear norm, which is never larger: R is the effective rank, ‖A‖F the Frobenius norm of the d₁ × d₂ matrix. L̂ is the training loss, λ the Lipschitz constant of the loss, m the number of training examples, δ the failure probability. Of several matrices in scope R is the largest of one and ‖A‖F that of another, perhaps, so that it bounds each. Without the norm, R bounds nothing.")
        .from(&citations::DHINGRA2025)
        .ink(inks::BOUND_ERANK);

/// Parameter counting through the VC dimension.
pub const VC: Quantity = reconstruction("bound_vc", "Bound by the VC dimension", "B_VC")
    .tex(r"\hat{L} + \sqrt{\frac{8}{m}} \sqrt{d \ln\frac{2em}{d} + \ln\frac{4}{\delta}},\quad d = 4W(D + 1)\log_2(4eWd)")
    .means("Every ReLU network with W parameters in D layers, whatever its weights: d bounds its VC dimension. L̂ is the training loss, m the number of training examples, δ the failure probability; d ln(2em/d) is replaced by 2m ln 2 where 2m < d. A Transformer is not piecewise linear (its VC dimension is known up to a constant only), so for it these constants are borrowed.")
    .from(&citations::HARVEY2017)
    .ink(inks::BOUND_VC);

/// Parameter counting through a description length.
pub const OCCAM: Quantity = exact("bound_occam", "Bound by description length", "B_Occam")
    .tex(r"\hat{L} + \sqrt{\frac{bW\ln 2 + \ln(1/\delta)}{2m}}")
    .means("Any network that W parameters of b bits can describe, a Transformer too, trained or not. L̂ is the training loss of the network with its parameters rounded to b bits, m the number of training examples, δ the failure probability.")
    .from(&citations::SHALEV2014)
    .ink(inks::BOUND_OCCAM);

/// PAC-Bayes with Gaussian weights.
pub const PAC_BAYES: Quantity = exact("bound_pac_bayes", "PAC-Bayes bound", "B_PB")
    .tex(r"\hat{L} + \sqrt{\frac{{\|w\|}^2/(2\sigma^2) + \ln(2\sqrt{m}/\delta)}{2m}}")
    .means("The randomised network, whose weights get fresh Gaussian noise of standard deviation σ for every prediction, not the trained one. ‖w‖² is the squared distance of the weights from the mean of the prior, which must not know the data; L̂ is the training loss with that noise, m the number of training examples, δ the failure probability.")
    .from(&citations::MAURER2004)
    .ink(inks::BOUND_PAC_BAYES);

/// The sample size at which the bound `of` stops being vacuous.
const fn samples(
    of: &Quantity,
    id: &'static str,
    label: &'static str,
    symbol: &'static str,
) -> Quantity {
    Quantity {
        id,
        label,
        symbol,
        ..*of
    }
    .unit("examples")
}

/// Where the bare rate reaches 1.
pub const SAMPLES_RATE: Quantity =
    samples(&RATE, "samples_nonvacuous_rate", "Rate reaches 1", "m_rate")
        .tex("R")
        .means("m = R: where the bare shape √(R/m) passes 1, R the effective rank. The constants are unknown, so this is no sample size.");
/// For [`NUCLEAR`].
pub const SAMPLES_NUCLEAR: Quantity =
    samples(&NUCLEAR, "samples_nonvacuous_nuclear", "Samples for the nuclear-norm bound", "m∗")
        .tex(r"\min\{m : B_\ast(m) \le 1\}")
        .means("The sample size m from which on the nuclear-norm bound B∗(m) is below 1 and says something about a loss in [0, 1]; solved.");
/// For [`ERANK`].
pub const SAMPLES_ERANK: Quantity =
    samples(&ERANK, "samples_nonvacuous_erank", "Samples for the effective-rank bound", "m_R")
        .tex(r"\min\{m : B_{\text{R}}(m) \le 1\}")
        .means("The sample size m from which on the effective-rank bound B_R(m) is below 1 and says something about a loss in [0, 1]; solved.");
/// For [`VC`].
pub const SAMPLES_VC: Quantity =
    samples(&VC, "samples_nonvacuous_vc", "Samples for the VC bound", "m_VC")
        .tex(r"\min\{m : B_{\text{VC}}(m) \le 1\}")
        .means("The sample size m from which on the VC bound B_VC(m) is below 1 and says something about a loss in [0, 1]; solved.");
/// For [`OCCAM`].
pub const SAMPLES_OCCAM: Quantity =
    samples(&OCCAM, "samples_nonvacuous_occam", "Samples for the Occam bound", "m_Occam")
        .tex(r"\min\{m : B_{\text{Occam}}(m) \le 1\}")
        .means("The sample size m from which on the Occam bound B_Occam(m) is below 1 and says something about a loss in [0, 1]; solved.");
/// For [`PAC_BAYES`].
pub const SAMPLES_PAC_BAYES: Quantity =
    samples(&PAC_BAYES, "samples_nonvacuous_pac_bayes", "Samples for the PAC-Bayes bound", "m_PB")
        .tex(r"\min\{m : B_{\text{PB}}(m) \le 1\}")
        .means("The sample size m from which on the PAC-Bayes bound B_PB(m) is below 1 and says something about a loss in [0, 1]; solved.");

/// All of them, in the order reported.
pub const QUANTITIES: &[Quantity] = &[
    RATE,
    NUCLEAR,
    ERANK,
    VC,
    OCCAM,
    PAC_BAYES,
    SAMPLES_RATE,
    SAMPLES_NUCLEAR,
    SAMPLES_ERANK,
    SAMPLES_VC,
    SAMPLES_OCCAM,
    SAMPLES_PAC_BAYES,
];
