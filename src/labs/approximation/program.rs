//! Programs that print the same number in NumPy.

use super::controls::Object;
use crate::{
    labs::{prelude::*, write_number},
    representation::{
        barron::{Function, Shape},
        spline::Order,
        target::Target,
    },
};

/// Of the deep networks: the largest error, or the crossings of the sawtooth.
pub fn deep(object: Object, m: usize) -> String {
    let square = format!(
        "import numpy as np\n\ndef square(x, m={m}):\n    f, tooth = x.copy(), x\n    for s in range(1, m + 1):\n        tooth = 2 * np.minimum(tooth, 1 - tooth)\n        f = f - tooth / 4.0**s\n    return f\n\n"
    );
    match object {
        Object::Sawtooth => format!(
            "import numpy as np\n\nx = (np.arange(2 ** {m} * 4) + 0.5) / (2 ** {m} * 4)\nfor _ in range({m}):\n    x = 2 * np.minimum(x, 1 - x)\nprint((np.diff(x > 0.5) != 0).sum())  # pieces\n"
        ),
        Object::Product => format!(
            "{square}x = (np.arange(64) * 2 + 1) / 2.0 ** {m}\nx = x[x <= 1]\nprint(np.abs(2 * (square(x) - 2 * square(x / 2)) - x * x).max())  # sup_error\n"
        ),
        _ => format!(
            "{square}x = np.arange(2 ** ({m} + 1) + 1) / 2.0 ** ({m} + 1)\nprint((square(x) - x * x).max())  # sup_error\n"
        ),
    }
}

/// The most regions of one layer.
pub fn regions(units: usize, inputs: usize) -> String {
    format!(
        "from math import comb\n\nprint(sum(comb({units}, j) for j in range({inputs} + 1)))  # region_bound\n"
    )
}

/// The largest error of a spline: 2001 points in every interval, then as many around the worst of them.
pub fn splines(target: &Target, order: Order, knots: &[f64]) -> String {
    let function = match target {
        Target::Sine { period } => {
            format!("np.sin(2 * np.pi * x / {})", write_number(*period))
        }
        Target::Root { kink } => format!("np.sqrt(np.abs(x - {}))", write_number(*kink)),
        Target::Bump => "1 / (1 + 25 * (2 * x - 1) ** 2)".to_owned(),
        Target::Drawn(values) => format!(
            "np.interp(x, np.linspace(0, 1, {}), [{}])",
            values.len(),
            numpy::list(values)
        ),
    };
    let even = knots
        .windows(3)
        .all(|k| ((k[2] - k[1]) - (k[1] - k[0])).abs() < 1e-12);
    let grid = match even {
        true => format!("np.linspace(0, 1, {})", knots.len()),
        false => format!("np.array([{}])", numpy::list(knots)),
    };
    let spline = match order {
        Order::Linear => "s = lambda x: np.interp(x, k, f(k))\n",
        Order::Cubic => {
            "from scipy.interpolate import CubicSpline\ns = CubicSpline(k, f(k)) if len(k) > 2 else lambda x: np.interp(x, k, f(k))\n"
        }
    };
    format!(
        "import numpy as np\n\nf = lambda x: {function}\nk = {grid}\n{spline}off = lambda x: np.abs(s(x) - f(x))\nx = np.concatenate([np.linspace(a, b, 2001) for a, b in zip(k, k[1:])])\ni = off(x).argmax()\nprint(off(np.linspace(x[max(i - 1, 0)], x[min(i + 1, len(x) - 1)], 2001)).max())  # sup_error\n"
    )
}

/// The parameters of a network of splines 2–5–1.
pub fn kan(intervals: usize, degree: usize) -> String {
    format!("edges = 2 * 5 + 5\nprint(edges * ({intervals} + {degree} + 1))  # parameters\n")
}

/// The expected error of random waves.
pub fn barron(function: &Function, units: usize) -> String {
    let shape = match function.shape {
        Shape::Gaussian => "np.exp(-x**2 / 2)",
        Shape::Sech => "1 / np.cosh(x)",
        Shape::Rational => "1 / (1 + x**2)",
        Shape::Cosine => "np.cos(x)",
        Shape::Laplace => "np.exp(-np.abs(x))",
    };
    let scale = write_number(function.scale);
    let d = function.active();
    format!(
        "import numpy as np\n\nf = lambda x: {shape}\nx = (np.arange(200000) + 0.5) / 200000 / {scale}  # over the width\nmean = lambda y: y.mean() ** {d}  # over the cube\nprint(np.sqrt(((1 + mean(f(2 * x))) / 2 - mean(f(x) ** 2)) / {units}))  # l2_error\n"
    )
}
