//! A surface that draws on a canvas of the page, and text measuring that never touches the page's layout.
//!
//! Shapes are drawn by plotters-canvas, in whole units of which [`UNITS`] make a CSS pixel. What it has no word for is drawn on
//! the same context: dashes and clips are set around its shapes, which it leaves as they are; paths of many pieces (markers, bars,
//! ticks) are one call instead of one for each (with these, a figure takes 2 % longer than without plotters-canvas). Words and images, which it would neither rim nor scale, count in CSS pixels.

use super::surface::{
    Anchor, Color, Measure, Pen, Raster, Rect, Shape, Step, Surface, TextStyle, UNITS,
};
use js_sys::Array;
use plotters::{prelude::DrawingBackend, style::ShapeStyle};
use plotters_canvas::CanvasBackend;
use std::{cell::RefCell, collections::HashMap};
use wasm_bindgen::{Clamped, JsCast, JsValue};
use web_sys::{
    CanvasRenderingContext2d, ImageData, OffscreenCanvas, OffscreenCanvasRenderingContext2d,
};

// The faces of the page around it (`--sans` in www/style.css).
const FONTS: &str = "px -apple-system, \"Segoe UI\", Roboto, \"Helvetica Neue\", \"Noto Sans\", \"Liberation Sans\", Arial, sans-serif";

/// A canvas of the page as plotters-canvas draws on it, and its context.
pub struct Canvas<'a> {
    shapes: CanvasBackend,
    context: &'a CanvasRenderingContext2d,
    /// Device pixels per CSS pixel.
    ratio: f64,
    /// What the context counts in: so many to a CSS pixel.
    scale: f64,
    /// The dash that is set, in the lengths that it is declared in, and what these are counted in.
    dash: (&'static [f64], f64),
    /// The dash of shapes.
    wanted: &'static [f64],
    /// The size of letters that is set. A browser looks at the page's style each time that a font is set.
    letters: f64,
}

/// Widths of texts, asked of a canvas of our own and remembered.
pub struct CanvasMeasure {
    context: Option<OffscreenCanvasRenderingContext2d>,
    known: RefCell<HashMap<(u32, String), f64>>,
}

type Scratch = (
    (usize, usize),
    OffscreenCanvas,
    OffscreenCanvasRenderingContext2d,
);

thread_local! {
    /// Where the cells of an image lie before they are scaled, with its size: to make one takes longer than to draw it.
    static SCRATCH: RefCell<Option<Scratch>> = const { RefCell::new(None) };
}

fn font(size: f64) -> String {
    let mut font = size.to_string();
    font.push_str(FONTS);
    font
}

fn css(color: Color) -> String {
    let mut out = color.css();
    if color.alpha < 1.0 {
        let alpha = (color.alpha * 255.0).round() as u8;
        for nibble in [alpha >> 4, alpha & 15] {
            out.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
        }
    }
    out
}

fn offscreen(
    width: usize,
    height: usize,
) -> Option<(OffscreenCanvas, OffscreenCanvasRenderingContext2d)> {
    let canvas = OffscreenCanvas::new(width as u32, height as u32).ok()?;
    let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    Some((canvas, context))
}

impl<'a> Canvas<'a> {
    /// Clears a canvas of `width` by `height` CSS pixels and takes it over until [`Canvas::finish`].
    ///
    /// Fails where the context does not belong to a canvas of the page.
    pub fn new(
        context: &'a CanvasRenderingContext2d,
        width: f64,
        height: f64,
        ratio: f64,
    ) -> Result<Self, JsValue> {
        let shapes = context.canvas().and_then(CanvasBackend::with_canvas_object);
        let shapes = shapes.ok_or("the context belongs to no canvas of the page")?;
        context.save();
        context.set_transform(ratio, 0.0, 0.0, ratio, 0.0, 0.0)?;
        context.clear_rect(0.0, 0.0, width, height);
        context.set_line_join("round");
        context.set_line_dash(&Array::new())?;
        Ok(Self {
            shapes,
            context,
            ratio,
            scale: 1.0,
            dash: (&[], 1.0),
            wanted: &[],
            letters: 0.0,
        })
    }

    /// Gives the canvas back as it was.
    pub fn finish(self) {
        self.context.restore();
    }

    /// Counts in so many to a CSS pixel from here on.
    fn count(&mut self, scale: f64) {
        if self.scale != scale {
            let unit = self.ratio / scale;
            // Fails for no numbers.
            let _ = self.context.set_transform(unit, 0.0, 0.0, unit, 0.0, 0.0);
            self.scale = scale;
        }
    }

    /// Strokes from here on have these dashes, whose lengths are CSS pixels.
    fn set_dash(&mut self, dash: &'static [f64]) {
        if self.dash == (dash, self.scale) || (dash.is_empty() && self.dash.0.is_empty()) {
            return;
        }
        let lengths: Array = dash
            .iter()
            .map(|length| JsValue::from_f64(length * self.scale))
            .collect();
        // Fails only for what is not an array.
        let _ = self.context.set_line_dash(&lengths);
        self.dash = (dash, self.scale);
    }

    fn trace(&self, path: &[Step]) {
        let context = self.context;
        context.begin_path();
        for step in path {
            match *step {
                Step::Move(x, y) => context.move_to(x * UNITS, y * UNITS),
                Step::Line(x, y) => context.line_to(x * UNITS, y * UNITS),
                Step::Close => context.close_path(),
                Step::Circle(x, y, r) => {
                    let (x, y, r) = (x * UNITS, y * UNITS, r.max(0.0) * UNITS);
                    context.move_to(x + r, y);
                    // Fails only for a negative radius.
                    let _ = context.arc(x, y, r, 0.0, std::f64::consts::TAU);
                }
            }
        }
    }
}

impl Surface for Canvas<'_> {
    fn dash(&mut self, dash: &'static [f64]) {
        self.wanted = dash;
    }

    fn shape(&mut self, shape: Shape, style: &ShapeStyle) {
        self.count(UNITS);
        if !style.filled {
            self.set_dash(self.wanted);
        }
        let (to, fill) = (&mut self.shapes, style.filled);
        // Fails only for a negative radius, which no shape has.
        let _ = match shape {
            // Its level lines stand half a unit higher than asked for: right for whole pixels, blurred for ours.
            Shape::Line(a, b) => to.draw_path([a, b], style),
            Shape::Path(points) => to.draw_path(points.iter().copied(), style),
            Shape::Polygon(points) => to.fill_polygon(points.iter().copied(), style),
            Shape::Rect(a, b) => to.draw_rect(a, b, style, fill),
            Shape::Circle(center, radius) => to.draw_circle(center, radius, style, fill),
        };
    }

    fn clip(&mut self, rect: Rect) {
        // What comes back at the end.
        self.count(UNITS);
        self.context.save();
        self.trace(&rect.path());
        self.context.clip();
    }

    fn unclip(&mut self) {
        self.context.restore();
        self.scale = UNITS;
        // The canvas has gone back to the dash and the font it had; a fresh array makes ours certain.
        let _ = self.context.set_line_dash(&Array::new());
        self.dash = (&[], 1.0);
        self.letters = 0.0;
    }

    fn stroke(&mut self, path: &[Step], pen: &Pen) {
        self.count(UNITS);
        self.set_dash(pen.dash);
        self.context.set_stroke_style_str(&css(pen.color));
        self.context.set_line_width(pen.width * UNITS);
        self.trace(path);
        self.context.stroke();
    }

    fn fill(&mut self, path: &[Step], color: Color) {
        self.count(UNITS);
        self.context.set_fill_style_str(&css(color));
        self.trace(path);
        self.context.fill();
    }

    fn text(&mut self, text: &str, x: f64, y: f64, style: &TextStyle) {
        self.count(1.0);
        if style.halo.is_some() {
            self.set_dash(&[]);
        }
        let context = self.context;
        if style.size != self.letters {
            context.set_font(&font(style.size));
            self.letters = style.size;
        }
        context.set_text_align(match style.anchor {
            Anchor::Start => "left",
            Anchor::Middle => "center",
            Anchor::End => "right",
        });
        context.set_fill_style_str(&css(style.color));
        let (mut at, turned) = ((x, y), style.upright);
        if turned {
            context.save();
            let _ = context
                .translate(x, y)
                .and_then(|()| context.rotate(-std::f64::consts::FRAC_PI_2));
            at = (0.0, 0.0);
        }
        if let Some(halo) = style.halo {
            context.set_stroke_style_str(&css(halo));
            context.set_line_width(3.0);
            let _ = context.stroke_text(text, at.0, at.1);
        }
        let _ = context.fill_text(text, at.0, at.1);
        if turned {
            context.restore();
        }
    }

    fn image(&mut self, image: &Raster, rect: Rect) {
        self.count(1.0);
        let mut pixels = Vec::with_capacity(image.cells.len() * 4);
        for cell in &image.cells {
            let [r, g, b] = image
                .palette
                .get(usize::from(*cell))
                .copied()
                .unwrap_or_default();
            pixels.extend([r, g, b, if *cell == Raster::CLEAR { 0 } else { 255 }]);
        }
        let Ok(data) = ImageData::new_with_u8_clamped_array(Clamped(&pixels), image.width as u32)
        else {
            return;
        };
        self.context.set_image_smoothing_enabled(false);
        SCRATCH.with_borrow_mut(|scratch| {
            let same = scratch
                .as_ref()
                .is_some_and(|(size, _, _)| *size == (image.width, image.height));
            if !same {
                *scratch = offscreen(image.width, image.height)
                    .map(|(canvas, context)| ((image.width, image.height), canvas, context));
            }
            let Some((_, canvas, context)) = scratch else {
                return;
            };
            let _ = context.put_image_data(&data, 0.0, 0.0).and_then(|()| {
                self.context.draw_image_with_offscreen_canvas_and_dw_and_dh(
                    canvas,
                    rect.left,
                    rect.top,
                    rect.width,
                    rect.height,
                )
            });
        });
    }
}

impl CanvasMeasure {
    /// Widths as a canvas of this browser knows them.
    pub fn new() -> Self {
        Self {
            context: offscreen(1, 1).map(|(_, context)| context),
            known: RefCell::default(),
        }
    }

    fn ask(&self, text: &str, size: f64) -> Option<f64> {
        let context = self.context.as_ref()?;
        context.set_font(&font(size));
        Some(context.measure_text(text).ok()?.width())
    }
}

impl Default for CanvasMeasure {
    fn default() -> Self {
        Self::new()
    }
}

impl Measure for CanvasMeasure {
    fn width(&self, text: &str, size: f64) -> f64 {
        let mut known = self.known.borrow_mut();
        // Readouts that change on every frame must not pile up.
        if known.len() > 4096 {
            known.clear();
        }
        *known
            .entry(((size * 64.0) as u32, text.to_owned()))
            .or_insert_with(|| {
                self.ask(text, size)
                    .unwrap_or_else(|| super::surface::TableMeasure.width(text, size))
            })
    }
}
