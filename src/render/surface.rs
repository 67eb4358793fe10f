//! What a picture is made of: plotters' shapes, paths of many pieces, words and one image. A canvas and an SVG text know how to show them.

use plotters::style::ShapeStyle;
use plotters_backend::BackendCoord;

/// Units of plotters per CSS pixel: it counts in whole ones, and curves are to be smooth and sharp on any display.
pub const UNITS: f64 = 32.0;

/// What an element of plotters asks its backend for. Positions and lengths are units, [`UNITS`] to a CSS pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape<'a> {
    /// From one point to another.
    Line(BackendCoord, BackendCoord),
    /// Along points.
    Path(&'a [BackendCoord]),
    /// Along points and back.
    Polygon(&'a [BackendCoord]),
    /// Between two opposite corners.
    Rect(BackendCoord, BackendCoord),
    /// Around a centre, at a radius.
    Circle(BackendCoord, u32),
}

/// An sRGB colour with its opacity (0 to 1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Color {
    /// Red, green, blue.
    pub rgb: [u8; 3],
    /// Opacity.
    pub alpha: f64,
}

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Rect {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Starts a new piece.
    Move(f64, f64),
    /// A straight line to here.
    Line(f64, f64),
    /// Back to where the piece began.
    Close,
    /// A full circle: centre and radius.
    Circle(f64, f64, f64),
}

/// How a path is stroked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pen {
    /// Colour.
    pub color: Color,
    /// Width in CSS pixels.
    pub width: f64,
    /// Lengths of dashes and gaps in CSS pixels; empty is a solid line.
    pub dash: &'static [f64],
}

/// Which point of a text its position names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// Where it begins.
    Start,
    /// Half way.
    Middle,
    /// Where it ends.
    End,
}

/// How a text is set; the position given with it is on its baseline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextStyle {
    /// Font size in CSS pixels.
    pub size: f64,
    /// Colour.
    pub color: Color,
    /// Which point of it stands at the position.
    pub anchor: Anchor,
    /// Turned by a quarter, reading upwards.
    pub upright: bool,
    /// A rim in this colour keeps the text legible on top of curves.
    pub halo: Option<Color>,
}

/// A small picture of one pixel per cell, drawn enlarged without smoothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Raster {
    /// Number of columns.
    pub width: usize,
    /// Number of rows.
    pub height: usize,
    /// Row-major indices into the palette; [`Raster::CLEAR`] is transparent.
    pub cells: Vec<u8>,
    /// The colours.
    pub palette: Vec<[u8; 3]>,
}

impl Raster {
    /// The index that shows what is behind.
    pub const CLEAR: u8 = 255;
}

/// Something that shows shapes, paths, words and images.
pub trait Surface {
    /// The lengths of dashes and gaps of the shapes that follow, in CSS pixels; empty is a solid line, as at the beginning.
    fn dash(&mut self, dash: &'static [f64]);
    /// Draws a shape as plotters asks for it: filled, or its outline in a width of so many units.
    fn shape(&mut self, shape: Shape, style: &ShapeStyle);
    /// Confines what follows to a rectangle, until [`Surface::unclip`].
    fn clip(&mut self, rect: Rect);
    /// Ends [`Surface::clip`].
    fn unclip(&mut self);
    /// Draws a path's outline.
    fn stroke(&mut self, path: &[Step], pen: &Pen);
    /// Fills a path.
    fn fill(&mut self, path: &[Step], color: Color);
    /// Sets a line of text.
    fn text(&mut self, text: &str, x: f64, y: f64, style: &TextStyle);
    /// Draws an image over a rectangle.
    fn image(&mut self, image: &Raster, rect: Rect);
}

/// Knows how wide a text will be.
pub trait Measure {
    /// Width in CSS pixels of `text` at a font size of `size` CSS pixels.
    fn width(&self, text: &str, size: f64) -> f64;
}

impl Shape<'_> {
    /// The same as a path in CSS pixels.
    pub fn steps(&self) -> Vec<Step> {
        let along = |points: &[BackendCoord]| -> Vec<Step> {
            let pixels = points.iter().map(|at| pixels(*at));
            let step = |(i, (x, y))| match i {
                0 => Step::Move(x, y),
                _ => Step::Line(x, y),
            };
            pixels.enumerate().map(step).collect()
        };
        let closed = |points| {
            let mut steps = along(points);
            steps.push(Step::Close);
            steps
        };
        match *self {
            Self::Line(from, to) => along(&[from, to]),
            Self::Path(points) => along(points),
            Self::Polygon(points) => closed(points),
            Self::Rect(a, b) => closed(&[a, (b.0, a.1), b, (a.0, b.1)]),
            Self::Circle(center, radius) => {
                let (x, y) = pixels(center);
                vec![Step::Circle(x, y, f64::from(radius) / UNITS)]
            }
        }
    }
}

/// Units to CSS pixels.
pub fn pixels((x, y): BackendCoord) -> (f64, f64) {
    (f64::from(x) / UNITS, f64::from(y) / UNITS)
}

impl Color {
    /// An opaque colour from `0xRRGGBB`.
    pub const fn hex(rgb: u32) -> Self {
        Self {
            rgb: [(rgb >> 16) as u8, (rgb >> 8) as u8, rgb as u8],
            alpha: 1.0,
        }
    }

    /// The same colour with another opacity.
    pub const fn alpha(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    /// The colour as CSS understands it, without its opacity.
    pub fn css(self) -> String {
        let mut out = String::from("#");
        for channel in self.rgb {
            for nibble in [channel >> 4, channel & 15] {
                out.push(char::from(b"0123456789abcdef"[usize::from(nibble)]));
            }
        }
        out
    }

    /// This colour moved towards another by a share (0 to 1).
    pub fn towards(self, other: Self, share: f64) -> Self {
        let mix = |i: usize| {
            (f64::from(self.rgb[i]) * (1.0 - share) + f64::from(other.rgb[i]) * share).round() as u8
        };
        Self {
            rgb: [mix(0), mix(1), mix(2)],
            alpha: self.alpha,
        }
    }

    /// Contrast ratio with another opaque colour, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.rgb.map(linear_light);
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

/// A channel of sRGB as linear light, 0 to 1 (IEC 61966-2-1).
pub fn linear_light(channel: u8) -> f64 {
    let c = f64::from(channel) / 255.0;
    if c <= 0.04045 {
        c / 12.92
    } else {
        ((c + 0.055) / 1.055).powf(2.4)
    }
}

impl Rect {
    /// Right edge.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Whether a point is inside or on the edge.
    pub fn contains(&self, x: f64, y: f64) -> bool {
        (self.left..=self.right()).contains(&x) && (self.top..=self.bottom()).contains(&y)
    }

    /// Whether two rectangles share an area.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right()
            && other.left < self.right()
            && self.top < other.bottom()
            && other.top < self.bottom()
    }

    /// The rectangle with `by` more on every side.
    pub fn grown(&self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            width: self.width + 2.0 * by,
            height: self.height + 2.0 * by,
        }
    }

    /// Its outline.
    pub fn path(&self) -> [Step; 5] {
        let (l, t, r, b) = (self.left, self.top, self.right(), self.bottom());
        [
            Step::Move(l, t),
            Step::Line(r, t),
            Step::Line(r, b),
            Step::Line(l, b),
            Step::Close,
        ]
    }
}

/// A table of advance widths, for surfaces that cannot ask a font: those of the widest
/// common sans-serif face (DejaVu Sans), in thousandths of the size, so that a document fits whatever face shows it.
#[derive(Clone, Copy, Debug, Default)]
pub struct TableMeasure;

impl Measure for TableMeasure {
    fn width(&self, text: &str, size: f64) -> f64 {
        let units: u32 = text.chars().map(advance).sum();
        f64::from(units) * size / 1000.0
    }
}

fn advance(c: char) -> u32 {
    match c {
        'i' | 'j' | 'l' | '|' | '\'' | '.' | ',' | ':' | ';' | '!' => 310,
        ' ' | 'f' | 't' | 'I' | '(' | ')' | '[' | ']' | '/' | '·' => 360,
        '\u{202f}' | '\u{2009}' => 200,
        'r' | '-' => 400,
        '⁰'..='⁹' | '²' | '³' | '¹' | '⁻' | '₀'..='₉' => 440,
        'm' | 'M' | 'W' | '@' | '%' => 960,
        'w' | 'N' | 'O' | 'Q' | 'G' | 'D' | 'H' | 'U' | 'Σ' | '−' | '×' | '≤' | '≥' | '+' | '='
        | '<' | '>' | '≈' | '∞' => 800,
        'A'..='Z' => 680,
        's' | 'c' | 'z' | 'k' | 'v' | 'x' | 'y' => 570,
        '\u{1100}'.. => 1000,
        _ => 630,
    }
}
