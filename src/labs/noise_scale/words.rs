//! The finding, the caveats, and a program that prints the same number.

use super::{controls::Subject, model::Facts};
use crate::labs::{prelude::*, write_number};

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let batch = facts.setup.batch as f64;
    match facts.pareto() {
        Some(p) => format!(
            "Batches of {} take {} times the fewest steps and {} times the fewest examples; the knee is at {}.",
            short(batch),
            short(p.steps(batch) / p.min_steps),
            short(p.examples(batch) / p.min_examples),
            short(p.b_crit())
        ),
        None => match facts.at {
            Some(at) => format!(
                "The gradient of one example is {} parts noise to one part signal.",
                short(at.b_simple())
            ),
            None => "The law by its constants.".into(),
        },
    }
}

/// What the numbers of this state do not say.
pub fn notes(facts: &Facts) -> Vec<String> {
    let mut notes = vec![
        "The derivation is for plain stochastic gradient descent with the best learning rate for every batch; Adam's best rate grows as the batch to a power between ½ and 1 instead. It counts training loss only and says nothing about generalization.".to_owned(),
        "The paper fits the place of the knee to runs and does not predict it. On generative models the simple scale misses it by 20 times, and a revisit on language models (Merrill et al. 2025, abstract read) does not trust the proxy and measures the critical batch itself.".to_owned(),
    ];
    match facts.setup.subject {
        Subject::Linear => notes.push("The prediction follows steps of the best length along the exact gradient. Runs keep one learning rate, the best of four, and their noise leaves another path: their knee lies elsewhere, by a factor of a few.".into()),
        Subject::Curve => notes.push("Batches are drawn with replacement from the examples. Where the loss is not convex the Hessian along the gradient may be negative, and B_noise is then not defined.".into()),
        Subject::Modular => notes.push("Curvature of this network is by second differences of its loss; a rectifier has none but where it opens.".into()),
        Subject::Law => notes.push("Nothing is trained here: these are the identities of the law. With a noise scale that grows as the root of the step, as on SVHN, γ is 24/25.".into()),
    }
    if facts.setup.trainee.is_some() {
        notes.push("The spread of the estimate is that of Gaussian batches; small batches have longer tails and scatter up to a third more. A small Transformer is left out here.".into());
        let best = facts.measured();
        if best.iter().any(|m| m.steps < 10.0) {
            notes.push("Some runs take fewer than ten steps: whole steps are then too coarse for a hyperbola.".into());
        }
    }
    notes
}

/// A program that prints the noise scale, or the steps of the law; empty where networks are trained.
pub fn program(facts: &Facts) -> String {
    let setup = &facts.setup;
    match setup.subject {
        Subject::Linear => format!(
            "import numpy as np

h = np.array([{}])  # eigenvalues of H
d = np.array([{}])  # w - w*
residual = (h * d**2).sum() + {} ** 2
G = h * d
Sigma = residual * np.diag(h) + np.outer(G, G)
H = np.diag(h)
print(np.trace(H @ Sigma) / (G @ H @ G))  # b_noise\n",
            numpy::list(&setup.hessian),
            numpy::list(&setup.theta),
            write_number(setup.sigma)
        ),
        Subject::Law => format!(
            "min_steps, min_examples, batch = {}, {}, {}\nprint(min_steps + min_examples / batch)  # steps\n",
            write_number(setup.law.min_steps),
            write_number(setup.law.min_examples),
            setup.batch
        ),
        Subject::Curve | Subject::Modular => String::new(),
    }
}
