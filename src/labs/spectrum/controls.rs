//! What a visitor can change about a spectrum.

use crate::labs::{prelude::*, shared::ranks};

const SPECTRUM: &str = "Spectrum";
const GROUP_NOISE: &str = "Noise";

/// Most singular values.
pub const MAX_SIZE: u64 = 512;
/// Most singular values that are typed, without noise.
pub const MAX_VALUES: usize = 4096;
/// Most spikes.
pub const MAX_SPIKES: u64 = 32;
/// Largest singular value that can be typed or dragged to.
const MAX_VALUE: f64 = 1e12;

choices! {
    /// A law for the singular values.
    pub enum Family {
        Flat = "flat": "Flat",
        Power = "power": "Power law",
        Geometric = "geometric": "Geometric",
        Step = "step": "Step",
        Spiked = "spiked": "Spikes on a floor",
        MarchenkoPastur = "marchenko_pastur": "Marchenko–Pastur",
        Gaussian = "gaussian": "Gaussian matrix",
        Custom = "custom": "Drawn or typed",
    }
}

pub const FAMILY: Choice<Family> = Family::choice("family", "Family", Family::Power)
    .group(SPECTRUM)
    .help("A law for the singular values; grab one in the figure to draw your own.");
pub const N: Count = count("n", "Size")
    .linear([1, MAX_SIZE], 32)
    .symbol("n")
    .group(SPECTRUM)
    .help("Number of singular values.")
    .when(FAMILY.is_not(&[Family::Custom]));
pub const FLAT_RANK: Count = count("flat_rank", "Rank")
    .linear([1, MAX_SIZE], 32)
    .symbol("r")
    .group(SPECTRUM)
    .help("The first r singular values are 1, the rest 0.")
    .when(FAMILY.is(&[Family::Flat]));
pub const ALPHA: Number = number("alpha", "Decay")
    .linear([0.0, 4.0], 0.01, 1.0)
    .symbol("α")
    .group(SPECTRUM)
    .help("The i-th singular value is i to the power −α.")
    .when(FAMILY.is(&[Family::Power]));
pub const RATIO: Number = number("ratio", "Ratio")
    .linear([0.01, 1.0], 0.01, 0.8)
    .symbol("ρ")
    .group(SPECTRUM)
    .help("Each singular value is ρ times the one before.")
    .when(FAMILY.is(&[Family::Geometric]));
pub const STEP_AT: Count = count("step_at", "Step after")
    .linear([1, MAX_SIZE], 8)
    .symbol("k")
    .group(SPECTRUM)
    .help("The first k singular values are 1.")
    .when(FAMILY.is(&[Family::Step]));
pub const STEP_LOW: Number = number("step_low", "Lower level")
    .linear([0.0, 1.0], 0.01, 0.1)
    .group(SPECTRUM)
    .help("The rest of the singular values.")
    .when(FAMILY.is(&[Family::Step]));
pub const SPIKES: Count = count("spikes", "Spikes")
    .linear([0, MAX_SPIKES], 3)
    .group(SPECTRUM)
    .help("Singular values that stand out, evenly spaced down from the strength.")
    .when(FAMILY.is(&[Family::Spiked]));
pub const STRENGTH: Number = number("strength", "Strength")
    .linear([0.0, 10.0], 0.05, 3.0)
    .symbol("θ")
    .group(SPECTRUM)
    .help("The largest spike.")
    .when(FAMILY.is(&[Family::Spiked]));
pub const FLOOR: Number = number("floor", "Floor")
    .linear([0.0, 2.0], 0.01, 0.0)
    .group(SPECTRUM)
    .help("The singular values beneath the spikes.")
    .when(FAMILY.is(&[Family::Spiked]));
pub const VALUES: Vector = vector(
    "values",
    "Singular values",
    [0.0, MAX_VALUE],
    MAX_VALUES,
    &[4.0, 2.0, 1.0, 1.0],
)
.symbol("σ")
.group(SPECTRUM)
.help("Type or paste a list, or draw in the figure.")
.when(FAMILY.is(&[Family::Custom]));

/// The singular values.
pub const SIGNAL: &[Control] = &[
    FAMILY.control(),
    N.control(),
    FLAT_RANK.control(),
    ALPHA.control(),
    RATIO.control(),
    STEP_AT.control(),
    STEP_LOW.control(),
    SPIKES.control(),
    STRENGTH.control(),
    FLOOR.control(),
    VALUES.control(),
];

pub const BETA: Number = number("beta", "Aspect ratio")
    .linear([0.25, 1.0], 0.05, 1.0)
    .symbol("β")
    .group(GROUP_NOISE)
    .help("Rows over columns of the matrix, n/M; it shapes noise and bounds.");
pub const NOISE: Number = number("noise", "Noise level")
    .linear([0.0, 2.0], 0.01, 0.0)
    .symbol("s")
    .group(GROUP_NOISE)
    .help("A Gaussian matrix is added, with standard deviation s/√M in each entry.");
pub const SEED: Seed = seed("seed", 7)
    .group(GROUP_NOISE)
    .help("Of the noise and of the Gaussian family. Same seed, same numbers.");

/// The noise.
pub const NOISE_CONTROLS: &[Control] = &[BETA.control(), NOISE.control(), SEED.control()];

pub const P: Number = number("p", "Schatten index")
    .linear([0.0, 4.0], 0.05, 1.0)
    .symbol("p")
    .group("View")
    .help("Between the rank (0), the nuclear–spectral rank (1) and the stable rank (2).");

/// What is looked at.
pub const VIEW: &[Control] = &[
    ranks::SCALE.control(),
    P.control(),
    ranks::TOL.control(),
    ranks::EPSILON.control(),
    ranks::TAU.control(),
];
