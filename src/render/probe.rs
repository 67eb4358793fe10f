//! Questions about a figure as drawn: what is under a position, which data coordinates it has, what there is to see.

use super::{
    Error, Picture,
    grid::{Grid, name},
    layout::Layout,
    surface::{Measure, Rect},
    view::View,
};
use crate::figure::{
    Axis, Figure, Handle, Heatmap, Ink, Lines, Plot, Scale, Series, Table, number,
};
use serde::Serialize;

/// What is nearest to a position.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Probe {
    /// A point of a series.
    Point(PointProbe),
    /// A cell of a heat map.
    Cell(CellProbe),
}

/// The data point nearest to a position; lengths in CSS pixels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PointProbe {
    /// Id of its series.
    pub series: String,
    /// Name of its series.
    pub label: String,
    /// Ink of its series.
    pub ink: Ink,
    /// Its index in the series.
    pub index: usize,
    /// Horizontal value.
    pub x: f64,
    /// Vertical value.
    pub y: f64,
    /// Horizontal value for a reader.
    pub x_text: String,
    /// Vertical value for a reader.
    pub y_text: String,
    /// Where it is drawn.
    pub px: f64,
    /// Where it is drawn.
    pub py: f64,
    /// The handle within reach of the position.
    pub handle: Option<Handle>,
    /// The rectangle between the axes.
    pub plot: Rect,
}

/// The cell at a position; lengths in CSS pixels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CellProbe {
    /// Its row.
    pub row: usize,
    /// Its column.
    pub col: usize,
    /// Name of the row.
    pub row_name: String,
    /// Name of the column.
    pub col_name: String,
    /// Its value.
    pub value: f64,
    /// Its value for a reader.
    pub text: String,
    /// Where it is drawn.
    #[serde(flatten)]
    pub cell: Rect,
    /// How it is edited.
    pub edit: Option<Edit>,
    /// What a selection of it sets.
    pub select: Option<Select>,
    /// The rectangle of all cells.
    pub plot: Rect,
}

/// How a cell is edited.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Edit {
    /// The control that receives the cell.
    pub control: String,
    /// The edited quantity now.
    pub value: f64,
    /// What it is.
    pub label: String,
    /// One arrow-key step.
    pub step: f64,
    /// Lowest and highest value accepted.
    pub range: (f64, f64),
}

/// What selecting a cell sets.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Select {
    /// Controls and what each is set to.
    pub set: Vec<(String, String)>,
}

/// A position in data coordinates; for a heat map in columns and rows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct At {
    /// Horizontal value.
    pub x: f64,
    /// Vertical value.
    pub y: f64,
    /// Whether the position is between the axes.
    pub inside: bool,
}

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
    /// How it is drawn.
    pub mark: crate::figure::Mark,
    /// Number of points.
    pub points: usize,
}

/// How far from a grip a pointer still holds it, in CSS pixels.
const REACH: f64 = 16.0;

/// What is nearest to a position in CSS pixels; `None` outside the axes or where nothing is shown.
pub fn probe(
    figure: &Figure,
    view: &View,
    ghost: Option<&Figure>,
    x: f64,
    y: f64,
    measure: &dyn Measure,
) -> Result<Option<Probe>, Error> {
    Ok(match super::lay_out(figure, view, ghost, measure)? {
        Picture::Lines(lines, layout) => point(lines, &layout, x, y).map(Probe::Point),
        Picture::Heatmap(map, grid) => cell(map, &grid, x, y).map(Probe::Cell),
        Picture::Table(table) => row(table, x, y).map(Probe::Cell),
    })
}

/// The data coordinates of a position in CSS pixels.
pub fn at(
    figure: &Figure,
    view: &View,
    ghost: Option<&Figure>,
    x: f64,
    y: f64,
    measure: &dyn Measure,
) -> Result<At, Error> {
    Ok(match super::lay_out(figure, view, ghost, measure)? {
        Picture::Lines(_, layout) => At {
            x: layout.x.value(x),
            y: layout.y.value(y),
            inside: layout.plot.contains(x, y),
        },
        Picture::Table(_) => At {
            x,
            y,
            inside: false,
        },
        Picture::Heatmap(_, grid) => {
            let (column, row) = grid.position(x, y);
            At {
                x: column,
                y: row,
                inside: grid.plot.contains(x, y),
            }
        }
    })
}

fn point(lines: &Lines, layout: &Layout, x: f64, y: f64) -> Option<PointProbe> {
    let plot = layout.plot;
    let reach = Rect {
        left: plot.left - REACH,
        top: plot.top - REACH,
        width: plot.width + 2.0 * REACH,
        height: plot.height + 2.0 * REACH,
    };
    if !reach.contains(x, y) {
        return None;
    }
    let mut nearest = f64::INFINITY;
    let mut found = None;
    for series in &layout.series {
        for (index, values) in series.x.iter().zip(&series.y).enumerate() {
            let Some((px, py)) = layout.handle(*values.0, *values.1) else {
                continue;
            };
            let distance = (px - x).hypot(py - y);
            if distance < nearest && reach.contains(px, py) {
                nearest = distance;
                found = Some((*series, index, px, py));
            }
        }
    }
    let (series, index, px, py) = found?;
    Some(describe_point(
        lines,
        layout,
        series,
        index,
        (px, py),
        (x, y),
    ))
}

/// A point of a series by its index, the next one that is drawn where that one is not; for stepping along a curve with keys.
pub fn point_at(
    figure: &Figure,
    view: &View,
    ghost: Option<&Figure>,
    series: &str,
    index: usize,
    measure: &dyn Measure,
) -> Result<Option<Probe>, Error> {
    let Picture::Lines(lines, layout) = super::lay_out(figure, view, ghost, measure)? else {
        return Ok(None);
    };
    let Some(series) = layout.series.iter().find(|s| s.id == series) else {
        return Ok(None);
    };
    let count = series.x.len().min(series.y.len());
    let index = index.min(count.saturating_sub(1));
    let found = (index..count)
        .chain((0..index).rev())
        .find_map(|i| Some((i, layout.handle(series.x[i], series.y[i])?)));
    Ok(found.map(|(i, at)| Probe::Point(describe_point(lines, &layout, series, i, at, at))))
}

/// The words about a point drawn at `at`, with the handle within reach of `hand`.
fn describe_point(
    lines: &Lines,
    layout: &Layout,
    series: &Series,
    index: usize,
    at: (f64, f64),
    hand: (f64, f64),
) -> PointProbe {
    let grips = lines
        .handles
        .iter()
        .filter_map(|h| Some((h, layout.handle(h.x, h.y)?)));
    let handle = grips
        .map(|(h, grip)| (h, (grip.0 - hand.0).hypot(grip.1 - hand.1)))
        .filter(|(_, distance)| *distance <= REACH)
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(h, _)| h.clone());
    let (vx, vy) = (series.x[index], series.y[index]);
    PointProbe {
        series: series.id.clone(),
        label: series.label.clone(),
        ink: series.ink,
        index,
        x: vx,
        y: vy,
        x_text: value_text(&lines.x, vx),
        y_text: value_text(&lines.y, vy),
        px: at.0,
        py: at.1,
        handle,
        plot: layout.plot,
    }
}

fn value_text(axis: &Axis, value: f64) -> String {
    axis.names
        .iter()
        .find(|(at, _)| *at == value)
        .map_or_else(|| number(value), |(_, name)| name.clone())
}

fn cell(map: &Heatmap, grid: &Grid, x: f64, y: f64) -> Option<CellProbe> {
    if !grid.plot.contains(x, y) {
        return None;
    }
    let (column, row) = grid.position(x, y);
    let row = (row as usize).clamp(grid.rows.start, grid.rows.end - 1);
    let col = (column as usize).clamp(grid.cols.start, grid.cols.end - 1);
    let index = row * map.cols + col;
    let value = *map.values.get(index)?;
    let edit = map.edit.as_ref().and_then(|edit| {
        let value = *edit.values.get(index)?;
        value.is_finite().then(|| Edit {
            control: edit.control.clone(),
            value,
            label: edit.label.clone(),
            step: edit.step,
            range: edit.range,
        })
    });
    let select = map.select.as_ref().map(|select| {
        let text = |values: &[f64], i: usize| {
            values
                .get(i)
                .map_or_else(|| i.to_string(), |value| value.to_string())
        };
        let row = text(&select.row_values, row);
        let col = text(&select.col_values, col);
        let mut set = vec![
            (select.row_control.clone(), row),
            (select.col_control.clone(), col),
        ];
        set.extend(select.also.iter().cloned());
        Select { set }
    });
    Some(CellProbe {
        row,
        col,
        row_name: name(&map.row_names, row),
        col_name: name(&map.col_names, col),
        value,
        text: if value.is_finite() {
            number(value)
        } else {
            "missing".into()
        },
        cell: grid.rect(row, col)?,
        edit,
        select,
        plot: grid.plot,
    })
}

/// The cell of a table, which is no picture: its position is its column and row.
fn row(table: &Table, x: f64, y: f64) -> Option<CellProbe> {
    let (row, col) = (y as usize, x as usize);
    let column = table.columns.get(col)?;
    let value = *column.values.get(row)?;
    let set = table.settings.get(row).cloned();
    Some(CellProbe {
        row,
        col,
        row_name: name(&table.names, row),
        col_name: column.label.clone(),
        value,
        text: if value.is_finite() {
            number(value)
        } else {
            String::new()
        },
        cell: Rect::default(),
        edit: None,
        select: set.map(|set| Select { set }),
        plot: Rect::default(),
    })
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
        mark: s.mark,
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

#[cfg(test)]
mod tests {
    use super::super::surface::TableMeasure;
    use super::*;
    use crate::figure::{Mark, inks};

    fn line(y: &[f64]) -> Figure {
        let mut lines = Lines::new(Axis::linear("x"), Axis::linear("y"));
        lines.series.push(Series {
            id: "s".into(),
            label: "s".into(),
            ink: inks::SPECTRUM,
            mark: Mark::LinePoints,
            x: (0..y.len()).map(|i| i as f64).collect(),
            y: y.to_vec(),
        });
        Figure {
            id: "f".into(),
            title: String::new(),
            caption: String::new(),
            plot: Plot::Lines(lines),
        }
    }

    fn index(figure: &Figure, series: &str, index: usize) -> Option<usize> {
        let view = View::default();
        match point_at(figure, &view, None, series, index, &TableMeasure).unwrap()? {
            Probe::Point(point) => Some(point.index),
            Probe::Cell(_) => None,
        }
    }

    #[test]
    fn stepping_skips_gaps_and_stops_at_the_end() {
        let figure = line(&[1.0, f64::NAN, 3.0, 2.0]);
        assert_eq!(index(&figure, "s", 0), Some(0));
        assert_eq!(index(&figure, "s", 1), Some(2));
        assert_eq!(index(&figure, "s", usize::MAX), Some(3));
        assert_eq!(index(&figure, "other", 0), None);
        assert_eq!(index(&line(&[]), "s", 0), None);
    }

    #[test]
    fn a_point_found_by_index_is_found_again_at_its_position() {
        let figure = line(&[1.0, 4.0, 3.0, 2.0]);
        let view = View::default();
        let by_index = point_at(&figure, &view, None, "s", 2, &TableMeasure).unwrap();
        let Some(Probe::Point(point)) = &by_index else {
            unreachable!("the figure has lines")
        };
        let by_position = probe(&figure, &view, None, point.px, point.py, &TableMeasure).unwrap();
        assert_eq!(by_index, by_position);
    }
}
