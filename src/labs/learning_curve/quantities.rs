//! The numbers that the lab reports, and how each is read off the facts.

use super::{model::Facts, setup::Kernel};
use crate::labs::prelude::*;

/// In the order shown.
pub const QUANTITIES: &[Quantity] = &[
    TEST_ERROR,
    TRAIN_ERROR,
    LEARNED,
    KAPPA,
    E0,
    EFFECTIVE_DIMENSION,
    VERDICT,
    K_STAR,
    BIG_R_K,
    BENIGN_BOUND,
    RATE,
    LIMIT_ERROR,
    EXACT_ERROR,
];

const TEST_ERROR: Quantity = asymptotic("test_error", "Test error", "E")
    .tex(r"E = E_0 \Bigl( \sum_i (1 - L_i)^2 v_i^2 + \sigma^2 \Bigr)")
    .means("Expected squared error on a new noisy example: what is not learned of the target's energies vᵢ² and the label noise σ², times the overfitting coefficient E₀; Lᵢ is the learned share of mode i.")
    .from(&citations::SIMON2021)
    .ink(inks::TEST);

const TRAIN_ERROR: Quantity = asymptotic("train_error", "Training error", "Eₜᵣ")
    .tex(r"E_{\text{tr}} = \Bigl( \frac{\delta}{n \kappa} \Bigr)^2 E")
    .means("Expected squared error on the n examples themselves, from the ridge δ, the level κ and the test error E.")
    .from(&citations::SIMON2021)
    .ink(inks::TRAIN);

const LEARNED: Quantity = asymptotic("target_learnability", "Target learned", "L")
    .tex(r"L = \sum_i L_i v_i^2 \Big/ \sum_i v_i^2")
    .means("Share of the target that the fit recovers on average: the learned shares Lᵢ of the modes, weighted by the target's energies vᵢ².")
    .from(&citations::SIMON2021);

const KAPPA: Quantity = asymptotic("kappa", "Learning level", "κ")
    .tex(r"\sum_i \frac{\lambda_i}{\lambda_i + \kappa} + \frac{\delta}{\kappa} = n")
    .means("The level that splits the spectrum: modes with an eigenvalue λᵢ above κ are learned by more than half, those below by less. n samples, ridge δ.")
    .from(&citations::SIMON2021)
    .ink(inks::TEST);

const E0: Quantity = asymptotic("e0", "Overfitting coefficient", "E₀")
    .tex(r"E_0 = \frac{n}{n - \sum_i L_i^2},\quad L_i = \frac{\lambda_i}{\lambda_i + \kappa}")
    .means("What fitting the noise of n samples multiplies the error by; 1 is none. Lᵢ is the learned share of the mode with eigenvalue λᵢ, κ the learning level.")
    .from(&citations::SIMON2021);

const EFFECTIVE_DIMENSION: Quantity =
    asymptotic("effective_dimension", "Effective dimension", "d(κ)")
        .tex(r"d(\kappa) = \sum_i L_i = n - \frac{\delta}{\kappa}")
        .means("Degrees of freedom that the fit uses: the learned shares Lᵢ of all modes. Every sample buys one, less what the ridge δ takes at the level κ.")
        .from(&citations::SIMON2021);

const VERDICT: Quantity = asymptotic("noise_amplification", "Cost of interpolating", "E₀−1")
    .tex(r"E_0 - 1 = \frac{\sum_i L_i^2}{n - \sum_i L_i^2},\quad \delta = 0")
    .means("How many times the label noise comes through when every label is fitted exactly (E₀ − 1 at ridge δ = 0, Lᵢ the learned shares there). Called benign up to 0.1, tempered up to 10, catastrophic beyond; the words mean limits of large n, the numbers are ours.")
    .from(&citations::MALLINAR2022);

const K_STAR: Quantity = exact("k_star", "Critical index", "k*")
    .tex(r"k^\ast = \min \{ k : r_k \ge n \},\quad r_k = \sum_{i > k} \lambda_i / \lambda_{k + 1}")
    .means("The first k such that the eigenvalues λᵢ after the k largest have an effective rank r of n or more (the theorem's unknown constant b set to 1): k* modes learn, the tail hides noise.")
    .from(&citations::BARTLETT2019)
    .ink(inks::NUCLEAR_SPECTRAL);

const BIG_R_K: Quantity = exact("big_r_k", "Directions for noise", "R_k*")
    .tex(r"R_k = \Bigl( \sum_{i > k} \lambda_i \Bigr)^2 \Big/ \sum_{i > k} \lambda_i^2")
    .means("Over how many directions the eigenvalues λᵢ after the first k = k* spread what they absorb: their nuclear–Frobenius rank.")
    .from(&citations::BARTLETT2019)
    .ink(inks::NUCLEAR_FROBENIUS);

const BENIGN_BOUND: Quantity = rate("benign_bound", "Benign-overfitting rate", "k*/n + n/R")
    .tex(r"\frac{k^\ast}{n} + \frac{n}{R_{k^\ast}}")
    .means("What the cost of interpolating is bounded by, up to constants that nobody knows: the learning modes k* per sample and the samples n per direction R of the tail. Overfitting is benign where both vanish.")
    .from(&citations::BARTLETT2019);

const RATE: Quantity = rate("rate_exponent", "Rate", "−d ln E/d ln n")
    .tex(r"E \sim \kappa^{\min((b - 1)/a,\, 2)},\quad \kappa \sim \max(n^{-a}, \delta/n)")
    .means("The power of n by which the noiseless error falls for λᵢ = i^−a and vᵢ² = i^−b with many modes: the spectrum limits the level κ until the ridge δ does. A slope, not a value.")
    .from(&citations::CUI2021);

const LIMIT_ERROR: Quantity = asymptotic("limit_error", "Error at p/n, large n", "E(γ)")
    .tex(r"1 > \gamma : \frac{\sigma^2}{1 - \gamma},\quad \gamma > 1 : r^2 \Bigl( 1 - \frac{1}{\gamma} \Bigr) + \frac{\sigma^2 \gamma}{\gamma - 1}")
    .means("Test error of least squares on equally strong features, γ = p/n of them per sample, as n grows; r² the target's energy, all of it on the features, σ² the noise. Infinite at γ = 1.")
    .from(&citations::HASTIE2019)
    .ink(inks::PROPORTIONAL_LIMIT);

const EXACT_ERROR: Quantity = exact("exact_error", "Error on the first p features", "E(p)")
    .tex(r"n - 1 > p : \frac{(\sigma^2 + t)(n - 1)}{n - p - 1},\quad p > n + 1 : s \Bigl( 1 - \frac{n}{p} \Bigr) + \frac{(\sigma^2 + t)(p - 1)}{p - n - 1}")
    .means("Expected test error of least squares on the first p of the independent Gaussian features, exactly at this n: they carry the energy s of the target, the others t, σ² is the noise. Infinite where p is within one of n, unless there is neither noise nor energy t.")
    .from(&citations::BELKIN2020)
    .ink(inks::FIRST_FEATURES);

/// Why an error at as many samples as modes is infinite.
const NOTHING_LEFT: &str =
    "infinite: as many samples as modes, nothing is left to average the noise";

/// Every number at this state.
pub fn readouts(facts: &Facts) -> [Readout; 13] {
    let (setup, here, read) = (&facts.setup, &facts.here, &facts.at_ratio);
    let or_infinite = |quantity: &Quantity, value: f64| {
        quantity.noted(value, if value.is_finite() { "" } else { NOTHING_LEFT })
    };
    let [k_star, big_r_k, benign_bound] = tail(facts);
    [
        or_infinite(&TEST_ERROR, here.test_error),
        TRAIN_ERROR.noted(
            here.train_error,
            match setup.setting.ridge {
                0.0 if here.train_error == 0.0 => "ridge 0 fits every label",
                0.0 => "least squares: more samples than modes",
                _ => "",
            },
        ),
        LEARNED.value(here.target_learnability),
        KAPPA.value(here.kappa),
        or_infinite(&E0, here.e0),
        EFFECTIVE_DIMENSION.value(here.effective_dimension),
        match facts.verdict {
            Some((_, cost)) if !cost.is_finite() => VERDICT.noted(cost, NOTHING_LEFT),
            Some((verdict, cost)) => VERDICT.noted(cost, verdict.name()),
            None => VERDICT.absent("more samples than modes: no fit passes through every label"),
        },
        k_star,
        big_r_k,
        benign_bound,
        RATE.of(setup.rate(here)),
        LIMIT_ERROR.noted(
            read.limit,
            match read.limit.is_finite() {
                true => "",
                false => "infinite: as many features as samples",
            },
        ),
        match (read.first, setup.kernel) {
            (Some(error), _) if error.is_finite() => {
                EXACT_ERROR.noted(error, format!("p = {}", read.features))
            }
            (Some(error), _) => EXACT_ERROR.noted(
                error,
                format!("p = {}; infinite: p is within one of n", read.features),
            ),
            (None, Kernel::Circle { .. }) => {
                EXACT_ERROR.absent("for independent Gaussian features, not for the circle")
            }
            (None, _) => EXACT_ERROR.absent(format!(
                "p = {} features, but only {} modes",
                read.features,
                setup.list.len()
            )),
        },
    ]
}

/// What the eigenvalues after the k* largest can do about noise.
fn tail(facts: &Facts) -> [Readout; 3] {
    let n = facts.setup.setting.samples;
    let Some(star) = facts.star else {
        return [K_STAR, BIG_R_K, BENIGN_BOUND]
            .map(|quantity| quantity.absent("no tail has an effective rank of n or more"));
    };
    let (learning, hiding) = (star.k / n, n / star.big_r);
    let shares = format!(
        "k*/n = {}, n/R = {}; constants unknown",
        short(learning),
        short(hiding)
    );
    [
        K_STAR.value(star.k),
        BIG_R_K.noted(star.big_r, format!("r = {}", short(star.r))),
        BENIGN_BOUND.noted(learning + hiding, shares),
    ]
}
