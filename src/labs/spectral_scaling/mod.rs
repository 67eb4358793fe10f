//! Spectral scaling: where a power law of the loss comes from, if the features are fixed.

mod controls;
mod figures;
mod model;
mod quantities;
mod run;
mod setup;
mod words;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::staged::<run::SpectralScaling>("spectral_scaling", "Spectral scaling")
    .asks("Where does a power law of the loss come from, and what bends it?")
    .try_first("Drag a point of the spectrum down: the same bend appears in the loss over data, over width and over time, each at its own place.")
    .in_group(Group::Scaling)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["shape", "decay", "target_decay", "samples", "features", "ridge"],
        &["test_error", "gamma_level", "exponent_data", "exponent_time", "frontier_slope"],
        &["spectrum", "data"],
    )
    .cites(&[&citations::BORDELON2024, &citations::MALONEY2022, &citations::BAHRI2021, &citations::SIMON2021])
    .presets(&[
        preset("three_lenses", "One kink, three lenses", "shape=kink&kink=30&steep=3&modes=1000&samples=100", "From rank 30 on the spectrum falls faster. The loss over samples bends near n = 30, over features near k = 30, over time near t = 1/λ₃₀: three readings of one list.")
            .claims(&["test_error < 0.2 * test_error(shape=power)"]),
        preset("ridgeless", "A kernel without a ridge", "samples=200", "200 samples leave an error of 0.036: the power of the target below the level of the spectrum that they reach.")
            .claims(&["test_error ~ 0.0363"]),
        preset("worse_with_data", "More data, more error", "samples=800&noise=0.05", "With noisy labels and no ridge, 800 samples are worse than 200: 0.0710 against 0.0706. What more samples learn of the target they lose again to the noise that they fit.")
            .claims(&["test_error ~ 0.071", "test_error > test_error(samples=200)"]),
        preset("peak", "A peak that the ridge makes", "modes=600&samples=100&features=100&ridge=0.001", "As many samples as features: the error is 0.66 with a ridge of 0.001 and 0.15 with 0.1. The peak of double descent is missing regularisation.")
            .claims(&["test_error ~ 0.6557", "test_error(ridge=0.1) ~ 0.1477"]),
        preset("symmetric", "Data and features change places", "target_decay=1.5&samples=50&features=200", "Where the target has the power of the spectrum itself and nothing is regularised, 50 samples with 200 features err exactly as much as 200 samples with 50 features.")
            .claims(&["test_error ~ 0.608"]),
        preset("compute", "What compute buys", "decay=1.25&target_decay=1.5&compute=10000", "With N modes trained for a time t, C = N t: the best N is 93 here and grows as C to the 0.44, the loss falls as C to the −0.22.")
            .claims(&["best_width = 93", "frontier_slope < -0.22"]),
        preset("simulated", "On the curve", "modes=600&samples=120&features=60&monte_carlo=on", "Regressions really done, on random features of random data, fall on a curve that was computed from the spectrum alone.")
            .claims(&["test_error ~ 0.2462"]),
    ]);
