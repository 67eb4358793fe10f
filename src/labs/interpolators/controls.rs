//! What a visitor can change: the data, what counts as a fit, and what is simulated.

use crate::labs::prelude::*;

const DATA: &str = "Examples";
const FIT: &str = "Perfect fits";
const VIEW: &str = "Dimension and simulation";

choices! {
    /// Where examples come from.
    pub enum Model {
        Mixture = "mixture": "Two clouds",
        Teacher = "teacher": "A teacher's labels",
        Noise = "noise": "Some labels wrong",
        Logistic = "logistic": "Logistic labels",
    }
}

choices! {
    /// What the linear program maximises.
    pub enum Objective {
        Random = "random": "A random direction",
        Hebb = "hebb": "Hebb's direction",
    }
}

pub const MODEL: Choice<Model> = Model::choice("model", "Examples", Model::Mixture)
    .group(DATA)
    .help("Two Gaussian clouds with a label each, or Gaussian inputs whose labels a direction decides.");
pub const LAMBDA: Number = number("lambda", "Distance of the clouds")
    .linear([0.0, 3.0], 0.01, 1.5)
    .symbol("λ")
    .group(DATA)
    .help("From the middle to the centre of a cloud, in standard deviations.")
    .when(MODEL.is(&[Model::Mixture]));
pub const P: Number = number("p", "Wrong labels")
    .linear([0.0, 0.5], 0.01, 0.1)
    .symbol("p")
    .group(DATA)
    .help("Share of labels that are flipped; at 0.5 they are random.")
    .when(MODEL.is(&[Model::Noise]));
pub const BETA: Number = number("beta", "Steepness")
    .log([0.1, 20.0], 2.0)
    .symbol("β")
    .group(DATA)
    .help("The label is +1 with probability 1/(1 + e^(−β⟨u, X⟩)).")
    .when(MODEL.is(&[Model::Logistic]));
pub const ALPHA: Number = number("alpha", "Examples per dimension")
    .log([0.02, 100.0], 0.5)
    .symbol("α")
    .group(DATA)
    .help("n/d. Few leave many perfect fits; from α* on there is none.");

pub const KAPPA: Number = number("kappa", "Margin")
    .linear([-2.0, 2.0], 0.01, 0.0)
    .symbol("κ")
    .group(FIT)
    .help("A fit has y⟨θ, X⟩ of at least this on every example; below 0 it may err by a little.");
pub const OBJECTIVE: Choice<Objective> =
    Objective::choice("objective", "The program maximises", Objective::Random)
        .group(FIT)
        .help("Of all fits in the unit ball, the one that lies farthest along this direction.");
pub const AT: Number = number("at", "Overlap looked at")
    .linear([-0.9, 0.99], 0.01, 0.5)
    .symbol("x")
    .group(FIT)
    .help("Where the rate I(x) is read.");

pub const D: Count = count("d", "Dimension")
    .log([20, 2000], 200)
    .symbol("d")
    .group(VIEW)
    .help("The share of fits with overlap x is e^(−d I(x)): the more dimensions, the more alike they are.");
pub const MONTE_CARLO: Flag = flag("monte_carlo", "Simulate", false)
    .group(VIEW)
    .help("Runs every algorithm on data of this dimension, and draws fits at random; up to n·d = 400 000.");
pub const DRAWS: Count = count("draws", "Data sets")
    .linear([4, 40], 12)
    .group(VIEW)
    .help("More make the error bars shorter.")
    .when(MONTE_CARLO.is_on());
pub const SEED: Seed = seed("seed", 7)
    .group(VIEW)
    .help("Of the data sets, and of the one that descent is shown on.");

/// All of them, in the order shown.
pub const CONTROLS: &[Control] = &[
    MODEL.control(),
    LAMBDA.control(),
    P.control(),
    BETA.control(),
    ALPHA.control(),
    KAPPA.control(),
    OBJECTIVE.control(),
    AT.control(),
    D.control(),
    MONTE_CARLO.control(),
    DRAWS.control(),
    SEED.control(),
];
