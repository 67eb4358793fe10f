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
    .settled_by(model::settle)
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
    preset(
        "no_remainder",
        "Nothing left out",
        "network=quadratic",
        "This network is quadratic in its parameters: second order misses nothing but rounding, however long the steps. First order is off by 0.007.",
    )
    .claims(&[
        "-1e-12 < residual_second < 1e-12",
        "here: -0.0074 < residual_first < -0.0071",
    ]),
    preset(
        "orders",
        "Half the rate, a quarter of the error",
        "network=tanh&x=0.5",
        "tanh is not quadratic. Halve the learning rate at the same time of training: what first order misses halves, what second order misses goes down fourfold.",
    )
    .claims(&[
        "0.9 < residual_slope_first < 1.1",
        "1.6 < residual_slope_second < 2.3",
    ]),
    preset(
        "sampling",
        "Noise bends more than curvature",
        "sampling=distinct&batch=1",
        "One example a step. Because the examples disagree, the curvature adds 0.023 on average, seven times as much as the mean gradient alone would add.",
    )
    .claims(&[
        "here: noise_term > 6 * curvature_term",
        "here: 0.02 < residual_first < 0.027",
        "here: noise_term ~ 0.02336",
    ]),
    preset(
        "kinks",
        "A kink is no curvature",
        "network=relu",
        "A rectifier has no curvature but where it opens, and there it has a kink: second order misses nearly as much as first order. The exact path still adds up.",
    )
    .claims(&[
        "here: residual_second < 0.7 * residual_first",
        "here: residual_slope_second < 1",
    ]),
    preset(
        "momentum",
        "Two formulas for momentum",
        "task=scalar&x=3&eta=0.04&momentum=0.8&step=25",
        "Along the actual steps first order says 6.01 where the answer is 6.26, and second order misses nothing. The kernel weighted by momentum's memory says 4.06.",
    )
    .claims(&[
        "answer ~ 6.257",
        "first_order ~ 6.0069",
        "memory_weighted ~ 4.0611",
    ]),
    preset(
        "remove",
        "A contribution is no prediction",
        "remove=4",
        "Example 4 pulled the answer up by 10. Train without it, and the answer falls by 0.38: the others had been pulling against it.",
    )
    .claims(&[
        "here: largest_contribution ~ 10.11",
        "here: -0.39 < removed_change < -0.37",
        "here: promised_change < 20 * removed_change",
    ]),
];
