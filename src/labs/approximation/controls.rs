//! What a visitor can change: the object looked at, its size, its target.

use crate::{labs::prelude::*, representation::spline::Order};

const WHAT: &str = "What is built";
const TARGET: &str = "Target";
const TRAINING: &str = "What training finds";

/// Where the values of a drawn target lie: at equal steps, the first at 0, the last at 1.
pub const DRAWN_AT: usize = 7;

choices! {
    /// What is looked at.
    pub enum Object {
        Square = "square": "The square, by depth",
        Sawtooth = "sawtooth": "The sawtooth, by depth",
        Regions = "regions": "Regions of the plane",
        Splines = "splines": "Splines and their knots",
        Kan = "kan": "A network of splines (KAN)",
        Barron = "barron": "Sums of waves (Barron)",
        Product = "product": "The product, by depth",
    }
}
choices! {
    /// The degree of a spline's pieces.
    pub enum Degree {
        Linear = "1": "1, straight pieces",
        Cubic = "3": "3, cubic pieces",
    }
}
impl Degree {
    /// As the splines know it.
    pub fn order(self) -> Order {
        match self {
            Self::Linear => Order::Linear,
            Self::Cubic => Order::Cubic,
        }
    }
}
choices! {
    /// Where the knots lie.
    pub enum Placement {
        Uniform = "uniform": "Evenly",
        Graded = "graded": "Crowded at the kink",
        Moved = "moved": "Moved to where they are needed",
    }
}
choices! {
    /// What a spline follows.
    pub enum Curve {
        Sine = "sine": "A sine",
        Root = "sqrt": "A root, steep at its kink",
        Bump = "bump": "A bump",
        Drawn = "drawn": "Drawn by hand",
    }
}
choices! {
    /// Functions with a known Fourier transform.
    pub enum Wave {
        Gaussian = "gaussian": "Gaussian",
        Sech = "sech": "1/cosh x",
        Rational = "rational": "1/(1 + x²)",
        Cosine = "cosine": "cos x",
        Laplace = "laplace": "e^(−|x|), a corner",
    }
}
choices! {
    /// How units are laid out.
    pub enum Layers {
        One = "one": "One layer, at its best",
        Folded = "folded": "Two layers, folded by hand",
        Random = "random": "Two layers, at random",
    }
}

pub const OBJECT: Choice<Object> = Object::choice("object", "Object", Object::Square)
    .group(WHAT)
    .help("Seven things of which theorems say how well they approximate.");
pub const DEPTH: Count = count("depth", "Hidden layers")
    .linear([1, 12], 5)
    .symbol("m")
    .group(WHAT)
    .help("Of the network that is built by hand.")
    .when(OBJECT.is(&[Object::Square, Object::Sawtooth, Object::Product]));
pub const KNOTS: Count = count("knots", "Intervals")
    .log([2, 512], 16)
    .symbol("G")
    .group(WHAT)
    .help("Between the knots of a spline.")
    .when(OBJECT.is(&[Object::Splines, Object::Kan]));
pub const ORDER: Choice<Degree> = Degree::choice("order", "Degree", Degree::Linear)
    .group(WHAT)
    .help("Of a spline's pieces: straight, or cubic with two derivatives.")
    .when(OBJECT.is(&[Object::Splines, Object::Kan]));
pub const PLACEMENT: Choice<Placement> =
    Placement::choice("placement", "Knots", Placement::Uniform)
        .group(WHAT)
        .help("Even, crowded by a fourth power, or moved until every interval errs alike.")
        .when(OBJECT.is(&[Object::Splines]));
pub const UNITS: Count = count("units", "Units")
    .linear([2, 24], 16)
    .symbol("n")
    .group(WHAT)
    .help("In all layers together, or waves added up.")
    .when(OBJECT.is(&[Object::Regions, Object::Barron]));
pub const INPUTS: Count = count("inputs", "Inputs")
    .linear([1, 8], 2)
    .symbol("d")
    .group(WHAT)
    .help("Of the units; regions are drawn and counted for two.")
    .when(OBJECT.is(&[Object::Regions]));
pub const LAYERS: Choice<Layers> = Layers::choice("layers", "Layers", Layers::One)
    .group(WHAT)
    .help("Two layers have half of the units each.")
    .when(OBJECT.is(&[Object::Regions]));

pub const CURVE: Choice<Curve> = Curve::choice("target", "Target", Curve::Sine)
    .group(TARGET)
    .help("What the spline follows on [0, 1].")
    .when(OBJECT.is(&[Object::Splines]));
pub const PERIOD: Number = number("period", "Period")
    .linear([0.05, 2.0], 0.01, 1.0)
    .group(TARGET)
    .help("Of the sine; drag its end.")
    .when(OBJECT.is(&[Object::Splines]))
    .when(CURVE.is(&[Curve::Sine]));
pub const KINK: Number = number("kink", "Kink")
    .linear([0.0, 1.0], 0.01, 0.0)
    .symbol("c")
    .group(TARGET)
    .help("Where the root √|x − c| is infinitely steep; drag it.")
    .when(OBJECT.is(&[Object::Splines]))
    .when(CURVE.is(&[Curve::Root]));
pub const DRAWN: Vector = vector(
    "drawn",
    "Values of the target",
    [-2.0, 2.0],
    DRAWN_AT,
    &[0.0, 0.8, 0.2, -0.6, 0.3, 0.9, 0.1],
)
.group(TARGET)
.help("Seven, at equal steps from 0 to 1, joined by straight lines; drag a point of the curve.")
.when(OBJECT.is(&[Object::Splines]))
.when(CURVE.is(&[Curve::Drawn]));
pub const FUNCTION: Choice<Wave> = Wave::choice("function", "Function", Wave::Gaussian)
    .group(TARGET)
    .help("All but the Gaussian vary along one direction only.")
    .when(OBJECT.is(&[Object::Barron]));
pub const DIMENSION: Count = count("dimension", "Dimension")
    .log([1, 1000], 1)
    .symbol("d")
    .group(TARGET)
    .help("Of the function's argument.")
    .when(OBJECT.is(&[Object::Barron]));
pub const SCALE: Number = number("scale", "Width")
    .log([0.05, 20.0], 1.0)
    .symbol("s")
    .group(TARGET)
    .help("Of the function: narrow ones need high frequencies.")
    .when(OBJECT.is(&[Object::Barron]));

pub const TRAIN: Flag = flag("train", "Train one as well", true)
    .group(TRAINING)
    .help("The same architecture, from random starts, by Adam.")
    .when(OBJECT.is_not(&[Object::Regions, Object::Kan]));
pub const SEED: Seed = seed("seed", 1)
    .group(TRAINING)
    .help("Of starts and random features. Same seed, same numbers.");

/// All of them, in the order shown.
pub const CONTROLS: &[Control] = &[
    OBJECT.control(),
    DEPTH.control(),
    KNOTS.control(),
    ORDER.control(),
    PLACEMENT.control(),
    UNITS.control(),
    INPUTS.control(),
    LAYERS.control(),
    CURVE.control(),
    PERIOD.control(),
    KINK.control(),
    DRAWN.control(),
    FUNCTION.control(),
    DIMENSION.control(),
    SCALE.control(),
    TRAIN.control(),
    SEED.control(),
];
