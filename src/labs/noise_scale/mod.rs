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
    .settled_by(setup::settle)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["task", "batch", "sigma", "trained", "target"],
        &["b_simple", "b_noise", "b_crit", "steps", "examples", "adaptive_gain"],
        &["pareto", "scale"],
    )
    .cites(&[&citations::MCCANDLISH2018, &citations::MERRILL2025])
    .presets(PRESETS)
    .opens_on("knee");

const PRESETS: &[Preset] = &[
    preset(
        "knee",
        "The knee moves as the signal dies",
        "hessian=1,0.5,0.333,0.25,0.2,0.167,0.143,0.125,0.111,0.1,0.091,0.083,0.077,0.071,0.067,0.0625&offset=2,2,2,2,2,2,2,2,2,2,2,2,2,2,2,2&trained=8&batch=1000&target=0.02",
        "After eight good steps the gradient has all but died, and its noise has not: the noise scale is 71 where it was 5.8 at the start, and the knee has moved with it.",
    )
    .claims(&[
        "70 < b_noise < 71.5",
        "b_noise(trained=0) ~ 5.8",
        "b_crit > 20 * b_crit(trained=0)",
    ]),
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
        "biased",
        "A biased ratio",
        "task=linear&small=8&big=128",
        "The scale is 4.67. Noise and signal, estimated from pairs of batches and averaged apart, give nearly that; the mean of their ratios may be anything, because the signal's estimate crosses zero.",
    )
    .claims(&[
        "b_simple ~ 4.6667",
        "0.72 * b_simple < ratio_of_means < 1.28 * b_simple",
        "estimator_sd_gradient ~ 0.43423",
        "estimator_sd_trace ~ 15.13",
    ]),
    preset(
        "rate",
        "Learning rate follows batch",
        "task=linear&batch=1",
        "Below the noise scale twice the batch deserves nearly twice the learning rate; far above it, none.",
    )
    .claims(&[
        "eps_opt(batch=2) > 1.6 * eps_opt",
        "eps_opt(batch=1024) < 1.01 * eps_opt(batch=512)",
    ]),
    preset(
        "proxy",
        "Where the proxy fails",
        "hessian=1,0.01&offset=0,10&batch=64&target=0.5",
        "All signal lies where the loss is flat, all noise where it is steep. The simple scale says 203 examples, the noise scale with the Hessian 20003: a hundred times as many.",
    )
    .claims(&["b_simple ~ 203", "b_noise ~ 20003"]),
    preset(
        "network",
        "A network on a table",
        "task=modular&batch=16",
        "A network learns to add modulo 7, at five batch sizes, each with the best of four learning rates. The runs lie along a hyperbola; its knee is not where the first gradient's scale says.",
    )
    .claims(&["here: b_crit < 0.6 * b_simple", "here: hyperbola_residual < 0.2"]),
    preset(
        "adaptive",
        "Only four per cent",
        "task=law&batch=200&growth=0.5",
        "The noise scale grows as the root of the step. The best batch that follows it leaves 0.96 of the product that a fixed one pays: four per cent are saved.",
    )
    .claims(&["adaptive_gain ~ 0.96", "adaptive_gain(growth=2) ~ 0.75"]),
];
