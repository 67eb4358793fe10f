//! The plane of a plot as plotters draws on it, and what is drawn there.

use super::{
    axis::AxisMap,
    backend::{Backend, outline},
    surface::{Pen, Rect, Surface, pixels},
};
use plotters::{
    coord::cartesian::Cartesian2d,
    drawing::DrawingArea,
    element::{Drawable, PathElement, PointCollection},
};
use plotters_backend::{BackendCoord, DrawingErrorKind};
use std::convert::Infallible;

/// Two axes over a surface of ours.
pub type Area<'b> = DrawingArea<Backend<'b>, Cartesian2d<AxisMap, AxisMap>>;

/// Draws points given in CSS pixels.
pub type Show<'a> = &'a dyn Fn(&mut dyn Surface, &[(f64, f64)]);

/// Data points that are shown together, in one path: plotters places them, the closure draws them in CSS pixels. A canvas draws
/// markers, bars and ticks sooner that way than one after the other.
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

/// Draws data points together.
pub fn show(area: &Area, at: &[(f64, f64)], draw: Show) {
    // A surface cannot fail.
    let _ = area.draw(&Together { at, show: draw });
}

/// Draws what stands at no data.
fn on(area: &Area, draw: &dyn Fn(&mut dyn Surface)) {
    show(area, &[], &|surface, _| draw(surface));
}

/// Confines what follows to a rectangle, or ends that.
pub fn clip(area: &Area, rect: Option<Rect>) {
    on(area, &|surface| match rect {
        // A curve along the edge keeps its full width.
        Some(r) => surface.clip(r.grown(1.0)),
        None => surface.unclip(),
    });
}

/// Draws a curve along data points; its dashes are set around it.
pub fn curve(area: &Area, at: Vec<(f64, f64)>, pen: &Pen) {
    on(area, &|surface| surface.dash(pen.dash));
    // A surface cannot fail.
    let _ = area.draw(&PathElement::new(at, outline(pen.color, pen.width)));
    on(area, &|surface| surface.dash(&[]));
}
