//! One axis as a mapping between data and CSS pixels, in both directions.

use super::surface::UNITS;
use crate::figure::Scale;
use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged};
use std::ops::Range;

/// Positions this far out are the same to any screen, and keep integers from overflowing.
const FAR: f64 = 1e5;

/// One axis as a mapping between data and CSS pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisMap {
    /// How values become positions.
    pub scale: Scale,
    /// Lowest and highest value shown.
    pub range: (f64, f64),
    /// Where these two stand, in CSS pixels.
    pub pixels: (f64, f64),
    /// The band for numerically zero values, where the axis shows one.
    pub floor: Option<FloorBand>,
    /// The values of the grid lines.
    pub grid: Vec<f64>,
}

/// Where values at or below a floor are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FloorBand {
    /// The floor.
    pub value: f64,
    /// The two ends of the band in CSS pixels; the second one adjoins the axis.
    pub pixels: (f64, f64),
}

impl AxisMap {
    /// The position of a value in CSS pixels; `None` where it has none on this axis.
    pub fn pixel(&self, value: f64) -> Option<f64> {
        if let Some(floor) = self.floor.filter(|floor| value <= floor.value) {
            return Some((floor.pixels.0 + floor.pixels.1) / 2.0);
        }
        let share = self.share(value);
        let (from, to) = self.pixels;
        // A curve that rises to infinity leaves the picture; zero on a logarithmic axis is nowhere.
        (share.is_finite() || value == f64::INFINITY)
            .then(|| (from + share * (to - from)).clamp(-FAR, FAR))
    }

    /// The value at a position in CSS pixels; the floor itself anywhere in its band.
    pub fn value(&self, pixel: f64) -> f64 {
        if let Some(floor) = self.floor {
            let (a, b) = floor.pixels;
            if (pixel - b) * (a - b) > 0.0 {
                return floor.value;
            }
        }
        let (from, to) = self.pixels;
        let share = (pixel - from) / (to - from);
        let (low, high) = (self.to_scale(self.range.0), self.to_scale(self.range.1));
        let value = self.from_scale(low * (1.0 - share) + high * share);
        // The axis may begin a little below the floor; nothing beside the band counts less than what is in it.
        self.floor.map_or(value, |floor| value.max(floor.value))
    }

    fn share(&self, value: f64) -> f64 {
        let (low, high) = (self.to_scale(self.range.0), self.to_scale(self.range.1));
        // Halved, so that the widest ranges do not overflow.
        (self.to_scale(value) / 2.0 - low / 2.0) / (high / 2.0 - low / 2.0)
    }

    fn to_scale(&self, value: f64) -> f64 {
        match self.scale {
            Scale::Linear => value,
            Scale::Log => value.log10(),
            Scale::Symlog { threshold } => {
                let many = value / threshold;
                match many.is_finite() {
                    true => many.asinh(),
                    // More thresholds than a number can count: there the function is a logarithm.
                    false => (value.abs().ln() - (threshold / 2.0).ln()).copysign(value),
                }
            }
        }
    }

    #[expect(
        clippy::wrong_self_convention,
        reason = "the way back of to_scale, by the same axis"
    )]
    fn from_scale(&self, position: f64) -> f64 {
        match self.scale {
            Scale::Linear => position,
            Scale::Log => 10f64.powf(position),
            Scale::Symlog { threshold } => position.sinh() * threshold,
        }
    }
}

impl Ranged for AxisMap {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    // The frame has decided where the axis lies; the limits repeat it.
    fn map(&self, value: &f64, _limit: (i32, i32)) -> i32 {
        (self.pixel(*value).unwrap_or(-FAR) * UNITS).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _hint: Hint) -> Vec<f64> {
        self.grid.clone()
    }

    fn range(&self) -> Range<f64> {
        self.range.0..self.range.1
    }
}
