//! The frame of a plot of curves: its rectangle, axes and ticks. Marks and words are placed on it, positions are read back by it.

use super::{
    axis::{AxisMap, FloorBand},
    axis_ticks::{axis_ticks, horizontal_ticks},
    legend::Legend,
    range,
    surface::{Measure, Rect},
    text::GAP,
    view::View,
};
use crate::figure::{Along, Axis, Floor, Lines, Mark, Scale, Series, ticks::Tick};

/// Where the rectangle, the axes and the ticks of a plot of curves stand. Lengths are CSS pixels.
#[derive(Clone, Debug)]
pub struct Frame {
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
    /// Font size.
    pub font: f64,
    /// Radius of a handle's grip.
    pub grip: f64,
    /// From the left edge of the figure to the plot.
    pub gutter: f64,
    /// Room for the names beside the curves' ends, where they are set there.
    pub end_room: Option<f64>,
    /// How many values lie in the horizontal axis' floor band, where it has one.
    pub x_floored: usize,
    /// How many values lie in the vertical axis' floor band, where it has one.
    pub y_floored: usize,
}

/// Up to so many handles are drawn large, with arrow heads.
pub const FEW_GRIPS: usize = 4;
/// From the plot of a thumbnail to its edge.
pub const BARE_EDGE: f64 = 3.0;
/// Below this width a figure has no room for labels beside the curves.
const ROOM_FOR_LABELS: f64 = 440.0;

impl Frame {
    /// The frame of `lines`, with room for the words around it and for what the pinned state shows.
    pub fn new(lines: &Lines, view: &View, pinned: Option<&Lines>, measure: &dyn Measure) -> Self {
        let font = view.font();
        let width = |text: &str| measure.width(text, font);
        let series: Vec<&Series> = view.shown(&lines.series).collect();
        let earlier = pinned.map_or(&[][..], |lines| &lines.series);
        let earlier: Vec<&Series> = view.shown(earlier).collect();
        let zoom = (view.zoom.map(|z| z.x), view.zoom.map(|z| z.y));
        let x_range = range::of(lines, &series, &earlier, Along::X, zoom.0);
        let y_range = range::of(lines, &series, &earlier, Along::Y, zoom.1);
        let x_below = below(&lines.x, &series, Along::X, zoom.0);
        let y_below = below(&lines.y, &series, Along::Y, zoom.1);

        let bare = view.bare();
        let mut top = match bare {
            true => BARE_EDGE,
            false => Legend::new(series.iter().copied(), view, measure).bottom,
        };
        if !bare && !lines.y.label.is_empty() {
            top += 1.75 * font;
        }
        let name_below = match lines.x.label.is_empty() {
            true => 0.0,
            false => 1.5 * font,
        };
        let bottom = match bare {
            true => BARE_EDGE,
            false => 8.0 + 1.2 * font + name_below,
        };
        let height = (view.height - top - bottom).max(20.0);
        let y_ticks = match bare {
            true => Vec::new(),
            false => axis_ticks(&lines.y, y_range, (height / (2.8 * font)) as usize),
        };
        let widest = y_ticks.iter().map(|t| width(&t.label)).fold(0.0, f64::max);
        let gutter = match bare {
            true => BARE_EDGE,
            false => (widest + 10.0).clamp(14.0, view.width * 0.42),
        };
        // A name that would have to be cut is in the legend only.
        let room = (view.width * 0.32).min(190.0);
        let ends: Vec<f64> = series
            .iter()
            .filter(|s| has_end_label(s))
            .map(|s| width(&s.label))
            .filter(|wide| *wide <= room)
            .collect();
        let beside = !bare && !view.legend && view.width >= ROOM_FOR_LABELS && ends.len() > 1;
        let mut right: f64 = if bare { BARE_EDGE } else { 12.0 };
        if beside {
            right = ends.into_iter().fold(0.0, f64::max) + 2.0 * GAP + 6.0;
        }
        if !bare && series.iter().any(|s| s.mark == Mark::Stems) {
            right = right.max(width("0000.0") + 12.0);
        }
        let plot = Rect {
            left: view.edge(gutter),
            top: view.edge(top),
            width: view.edge((view.width - gutter - right).max(20.0)),
            height: view.edge(height),
        };
        let band = view.edge(font + 10.0).min(plot.height / 4.0);
        let x = axis(&lines.x, x_range, (plot.left, plot.right()), x_below, band);
        let mut y = axis(&lines.y, y_range, (plot.bottom(), plot.top), y_below, -band);
        let lettered = y_ticks.iter().filter(|t| !t.label.is_empty());
        y.grid = lettered.map(|t| t.value).collect();
        let x_ticks = match bare {
            true => Vec::new(),
            false => horizontal_ticks(&lines.x, &x, plot.width, font, measure),
        };
        let mut frame = Self {
            plot,
            x,
            y,
            x_ticks,
            y_ticks,
            font,
            grip: 0.0,
            gutter,
            end_room: beside.then_some(right - 2.0 * GAP - 4.0),
            x_floored: x_below.map_or(0, |(_, count)| count),
            y_floored: y_below.map_or(0, |(_, count)| count),
        };
        frame.grip = frame.grip_radius(lines);
        frame
    }

    fn grip_radius(&self, lines: &Lines) -> f64 {
        let handles = lines.handles.iter();
        let at: Vec<_> = handles.filter_map(|h| self.position(h.x, h.y)).collect();
        let gaps = at
            .windows(2)
            .map(|w| (w[0].0 - w[1].0).hypot(w[0].1 - w[1].1));
        // Many grips are a curve of their own; a few invite the hand.
        let largest = if at.len() > FEW_GRIPS { 4.0 } else { 6.0 };
        (0.42 * gaps.fold(f64::INFINITY, f64::min)).clamp(2.5, largest)
    }

    /// The position of a data point, where it has one.
    pub fn position(&self, x: f64, y: f64) -> Option<(f64, f64)> {
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

/// The axis between two positions; a floor band takes `band` pixels of it, in the direction of the axis.
fn axis(
    axis: &Axis,
    range: (f64, f64),
    mut pixels: (f64, f64),
    below: Option<(&Floor, usize)>,
    band: f64,
) -> AxisMap {
    let floor = below.map(|(floor, _)| FloorBand {
        value: floor.value,
        pixels: (pixels.0, pixels.0 + band),
    });
    if floor.is_some() {
        pixels.0 = pixels.0 + band + 4.0 * band.signum();
    }
    AxisMap {
        scale: axis.scale,
        range,
        pixels,
        floor,
        grid: Vec::new(),
    }
}

/// The floor of an axis and how many points lie in it, where it has any to show.
fn below<'f>(
    axis: &'f Axis,
    series: &[&Series],
    along: Along,
    zoom: Option<(f64, f64)>,
) -> Option<(&'f Floor, usize)> {
    let floor = axis.floor.as_ref().filter(|_| axis.scale == Scale::Log)?;
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

/// Whether a series is named beside its end; single strokes, as error bars are, have none.
pub fn has_end_label(series: &Series) -> bool {
    matches!(
        series.mark,
        Mark::Line | Mark::LinePoints | Mark::Area | Mark::Steps
    ) && !series.label.is_empty()
        && !(series.y.last().is_some_and(|y| y.is_nan())
            && series.y.split(|y| y.is_nan()).all(|run| run.len() < 3))
}
