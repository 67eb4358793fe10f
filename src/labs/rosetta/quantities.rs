//! The numbers that the lab reports.

use super::model::Facts;
use crate::labs::prelude::*;

const ACTIVE: Quantity = exact("active_features", "Features with any capacity", "K")
    .tex(r"K = \max\Bigl\{k : w_k > \frac{\sum_{j \le k} w_j}{\kappa N + k}\Bigr\},\quad w_r = r^{-\beta}")
    .from(&citations::DRAVID2026)
    .means("How many features of weight w_r, falling with the rank r by the exponent β, get a share of the capacity κN, where features are counted; in the continuum it is the front r₀.");
pub const ROSETTA_COUNT: Quantity = exact("rosetta_count", "Features with a neuron of their own", "R")
    .tex(r"R_\tau = r_0 (1 + \tau)^{-1/\beta}")
    .from(&citations::DRAVID2026).ink(inks::DEDICATED)
    .means("How many features are isolated by τ or more: those that another network of this capacity singles out as well. r₀ is the front, β the exponent of the weights; where features are counted, a whole number.");
pub const FRONT: Quantity = exact("front", "Front", "r₀")
    .tex(r"\kappa N = \frac{r_0^\beta}{\beta - 1} - \frac{\beta r_0}{\beta - 1} + 1")
    .from(&citations::DRAVID2026).ink(inks::WATER)
    .means("The rank at which the capacity κN is used up, for weights of exponent β; with β = 2 it is 1 + √(κN). Where features are counted, the r₀ = λ^(−1/β) of their level λ.");
const LEVEL: Quantity = exact("water_level", "Level", "λ")
    .tex(r"\lambda = r_0^{-\beta}")
    .from(&citations::DRAVID2026)
    .means("The worth of the next drop of capacity, the same for every feature that has any: the weight, of exponent β, at the front r₀.");
pub const MEAN_ISOLATION: Quantity = exact("mean_isolation", "Mean isolation", "s̄")
    .tex(r"\bar s = \frac{1}{R} \sum_{r \le R} s_r,\quad s_r = \Bigl(\frac{r_0}{r}\Bigr)^\beta - 1")
    .from(&citations::DRAVID2026).ink(inks::ISOLATION)
    .means("Signal power over interference, averaged over the R features with a neuron of their own; s_r is that of rank r, r₀ the front, β the exponent of the weights. In the continuum the sum is an integral from rank 1.");
const COUNT_SLOPE: Quantity = exact("count_slope", "Slope of the count", "d ln R/d ln κN")
    .tex(r"\log_{10} \frac{R(10\, \kappa N)}{R(\kappa N)} \to \frac{1}{\beta}")
    .from(&citations::DRAVID2026)
    .means("How the count R grows from this capacity κN to ten times as much; it tends to one over the exponent β of the weights.");
pub const MATCHED: Quantity = empirical("matched_units", "Units matched", "m")
    .tex(r"m = \#\Bigl\{(i, j) : j = \nu(i), i = \nu(j), \rho_{ij} \ge \frac{\tau}{1 + \tau}\Bigr\}")
    .from(&citations::DRAVID2026).ink(inks::DEDICATED)
    .means("Pairs of a unit i of one network and j of the other that are each other's nearest, ν, by the correlation ρ of their activations, and correlate as two neurons of isolation τ would.");
pub const NULL: Quantity = empirical("null_matches", "Matched by chance", "m₀")
    .tex(r"m_0 = m(\text{shifted})")
    .from(&citations::DRAVID2026).ink(inks::PERMUTED)
    .means("The same count m where the two networks see each other's inputs in another order, so that nothing is shared.");
const MEAN_CORRELATION: Quantity = empirical("mean_correlation", "Mean correlation", "ρ̄")
    .tex(r"\bar\rho = \frac{1}{m} \sum_{(i, j)} \rho_{ij}")
    .from(&citations::DRAVID2026)
    .means("Of the m matched pairs of units i and j, with the correlation ρ of their activations.");
pub const KURTOSIS: Quantity = empirical("excess_kurtosis", "Excess kurtosis of matched units", "k")
    .tex(r"k = \frac{\mu_4}{\mu_2^2} - 3")
    .from(&citations::DRAVID2026)
    .means("How selective a unit is, averaged over the matched units of both networks: the fourth central moment μ₄ of its activations over the square of the second, μ₂; 0 for Gaussian ones. The paper takes it over the vocabulary, not over inputs.");

/// All of them, in the order of the readouts.
pub const QUANTITIES: &[Quantity] = &[
    ACTIVE,
    ROSETTA_COUNT,
    FRONT,
    LEVEL,
    MEAN_ISOLATION,
    COUNT_SLOPE,
    MATCHED,
    NULL,
    MEAN_CORRELATION,
    KURTOSIS,
];

/// Their values, in that order.
pub fn readouts(facts: &Facts) -> Vec<Readout> {
    let here = &facts.here;
    let mut all = vec![
        ACTIVE.value(here.active),
        ROSETTA_COUNT.value(here.count),
        FRONT.value(here.front),
        LEVEL.value(here.level),
        match here.isolation {
            Some(isolation) => MEAN_ISOLATION.value(isolation),
            None => MEAN_ISOLATION.absent("no feature is isolated so well"),
        },
        match facts.slope() {
            Some(slope) => COUNT_SLOPE.value(slope),
            None => COUNT_SLOPE.absent("no feature is isolated so well"),
        },
    ];
    match &facts.pairs()[0].outcome {
        None => all.extend(
            [MATCHED, NULL, MEAN_CORRELATION, KURTOSIS].map(|q| q.absent("not matched yet")),
        ),
        Some(outcome) => {
            let note = format!("of {} best buddies", outcome.pairs.len());
            all.push(MATCHED.noted(outcome.matched().count() as f64, note));
            all.push(NULL.noted(
                outcome.null_matched() as f64,
                format!("of {}", outcome.null.len()),
            ));
            all.push(match outcome.mean_correlation() {
                Some(mean) => MEAN_CORRELATION.value(mean),
                None => MEAN_CORRELATION.absent("no unit is matched"),
            });
            all.push(match outcome.mean_selectivity() {
                [Some(mean), Some(rest)] => {
                    KURTOSIS.noted(mean, format!("all others {}", short(rest)))
                }
                [Some(mean), None] => KURTOSIS.value(mean),
                [None, _] => KURTOSIS.absent("no unit is matched"),
            });
        }
    }
    all
}
