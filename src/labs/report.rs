//! Reports: what a lab answers, as data.

use super::{Handle, Readout};
use crate::figure::Figure;
use serde::Serialize;

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

/// Files that a lab hands over: to another lab, or to be kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// What happens then, as a button says it.
    pub label: String,
    /// Names of the files, for [`Run::hand`](super::Run::hand).
    pub files: Vec<&'static str>,
    /// The state in which they open, without `v`; empty where they are kept.
    pub state: String,
}

/// Everything that a lab answers for one state.
///
/// ```
/// use rankscope::labs::prelude::*;
///
/// const HALF: Quantity = exact("half", "Half", "½");
/// let report = Report::of("Half of one.").readouts([HALF.value(0.5)]).check("twice", "twice the half is one", 0.0, 1e-12);
/// assert_eq!(report.value("half"), Some(0.5));
/// assert!(report.checks[0].pass);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Report {
    /// The finding in one sentence.
    pub headline: String,
    /// Numbers, in the order in which the lab declares them.
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
    /// What can be handed over.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub offers: Vec<Offer>,
}

impl Report {
    /// A report with its finding in one sentence.
    pub fn of(headline: impl Into<String>) -> Self {
        Self {
            headline: headline.into(),
            ..Self::default()
        }
    }

    /// With more numbers, in any order.
    pub fn readouts(mut self, readouts: impl IntoIterator<Item = Readout>) -> Self {
        self.readouts.extend(readouts);
        self
    }

    /// With one more picture.
    pub fn figure(mut self, figure: Figure) -> Self {
        self.figures.push(figure);
        self
    }

    /// With more pictures.
    pub fn figures(mut self, figures: impl IntoIterator<Item = Figure>) -> Self {
        self.figures.extend(figures);
        self
    }

    /// With one more thing that was verified (see [`Check::new`]).
    pub fn check(
        mut self,
        id: &'static str,
        label: impl Into<String>,
        residual: f64,
        tolerance: f64,
    ) -> Self {
        self.checks.push(Check::new(id, label, residual, tolerance));
        self
    }

    /// With more that was verified.
    pub fn checks(mut self, checks: impl IntoIterator<Item = Check>) -> Self {
        self.checks.extend(checks);
        self
    }

    /// With one more caveat.
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// With more caveats.
    pub fn notes(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.notes.extend(notes);
        self
    }

    /// With a narrower range for a whole-number control.
    pub fn range<T>(mut self, handle: Handle<T>, min: usize, max: usize) -> Self {
        self.ranges.push(Range {
            control: handle.id(),
            min: min as u64,
            max: max as u64,
        });
        self
    }

    /// With a NumPy program that prints the headline number.
    pub fn numpy(mut self, program: impl Into<String>) -> Self {
        self.numpy = program.into();
        self
    }

    /// With more that can be handed over.
    pub fn offers(mut self, offers: impl IntoIterator<Item = Offer>) -> Self {
        self.offers.extend(offers);
        self
    }

    /// The value of a readout, if it was reported and exists.
    pub fn value(&self, id: &str) -> Option<f64> {
        self.readouts.iter().find(|r| r.id == id)?.value
    }

    /// The figure of that id, or the first one where none is asked for.
    ///
    /// # Errors
    /// A sentence with all ids, where there is no such figure.
    pub fn picture(&self, id: Option<&str>) -> Result<&Figure, String> {
        let found = match id {
            Some(id) => self.find_figure(id),
            None => self.figures.first(),
        };
        found.ok_or_else(|| {
            let ids: Vec<_> = self.figures.iter().map(|f| f.id.as_str()).collect();
            let given = id.unwrap_or("none");
            format!("figure: one of {}, got {given:?}", ids.join(", "))
        })
    }

    /// The figure of that id.
    pub fn find_figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|f| f.id == id)
    }
}
