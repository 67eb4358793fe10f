//! What the run says in sentences.

use super::{controls::Kind, model::Facts, surface::Bend};
use crate::{
    dynamics::conservation::{Augmentation, Dynamics, Family, Standing},
    labs::{prelude::*, shared::words::capitalised},
};

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let step = facts.run.step();
    if let Some(last) = facts.run.ended() {
        return format!(
            "Training diverges at step {}: choose a smaller step size.",
            last + 1
        );
    }
    let one = facts.here.known == 1;
    let count = match facts.here.known {
        0 => "no law".to_owned(),
        1 => "one law".to_owned(),
        n => format!("{n} independent laws"),
    };
    let Some((drift, name, standing)) = facts.largest() else {
        return format!("{} of this network is known.", capitalised(&count));
    };
    if step == 0 {
        return format!("Before the first step: {count}.");
    }
    let count = capitalised(&count);
    let (by, motion) = (short(drift), motion(facts));
    match standing {
        Standing::Law if drift < 1e-12 => {
            format!("{count}, kept to rounding over {step} steps of {motion}.")
        }
        Standing::Law if one => format!("{count}; in {step} steps of {motion} it drifts by {by}."),
        Standing::Law => {
            format!("{count}; in {step} steps of {motion} they drift by {by} at most.")
        }
        Standing::Limit => format!(
            "{count} with all of O(d); with these copies the {name} drifts by {by} in {step} steps of {motion}."
        ),
        Standing::Not => format!(
            "{count}, and the {name} is none on these data: in {step} steps of {motion} it drifts by {by}."
        ),
    }
}

fn motion(facts: &Facts) -> &'static str {
    match facts.rule.dynamics {
        Dynamics::Flow => "gradient flow",
        Dynamics::Descent => "gradient descent",
        Dynamics::Stochastic => "stochastic gradient descent",
        Dynamics::Momentum => "momentum",
        Dynamics::Adam => "Adam",
    }
}

/// Under the laws along the run.
pub fn laws(facts: &Facts) -> String {
    let decay = match facts.rule.decay > 0.0 {
        true => " With weight decay a law is held against what decay alone would have left of it.",
        false => "",
    };
    let what = match facts.rule.dynamics {
        Dynamics::Flow => "The flow keeps every law; what is seen is the error of the integrator.",
        Dynamics::Descent | Dynamics::Stochastic => {
            "A step of size η moves a quadratic law by η² times the law of the gradient, and a law that is linear not at all."
        }
        Dynamics::Momentum => {
            "Momentum is no gradient flow: it moves the quadratic laws, and most while it gathers speed."
        }
        Dynamics::Adam => {
            "Adam divides each slope by its own size, and with that leaves every one of these laws."
        }
    };
    format!("{what}{decay}")
}

/// Under the drift over the step size.
pub fn drift(facts: &Facts) -> String {
    match facts.rule.dynamics {
        Dynamics::Adam => "A first step of Adam drifts as η where descent drifts as η²: over a fixed time smaller steps gain nothing.".into(),
        Dynamics::Momentum => "A first step has no momentum yet and drifts as η². Over a fixed time, 50 steps as set or more of smaller ones, the steps add up to far more, which falls as η at best.".into(),
        Dynamics::Flow => "One step of gradient descent in place of the flow would drift as η², by what the line predicts.".into(),
        _ => "One step drifts as η², by exactly what the line predicts; over a fixed time there are 1/η steps, and the drift falls as η.".into(),
    }
}

/// Under the number of laws.
pub fn count(facts: &Facts) -> String {
    match facts.kind {
        Kind::Degree6 => "The squared error of a unit of degree 6 has degree 12 in the data: even waves around the circle up to 12 survive where n divides them. None does for 7, 9, 11, 13 and beyond: then there is one law.".into(),
        Kind::Regression => "Cyclic copies leave a direction in the plane of every Fourier mode that has a plane: n − ⌊n/2⌋ − 1 of them.".into(),
        _ => "Counted three ways: by formula, by the brackets of the gradient fields modulo a prime, and by the rank of the differentials of the known laws. Where they agree there is no law that we do not know.".into(),
    }
}

/// Under the law's surface.
pub fn path(facts: &Facts, bend: Bend) -> String {
    let form = match bend {
        Bend::Hyperbola if facts.kind == Kind::Scalar => {
            "a² − b² stays: training may slide along this branch of the hyperbola, and the start has chosen it."
        }
        Bend::Hyperbola => {
            "Incoming less outgoing squared length stays: each unit slides along its own hyperbola."
        }
        Bend::Line => "The sum stays: what one class gains the others lose.",
        Bend::Ray => "The ratio stays where it is a law: the point keeps to its line.",
    };
    match facts.rule.decay > 0.0 {
        true => format!("{form} Weight decay shrinks the surface as it goes."),
        false => form.into(),
    }
}

/// Caveats that belong to this run.
pub fn notes(facts: &Facts) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(last) = facts.run.ended() {
        notes.push(format!(
            "The parameters left every bound after step {last}, and the last ones are kept: choose a step size of {} or less.",
            short(facts.rule.eta / 4.0)
        ));
    }
    notes.push("Laws are exact for gradient flow on any data; descent, with a step of any size, keeps those that are linear. Their number is that of a point in general position: at a balanced start, or where a matrix loses rank, fewer are independent. A law says where training cannot go; which minimum it chooses is a further question.".into());
    if facts.rule.sampled {
        notes.push("One copy a step: the gradient is that of all copies only on average, and so is what symmetric data conserve. The laws of the network itself hold for every copy.".into());
    }
    match facts.augmentation {
        Augmentation::Orthogonal(n) => notes.push(format!(
            "{n} random maps and their negatives stand for all of O(d): what the limit conserves drifts about as the root of their number falls."
        )),
        Augmentation::Rotations(_) => notes.push("Labels do not change under a rotation, and on the average over copies they say nothing about a direction: with labels that turn along, this law would be another. The four points are drawn for this page; in the authors' experiment other points give the same rule with other numbers.".into()),
        Augmentation::Permutations | Augmentation::Flips => notes.push("Labels do not change under the copies. That makes the law cheap: the mean of input times label keeps only what every copy shares.".into()),
        Augmentation::None => {}
    }
    if facts.kind == Kind::Attention || facts.kind == Kind::Relu || facts.kind == Kind::Convolution
    {
        notes.push("Counted for data in general position, which tell the units, or the matrices QᵀK and VᵀO, apart; few data leave more that happens not to move.".into());
    }
    if facts.rule.dynamics == Dynamics::Momentum {
        notes.push("Momentum has laws of its own, which depend on the velocity and on time: fewer for linear networks, none for ReLU (Marcotte, Gribonval and Peyré 2024, by their abstract). They are not drawn here.".into());
    }
    let of_symmetry = |f: &Family| !f.is_polynomial() && f.standing != Standing::Not;
    if facts.run.families().iter().any(of_symmetry) {
        notes.push("Data symmetry adds a law here because the squared error of a polynomial network sees only so many moments of the data: a finite group with the same moments as all rotations acts as all of them. With a loss that is no polynomial a finite group adds, in general, none (theorem 3 of the paper, by a secondary source).".into());
    }
    notes
}
