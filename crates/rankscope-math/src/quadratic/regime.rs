//! What limits a network of some width, read off the curve of its error and off what that error consists of.

use super::{Decomposition, WidthCurve};

/// What limits a network of some width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Regime {
    /// The penalty leaves nothing.
    Silenced = 0,
    /// Wider is better, or what is worse than at the best width is most of all what is missing of the target.
    WidthLimited = 1,
    /// Within [`NEAR`] of the best.
    Optimal = 2,
    /// Worse than the best width most of all by the noise that it learns.
    Overfitting = 3,
    /// At the highest error between two lower ones, where every label can just be fitted.
    Peak = 4,
    /// Wider than what it uses.
    Plateau = 5,
    /// Worse than the best width most of all by how inexact the features are that it learns.
    Inexact = 6,
}

/// Errors within this ratio of the smallest count as the best.
pub const NEAR: f64 = 1.05;

impl Regime {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Silenced => "silenced by the penalty",
            Self::WidthLimited => "width-limited",
            Self::Optimal => "optimal width",
            Self::Overfitting => "harmful overfitting",
            Self::Peak => "interpolation peak",
            Self::Plateau => "plateau",
            Self::Inexact => "inexact features",
        }
    }

    /// Whether the width does harm there: more of it than the best one makes the error larger.
    pub fn harms(self) -> bool {
        matches!(self, Self::Overfitting | Self::Peak | Self::Inexact)
    }
}

/// The regime of every width that has been solved, where `interpolation` is the width from which every label can be fitted.
///
/// In this order: nothing is kept at full width; the width is not used up; the error is within [`NEAR`] of the smallest; or of that of a
/// narrower one, but for a wider one that is better still (width-limited). Elsewhere more width does harm, and what the error
/// has gained most in since the best width names the regime: learned noise, where there is any, inexact features, or, left of the best
/// width, missing target. Of the first two, what lies around the highest error below the plateau is the interpolation peak, above half of
/// the way from the plateau to it, where it stands more than [`NEAR`] above the plateau and the width that can fit every label is there.
pub fn regimes(curve: &WidthCurve, interpolation: Option<f64>) -> Vec<(usize, Regime)> {
    let used = curve.full.kept * curve.dimension() as f64;
    let best = curve.best();
    let Some((least, least_parts)) = curve.points.get(&best) else {
        return Vec::new();
    };
    let peak = interpolation.and_then(|width| peak(curve, used, width));
    let mut lowest = f64::INFINITY;
    let mut regime = |p: usize, error: f64, parts: &Decomposition| {
        lowest = error.min(lowest);
        if used < 0.5 {
            return Regime::Silenced;
        }
        if p as f64 >= used {
            return Regime::Plateau;
        }
        if error <= NEAR * least.error {
            return Regime::Optimal;
        }
        if error <= NEAR * lowest {
            return Regime::WidthLimited;
        }
        match grown(parts, least_parts, p < best) {
            Regime::WidthLimited => Regime::WidthLimited,
            _ if peak.is_some_and(|(from, to)| (from..=to).contains(&p)) => Regime::Peak,
            other => other,
        }
    };
    let points = curve.points.iter();
    points
        .map(|(p, (solution, parts))| (*p, regime(*p, solution.error, parts)))
        .collect()
}

/// What the error has gained most in since the best one.
fn grown(parts: &Decomposition, best: &Decomposition, narrower: bool) -> Regime {
    let noise = parts.overfitting - best.overfitting;
    let inexact = parts.approximation - best.approximation;
    let missing = parts.underfitting - best.underfitting;
    if narrower && missing >= noise.max(inexact) {
        Regime::WidthLimited
    } else if parts.overfitting > 0.0 && noise >= inexact {
        Regime::Overfitting
    } else {
        Regime::Inexact
    }
}

/// The widths solved around the highest error between the smallest one and the plateau whose errors lie in the upper half of that rise.
fn peak(curve: &WidthCurve, used: f64, interpolation: f64) -> Option<(usize, usize)> {
    let plateau = curve.full.error;
    let errors: Vec<(usize, f64)> = curve
        .errors()
        .take_while(|(p, _)| *p as f64 <= used)
        .collect();
    let lows = errors.windows(2).position(|pair| pair[1].1 > pair[0].1)?;
    let rising = &errors[lows..];
    let top = (0..rising.len()).max_by(|a, b| rising[*a].1.total_cmp(&rising[*b].1))?;
    let highest = rising[top].1;
    if highest <= NEAR * plateau {
        return None;
    }
    let high = |point: &&(usize, f64)| point.1 > 0.5 * (plateau + highest);
    let from = rising[..=top].iter().rev().take_while(high).last()?.0;
    let to = rising[top..].iter().take_while(high).last()?.0;
    (from as f64 <= interpolation && interpolation <= to as f64 + 1.0).then_some((from, to))
}
