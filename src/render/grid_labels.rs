//! The words of a heat map, placed on its grid.

use super::{
    axis::AxisMap,
    colors,
    grid::Grid,
    surface::{Anchor, Color, Measure},
    text::{HALF_CAP, Label, Role, Tone, fit},
    view::View,
};
use crate::figure::{Heatmap, number, ticks::Tick};

/// Every text but the numbers in the cells.
pub fn labels(map: &Heatmap, grid: &Grid, view: &View, measure: &dyn Measure) -> Vec<Label> {
    if view.bare() {
        return Vec::new();
    }
    let mut words = Words {
        grid,
        labels: Vec::new(),
    };
    words.ticks();
    words.names(measure);
    words.titles(map, view, measure);
    words.labels
}

/// The numbers themselves, where the cells are large enough for all of them.
pub fn cells(map: &Heatmap, grid: &Grid, view: &View) -> Vec<Label> {
    let (width, height) = grid.cell();
    if view.bare() || width < 4.0 * grid.font || height < 1.6 * grid.font {
        return Vec::new();
    }
    let columns = || grid.cols.clone();
    let cells = grid
        .rows
        .clone()
        .flat_map(|row| columns().map(move |col| (row, col)));
    let texts: Vec<_> = cells
        .map(|(row, col)| {
            let value = map.values[row * map.cols + col];
            (row, col, value, number(value))
        })
        .collect();
    let letters = |text: &str| text.chars().count();
    let longest = texts.iter().map(|(.., text)| letters(text)).max();
    if (longest.unwrap_or(0) as f64 + 1.0) * 0.64 * grid.font > width {
        return Vec::new();
    }
    let palette = colors::palette(map.colors.diverging, view.theme);
    let inks = [Color::hex(0x14181D), Color::hex(0xFFFFFF)];
    let label = |(row, col, value, text): (usize, usize, f64, String)| {
        let rect = grid.rect(row, col)?;
        let rgb = *palette.get(usize::from(colors::index(&map.colors, value)))?;
        let behind = Color { rgb, alpha: 1.0 };
        let dark = inks[0].contrast(behind) >= inks[1].contrast(behind);
        let color = if dark { inks[0] } else { inks[1] };
        Some(Label {
            at: (
                rect.left + width / 2.0,
                rect.top + height / 2.0 + HALF_CAP * grid.font,
            ),
            anchor: Anchor::Middle,
            ..Label::new(Role::Cell, text, Tone::Fixed(color))
        })
    };
    texts.into_iter().filter_map(label).collect()
}

struct Words<'a> {
    grid: &'a Grid,
    labels: Vec<Label>,
}

impl Words<'_> {
    fn names(&mut self, measure: &dyn Measure) {
        let (grid, names) = (self.grid, &self.grid.names);
        let (rows, cols, upright) = (&names.rows, &names.cols, names.upright);
        let (font, plot) = (grid.font, grid.plot);
        let (width, height) = grid.cell();
        for i in thinned(rows.len(), 1.15 * font / height) {
            let text = fit(&rows[i], names.beside - 8.0, font, measure);
            let at = (
                plot.left - 6.0,
                plot.top + (i as f64 + 0.5) * height + HALF_CAP * font,
            );
            self.labels.push(Label {
                at,
                anchor: Anchor::End,
                ..Label::new(Role::Tick, text, Tone::Muted)
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
                ..Label::new(Role::Tick, cols[i].clone(), Tone::Muted)
            };
            self.labels.push(if upright {
                let text = fit(&cols[i], names.under - 4.0, font, measure);
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

    fn ticks(&mut self) {
        let (font, plot) = (self.grid.font, self.grid.plot);
        let Some([(x, x_ticks), (y, y_ticks)]) = &self.grid.axes else {
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
                ..Label::new(Role::Tick, text, Tone::Muted)
            });
        }
        for (at, text) in labelled(y_ticks, y) {
            self.labels.push(Label {
                at: (plot.left - 6.0, at + HALF_CAP * font),
                anchor: Anchor::End,
                ..Label::new(Role::Tick, text, Tone::Muted)
            });
        }
    }

    fn titles(&mut self, map: &Heatmap, view: &View, measure: &dyn Measure) {
        let (font, plot, bar) = (self.grid.font, self.grid.plot, self.grid.bar);
        for tick in self.grid.bar_ticks.iter().filter(|t| !t.label.is_empty()) {
            if let Some(y) = self.grid.scale.pixel(tick.value) {
                let at = (bar.right() + 7.0, y + HALF_CAP * font);
                self.labels.push(Label {
                    at,
                    ..Label::new(Role::Tick, tick.label.clone(), Tone::Muted)
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
                Role::Axis,
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
            ..Label::new(Role::Axis, text, Tone::Muted)
        });
        let col_label = map.plane.as_ref().map_or(&map.col_label, |p| &p.x.label);
        if !col_label.is_empty() {
            let text = fit(&format!("{col_label} →"), view.width - 4.0, font, measure);
            let half = measure.width(&text, font) / 2.0;
            let at = (
                (plot.left + plot.width / 2.0).max(half + 2.0),
                plot.bottom() + self.grid.names.under + 1.15 * font,
            );
            self.labels.push(Label {
                at,
                anchor: Anchor::Middle,
                ..Label::new(Role::Axis, text, Tone::Muted)
            });
        }
    }
}

/// Every index where each takes at most its slot; otherwise every second, fifth, tenth ...
fn thinned(count: usize, slots: f64) -> impl Iterator<Item = usize> {
    let stride = [1, 2, 5, 10, 20, 50, 100, 200, 500]
        .into_iter()
        .find(|s| *s as f64 >= slots)
        .unwrap_or(1000);
    (0..count).step_by(stride)
}
