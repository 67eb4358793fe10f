//! Shapes at single points: markers, samples in a legend, the grips of handles.

use super::{
    frame::{FEW_GRIPS, Frame},
    surface::{Color, Pen, Rect, Step, Surface},
    theme::{Look, Marker, Theme},
};
use crate::figure::{Along, Lines, Mark, Series};

/// Width of a curve in CSS pixels.
pub const CURVE: f64 = 1.75;
/// Radius of a marker in CSS pixels.
pub const MARKER: f64 = 3.5;
/// Half the length of a line in the legend, in CSS pixels.
const HALF: f64 = 14.0;

/// Markers of one look, all in one path.
pub fn markers(
    at: &[(f64, f64)],
    look: &Look,
    r: f64,
    background: Color,
    surface: &mut dyn Surface,
) {
    let mut path = Vec::with_capacity(at.len() * 5);
    let shape = |path: &mut Vec<Step>, x: f64, y: f64, corners: &[(f64, f64)]| {
        for (i, (dx, dy)) in corners.iter().enumerate() {
            let (x, y) = (x + dx * r, y + dy * r);
            path.push(if i == 0 {
                Step::Move(x, y)
            } else {
                Step::Line(x, y)
            });
        }
        path.push(Step::Close);
    };
    for &(x, y) in at {
        let stroke = |path: &mut Vec<Step>, dx: f64, dy: f64| {
            path.extend([
                Step::Move(x - dx * r, y - dy * r),
                Step::Line(x + dx * r, y + dy * r),
            ]);
        };
        match look.marker {
            Marker::Circle => path.push(Step::Circle(x, y, r)),
            Marker::Ring => path.push(Step::Circle(x, y, r * 0.9)),
            Marker::Square | Marker::Box => shape(
                &mut path,
                x,
                y,
                &[(-0.87, -0.87), (0.87, -0.87), (0.87, 0.87), (-0.87, 0.87)],
            ),
            Marker::Diamond => shape(
                &mut path,
                x,
                y,
                &[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)],
            ),
            Marker::Up => shape(&mut path, x, y, &[(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)]),
            Marker::Down => shape(&mut path, x, y, &[(0.0, 1.2), (1.1, -0.8), (-1.1, -0.8)]),
            Marker::Cross | Marker::Plus | Marker::Star => {
                if look.marker != Marker::Plus {
                    stroke(&mut path, 0.9, 0.9);
                    stroke(&mut path, 0.9, -0.9);
                }
                if look.marker != Marker::Cross {
                    stroke(&mut path, 1.2, 0.0);
                    stroke(&mut path, 0.0, 1.2);
                }
            }
        }
    }
    let pen = Pen {
        color: look.color,
        width: 1.75,
        dash: &[],
    };
    match look.marker {
        Marker::Ring | Marker::Box => {
            surface.fill(&path, background);
            surface.stroke(&path, &pen);
        }
        Marker::Cross | Marker::Plus | Marker::Star => surface.stroke(&path, &pen),
        _ => surface.fill(&path, look.color),
    }
}

/// What a series looks like, about a point of the legend.
pub fn sample(series: &Series, x: f64, y: f64, theme: &Theme, surface: &mut dyn Surface) {
    let look = theme.look(series.ink);
    let mark = series.seen();
    let block = |half: f64, top: f64, height: f64| {
        Rect {
            left: x - half,
            top: y + top,
            width: 2.0 * half,
            height,
        }
        .path()
    };
    if mark == Mark::Area {
        surface.fill(&block(HALF, 0.0, 6.0), look.color.alpha(0.16));
    }
    if !matches!(mark, Mark::Points | Mark::Bars) {
        let pen = Pen {
            color: look.color,
            width: CURVE,
            dash: look.dash,
        };
        surface.stroke(&[Step::Move(x - HALF, y), Step::Line(x + HALF, y)], &pen);
    }
    match mark {
        Mark::Points | Mark::LinePoints | Mark::Stems => {
            markers(&[(x, y)], &look, MARKER, theme.background, surface)
        }
        Mark::Bars => surface.fill(&block(5.0, -5.0, 10.0), look.color.alpha(0.85)),
        _ => {}
    }
}

/// Hollow grips; where there is room, arrow heads say which way they move.
pub fn handles(lines: &Lines, frame: &Frame, theme: &Theme, surface: &mut dyn Surface) {
    let r = frame.grip;
    let (mut rings, mut arrows) = (Vec::new(), Vec::new());
    for handle in &lines.handles {
        let Some((x, y)) = frame
            .position(handle.x, handle.y)
            .filter(|at| frame.plot.contains(at.0, at.1))
        else {
            continue;
        };
        rings.push(Step::Circle(x, y, r));
        if lines.handles.len() <= FEW_GRIPS {
            for side in [-1.0, 1.0] {
                let mut tip = |along: f64, across: f64, first: bool| {
                    let (dx, dy) = if handle.along == Along::X {
                        (along * side, across)
                    } else {
                        (across, along * side)
                    };
                    arrows.push(if first {
                        Step::Move(x + dx, y + dy)
                    } else {
                        Step::Line(x + dx, y + dy)
                    });
                };
                tip(r + 3.0, -3.0, true);
                tip(r + 6.0, 0.0, false);
                tip(r + 3.0, 3.0, false);
            }
        }
    }
    if !rings.is_empty() {
        surface.fill(&rings, theme.background);
        surface.stroke(
            &rings,
            &Pen {
                color: theme.text,
                width: if r < 4.0 { 1.25 } else { 2.0 },
                dash: &[],
            },
        );
    }
    if !arrows.is_empty() {
        surface.stroke(
            &arrows,
            &Pen {
                color: theme.text,
                width: 1.5,
                dash: &[],
            },
        );
    }
}
