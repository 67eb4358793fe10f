//! How large, in which theme, and which part of a figure is looked at.

use super::theme::ThemeName;
use crate::figure::Series;
use serde::Deserialize;

/// How large, in which theme, and which part of a figure is looked at. Lengths are CSS pixels.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct View {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
    /// Device pixels per CSS pixel.
    pub ratio: f64,
    /// Colours.
    pub theme: ThemeName,
    /// Ids of the series that are not shown.
    pub hidden: Vec<String>,
    /// The part of the axes that is shown, in data coordinates; for a heat map in columns and rows.
    pub zoom: Option<Zoom>,
    /// Font size, never below 12 in the picture; 0 for a thumbnail, which has no words and is all plot.
    pub font: f64,
    /// Whether a legend is drawn into the picture, for exports that stand alone.
    pub legend: bool,
    /// Inks that stand out while something that they stand for is pointed at; empty where all are alike.
    pub lit: Vec<u8>,
}

/// A part of the axes, in data coordinates.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize)]
pub struct Zoom {
    /// Horizontal range.
    pub x: (f64, f64),
    /// Vertical range.
    pub y: (f64, f64),
}

impl Default for View {
    fn default() -> Self {
        Self {
            width: 640.0,
            height: 400.0,
            ratio: 1.0,
            theme: ThemeName::Light,
            hidden: Vec::new(),
            zoom: None,
            font: 13.0,
            legend: false,
            lit: Vec::new(),
        }
    }
}

impl View {
    /// Whether a figure stands where it stands in the other view; colours may differ.
    pub fn same_places(&self, other: &Self) -> bool {
        let size = |view: &Self| [view.width, view.height, view.ratio, view.font];
        size(self) == size(other)
            && (self.zoom, self.legend) == (other.zoom, other.legend)
            && self.hidden == other.hidden
    }

    /// The series that are not hidden.
    pub(super) fn shown<'a>(&self, series: &'a [Series]) -> impl Iterator<Item = &'a Series> {
        series.iter().filter(|s| !self.hidden.contains(&s.id))
    }

    /// Whether this is a thumbnail: no words, and the plot fills it.
    pub(super) fn bare(&self) -> bool {
        self.font <= 0.0
    }

    /// Font size in use.
    pub(super) fn font(&self) -> f64 {
        self.font.clamp(12.0, 40.0)
    }

    /// `v` moved to the nearest edge between device pixels.
    pub(super) fn edge(&self, v: f64) -> f64 {
        (v * self.ratio).round() / self.ratio
    }

    /// `v` moved to the middle of its device pixel, where a hairline is sharp.
    pub(super) fn crisp(&self, v: f64) -> f64 {
        ((v * self.ratio).floor() + 0.5) / self.ratio
    }

    /// The width of a line one device pixel wide.
    pub(super) fn hairline(&self) -> f64 {
        1.0 / self.ratio
    }
}
