//! The frame of a heat map: its cells, its colour bar, their axes.

use super::{
    axis::AxisMap,
    axis_ticks::horizontal_ticks,
    colors,
    frame::BARE_EDGE,
    surface::{Measure, Rect},
    view::View,
};
use crate::figure::{
    Axis, Heatmap, Scale,
    ticks::{Tick, ticks},
};
use std::ops::Range;

/// Where the cells and the colour bar of a heat map stand. Lengths are CSS pixels.
#[derive(Clone, Debug)]
pub struct Grid {
    /// The rectangle of the cells shown.
    pub plot: Rect,
    /// The rows shown.
    pub rows: Range<usize>,
    /// The columns shown.
    pub cols: Range<usize>,
    /// Font size in CSS pixels.
    pub font: f64,
    /// The rectangle of the colour bar.
    pub bar: Rect,
    /// The axis of the colour bar.
    pub scale: AxisMap,
    /// Ticks of the colour bar.
    pub bar_ticks: Vec<Tick>,
    /// The names beside the rows and under the columns shown.
    pub names: Names,
    /// The axes of the cells shown, where they sample a plane: horizontal, vertical.
    pub axes: Option<[(AxisMap, Vec<Tick>); 2]>,
}

/// The names of rows and columns, and the room that they have. Lengths are CSS pixels.
#[derive(Clone, Debug)]
pub struct Names {
    /// A name per row shown, or none.
    pub rows: Vec<String>,
    /// A name per column shown, or none.
    pub cols: Vec<String>,
    /// Whether the names of columns read upwards.
    pub upright: bool,
    /// Left of the cells.
    pub beside: f64,
    /// Under the cells.
    pub under: f64,
}

const BAR: f64 = 12.0;

impl Grid {
    /// The frame of `map`, with room for the words around it.
    pub fn new(map: &Heatmap, view: &View, measure: &dyn Measure) -> Self {
        let font = view.font();
        let width = |text: &str| measure.width(text, font);
        let part = |zoom: Option<(f64, f64)>, count: usize| {
            let (low, high) = zoom
                .filter(|z| z.0.is_finite() && z.1.is_finite())
                .unwrap_or((0.0, count as f64));
            let from = (low.min(high).max(0.0).floor() as usize).min(count.saturating_sub(1));
            from..(low.max(high).max(0.0).ceil() as usize).clamp(from + 1, count.max(from + 1))
        };
        let cols = part(view.zoom.map(|z| z.x), map.cols);
        let rows = part(view.zoom.map(|z| z.y), map.rows);

        let (low, high) = colors::ends(&map.colors);
        let kind = if map.colors.log {
            Scale::Log
        } else {
            Scale::Linear
        };
        let plane = map.plane.as_ref();
        let named = |names: &[String], shown: Range<usize>| -> Vec<String> {
            let unnamed = plane.is_some() || view.bare();
            let shown = if unnamed { 0..0 } else { shown };
            shown.map(|i| name(names, i)).collect()
        };
        let row_names = named(&map.row_names, rows.clone());
        let col_names = named(&map.col_names, cols.clone());
        let y_range = plane.map(|p| part_of(&p.y, map.rows, &rows, true));
        let lettered = plane.filter(|_| !view.bare());
        let y_names = lettered.zip(y_range).map(|(p, (low, high))| {
            let count = (view.height / (4.0 * font)) as usize;
            ticks(p.y.scale, low, high, count.max(2))
        });
        let y_names = y_names.unwrap_or_default();
        let widest_tick = y_names.iter().map(|t| width(&t.label)).fold(0.0, f64::max);
        let widest = |names: &[String]| names.iter().map(|n| width(n)).fold(0.0, f64::max);

        let room = |wanted: f64| if view.bare() { BARE_EDGE } else { wanted };
        let top = room(font * 2.1);
        let left = room((widest(&row_names).max(widest_tick) + 10.0).min(view.width * 0.3));
        let longest = |ticks: &[Tick]| ticks.iter().map(|t| width(&t.label)).fold(0.0, f64::max);
        let right = room(BAR + 14.0 + longest(&ticks(kind, low, high, 5)) + 12.0);
        let axis_name = if map.col_label.is_empty() && plane.is_none() {
            4.0
        } else {
            1.6 * font
        };
        let inner_width = (view.width - left - right).max(20.0);
        // Upright names where the longest does not fit its column.
        let slot = inner_width / col_names.len().max(1) as f64;
        let upright = !map.col_names.is_empty() && widest(&col_names) + 4.0 > slot;
        let under = if upright {
            (widest(&col_names) + 6.0).min(view.height * 0.3)
        } else {
            1.5 * font
        };
        let bottom = room(under + axis_name + 4.0);
        let inner_height = (view.height - top - bottom).max(20.0);
        let (mut cell_width, mut cell_height) = (
            inner_width / cols.len() as f64,
            inner_height / rows.len() as f64,
        );
        // Square cells, unless the matrix is so oblong that they would waste the room.
        if plane.is_none() && (1.0 / 3.0..=3.0).contains(&(cell_width / cell_height)) {
            cell_width = cell_width.min(cell_height);
            cell_height = cell_width;
        }
        // A thumbnail has nothing beside the cells: they stand in its middle.
        let spare = match view.bare() {
            true => (
                inner_width - cell_width * cols.len() as f64,
                inner_height - cell_height * rows.len() as f64,
            ),
            false => (0.0, 0.0),
        };
        let plot = Rect {
            left: view.edge(left + spare.0 / 2.0),
            top: view.edge(top + spare.1 / 2.0),
            width: view.edge((cell_width * cols.len() as f64).max(1.0)),
            height: view.edge((cell_height * rows.len() as f64).max(1.0)),
        };
        let bar = Rect {
            left: view.edge(plot.right() + 14.0),
            width: BAR,
            ..plot
        };
        // As many ticks as there is height for, but fewer where a number would leave the picture.
        let most = ((plot.height / (2.4 * font)) as usize).max(2);
        let bar_ticks = (2..=most)
            .rev()
            .map(|most| ticks(kind, low, high, most))
            .find(|ticks| bar.right() + 7.0 + longest(ticks) <= view.width)
            .unwrap_or_default();
        let scale = axis(kind, (low, high), (bar.bottom(), bar.top));
        let axes = plane.zip(y_range).map(|(p, y_range)| {
            let x_range = part_of(&p.x, map.cols, &cols, false);
            let x = axis(p.x.scale, x_range, (plot.left, plot.right()));
            let y = axis(p.y.scale, y_range, (plot.bottom(), plot.top));
            let x_ticks = match view.bare() {
                true => Vec::new(),
                false => horizontal_ticks(&p.x, &x, plot.width, font, measure),
            };
            [(x, x_ticks), (y, y_names)]
        });
        Self {
            plot,
            rows,
            cols,
            font,
            bar,
            scale,
            bar_ticks,
            names: Names {
                rows: row_names,
                cols: col_names,
                upright,
                beside: left,
                under,
            },
            axes,
        }
    }

    /// Width and height of a cell.
    pub fn cell(&self) -> (f64, f64) {
        (
            self.plot.width / self.cols.len() as f64,
            self.plot.height / self.rows.len() as f64,
        )
    }

    /// The rectangle of a cell, if it is shown.
    pub fn rect(&self, row: usize, col: usize) -> Option<Rect> {
        let (width, height) = self.cell();
        let shown = self.rows.contains(&row) && self.cols.contains(&col);
        shown.then(|| Rect {
            left: self.plot.left + (col - self.cols.start) as f64 * width,
            top: self.plot.top + (row - self.rows.start) as f64 * height,
            width,
            height,
        })
    }

    /// A position in columns and rows, fractions included.
    pub fn position(&self, x: f64, y: f64) -> (f64, f64) {
        let (width, height) = self.cell();
        (
            self.cols.start as f64 + (x - self.plot.left) / width,
            self.rows.start as f64 + (y - self.plot.top) / height,
        )
    }
}

fn axis(scale: Scale, range: (f64, f64), pixels: (f64, f64)) -> AxisMap {
    AxisMap {
        scale,
        range,
        pixels,
        floor: None,
        grid: Vec::new(),
    }
}

/// The values between the outer edges of the cells shown; rows run against their axis.
fn part_of(whole: &Axis, count: usize, shown: &Range<usize>, reversed: bool) -> (f64, f64) {
    let ends = if reversed {
        (count as f64, 0.0)
    } else {
        (0.0, count as f64)
    };
    let cells = axis(whole.scale, whole.range.unwrap_or((1.0, 10.0)), ends);
    let (first, last) = (
        cells.value(shown.start as f64),
        cells.value(shown.end as f64),
    );
    (first.min(last), first.max(last))
}

/// The name of a row or column: its own, or its index.
pub fn name(names: &[String], index: usize) -> String {
    names
        .get(index)
        .cloned()
        .unwrap_or_else(|| index.to_string())
}
