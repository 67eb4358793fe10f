//! Controls as data: what a visitor can change. A lab declares them by typed [handles](super::Handle).
//!
//! The page, the keyboard, URL keys, the command line, the documentation and the tests all follow from these declarations.

use super::words::catalogued;
use serde::{Serialize, Serializer};

/// One thing that a visitor can change.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Control {
    /// The URL key; unique within a lab.
    pub id: &'static str,
    /// A few words on the page; empty in an engine.
    pub label: &'static str,
    /// The symbol in the formulas, or empty.
    pub symbol: &'static str,
    /// The unit, or empty for dimensionless.
    pub unit: &'static str,
    /// One line of help; empty in an engine.
    pub help: &'static str,
    /// The heading under which it stands; empty in an engine.
    pub group: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// It applies only while every one of these holds.
    #[serde(serialize_with = "conditions")]
    pub when: [Option<When>; 3],
    /// It changes what is shown of a run, not the run: a change does not start it anew (see [`super::Run::resume`]).
    pub view: bool,
}

/// What values a control takes, and its default.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Kind {
    /// A real number in a closed range.
    Number {
        /// Lowest value.
        min: f64,
        /// Highest value.
        max: f64,
        /// Slider step on a linear slider; on a logarithmic one, the step in decades.
        step: f64,
        /// Whether the slider is logarithmic.
        log: bool,
        /// The value unless the state says otherwise.
        default: f64,
    },
    /// A whole number in a closed range.
    Integer {
        /// Lowest value.
        min: u64,
        /// Highest value; a report may narrow it (see [`super::Range`]).
        max: u64,
        /// Whether the slider is logarithmic.
        log: bool,
        /// The value unless the state says otherwise.
        default: u64,
    },
    /// How many steps a run has done: the page shows a player, and a state that differs in nothing else goes on from where it is.
    Steps {
        /// Longest run; a report may narrow it (see [`super::Range`]), as where a run ends early.
        max: u64,
        /// Steps per frame unless the visitor chooses otherwise.
        speed: u64,
        /// The value unless the state says otherwise.
        default: u64,
    },
    /// One of several named options.
    Choice {
        /// The options in the order shown.
        options: &'static [Opt],
        /// The id of the option taken unless the state says otherwise.
        default: &'static str,
    },
    /// On or off.
    Toggle {
        /// The value unless the state says otherwise.
        default: bool,
    },
    /// The seed of the random numbers, 0 to 2⁵³ − 1.
    Seed {
        /// The value unless the state says otherwise.
        default: u64,
    },
    /// A list of real numbers, written as a comma list.
    Vector {
        /// Lowest value of an element.
        min: f64,
        /// Highest value of an element.
        max: f64,
        /// Longest list accepted.
        max_len: usize,
        /// The value unless the state says otherwise.
        default: &'static [f64],
    },
    /// A matrix of real numbers: rows separated by `;`, elements by `,`.
    Matrix {
        /// Most rows or columns accepted.
        max_side: usize,
        /// The value unless the state says otherwise.
        default: &'static [&'static [f64]],
    },
    /// Single cells of a matrix that were set by hand: `row,column,value` triples separated by `;`.
    Cells {
        /// Lowest value of a cell.
        min: f64,
        /// Highest value of a cell.
        max: f64,
    },
    /// A file of the visitor's; its content is not part of the state.
    File {
        /// Endings accepted, with the dot.
        accepts: &'static [&'static str],
        /// Endings of files that are never read whole: a pool of workers measures them.
        streamed: &'static [&'static str],
    },
}

/// One option of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Opt {
    /// The value in the URL.
    pub id: &'static str,
    /// The text on the page; empty in an engine.
    pub label: &'static str,
}

/// A condition on another control, a choice or a toggle: it is set to one of several options.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The other control.
    pub control: &'static str,
    /// All of its options.
    options: &'static [Opt],
    /// One bit for each option for which the condition holds, the first option's lowest.
    holds: u32,
}

/// How a state string writes a toggle.
pub(super) const OFF_ON: &[Opt] = &[opt("off", "Off"), opt("on", "On")];

/// An option of a choice.
pub(crate) const fn opt(id: &'static str, label: &'static str) -> Opt {
    Opt {
        id,
        label: catalogued(label),
    }
}

impl When {
    pub(crate) const fn new(control: &'static str, options: &'static [Opt], holds: u32) -> Self {
        assert!(options.len() <= 32, "a condition has a bit for each option");
        Self {
            control,
            options,
            holds,
        }
    }

    /// The ids of the options for which it holds.
    pub fn any_of(&self) -> impl Iterator<Item = &'static str> + use<> {
        let holds = self.holds;
        let chosen = self.options.iter().enumerate();
        chosen
            .filter(move |(i, _)| holds >> i & 1 == 1)
            .map(|(_, option)| option.id)
    }
}

impl Control {
    /// The conditions under which it applies.
    pub fn conditions(&self) -> impl Iterator<Item = &When> {
        self.when.iter().flatten()
    }
}

fn conditions<S: Serializer>(when: &[Option<When>; 3], to: S) -> Result<S::Ok, S::Error> {
    to.collect_seq(when.iter().flatten())
}

impl Serialize for When {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Written {
            control: &'static str,
            any_of: Vec<&'static str>,
        }
        let (control, any_of) = (self.control, self.any_of().collect());
        Written { control, any_of }.serialize(to)
    }
}
