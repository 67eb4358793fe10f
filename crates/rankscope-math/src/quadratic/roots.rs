//! Roots of one real function in a bracket.

/// The root of `f` between `low` and `high`, where it has opposite signs; to `tolerance` relative to the root's size.
///
/// Chandrupatla's method: inverse quadratic steps where they are safe, bisection elsewhere (doi:10.1016/s0965-9978(96)00051-8).
pub(super) fn bracketed(
    (mut a, mut fa): (f64, f64),
    (mut b, mut fb): (f64, f64),
    tolerance: f64,
    f: &mut dyn FnMut(f64) -> f64,
) -> f64 {
    let (mut c, mut fc);
    let mut t = 0.5;
    for _ in 0..100 {
        if fa == 0.0 {
            return a;
        }
        if fb == 0.0 {
            return b;
        }
        let x = a + t * (b - a);
        let fx = f(x);
        if (fx > 0.0) == (fa > 0.0) {
            (c, fc) = (a, fa);
        } else {
            (c, fc, b, fb) = (b, fb, a, fa);
        }
        (a, fa) = (x, fx);
        let (best, f_best) = if fa.abs() < fb.abs() {
            (a, fa)
        } else {
            (b, fb)
        };
        let limit = tolerance * best.abs() / (b - a).abs();
        if limit >= 0.5 || f_best == 0.0 || (b - a) == 0.0 {
            return best;
        }
        let xi = (a - b) / (c - b);
        let phi = (fa - fb) / (fc - fb);
        t = if phi * phi < xi && (1.0 - phi).powi(2) < 1.0 - xi {
            fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        } else {
            0.5
        };
        t = t.clamp(limit, 1.0 - limit);
    }
    if fa.abs() < fb.abs() { a } else { b }
}

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
