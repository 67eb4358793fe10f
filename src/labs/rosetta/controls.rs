//! What a visitor can change: the features and the capacity, and the two networks that are matched.

use crate::{data::ENDINGS, labs::prelude::*};

const WATER: &str = "Features and capacity";
const NETWORKS: &str = "Two networks";

/// Capacities.
pub const CAPACITIES: [f64; 2] = [10.0, 1e6];

choices! {
    /// Which networks are matched.
    pub enum Source {
        Toy = "toy": "Two toy networks",
        File = "file": "Own activations",
    }
}

pub const BETA: Number = number("beta", "Decay of the weights")
    .linear([1.2, 4.0], 0.01, 2.0)
    .symbol("β")
    .group(WATER)
    .help("The feature of rank r is worth r to the power −β per nat.");
pub const CAPACITY: Number = number("capacity", "Capacity")
    .log(CAPACITIES, 1000.0)
    .symbol("κN")
    .group(WATER)
    .help("What all features share: so much signal power for each of N neurons.");
pub const TAU: Number = number("tau", "Isolation asked for")
    .log([0.01, 100.0], 1.0)
    .symbol("τ")
    .group(WATER)
    .help("From this isolation on a feature counts as having a neuron of its own. 1 is a correlation of one half between two networks.");
pub const DISCRETE: Flag = flag("discrete", "Count features one by one", false)
    .group(WATER)
    .help("On: features 1, 2, 3, and so on, exactly. Off: a continuum of them, as in the paper.");

pub const SOURCE: Choice<Source> = Source::choice("source", "Networks", Source::Toy)
    .group(NETWORKS)
    .help("Toy networks fill their neurons as above with κ = 1; own activations stay on this computer.");
pub const UNITS: Count = count("units", "Neurons of each")
    .log([64, 1024], 256)
    .symbol("N")
    .group(NETWORKS)
    .help("Of the largest pair; pairs of a half, a quarter and an eighth are matched beside it, down to 64.")
    .when(SOURCE.is(&[Source::Toy]));
pub const INPUTS: Count = count("inputs", "Inputs")
    .log([100, 4000], 1000)
    .symbol("M")
    .group(NETWORKS)
    .help("That both networks see. Few inputs correlate by chance.")
    .when(SOURCE.is(&[Source::Toy]));
pub const SEED: Seed = seed("seed", 5)
    .group(NETWORKS)
    .help("Of the toy networks and their inputs. Same seed, same matches.")
    .when(SOURCE.is(&[Source::Toy]));
pub const FILE: File = file("file", "Activations", ENDINGS)
    .group(NETWORKS)
    .help("Inputs down, units across: two matrices of one shape in an .npz, or both side by side in one. Larger files: rankscope match A.npy B.npy.")
    .when(SOURCE.is(&[Source::File]));
pub const FIRST: Count = count("first", "Units of the first")
    .linear([0, 4095], 0)
    .group(NETWORKS)
    .help("Of one matrix, how many columns belong to the first network; 0: half of them.")
    .when(SOURCE.is(&[Source::File]));

/// All of them, in the order shown.
pub const CONTROLS: &[Control] = &[
    BETA.control(),
    CAPACITY.control(),
    TAU.control(),
    DISCRETE.control(),
    SOURCE.control(),
    UNITS.control(),
    INPUTS.control(),
    SEED.control(),
    FILE.control(),
    FIRST.control(),
];
