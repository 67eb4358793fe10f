//! What there is to see in a figure, for legends, headings and keyboards.

use crate::figure::{Figure, Handle, Ink, Plot, Scale, Series};
use serde::Serialize;

/// What there is to see in a figure, for legends, headings and keyboards.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Description {
    /// Id of the figure.
    pub id: String,
    /// A few words above it.
    pub title: String,
    /// The finding.
    pub caption: String,
    /// `lines`, `heatmap` or `table`.
    pub kind: &'static str,
    /// What the legend lists.
    pub series: Vec<Entry>,
    /// What can be dragged.
    pub handles: Vec<Handle>,
    /// Whether cells can be edited.
    pub editable: bool,
    /// Whether cells can be selected.
    pub selectable: bool,
    /// Number of rows of a heat map or table.
    pub rows: usize,
    /// Number of columns of a heat map or table.
    pub cols: usize,
    /// The row of a table that is chosen.
    pub at: Option<usize>,
    /// `linear`, `log` or `symlog` for the horizontal and the vertical axis; for a heat map the colour scale.
    pub scales: Vec<&'static str>,
}

/// One entry of a legend.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// Id of the series.
    pub id: String,
    /// Its name.
    pub label: String,
    /// Its ink.
    pub ink: Ink,
    /// What is seen of it.
    pub mark: crate::figure::Mark,
    /// Number of points.
    pub points: usize,
}

/// What there is to see in a figure.
pub fn describe(figure: &Figure) -> Description {
    let mut out = Description {
        id: figure.id.clone(),
        title: figure.title.clone(),
        caption: figure.caption.clone(),
        kind: "lines",
        series: Vec::new(),
        handles: Vec::new(),
        editable: false,
        selectable: false,
        rows: 0,
        cols: 0,
        at: None,
        scales: Vec::new(),
    };
    let entry = |s: &Series| Entry {
        id: s.id.clone(),
        label: s.label.clone(),
        ink: s.ink,
        mark: s.seen(),
        points: s.x.len(),
    };
    match &figure.plot {
        Plot::Lines(lines) => {
            out.series = lines.series.iter().map(entry).collect();
            out.handles = lines.handles.clone();
            out.scales = vec![scale_name(lines.x.scale), scale_name(lines.y.scale)];
        }
        Plot::Heatmap(map) => {
            out.kind = "heatmap";
            out.editable = map.edit.is_some();
            out.selectable = map.select.is_some();
            (out.rows, out.cols) = (map.rows, map.cols);
            let curves = map.plane.iter().flat_map(|plane| &plane.curves);
            out.series = curves.map(entry).collect();
            out.scales = vec![if map.colors.log { "log" } else { "linear" }];
        }
        Plot::Table(table) => {
            out.kind = "table";
            out.selectable = !table.settings.is_empty();
            (out.rows, out.cols) = (table.names.len(), table.columns.len());
            out.at = table.at;
        }
    }
    out
}

fn scale_name(scale: Scale) -> &'static str {
    match scale {
        Scale::Linear => "linear",
        Scale::Log => "log",
        Scale::Symlog { .. } => "symlog",
    }
}
