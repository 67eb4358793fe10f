//! Where everything of a heat map stands.

use super::{
    axis::AxisMap,
    colors,
    labels::{HALF_CAP, Label, Tone, fit},
    layout::horizontal_ticks,
    surface::{Anchor, Measure, Rect},
    view::View,
};
use crate::figure::{
    Axis, Heatmap, Scale,
    ticks::{Tick, ticks},
};
use std::ops::Range;
/// Where everything of a heat map stands.
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
    /// Every text but the numbers in the cells.
    pub labels: Vec<Label>,
    /// The axes of the cells shown, where they sample a plane: horizontal, vertical.
    pub axes: Option<[(AxisMap, Vec<Tick>); 2]>,
}

const BAR: f64 = 12.0;

impl Grid {
    /// Lays out `map` for a view.
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
            let shown = if plane.is_some() { 0..0 } else { shown };
            shown.map(|i| name(names, i)).collect()
        };
        let row_names = named(&map.row_names, rows.clone());
        let col_names = named(&map.col_names, cols.clone());
        let y_range = plane.map(|p| part_of(&p.y, map.rows, &rows, true));
        let y_names = plane.zip(y_range).map(|(p, (low, high))| {
            let count = (view.height / (4.0 * font)) as usize;
            ticks(p.y.scale, low, high, count.max(2))
        });
        let y_names = y_names.unwrap_or_default();
        let widest_tick = y_names.iter().map(|t| width(&t.label)).fold(0.0, f64::max);
        let widest = |names: &[String]| names.iter().map(|n| width(n)).fold(0.0, f64::max);

        let top = font * 2.1;
        let left = (widest(&row_names).max(widest_tick) + 10.0).min(view.width * 0.3);
        let rough = ticks(kind, low, high, 5);
        let right = BAR + 14.0 + rough.iter().map(|t| width(&t.label)).fold(0.0, f64::max) + 12.0;
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
        let bottom = under + axis_name + 4.0;
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
        let plot = Rect {
            left: view.edge(left),
            top: view.edge(top),
            width: view.edge((cell_width * cols.len() as f64).max(1.0)),
            height: view.edge((cell_height * rows.len() as f64).max(1.0)),
        };
        let bar = Rect {
            left: view.edge(plot.right() + 14.0),
            width: BAR,
            ..plot
        };
        let bar_ticks = ticks(
            kind,
            low,
            high,
            ((plot.height / (2.4 * font)) as usize).max(2),
        );
        let scale = axis(kind, (low, high), (bar.bottom(), bar.top));
        let axes = plane.zip(y_range).map(|(p, y_range)| {
            let x_range = part_of(&p.x, map.cols, &cols, false);
            let x = axis(p.x.scale, x_range, (plot.left, plot.right()));
            let y = axis(p.y.scale, y_range, (plot.bottom(), plot.top));
            let x_ticks = horizontal_ticks(&p.x, &x, plot.width, font, measure);
            [(x, x_ticks), (y, y_names)]
        });
        let mut grid = Self {
            plot,
            rows,
            cols,
            font,
            bar,
            scale,
            bar_ticks,
            labels: Vec::new(),
            axes,
        };
        grid.tick_labels();
        grid.names(
            &row_names,
            &col_names,
            upright,
            (left - 8.0, under - 4.0),
            measure,
        );
        grid.titles(map, view, under, measure);
        grid
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

    fn names(
        &mut self,
        rows: &[String],
        cols: &[String],
        upright: bool,
        room: (f64, f64),
        measure: &dyn Measure,
    ) {
        let (font, plot) = (self.font, self.plot);
        let (width, height) = self.cell();
        for i in thinned(rows.len(), 1.15 * font / height) {
            let text = fit(&rows[i], room.0, font, measure);
            let at = (
                plot.left - 6.0,
                plot.top + (i as f64 + 0.5) * height + HALF_CAP * font,
            );
            self.labels.push(Label {
                at,
                anchor: Anchor::End,
                ..Label::new(text, Tone::Muted)
            });
        }
        let widest = cols
            .iter()
            .map(|n| measure.width(n, font))
            .fold(0.0, f64::max);
        let each = if upright { 1.15 * font } else { widest + 8.0 };
        for i in thinned(cols.len(), each / width) {
            let middle = plot.left + (i as f64 + 0.5) * width;
            let base = Label {
                anchor: Anchor::Middle,
                ..Label::new(cols[i].clone(), Tone::Muted)
            };
            self.labels.push(if upright {
                let text = fit(&cols[i], room.1, font, measure);
                let at = (middle + HALF_CAP * font, plot.bottom() + 6.0);
                Label {
                    text,
                    at,
                    anchor: Anchor::End,
                    upright: true,
                    ..base
                }
            } else {
                Label {
                    at: (middle, plot.bottom() + 5.0 + font),
                    ..base
                }
            });
        }
    }

    fn tick_labels(&mut self) {
        let (font, plot) = (self.font, self.plot);
        let Some([(x, x_ticks), (y, y_ticks)]) = &self.axes else {
            return;
        };
        let labelled = |ticks: &[Tick], map: &AxisMap| -> Vec<(f64, String)> {
            let named = ticks.iter().filter(|t| !t.label.is_empty());
            named
                .filter_map(|t| Some((map.pixel(t.value)?, t.label.clone())))
                .collect()
        };
        for (at, text) in labelled(x_ticks, x) {
            self.labels.push(Label {
                at: (at, plot.bottom() + 5.0 + font),
                anchor: Anchor::Middle,
                ..Label::new(text, Tone::Muted)
            });
        }
        for (at, text) in labelled(y_ticks, y) {
            self.labels.push(Label {
                at: (plot.left - 6.0, at + HALF_CAP * font),
                anchor: Anchor::End,
                ..Label::new(text, Tone::Muted)
            });
        }
    }

    fn titles(&mut self, map: &Heatmap, view: &View, under: f64, measure: &dyn Measure) {
        let (font, plot, bar) = (self.font, self.plot, self.bar);
        for tick in self.bar_ticks.iter().filter(|t| !t.label.is_empty()) {
            if let Some(y) = self.scale.pixel(tick.value) {
                let at = (bar.right() + 7.0, y + HALF_CAP * font);
                self.labels.push(Label {
                    at,
                    ..Label::new(tick.label.clone(), Tone::Muted)
                });
            }
        }
        let above = plot.top - 0.75 * font;
        let row_label = match &map.plane {
            Some(plane) => format!("↑ {}", plane.y.label),
            None if map.row_label.is_empty() => String::new(),
            None => format!("↓ {}", map.row_label),
        };
        let used = 2.0 + measure.width(&row_label, font) + 12.0;
        self.labels.push(Label {
            at: (2.0, above),
            ..Label::new(
                fit(&row_label, view.width - 4.0, font, measure),
                Tone::Muted,
            )
        });
        let name = &map.colors.label;
        let wide = measure.width(name, font);
        // Over the bar; where that is too narrow, ending at the right edge; where the other label is in the way, shortened.
        let left = bar.left.min(view.width - 4.0 - wide).max(used);
        let text = fit(name, view.width - 4.0 - left, font, measure);
        self.labels.push(Label {
            at: (left, above),
            ..Label::new(text, Tone::Muted)
        });
        let col_label = map.plane.as_ref().map_or(&map.col_label, |p| &p.x.label);
        if !col_label.is_empty() {
            let text = fit(&format!("{col_label} →"), view.width - 4.0, font, measure);
            let half = measure.width(&text, font) / 2.0;
            let at = (
                (plot.left + plot.width / 2.0).max(half + 2.0),
                plot.bottom() + under + 1.15 * font,
            );
            self.labels.push(Label {
                at,
                anchor: Anchor::Middle,
                ..Label::new(text, Tone::Muted)
            });
        }
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

/// Every index where each takes at most its slot; otherwise every second, fifth, tenth ...
fn thinned(count: usize, slots: f64) -> impl Iterator<Item = usize> {
    let stride = [1, 2, 5, 10, 20, 50, 100, 200, 500]
        .into_iter()
        .find(|s| *s as f64 >= slots)
        .unwrap_or(1000);
    (0..count).step_by(stride)
}
