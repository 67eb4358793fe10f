//! plotters on a [`Surface`].

use super::surface::{Anchor, Color, Shape, Surface, TextStyle, UNITS, pixels};
use plotters::{
    prelude::DrawingBackend,
    style::{RGBAColor, ShapeStyle},
};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingErrorKind,
};
use std::convert::Infallible;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// A surface as plotters sees it: a canvas or an SVG text, with no difference to what is drawn.
pub struct Backend<'a> {
    /// Where everything ends up; what plotters has no word for is drawn here.
    pub surface: &'a mut dyn Surface,
    /// Width and height in CSS pixels.
    pub size: (f64, f64),
}

/// A colour for plotters.
pub fn rgba(color: Color) -> RGBAColor {
    let [r, g, b] = color.rgb;
    RGBAColor(r, g, b, color.alpha)
}

/// An outline for plotters: colour, and width in CSS pixels.
pub fn outline(color: Color, width: f64) -> ShapeStyle {
    ShapeStyle {
        color: rgba(color),
        filled: false,
        stroke_width: (width * UNITS).round().max(1.0) as u32,
    }
}

fn style<S: BackendStyle>(style: &S, filled: bool) -> ShapeStyle {
    let BackendColor { alpha, rgb } = style.color();
    ShapeStyle {
        color: RGBAColor(rgb.0, rgb.1, rgb.2, alpha),
        filled,
        stroke_width: style.stroke_width(),
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
        // A unit is too small to be seen.
        let shape = Shape::Circle(point, UNITS as u32 / 2);
        self.surface.shape(shape, &style(&paint, true));
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        look: &S,
    ) -> Drawn {
        self.surface
            .shape(Shape::Line(from, to), &style(look, false));
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        look: &S,
        fill: bool,
    ) -> Drawn {
        self.surface.shape(Shape::Rect(a, b), &style(look, fill));
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        look: &S,
    ) -> Drawn {
        let points: Vec<_> = points.into_iter().collect();
        self.surface
            .shape(Shape::Path(&points), &style(look, false));
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        center: BackendCoord,
        radius: u32,
        look: &S,
        fill: bool,
    ) -> Drawn {
        self.surface
            .shape(Shape::Circle(center, radius), &style(look, fill));
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        look: &S,
    ) -> Drawn {
        let points: Vec<_> = points.into_iter().collect();
        self.surface
            .shape(Shape::Polygon(&points), &style(look, true));
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(&mut self, text: &str, style: &T, at: BackendCoord) -> Drawn {
        let (x, y) = pixels(at);
        let BackendColor {
            alpha,
            rgb: (r, g, b),
        } = style.color();
        let color = Color {
            rgb: [r, g, b],
            alpha,
        };
        let look = TextStyle {
            size: style.size() / UNITS,
            color,
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
