//! What a visitor can change about a matrix.

use crate::{
    data::{ENDINGS, MAX_SIDE},
    labs::{prelude::*, shared::ranks},
};

const WHAT: &str = "What is studied";
const BESIDE: &str = "Beside it";

choices! {
    /// Where the matrix comes from.
    pub enum Source {
        Planted = "planted": "Low rank plus noise",
        Features = "features": "Features with a mean",
        Matrix = "matrix": "Typed or pasted matrix",
        File = "file": "My file",
    }
}
use Source as From;

choices! {
    /// What it is compared with.
    pub enum Baseline {
        Shuffled = "shuffled": "Its entries, shuffled",
        Gaussian = "gaussian": "Gaussian of its mean square",
        None = "none": "Nothing",
    }
}

pub const SOURCE: Choice<Source> = Source::choice("source", "Source", From::Planted)
    .group(WHAT)
    .help("Where the matrix comes from. Files stay in this tab.");
const FILE: File = file("file", "File", ENDINGS)
    .group(WHAT)
    .help("A matrix of up to 4096 rows and columns, or a stack of them. Nothing leaves this page.")
    .when(SOURCE.is(&[From::File]));
pub const MATRIX: Matrix = matrix(
    "matrix",
    "Matrix",
    64,
    &[
        &[3.0, 0.2, -1.0, 0.4, 2.0, -0.3],
        &[-2.0, 1.0, 0.9, -1.2, -1.0, 0.6],
        &[1.1, 0.8, -0.2, -0.9, 1.0, 0.5],
        &[0.1, -1.9, -0.5, 1.7, -0.2, -1.0],
    ],
)
.group(WHAT)
.help("One row per line. Paste what a spreadsheet, NumPy, PyTorch, R or MATLAB shows.")
.when(SOURCE.is(&[From::Matrix]));
pub const LAYER: Count = count("layer", "Layer")
    .linear([0, 4095], 0)
    .group(WHAT)
    .help("Of a stack, counted from 0.")
    .when(SOURCE.is(&[From::File]));
pub const HEAD: Count = count("head", "Head")
    .linear([0, 4095], 0)
    .group(WHAT)
    .help("Of a stack, counted from 0.")
    .when(SOURCE.is(&[From::File]));
pub const ROWS: Count = count("rows", "Rows")
    .linear([2, 512], 128)
    .symbol("n")
    .group(WHAT)
    .help("Rows of the matrix; of features, one for each sample.")
    .when(SOURCE.is(&[From::Planted, From::Features]));
pub const COLS: Count = count("cols", "Columns")
    .linear([2, 512], 96)
    .symbol("M")
    .group(WHAT)
    .help("Columns of the matrix; of features, one for each.")
    .when(SOURCE.is(&[From::Planted, From::Features]));
pub const DIRECTIONS: Count = count("directions", "Directions")
    .linear([0, 64], 5)
    .symbol("r")
    .group(WHAT)
    .help("How many directions stand in the noise.")
    .when(SOURCE.is(&[From::Planted]));
pub const STRENGTH: Number = number("strength", "Strength")
    .linear([0.0, 10.0], 0.05, 4.0)
    .symbol("θ")
    .group(WHAT)
    .help("Size of each direction, where the noise has a deviation of 1 over the root of the columns.")
    .when(SOURCE.is(&[From::Planted]));
pub const DECAY: Number = number("decay", "Decay")
    .linear([0.0, 3.0], 0.01, 0.5)
    .symbol("a")
    .group(WHAT)
    .help("The j-th feature has the deviation j to the power −a.")
    .when(SOURCE.is(&[From::Features]));
pub const MEAN: Number = number("mean", "Mean")
    .linear([0.0, 10.0], 0.05, 2.0)
    .symbol("μ")
    .group(WHAT)
    .help("What is added to every feature.")
    .when(SOURCE.is(&[From::Features]));
pub const SEED: Seed = seed("seed", 7)
    .group(BESIDE)
    .help("Of the numbers that are drawn, and of the baseline. Same seed, same numbers.");

/// The matrix.
pub const STUDIED: &[Control] = &[
    SOURCE.control(),
    FILE.control(),
    MATRIX.control(),
    LAYER.control(),
    HEAD.control(),
    ROWS.control(),
    COLS.control(),
    DIRECTIONS.control(),
    STRENGTH.control(),
    DECAY.control(),
    MEAN.control(),
];

pub const CENTRE: Flag = flag("centre", "Centre the columns", false)
    .group(WHAT)
    .help("Every column loses its mean, as for a comparison of representations.");
pub const BASELINE: Choice<Baseline> = Baseline::choice("baseline", "Baseline", Baseline::Shuffled)
    .group(BESIDE)
    .help("A matrix of the same shape without structure: the same entries in another order, or numbers of the same mean square.");

/// What is done to it, and what stands beside it.
pub const CHANGED: &[Control] = &[CENTRE.control(), BASELINE.control(), SEED.control()];

/// What is looked at.
pub const VIEW: &[Control] = &[
    ranks::SCALE.control(),
    ranks::TOL.control(),
    ranks::EPSILON.control(),
    ranks::TAU.control(),
];

/// Most rows and columns of a matrix of the visitor's.
pub const MOST: usize = MAX_SIDE;
