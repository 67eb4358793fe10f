//! Path kernel: which training examples taught the network this answer?

mod controls;
mod figures;
mod model;
mod program;
mod quantities;
mod run;
mod words;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::player("path_kernel", "Path kernel", run::start)
    .asks("Which training examples taught the network this answer?")
    .try_first("Drag the test point along the curve: the bars say which examples pulled its answer up or down.")
    .in_group(Group::Training)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["network", "eta", "x", "form", "remove"],
        &["answer", "first_order", "second_order", "largest_contribution", "residual_slope_second"],
        &["answer", "contributions"],
    )
    .cites(&[&citations::GUO2026, &citations::DOMINGOS2020, &citations::BELL2023])
    .presets(PRESETS);

const PRESETS: &[Preset] = &[
    preset(
        "scalar",
        "Two parameters, by hand",
        "task=scalar&x=3&eta=0.2&step=10",
        "f = abx learns from one example that f(1) is 2; then f(3) must be 6. First order says 5.72; second order misses nothing, at any learning rate.",
    )
    .claims(&[
        "answer ~ 6",
        "5.7197 < first_order < 5.7198",
        "-1e-13 < residual_second < 1e-13",
    ]),
];
