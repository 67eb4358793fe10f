//! A word of the picture: what it says, where it stands, and the box that it fills.

use super::{
    surface::{Anchor, Color, Measure, Rect, Surface, TextStyle},
    theme::Theme,
};
use crate::figure::Ink;
use serde::Serialize;

/// The colour of a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Tone {
    /// Full weight.
    Text,
    /// Lesser weight.
    Muted,
    /// The idea's own.
    Ink(Ink),
    /// This one, whatever the theme.
    Fixed(Color),
}

/// What a text is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// The name of an axis, of rows, columns or colours.
    Axis,
    /// A number or name at a tick.
    Tick,
    /// A name in the legend.
    Legend,
    /// A band of numerically zero values.
    Floor,
    /// A strip with a meaning.
    Region,
    /// A reference line.
    Guide,
    /// The number at a stem.
    Stem,
    /// The name of a curve beside its end.
    End,
    /// The number in a cell.
    Cell,
    /// A heading or entry of a table.
    Table,
}

/// A text and where its baseline stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Label {
    /// What it says.
    pub text: String,
    /// What it is there for.
    pub role: Role,
    /// Position in CSS pixels.
    pub at: (f64, f64),
    /// Which point of it stands there.
    pub anchor: Anchor,
    /// Its colour.
    pub tone: Tone,
    /// Reading upwards.
    pub upright: bool,
    /// Set over data, so it needs a rim.
    pub halo: bool,
}

/// The box that a text of a figure fills, in CSS pixels.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TextBox {
    /// What the text says.
    pub text: String,
    /// What it is there for.
    pub role: Role,
    /// The box.
    pub rect: Rect,
}

/// Half the height of digits, as a share of the font size: centres a text on a line.
pub const HALF_CAP: f64 = 0.35;
/// From the baseline to the top of the tallest letters, as a share of the font size.
pub const ASCENT: f64 = 0.78;
/// From the baseline to the foot of the deepest letters, as a share of the font size.
pub const DESCENT: f64 = 0.22;
/// Between a text and what it stands beside, in CSS pixels.
pub const GAP: f64 = 6.0;

impl Label {
    /// A label at the origin.
    pub fn new(role: Role, text: String, tone: Tone) -> Self {
        Self {
            text,
            role,
            at: (0.0, 0.0),
            anchor: Anchor::Start,
            tone,
            upright: false,
            halo: false,
        }
    }

    /// The box that it fills in a font of this size.
    pub fn bounds(&self, font: f64, measure: &dyn Measure) -> Rect {
        let length = measure.width(&self.text, font);
        let before = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => length / 2.0,
            Anchor::End => length,
        };
        let (x, y) = self.at;
        match self.upright {
            false => Rect {
                left: x - before,
                top: y - ASCENT * font,
                width: length,
                height: (ASCENT + DESCENT) * font,
            },
            true => Rect {
                left: x - ASCENT * font,
                top: y + before - length,
                width: (ASCENT + DESCENT) * font,
                height: length,
            },
        }
    }
}

/// The boxes of labels that say something.
pub fn boxes(labels: &[Label], font: f64, measure: &dyn Measure) -> Vec<TextBox> {
    let said = labels.iter().filter(|label| !label.text.is_empty());
    said.map(|label| TextBox {
        text: label.text.clone(),
        role: label.role,
        rect: label.bounds(font, measure),
    })
    .collect()
}

/// Sets labels in their tones.
pub fn words(labels: &[Label], font: f64, theme: &Theme, surface: &mut dyn Surface) {
    for label in labels {
        let color = match label.tone {
            Tone::Text => theme.text,
            Tone::Muted => theme.muted,
            Tone::Ink(ink) => theme.look(ink).text,
            Tone::Fixed(color) => color,
        };
        let style = TextStyle {
            size: font,
            color,
            anchor: label.anchor,
            upright: label.upright,
            halo: label.halo.then(|| theme.background.alpha(0.85)),
        };
        surface.text(&label.text, label.at.0, label.at.1, &style);
    }
}

/// The text, shortened with an ellipsis until it fits.
pub fn fit(text: &str, room: f64, font: f64, measure: &dyn Measure) -> String {
    // Room computed from the very width must be enough.
    if measure.width(text, font) <= room + 0.01 {
        return text.to_owned();
    }
    let mut kept: Vec<char> = text.chars().collect();
    while kept.pop().is_some() {
        let short: String = kept.iter().collect::<String>().trim_end().to_owned() + "…";
        if measure.width(&short, font) <= room {
            return short;
        }
    }
    String::new()
}
