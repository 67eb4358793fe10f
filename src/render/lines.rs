//! Draws a plot of curves: furniture and words straight onto the surface, data through plotters' coordinates.

use super::{
    axis::AxisMap,
    backend::{Backend, UNITS, pixels},
    labels::{Label, Tone},
    layout::Layout,
    markers::{CURVE, MARKER, handles, markers, sample},
    surface::{Color, Pen, Rect, Step, Surface, Type},
    theme::{Look, Marker, Theme},
    view::View,
};
use crate::figure::{Along, Lines, Mark, Series, inks};
use plotters::{
    coord::{
        cartesian::{Cartesian2d, MeshLine},
        ranged1d::LightPoints,
    },
    drawing::{DrawingArea, IntoDrawingArea},
    element::{Drawable, PointCollection},
    style::{RGBAColor, ShapeStyle},
};
use plotters_backend::{BackendCoord, DrawingErrorKind};
use std::convert::Infallible;

type Area<'b> = DrawingArea<Backend<'b>, Cartesian2d<AxisMap, AxisMap>>;

/// Draws points given in CSS pixels.
type Show<'a> = &'a dyn Fn(&mut dyn Surface, &[(f64, f64)]);

/// Data points that are shown together, in one go: plotters places them, the closure draws them in CSS pixels.
struct Together<'a> {
    at: &'a [(f64, f64)],
    show: Show<'a>,
}

impl<'a> PointCollection<'a, (f64, f64)> for &'a Together<'a> {
    type Point = &'a (f64, f64);
    type IntoIter = &'a [(f64, f64)];
    fn point_iter(self) -> Self::IntoIter {
        self.at
    }
}

impl<'b> Drawable<Backend<'b>> for Together<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        points: I,
        backend: &mut Backend<'b>,
        _size: (u32, u32),
    ) -> Result<(), DrawingErrorKind<Infallible>> {
        let placed: Vec<_> = points.map(pixels).collect();
        (self.show)(backend.surface, &placed);
        Ok(())
    }
}

/// Draws `lines` as laid out, with an earlier state underneath.
pub fn draw(
    lines: &Lines,
    ghost: Option<&Lines>,
    layout: &Layout,
    view: &View,
    theme: &Theme,
    surface: &mut dyn Surface,
) {
    shade(lines, layout, view, theme, surface);
    {
        let size = (view.width, view.height);
        let root = Backend {
            surface: &mut *surface,
            size,
        }
        .into_drawing_area();
        let limits = |map: &AxisMap| (map.pixels.0 * UNITS) as i32..(map.pixels.1 * UNITS) as i32;
        let spec = Cartesian2d::new(
            layout.x.clone(),
            layout.y.clone(),
            (limits(&layout.x), limits(&layout.y)),
        );
        let area = root.apply_coord_spec(spec);
        mesh(&area, layout, view, theme);
        data(lines, ghost, &area, layout, theme);
    }
    guides(lines, layout, theme, surface);
    axes(lines, layout, view, theme, surface);
    handles(lines, layout, theme, surface);
    for (ink, line) in &layout.leaders {
        let pen = Pen {
            color: theme.look(*ink).color.alpha(0.6),
            width: 0.75,
            dash: &[],
        };
        surface.stroke(&polyline(line), &pen);
    }
    for (series, (x, y)) in &layout.legend {
        sample(series, *x, *y, theme, surface);
    }
    words(&layout.labels, layout.font, theme, surface);
}

/// Sets labels in their tones.
pub fn words(labels: &[Label], font: f64, theme: &Theme, surface: &mut dyn Surface) {
    for label in labels {
        let color = match label.tone {
            Tone::Text => theme.text,
            Tone::Muted => theme.muted,
            Tone::Ink(ink) => theme.look(ink).text,
        };
        let halo = label.halo.then(|| theme.background.alpha(0.85));
        let style = Type {
            size: font,
            color,
            anchor: label.anchor,
            upright: label.upright,
            halo,
        };
        surface.text(&label.text, label.at.0, label.at.1, &style);
    }
}

/// Parallel strokes across a rectangle: "not an ordinary area".
pub fn hatch(rect: Rect, color: Color, surface: &mut dyn Surface) {
    const SPACING: f64 = 8.0;
    let mut path = Vec::new();
    // Each stroke is x + y = c; anchored to the origin, so that it stands still while the rectangle changes.
    let mut c = ((rect.left + rect.top) / SPACING).ceil() * SPACING;
    while c < rect.right() + rect.bottom() {
        let (x0, x1) = (
            rect.left.max(c - rect.bottom()),
            rect.right().min(c - rect.top),
        );
        path.push(Step::Move(x0, c - x0));
        path.push(Step::Line(x1, c - x1));
        c += SPACING;
    }
    surface.stroke(
        &path,
        &Pen {
            color,
            width: 1.0,
            dash: &[],
        },
    );
}

fn shade(lines: &Lines, layout: &Layout, view: &View, theme: &Theme, surface: &mut dyn Surface) {
    for region in &lines.regions {
        let Some(rect) = layout.region(region.along, region.from, region.to) else {
            continue;
        };
        surface.fill(&rect.path(), theme.text.alpha(0.045));
        if region.hatched {
            hatch(rect, theme.text.alpha(0.13), surface);
        }
        for end in [region.from, region.to] {
            if let Some(at) = layout.guide(region.along, end).filter(|_| end.is_finite()) {
                let pen = Pen {
                    color: theme.axis,
                    width: view.hairline(),
                    dash: &[],
                };
                surface.stroke(&across(layout, region.along, view.crisp(at)), &pen);
            }
        }
    }
    for (map, along) in [(&layout.x, Along::X), (&layout.y, Along::Y)] {
        let Some(floor) = map.floor else { continue };
        let (outer, inner) = floor.pixels;
        let (a, b) = (outer.min(inner), outer.max(inner));
        let rect = match along {
            Along::X => Rect {
                left: a,
                width: b - a,
                ..layout.plot
            },
            Along::Y => Rect {
                top: a,
                height: b - a,
                ..layout.plot
            },
        };
        surface.fill(&rect.path(), theme.text.alpha(0.06));
        let pen = Pen {
            color: theme.axis,
            width: view.hairline(),
            dash: &[3.0, 3.0],
        };
        surface.stroke(&across(layout, along, view.crisp(inner)), &pen);
    }
}

fn across(layout: &Layout, along: Along, at: f64) -> [Step; 2] {
    let plot = layout.plot;
    match along {
        Along::X => [Step::Move(at, plot.top), Step::Line(at, plot.bottom())],
        Along::Y => [Step::Move(plot.left, at), Step::Line(plot.right(), at)],
    }
}

fn rgba(color: Color) -> RGBAColor {
    let [r, g, b] = color.rgb;
    RGBAColor(r, g, b, color.alpha)
}

fn mesh(area: &Area, layout: &Layout, view: &View, theme: &Theme) {
    let style = ShapeStyle {
        color: rgba(theme.grid),
        filled: false,
        stroke_width: (view.hairline() * UNITS).round().max(1.0) as u32,
    };
    let snap = |units: i32| (view.crisp(f64::from(units) / UNITS) * UNITS).round() as i32;
    let (left, right) = (
        (layout.plot.left * UNITS) as i32,
        (layout.plot.right() * UNITS) as i32,
    );
    // A surface cannot fail.
    let _ = area.draw_mesh(
        |backend, line| {
            use plotters::prelude::DrawingBackend;
            match line {
                MeshLine::YMesh(from, _, _) => {
                    backend.draw_line((left, snap(from.1)), (right, snap(from.1)), &style)
                }
                MeshLine::XMesh(..) => Ok(()),
            }
        },
        LightPoints::new(0, 0),
        LightPoints::new(0, 0),
    );
}

fn data(lines: &Lines, ghost: Option<&Lines>, area: &Area, layout: &Layout, theme: &Theme) {
    clip(area, Some(layout.plot));
    for band in &lines.bands {
        let color = theme.look(band.ink).color.alpha(0.18);
        let upper = band.x.iter().copied().zip(band.high.iter().copied());
        let lower = band.x.iter().copied().zip(band.low.iter().copied());
        for (upper, lower) in pieces(upper, layout).iter().zip(pieces(lower, layout)) {
            let outline: Vec<_> = upper
                .iter()
                .copied()
                .chain(lower.iter().rev().copied())
                .collect();
            show(area, &outline, &|surface, at| {
                surface.fill(&closed(at), color)
            });
        }
    }
    clip(area, None);
    let shown = |id: &str| layout.series.iter().any(|s| s.id == id);
    for series in ghost
        .iter()
        .flat_map(|g| &g.series)
        .filter(|s| shown(&s.id))
    {
        let look = Look {
            dash: &[5.0, 4.0],
            ..theme.look(inks::GHOST)
        };
        let mark = match series.mark {
            Mark::Points | Mark::Stems => Mark::Points,
            Mark::Steps | Mark::Bars => Mark::Steps,
            _ => Mark::Line,
        };
        draw_series(
            series,
            mark,
            &Look {
                marker: Marker::Ring,
                ..look
            },
            area,
            layout,
            theme,
        );
    }
    for series in &layout.series {
        draw_series(
            series,
            series.mark,
            &theme.look(series.ink),
            area,
            layout,
            theme,
        );
    }
}

fn show(area: &Area, at: &[(f64, f64)], draw: Show) {
    // A surface cannot fail.
    let _ = area.draw(&Together { at, show: draw });
}

fn clip(area: &Area, rect: Option<Rect>) {
    show(area, &[], &|surface, _| match rect {
        // A curve along the edge keeps its full width.
        Some(r) => surface.clip(r.grown(1.0)),
        None => surface.unclip(),
    });
}

/// The runs of points that have a position, without the gaps between them.
fn pieces(points: impl Iterator<Item = (f64, f64)>, layout: &Layout) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for (x, y) in points {
        if layout.handle(x, y).is_some() {
            if let Some(run) = runs.last_mut() {
                run.push((x, y));
            }
        } else if runs.last().is_some_and(|run| !run.is_empty()) {
            runs.push(Vec::new());
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn draw_series(
    series: &Series,
    mark: Mark,
    look: &Look,
    area: &Area,
    layout: &Layout,
    theme: &Theme,
) {
    let plot = layout.plot;
    let color = look.color;
    let pen = Pen {
        color,
        width: CURVE,
        dash: look.dash,
    };
    // Where bars and areas stand: zero, or the low edge where zero is not shown.
    let ground = layout
        .y
        .pixel(0.0)
        .unwrap_or(plot.bottom())
        .clamp(plot.top, plot.bottom());
    let runs = pieces(
        series.x.iter().copied().zip(series.y.iter().copied()),
        layout,
    );
    let gap = runs
        .iter()
        .flat_map(|run| run.windows(2))
        .filter_map(|w| Some((layout.x.pixel(w[1].0)? - layout.x.pixel(w[0].0)?).abs()));
    let gap = gap.fold(f64::INFINITY, f64::min);
    clip(area, Some(plot));
    for run in &runs {
        match mark {
            Mark::Line | Mark::LinePoints => show(area, run, &|surface, at| {
                surface.stroke(&polyline(at), &pen)
            }),
            Mark::Area => show(area, run, &|surface, at| {
                let (Some(first), Some(last)) = (at.first(), at.last()) else {
                    return;
                };
                let mut outline = at.to_vec();
                outline.extend([(last.0, ground), (first.0, ground)]);
                surface.fill(&closed(&outline), color.alpha(0.16));
                surface.stroke(&polyline(at), &pen);
            }),
            Mark::Steps => show(area, run, &|surface, at| {
                let mut stairs = Vec::with_capacity(at.len() * 2);
                for (i, point) in at.iter().enumerate() {
                    if i > 0 {
                        stairs.push((point.0, at[i - 1].1));
                    }
                    stairs.push(*point);
                }
                surface.stroke(&polyline(&stairs), &pen);
            }),
            Mark::Bars => show(area, run, &|surface, at| {
                let half = if gap.is_finite() {
                    (gap * 0.4).clamp(0.5, 24.0)
                } else {
                    12.0
                };
                let bars: Vec<_> = at
                    .iter()
                    .flat_map(|(x, y)| {
                        Rect {
                            left: x - half,
                            top: y.min(ground),
                            width: 2.0 * half,
                            height: (y - ground).abs(),
                        }
                        .path()
                    })
                    .collect();
                surface.fill(&bars, color.alpha(0.85));
            }),
            Mark::Stems => show(area, run, &|surface, at| {
                let stems: Vec<_> = at
                    .iter()
                    .flat_map(|(x, y)| [Step::Move(plot.left, *y), Step::Line(*x, *y)])
                    .collect();
                surface.stroke(&stems, &Pen { width: 2.0, ..pen });
            }),
            Mark::Points => {}
        }
    }
    clip(area, None);
    // Markers on the edge stay whole; those beyond it are left out.
    let inside = |at: &&(f64, f64)| {
        layout
            .handle(at.0, at.1)
            .is_some_and(|(x, y)| plot.grown(0.5).contains(x, y))
    };
    for run in &runs {
        let alone = run.len() == 1 && matches!(mark, Mark::Line | Mark::Steps | Mark::Area);
        if alone || matches!(mark, Mark::Points | Mark::LinePoints | Mark::Stems) {
            // Many points shrink, so that the curve they make stays visible.
            let size = if mark == Mark::Stems {
                5.0
            } else {
                (gap * 0.45).clamp(1.5, MARKER)
            };
            let points: Vec<_> = run.iter().filter(inside).copied().collect();
            show(area, &points, &|surface, at| {
                markers(at, look, size, theme.background, surface)
            });
        }
    }
}

fn guides(lines: &Lines, layout: &Layout, theme: &Theme, surface: &mut dyn Surface) {
    for guide in &lines.guides {
        if let Some(at) = layout.guide(guide.along, guide.at) {
            let look = theme.look(guide.ink);
            surface.stroke(
                &across(layout, guide.along, at),
                &Pen {
                    color: look.color,
                    width: 1.25,
                    dash: look.dash,
                },
            );
        }
    }
}

fn axes(lines: &Lines, layout: &Layout, view: &View, theme: &Theme, surface: &mut dyn Surface) {
    let plot = layout.plot;
    let pen = Pen {
        color: theme.axis,
        width: view.hairline(),
        dash: &[],
    };
    let base = view.crisp(plot.bottom());
    let mut path = vec![Step::Move(plot.left, base), Step::Line(plot.right(), base)];
    for tick in &layout.x_ticks {
        if let Some(x) = layout.x.pixel(tick.value) {
            let x = view.crisp(x);
            let length = if tick.label.is_empty() { 3.0 } else { 5.0 };
            path.extend([Step::Move(x, base), Step::Line(x, base + length)]);
        }
    }
    let stems = lines.series.iter().any(|s| s.mark == Mark::Stems);
    if stems {
        let left = view.crisp(plot.left);
        path.extend([Step::Move(left, plot.top), Step::Line(left, base)]);
    } else {
        for tick in layout.y_ticks.iter().filter(|t| t.label.is_empty()) {
            if let Some(y) = layout.y.pixel(tick.value) {
                path.extend([
                    Step::Move(plot.left - 3.0, view.crisp(y)),
                    Step::Line(plot.left, view.crisp(y)),
                ]);
            }
        }
    }
    surface.stroke(&path, &pen);
}

fn polyline(at: &[(f64, f64)]) -> Vec<Step> {
    at.iter()
        .enumerate()
        .map(|(i, (x, y))| {
            if i == 0 {
                Step::Move(*x, *y)
            } else {
                Step::Line(*x, *y)
            }
        })
        .collect()
}

fn closed(at: &[(f64, f64)]) -> Vec<Step> {
    let mut path = polyline(at);
    path.push(Step::Close);
    path
}
