//! What a visitor can change about the kernel, the target and the data.

use crate::labs::{Control, opt, when};

const SPECTRUM: &str = "Kernel and target";
const DATA: &str = "Data";
const VIEW: &str = "View";

/// Most modes.
pub const MAX_MODES: u64 = 10_000;
/// Most samples.
pub const MAX_SAMPLES: u64 = 10_000;
/// Most eigenvalues set by hand.
pub const MAX_BY_HAND: usize = 64;
/// Largest eigenvalue that can be typed or dragged to.
pub const MAX_EIGENVALUE: f64 = 1e6;
/// Features per sample.
pub const RATIOS: [f64; 2] = [0.05, 20.0];

const LISTED: &[&str] = &["power", "flat", "two_level", "custom"];

/// Every control of the lab.
pub static CONTROLS: &[Control] = &[
    Control::choice(
        "family",
        "Kernel",
        &[
            opt("power", "Power law"),
            opt("flat", "Flat"),
            opt("two_level", "Two levels"),
            opt("circle", "ReLU network on the circle"),
            opt("custom", "Drawn or typed"),
        ],
        "power",
    )
    .group(SPECTRUM)
    .help("A law for the eigenvalues; drag one in the spectrum to draw your own."),
    Control::log_integer("modes", "Modes", [1, MAX_MODES], 200)
        .symbol("p")
        .group(SPECTRUM)
        .help("Number of eigenvalues: features that the model has.")
        .when(&[when("family", LISTED)]),
    Control::number("decay", "Decay", [0.0, 4.0], 0.01, 2.0)
        .symbol("a")
        .group(SPECTRUM)
        .help("The i-th eigenvalue is i to the power −a.")
        .when(&[when("family", &["power", "custom"])]),
    Control::log_integer("strong", "Strong modes", [1, MAX_MODES], 5)
        .symbol("k")
        .group(SPECTRUM)
        .help("The first k eigenvalues are 1.")
        .when(&[when("family", &["two_level"])]),
    Control::log_number("low", "Lower level", [1e-8, 1.0], 0.01)
        .symbol("ε")
        .group(SPECTRUM)
        .help("All other eigenvalues.")
        .when(&[when("family", &["two_level"])]),
    Control::vector(
        "eigenvalues",
        "First eigenvalues",
        [0.0, MAX_EIGENVALUE],
        MAX_BY_HAND,
        &[1.0, 0.5, 0.2, 0.1],
    )
    .symbol("λ")
    .group(SPECTRUM)
    .help("Typed or dragged; the others follow the power law.")
    .when(&[when("family", &["custom"])]),
    Control::number("target_decay", "Target decay", [0.0, 8.0], 0.01, 2.0)
        .symbol("b")
        .group(SPECTRUM)
        .help("The target's energy on the i-th mode is i to the power −b.")
        .when(&[when("family", LISTED)]),
    Control::integer("depth", "Hidden layers", [1, 3], 1)
        .group(SPECTRUM)
        .help("Of an infinitely wide ReLU network without biases; inputs are points on a circle.")
        .when(&[when("family", &["circle"])]),
    Control::integer("frequency", "Target frequency", [0, 16], 2)
        .symbol("f")
        .group(SPECTRUM)
        .help("The target is √2 cos(fθ).")
        .when(&[when("family", &["circle"])]),
    Control::log_integer("n", "Samples", [1, MAX_SAMPLES], 40)
        .symbol("n")
        .group(DATA)
        .help("Training examples. Without a ridge there must be fewer than modes."),
    Control::number("ridge", "Ridge", [0.0, 10.0], 0.01, 0.0)
        .symbol("δ")
        .group(DATA)
        .help("Added to the diagonal of the kernel matrix; 0 fits every label exactly."),
    Control::number("noise", "Label noise", [0.0, 4.0], 0.01, 0.1)
        .symbol("σ²")
        .group(DATA)
        .help("Variance of the noise on each label."),
    Control::log_number("ratio", "Features per sample", RATIOS, 2.0)
        .symbol("p/n")
        .group(VIEW)
        .help("Where the double-descent figure is read, at this number of samples."),
    Control::toggle("monte_carlo", "Simulate", false)
        .group(VIEW)
        .help("Does the regression on random data, many times, and drops the errors on the curve."),
    Control::integer("draws", "Data sets per dot", [5, 200], 40)
        .group(VIEW)
        .help("More make the error bars shorter.")
        .when(&[when("monte_carlo", &["on"])]),
    Control::seed("seed", "Seed", 7)
        .group(VIEW)
        .help("Of the data sets. Same seed, same dots.")
        .when(&[when("monte_carlo", &["on"])]),
];
