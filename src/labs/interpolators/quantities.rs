//! The numbers that the lab reports.

use super::model::Facts;
use crate::labs::prelude::*;

pub const TYPICAL: Quantity = asymptotic("typical_overlap", "Typical fit", "x*")
    .tex(r"x^\ast = \operatorname{argmax}_x \varphi(x)")
    .from(&citations::GARDNER1988)
    .ink(inks::TYPICAL)
    .means("The overlap ⟨θ, u⟩ with the truth u that almost every perfect fit θ has: where the log-volume φ is largest. Replica-symmetric computation, ours for these models; stable where the AT number is below 1.");
pub const TYPICAL_ERROR: Quantity = asymptotic("typical_error", "Error of the typical fit", "ε(x*)")
    .tex(r"\varepsilon(x) = \mathrm{P}(y \langle \theta, X \rangle \le 0)")
    .from(&citations::CHEN2026)
    .means("How often a perfect fit θ drawn at random is wrong on a new example X with label y: the error ε at its overlap x = x*.");
pub const LOG_VOLUME: Quantity = asymptotic("log_volume", "Log-volume", "φ(x*)")
    .tex(r"\varphi(x) = \tfrac{1}{2} \ln(1 - x^2) + \min_{q} \Bigl\{ \tfrac{1}{2} \ln(1 - q) + \tfrac{q}{2 (1 - q)} + \alpha \operatorname{E} \ln \Phi\Bigl( \tfrac{x w + \sqrt{(1 - x^2) q}\, \xi - \kappa}{\sqrt{(1 - x^2)(1 - q)}} \Bigr) \Bigr\}")
    .from(&citations::GARDNER1988)
    .means("Logarithm, per dimension, of the share of the sphere that perfect fits fill. x overlap, q what two of them share beyond it, α examples per dimension, κ margin, w = y⟨u, X⟩, ξ standard normal, Φ its distribution.");
pub const MAX_MARGIN: Quantity = asymptotic("max_margin", "Largest margin", "κ_max")
    .tex(r"\kappa_{\max} = \max\Bigl\{ \kappa : \max_x \bigl[ 1 - x^2 - \alpha \operatorname{E} (\kappa - y)_+^2 \bigr] \ge 0 \Bigr\}")
    .from(&citations::SOUDRY2018)
    .means("The largest κ such that a unit vector has y⟨θ, X⟩ ≥ κ on every example; y here stands for x w + √(1 − x²) ξ, x overlap, α examples per dimension. By Gordon's comparison.");
pub const MAX_MARGIN_OVERLAP: Quantity = asymptotic("max_margin_overlap", "Max-margin fit", "x_SVM")
    .tex(r"x = \alpha \operatorname{S} (\kappa_{\max} - y)_+")
    .from(&citations::SOUDRY2018)
    .ink(inks::MAX_MARGIN)
    .means("The overlap x of the support vector machine, to which the direction of gradient descent on the logistic loss tends. S f = E[w f(y)] − x E[f′(y)], κmax the largest margin, α examples per dimension.");
pub const MAX_MARGIN_ERROR: Quantity = asymptotic(
    "max_margin_error",
    "Error of the max-margin fit",
    "ε(x_SVM)",
)
.tex(r"\varepsilon(x_{\mathrm{SVM}})")
.from(&citations::CHEN2026)
.means("How often the support vector machine is wrong on a new example.");
pub const LP_RANDOM: Quantity = asymptotic("lp_random_overlap", "Random program", "x_LP")
    .tex(r"x = \alpha \operatorname{S} (\kappa - y)_+")
    .ink(inks::LP_RANDOM)
    .means("The overlap of the fit farthest along a random direction v, max ⟨v, θ⟩ over |θ| ≤ 1. α examples per dimension, κ margin, S Stein's term. Our reading of a linear program: the paper's own was not read.");
pub const LP_HEBB: Quantity = asymptotic("lp_hebb_overlap", "Hebb's program", "x_LPH")
    .tex(r"x = \alpha \operatorname{S} \max(\kappa - y, \mu),\quad \alpha \operatorname{E} \max(\kappa - y, \mu)^2 = 1 - x^2")
    .ink(inks::LP_HEBB)
    .means("The overlap of the fit farthest along Hebb's direction v = Σ y X. α examples per dimension, κ margin, S Stein's term, μ ≥ 0 by the second equation. Our choice of an informed linear program.");
pub const HEBB: Quantity = asymptotic("hebb_overlap", "Hebb's rule", "x_H")
    .tex(r"x_{\mathrm{H}} = m \sqrt{\alpha} \big/ \sqrt{1 + \alpha m^2},\quad m = \operatorname{E} w")
    .ink(inks::HEBB)
    .means("The overlap of θ ∝ Σ y X, which need not fit the examples: α examples per dimension, w = y⟨u, X⟩ with mean m.");
pub const BAYES_ERROR: Quantity = asymptotic("bayes_error", "Bayes' error, from these examples", "ε_B")
    .tex(r"\varepsilon_{\mathrm{B}} = \varepsilon(\sqrt{q}),\quad \frac{q}{1 - q} = \alpha \operatorname{E} s^2")
    .ink(inks::BAYES)
    .means("The least error of any rule that knows the model and these examples: that of the posterior mean, whose overlap is √q; α examples per dimension, s the score of an example. Of two clouds it is Hebb's rule.");
const KNOWN_ERROR: Quantity = asymptotic(
    "known_direction_error",
    "Bayes' error, truth known",
    "ε(1)",
)
.tex(r"\varepsilon(1)")
.means(
    "What noise leaves where the direction u itself is known: no number of examples gets below.",
);
pub const ALPHA_STAR: Quantity = asymptotic("alpha_star", "Last fit", "α*")
    .tex(r"\alpha^\ast = \max_x \frac{1 - x^2}{\operatorname{E} (\kappa - y)_+^2}")
    .means("Examples per dimension from which on nothing fits at the margin κ; x overlap, y as for the largest margin. At κ below 0, where the fits are no convex set, an upper bound.");
const OVERLAP_AT_THRESHOLD: Quantity = asymptotic("overlap_at_threshold", "Overlap of the last fit", "x(α*)")
    .tex(r"x(\alpha^\ast) = \operatorname{argmax}_x \frac{1 - x^2}{\operatorname{E} (\kappa - y)_+^2}")
    .means("There all perfect fits are one: the argument x at which the maximum for α* is reached, κ the margin.");
pub const AT_NUMBER: Quantity = asymptotic("at_number", "AT number", "AT")
    .tex(r"\alpha \operatorname{E} [ r(t) (t + r(t)) ]^2,\quad r = \Phi' / \Phi")
    .from(&citations::ALMEIDA1978)
    .means("Below 1 the computation of the volume is locally stable (de Almeida and Thouless), above it is not to be believed. α examples per dimension, t the argument of Φ in the log-volume at x*.");
pub const RATE_AT: Quantity = asymptotic("rate_at", "Rate at x", "I(x)")
    .tex(r"I(x) = \varphi(x^\ast) - \varphi(x)")
    .from(&citations::CHEN2026)
    .ink(inks::RATE_FUNCTION)
    .means("A share e^(−d I) of the perfect fits in d dimensions has the overlap x that is looked at instead of the typical x*; φ log-volume.");

/// All of them, in the order of the readouts.
pub const QUANTITIES: &[Quantity] = &[
    TYPICAL,
    TYPICAL_ERROR,
    LOG_VOLUME,
    MAX_MARGIN,
    MAX_MARGIN_OVERLAP,
    MAX_MARGIN_ERROR,
    LP_RANDOM,
    LP_HEBB,
    HEBB,
    BAYES_ERROR,
    KNOWN_ERROR,
    ALPHA_STAR,
    OVERLAP_AT_THRESHOLD,
    AT_NUMBER,
    RATE_AT,
];

/// Their values, in that order.
pub fn readouts(facts: &Facts) -> Vec<Readout> {
    let all = &facts.all;
    let (fits, best) = (facts.fits, facts.best);
    let threshold = facts.threshold;
    let finite = threshold.limit.is_finite();
    let never = "a teacher without noise can always be fitted";
    vec![
        TYPICAL.of(fits.map(|f| f.typical.overlap)),
        TYPICAL_ERROR.of(fits.map(|f| all.error(f.typical.overlap))),
        LOG_VOLUME.of(fits.map(|f| f.typical.volume.log)),
        MAX_MARGIN.of(best.map(|b| b.limit)),
        MAX_MARGIN_OVERLAP.of(best.map(|b| b.overlap)),
        MAX_MARGIN_ERROR.of(best.map(|b| all.error(b.overlap))),
        LP_RANDOM.of(fits.map(|f| f.random)),
        LP_HEBB.of(fits.map(|f| f.hebb)),
        HEBB.value(facts.hebb),
        BAYES_ERROR.value(all.error(facts.bayes)),
        KNOWN_ERROR.value(all.known_direction_error()),
        match finite {
            true => ALPHA_STAR.value(threshold.limit),
            false => ALPHA_STAR.noted(f64::INFINITY, never),
        },
        match finite {
            true => OVERLAP_AT_THRESHOLD.value(threshold.overlap),
            false => OVERLAP_AT_THRESHOLD.absent(never),
        },
        AT_NUMBER.of(fits.map(|f| f.typical.volume.at_number)),
        match (fits, facts.rate_at) {
            (Err(why), _) => RATE_AT.absent(why.to_string()),
            (_, Some(rate)) => RATE_AT.value(rate),
            (_, None) => RATE_AT.noted(f64::INFINITY, "no perfect fit has this overlap"),
        },
    ]
}
