//! A Transformer trained in the tab: every head's spectrum while it learns, and the gap beside what theory says of it.

mod controls;
mod factors;
mod facts;
mod figures;
mod fleet;
mod handing;
mod kernel;
mod measuring;
mod presets;
mod program;
mod quantities;
mod readouts;
mod run;
mod setup;
mod trainer;
mod words;

use crate::labs::prelude::*;
use quantities as q;

/// The lab.
pub static LAB: Lab = Lab::player("train", "Transformer in training", run::start)
    .asks("Does the effective rank of attention predict how well a Transformer generalizes?")
    .try_first("Press Run and watch the ranks; then choose Reverse, which needs every one of them.")
    .in_group(Group::Training)
    .settled_by(setup::settle)
    .controls(&[controls::CONTROLS])
    .quantities(&[q::LEARNED, q::SPECTRA, q::BOUNDS, q::TRIALS])
    .essential(
        &["task", "samples", "label_noise", "decay", "step"],
        &[
            "train_loss",
            "test_loss",
            "test_accuracy",
            "gap",
            "max_erank",
            "bound_rate",
        ],
        &["learning", "ranks"],
    )
    .cites(&[
        &citations::DHINGRA2025,
        &citations::VASWANI2017,
        &citations::LOSHCHILOV2019,
        &citations::POWER2022,
        &citations::OLSSON2022,
    ])
    .presets(presets::PRESETS);
