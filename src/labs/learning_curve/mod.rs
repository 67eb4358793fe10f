//! Learning curves: how much of a target n samples teach a kernel, from its spectrum alone.

mod controls;
mod figures;
mod model;
mod presets;
mod program;
mod quantities;
mod run;
mod setup;
mod words;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::staged::<run::LearningCurve>("learning_curve", "Learning curve")
    .asks("How well will a kernel generalize from n samples, judging by its spectrum alone?")
    .try_first("Drag the point along the curve, past as many samples as modes.")
    .in_group(Group::Generalization)
    .settled_by(setup::settle)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["n", "ridge", "noise", "decay", "family"],
        &["test_error", "e0", "kappa", "target_learnability"],
        &["curve", "learnability"],
    )
    .cites(&[
        &citations::SIMON2021,
        &citations::BORDELON2020,
        &citations::JACOT2018,
    ])
    .presets(presets::PRESETS);
