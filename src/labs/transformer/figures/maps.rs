//! One number over layers and matrices.

use super::super::{
    controls::{LAYER, MATRIX},
    metrics::METRICS,
    model::Facts,
};
use crate::{
    checkpoint::Kind,
    figure::{CellSelect, ColorScale, Heatmap},
    labs::prelude::*,
};

/// The index that every matrix of the factor chose.
pub fn choice(facts: &Facts) -> Figure {
    let slots = &facts.network.slots;
    let in_factor = |place: &usize| {
        let kind = slots[*place].kind;
        !matches!(kind, Kind::Query | Kind::Key | Kind::Value | Kind::Output)
    };
    let places: Vec<usize> = (0..slots.len()).filter(in_factor).collect();
    let index = |layer: usize, place: usize| {
        let choice = facts.choice(layer, slots[place]);
        choice.map_or(f64::NAN, |choice| choice.index)
    };
    let caption = match facts.adaptive.rank_share() {
        1.0 => "Every matrix chooses p* = 0: its rank is its best price.".into(),
        0.0 => "No matrix chooses p* = 0: a norm is cheaper than the rank everywhere.".into(),
        share => format!(
            "{} of the matrices choose p* = 0, the rank: the output is too sensitive to them for any norm to be cheaper.",
            percent(share)
        ),
    };
    let map = map(facts, &places, facts.blocks.len(), index);
    // Cells that are all alike stand in the middle of the scale: at its end they are as pale as the page.
    let first = map.values.first().copied().unwrap_or(0.0);
    let range = match map.values.iter().all(|p| *p == first) {
        true => (first - 1.0, first + 1.0),
        false => (0.0, 2.0),
    };
    let colors = colors("p*", false, range);
    coloured("choice", "Index p* of each", caption, map, colors)
}

/// The number that the control names, of every matrix.
pub fn metric(facts: &Facts) -> Figure {
    let metric = facts.metric;
    let which = METRICS.iter().position(|known| known.id == metric.id);
    let which = which.unwrap_or(0);
    let places: Vec<usize> = (0..facts.network.slots.len()).collect();
    let of = |layer: usize, place: usize| facts.number(which, layer, place);
    let map = map(facts, &places, facts.network.layers.len(), of);
    let known = map.values.iter().copied().filter(|x| x.is_finite());
    let positive = known.clone().filter(|x| *x > 0.0);
    let log = metric.log && positive.clone().next().is_some();
    let low = match log {
        true => positive.fold(f64::INFINITY, f64::min),
        false => known.clone().fold(f64::INFINITY, f64::min),
    };
    let high = known.fold(f64::NEG_INFINITY, f64::max);
    let spread = match low == high {
        true => format!("{} everywhere", short(low)),
        false => format!("from {} to {}", short(low), short(high)),
    };
    let caption = match low.is_finite() {
        true => format!(
            "{} {spread}; hatched where a matrix has none. Click a cell to look at its matrix.",
            metric.label
        ),
        false => format!("{}: no matrix here has one.", metric.label),
    };
    let range = match (low < high, low.is_finite()) {
        (true, _) => (low, high),
        (false, true) if log => (low / 2.0, low * 2.0),
        (false, true) => (low - 0.5, low + 0.5),
        _ => (0.0, 1.0),
    };
    let title = format!("Every matrix: {}", metric.label);
    coloured(
        "map",
        &title,
        caption,
        map,
        colors(metric.label, log, range),
    )
}

fn colors(label: &str, log: bool, range: (f64, f64)) -> ColorScale {
    ColorScale {
        label: label.into(),
        diverging: false,
        log,
        range,
    }
}

fn coloured(id: &str, title: &str, caption: String, map: Heatmap, colors: ColorScale) -> Figure {
    Figure {
        id: id.into(),
        title: title.into(),
        caption,
        plot: Plot::Heatmap(Heatmap { colors, ..map }),
    }
}

/// A number of the matrices in some places of the first layers; the colours are still to be chosen.
fn map(facts: &Facts, places: &[usize], rows: usize, of: impl Fn(usize, usize) -> f64) -> Heatmap {
    let (network, slots) = (&facts.network, &facts.network.slots);
    // W_Q stands for the product of the head that is looked at.
    let shown = facts.slot().map(|slot| slot.in_factor());
    let column = places.iter().position(|place| *place == facts.place);
    let column = column.or_else(|| places.iter().position(|place| Some(slots[*place]) == shown));
    let values = (0..rows).flat_map(|layer| {
        let of = &of;
        places.iter().map(move |place| of(layer, *place))
    });
    Heatmap {
        rows,
        cols: places.len(),
        values: values.collect(),
        row_label: if network.known() { "layer" } else { "tensor" }.into(),
        col_label: String::new(),
        row_names: network.row_names().into_iter().take(rows).collect(),
        col_names: places.iter().map(|place| slots[*place].name()).collect(),
        colors: colors("", false, (0.0, 1.0)),
        edit: None,
        select: Some(CellSelect {
            row_control: LAYER.id().into(),
            col_control: MATRIX.id().into(),
            row_values: Vec::new(),
            col_values: places.iter().map(|place| *place as f64).collect(),
            at: column
                .filter(|_| facts.layer < rows)
                .map(|column| (facts.layer, column)),
            also: Vec::new(),
        }),
        plane: None,
    }
}
