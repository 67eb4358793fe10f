//! How far two functions of one variable are from each other.

use crate::grid::golden_section;
use core::{cell::Cell, convert::Infallible};

/// Points of the Gauss–Legendre rule with three points on \[0, 1\], and their weights: exact to degree 5.
const GAUSS: [(f64, f64); 3] = [
    (0.112_701_665_379_258_31, 5.0 / 18.0),
    (0.5, 4.0 / 9.0),
    (0.887_298_334_620_741_7, 5.0 / 18.0),
];
/// Panels between two breaks.
const PANELS: usize = 6;
/// Steps of golden section towards a largest error.
const STEPS: usize = 36;

/// The distance of two functions on an interval, in the unit of the functions.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Errors {
    /// The largest absolute difference.
    pub sup: f64,
    /// The root of the mean squared difference.
    pub l2: f64,
    /// The mean absolute difference.
    pub mean: f64,
}

/// The largest absolute value of `difference` between two neighbouring breaks: the best of 18 points, then golden section.
///
/// Exact to rounding where the difference has one extremum between its sampled neighbours, as that of a spline has.
pub fn largest(a: f64, b: f64, difference: &dyn Fn(f64) -> f64) -> f64 {
    let points = 3 * PANELS;
    let at = |i: f64| a + (b - a) * (i / points as f64).clamp(0.0, 1.0);
    let (mut best, mut most) = (0.0, 0.0);
    for i in 0..points {
        let value = difference(at(i as f64 + 0.5)).abs();
        if value > most {
            (best, most) = (i as f64 + 0.5, value);
        }
    }
    let most = Cell::new(most);
    let seen = |x: f64| {
        let value = difference(x).abs();
        most.set(most.get().max(value));
        Ok::<f64, Infallible>(-value)
    };
    // Where it ends does not matter, only what was seen on the way.
    let Ok(_) = golden_section(seen, (at(best - 1.0), at(best + 1.0)), STEPS);
    most.get()
}

/// The distance over the whole range of ascending breaks, between which the difference is smooth; integrals by Gauss–Legendre.
///
/// ```
/// use rankscope_math::representation::errors::between;
/// let errors = between(&[0.0, 1.0], &|x| x * (1.0 - x));
/// assert_eq!(errors.sup, 0.25);
/// assert!((errors.l2 - (1.0f64 / 30.0).sqrt()).abs() < 1e-15);
/// assert!((errors.mean - 1.0 / 6.0).abs() < 1e-15);
/// ```
pub fn between(breaks: &[f64], difference: &dyn Fn(f64) -> f64) -> Errors {
    let (mut sup, mut squares, mut sum) = (0.0f64, 0.0, 0.0);
    for pair in breaks.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        sup = sup.max(largest(a, b, difference));
        let h = (b - a) / PANELS as f64;
        for panel in 0..PANELS {
            for (node, weight) in GAUSS {
                let value = difference(a + h * (panel as f64 + node));
                squares += h * weight * value * value;
                sum += h * weight * value.abs();
            }
        }
    }
    let length = match breaks {
        [first, .., last] => last - first,
        _ => 1.0,
    };
    Errors {
        sup,
        l2: (squares / length).sqrt(),
        mean: sum / length,
    }
}
