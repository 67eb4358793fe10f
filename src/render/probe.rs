//! Questions about a figure as drawn: what is under a position, which data coordinates it has.

use super::{
    Placed,
    frame::Frame,
    grid::{Grid, name},
    surface::Rect,
    view::View,
};
use crate::figure::{Axis, Figure, Handle, Heatmap, Ink, Lines, Plot, Series, Table, number};
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

/// How far from a grip a pointer still holds it, in CSS pixels.
const REACH: f64 = 16.0;

impl Placed {
    /// What is nearest to a position in CSS pixels; `None` outside the axes or where nothing is shown.
    pub fn probe(&self, figure: &Figure, view: &View, x: f64, y: f64) -> Option<Probe> {
        match (&figure.plot, self) {
            (Plot::Lines(lines), Self::Lines(frame)) => {
                point(lines, frame, view, x, y).map(Probe::Point)
            }
            (Plot::Heatmap(map), Self::Heatmap(grid)) => cell(map, grid, x, y).map(Probe::Cell),
            (Plot::Table(table), _) => row(table, x, y).map(Probe::Cell),
            _ => None,
        }
    }

    /// The data coordinates of a position in CSS pixels.
    pub fn at(&self, x: f64, y: f64) -> At {
        let (at, plot) = match self {
            Self::Lines(frame) => ((frame.x.value(x), frame.y.value(y)), Some(frame.plot)),
            Self::Heatmap(grid) => (grid.position(x, y), Some(grid.plot)),
            Self::Table => ((x, y), None),
        };
        At {
            x: at.0,
            y: at.1,
            inside: plot.is_some_and(|plot| plot.contains(x, y)),
        }
    }

    /// A point of a series by its index, the next one that is drawn where that one is not; for stepping along a curve with keys.
    pub fn point(&self, figure: &Figure, view: &View, series: &str, index: usize) -> Option<Probe> {
        let (Plot::Lines(lines), Self::Lines(frame)) = (&figure.plot, self) else {
            return None;
        };
        let series = view.shown(&lines.series).find(|s| s.id == series)?;
        let count = series.x.len().min(series.y.len());
        let index = index.min(count.saturating_sub(1));
        let (index, at) = (index..count)
            .chain((0..index).rev())
            .find_map(|i| Some((i, frame.position(series.x[i], series.y[i])?)))?;
        let point = describe_point(lines, frame, series, index, at, at);
        Some(Probe::Point(point))
    }
}

fn point(lines: &Lines, frame: &Frame, view: &View, x: f64, y: f64) -> Option<PointProbe> {
    let plot = frame.plot;
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
    for series in view.shown(&lines.series) {
        for (index, values) in series.x.iter().zip(&series.y).enumerate() {
            let Some((px, py)) = frame.position(*values.0, *values.1) else {
                continue;
            };
            let distance = (px - x).hypot(py - y);
            if distance < nearest && reach.contains(px, py) {
                nearest = distance;
                found = Some((series, index, px, py));
            }
        }
    }
    let (series, index, px, py) = found?;
    Some(describe_point(
        lines,
        frame,
        series,
        index,
        (px, py),
        (x, y),
    ))
}

/// The words about a point drawn at `at`, with the handle within reach of `hand`.
fn describe_point(
    lines: &Lines,
    frame: &Frame,
    series: &Series,
    index: usize,
    at: (f64, f64),
    hand: (f64, f64),
) -> PointProbe {
    let grips = lines
        .handles
        .iter()
        .filter_map(|h| Some((h, frame.position(h.x, h.y)?)));
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
        plot: frame.plot,
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

    fn placed(figure: &Figure) -> Placed {
        Placed::new(figure, &View::default(), None, &TableMeasure).unwrap()
    }

    fn index(figure: &Figure, series: &str, index: usize) -> Option<usize> {
        let view = View::default();
        match placed(figure).point(figure, &view, series, index)? {
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
        let by_index = placed(&figure).point(&figure, &view, "s", 2);
        let Some(Probe::Point(point)) = &by_index else {
            unreachable!("the figure has lines")
        };
        let by_position = placed(&figure).probe(&figure, &view, point.px, point.py);
        assert_eq!(by_index, by_position);
    }
}
