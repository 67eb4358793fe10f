//! The factors over depth and over width.

use super::super::{
    controls::{DEPTH, LAYERS, N},
    magnitude::{Magnitude, power},
    model::{Facts, Point},
};
use crate::{bounds::transformer::Factors, figure::Scale, labs::prelude::*};

/// Id, label, ink and value of a curve.
type Curve = (&'static str, &'static str, Ink, fn(&Factors) -> f64);

/// Every curve; the one that matters is drawn last.
const CURVES: &[Curve] = &[
    ("norm_based_11", "(1,1) norms", inks::NORM_BASED_11, |f| {
        f.norm_based_11
    }),
    ("norm_based", "(2,1) norms", inks::NORM_BASED, |f| {
        f.norm_based
    }),
    (
        "rank_sparse",
        "rank-sparse, feed-forward",
        inks::RANK_SPARSE,
        |f| f.rank_sparse,
    ),
    ("rank_only", "rank only", inks::RANK_ONLY, |f| f.rank_only),
    ("adaptive", "spectrum-adaptive", inks::ADAPTIVE, |f| {
        f.adaptive
    }),
];

/// Depths up to this are named one by one: there are no half layers.
const NAMED: usize = 16;
/// Curves of more points have no markers.
const MARKED: usize = 24;

/// The factors of the first k layers.
pub fn depth(facts: &Facts) -> Figure {
    let points = &facts.over_depth;
    let control = match facts.recipe {
        Some(_) => DEPTH.id(),
        None => LAYERS.id(),
    };
    let grip = points.last().map(|last| (control, "layers", last));
    let mut lines = curves(facts, Axis::linear("layers k"), points, grip);
    if points.len() <= NAMED {
        let named = points.iter().map(|point| (point.at, point.at.to_string()));
        lines.x.names = named.collect();
    }
    let caption = match points[..] {
        [first, .., last] => format!(
            "From {} layer to {} the norm-based factor is multiplied by {}, the spectrum-adaptive one by {}.",
            first.at,
            last.at,
            power(last.factors.norm_based - first.factors.norm_based),
            power(last.factors.adaptive - first.factors.adaptive)
        ),
        _ => "One layer: there is no product over depth yet.".into(),
    };
    Figure::lines("depth", "Factors over depth", caption, lines)
}

/// The factors of synthetic models of other sizes.
pub fn width(facts: &Facts) -> Figure {
    let points = &facts.over_width;
    let n = facts.network.hidden_size as f64;
    let grip = points.iter().find(|point| point.at == n);
    let grip = grip.map(|here| (N.id(), "N", here));
    let x = Axis {
        scale: Scale::Log,
        ..Axis::linear("hidden size N")
    };
    let lines = curves(facts, x, points, grip);
    let caption = match points[..] {
        [first, .., last] if last.at > first.at => {
            let slope = |of: fn(&Factors) -> f64| {
                let growth = of(&last.factors) - of(&first.factors);
                short(growth / (last.at / first.at).ln())
            };
            format!(
                "Heads of {} in proportion to N: the norm-based factor grows like N to the power {}, the spectrum-adaptive one like {}.",
                facts.recipe.map_or(0, |recipe| recipe.head_size),
                slope(|f| f.norm_based),
                slope(|f| f.adaptive)
            )
        }
        _ => "The curve is on its way.".into(),
    };
    Figure::lines("width", "Factors over width", caption, lines)
}

/// The curves, with a place to drag on the spectrum-adaptive one: the control that it sets, what it is called, where it is.
fn curves(facts: &Facts, x: Axis, points: &[Point], grip: Option<(&str, &str, &Point)>) -> Lines {
    let value = |of: fn(&Factors) -> f64, point: &Point| match (facts.relative, points.first()) {
        (true, Some(first)) => of(&point.factors) - of(&first.factors),
        _ => of(&point.factors),
    };
    let all = CURVES.iter();
    let all = all.flat_map(|curve| points.iter().map(move |point| value(curve.3, point)));
    let magnitude = Magnitude::of(all);
    let label = match facts.relative {
        true => "factor over its first value",
        false => "leading factor",
    };
    let mark = match points.len() > MARKED {
        true => Mark::Line,
        false => Mark::LinePoints,
    };
    let series = CURVES.iter().map(|&(id, label, ink, of)| {
        let points = points.iter().map(|p| (p.at, magnitude.at(value(of, p))));
        Series::new(id, label, ink, mark, points)
    });
    // A model that passes nothing on has no curve.
    let series = series.filter(|series| series.y.iter().any(|y| y.is_finite()));
    let x = match points {
        [one] => x.range(one.at - 1.0, one.at + 1.0),
        _ => x,
    };
    let grip = grip.map(|(control, label, at)| {
        let y = magnitude.at(value(|f| f.adaptive, at));
        Handle::new(control, label, Along::X, at.at, y)
    });
    Lines::new(x.counted(), magnitude.axis(label))
        .series(series)
        .handles(grip)
}
