//! The finding, and what the numbers of a state do not say.

use super::{
    controls::Model,
    model::{Facts, Fits},
    shown::examples,
};
use crate::{
    figure::{number, percent, short},
    interpolation::sample::MOST_WALKED,
};

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> String {
    let error = |x: f64| percent(facts.all.error(x));
    let Ok(fits) = facts.fits else {
        let from = short_up(facts.threshold.limit);
        return format!(
            "No perfect fit exists from α = {from} on at this margin; Hebb's rule, which needs none, errs on {}.",
            error(facts.hebb)
        );
    };
    let typical = fits.typical.overlap;
    let Ok(best) = facts.best else {
        return format!(
            "The typical fit at margin {} errs on {}; no fit has a margin above 0.",
            number(facts.all.margin()),
            error(typical)
        );
    };
    let (here, there) = (facts.all.error(typical), facts.all.error(best.overlap));
    let than = if (here / there - 1.0).abs() < 0.01 {
        "the largest margin on nearly as many,"
    } else if best.overlap > typical {
        "the largest margin only on"
    } else {
        "the largest margin, here the worse choice, on"
    };
    let share = match best.overlap > typical && facts.exponent > 1.0 {
        true => format!(
            ": e^−{} of all fits in {} dimensions are as good",
            short(facts.exponent),
            number(facts.d as f64)
        ),
        false => String::new(),
    };
    format!(
        "The typical perfect fit errs on {}, {than} {}{share}.",
        percent(here),
        percent(there)
    )
}

/// Two digits behind the point, as the refusals say it.
fn short_up(x: f64) -> String {
    number((100.0 * x).round() / 100.0)
}

/// What the numbers of this state do not say.
pub fn notes(facts: &Facts) -> Vec<String> {
    let mut notes = vec![
        "Of the paper (Chen and El Alaoui) the abstract was read; its theorem, its constants and its linear program were not. The volume is our replica-symmetric computation, margins and programs follow from Gordon's comparison, all as n and d grow at fixed α; the linear programs are our choice.".to_owned(),
        "A rate is a volume, not a chance: no algorithm draws fits at random. And better than typical is said of inputs alike in all directions and few examples; near α* it turns around.".to_owned(),
    ];
    match facts.fits {
        Ok(fits) => notes.extend(comparisons(facts, &fits)),
        Err(why) => notes.push(format!("{}.", sentence(&why.to_string()))),
    }
    if facts.all.margin() < 0.0 {
        notes.push("Below margin 0 the fits are no convex set and may be in pieces: α* is an upper bound there, and the volume is the least sure.".into());
    }
    notes.push("The largest margin is where gradient descent tends, as 1/log t. Stopped early it is closer to Hebb's direction, and often better.".into());
    notes.extend(simulated(facts));
    notes
}

fn sentence(text: &str) -> String {
    crate::labs::shared::words::capitalised(text)
}

fn comparisons(facts: &Facts, fits: &Fits) -> Vec<String> {
    let mut notes = Vec::new();
    let error = |x: f64| percent(facts.all.error(x));
    if fits.random < fits.typical.overlap {
        notes.push(format!(
            "The fit farthest along a random direction errs on {}, more than a random fit: an optimum lies on the edge of the fits, far from their middle.",
            error(fits.random)
        ));
    }
    if facts.best.is_ok_and(|best| facts.hebb > best.overlap) {
        let whose = match facts.model {
            Model::Mixture => "is Bayes' rule of this model and",
            _ => "",
        };
        notes.push(format!(
            "Hebb's rule {whose} errs on {} without fitting every example: here it is not fitting that helps.",
            error(facts.hebb)
        ).replace("  ", " "));
    }
    if fits.typical.volume.at_number >= 1.0 {
        notes.push(
            "The AT number is above 1: the computation of the typical fit is not stable here."
                .into(),
        );
    }
    notes
}

fn simulated(facts: &Facts) -> Option<String> {
    if !facts.asked {
        return None;
    }
    let n = examples(facts.all.alpha(), facts.d);
    let entries = n * facts.d;
    if facts.experiment.is_none() {
        return Some(format!(
            "n·d is {} here; simulated up to 400 000: choose fewer dimensions.",
            number(entries as f64)
        ));
    }
    let mut text = format!(
        "Simulated with n = {} examples in d = {} dimensions; dots scatter as 1/√d.",
        number(n as f64),
        number(facts.d as f64)
    );
    if entries > MOST_WALKED {
        text += " Random fits are drawn up to n·d = 60 000.";
    }
    Some(text)
}
