//! Roots of one real function in a bracket.

pub(super) use crate::grid::bracketed;

/// The root of an increasing function between `low` and `high` by Newton's method kept inside the bracket; `f` gives value and slope.
/// Ends with a step of at most `tolerance`.
pub(super) fn newton(
    mut low: f64,
    mut high: f64,
    start: f64,
    tolerance: f64,
    f: &mut dyn FnMut(f64) -> (f64, f64),
) -> f64 {
    let mut x = start;
    for _ in 0..80 {
        let (value, slope) = f(x);
        if value == 0.0 {
            return x;
        }
        if value < 0.0 {
            low = x;
        } else {
            high = x;
        }
        let mut next = x - value / slope;
        if !(next > low && next < high) {
            next = 0.5 * (low + high);
        }
        let limit = tolerance.max(4.0 * f64::EPSILON * x.abs());
        if (next - x).abs() <= limit || next <= low || next >= high {
            return next;
        }
        x = next;
    }
    x
}
