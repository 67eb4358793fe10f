//! Controls: what a visitor can change, declared once as data.
//!
//! The page, the keyboard, URL keys, the command line, the documentation and the tests all follow from these declarations.

use super::words;
use serde::Serialize;

/// One thing that a visitor can change.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Control {
    /// The URL key; unique within a lab.
    pub id: &'static str,
    /// A few words on the page.
    pub label: &'static str,
    /// The symbol in the formulas, or empty.
    pub symbol: &'static str,
    /// The unit, or empty for dimensionless.
    pub unit: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// The heading under which it stands.
    pub group: &'static str,
    /// What values it takes.
    pub kind: Kind,
    /// It applies only while every one of these holds.
    pub when: &'static [When],
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
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Opt {
    /// The value in the URL.
    pub id: &'static str,
    /// The text on the page.
    pub label: &'static str,
}

/// A condition on another control: its value is one of `any_of`.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct When {
    /// The other control; a choice or a toggle (`"on"`, `"off"`).
    pub control: &'static str,
    /// The values for which the condition holds.
    pub any_of: &'static [&'static str],
}

impl Control {
    const fn new(id: &'static str, label: &'static str, kind: Kind) -> Self {
        Self {
            id,
            label,
            symbol: "",
            unit: "",
            help: "",
            group: "",
            kind,
            when: &[],
            view: false,
        }
    }

    /// A real number on a linear slider.
    pub const fn number(
        id: &'static str,
        label: &'static str,
        [min, max]: [f64; 2],
        step: f64,
        default: f64,
    ) -> Self {
        let log = false;
        Self::new(
            id,
            label,
            Kind::Number {
                min,
                max,
                step,
                log,
                default,
            },
        )
    }

    /// A positive real number on a logarithmic slider, with a step of a hundredth of a decade.
    pub const fn log_number(
        id: &'static str,
        label: &'static str,
        [min, max]: [f64; 2],
        default: f64,
    ) -> Self {
        let (step, log) = (0.01, true);
        Self::new(
            id,
            label,
            Kind::Number {
                min,
                max,
                step,
                log,
                default,
            },
        )
    }

    /// A whole number on a linear slider.
    pub const fn integer(
        id: &'static str,
        label: &'static str,
        [min, max]: [u64; 2],
        default: u64,
    ) -> Self {
        let log = false;
        Self::new(
            id,
            label,
            Kind::Integer {
                min,
                max,
                log,
                default,
            },
        )
    }

    /// A positive whole number on a logarithmic slider.
    pub const fn log_integer(
        id: &'static str,
        label: &'static str,
        [min, max]: [u64; 2],
        default: u64,
    ) -> Self {
        let log = true;
        Self::new(
            id,
            label,
            Kind::Integer {
                min,
                max,
                log,
                default,
            },
        )
    }

    /// The steps that a run has done, with a player.
    pub const fn steps(
        id: &'static str,
        label: &'static str,
        max: u64,
        speed: u64,
        default: u64,
    ) -> Self {
        Self::new(
            id,
            label,
            Kind::Steps {
                max,
                speed,
                default,
            },
        )
    }

    /// One of several named options.
    pub const fn choice(
        id: &'static str,
        label: &'static str,
        options: &'static [Opt],
        default: &'static str,
    ) -> Self {
        Self::new(id, label, Kind::Choice { options, default })
    }

    /// On or off.
    pub const fn toggle(id: &'static str, label: &'static str, default: bool) -> Self {
        Self::new(id, label, Kind::Toggle { default })
    }

    /// The seed of the random numbers.
    pub const fn seed(id: &'static str, label: &'static str, default: u64) -> Self {
        Self::new(id, label, Kind::Seed { default })
    }

    /// A list of real numbers.
    pub const fn vector(
        id: &'static str,
        label: &'static str,
        [min, max]: [f64; 2],
        max_len: usize,
        default: &'static [f64],
    ) -> Self {
        Self::new(
            id,
            label,
            Kind::Vector {
                min,
                max,
                max_len,
                default,
            },
        )
    }

    /// A typed or pasted matrix.
    pub const fn matrix(
        id: &'static str,
        label: &'static str,
        max_side: usize,
        default: &'static [&'static [f64]],
    ) -> Self {
        Self::new(id, label, Kind::Matrix { max_side, default })
    }

    /// Single cells set by hand.
    pub const fn cells(id: &'static str, label: &'static str, [min, max]: [f64; 2]) -> Self {
        Self::new(id, label, Kind::Cells { min, max })
    }

    /// A file of the visitor's.
    pub const fn file(
        id: &'static str,
        label: &'static str,
        accepts: &'static [&'static str],
    ) -> Self {
        let streamed = &[];
        Self::new(id, label, Kind::File { accepts, streamed })
    }

    /// A file of the visitor's that is never read whole where it has one of the endings `streamed`: its checkpoint is measured.
    pub const fn checkpoint(
        id: &'static str,
        label: &'static str,
        accepts: &'static [&'static str],
        streamed: &'static [&'static str],
    ) -> Self {
        Self::new(id, label, Kind::File { accepts, streamed })
    }

    /// The same control with its symbol in the formulas.
    pub const fn symbol(self, symbol: &'static str) -> Self {
        Self { symbol, ..self }
    }

    /// The same control with a unit.
    pub const fn unit(self, unit: &'static str) -> Self {
        Self { unit, ..self }
    }

    /// The same control with its line of help.
    pub const fn help(self, help: &'static str) -> Self {
        let help = words(help);
        Self { help, ..self }
    }

    /// The same control under a heading.
    pub const fn group(self, group: &'static str) -> Self {
        Self { group, ..self }
    }

    /// The same control, which changes what is shown of a run, not the run.
    pub const fn view(self) -> Self {
        Self { view: true, ..self }
    }

    /// The same control, shown only while every condition holds.
    pub const fn when(self, when: &'static [When]) -> Self {
        Self { when, ..self }
    }
}

/// An option of a choice.
pub const fn opt(id: &'static str, label: &'static str) -> Opt {
    Opt { id, label }
}

/// The condition that a choice has one of these values.
pub const fn when(control: &'static str, any_of: &'static [&'static str]) -> When {
    When { control, any_of }
}
