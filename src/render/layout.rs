//! Where everything in a plot of curves stands. Drawing, probing and reading back positions all use this one answer.

use super::{
    axis::{AxisMap, FloorBand},
    labels::{GAP, Label, Tone, fit, has_end_label, legend_rows},
    range,
    surface::{Measure, Rect},
    view::View,
};
use crate::figure::{
    Along, Axis, Floor, Ink, Lines, Mark, Series,
    ticks::{Tick, ticks},
};

/// Where everything in a plot of curves stands.
pub struct Layout<'a> {
    /// The rectangle between the axes, floor bands included.
    pub plot: Rect,
    /// The horizontal axis.
    pub x: AxisMap,
    /// The vertical axis.
    pub y: AxisMap,
    /// Horizontal ticks.
    pub x_ticks: Vec<Tick>,
    /// Vertical ticks.
    pub y_ticks: Vec<Tick>,
    /// Font size in CSS pixels.
    pub font: f64,
    /// What is shown.
    pub series: Vec<&'a Series>,
    /// Every text of the picture.
    pub labels: Vec<Label>,
    /// Thin lines from a curve's end to its label.
    pub leaders: Vec<(Ink, [(f64, f64); 2])>,
    /// Samples of the legend, where the picture carries one: a series and the middle of its sample.
    pub legend: Vec<(&'a Series, (f64, f64))>,
    /// Radius of a handle's grip.
    pub grip: f64,
    /// Data points that words should not cover.
    pub(super) marks: Vec<(f64, f64)>,
}

/// Up to so many handles are drawn large, with arrow heads.
pub const FEW_GRIPS: usize = 4;
/// Below this width a figure has no room for labels beside the curves.
const ROOM_FOR_LABELS: f64 = 440.0;

impl<'a> Layout<'a> {
    /// Lays out `lines`, leaving room for what `ghost` shows.
    pub fn new(
        lines: &'a Lines,
        view: &View,
        ghost: Option<&Lines>,
        measure: &dyn Measure,
    ) -> Self {
        let font = view.font();
        let series: Vec<_> = lines
            .series
            .iter()
            .filter(|s| !view.hidden.contains(&s.id))
            .collect();
        let width = |text: &str| measure.width(text, font);
        let zoom = view.zoom;
        let ghosts: Vec<&Series> = ghost
            .map(|g| {
                g.series
                    .iter()
                    .filter(|s| !view.hidden.contains(&s.id))
                    .collect()
            })
            .unwrap_or_default();
        let x_range = range::of(lines, &series, &ghosts, Along::X, zoom.map(|z| z.x));
        let y_range = range::of(lines, &series, &ghosts, Along::Y, zoom.map(|z| z.y));
        let y_zero = below(&lines.y, &series, Along::Y, zoom.map(|z| z.y));
        let x_zero = below(&lines.x, &series, Along::X, zoom.map(|z| z.x));

        let mut labels = Vec::new();
        let mut legend = Vec::new();
        let mut top = 0.5 * font + 2.0;
        if view.legend {
            top = legend_rows(&series, view, font, measure, &mut labels, &mut legend);
        }
        if !lines.y.label.is_empty() {
            let fitted = fit(&lines.y.label, view.width - 8.0, font, measure);
            labels.push(Label {
                at: (2.0, top + font),
                ..Label::new(fitted, Tone::Muted)
            });
            top += 1.75 * font;
        }
        let bottom = 8.0
            + 1.2 * font
            + if lines.x.label.is_empty() {
                0.0
            } else {
                1.5 * font
            };
        let height = (view.height - top - bottom).max(20.0);

        let y_ticks = axis_ticks(&lines.y, y_range, (height / (2.8 * font)) as usize);
        let widest = y_ticks.iter().map(|t| width(&t.label)).fold(0.0, f64::max);
        let left = (widest + 10.0).clamp(14.0, view.width * 0.42);
        let room = (view.width * 0.32).min(190.0);
        let named = series.iter().filter(|s| has_end_label(s)).count();
        let direct = !view.legend && view.width >= ROOM_FOR_LABELS && named > 1;
        let mut right: f64 = 12.0;
        if direct {
            let widest = series
                .iter()
                .filter(|s| has_end_label(s))
                .map(|s| width(&s.label))
                .fold(0.0, f64::max);
            right = widest.min(room) + 2.0 * GAP + 6.0;
        }
        if series.iter().any(|s| s.mark == Mark::Stems) {
            right = right.max(width("0000.0") + 12.0);
        }
        let plot = Rect {
            left: view.edge(left),
            top: view.edge(top),
            width: view.edge((view.width - left - right).max(20.0)),
            height: view.edge(height),
        };
        let band = view.edge(font + 10.0).min(plot.height / 4.0);
        let mut y = AxisMap {
            scale: lines.y.scale,
            range: y_range,
            pixels: (plot.bottom(), plot.top),
            floor: None,
            grid: y_ticks
                .iter()
                .filter(|t| !t.label.is_empty())
                .map(|t| t.value)
                .collect(),
        };
        if let Some((floor, _)) = y_zero {
            y.floor = Some(FloorBand {
                value: floor.value,
                pixels: (plot.bottom(), plot.bottom() - band),
            });
            y.pixels.0 = plot.bottom() - band - 4.0;
        }
        let mut x = AxisMap {
            scale: lines.x.scale,
            range: x_range,
            pixels: (plot.left, plot.right()),
            floor: None,
            grid: Vec::new(),
        };
        if let Some((floor, _)) = x_zero {
            x.floor = Some(FloorBand {
                value: floor.value,
                pixels: (plot.left, plot.left + band),
            });
            x.pixels.0 = plot.left + band + 4.0;
        }
        let x_ticks = horizontal_ticks(&lines.x, &x, plot.width, font, measure);
        let mut layout = Self {
            plot,
            x,
            y,
            x_ticks,
            y_ticks,
            font,
            series,
            labels,
            leaders: Vec::new(),
            legend,
            grip: 6.0,
            marks: Vec::new(),
        };
        layout.tick_labels(lines, view, measure, left);
        layout.grip = layout.grip_radius(lines);
        let points = layout.series.iter().flat_map(|s| s.x.iter().zip(&s.y));
        layout.marks = points.filter_map(|(x, y)| layout.handle(*x, *y)).collect();
        let mut placed = Vec::new();
        if let Some((floor, count)) = y_zero {
            layout.floor_label(floor, count, Along::Y, measure, &mut placed);
        }
        if let Some((floor, count)) = x_zero {
            layout.floor_label(floor, count, Along::X, measure, &mut placed);
        }
        layout.region_labels(lines, measure, &mut placed);
        layout.guide_labels(lines, measure, &mut placed);
        layout.stem_labels(view);
        if direct {
            layout.end_labels(right - 2.0 * GAP - 4.0, measure);
        }
        layout
    }

    fn grip_radius(&self, lines: &Lines) -> f64 {
        let at: Vec<_> = lines
            .handles
            .iter()
            .filter_map(|h| self.handle(h.x, h.y))
            .collect();
        let gap = at
            .windows(2)
            .map(|w| (w[0].0 - w[1].0).hypot(w[0].1 - w[1].1))
            .fold(f64::INFINITY, f64::min);
        // Many grips are a curve of their own; a few invite the hand.
        let largest = if at.len() > FEW_GRIPS { 4.0 } else { 6.0 };
        (0.42 * gap).clamp(2.5, largest)
    }

    /// The position of a data point, where it has one.
    pub fn handle(&self, x: f64, y: f64) -> Option<(f64, f64)> {
        Some((self.x.pixel(x)?, self.y.pixel(y)?))
    }

    /// The position of a guide inside the plot.
    pub fn guide(&self, along: Along, at: f64) -> Option<f64> {
        let position = if along == Along::X {
            self.x.pixel(at)
        } else {
            self.y.pixel(at)
        }?;
        let inside = match along {
            Along::X => self.plot.contains(position, self.plot.top),
            Along::Y => self.plot.contains(self.plot.left, position),
        };
        inside.then_some(position)
    }

    /// The visible part of a region.
    pub fn region(&self, along: Along, from: f64, to: f64) -> Option<Rect> {
        let (map, low, high) = match along {
            Along::X => (&self.x, self.plot.left, self.plot.right()),
            Along::Y => (&self.y, self.plot.top, self.plot.bottom()),
        };
        // An end without a position is beyond the low end of a logarithmic axis.
        let end = |value: f64| {
            if value == f64::INFINITY {
                map.pixels.1
            } else {
                map.pixel(value)
                    .unwrap_or(map.floor.map_or(map.pixels.0, |f| f.pixels.0))
            }
        };
        let (a, b) = (end(from), end(to));
        let (a, b) = (a.min(b).clamp(low, high), a.max(b).clamp(low, high));
        if b - a <= 0.0 {
            return None;
        }
        Some(match along {
            Along::X => Rect {
                left: a,
                width: b - a,
                ..self.plot
            },
            Along::Y => Rect {
                top: a,
                height: b - a,
                ..self.plot
            },
        })
    }
}

/// The floor of an axis and how many points lie in it, where it has any to show.
fn below<'f>(
    axis: &'f Axis,
    series: &[&Series],
    along: Along,
    zoom: Option<(f64, f64)>,
) -> Option<(&'f Floor, usize)> {
    let floor = axis
        .floor
        .as_ref()
        .filter(|_| axis.scale == crate::figure::Scale::Log)?;
    if zoom.is_some_and(|z| z.0.min(z.1) > floor.value) {
        return None;
    }
    let count = series
        .iter()
        .flat_map(|s| if along == Along::X { &s.x } else { &s.y })
        .filter(|v| v.is_finite() && **v <= floor.value)
        .count();
    (count > 0).then_some((floor, count))
}

fn axis_ticks(axis: &Axis, (low, high): (f64, f64), most: usize) -> Vec<Tick> {
    if axis.names.is_empty() {
        // What is counted has no more ticks than whole numbers, and none between where fewer than two are seen.
        let most = match axis.counted {
            true => most.min(((high - low) as usize).max(1)),
            false => most,
        };
        let mut all = ticks(axis.scale, low, high, most);
        all.retain(|tick| !axis.counted || tick.value.fract() == 0.0);
        return all;
    }
    let inside = axis
        .names
        .iter()
        .filter(|(value, _)| (low..=high).contains(value));
    inside
        .map(|(value, name)| Tick {
            value: *value,
            label: name.clone(),
        })
        .collect()
}

/// Ticks whose labels do not run into each other.
pub fn horizontal_ticks(
    axis: &Axis,
    map: &AxisMap,
    width: f64,
    font: f64,
    measure: &dyn Measure,
) -> Vec<Tick> {
    let (low, high) = map.range;
    let mut most = ((width / (4.0 * font)) as usize).max(2);
    loop {
        let mut found = axis_ticks(axis, (low, high), most);
        let mut end = f64::NEG_INFINITY;
        let mut crowded = false;
        for tick in found.iter_mut().filter(|t| !t.label.is_empty()) {
            let half = measure.width(&tick.label, font) / 2.0;
            let at = map.pixel(tick.value).unwrap_or(f64::NEG_INFINITY);
            if at - half < end + 0.5 * font {
                crowded = true;
                if most <= 2 || !axis.names.is_empty() {
                    tick.label.clear();
                    continue;
                }
            }
            end = at + half;
        }
        if !crowded || most <= 2 || !axis.names.is_empty() {
            return found;
        }
        most -= 1;
    }
}
