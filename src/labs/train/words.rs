//! What there is to say.

use super::{
    controls::{Beside, Measure, Shown},
    facts::{Facts, Trial, mean},
};
use crate::{
    labs::{prelude::*, shared::words::capitalised},
    nn::transformer::tasks::Task,
};

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let (now, setup) = (facts.now, facts.setup);
    if facts.trainer.stuck {
        return format!(
            "Training diverges after step {}: lower the learning rate below {} or the weight decay below {}.",
            now.step,
            short(setup.rule.learning_rate / 3.0),
            short(1.0 / setup.rule.learning_rate)
        );
    }
    match facts.view.beside {
        Beside::Grid => {
            if let (Some(rate), Some(count)) =
                (facts.trial(Measure::Rate), facts.trial(Measure::Parameters))
            {
                return format!(
                    "{} The rate √(R/m) orders {} of {} pairs of gaps as they are, {}; counting parameters {}.",
                    filled(facts),
                    rate.overall.agreeing,
                    rate.overall.pairs,
                    tau(&rate),
                    tau(&count)
                );
            }
        }
        Beside::Samples => {
            if let Some(line) = facts.slope() {
                return format!(
                    "{} The gap falls as m to the power {} ± {} over these sizes; bounds of the form c/√m say −0.5.",
                    filled(facts),
                    short(line.slope),
                    short(line.standard_error)
                );
            }
        }
        Beside::None => {}
    }
    format!(
        "Step {}: test accuracy {}, gap {} nats; effective ranks of attention up to {} of {}.",
        now.step,
        percent(now.test.accuracy),
        short(now.gap()),
        short(facts.factors.erank),
        setup.shape.context
    )
}

/// How many companions there are.
fn filled(facts: &Facts) -> String {
    let (done, all) = (facts.fleet.outcomes.len(), facts.fleet.len());
    match done == all {
        true => format!("{all} networks."),
        false => format!("{done} of {all} networks so far."),
    }
}

/// "τ = 0.27 ± 0.12".
fn tau(trial: &Trial) -> String {
    let spread = trial.spread.map_or(String::new(), |(_, deviation)| {
        format!(" ± {}", short(deviation))
    });
    format!("τ = {}{spread}", short(trial.overall.tau))
}

/// Under the losses.
pub fn learning(facts: &Facts) -> String {
    let now = facts.now;
    format!(
        "Training loss {}, test loss {}: a gap of {} nats after {} steps.",
        short(now.train.loss),
        short(now.test.loss),
        short(now.gap()),
        now.step
    )
}

/// Under the accuracies.
pub fn accuracy(facts: &Facts) -> String {
    format!(
        "{} of the training labels and {} of the fresh ones are right.",
        percent(facts.now.train.accuracy),
        percent(facts.now.test.accuracy)
    )
}

/// Under the ranks.
pub fn ranks(facts: &Facts) -> String {
    let before = facts
        .moments
        .first()
        .map_or(f64::NAN, |m| m.largest(|h| h.erank));
    format!(
        "Mean erank over 16 fresh sequences: at most {} of {} now, {} before training.",
        short(facts.factors.erank),
        facts.setup.shape.context,
        short(before)
    )
}

/// Under the norms.
pub fn norms(facts: &Facts) -> String {
    let now = facts.now;
    format!(
        "Attention itself cannot leave 1 to √T, whatever is learned: {} now. The products of the weights can: W_Q W_Kᵀ is at {}, W_V W_O at {}.",
        short(now.largest(|h| h.spectral_norm)),
        short(now.largest(|h| h.query_key.spectral_norm)),
        short(now.largest(|h| h.value_output.spectral_norm))
    )
}

/// Under the maps.
pub fn attention(facts: &Facts) -> String {
    let shape = &facts.setup.shape;
    let many = shape.layers * shape.heads;
    let maps = if many == 1 {
        "One head".into()
    } else {
        format!(
            "{} layers below each other, {} heads side by side",
            shape.layers, shape.heads
        )
    };
    format!(
        "{maps}; mean over 16 fresh sequences. erank of the mean attention of the head shown: {}.",
        short(facts.head().map_or(f64::NAN, |h| h.mean_erank))
    )
}

/// Under the spectrum.
pub fn spectrum(facts: &Facts) -> String {
    let what = match facts.view.shown {
        Shown::Attention => "mean attention, averaged over 16 fresh sequences",
        Shown::QueryKey => "product W_Q W_Kᵀ, which decides where it looks",
        Shown::ValueOutput => "product W_V W_O, which decides what it passes on",
    };
    format!(
        "Layer {}, head {}: the {what}.",
        facts.view.layer, facts.view.head
    )
}

/// Under the ranks of the weights.
pub fn weights(facts: &Facts) -> String {
    let most = facts.setup.shape.head_width();
    let ranks = facts.head().map(|h| [h.query_key, h.value_output]);
    let [query_key, value_output] =
        ranks.map_or([f64::NAN; 2], |both| both.map(|product| product.erank));
    format!(
        "A head of width {most} leaves both products that rank at most. Effectively W_Q W_Kᵀ uses {} of it, W_V W_O {}; the dots are stable ranks.",
        short(query_key),
        short(value_output)
    )
}

/// Under the gap.
pub fn gap(facts: &Facts) -> String {
    let gaps = facts.gaps();
    let lines = "Lines are what each formula makes of this one network, continued as 1/√m; what leaves the picture is left out.";
    match (&gaps[..], facts.view.beside) {
        ([first, .., last], _) => format!(
            "From m = {} to {} the mean gap over 3 seeds goes from {} to {}. {lines}",
            first.0,
            last.0,
            short(mean(&first.1)),
            short(mean(&last.1))
        ),
        (_, Beside::Samples) => format!("Networks over m are being trained. {lines}"),
        _ => format!(
            "One network, with a gap of {}; train networks over m beside it to see it fall. {lines}",
            short(facts.now.gap())
        ),
    }
}

/// Under the gaps of the grid.
pub fn measures(facts: &Facts) -> String {
    match facts.trial(facts.view.measure) {
        Some(trial) => format!(
            "{}: {} of {} pairs are in the order of the gap, {} in the reversed one; {}.",
            capitalised(facts.view.measure.name()),
            trial.overall.agreeing,
            trial.overall.pairs,
            trial.overall.reversed,
            tau(&trial)
        ),
        None => "Networks of the grid are being trained.".into(),
    }
}

/// Under the table.
pub fn taus(facts: &Facts) -> String {
    let best = Measure::ALL
        .iter()
        .filter_map(|which| Some((*which, facts.trial(*which)?.overall.tau)))
        .max_by(|a, b| a.1.total_cmp(&b.1));
    match best {
        Some((which, tau)) => format!(
            "{} orders these gaps best, with τ = {}. Granulated: the mean over settings of τ among networks that differ in that setting alone.",
            capitalised(which.name()),
            short(tau)
        ),
        None => "Too few networks yet.".into(),
    }
}

/// Caveats that belong to this state.
pub fn notes(facts: &Facts) -> Vec<String> {
    let setup = facts.setup;
    let mut notes = Vec::new();
    if facts.trainer.stuck {
        notes.push(format!(
            "The loss left every bound after step {}; its last finite state is kept. Lower the learning rate below {} or the weight decay below {}.",
            facts.now.step,
            short(setup.rule.learning_rate / 3.0),
            short(1.0 / setup.rule.learning_rate)
        ));
    }
    notes.push("The paper behind √(R/m) could not be read in full: the rate has no constants, and what is derived from norms is a reconstruction. Compare slopes and orders, never heights.".into());
    notes.push("An effective rank does not measure what was learned: reverse needs full rank and generalizes, and noise can be memorised whatever the rank is. Attention bounds cover one linear map, not a network.".into());
    notes.push("Fresh sequences are none of those trained on, so the gap is that on what was not seen. Near 0 its sign is chance.".into());
    match setup.task {
        Task::Reverse if setup.shape.causal => notes.push("Causal attention cannot see the end of the sequence: the first half of the labels cannot be known.".into()),
        Task::Modular => notes.push(format!(
            "The table has {} pairs of numbers modulo {}; those not trained on are tested on.",
            setup.distinct(),
            setup.shape.vocabulary - 1
        )),
        _ => {}
    }
    if let Some((name, count)) = &facts.fleet.kept {
        notes.push(format!(
            "{count} of the networks beside it come from the file {name}: they were not trained here."
        ));
    }
    if facts.view.beside == Beside::Grid {
        notes.push("A τ over a few dozen networks of one task is an observation about these networks: another task, range or optimiser may order them differently.".into());
    }
    notes
}
