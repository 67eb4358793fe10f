//! Every number of every matrix.

use super::super::{metrics::METRICS, run::TransformerRun};
use crate::{
    figure::{Column, Figure, Plot, Table},
    labs::Error,
};

/// One row per matrix, one column per metric.
pub fn figure(run: &TransformerRun) -> Result<Figure, Error> {
    let (mut names, mut settings) = (Vec::new(), Vec::new());
    let mut columns: Vec<Column> = (METRICS.iter())
        .map(|metric| Column {
            label: metric.label.into(),
            values: Vec::new(),
        })
        .collect();
    let mut at = None;
    let selected = (run.layer()?, run.place()?);
    for layer in 0..run.model.layers.len() {
        for (place, slot) in run.model.slots.iter().enumerate() {
            let Some(matrix) = run.model.matrix(layer, *slot) else {
                continue;
            };
            if (layer, place) == selected {
                at = Some(names.len());
            }
            names.push(match run.model.known() {
                true => format!("{layer} · {}", slot.name()),
                false => matrix.name.clone(),
            });
            settings.push(vec![
                ("layer".to_owned(), layer.to_string()),
                ("matrix".to_owned(), place.to_string()),
            ]);
            for (metric, column) in columns.iter_mut().enumerate() {
                column.values.push(run.number(metric, layer, place));
            }
        }
    }
    let caption = format!(
        "{} matrices. Power-law alpha, stable rank, soft rank and log₁₀ λmax are defined as WeightWatcher defines them, λ = σ².",
        names.len()
    );
    Ok(Figure {
        id: "table".into(),
        title: "All matrices".into(),
        caption,
        plot: Plot::Table(Table {
            label: "layer · matrix".into(),
            names,
            columns,
            settings,
            at,
        }),
    })
}
