//! The readouts, the headline, the notes, and a NumPy program that arrives at the same error by sampling.

use super::{controls::Target, model::Facts, quantities::*};
use crate::{
    figure::number,
    labs::{prelude::*, write_number},
    quadratic::{MAX_SAMPLES, training::MAX_TRAINED},
};

/// Finite-size excess of trained networks over the theory, times d; measured at d = 24 to 400.
const FINITE_SIZE: f64 = 4.0;
/// Below this many samples per dimension the theory is visibly biased.
const FEW: f64 = 20.0;
const PENDING: &str = "the curve over the width is being computed";

/// The numbers of the report.
pub fn readouts(facts: &Facts) -> Result<[Readout; 10], Error> {
    let (setup, here) = (&facts.setup, &facts.here);
    let tuned = if setup.problem.tuned {
        format!(
            "with the best penalty, λ = {}",
            number(setup.problem.penalty)
        )
    } else {
        String::new()
    };
    Ok([
        ERROR.noted(here.error, tuned),
        EXCESS_RISK.value(2.0 * here.error),
        BAYES_ERROR.value(facts.bayes.error),
        optimal_width(facts),
        interpolation_width(facts),
        LEARNED_SPIKES.value(facts.parts.learned as f64),
        match facts.regime() {
            Some(regime) => REGIME.noted(f64::from(regime as u8), regime.name()),
            None => REGIME.absent(PENDING),
        },
        DELTA.value(here.delta),
        EPSILON.value(here.epsilon),
        TRAIN_LOSS.value(here.objective),
    ])
}

fn interpolation_width(facts: &Facts) -> Readout {
    match facts.interpolation.width() {
        Some(_) if facts.searching > 0 => {
            INTERPOLATION_WIDTH.absent("the width is being searched for")
        }
        // The search ends at 1/1000 of a unit.
        Some(p) => INTERPOLATION_WIDTH.value((100.0 * p).round() / 100.0),
        None => INTERPOLATION_WIDTH.absent("more labels than a network of any width can fit"),
    }
}

fn optimal_width(facts: &Facts) -> Readout {
    if facts.width.left > 0 {
        return OPTIMAL_WIDTH.absent(PENDING);
    }
    let (best, d) = (facts.width.best(), facts.setup.d);
    let spare = best as f64 + 1.0 > facts.width.full.kept * d as f64;
    let note = if spare && best < d {
        "and every width beyond"
    } else {
        ""
    };
    OPTIMAL_WIDTH.noted(best as f64, note)
}

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let setup = &facts.setup;
    let times = facts.here.error / facts.bayes.error;
    let against = if times < 1.005 {
        "as low as any method's".into()
    } else if times < 1e4 {
        let digits = if times < 9.95 { 1 } else { 0 };
        format!("{times:.digits$} times the best possible")
    } else {
        "far above the best possible".into()
    };
    let regime = facts.regime().map(|regime| format!(": {}", regime.name()));
    format!(
        "{} hidden {} on {} samples: test error {}, {against}{}.",
        setup.p,
        if setup.p == 1 { "unit" } else { "units" },
        number(setup.problem.samples),
        short(facts.here.error),
        regime.unwrap_or_default(),
    )
}

/// What to bear in mind.
pub fn notes(facts: &Facts) -> Vec<String> {
    let setup = &facts.setup;
    let mut notes = Vec::new();
    if setup.problem.n_eff() <= FEW {
        notes.push(format!(
            "n/d = {}: with 20 samples per dimension or fewer the state evolution is visibly biased; trained networks lie 10 % and more above it.",
            short(setup.problem.n_eff())
        ));
    }
    let scope = if setup.p < setup.d {
        "a heuristic where p < d (proved for p ≥ d and n ~ d²)"
    } else {
        "proved in the limit of large d with n ~ d²"
    };
    notes.push(match setup.problem.n_eff() > FEW {
        true => format!(
            "The state evolution is {scope}; at d = {} trained networks lie up to {:.0} % above it.",
            setup.d,
            100.0 * FINITE_SIZE / setup.d as f64
        ),
        false => format!("The state evolution is {scope}."),
    });
    if facts.roots > 1 {
        notes.push(format!(
            "The equations have {} solutions here; shown is the one with the lowest training objective.",
            facts.roots
        ));
    }
    let (done, all) = (facts.live.done(), facts.networks);
    if done < all {
        notes.push(format!("{done} of {all} networks trained so far."));
    } else if all == 0 && setup.live.is_some() {
        notes.push(format!(
            "Real networks are trained up to d = {MAX_TRAINED} and n = {}; choose smaller ones.",
            number(MAX_SAMPLES)
        ));
    }
    notes
}

/// A program that samples the noisy target at the solution's δ and threshold, and prints the error of what is kept of it.
pub fn program(facts: &Facts) -> String {
    let (setup, here) = (&facts.setup, &facts.here);
    let target = match setup.target {
        Target::Power => format!(
            "s = np.arange(1, d + 1) ** -{}  # eigenvalues of the target\ns /= np.sqrt((s ** 2).mean())\n",
            write_number(setup.gamma)
        ),
        Target::Flat | Target::Custom => format!(
            "s = np.array([{}])  # eigenvalues of the target\n",
            numpy::list(setup.problem.teacher.eigenvalues())
        ),
    };
    format!(
        "import numpy as np\n\nd, p = {}, {}\n{target}delta, b = {}, {}  # solution of the state evolution\n\
rng = np.random.default_rng(0)\nerrors = []\nfor _ in range(40):\n    G = rng.normal(size=(d, d))\n    \
G = (G + G.T) / np.sqrt(2 * d)\n    x, U = np.linalg.eigh(np.diag(s) + delta * G)\n    \
f = np.maximum(x - b, 0)\n    f[: d - p] = 0\n    learned = (U * f) @ U.T\n    \
errors.append(((learned - np.diag(s)) ** 2).sum() / d)\n\
print(np.mean(errors))  # E, up to the finite size of the sampled noise\n",
        setup.d,
        setup.p,
        write_number(here.delta),
        write_number(here.threshold),
    )
}
