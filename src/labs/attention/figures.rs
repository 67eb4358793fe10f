//! The attention matrix and the map of heads as figures.

use super::controls::{EDITS, HEAD, LAYER, LOGITS, Metric};
use crate::{
    attention::Attention,
    figure::{CellEdit, CellSelect, ColorScale, Heatmap},
    labs::{prelude::*, shared::ranks},
};

/// The attention matrix, with its colours on a logarithmic scale or not; cells are edited by their logits.
pub fn heatmap(shown: &Attention, tokens: &[String], log: bool) -> Figure {
    let a = &shown.probabilities;
    let (n, keys) = (a.rows(), a.cols());
    // Of cross-attention, names are those of the keys.
    let names = |count: usize| match tokens.len() == count {
        true => tokens.to_vec(),
        false => Vec::new(),
    };
    let largest = a.as_slice().iter().copied().fold(0.0, f64::max);
    let map = Heatmap {
        rows: n,
        cols: keys,
        values: a.as_slice().to_vec(),
        row_label: "query".into(),
        col_label: "key".into(),
        row_names: if n == keys { names(n) } else { Vec::new() },
        col_names: names(keys),
        colors: ColorScale {
            label: "attention".into(),
            diverging: false,
            log,
            range: (if log { largest * 1e-6 } else { 0.0 }, largest),
        },
        edit: Some(CellEdit {
            control: EDITS.id().into(),
            label: "logit".into(),
            values: shown.logits.as_slice().to_vec(),
            step: 0.1,
            range: LOGITS.into(),
        }),
        select: None,
        plane: None,
    };
    let received = (0..keys).map(|j| ((0..n).map(|i| a[(i, j)]).sum::<f64>(), j));
    let (most, j) = received.fold((0.0, 0), |best, x| if x.0 > best.0 { x } else { best });
    let key = match tokens.get(j) {
        Some(token) => format!("“{token}”"),
        None => format!("token {j}"),
    };
    Figure {
        id: "heatmap".into(),
        title: "Attention matrix".into(),
        caption: format!(
            "Rows attend to columns. {key} receives the most: {} of {n} rows' worth.",
            short(most)
        ),
        plot: Plot::Heatmap(map),
    }
}

/// One rank over layers and heads, NaN where it is not computed yet; a click selects the head.
pub fn heads(
    shown: Vec<f64>,
    (layers, per_layer): (usize, usize),
    at: (usize, usize),
    metric: Metric,
) -> Figure {
    let largest = shown.iter().copied().fold(1.0, f64::max);
    let (label, symbol) =
        ranks::named(metric.id()).map_or(("rank", "rank"), |of| (of.label, of.symbol));
    let mean_of = |layer: usize| {
        let row = shown[layer * per_layer..][..per_layer].iter();
        let known: Vec<f64> = row.copied().filter(|x| x.is_finite()).collect();
        known.iter().sum::<f64>() / known.len() as f64
    };
    let (first, last) = (mean_of(0), mean_of(layers - 1));
    let caption = if layers > 1 && first.is_finite() && last.is_finite() {
        let (first, last) = (short(first), short(last));
        let layer = layers - 1;
        format!("Mean over the heads: {first} in layer 0, {last} in layer {layer}.")
    } else {
        "Each cell is a head; click one to see it.".into()
    };
    Figure {
        id: "heads".into(),
        title: format!("Every head: {symbol}"),
        caption,
        plot: Plot::Heatmap(Heatmap {
            rows: layers,
            cols: per_layer,
            values: shown,
            row_label: "layer".into(),
            col_label: "head".into(),
            row_names: (0..layers).map(|i| i.to_string()).collect(),
            col_names: (0..per_layer).map(|i| i.to_string()).collect(),
            colors: ColorScale {
                label: label.into(),
                diverging: false,
                log: false,
                range: (1.0, largest.max(1.0 + 1e-9)),
            },
            edit: None,
            select: Some(CellSelect {
                row_control: LAYER.id().into(),
                col_control: HEAD.id().into(),
                at: Some(at),
                also: vec![(EDITS.id().into(), String::new())],
                row_values: Vec::new(),
                col_values: Vec::new(),
            }),
            plane: None,
        }),
    }
}
