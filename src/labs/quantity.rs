//! Quantities: the numbers that a lab can report, declared once by what they may claim.

use super::{Citation, words::catalogued};
use crate::figure::{self, Along, Guide, Ink, Mark, Series, inks};
use serde::Serialize;

/// How much a formula may claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// A theorem or an identity.
    Exact,
    /// True in a limit; close at finite size.
    Asymptotic,
    /// Constants unknown: only the shape means something.
    Rate,
    /// The constants are ours, rebuilt by a standard route.
    Reconstruction,
    /// Observed, not proved.
    Empirical,
}

/// A number that a lab can report: its name, formula and standing, declared once.
#[derive(Clone, Copy, Debug)]
pub struct Quantity {
    /// Stable id, a contract with scripts and embeds.
    pub id: &'static str,
    /// A few words on the page, in legends and in tables.
    pub label: &'static str,
    /// The symbol, in Unicode.
    pub symbol: &'static str,
    /// The unit, or empty for dimensionless.
    pub unit: &'static str,
    /// The formula in TeX; empty in an engine.
    pub tex: &'static str,
    /// What it means, with every symbol of the formula named; empty in an engine.
    pub meaning: &'static str,
    /// What it may claim.
    pub status: Status,
    /// Where the formula comes from; nothing in an engine.
    pub source: Option<&'static Citation>,
    /// Its colour in every figure, where it has one.
    pub ink: Option<Ink>,
}

const fn quantity(
    status: Status,
    id: &'static str,
    label: &'static str,
    symbol: &'static str,
) -> Quantity {
    Quantity {
        id,
        label,
        symbol,
        unit: "",
        tex: "",
        meaning: "",
        status,
        source: None,
        ink: None,
    }
}

/// A theorem or an identity.
pub const fn exact(id: &'static str, label: &'static str, symbol: &'static str) -> Quantity {
    quantity(Status::Exact, id, label, symbol)
}

/// True in a limit; close at finite size.
pub const fn asymptotic(id: &'static str, label: &'static str, symbol: &'static str) -> Quantity {
    quantity(Status::Asymptotic, id, label, symbol)
}

/// Constants unknown: only the shape means something.
pub const fn rate(id: &'static str, label: &'static str, symbol: &'static str) -> Quantity {
    quantity(Status::Rate, id, label, symbol)
}

/// The constants are ours, rebuilt by a standard route.
pub const fn reconstruction(
    id: &'static str,
    label: &'static str,
    symbol: &'static str,
) -> Quantity {
    quantity(Status::Reconstruction, id, label, symbol)
}

/// Observed, not proved.
pub const fn empirical(id: &'static str, label: &'static str, symbol: &'static str) -> Quantity {
    quantity(Status::Empirical, id, label, symbol)
}

impl Quantity {
    /// With a unit.
    pub const fn unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// With its formula in TeX, from which the catalogue makes MathML.
    pub const fn tex(self, tex: &'static str) -> Self {
        let tex = catalogued(tex);
        Self { tex, ..self }
    }

    /// With what it means; every symbol of the formula is named.
    pub const fn means(self, meaning: &'static str) -> Self {
        let meaning = catalogued(meaning);
        Self { meaning, ..self }
    }

    /// With the work that the formula comes from; the lab then cites it.
    pub const fn from(self, source: &'static Citation) -> Self {
        let source = if cfg!(feature = "catalogue") {
            Some(source)
        } else {
            None
        };
        Self { source, ..self }
    }

    /// With its colour, dash and marker in every figure.
    pub const fn ink(self, ink: Ink) -> Self {
        let ink = Some(ink);
        Self { ink, ..self }
    }

    /// With a value.
    pub fn value(&self, value: f64) -> Readout {
        self.readout(Some(value), String::new())
    }

    /// With a value and a remark.
    pub fn noted(&self, value: f64, note: impl Into<String>) -> Readout {
        self.readout(Some(value), note.into())
    }

    /// Without a value, and why.
    pub fn absent(&self, why: impl Into<String>) -> Readout {
        self.readout(None, why.into())
    }

    /// With a value, or why there is none.
    pub fn of<E: ToString>(&self, value: Result<f64, E>) -> Readout {
        match value {
            Ok(value) => self.value(value),
            Err(why) => self.absent(why.to_string()),
        }
    }

    fn readout(&self, value: Option<f64>, note: String) -> Readout {
        // A negative zero is a zero.
        let value = value.filter(|v| !v.is_nan()).map(|v| v + 0.0);
        Readout {
            id: self.id,
            value,
            text: value.map_or_else(|| "–".into(), figure::number),
            unit: self.unit,
            status: self.status,
            note,
        }
    }

    fn own_ink(&self) -> Ink {
        self.ink.unwrap_or(inks::NEUTRAL)
    }

    /// A series of this quantity with the marks given.
    pub fn series(&self, mark: Mark, points: impl IntoIterator<Item = (f64, f64)>) -> Series {
        Series::new(self.id, self.label, self.own_ink(), mark, points)
    }

    /// A curve of this quantity.
    pub fn curve(&self, points: impl IntoIterator<Item = (f64, f64)>) -> Series {
        self.series(Mark::Line, points)
    }

    /// Values of this quantity at single points.
    pub fn dots(&self, points: impl IntoIterator<Item = (f64, f64)>) -> Series {
        self.series(Mark::Points, points)
    }

    /// A line at this quantity's value on an axis.
    pub fn guide(&self, along: Along, at: f64) -> Guide {
        Guide::new(self.label, along, at, self.own_ink())
    }
}

/// A quantity with its value now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Readout {
    /// The quantity's id.
    pub id: &'static str,
    /// The value; `None` where it does not apply or does not exist, which `note` then explains. Infinity is written "inf".
    #[serde(serialize_with = "number_or_word")]
    pub value: Option<f64>,
    /// The value as the page shows it, without the unit.
    pub text: String,
    /// The quantity's unit.
    pub unit: &'static str,
    /// The quantity's standing.
    pub status: Status,
    /// A remark on this value ("dominated by the confidence term"), or empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// JSON has no infinity: it travels as the word.
fn number_or_word<S: serde::Serializer>(value: &Option<f64>, to: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(v) if v.is_finite() => to.serialize_some(v),
        Some(v) if v.is_nan() => to.serialize_none(),
        Some(v) if *v > 0.0 => to.serialize_some("inf"),
        Some(_) => to.serialize_some("-inf"),
        None => to.serialize_none(),
    }
}
