//! Labs: one explorable question each.
//!
//! To add one, write a folder here that declares a [`Lab`] and add it to a line of [`MODULES`]. The page, the links, the
//! command line and the tests follow; nothing under `www/` changes.

#[cfg(feature = "matrix")]
mod attention;
mod control;
mod error;
#[cfg(feature = "training")]
mod gate;
#[cfg(feature = "theory")]
mod learning_curve;
#[cfg(feature = "theory")]
mod quadratic;
mod report;
#[cfg(feature = "training")]
mod reservoir;
pub mod shared;
#[cfg(feature = "matrix")]
mod spectrum;
#[cfg(feature = "weights")]
mod transformer;
mod values;

pub use control::{Control, Kind, Opt, When, opt, when};
pub use error::Error;
pub use report::{Check, Quantity, Range, Readout, Report, Status};
pub use values::{Value, Values, write_number};

#[cfg(feature = "weights")]
use crate::checkpoint::Checkpoint;
use crate::data::Stack;
use serde::Serialize;
use std::{collections::BTreeMap, rc::Rc};

/// A named group of labs.
pub type Module = (&'static str, &'static [&'static Lab]);

/// The labs, in the order shown, by the module that the page downloads when one of them opens. A module is a cargo feature of that
/// name; a native build has them all.
pub static MODULES: &[Module] = &[
    #[cfg(feature = "matrix")]
    ("matrix", &[&attention::LAB, &spectrum::LAB]),
    #[cfg(feature = "weights")]
    ("weights", &[&transformer::LAB]),
    #[cfg(feature = "theory")]
    ("theory", &[&quadratic::LAB, &learning_curve::LAB]),
    #[cfg(feature = "training")]
    ("training", &[&reservoir::LAB, &gate::LAB]),
];

/// Every lab of this build, in the order shown.
pub fn all() -> impl Iterator<Item = &'static Lab> + Clone {
    MODULES.iter().flat_map(|(_, labs)| *labs).copied()
}

/// The lab of that id.
pub fn find(id: &str) -> Option<&'static Lab> {
    all().find(|lab| lab.about.id == id)
}

/// One explorable: a question, the controls it offers, and the computation that answers it.
#[derive(Serialize)]
pub struct Lab {
    /// What it asks and on whose work it rests.
    #[serde(flatten)]
    pub about: &'static About,
    /// What a visitor can change.
    pub controls: &'static [Control],
    /// Every number that it can report.
    pub quantities: &'static [Quantity],
    /// Named states with a lesson each.
    pub presets: &'static [Preset],
    /// Validates everything and prepares the computation; cheap.
    #[serde(skip)]
    pub start: fn(&Input) -> Result<Box<dyn Run>, Error>,
}

/// A computation under way. An instant lab finishes in its first `advance`.
pub trait Run {
    /// Does some work; the result does not depend on how the work was cut up.
    fn advance(&mut self, work: Work) -> Result<Progress, Error>;
    /// What is known so far; may be called at any time after the first `advance`.
    fn report(&self) -> Result<Report, Error>;
    /// Whether what the state asks for is there, while companions of it may still fill in. A player then goes on to its next frame.
    fn ready(&self) -> bool {
        false
    }
    /// Goes on (or back) to another number of steps, or shows itself in another way, where no other control has changed; whether it
    /// could. A run that cannot is started anew. The reports that follow do not depend on which of the two happened.
    fn resume(&mut self, _input: &Input) -> bool {
        false
    }
}

/// How many steps to do: a step is what takes about a millisecond. Never a time, so that results are reproducible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Work(pub u32);

/// How far a computation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Progress {
    /// Steps done.
    pub done: u64,
    /// Steps in all.
    pub total: u64,
}

impl Progress {
    /// All done.
    pub const DONE: Self = Self { done: 1, total: 1 };

    /// Whether nothing is left to do.
    pub fn finished(&self) -> bool {
        self.done >= self.total
    }
}

/// What a lab asks and on whose work it rests.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct About {
    /// The value of `lab` in a state string.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// The question, as a sentence.
    pub question: &'static str,
    /// What to try first, as a sentence.
    pub try_first: &'static str,
    /// Works cited.
    pub citations: &'static [Citation],
}

/// A work cited.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Citation {
    /// Short id that quantities refer to.
    pub id: &'static str,
    /// Authors, year, title.
    pub text: &'static str,
    /// A permanent address (DOI or arXiv).
    pub url: &'static str,
}

/// A named state with its lesson.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Preset {
    /// Unique within the lab.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// One line: what it shows.
    pub lesson: &'static str,
    /// The state, without `v` and `lab`.
    pub state: &'static str,
}

/// What a lab computes from.
pub struct Input<'a> {
    /// What the controls are set to.
    pub values: &'a Values,
    /// Data beside the state.
    pub files: &'a Files,
}

/// Data beside the state: the visitor's file and bundled assets.
#[derive(Clone, Default)]
pub struct Files {
    /// The file that the visitor loaded last.
    pub loaded: Option<Rc<Stack>>,
    /// Bundled data by asset name, decoded.
    pub assets: BTreeMap<&'static str, Rc<Stack>>,
    /// The visitor's checkpoint, measured so far.
    #[cfg(feature = "weights")]
    pub measured: Option<Rc<Checkpoint>>,
    /// Bundled checkpoints by asset name, measured.
    #[cfg(feature = "weights")]
    pub checkpoints: BTreeMap<&'static str, Rc<Checkpoint>>,
}

/// Words that only the catalogue says. The engines of the page leave them out: the page has the catalogue as a file.
pub const fn words(text: &'static str) -> &'static str {
    if cfg!(feature = "catalogue") {
        text
    } else {
        ""
    }
}

/// A list that only the catalogue says.
pub const fn told<T>(list: &'static [T]) -> &'static [T] {
    if cfg!(feature = "catalogue") {
        list
    } else {
        &[]
    }
}

/// Lists joined into one at compile time; `N` is the length of all together.
pub const fn join<T: Copy, const N: usize>(parts: &[&[T]]) -> [T; N] {
    let mut all = [parts[0][0]; N];
    let (mut filled, mut part) = (0, 0);
    while part < parts.len() {
        let mut i = 0;
        while i < parts[part].len() {
            all[filled] = parts[part][i];
            filled += 1;
            i += 1;
        }
        part += 1;
    }
    assert!(filled == N, "the parts fill the whole list");
    all
}

/// Names of the bundled data files; each lies in `www/data/` under its name.
pub const ASSETS: &[&str] = &["minilm-fox.npy", "minilm-capacity.npy", "minilm-l6.spectra"];

impl Files {
    /// A bundled asset; while it has not been fetched, the error that makes the caller fetch it.
    pub fn asset(&self, name: &'static str) -> Result<Rc<Stack>, Error> {
        let stack = self.assets.get(name).cloned();
        stack.ok_or(Error::AssetMissing { name })
    }

    /// A bundled checkpoint; while it has not been fetched, the error that makes the caller fetch it.
    #[cfg(feature = "weights")]
    pub fn checkpoint(&self, name: &'static str) -> Result<Rc<Checkpoint>, Error> {
        let checkpoint = self.checkpoints.get(name).cloned();
        checkpoint.ok_or(Error::AssetMissing { name })
    }

    /// The visitor's checkpoint.
    #[cfg(feature = "weights")]
    pub fn measured(&self) -> Result<Rc<Checkpoint>, Error> {
        self.measured.clone().ok_or(Error::NoCheckpoint)
    }

    /// The visitor's file.
    pub fn loaded(&self) -> Result<Rc<Stack>, Error> {
        self.loaded.clone().ok_or(Error::NoFile)
    }
}
