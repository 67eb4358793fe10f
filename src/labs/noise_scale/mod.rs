//! Noise scale: how large a batch is worth it?

mod controls;
mod figures;
mod model;
mod quantities;
mod run;
mod setup;
mod words;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::staged::<run::NoiseScale>("noise_scale", "Noise scale")
    .asks("How large a batch is worth it?")
    .try_first("Move the batch: below the knee twice the batch halves the steps, above it it only doubles the examples.")
    .in_group(Group::Training)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["task", "batch", "sigma", "trained", "target"],
        &["b_simple", "b_noise", "b_crit", "steps", "examples", "adaptive_gain"],
        &["pareto", "scale"],
    )
    .cites(&[&citations::MCCANDLISH2018, &citations::MERRILL2025])
    .presets(PRESETS);

const PRESETS: &[Preset] = &[
    preset(
        "twice",
        "You pay exactly twice",
        "task=law&batch=200",
        "At the knee, 200 examples a batch, the target takes 2000 steps where 1000 are the fewest, and 400000 examples where 200000 are: exactly twice of both.",
    )
    .claims(&[
        "b_crit = 200",
        "steps = 2 * min_steps",
        "examples = 2 * min_examples",
        "hyperbola_residual < 1e-12",
    ]),
    preset(
        "adaptive",
        "Only four per cent",
        "task=law&batch=200&growth=0.5",
        "The noise scale grows as the root of the step. The best batch that follows it leaves 0.96 of the product that a fixed one pays: four per cent are saved.",
    )
    .claims(&["adaptive_gain ~ 0.96", "adaptive_gain(growth=2) ~ 0.75"]),
];
