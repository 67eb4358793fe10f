//! What a visitor can change about a spectrum.

use crate::labs::{
    Control, Opt, join, opt,
    shared::{bounds, ranks},
    when,
};

const SPECTRUM: &str = "Spectrum";
const NOISE: &str = "Noise";
const VIEW: &str = "View";

/// Most singular values.
pub const MAX_SIZE: u64 = 512;
/// Largest singular value that can be typed or dragged to.
pub const MAX_VALUE: f64 = 1e12;

const FAMILIES: &[Opt] = &[
    opt("flat", "Flat"),
    opt("power", "Power law"),
    opt("geometric", "Geometric"),
    opt("step", "Step"),
    opt("spiked", "Spikes on a floor"),
    opt("marchenko_pastur", "Marchenko–Pastur"),
    opt("gaussian", "Gaussian matrix"),
    opt("custom", "Drawn or typed"),
];

const OWN: &[Control] = &[
    Control::choice("family", "Family", FAMILIES, "power")
        .group(SPECTRUM)
        .help("A law for the singular values; grab one in the figure to draw your own."),
    Control::integer("n", "Size", [1, MAX_SIZE], 32)
        .symbol("n")
        .group(SPECTRUM)
        .help("Number of singular values.")
        .when(&[when(
            "family",
            &[
                "flat",
                "power",
                "geometric",
                "step",
                "spiked",
                "marchenko_pastur",
                "gaussian",
            ],
        )]),
    Control::integer("flat_rank", "Rank", [1, MAX_SIZE], 32)
        .symbol("r")
        .group(SPECTRUM)
        .help("The first r singular values are 1, the rest 0.")
        .when(&[when("family", &["flat"])]),
    Control::number("alpha", "Decay", [0.0, 4.0], 0.01, 1.0)
        .symbol("α")
        .group(SPECTRUM)
        .help("The i-th singular value is i to the power −α.")
        .when(&[when("family", &["power"])]),
    Control::number("ratio", "Ratio", [0.01, 1.0], 0.01, 0.8)
        .symbol("ρ")
        .group(SPECTRUM)
        .help("Each singular value is ρ times the one before.")
        .when(&[when("family", &["geometric"])]),
    Control::integer("step_at", "Step after", [1, MAX_SIZE], 8)
        .symbol("k")
        .group(SPECTRUM)
        .help("The first k singular values are 1.")
        .when(&[when("family", &["step"])]),
    Control::number("step_low", "Lower level", [0.0, 1.0], 0.01, 0.1)
        .group(SPECTRUM)
        .help("The rest of the singular values.")
        .when(&[when("family", &["step"])]),
    Control::integer("spikes", "Spikes", [0, 32], 3)
        .group(SPECTRUM)
        .help("Singular values that stand out, evenly spaced down from the strength.")
        .when(&[when("family", &["spiked"])]),
    Control::number("strength", "Strength", [0.0, 10.0], 0.05, 3.0)
        .symbol("θ")
        .group(SPECTRUM)
        .help("The largest spike.")
        .when(&[when("family", &["spiked"])]),
    Control::number("floor", "Floor", [0.0, 2.0], 0.01, 0.0)
        .group(SPECTRUM)
        .help("The singular values beneath the spikes.")
        .when(&[when("family", &["spiked"])]),
    Control::vector(
        "values",
        "Singular values",
        [0.0, MAX_VALUE],
        MAX_SIZE as usize,
        &[4.0, 2.0, 1.0, 1.0],
    )
    .symbol("σ")
    .group(SPECTRUM)
    .help("Type or paste a list, or draw in the figure.")
    .when(&[when("family", &["custom"])]),
    Control::number("beta", "Aspect ratio", [0.25, 1.0], 0.05, 1.0)
        .symbol("β")
        .group(NOISE)
        .help("Rows over columns of the matrix, n/M; it shapes noise and bounds."),
    Control::number("noise", "Noise level", [0.0, 2.0], 0.01, 0.0)
        .symbol("s")
        .group(NOISE)
        .help("A Gaussian matrix is added, with standard deviation s/√M in each entry."),
    Control::seed("seed", "Seed", 7)
        .group(NOISE)
        .help("Of the noise and of the Gaussian family. Same seed, same numbers."),
    ranks::SCALE,
    Control::number("p", "Schatten index", [0.0, 4.0], 0.05, 1.0)
        .symbol("p")
        .group(VIEW)
        .help("Between the rank (0), the nuclear–spectral rank (1) and the stable rank (2)."),
    ranks::TOL,
    ranks::EPSILON,
    ranks::TAU,
];

/// Every control of the lab.
pub static CONTROLS: &[Control] =
    &join::<Control, { OWN.len() + bounds::CONTROLS.len() }>(&[OWN, &bounds::CONTROLS]);
