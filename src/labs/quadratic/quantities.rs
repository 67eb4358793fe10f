//! The numbers that the lab reports.

use crate::labs::prelude::*;

pub const ERROR: Quantity = asymptotic("error", "Test error", "E")
    .tex(r"E = \frac{1}{d}{\|\hat{S} - S^\ast\|}_F^2 = 2\alpha\delta^2 - \frac{\Delta}{2},\quad \alpha = \frac{n}{d^2}")
    .means("Squared distance per dimension between the trained network's matrix Ŝ = BBᵀ and the target S*, from the state evolution: n samples, dimension d, label-noise variance Δ, effective noise δ. Proved for n ~ d² and p ≥ d; elsewhere a heuristic that matches trained networks.")
    .from(&citations::GIRARDIN2026)
    .ink(inks::STATE_EVOLUTION);

pub const EXCESS_RISK: Quantity = asymptotic("excess_risk", "Excess risk", "R")
    .tex(r"R = \mathbb{E}_x\bigl(\hat{f}(x) - f^\ast(x)\bigr)^2 = 2E")
    .means("Expected squared difference of the predictions of the network f̂ and the target f* on a new input x: twice the test error E.")
    .from(&citations::GIRARDIN2026);

pub const BAYES_ERROR: Quantity = reconstruction("bayes_error", "Bayes-optimal error", "E*")
    .tex(r"\delta^2 - \frac{4\pi^2}{3}\delta^4\int\rho^3 = 2\alpha\delta^2 - \frac{\Delta}{2} = E^\ast")
    .means("The smallest error that any method can reach when it knows the target's spectrum but not its eigenvectors: ρ is the density of target plus noise at noise level δ, α = n/d², Δ the label noise. Rederived here.")
    .from(&citations::MAILLARD2024)
    .ink(inks::BAYES);

pub const OPTIMAL_WIDTH: Quantity = asymptotic("optimal_width", "Best width", "p*")
    .tex(r"p^\ast = \operatorname{argmin}_p\, E(p)")
    .means("The smallest width with the smallest test error E, at this number of samples, noise and penalty; found numerically on the state evolution.")
    .from(&citations::GIRARDIN2026);

pub const INTERPOLATION_WIDTH: Quantity = asymptotic("interpolation_width", "Interpolation width", "pᵢ")
    .tex(r"D(p_i) = 2\alpha,\quad \lambda \to 0")
    .means("The width from which a network without a penalty fits every label: its degrees of freedom D reach 2α = 2n/d² there, found numerically on the state evolution. It knows that BBᵀ has no negative eigenvalue, which the count pd − p²/2 of the parameters of a symmetric matrix does not. A small penalty has the error peak just below it.")
    .from(&citations::GIRARDIN2026);

pub const LEARNED_SPIKES: Quantity = asymptotic("learned_spikes", "Features learned", "K")
    .tex(r"K = \#\Bigl\{i \le p : s_i > \delta,\; s_i + \frac{\delta^2}{s_i} > b\Bigr\}")
    .means("Eigenvalues sᵢ of the target that leave the noise δ and lie above the threshold b: outliers of the learned spectrum. Width p at most.")
    .from(&citations::DEFILIPPIS2025)
    .ink(inks::LEARNED_TARGET);

pub const REGIME: Quantity = empirical("regime", "Regime", "")
    .tex(r"\text{from the curve}\; E(p)")
    .means("What limits this network, read off the curve of the error E over the width p: and off its parts: 0 silenced by the penalty, 2 within 5 % of the best, 5 plateau (wider than what is used), 4 interpolation peak; elsewhere the part that has grown most since the best width: 1 missing target (width-limited), 3 learned noise (harmful overfitting), 6 inexact features.")
    .from(&citations::GIRARDIN2026);

pub const DELTA: Quantity = asymptotic("delta", "Effective noise", "δ")
    .tex(r"\hat{S} \sim f_p(S^\ast + \delta G)")
    .means("Training acts as if the network saw the target S* through Gaussian noise δG, G with the semicircle spectrum on [−2, 2], and kept the p largest eigenvalues above a threshold (f_p). Eigenvalues of the target below δ drown.")
    .from(&citations::GIRARDIN2026);

pub const EPSILON: Quantity = asymptotic("epsilon", "Response", "ε")
    .tex(r"D = 2\alpha - \frac{1}{2\varepsilon},\quad b = \lambda\varepsilon")
    .means("How strongly the network answers to its data; λε is the threshold b that lowers every learned eigenvalue, D the degrees of freedom used, α = n/d².")
    .from(&citations::GIRARDIN2026);

pub const TRAIN_LOSS: Quantity = asymptotic("train_loss", "Training objective", "L")
    .tex(r"L = \frac{\delta^2}{4\varepsilon^2} + \frac{\lambda}{d}\operatorname{Tr}\hat{S}")
    .means("The minimum of the squared training error over d² plus the penalty λ on the trace of Ŝ, which is the l2 penalty on the weights; δ is the effective noise, ε the response.")
    .from(&citations::GIRARDIN2026);

/// All of them, in the order shown.
pub const QUANTITIES: &[Quantity] = &[
    ERROR,
    EXCESS_RISK,
    BAYES_ERROR,
    OPTIMAL_WIDTH,
    INTERPOLATION_WIDTH,
    LEARNED_SPIKES,
    REGIME,
    DELTA,
    EPSILON,
    TRAIN_LOSS,
];
