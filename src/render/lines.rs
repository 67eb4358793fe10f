//! Draws a plot of curves: data and mesh by plotters, in its coordinates; what stands at a place of the picture, and words, straight
//! onto the surface.

use super::{
    area::{Area, clip, curve, show},
    axis::AxisMap,
    backend::{Backend, rgba},
    frame::Frame,
    furniture::{axes, guides, mesh, shade},
    labels::Labels,
    markers::{CURVE, MARKER, handles, markers, sample},
    surface::{Pen, Rect, Step, Surface, UNITS},
    text::words,
    theme::{Look, Marker, Theme},
    view::View,
};
use crate::figure::{Lines, Mark, Series, inks};
use plotters::{
    coord::cartesian::Cartesian2d, drawing::IntoDrawingArea, element::Polygon, style::Color,
};

/// Draws `lines` on their frame, over a pinned state of them.
pub fn draw(
    lines: &Lines,
    pinned: Option<&Lines>,
    (frame, labels): (&Frame, &Labels),
    view: &View,
    theme: &Theme,
    surface: &mut dyn Surface,
) {
    shade(lines, frame, view, theme, surface);
    {
        let size = (view.width, view.height);
        let root = Backend {
            surface: &mut *surface,
            size,
        }
        .into_drawing_area();
        let limits = |map: &AxisMap| (map.pixels.0 * UNITS) as i32..(map.pixels.1 * UNITS) as i32;
        let spec = Cartesian2d::new(
            frame.x.clone(),
            frame.y.clone(),
            (limits(&frame.x), limits(&frame.y)),
        );
        let area = root.apply_coord_spec(spec);
        mesh(&area, frame, view, theme);
        data(lines, pinned, &area, (frame, view), theme);
    }
    guides(lines, frame, theme, surface);
    axes(lines, frame, view, theme, surface);
    handles(lines, frame, theme, surface);
    for (ink, line) in &labels.leaders {
        let pen = Pen {
            color: theme.look(*ink).color.alpha(0.6),
            width: 0.75,
            dash: &[],
        };
        surface.stroke(&polyline(line), &pen);
    }
    for (series, (x, y)) in &labels.samples {
        sample(series, *x, *y, theme, surface);
    }
    words(&labels.words, frame.font, theme, surface);
}

fn data(
    lines: &Lines,
    pinned: Option<&Lines>,
    area: &Area,
    (frame, view): (&Frame, &View),
    theme: &Theme,
) {
    clip(area, Some(frame.plot));
    for band in &lines.bands {
        let color = theme.look(band.ink).color.alpha(0.18);
        let upper = band.x.iter().copied().zip(band.high.iter().copied());
        let lower = band.x.iter().copied().zip(band.low.iter().copied());
        for (upper, lower) in pieces(upper, frame).iter().zip(pieces(lower, frame)) {
            let outline: Vec<_> = upper
                .iter()
                .copied()
                .chain(lower.iter().rev().copied())
                .collect();
            // A surface cannot fail.
            let _ = area.draw(&Polygon::new(outline, rgba(color).filled()));
        }
    }
    clip(area, None);
    let shown = |id: &str| view.shown(&lines.series).any(|s| s.id == id);
    for series in pinned
        .iter()
        .flat_map(|g| &g.series)
        .filter(|s| shown(&s.id))
    {
        let look = Look {
            dash: &[5.0, 4.0],
            ..theme.look(inks::PINNED)
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
            frame,
            theme,
        );
    }
    for series in view.shown(&lines.series) {
        draw_series(
            series,
            series.mark,
            &theme.look(series.ink),
            area,
            frame,
            theme,
        );
    }
}

/// The runs of points that have a position, without the gaps between them.
fn pieces(points: impl Iterator<Item = (f64, f64)>, frame: &Frame) -> Vec<Vec<(f64, f64)>> {
    let mut runs = vec![Vec::new()];
    for (x, y) in points {
        if frame.position(x, y).is_some() {
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
    frame: &Frame,
    theme: &Theme,
) {
    let plot = frame.plot;
    let color = look.color;
    let pen = Pen {
        color,
        width: CURVE,
        dash: look.dash,
    };
    // Where bars and areas stand: zero, or the low edge where zero is not shown.
    let ground = frame
        .y
        .pixel(0.0)
        .unwrap_or(plot.bottom())
        .clamp(plot.top, plot.bottom());
    let runs = pieces(
        series.x.iter().copied().zip(series.y.iter().copied()),
        frame,
    );
    let gap = runs
        .iter()
        .flat_map(|run| run.windows(2))
        .filter_map(|w| Some((frame.x.pixel(w[1].0)? - frame.x.pixel(w[0].0)?).abs()));
    let gap = gap.fold(f64::INFINITY, f64::min);
    clip(area, Some(plot));
    for run in &runs {
        match mark {
            Mark::Line | Mark::LinePoints => curve(area, run.clone(), &pen),
            Mark::Area => {
                show(area, run, &|surface, at| {
                    let (Some(first), Some(last)) = (at.first(), at.last()) else {
                        return;
                    };
                    let mut outline = polyline(at);
                    outline.extend([Step::Line(last.0, ground), Step::Line(first.0, ground)]);
                    outline.push(Step::Close);
                    surface.fill(&outline, color.alpha(0.16));
                });
                curve(area, run.clone(), &pen);
            }
            Mark::Steps => {
                let mut stairs = Vec::with_capacity(run.len() * 2);
                for (i, point) in run.iter().enumerate() {
                    if i > 0 {
                        stairs.push((point.0, run[i - 1].1));
                    }
                    stairs.push(*point);
                }
                curve(area, stairs, &pen);
            }
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
        frame
            .position(at.0, at.1)
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
