//! Colours, dashes and markers. One table of inks per theme, so that an idea looks the same in every figure, readout and export.

use super::surface::Color;
use crate::figure::Ink;
use serde::{Deserialize, Serialize};

/// What the page looks like around the figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ThemeName {
    /// Dark on white.
    #[default]
    Light,
    /// Pale on near-black.
    Dark,
    /// Brightest colours on black, which the figure paints itself: for forced colours and high-contrast settings.
    Contrast,
}

impl ThemeName {
    /// The theme of that name; light where there is none.
    pub fn of(name: &str) -> Self {
        Self::named(name).unwrap_or_default()
    }

    /// The theme of that name, if there is one: light, dark or contrast.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            "contrast" => Some(Self::Contrast),
            _ => None,
        }
    }
}

/// The colours of everything that is not an ink.
#[derive(Clone, Debug)]
pub struct Theme {
    /// Which one this is.
    pub name: ThemeName,
    /// Behind the figure: painted in exports, supposed on the page.
    pub background: Color,
    /// Words.
    pub text: Color,
    /// Words of lesser weight: tick labels.
    pub muted: Color,
    /// Axis lines.
    pub axis: Color,
    /// Grid lines.
    pub grid: Color,
    colors: &'static [u32; 10],
    /// Inks that stand out, the others being paled; empty where all are alike.
    lit: Vec<u8>,
}

/// How far an ink that is not lit goes towards the background.
const PALE: f64 = 0.78;

/// The shape at a point; where a legend is text, the character that looks like it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Marker {
    /// Filled circle.
    #[serde(rename = "●")]
    Circle,
    /// Filled square.
    #[serde(rename = "■")]
    Square,
    /// Filled square on its corner.
    #[serde(rename = "◆")]
    Diamond,
    /// Filled triangle, point up.
    #[serde(rename = "▲")]
    Up,
    /// Filled triangle, point down.
    #[serde(rename = "▼")]
    Down,
    /// Diagonal cross.
    #[serde(rename = "✕")]
    Cross,
    /// Upright cross.
    #[serde(rename = "+")]
    Plus,
    /// Hollow circle.
    #[serde(rename = "○")]
    Ring,
    /// Hollow square.
    #[serde(rename = "□")]
    Box,
    /// Upright and diagonal cross.
    #[serde(rename = "✳")]
    Star,
}

/// One ink in one theme.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// For lines and areas: at least 3:1 against the background.
    pub color: Color,
    /// For words: at least 4.5:1.
    pub text: Color,
    /// Dash pattern.
    pub dash: &'static [f64],
    /// Shape at a point.
    pub marker: Marker,
}

const SOLID: &[f64] = &[];
const DASH: &[f64] = &[6.0, 3.0];
const DOT: &[f64] = &[1.5, 3.0];
const DASH_DOT: &[f64] = &[7.0, 3.0, 1.5, 3.0];
const LONG: &[f64] = &[12.0, 4.0];
const DASH_DOT_DOT: &[f64] = &[7.0, 3.0, 1.5, 3.0, 1.5, 3.0];
const SHORT: &[f64] = &[3.5, 2.5];
const LONG_SHORT: &[f64] = &[12.0, 3.0, 4.0, 3.0];
const TIGHT: &[f64] = &[5.0, 1.5];
const SPARSE: &[f64] = &[4.0, 6.0];

// Hues of Okabe and Ito (Color Universal Design, 2008), darkened on white where they fall below 3:1, with lighter counterparts on black.
const BLUE: usize = 0;
const VERMILLION: usize = 1;
const ORANGE: usize = 2;
const GREEN: usize = 3;
const SKY: usize = 4;
const PURPLE: usize = 5;
const BLACK: usize = 6;
const GREY: usize = 7;
const OLIVE: usize = 8;
const BROWN: usize = 9;
//                             blue      vermill.  orange    green     sky       purple    black     grey      olive     brown
const ON_LIGHT: [u32; 10] = [
    0x0072B2, 0xD55E00, 0xB97A00, 0x009E73, 0x2F8FCB, 0xB8588F, 0x1F262E, 0x757D86, 0x8C8200,
    0x8C5A3C,
];
const ON_DARK: [u32; 10] = [
    0x4AA8E8, 0xFF8650, 0xEDB12E, 0x2CC59B, 0x93D0F5, 0xE59ACB, 0xE8ECF1, 0x99A3AE, 0xE6DB4A,
    0xCB9B84,
];
const ON_BLACK: [u32; 10] = [
    0x6FC3FF, 0xFF9E6B, 0xFFC64A, 0x4FE6BC, 0xB5E3FF, 0xFFB8E2, 0xFFFFFF, 0xC9CED4, 0xFFF45C,
    0xE9C4B0,
];

/// Colour, dash and marker of every look that an idea of [`crate::figure::inks`] can have.
const LOOKS: [(usize, &[f64], Marker); crate::figure::inks::LOOKS as usize] = [
    (BLUE, SOLID, Marker::Circle),
    // Effective ranks.
    (VERMILLION, SOLID, Marker::Diamond),
    (ORANGE, DASH, Marker::Up),
    (GREEN, DASH_DOT, Marker::Square),
    (SKY, LONG, Marker::Down),
    (PURPLE, SHORT, Marker::Ring),
    (BROWN, LONG_SHORT, Marker::Box),
    (BLACK, TIGHT, Marker::Plus),
    (GREY, DASH_DOT_DOT, Marker::Cross),
    (OLIVE, DOT, Marker::Star),
    // Bounds.
    (BLACK, DOT, Marker::Cross),
    (BLUE, DASH, Marker::Square),
    (VERMILLION, SOLID, Marker::Diamond),
    (PURPLE, LONG, Marker::Up),
    (ORANGE, DASH_DOT, Marker::Down),
    (GREEN, LONG_SHORT, Marker::Ring),
    // Thresholds and fits.
    (PURPLE, DASH, Marker::Up),
    (GREEN, LONG, Marker::Down),
    (BLACK, SHORT, Marker::Plus),
    (GREY, DASH, Marker::Ring),
    (GREY, SOLID, Marker::Circle),
    // Free.
    (BLUE, SOLID, Marker::Circle),
    (VERMILLION, DASH, Marker::Diamond),
    (GREEN, DASH_DOT, Marker::Square),
    (PURPLE, LONG, Marker::Up),
    (ORANGE, SHORT, Marker::Down),
    (SKY, LONG_SHORT, Marker::Ring),
    (BLACK, DOT, Marker::Cross),
    (BROWN, TIGHT, Marker::Box),
    (OLIVE, DASH_DOT_DOT, Marker::Star),
    (GREY, SPARSE, Marker::Plus),
    (BLACK, SPARSE, Marker::Star),
];

impl Theme {
    /// The theme of a name.
    pub fn of(name: ThemeName) -> Self {
        let hex = Color::hex;
        let (background, text, muted, axis, grid, colors) = match name {
            ThemeName::Light => (0xFFFFFF, 0x1F262E, 0x56606B, 0x8A929B, 0xE7EAED, &ON_LIGHT),
            ThemeName::Dark => (0x14181D, 0xE8ECF1, 0xA9B3BE, 0x6E7883, 0x2A3139, &ON_DARK),
            ThemeName::Contrast => (0x000000, 0xFFFFFF, 0xE3E6EA, 0xC9CED4, 0x4A5058, &ON_BLACK),
        };
        Self {
            name,
            background: hex(background),
            text: hex(text),
            muted: hex(muted),
            axis: hex(axis),
            grid: hex(grid),
            colors,
            lit: Vec::new(),
        }
    }

    /// The same with these inks standing out.
    pub fn lit(self, lit: &[u8]) -> Self {
        Self {
            lit: lit.to_vec(),
            ..self
        }
    }

    /// How an ink looks; an unknown one looks like [`crate::figure::inks::NEUTRAL`].
    pub fn look(&self, ink: Ink) -> Look {
        let (hue, dash, marker) = LOOKS[usize::from(ink.look())];
        let mut color = Color::hex(self.colors[hue]);
        let mut text = color;
        while text.contrast(self.background) < 4.5 {
            text = text.towards(self.text, 0.15);
        }
        if !self.lit.is_empty() && !self.lit.contains(&ink.0) {
            color = color.towards(self.background, PALE);
            text = text.towards(self.background, PALE);
        }
        Look {
            color,
            text,
            dash,
            marker,
        }
    }
}

/// One row of the table, for legends and readouts that are not drawn here.
#[derive(Clone, Debug, Serialize)]
pub struct InkRow {
    /// CSS colour for lines and areas.
    pub color: String,
    /// CSS colour for words.
    pub text: String,
    /// Dash pattern in CSS pixels; empty is solid.
    pub dash: &'static [f64],
    /// Shape at a point.
    pub marker: Marker,
}

/// All inks of a theme, in the order of [`crate::figure::inks`].
pub fn inks(name: ThemeName) -> Vec<InkRow> {
    let theme = Theme::of(name);
    Ink::all()
        .map(|ink| theme.look(ink))
        .map(|look| InkRow {
            color: look.color.css(),
            text: look.text.css(),
            dash: look.dash,
            marker: look.marker,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_lit_is_pale() {
        let theme = Theme::of(ThemeName::Light);
        let [one, two] = [1, 2].map(|ink| theme.look(Ink(ink)).color);
        let lit = theme.lit(&[1]);
        assert_eq!(lit.look(Ink(1)).color, one);
        let pale = lit.look(Ink(2)).color.contrast(lit.background);
        assert!(pale < 1.5 && pale < two.contrast(lit.background), "{pale}");
    }

    const THEMES: [ThemeName; 3] = [ThemeName::Light, ThemeName::Dark, ThemeName::Contrast];

    #[test]
    fn lines_and_words_stand_out_from_the_background() {
        for name in THEMES {
            let theme = Theme::of(name);
            for words in [theme.text, theme.muted] {
                assert!(
                    words.contrast(theme.background) >= 4.5,
                    "{name:?} {}",
                    words.css()
                );
            }
            assert!(
                theme.axis.contrast(theme.background) >= 3.0,
                "{name:?} axis"
            );
            for ink in Ink::all() {
                let (i, look) = (ink.name(), theme.look(ink));
                let ratio = look.color.contrast(theme.background);
                assert!(ratio >= 3.0, "{name:?} ink {i}: {ratio:.2}");
                assert!(
                    look.text.contrast(theme.background) >= 4.5,
                    "{name:?} ink {i}"
                );
            }
        }
    }

    #[test]
    fn no_two_ideas_of_a_kind_look_the_same_without_colour() {
        for kind in [1..10, 10..16, 16..20, 21..32] {
            for a in kind.clone() {
                for (b, right) in LOOKS.iter().enumerate().take(kind.end).skip(a + 1) {
                    let left = LOOKS[a];
                    assert!(left.1 != right.1 || left.2 != right.2, "inks {a} and {b}");
                    if kind.end <= 16 {
                        assert!(
                            left.1 != right.1 && left.2 != right.2 && left.0 != right.0,
                            "inks {a} and {b}"
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn contrast_of_known_pairs() {
        assert!((Color::hex(0).contrast(Color::hex(0xFFFFFF)) - 21.0).abs() < 1e-9);
        assert!((Color::hex(0x767676).contrast(Color::hex(0xFFFFFF)) - 4.54).abs() < 0.01);
    }
}
