//! What a visitor can change: the spectrum, what limits learning, and time.

use crate::labs::prelude::*;

const SPECTRUM: &str = "Spectrum and target";
const LIMITS: &str = "What limits";
const TIME: &str = "Time and compute";
const VIEW: &str = "Simulation";

/// Most modes, samples and features.
pub const MOST: u64 = 10_000;
/// Where a drawn spectrum is held: nearly equal steps in the logarithm of the rank.
pub const RANKS: [f64; 9] = [1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0, 10000.0];

choices! {
    /// Where the eigenvalues come from.
    pub enum Shape {
        Power = "power": "Power law",
        Kink = "kink": "With a kink",
        Drawn = "drawn": "Drawn or typed",
    }
}

pub const SHAPE: Choice<Shape> = Shape::choice("shape", "Spectrum", Shape::Power)
    .group(SPECTRUM)
    .help("A law for the eigenvalues; drag a point of the figure to draw your own.");
pub const MODES: Count = count("modes", "Modes")
    .log([2, MOST], 2000)
    .symbol("M")
    .group(SPECTRUM)
    .help("Where the spectrum is cut off. A cut-off makes every curve steeper near its end.");
pub const DECAY: Number = number("decay", "Decay")
    .linear([0.1, 4.0], 0.01, 1.5)
    .symbol("b")
    .group(SPECTRUM)
    .help("The i-th eigenvalue is i to the power −b.")
    .when(SHAPE.is_not(&[Shape::Drawn]));
pub const TARGET_DECAY: Number = number("target_decay", "Target decay")
    .linear([1.01, 6.0], 0.01, 1.8)
    .symbol("a")
    .group(SPECTRUM)
    .help("The target's power on the i-th mode is i to the power −a; where the spectrum bends, the power bends with it.");
pub const KINK: Count = count("kink", "Kink at rank")
    .log([2, MOST], 100)
    .symbol("r")
    .group(SPECTRUM)
    .help("From this rank on the eigenvalues fall by another power.")
    .when(SHAPE.is(&[Shape::Kink]));
pub const STEEP: Number = number("steep", "Decay after the kink")
    .linear([0.1, 6.0], 0.01, 3.0)
    .symbol("b′")
    .group(SPECTRUM)
    .help("Of the eigenvalues after the kink.")
    .when(SHAPE.is(&[Shape::Kink]));
pub const KNOTS: Vector = vector("knots", "Eigenvalues at ranks 1, 3, 10, 30, ...", [1e-24, 1e3], RANKS.len(), &[1.0, 0.2, 0.03, 0.006, 1e-3])
    .symbol("λ")
    .group(SPECTRUM)
    .help("Between them the spectrum is a power law, after the last it goes on as before it; at least two.")
    .when(SHAPE.is(&[Shape::Drawn]));

pub const SAMPLES: Count = count("samples", "Samples")
    .log([0, MOST], 200)
    .symbol("n")
    .group(LIMITS)
    .help("0: as many as one likes.");
pub const FEATURES: Count = count("features", "Features")
    .log([0, MOST], 0)
    .symbol("k")
    .group(LIMITS)
    .help("Random mixtures of the modes; 0: as many as one likes, a kernel.");
pub const RIDGE: Number = number("ridge", "Ridge")
    .log([0.0, 100.0], 0.0)
    .symbol("δ")
    .group(LIMITS)
    .help(
        "Added to the diagonal of the kernel matrix, without a division by n; 0 fits every label.",
    );
pub const NOISE: Number = number("noise", "Label noise")
    .linear([0.0, 4.0], 0.01, 0.0)
    .symbol("σ²")
    .group(LIMITS)
    .help("Variance of the noise on each label.");
pub const NOISE_IN_ERROR: Flag = flag("noise_in_error", "Count the noise in the error", false)
    .group(LIMITS)
    .help("Off: the excess over the noise of a new label. On: with it.");

pub const TIME_SPENT: Number = number("time", "Time")
    .log([0.1, 1e9], 1000.0)
    .symbol("t")
    .group(TIME)
    .help("Of gradient flow on endless data, all modes at hand.");
pub const COMPUTE: Number = number("compute", "Compute")
    .log([10.0, 1e8], 1e4)
    .symbol("C")
    .group(TIME)
    .help("Modes times time, C = N t: how should it be split?");

pub const MONTE_CARLO: Flag = flag("monte_carlo", "Simulate", false)
    .group(VIEW)
    .help("Does the regressions on random data; up to 1000 modes.");
pub const DRAWS: Count = count("draws", "Data sets per dot")
    .linear([4, 100], 24)
    .group(VIEW)
    .help("More make the error bars shorter.")
    .when(MONTE_CARLO.is_on());
pub const SEED: Seed = seed("seed", 11)
    .group(VIEW)
    .help("Of the data sets. Same seed, same dots.")
    .when(MONTE_CARLO.is_on());

/// All of them, in the order shown.
pub const CONTROLS: &[Control] = &[
    SHAPE.control(),
    MODES.control(),
    DECAY.control(),
    TARGET_DECAY.control(),
    KINK.control(),
    STEEP.control(),
    KNOTS.control(),
    SAMPLES.control(),
    FEATURES.control(),
    RIDGE.control(),
    NOISE.control(),
    NOISE_IN_ERROR.control(),
    TIME_SPENT.control(),
    COMPUTE.control(),
    MONTE_CARLO.control(),
    DRAWS.control(),
    SEED.control(),
];
