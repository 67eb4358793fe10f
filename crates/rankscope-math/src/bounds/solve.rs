//! Where a decreasing function of the sample size falls to a level.

/// The smallest m ≥ `from` with `f(m) <= level`, for an `f` that does not increase from there on; `None` where no f64 is large enough.
///
/// Bisection on ln m down to neighbouring f64, so m is known to about 1e-13 relative; `f` must come out of its formula to that accuracy.
pub(super) fn crossing(from: f64, level: f64, f: &dyn Fn(f64) -> f64) -> Option<f64> {
    let (mut low, mut high) = (from.ln(), f64::MAX.ln());
    let reached = |t: f64| f(t.exp()) <= level;
    if reached(low) {
        return Some(from);
    }
    if !reached(high) {
        return None;
    }
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return Some(high.exp());
        }
        if reached(middle) {
            high = middle;
        } else {
            low = middle;
        }
    }
}

/// The same for f(m) = c/√m: m = (c / level)², at least 1.
pub(super) fn inverse_root(c: f64, level: f64) -> Option<f64> {
    let m = (c / level).powi(2).max(1.0);
    (meaningful(level) && m.is_finite()).then_some(m)
}

/// The same for the root of a radicand that does not increase from `from` on.
pub(super) fn below_root(from: f64, level: f64, radicand: &dyn Fn(f64) -> f64) -> Option<f64> {
    let square = level * level;
    (meaningful(level) && square > 0.0).then(|| crossing(from, square, radicand))?
}

/// A level that a loss in [0, 1] can be held against.
pub(super) fn meaningful(level: f64) -> bool {
    level > 0.0 && level <= 1.0
}
