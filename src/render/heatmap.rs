//! A matrix as a grid of colours: where it stands, and how it is drawn.

use super::{
    axis::AxisMap,
    colors,
    layout::{HALF_CAP, Label, Tone, fit},
    lines::{hatch, words},
    surface::{Anchor, Color, Measure, Pen, Raster, Rect, Step, Surface, Type},
    theme::Theme,
    view::View,
};
use crate::figure::{
    Heatmap, Scale, number,
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
    font: f64,
    bar: Rect,
    scale: AxisMap,
    bar_ticks: Vec<Tick>,
    labels: Vec<Label>,
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
        let row_names: Vec<String> = rows.clone().map(|i| name(&map.row_names, i)).collect();
        let col_names: Vec<String> = cols.clone().map(|i| name(&map.col_names, i)).collect();
        let widest = |names: &[String]| names.iter().map(|n| width(n)).fold(0.0, f64::max);

        let top = font * 2.1;
        let left = (widest(&row_names) + 10.0).min(view.width * 0.3);
        let rough = ticks(kind, low, high, 5);
        let right = BAR + 14.0 + rough.iter().map(|t| width(&t.label)).fold(0.0, f64::max) + 8.0;
        let axis_name = if map.col_label.is_empty() {
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
        if (1.0 / 3.0..=3.0).contains(&(cell_width / cell_height)) {
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
        let scale = AxisMap {
            scale: kind,
            range: (low, high),
            pixels: (bar.bottom(), bar.top),
            floor: None,
            grid: Vec::new(),
        };
        let mut grid = Self {
            plot,
            rows,
            cols,
            font,
            bar,
            scale,
            bar_ticks,
            labels: Vec::new(),
        };
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
    fn cell(&self) -> (f64, f64) {
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
        let row_label = if map.row_label.is_empty() {
            String::new()
        } else {
            format!("↓ {}", map.row_label)
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
        if !map.col_label.is_empty() {
            let text = fit(
                &format!("{} →", map.col_label),
                view.width - 4.0,
                font,
                measure,
            );
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

/// Draws `map` as laid out.
pub fn draw(map: &Heatmap, grid: &Grid, view: &View, theme: &Theme, surface: &mut dyn Surface) {
    let palette = colors::palette(map.colors.diverging, theme.name);
    let (rows, cols) = (grid.rows.clone(), grid.cols.clone());
    let mut cells = Vec::with_capacity(rows.len() * cols.len());
    for row in rows.clone() {
        cells.extend(cols.clone().map(|col| {
            map.values
                .get(row * map.cols + col)
                .map_or(Raster::CLEAR, |v| colors::index(&map.colors, *v))
        }));
    }
    if cells.contains(&Raster::CLEAR) {
        surface.fill(&grid.plot.path(), theme.text.alpha(0.05));
        hatch(grid.plot, theme.text.alpha(0.3), surface);
    }
    let image = Raster {
        width: cols.len(),
        height: rows.len(),
        cells,
        palette,
    };
    surface.image(&image, grid.plot);
    values(map, grid, &image, surface);
    let hair = Pen {
        color: theme.axis,
        width: view.hairline(),
        dash: &[],
    };
    surface.stroke(&grid.plot.path(), &hair);
    bar(map, grid, view, &image.palette, &hair, surface);
    if let Some(rect) = map
        .select
        .as_ref()
        .and_then(|s| s.at)
        .and_then(|(row, col)| grid.rect(row, col))
    {
        // Two rims, one of which shows on any colour.
        let around = |by: f64| Rect {
            left: rect.left - by,
            top: rect.top - by,
            width: rect.width + 2.0 * by,
            height: rect.height + 2.0 * by,
        };
        surface.stroke(
            &around(2.0).path(),
            &Pen {
                color: theme.background,
                width: 2.0,
                dash: &[],
            },
        );
        surface.stroke(
            &around(0.5).path(),
            &Pen {
                color: theme.text,
                width: 2.0,
                dash: &[],
            },
        );
    }
    words(&grid.labels, grid.font, theme, surface);
}

fn bar(
    map: &Heatmap,
    grid: &Grid,
    view: &View,
    palette: &[[u8; 3]],
    hair: &Pen,
    surface: &mut dyn Surface,
) {
    let steps = colors::STEPS;
    let cells = (0..steps).map(|i| {
        colors::index(
            &map.colors,
            grid.scale
                .value(grid.bar.top + grid.bar.height * (i as f64 + 0.5) / steps as f64),
        )
    });
    let image = Raster {
        width: 1,
        height: steps,
        cells: cells.collect(),
        palette: palette.to_vec(),
    };
    surface.image(&image, grid.bar);
    let mut marks = grid.bar.path().to_vec();
    for tick in &grid.bar_ticks {
        if let Some(y) = grid.scale.pixel(tick.value) {
            let length = if tick.label.is_empty() { 2.0 } else { 4.0 };
            marks.extend([
                Step::Move(grid.bar.right(), view.crisp(y)),
                Step::Line(grid.bar.right() + length, view.crisp(y)),
            ]);
        }
    }
    surface.stroke(&marks, hair);
}

/// The numbers themselves, where the cells are large enough for all of them.
fn values(map: &Heatmap, grid: &Grid, image: &Raster, surface: &mut dyn Surface) {
    let (width, height) = grid.cell();
    if width < 4.2 * grid.font || height < 1.6 * grid.font {
        return;
    }
    let ink = [Color::hex(0x14181D), Color::hex(0xFFFFFF)];
    for (i, cell) in image.cells.iter().enumerate() {
        let (row, col) = (
            grid.rows.start + i / image.width,
            grid.cols.start + i % image.width,
        );
        let (Some(rect), Some(rgb)) = (grid.rect(row, col), image.palette.get(usize::from(*cell)))
        else {
            continue;
        };
        let behind = Color {
            rgb: *rgb,
            alpha: 1.0,
        };
        let color = if ink[0].contrast(behind) >= ink[1].contrast(behind) {
            ink[0]
        } else {
            ink[1]
        };
        let text = number(map.values[row * map.cols + col]);
        if text.chars().count() as f64 * 0.6 * grid.font < width {
            let style = Type {
                size: grid.font,
                color,
                anchor: Anchor::Middle,
                upright: false,
                halo: None,
            };
            surface.text(
                &text,
                rect.left + width / 2.0,
                rect.top + height / 2.0 + HALF_CAP * grid.font,
                &style,
            );
        }
    }
}
