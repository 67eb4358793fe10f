//! What a visitor can change about the kernel, the target and the data.

use crate::labs::prelude::*;

const SPECTRUM: &str = "Kernel and target";
const DATA: &str = "Data";
const VIEW: &str = "View";

/// Most modes.
const MAX_MODES: u64 = 10_000;
/// Most samples.
pub const MAX_SAMPLES: u64 = 10_000;
/// Most eigenvalues set by hand.
pub const MAX_BY_HAND: usize = 64;
/// Largest eigenvalue that can be typed or dragged to.
const MAX_EIGENVALUE: f64 = 1e6;
/// Features per sample.
pub const RATIOS: [f64; 2] = [0.05, 20.0];

choices! {
    /// Where the eigenvalues come from.
    pub enum Family {
        Power = "power": "Power law",
        Flat = "flat": "Flat",
        TwoLevel = "two_level": "Two levels",
        Circle = "circle": "ReLU network on the circle",
        Custom = "custom": "Drawn or typed",
    }
}

pub const FAMILY: Choice<Family> = Family::choice("family", "Kernel", Family::Power)
    .group(SPECTRUM)
    .help("A law for the eigenvalues; drag one in the spectrum to draw your own.");
pub const MODES: Count = count("modes", "Modes")
    .log([1, MAX_MODES], 200)
    .symbol("p")
    .group(SPECTRUM)
    .help("Number of eigenvalues: features that the model has.")
    .when(FAMILY.is_not(&[Family::Circle]));
pub const DECAY: Number = number("decay", "Decay")
    .linear([0.0, 4.0], 0.01, 2.0)
    .symbol("a")
    .group(SPECTRUM)
    .help("The i-th eigenvalue is i to the power −a.")
    .when(FAMILY.is(&[Family::Power, Family::Custom]));
pub const STRONG: Count = count("strong", "Strong modes")
    .log([1, MAX_MODES], 5)
    .symbol("k")
    .group(SPECTRUM)
    .help("The first k eigenvalues are 1.")
    .when(FAMILY.is(&[Family::TwoLevel]));
pub const LOW: Number = number("low", "Lower level")
    .log([1e-8, 1.0], 0.01)
    .symbol("ε")
    .group(SPECTRUM)
    .help("All other eigenvalues.")
    .when(FAMILY.is(&[Family::TwoLevel]));
pub const EIGENVALUES: Vector = vector(
    "eigenvalues",
    "First eigenvalues",
    [0.0, MAX_EIGENVALUE],
    MAX_BY_HAND,
    &[1.0, 0.5, 0.2, 0.1],
)
.symbol("λ")
.group(SPECTRUM)
.help("Typed or dragged; the others follow the power law.")
.when(FAMILY.is(&[Family::Custom]));
pub const TARGET_DECAY: Number = number("target_decay", "Target decay")
    .linear([0.0, 8.0], 0.01, 2.0)
    .symbol("b")
    .group(SPECTRUM)
    .help("The target's energy on the i-th mode is i to the power −b.")
    .when(FAMILY.is_not(&[Family::Circle]));
pub const DEPTH: Count = count("depth", "Hidden layers")
    .linear([1, 3], 1)
    .group(SPECTRUM)
    .help("Of an infinitely wide ReLU network without biases; inputs are points on a circle.")
    .when(FAMILY.is(&[Family::Circle]));
pub const FREQUENCY: Count = count("frequency", "Target frequency")
    .linear([0, 16], 2)
    .symbol("f")
    .group(SPECTRUM)
    .help("The target is √2 cos(fθ), at f = 0 the constant 1: its energy is 1 at every f.")
    .when(FAMILY.is(&[Family::Circle]));

pub const N: Count = count("n", "Samples")
    .log([1, MAX_SAMPLES], 40)
    .symbol("n")
    .group(DATA)
    .help("Training examples. Without a ridge the error peaks at as many as modes.");
pub const RIDGE: Number = number("ridge", "Ridge")
    .linear([0.0, 10.0], 0.01, 0.0)
    .symbol("δ")
    .group(DATA)
    .help("Added to the diagonal of the kernel matrix; 0 fits every label exactly.");
pub const NOISE: Number = number("noise", "Label noise")
    .linear([0.0, 4.0], 0.01, 0.1)
    .symbol("σ²")
    .group(DATA)
    .help("Variance of the noise on each label.");

pub const RATIO: Number = number("ratio", "Features per sample")
    .log(RATIOS, 2.0)
    .symbol("p/n")
    .group(VIEW)
    .help("Where the double-descent figure is read, at this number of samples.");
pub const MONTE_CARLO: Flag = flag("monte_carlo", "Simulate", false)
    .group(VIEW)
    .help("Does the regression on random data, many times, and drops the errors on the curve.");
pub const DRAWS: Count = count("draws", "Data sets per dot")
    .linear([5, 200], 40)
    .group(VIEW)
    .help("More make the error bars shorter.")
    .when(MONTE_CARLO.is_on());
pub const SEED: Seed = seed("seed", 7)
    .group(VIEW)
    .help("Of the data sets. Same seed, same dots.")
    .when(MONTE_CARLO.is_on());

/// All of them, in the order shown.
pub const CONTROLS: &[Control] = &[
    FAMILY.control(),
    MODES.control(),
    DECAY.control(),
    STRONG.control(),
    LOW.control(),
    EIGENVALUES.control(),
    TARGET_DECAY.control(),
    DEPTH.control(),
    FREQUENCY.control(),
    N.control(),
    RIDGE.control(),
    NOISE.control(),
    RATIO.control(),
    MONTE_CARLO.control(),
    DRAWS.control(),
    SEED.control(),
];
