//! Numbers over hundreds of decades on one axis.

use crate::figure::{Axis, number, power_of_ten, short};
use std::f64::consts::LN_10;

/// Logarithms up to this are drawn as numbers; beyond, the range of f64 ends.
const LARGEST: f64 = 680.0;

/// How values given by their logarithms stand on an axis: on a logarithmic one, unless that leaves the range of f64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Magnitude {
    decades: bool,
}

impl Magnitude {
    /// For all these natural logarithms.
    pub fn of(logs: impl IntoIterator<Item = f64>) -> Self {
        let beyond = |ln: f64| ln.is_finite() && ln.abs() > LARGEST;
        Self {
            decades: logs.into_iter().any(beyond),
        }
    }

    /// The axis; a label for the case of decades begins with log₁₀.
    pub fn axis(self, label: &str) -> Axis {
        match self.decades {
            true => Axis::linear(format!("log₁₀ {label}")),
            false => Axis::log(label),
        }
    }

    /// Where a value stands whose natural logarithm is given; NaN for a zero.
    pub fn at(self, ln: f64) -> f64 {
        match (ln.is_finite(), self.decades) {
            (false, _) => f64::NAN,
            (true, true) => ln / LN_10,
            (true, false) => ln.exp(),
        }
    }
}

/// A positive value in a sentence, given by its natural logarithm: three digits below a hundred, whole below a million, beyond as a
/// power of ten.
pub fn power(ln: f64) -> String {
    match ln / LN_10 {
        decades if decades < 2.0 => short(ln.exp()),
        decades if decades < 6.0 => number(ln.exp().round()),
        decades => format!("about {}", power_of_ten(decades.round() as i32)),
    }
}
