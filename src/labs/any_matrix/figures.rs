//! The lab's own figures: the singular values beside the baseline's, and the entries.

use crate::{
    figure::{ColorScale, Heatmap},
    labs::{
        prelude::*,
        shared::ranks::{Ranks, Scale},
    },
    linalg,
    spectrum::Spectrum,
};

/// Most rows and columns whose entries are drawn.
pub const DRAWN: usize = 160;

/// The singular values, those of the baseline, and the threshold for noise.
pub fn spectrum(
    ranks: &Ranks,
    scale: Scale,
    baseline: Option<&Spectrum>,
    threshold: f64,
) -> Figure {
    let drawn = baseline.filter(|_| scale != Scale::Cumulative);
    let points = drawn.map(|baseline| {
        let values = baseline.values().iter().enumerate();
        values
            .map(|(i, s)| (i as f64 + 1.0, *s))
            .collect::<Vec<_>>()
    });
    let series = points
        .map(|points| Series::new("baseline", "baseline", inks::BASELINE, Mark::Line, points));
    ranks.spectrum_figure(scale, |lines| {
        lines.series(series).guides([Guide::new(
            "Gavish–Donoho",
            Along::Y,
            threshold,
            inks::THRESHOLD,
        )])
    })
}

/// The entries, positive and negative.
pub fn entries(matrix: &linalg::Matrix, labels: &[String]) -> Figure {
    let largest = matrix
        .as_slice()
        .iter()
        .fold(0.0, |most: f64, x| most.max(x.abs()));
    let (rows, cols) = (matrix.rows(), matrix.cols());
    let map = Heatmap {
        rows,
        cols,
        values: matrix.as_slice().to_vec(),
        row_label: "row".into(),
        col_label: "column".into(),
        row_names: Vec::new(),
        col_names: if labels.len() == cols {
            labels.to_vec()
        } else {
            Vec::new()
        },
        colors: ColorScale {
            label: "entry".into(),
            diverging: true,
            log: false,
            range: (-largest, largest),
        },
        edit: None,
        select: None,
        plane: None,
    };
    Figure {
        id: "entries".into(),
        title: "Entries".into(),
        caption: format!(
            "{rows} rows and {cols} columns; the largest magnitude is {}.",
            short(largest)
        ),
        plot: Plot::Heatmap(map),
    }
}
