//! The factors over depth and over width.

use super::super::{
    ADAPTIVE, NORM_BASED, NORM_BASED_11, RANK_ONLY, RANK_SPARSE,
    magnitude::{Magnitude, power},
    run::TransformerRun,
    sweep::Factors,
};
use crate::{
    figure::{Along, Axis, Figure, Handle, Ink, Lines, Mark, Series, short},
    labs::Error,
};

/// Id, label, ink and value of a curve.
type Curve = (&'static str, &'static str, Ink, fn(&Factors) -> f64);

/// Every curve; the one that matters is drawn last.
const CURVES: &[Curve] = &[
    ("norm_based_11", "(1,1) norms", NORM_BASED_11, |f| {
        f.norm_based_11
    }),
    ("norm_based", "(2,1) norms", NORM_BASED, |f| f.norm_based),
    (
        "rank_sparse",
        "rank-sparse, feed-forward",
        RANK_SPARSE,
        |f| f.rank_sparse,
    ),
    ("rank_only", "rank only", RANK_ONLY, |f| f.rank_only),
    ("adaptive", "spectrum-adaptive", ADAPTIVE, |f| f.adaptive),
];

/// Depths up to this are named one by one: there are no half layers.
const NAMED: usize = 16;

/// The factors of the first k layers.
pub fn depth(run: &TransformerRun) -> Result<Figure, Error> {
    let points = &run.over_depth;
    let (mut lines, magnitude) = curves(run, "layers k", points)?;
    if points.len() <= NAMED {
        let named = points.iter().map(|point| (point.at, point.at.to_string()));
        lines.x.names = named.collect();
    }
    if let Some(last) = points.last() {
        let first = points.first().unwrap_or(last);
        let relative = run.values.choice("shown")? == "relative";
        let base = if relative { first.adaptive } else { 0.0 };
        lines.handles.push(Handle {
            label: "layers".into(),
            control: match run.recipe {
                Some(_) => "depth".into(),
                None => "layers".into(),
            },
            element: None,
            also: Vec::new(),
            along: Along::X,
            x: last.at,
            y: magnitude.at(last.adaptive - base),
        });
    }
    let caption = match points[..] {
        [first, .., last] => format!(
            "From {} layer to {} the norm-based factor grows {}-fold, the spectrum-adaptive one {}-fold.",
            first.at,
            last.at,
            power(last.norm_based - first.norm_based),
            short((last.adaptive - first.adaptive).exp())
        ),
        _ => "One layer: there is no product over depth yet.".into(),
    };
    Ok(Figure::lines("depth", "Factors over depth", caption, lines))
}

/// The factors of synthetic models of other sizes.
pub fn width(run: &TransformerRun) -> Result<Figure, Error> {
    let points = &run.over_width;
    let (mut lines, magnitude) = curves(run, "hidden size N", points)?;
    lines.x.scale = crate::figure::Scale::Log;
    let n = run.model.hidden_size as f64;
    let relative = run.values.choice("shown")? == "relative";
    if let (Some(first), Some(here)) = (points.first(), points.iter().find(|f| f.at == n)) {
        let base = if relative { first.adaptive } else { 0.0 };
        lines.handles.push(Handle::new(
            "n",
            "N",
            Along::X,
            n,
            magnitude.at(here.adaptive - base),
        ));
    }
    let caption = match points[..] {
        [first, .., last] if last.at > first.at => {
            let slope = |of: fn(&Factors) -> f64| {
                short((of(&last) - of(&first)) / (last.at / first.at).ln())
            };
            format!(
                "Heads of {} in proportion to N: the norm-based factor grows like N to the power {}, the spectrum-adaptive one like {}.",
                run.recipe.map_or(0, |recipe| recipe.head_size),
                slope(|f| f.norm_based),
                slope(|f| f.adaptive)
            )
        }
        _ => "The curve is on its way.".into(),
    };
    Ok(Figure::lines("width", "Factors over width", caption, lines))
}

fn curves(run: &TransformerRun, x: &str, points: &[Factors]) -> Result<(Lines, Magnitude), Error> {
    let relative = run.values.choice("shown")? == "relative";
    let value = |of: fn(&Factors) -> f64, point: &Factors| match (relative, points.first()) {
        (true, Some(first)) => of(point) - of(first),
        _ => of(point),
    };
    let all = CURVES.iter();
    let all = all.flat_map(|curve| points.iter().map(move |point| value(curve.3, point)));
    let magnitude = Magnitude::of(all);
    let label = match relative {
        true => "factor over its first value",
        false => "leading factor",
    };
    let mut lines = Lines::new(Axis::linear(x).counted(), magnitude.axis(label));
    for &(id, label, ink, of) in CURVES {
        let y: Vec<f64> = points.iter().map(|p| magnitude.at(value(of, p))).collect();
        // A model that passes nothing on has no curve.
        if y.iter().any(|y| y.is_finite()) {
            lines.series.push(Series {
                id: id.into(),
                label: label.into(),
                ink,
                mark: if points.len() > 24 {
                    Mark::Line
                } else {
                    Mark::LinePoints
                },
                x: points.iter().map(|point| point.at).collect(),
                y,
            });
        }
    }
    if let [one] = points {
        lines.x.range = Some((one.at - 1.0, one.at + 1.0));
    }
    Ok((lines, magnitude))
}
