//! Losses and accuracies over the steps.

use super::{
    super::{facts::Facts, quantities::*, words},
    over_steps, steps_axis,
};
use crate::labs::prelude::*;

/// Losses below this are drawn as this.
const LEAST: f64 = 1e-4;

/// Training and test loss.
pub fn losses(facts: &Facts) -> Figure {
    let train = over_steps(facts, |m| m.train.loss.max(LEAST));
    let test = over_steps(facts, |m| m.test.loss.max(LEAST));
    let chance = (facts.setup.shape.vocabulary as f64).ln();
    let lines = Lines::new(steps_axis(facts), Axis::log("cross-entropy (nats)"))
        .series([
            line(&TRAIN_LOSS, "training", train),
            line(&TEST_LOSS, "test, fresh sequences", test),
        ])
        .guides([Guide::new(
            "guessing, ln V",
            Along::Y,
            chance,
            inks::NEUTRAL,
        )]);
    Figure::lines(
        "learning",
        "Training and test loss",
        words::learning(facts),
        lines,
    )
}

/// Training and test accuracy.
pub fn accuracies(facts: &Facts) -> Figure {
    let train = over_steps(facts, |m| m.train.accuracy);
    let test = over_steps(facts, |m| m.test.accuracy);
    let chance = 1.0 / facts.setup.shape.vocabulary as f64;
    let y = Axis::linear("share of the labels").range(0.0, 1.03);
    let lines = Lines::new(steps_axis(facts), y)
        .series([
            line(&TRAIN_ACCURACY, "training", train),
            line(&TEST_ACCURACY, "test, fresh sequences", test),
        ])
        .guides([Guide::new("guessing, 1/V", Along::Y, chance, inks::NEUTRAL)]);
    Figure::lines(
        "accuracy",
        "Training and test accuracy",
        words::accuracy(facts),
        lines,
    )
}

/// A curve, or a dot where it has one point.
pub fn line(quantity: &Quantity, label: &str, points: Vec<(f64, f64)>) -> Series {
    let mark = if points.len() > 1 {
        Mark::Line
    } else {
        Mark::Points
    };
    Series {
        label: label.into(),
        ..quantity.series(mark, points)
    }
}
