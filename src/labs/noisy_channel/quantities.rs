//! The numbers that the lab reports.

use super::model::Facts;
use crate::{labs::prelude::*, scaling_laws::quantised};

pub const LOSS: Quantity = empirical("loss", "Loss", "L").unit("nats/token").tex(r"L = \frac{1}{C},\quad C = a N^\alpha \log_2 (1 + S)").from(&citations::OUYANG2026).ink(inks::LAW_OF_SCALE)
    .means("One over the capacity C of a channel whose bandwidth grows with the parameters N as a N to the α and whose signal-to-noise ratio is S. That a loss is one over a capacity is postulated, not derived.");
const CAPACITY: Quantity = empirical("capacity", "Capacity", "C").tex(r"C = a N^\alpha \log_2 (1 + S)").from(&citations::OUYANG2026)
    .means("Of the channel, by analogy with Shannon: bandwidth a N to the α, signal-to-noise ratio S. Its unit, one over nats, is none that a capacity has.");
const SNR: Quantity = empirical("snr", "Signal to noise", "S").tex(r"S = \frac{D^\beta}{c (D N)^\gamma + d D^\delta + e}").from(&citations::OUYANG2026)
    .means("The signal of D tokens over interaction noise (with N parameters), data noise and floor; β, γ, δ are exponents, c, d, e the noises. The paper has a factor b before the signal, which changes nothing that the other three could not: here it is 1.");
pub const BEST_TOKENS: Quantity = empirical("best_tokens", "Turning point", "D*").unit("tokens").tex(r"(\gamma - \beta) \, c \, (D^\ast N)^\gamma + (\delta - \beta) \, d \, D^{\ast\delta} = \beta e").from(&citations::OUYANG2026).ink(inks::OPTIMUM)
    .means("The tokens D* after which more of them make a model of N parameters worse: there the signal, exponent β, gains as fast as the noises c, d of exponents γ, δ over the floor e. Neither a nor α has a say.");
const VALLEY_SLOPE: Quantity = empirical("valley_slope", "Slope of the valley", "d ln D*/d ln N").tex(r"\frac{d \ln D^\ast}{d \ln N} = \frac{-\gamma T}{\gamma T + \delta U},\quad T = (\gamma - \beta) c (D^\ast N)^\gamma,\; U = (\delta - \beta) d D^{\ast\delta}").from(&citations::OUYANG2026)
    .means("How the turning point D* moves with the size N: later for larger models where γ < β < δ, at the same product D*N, slope −1, where interaction is the only noise that grows. T and U are the two terms of the turning condition, of the noises c, d.");
const FIT_RMS: Quantity = empirical("fit_rms", "Error on the runs", "rms")
    .unit("nats/token")
    .tex(r"\sqrt{\tfrac1n \sum_i (\hat L_i - L_i)^2}")
    .from(&citations::OUYANG2026)
    .means("Root mean square of what the law says, L̂, less what the n runs reached, L.");
const FIT_R2: Quantity = empirical("fit_r2", "Share explained", "R²").tex(r"R^2 = 1 - \sum_i (\hat L_i - L_i)^2 \Big/ \sum_i (L_i - \bar L)^2").from(&citations::OUYANG2026)
    .means("How much of the spread of the losses L about their mean the law's L̂ explains; below 0 it is worse than the mean.");
const HOLDOUT_RMS: Quantity = empirical("holdout_rms", "Error on the largest model", "rms₊").unit("nats/token").tex(r"\sqrt{\tfrac1m \sum_{j} (\hat L_j - L_j)^2}").from(&citations::OUYANG2026)
    .means("The same over the m runs of the largest model, by a fit that has seen neither it nor the last two fifths of the tokens.");
const HOLDOUT_CHINCHILLA: Quantity = empirical("holdout_rms_chinchilla", "The same by Chinchilla's form", "rms₊′").unit("nats/token").tex(r"\hat L = E + \frac{A}{N^\alpha} + \frac{B}{D^\beta}").from(&citations::HOFFMANN2022).ink(inks::ADDITIVE)
    .means("Root mean square error of Chinchilla's form on the largest model, its five constants E, A, B, α, β fitted to the same smaller runs by the same least squares.");
const CONDITION: Quantity = empirical("condition_number", "Condition number", "κ").tex(r"\kappa = \frac{\sigma_1}{\sigma_8},\quad J_{ij} = \frac{\partial \ln \hat L_i}{\partial \ln \theta_j}").from(&citations::OUYANG2026)
    .means("Of the Jacobian J of log loss on the runs in the logarithms of the eight constants θ: its largest singular value over its smallest. A relative error of the losses can be as many times as large in some mixture of the constants.");
const QUANTISED_LOSS: Quantity = empirical("quantised_loss", "Loss quantised", "L_q").unit("nats/token").tex(r"L_q = \Bigl[ \Bigl( \tfrac{4.74 \times 10^{19}}{N} \Bigr)^{\frac{0.045}{0.399}} + \tfrac{7.63 \times 10^{10}}{D} \Bigr]^{0.399} + \frac{0.017 \, D^{0.5251}}{N^{0.2261} P^{5.4967}}").from(&citations::OUYANG2024).ink(inks::QUANTISED)
    .means("What Pythia of N parameters and D tokens loses at P bits per weight after GPTQ; at 16 bits the last term is left out. A law of its own, fitted by the same first author.");
const TURNING_POINT: Quantity = empirical("turning_point", "Turning point quantised", "D_q").unit("tokens").tex(r"D_q = \operatorname{argmin}_D L_q").from(&citations::OUYANG2024)
    .means("The tokens after which more of them make the quantised model worse, by the law of the quantised loss L_q over D; larger models turn up later, about as N to the 0.2.");

/// All of them, in the order of the readouts.
pub const QUANTITIES: &[Quantity] = &[
    LOSS,
    CAPACITY,
    SNR,
    BEST_TOKENS,
    VALLEY_SLOPE,
    FIT_RMS,
    FIT_R2,
    HOLDOUT_RMS,
    HOLDOUT_CHINCHILLA,
    CONDITION,
    QUANTISED_LOSS,
    TURNING_POINT,
];

/// Their values, in that order.
pub fn readouts(facts: &Facts) -> Vec<Readout> {
    const NEVER: &str = "no noise grows faster than the signal: more data never hurt";
    const ALWAYS: &str = "below one token: more data only hurt";
    let (law, split) = (facts.law(), facts.split);
    let quality = facts.quality();
    let held = facts.held();
    let bits = facts.bits;
    vec![
        LOSS.value(law.loss(split)),
        CAPACITY.value(law.capacity(split)),
        SNR.value(law.snr(split)),
        match law.best_tokens(split.parameters) {
            Some(tokens) => BEST_TOKENS.value(tokens),
            None if law.turns() => BEST_TOKENS.absent(ALWAYS),
            None => BEST_TOKENS.noted(f64::INFINITY, NEVER),
        },
        VALLEY_SLOPE.of(law.valley_slope(split.parameters).ok_or(match law.turns() {
            true => ALWAYS,
            false => NEVER,
        })),
        FIT_RMS.value(quality.rms),
        FIT_R2.value(quality.r2),
        HOLDOUT_RMS.of(held.map(|h| h.0)),
        HOLDOUT_CHINCHILLA.of(held.and_then(|h| match h.1.is_finite() {
            true => Ok(h.1),
            false => {
                Err("these losses rise with the data, which drives the exponents of this form to 0")
            }
        })),
        match facts.condition() {
            x if x.is_finite() => CONDITION.value(x),
            _ => CONDITION.noted(f64::INFINITY, "more than one direction changes nothing"),
        },
        QUANTISED_LOSS.value(quantised::loss(split, bits)),
        TURNING_POINT.of(quantised::turning_point(split.parameters, bits)
            .ok_or("at 16 bits more data never hurt")),
    ]
}
