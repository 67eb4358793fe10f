//! The finding and the caveats.

use super::{
    controls::Form,
    model::{Facts, MOST_REPEATED},
};
use crate::{labs::prelude::*, nn::Unit};

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let (x, now) = (short(facts.view.x), facts.now());
    if facts.diverged() {
        return format!(
            "Training diverges after step {}: a smaller learning rate stays.",
            facts.path.len()
        );
    }
    if facts.walk.is_empty() {
        return format!(
            "Before training the network says {} at {x}; no example has had a say.",
            short(now.answer)
        );
    }
    let shares = facts.contributions(now);
    let order = facts.by_size();
    let examples = &facts.path.examples;
    if order.len() == 1 {
        return format!(
            "One example moved the answer at {x} from {} to {}.",
            short(facts.start()),
            short(now.answer)
        );
    }
    let pulls: f64 = shares.iter().map(|c| c.abs()).sum();
    format!(
        "The answer {} at {x} was pulled most by the example at {}, by {}; all pulls together are {} long and come to {}.",
        short(now.answer),
        short(examples.x[order[0]]),
        short(shares[order[0]]),
        short(pulls),
        short(shares.iter().sum())
    )
}

/// What the numbers of this state do not say.
pub fn notes(facts: &Facts) -> Vec<String> {
    let mut notes = vec![
        "The expansion is an identity about the path that training took, and no predictor: its kernel is known once the network is trained. \"Approximately a kernel machine\" says little where the weights depend on x, as they do here.".to_owned(),
        "Contributions are not unique: other coordinates of the parameters, another optimiser or another split of the curvature between examples gives others. Here the curvature of a step is shared by what each example gave to the step.".to_owned(),
        "Of the second-order paper only the abstract was read; the formulas are derived here, and its concentration bound is left out.".to_owned(),
    ];
    if facts.view.removed.is_some() {
        notes.push("Removing an example is no subtraction: without its pull the residuals of its neighbours stay large, and they pull longer. So the change measured may be far smaller than the contribution promised, or have the other sign.".into());
    }
    if facts.view.form == Form::First {
        notes.push("First order leaves out what curvature does: its contributions do not add up to the answer.".into());
    }
    if facts.view.form == Form::Second {
        notes.push("The second-order term costs one Hessian-vector product per step and test point; here it is written out.".into());
    }
    if facts.path.model.unit() == Unit::Relu {
        notes.push("A rectifier has no curvature to expand in; the exact form splits each step where one opens.".into());
    }
    if facts.end() > MOST_REPEATED {
        notes.push(format!("Slopes over the learning rate repeat the training up to 31 times as finely, and stop at {MOST_REPEATED} steps."));
    }
    notes
}
