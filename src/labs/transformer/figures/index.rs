//! The price of one matrix over the Schatten index.

use super::super::{
    magnitude::Magnitude,
    model::{Facts, Selected},
};
use crate::{bounds::transformer, labs::prelude::*};

/// Points on the curve.
const POINTS: usize = 161;

/// c(W; p) of the selected matrix.
pub fn figure(facts: &Facts, selected: &Selected) -> Figure {
    let (choice, tradeoff) = (selected.choice, &selected.tradeoff);
    let first = tradeoff.ln_at(0.0);
    let base = if facts.relative { first } else { 0.0 };
    let grid = (0..POINTS).map(|i| 2.0 * i as f64 / (POINTS - 1) as f64);
    let magnitude = Magnitude::of(grid.clone().map(|p| tradeoff.ln_at(p) - base));
    let label = match facts.relative {
        true => "c(W; p) / c(W; 0)",
        false => "c(W; p)",
    };
    let x = Axis::linear("Schatten index p").range(0.0, 2.0);
    let y = magnitude.axis(label);
    let (lines, caption) = match first.is_finite() {
        false => (
            Lines::new(x, y.range(0.1, 10.0)),
            "This matrix is zero: it costs nothing.".into(),
        ),
        true => {
            let price = |p: f64| magnitude.at(tradeoff.ln_at(p) - base);
            let curve = grid.map(|p| (p, price(p)));
            let dots = [
                ("rank", "rank", 0.0, inks::RANK),
                ("nuclear", "nuclear", 1.0, inks::NUCLEAR_SPECTRAL),
                ("Frobenius", "Frobenius", 2.0, inks::STABLE),
                ("least", "p*", choice.index, inks::ADAPTIVE),
            ];
            let dots = dots.map(|(id, label, p, ink)| {
                let point = Some((p, price(p))).filter(|point| point.1.is_finite());
                Series::dots(id, label, ink, point)
            });
            let direct = magnitude.at(choice.direct.ln() - base);
            let direct = Guide::new("without an index, T", Along::Y, direct, inks::DIRECT);
            let lines = Lines::new(x, y)
                .series([Series::line("cost", "c", inks::ADAPTIVE, curve)])
                .series(dots)
                .guides(Some(direct).filter(|guide| guide.at.is_finite()));
            (lines, caption(choice, first))
        }
    };
    let title = format!(
        "Price of {}, layer {}",
        selected.slot.name(),
        selected.layer
    );
    Figure::lines("index", &title, caption, lines)
}

/// What the matrix chose, and what that saves over the price of its rank, given by its logarithm.
fn caption(choice: &transformer::Choice, ln_rank: f64) -> String {
    match choice.index {
        0.0 => "Counting parameters is cheapest: the output is too sensitive to this matrix for any norm.".into(),
        p => format!(
            "Cheapest at p* = {}, {} below the price of the rank; best between the grid's points: {}.",
            short(p),
            percent(1.0 - (choice.ln_c - ln_rank).exp()),
            short(choice.continuous_index)
        ),
    }
}
