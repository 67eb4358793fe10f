//! Every number of every matrix.

use super::super::{
    controls::{LAYER, MATRIX},
    metrics::METRICS,
    model::Facts,
};
use crate::figure::{Column, Figure, Plot, Table};

/// One row per matrix, one column per metric.
pub fn figure(facts: &Facts) -> Figure {
    let (network, known) = (&facts.network, facts.network.known());
    let layers = network.layers.iter().enumerate();
    let matrices = layers.flat_map(|(layer, places)| {
        let places = places.iter().enumerate();
        places.filter_map(move |(place, matrix)| Some((layer, place, matrix.as_ref()?)))
    });
    let matrices: Vec<_> = matrices.collect();
    let columns = METRICS.iter().enumerate().map(|(metric, about)| {
        let values = matrices.iter();
        let values = values.map(|(layer, place, _)| facts.number(metric, *layer, *place));
        Column {
            label: about.label.into(),
            values: values.collect(),
        }
    });
    let names = matrices.iter().map(|(layer, place, matrix)| match known {
        true => format!("{layer} · {}", network.slots[*place].name()),
        false => matrix.name.clone(),
    });
    let settings = matrices.iter().map(|(layer, place, _)| {
        vec![
            (LAYER.id().to_owned(), layer.to_string()),
            (MATRIX.id().to_owned(), place.to_string()),
        ]
    });
    let selected = (facts.layer, facts.place);
    let at = matrices.iter().position(|m| (m.0, m.1) == selected);
    Figure {
        id: "table".into(),
        title: "All matrices".into(),
        caption: format!(
            "{} matrices. Power-law alpha, stable rank, soft rank and log₁₀ λmax are defined as WeightWatcher defines them, λ = σ².",
            matrices.len()
        ),
        plot: Plot::Table(Table {
            label: "layer · matrix".into(),
            names: names.collect(),
            columns: columns.collect(),
            settings: settings.collect(),
            at,
        }),
    }
}
