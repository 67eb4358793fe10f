//! Interpolators: whether most perfect fits are alike, and whether those that algorithms find are better.

mod controls;
mod figures;
mod model;
mod presets;
mod program;
mod quantities;
mod run;
mod shown;
mod words;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::staged::<run::Run>("interpolators", "Interpolators")
    .asks("Are most perfect fits alike, and are those that algorithms find better?")
    .try_first("Drag the examples α towards α*: all perfect fits come to lie on one point.")
    .in_group(Group::Generalization)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["model", "lambda", "alpha", "kappa", "d"],
        &[
            "typical_error",
            "max_margin_error",
            "lp_random_overlap",
            "bayes_error",
            "alpha_star",
        ],
        &["volume", "error"],
    )
    .cites(&[
        &citations::CHEN2026,
        &citations::GARDNER1988,
        &citations::SOUDRY2018,
    ])
    .presets(presets::PRESETS);
