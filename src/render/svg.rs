//! A surface that writes SVG: real text, paths with two decimals, the same bytes everywhere.

use super::{
    png,
    surface::{Anchor, Color, Pen, Raster, Rect, Shape, Step, Surface, TextStyle, UNITS},
    theme::Theme,
    view::View,
};
use plotters::style::{RGBAColor, ShapeStyle};

/// An SVG document under construction.
pub struct Svg {
    out: String,
    clips: usize,
    /// Of shapes.
    dash: &'static [f64],
}

impl Svg {
    /// A document of the view's size with its background, a title and a description.
    pub fn new(view: &View, theme: &Theme, title: &str, description: &str) -> Self {
        let mut svg = Self {
            out: String::with_capacity(1 << 14),
            clips: 0,
            dash: &[],
        };
        svg.raw("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0");
        svg.numbers(&[view.width, view.height]);
        svg.raw("\"");
        svg.attribute("width", view.width);
        svg.attribute("height", view.height);
        svg.raw(" font-family=\"system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif\">\n<title>");
        svg.escaped(title);
        svg.raw("</title>\n<desc>");
        svg.escaped(description);
        svg.raw("</desc>\n");
        svg.fill(
            &Rect {
                left: 0.0,
                top: 0.0,
                width: view.width,
                height: view.height,
            }
            .path(),
            theme.background,
        );
        svg
    }

    /// The finished document.
    pub fn finish(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }

    fn raw(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn escaped(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.raw("&amp;"),
                '<' => self.raw("&lt;"),
                '>' => self.raw("&gt;"),
                '"' => self.raw("&quot;"),
                // Not allowed in XML, not even escaped.
                c if c < ' ' && !matches!(c, '\n' | '\t') => self.raw("\u{fffd}"),
                c => self.out.push(c),
            }
        }
    }

    /// At most two decimals, without the machinery of `format!`: paths have thousands of them.
    fn number(&mut self, value: f64) {
        let hundredths = (value * 100.0).round().clamp(-1e15, 1e15) as i64;
        if hundredths < 0 {
            self.out.push('-');
        }
        let magnitude = hundredths.unsigned_abs();
        self.digits(magnitude / 100);
        let rest = magnitude % 100;
        if rest > 0 {
            self.out.push('.');
            self.out.push(char::from(b'0' + (rest / 10) as u8));
            if !rest.is_multiple_of(10) {
                self.out.push(char::from(b'0' + (rest % 10) as u8));
            }
        }
    }

    fn digits(&mut self, value: u64) {
        if value >= 10 {
            self.digits(value / 10);
        }
        self.out.push(char::from(b'0' + (value % 10) as u8));
    }

    fn numbers(&mut self, values: &[f64]) {
        for value in values {
            self.raw(" ");
            self.number(*value);
        }
    }

    fn attribute(&mut self, name: &str, value: f64) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.number(value);
        self.raw("\"");
    }

    fn paint(&mut self, name: &str, color: Color) {
        self.raw(" ");
        self.raw(name);
        self.raw("=\"");
        self.raw(&color.css());
        self.raw("\"");
        if color.alpha < 1.0 {
            self.attribute(
                if name == "fill" {
                    "fill-opacity"
                } else {
                    "stroke-opacity"
                },
                color.alpha,
            );
        }
    }

    fn path(&mut self, steps: &[Step]) {
        self.raw("<path d=\"");
        for step in steps {
            match *step {
                Step::Move(x, y) => {
                    self.raw("M");
                    self.pair(x, y);
                }
                Step::Line(x, y) => {
                    self.raw("L");
                    self.pair(x, y);
                }
                Step::Close => self.raw("Z"),
                Step::Circle(x, y, r) => {
                    self.raw("M");
                    self.pair(x - r, y);
                    for side in [2.0 * r, -2.0 * r] {
                        self.raw("a");
                        self.pair(r, r);
                        self.raw(" 0 1 0");
                        self.numbers(&[side, 0.0]);
                    }
                    self.raw("Z");
                }
            }
        }
        self.raw("\"");
    }

    fn pair(&mut self, x: f64, y: f64) {
        self.number(x);
        self.raw(" ");
        self.number(y);
    }
}

impl Surface for Svg {
    fn dash(&mut self, dash: &'static [f64]) {
        self.dash = dash;
    }

    fn shape(&mut self, shape: Shape, style: &ShapeStyle) {
        let RGBAColor(r, g, b, alpha) = style.color;
        let color = Color {
            rgb: [r, g, b],
            alpha,
        };
        if style.filled {
            return self.fill(&shape.steps(), color);
        }
        let pen = Pen {
            color,
            width: f64::from(style.stroke_width) / UNITS,
            dash: self.dash,
        };
        self.stroke(&shape.steps(), &pen);
    }

    fn clip(&mut self, rect: Rect) {
        self.clips += 1;
        let id = self.clips as u64;
        self.raw("<clipPath id=\"clip");
        self.digits(id);
        self.raw("\">");
        self.path(&rect.path());
        self.raw("/></clipPath>\n<g clip-path=\"url(#clip");
        self.digits(id);
        self.raw(")\">\n");
    }

    fn unclip(&mut self) {
        self.raw("</g>\n");
    }

    fn stroke(&mut self, path: &[Step], pen: &Pen) {
        self.path(path);
        self.raw(" fill=\"none\"");
        self.paint("stroke", pen.color);
        self.attribute("stroke-width", pen.width);
        self.raw(" stroke-linejoin=\"round\"");
        if !pen.dash.is_empty() {
            self.raw(" stroke-dasharray=\"");
            self.numbers(pen.dash);
            self.raw("\"");
        }
        self.raw("/>\n");
    }

    fn fill(&mut self, path: &[Step], color: Color) {
        self.path(path);
        self.paint("fill", color);
        self.raw("/>\n");
    }

    fn text(&mut self, text: &str, x: f64, y: f64, style: &TextStyle) {
        self.raw("<text");
        if style.upright {
            self.raw(" transform=\"translate(");
            self.pair(x, y);
            self.raw(") rotate(-90)\"");
        } else {
            self.attribute("x", x);
            self.attribute("y", y);
        }
        self.attribute("font-size", style.size);
        self.raw(match style.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        });
        self.paint("fill", style.color);
        if let Some(halo) = style.halo {
            self.paint("stroke", halo);
            self.raw(" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"");
        }
        self.raw(">");
        self.escaped(text);
        self.raw("</text>\n");
    }

    fn image(&mut self, image: &Raster, rect: Rect) {
        self.raw("<image");
        self.attribute("x", rect.left);
        self.attribute("y", rect.top);
        self.attribute("width", rect.width);
        self.attribute("height", rect.height);
        self.raw(" preserveAspectRatio=\"none\" style=\"image-rendering: pixelated\" href=\"data:image/png;base64,");
        png::base64(&png::encode(image), &mut self.out);
        self.raw("\"/>\n");
    }
}
