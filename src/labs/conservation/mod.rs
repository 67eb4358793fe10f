//! Conservation laws: what training never changes, counted, watched and broken.

mod controls;
mod figures;
mod model;
mod presets;
mod program;
mod quantities;
mod run;
mod surface;
mod wheel;
mod words;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::player("conservation", "Conservation laws", run::start)
    .asks("What does training never change?")
    .try_first("Run it on: the product is learned, and every law stays. Then change the dynamics, and see which of them break.")
    .in_group(Group::Training)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["network", "dynamics", "eta", "width", "augment", "copies"],
        &[
            "law_count",
            "largest_drift",
            "predicted_drift",
            "drift_slope",
            "loss",
        ],
        &["laws", "path"],
    )
    .cites(&[
        &citations::MARCOTTE2023,
        &citations::MARCOTTE2025,
        &citations::MARCOTTE2024,
        &citations::GALLEY2026,
    ])
    .settled_by(controls::settle)
    .presets(presets::PRESETS)
    .opens_on("hyperbola");
