//! What stands around and behind the data: tinted regions, grid lines, reference lines, axes.

use super::{
    area::Area,
    backend::outline,
    frame::Frame,
    surface::{Color, Pen, Rect, Step, Surface, UNITS},
    theme::Theme,
    view::View,
};
use crate::figure::{Along, Lines, Mark};
use plotters::coord::{cartesian::MeshLine, ranged1d::LightPoints};

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

/// Tints the regions and floor bands.
pub fn shade(lines: &Lines, frame: &Frame, view: &View, theme: &Theme, surface: &mut dyn Surface) {
    for region in &lines.regions {
        let Some(rect) = frame.region(region.along, region.from, region.to) else {
            continue;
        };
        surface.fill(&rect.path(), theme.text.alpha(0.045));
        if region.hatched {
            hatch(rect, theme.text.alpha(0.13), surface);
        }
        for end in [region.from, region.to] {
            if let Some(at) = frame.guide(region.along, end).filter(|_| end.is_finite()) {
                let pen = Pen {
                    color: theme.axis,
                    width: view.hairline(),
                    dash: &[],
                };
                surface.stroke(&across(frame, region.along, view.crisp(at)), &pen);
            }
        }
    }
    for (map, along) in [(&frame.x, Along::X), (&frame.y, Along::Y)] {
        let Some(floor) = map.floor else { continue };
        let (outer, inner) = floor.pixels;
        let (a, b) = (outer.min(inner), outer.max(inner));
        let rect = match along {
            Along::X => Rect {
                left: a,
                width: b - a,
                ..frame.plot
            },
            Along::Y => Rect {
                top: a,
                height: b - a,
                ..frame.plot
            },
        };
        surface.fill(&rect.path(), theme.text.alpha(0.06));
        let pen = Pen {
            color: theme.axis,
            width: view.hairline(),
            dash: &[3.0, 3.0],
        };
        surface.stroke(&across(frame, along, view.crisp(inner)), &pen);
    }
}

fn across(frame: &Frame, along: Along, at: f64) -> [Step; 2] {
    let plot = frame.plot;
    match along {
        Along::X => [Step::Move(at, plot.top), Step::Line(at, plot.bottom())],
        Along::Y => [Step::Move(plot.left, at), Step::Line(plot.right(), at)],
    }
}

/// Draws the horizontal grid lines.
pub fn mesh(area: &Area, frame: &Frame, view: &View, theme: &Theme) {
    let style = outline(theme.grid, view.hairline());
    let snap = |units: i32| (view.crisp(f64::from(units) / UNITS) * UNITS).round() as i32;
    let (left, right) = (
        (frame.plot.left * UNITS) as i32,
        (frame.plot.right() * UNITS) as i32,
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

/// Draws the reference lines.
pub fn guides(lines: &Lines, frame: &Frame, theme: &Theme, surface: &mut dyn Surface) {
    for guide in &lines.guides {
        if let Some(at) = frame.guide(guide.along, guide.at) {
            let look = theme.look(guide.ink);
            surface.stroke(
                &across(frame, guide.along, at),
                &Pen {
                    color: look.color,
                    width: 1.25,
                    dash: look.dash,
                },
            );
        }
    }
}

/// Draws the axes with their tick marks, in one path: from where they stand to the nearest pixel, by no unit of plotters between.
pub fn axes(lines: &Lines, frame: &Frame, view: &View, theme: &Theme, surface: &mut dyn Surface) {
    let plot = frame.plot;
    let pen = Pen {
        color: theme.axis,
        width: view.hairline(),
        dash: &[],
    };
    let base = view.crisp(plot.bottom());
    let mut path = vec![Step::Move(plot.left, base), Step::Line(plot.right(), base)];
    for tick in &frame.x_ticks {
        if let Some(x) = frame.x.pixel(tick.value) {
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
        for tick in frame.y_ticks.iter().filter(|t| t.label.is_empty()) {
            if let Some(y) = frame.y.pixel(tick.value) {
                path.extend([
                    Step::Move(plot.left - 3.0, view.crisp(y)),
                    Step::Line(plot.left, view.crisp(y)),
                ]);
            }
        }
    }
    surface.stroke(&path, &pen);
}
