//! The price of one matrix over the Schatten index.

use super::super::{ADAPTIVE, DIRECT, magnitude::Magnitude, run::TransformerRun};
use crate::{
    figure::{Along, Axis, Figure, Guide, Lines, Mark, Plot, Series, inks, short},
    labs::Error,
};

/// Points on the curve.
const POINTS: usize = 161;

/// c(W; p) of the selected matrix; nothing where there is no bound.
pub fn figure(run: &TransformerRun) -> Result<Option<Figure>, Error> {
    let Some((layer, slot, choice)) = run.selected()? else {
        return Ok(None);
    };
    let Some(tradeoff) = run.tradeoff(layer, slot) else {
        return Ok(None);
    };
    let relative = run.values.choice("shown")? == "relative";
    let first = tradeoff.ln_at(0.0);
    let ln = |p: f64| tradeoff.ln_at(p) - if relative { first } else { 0.0 };
    let x: Vec<f64> = (0..POINTS)
        .map(|i| 2.0 * i as f64 / (POINTS - 1) as f64)
        .collect();
    let magnitude = Magnitude::of(x.iter().map(|p| ln(*p)));
    let label = match relative {
        true => "c(W; p) / c(W; 0)",
        false => "c(W; p)",
    };
    let mut lines = Lines::new(
        Axis::linear("Schatten index p").range(0.0, 2.0),
        magnitude.axis(label),
    );
    let title = format!("Price of {}, layer {layer}", slot.name());
    if !first.is_finite() {
        lines.series.push(Series {
            id: "cost".into(),
            label: "c".into(),
            ink: ADAPTIVE,
            mark: Mark::Line,
            x: vec![],
            y: vec![],
        });
        lines.y.range = Some((0.1, 10.0));
        return Ok(Some(Figure {
            id: "index".into(),
            title,
            caption: "This matrix is zero: it costs nothing.".into(),
            plot: Plot::Lines(lines),
        }));
    }
    let curve = |p: &f64| magnitude.at(ln(*p));
    lines.series.push(Series {
        id: "cost".into(),
        label: "c".into(),
        ink: ADAPTIVE,
        mark: Mark::Line,
        y: x.iter().map(curve).collect(),
        x,
    });
    let named = [
        ("rank", 0.0, inks::RANK),
        ("nuclear", 1.0, inks::NUCLEAR_SPECTRAL),
        ("Frobenius", 2.0, inks::STABLE),
    ];
    for (label, p, ink) in named {
        point(&mut lines, label, label, ink, (p, curve(&p)));
    }
    let least = (choice.index, curve(&choice.index));
    point(&mut lines, "least", "p*", ADAPTIVE, least);
    lines.guides.push(Guide::new(
        "without an index, T",
        Along::Y,
        magnitude.at(choice.direct.ln() - if relative { first } else { 0.0 }),
        DIRECT,
    ));
    lines.guides.retain(|guide| guide.at.is_finite());
    let saved = 1.0 - (choice.ln_c - first).exp();
    let caption = match choice.index {
        0.0 => "Counting parameters is cheapest: the output is too sensitive for any norm.".into(),
        p => format!(
            "Cheapest at p* = {}, {} % below the price of the rank; best between the grid's points: {}.",
            short(p),
            short(100.0 * saved),
            short(choice.continuous_index)
        ),
    };
    Ok(Some(Figure {
        id: "index".into(),
        title,
        caption,
        plot: Plot::Lines(lines),
    }))
}

fn point(lines: &mut Lines, id: &str, label: &str, ink: crate::figure::Ink, at: (f64, f64)) {
    if at.1.is_finite() {
        lines.series.push(Series {
            id: id.into(),
            label: label.into(),
            ink,
            mark: Mark::Points,
            x: vec![at.0],
            y: vec![at.1],
        });
    }
}
