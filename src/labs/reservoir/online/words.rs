//! What a stochastic run finds, in sentences.

use super::model::{Facts, Moment};
use crate::{
    figure::short,
    labs::reservoir::{setup::Setup, words::diverged},
};

/// The finding.
pub fn headline(facts: &Facts) -> String {
    let step = facts.now.step;
    if facts.stuck {
        return diverged(facts.setup, step);
    }
    if step == 0 {
        return "Step 0: nothing is learned yet.".into();
    }
    let (fell, says) = (short(facts.measured_drop()), short(facts.now.predicted));
    match facts.setup.streams() {
        true => format!(
            "Step {step}: the test error fell by {fell}; the meter, without any test data, says {says}."
        ),
        false => format!(
            "Step {step}: the test error fell by {fell}, but on data used again the meter says {says}."
        ),
    }
}

/// The caveat that belongs to this state.
pub fn note(facts: &Facts) -> String {
    if facts.stuck {
        let rate = short(0.5 * facts.setup.experiment.rate);
        return format!(
            "Shown is the last step before numbers explode; choose a learning rate of at most {rate}."
        );
    }
    match facts.setup.streams() {
        true => format!(
            "The meter is right to first order in η and as a mean over batches; its spread falls with the batch size (b = {}).",
            facts.setup.batch
        ),
        false => "The meter scores an example under the step of the others as if it had never been seen: here it was.".into(),
    }
}

/// Under the function.
pub fn fit(setup: &Setup) -> String {
    match setup.streams() {
        true => format!("Every step sees {} new examples, once.", setup.batch),
        false => format!(
            "Every step sees {} of the same {} examples.",
            setup.batch,
            setup.problem().x.len()
        ),
    }
}

/// Under the errors.
pub fn loss(now: &Moment) -> String {
    let test = short(now.test);
    format!("Test error {test} without the noise of the labels.")
}

/// Under the meter.
pub fn meter(setup: &Setup) -> &'static str {
    match setup.streams() {
        true => {
            "On fresh samples the meter follows the measured fall: without bias to first order in η, on average over batches. The naive sum also counts fitted noise."
        }
        false => {
            "On data that is used again the network already depends on every example: the meter loses the test error. Nothing is hidden here; for fixed data use cross-validation."
        }
    }
}
