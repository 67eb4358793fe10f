//! Reports: what a lab answers, as data.

use crate::figure::{Figure, Ink};
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
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Quantity {
    /// Stable id, a contract with scripts and embeds.
    pub id: &'static str,
    /// A few words on the page.
    pub label: &'static str,
    /// The symbol, in Unicode.
    pub symbol: &'static str,
    /// The unit, or empty for dimensionless.
    pub unit: &'static str,
    /// The content of a `<math>` element.
    pub formula: &'static str,
    /// What it means, with every symbol of the formula named.
    pub meaning: &'static str,
    /// What it may claim.
    pub status: Status,
    /// Where the formula comes from: a citation id of the lab, or empty.
    pub source: &'static str,
    /// Its colour in every figure, where it has one.
    pub ink: Option<Ink>,
}

/// A quantity with its value now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Readout {
    /// The quantity's id.
    pub id: &'static str,
    /// The value; `None` where it does not apply or does not exist, which `note` then explains. Infinity is written "inf".
    #[serde(serialize_with = "number_or_word")]
    pub value: Option<f64>,
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

impl Quantity {
    /// The quantity with a value.
    pub fn value(&self, value: f64) -> Readout {
        self.readout(Some(value), String::new())
    }

    /// The quantity with a value and a remark.
    pub fn noted(&self, value: f64, note: impl Into<String>) -> Readout {
        self.readout(Some(value), note.into())
    }

    /// The quantity without a value, and why.
    pub fn absent(&self, why: impl Into<String>) -> Readout {
        self.readout(None, why.into())
    }

    fn readout(&self, value: Option<f64>, note: String) -> Readout {
        Readout {
            id: self.id,
            value: value.filter(|v| !v.is_nan()),
            unit: self.unit,
            status: self.status,
            note,
        }
    }
}

/// Something that was verified about the numbers of a report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Check {
    /// Stable id.
    pub id: &'static str,
    /// What was compared, in words.
    pub label: String,
    /// The residual found, dimensionless.
    pub residual: f64,
    /// The largest residual accepted.
    pub tolerance: f64,
    /// Whether the residual is within the tolerance.
    pub pass: bool,
}

impl Check {
    /// A residual held against its tolerance; a residual that is not a number fails.
    pub fn new(id: &'static str, label: impl Into<String>, residual: f64, tolerance: f64) -> Self {
        let pass = residual <= tolerance;
        Self {
            id,
            label: label.into(),
            residual,
            tolerance,
            pass,
        }
    }
}

/// A narrower range for an integer control, known only once the data is ("layer: 0 to 5").
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Range {
    /// The control.
    pub control: &'static str,
    /// Lowest value.
    pub min: u64,
    /// Highest value.
    pub max: u64,
}

/// Everything that a lab answers for one state.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// The finding in one sentence.
    pub headline: String,
    /// Numbers, in the order shown.
    pub readouts: Vec<Readout>,
    /// Pictures; they travel apart from the rest, as bytes.
    #[serde(skip)]
    pub figures: Vec<Figure>,
    /// What was verified.
    pub checks: Vec<Check>,
    /// Caveats that belong to this state, each a sentence or two.
    pub notes: Vec<String>,
    /// Ranges that depend on the data.
    pub ranges: Vec<Range>,
    /// A NumPy program that prints the headline number, or empty.
    pub numpy: String,
}

impl Report {
    /// The value of a readout, if it was reported and exists.
    pub fn value(&self, id: &str) -> Option<f64> {
        self.readouts.iter().find(|r| r.id == id)?.value
    }

    /// The figure of that id.
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|f| f.id == id)
    }
}
