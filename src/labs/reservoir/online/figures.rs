//! The figures of stochastic training: the function, the errors, the meter of the risk.

use super::{
    model::{Facts, Moment},
    words,
};
use crate::labs::{
    prelude::*,
    reservoir::figures::{capped, function_plane, noise_guide, points, steps_axis},
};

/// The function and the data.
pub fn fit(facts: &Facts) -> Figure {
    let setup = facts.setup;
    let problem = setup.problem();
    let (x, y, label) = match setup.streams() {
        true => (&facts.batch.inputs, &facts.batch.labels, "last batch"),
        false => (&problem.x, &problem.y, "labels"),
    };
    let network = points(&problem.queries, &facts.outputs);
    let lines = function_plane(setup, facts.start)
        .series([Series::line("network", "network", inks::FUNCTION, network)])
        .series([Series::dots("labels", label, inks::TRAIN, points(x, y))]);
    Figure::lines("fit", "The function", words::fit(setup), lines)
}

/// A curve over the steps; the start lies at the axis' end, for want of a logarithm.
fn over_steps(facts: &Facts, value: impl Fn(&Moment) -> f64) -> Vec<(f64, f64)> {
    let at = |m: &Moment| (m.step.max(1) as f64, value(m));
    facts.timeline.iter().map(at).collect()
}

/// Test error, and training error where there is a training set.
pub fn loss(facts: &Facts) -> Figure {
    let setup = facts.setup;
    let fresh = setup.fresh_noise();
    let all = facts
        .timeline
        .iter()
        .flat_map(|m| [m.test + fresh, m.train]);
    let (low, high) = all.fold((f64::INFINITY, 1e-9_f64), |(low, high), y| {
        (low.min(y), high.max(y))
    });
    let error = Axis::log("mean squared error").range(0.7 * low.max(1e-9), 1.3 * high);
    let train = || {
        Series::line(
            "train",
            "training",
            inks::TRAIN,
            over_steps(facts, |m| m.train),
        )
    };
    let test = over_steps(facts, |m| m.test + fresh);
    let lines = Lines::new(steps_axis(facts.now.step), error)
        .series((!setup.streams()).then(train))
        .series([Series::line("test", "test, fresh noise", inks::TEST, test)])
        .guides((fresh > 0.0).then(|| noise_guide(setup)));
    Figure::lines("loss", "Test error", words::loss(&facts.now), lines)
}

/// The fall of the test error: measured, by the meter, and by the naive sum.
pub fn meter(facts: &Facts) -> Figure {
    let first = facts.first().test;
    let seen = facts
        .timeline
        .iter()
        .flat_map(|m| [first - m.test, m.predicted]);
    let (low, high) = seen.fold((0.0_f64, 0.1_f64), |(a, b), y| (a.min(y), b.max(y)));
    let air = 0.15 * (high - low);
    let (low, high) = (low - air, high + air);
    let naive = capped(over_steps(facts, |m| m.naive), high);
    let y = Axis::linear("fall of the test error").range(low, high);
    let lines = Lines::new(steps_axis(facts.now.step), y)
        .series([Series::line(
            "naive",
            "Σ 2η|ḡ|², naive",
            inks::LEAVE_ONE_OUT,
            naive,
        )])
        .series([
            Series::line(
                "predicted",
                "meter",
                inks::GCV,
                over_steps(facts, |m| m.predicted),
            ),
            Series::line(
                "measured",
                "measured",
                inks::TEST,
                over_steps(facts, |m| first - m.test),
            ),
        ]);
    Figure::lines("meter", "The risk meter", words::meter(facts.setup), lines)
}
