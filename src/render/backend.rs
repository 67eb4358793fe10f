//! plotters on a [`Surface`]. plotters counts in whole units; here a unit is a small part of a CSS pixel, so that curves are smooth
//! and sharp on any display.

use super::surface::{Anchor, Color, Pen, Step, Surface, TextStyle};
use plotters::prelude::DrawingBackend;
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};
use std::convert::Infallible;

/// Units per CSS pixel.
pub const UNITS: f64 = 32.0;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// A surface as plotters sees it.
pub struct Backend<'a> {
    /// Where everything ends up; elements that need dashes or many points in one path draw here.
    pub surface: &'a mut dyn Surface,
    /// Width and height in CSS pixels.
    pub size: (f64, f64),
}

/// Units to CSS pixels.
pub fn pixels((x, y): BackendCoord) -> (f64, f64) {
    (f64::from(x) / UNITS, f64::from(y) / UNITS)
}

fn color(color: BackendColor) -> Color {
    let (r, g, b) = color.rgb;
    Color {
        rgb: [r, g, b],
        alpha: color.alpha,
    }
}

fn pen<S: BackendStyle>(style: &S) -> Pen {
    Pen {
        color: color(style.color()),
        width: f64::from(style.stroke_width()) / UNITS,
        dash: &[],
    }
}

fn path(points: impl IntoIterator<Item = BackendCoord>) -> Vec<Step> {
    let mut steps = Vec::new();
    for point in points {
        let (x, y) = pixels(point);
        steps.push(if steps.is_empty() {
            Step::Move(x, y)
        } else {
            Step::Line(x, y)
        });
    }
    steps
}

impl Backend<'_> {
    fn show<S: BackendStyle>(&mut self, steps: &[Step], style: &S, fill: bool) -> Drawn {
        if fill {
            self.surface.fill(steps, color(style.color()));
        } else {
            self.surface.stroke(steps, &pen(style));
        }
        Ok(())
    }
}

impl DrawingBackend for Backend<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        ((self.size.0 * UNITS) as u32, (self.size.1 * UNITS) as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, paint: BackendColor) -> Drawn {
        let (x, y) = pixels(point);
        self.surface.fill(&[Step::Circle(x, y, 0.5)], color(paint));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.show(&path([from, to]), style, false)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let mut steps = path([a, (b.0, a.1), b, (a.0, b.1)]);
        steps.push(Step::Close);
        self.show(&steps, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        self.show(&path(points), style, false)
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (x, y) = pixels(center);
        self.show(
            &[Step::Circle(x, y, f64::from(radius) / UNITS)],
            style,
            fill,
        )
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Drawn {
        let mut steps = path(points);
        steps.push(Step::Close);
        self.show(&steps, style, true)
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let (x, y) = pixels(at);
        let look = TextStyle {
            size: style.size() / UNITS,
            color: color(style.color()),
            anchor: Anchor::Start,
            upright: false,
            halo: None,
        };
        self.surface.text(text, x, y, &look);
        Ok(())
    }

    // Every text is placed on the frame; plotters is never asked to set one, and must not measure in the host page.
    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = style.size() * 0.6 * text.chars().count() as f64;
        Ok((width as u32, style.size() as u32))
    }
}
