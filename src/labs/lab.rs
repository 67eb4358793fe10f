//! A lab's declaration: the question, what carries its answer, and the computation.

use super::{
    Citation, Control, Error, Files, Input, Named, Quantity, Report, Run, Settle, Settling, Values,
    run::{Instant, Staged, Stages},
    words::{catalogued, catalogued_list},
};
use serde::Serialize;

/// One explorable: a question, the controls it offers, and the computation that answers it.
///
/// Written as a chain that begins with [`Lab::instant`], [`Lab::staged`] or [`Lab::player`]; the page, the links, the command line
/// and the generic tests follow from it.
pub struct Lab {
    /// The value of `lab` in a state string.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// The question, as a sentence; empty in an engine, like every text below.
    pub question: &'static str,
    /// What to try first, as a sentence.
    pub try_first: &'static str,
    /// The part of the field that it belongs to.
    pub group: Group,
    /// What carries the answer, and is therefore seen first.
    pub essential: Essential,
    controls: &'static [&'static [Control]],
    quantities: &'static [&'static [Quantity]],
    presets: &'static [Preset],
    /// The id of the preset that a link to the lab opens; empty where it is the defaults.
    pub opens_on: &'static str,
    cites: &'static [&'static Citation],
    settle: Option<Settle>,
    computation: Computation,
}

/// The parts of the field, in the order shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    /// What a matrix is made of.
    Matrices,
    /// What is learned from samples.
    Generalization,
    /// What size buys.
    Scaling,
    /// What happens on the way.
    Training,
    /// What can be expressed.
    Representation,
}

/// The ids of what carries a lab's answer: three to six controls and readouts, and one or two figures.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Essential {
    /// The controls to touch first.
    pub controls: &'static [&'static str],
    /// The numbers to read first.
    pub readouts: &'static [&'static str],
    /// The figures to look at first.
    pub figures: &'static [&'static str],
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
    /// What the lesson says in numbers, each as a comparison that the tests compute; see [`Preset::claims`].
    #[serde(skip)]
    pub claims: &'static [&'static str],
}

impl Preset {
    /// With what the lesson says in numbers: comparisons of readouts and numbers, which the tests compute at this state and, where it
    /// has a seed, at three others.
    ///
    /// `"erank(temp=0.05) < erank(temp=1)"`, `"1.9 < e0 < 2.1"`, `"erank < 0.5 * n"`, `"erank ~ 4"` (within one per cent),
    /// `"here: rank = 17"` (for this seed only).
    pub const fn claims(self, claims: &'static [&'static str]) -> Self {
        let claims = catalogued_list(claims);
        Self { claims, ..self }
    }
}

/// A named state: its id, a title, the settings that differ from the defaults, and what it shows in one line.
pub const fn preset(
    id: &'static str,
    title: &'static str,
    state: &'static str,
    lesson: &'static str,
) -> Preset {
    Preset {
        id,
        title: catalogued(title),
        lesson: catalogued(lesson),
        state: catalogued(state),
        claims: &[],
    }
}

/// Lists one after the other, as a list: chained iterators would be compiled anew for whoever asks.
fn flat<T>(lists: &'static [&'static [T]]) -> std::vec::IntoIter<&'static T> {
    let mut all = Vec::new();
    for list in lists {
        all.extend(list.iter());
    }
    all.into_iter()
}

/// How a lab answers.
#[derive(Clone, Copy)]
enum Computation {
    Instant(fn(&Input) -> Result<Report, Error>),
    Run(fn(&Input) -> Result<Box<dyn Run>, Error>),
}

impl Lab {
    const fn new(id: &'static str, title: &'static str, computation: Computation) -> Self {
        Self {
            id,
            title,
            question: "",
            try_first: "",
            group: Group::Matrices,
            essential: Essential {
                controls: &[],
                readouts: &[],
                figures: &[],
            },
            controls: &[],
            quantities: &[],
            presets: &[],
            opens_on: "",
            cites: &[],
            settle: None,
            computation,
        }
    }

    /// A lab that answers at once.
    pub const fn instant(
        id: &'static str,
        title: &'static str,
        report: fn(&Input) -> Result<Report, Error>,
    ) -> Self {
        Self::new(id, title, Computation::Instant(report))
    }

    /// A lab that answers its headline first and the rest task by task.
    pub const fn staged<S: Staged>(id: &'static str, title: &'static str) -> Self {
        Self::new(id, title, Computation::Run(Stages::<S>::start))
    }

    /// A lab that drives a run of its own, as a player of training steps does; see [`Run`].
    pub const fn player(
        id: &'static str,
        title: &'static str,
        start: fn(&Input) -> Result<Box<dyn Run>, Error>,
    ) -> Self {
        Self::new(id, title, Computation::Run(start))
    }

    /// With its question, a sentence.
    pub const fn asks(self, question: &'static str) -> Self {
        let question = catalogued(question);
        Self { question, ..self }
    }

    /// With what to try first, a sentence.
    pub const fn try_first(self, try_first: &'static str) -> Self {
        let try_first = catalogued(try_first);
        Self { try_first, ..self }
    }

    /// With what data and other controls leave of a value, as of a layer that a model does not have.
    pub const fn settled_by(self, settle: Settle) -> Self {
        let settle = Some(settle);
        Self { settle, ..self }
    }

    /// In one of the groups.
    pub const fn in_group(self, group: Group) -> Self {
        Self { group, ..self }
    }

    /// With lists of controls, shown one after the other.
    pub const fn controls(self, controls: &'static [&'static [Control]]) -> Self {
        Self { controls, ..self }
    }

    /// With lists of quantities; their order is the order of the readouts.
    pub const fn quantities(self, quantities: &'static [&'static [Quantity]]) -> Self {
        Self { quantities, ..self }
    }

    /// With the ids of what carries the answer: controls, readouts, figures.
    pub const fn essential(
        self,
        controls: &'static [&'static str],
        readouts: &'static [&'static str],
        figures: &'static [&'static str],
    ) -> Self {
        let essential = Essential {
            controls: catalogued_list(controls),
            readouts: catalogued_list(readouts),
            figures: catalogued_list(figures),
        };
        Self { essential, ..self }
    }

    /// With named states.
    pub const fn presets(self, presets: &'static [Preset]) -> Self {
        let presets = catalogued_list(presets);
        Self { presets, ..self }
    }

    /// Opened on one of its presets where a page offers the lab. A state without settings still means the defaults: links stay true.
    pub const fn opens_on(self, preset: &'static str) -> Self {
        let opens_on = catalogued(preset);
        Self { opens_on, ..self }
    }

    /// With works on which it rests beside those that its quantities come from; the first is the one to cite for the lab.
    pub const fn cites(self, cites: &'static [&'static Citation]) -> Self {
        let cites = catalogued_list(cites);
        Self { cites, ..self }
    }

    /// Every control, in the order shown.
    pub fn all_controls(&self) -> impl Iterator<Item = &'static Control> + Clone + use<> {
        flat(self.controls)
    }

    /// The control of that id.
    pub fn control(&self, id: &str) -> Option<&'static Control> {
        self.all_controls().find(|control| control.id == id)
    }

    /// Every number that it can report, in the order shown.
    pub fn all_quantities(&self) -> impl Iterator<Item = &'static Quantity> + Clone + use<> {
        flat(self.quantities)
    }

    /// Every named state; none in an engine.
    pub fn all_presets(&self) -> &'static [Preset] {
        self.presets
    }

    /// Every work cited, once: the lab's own, then those of its quantities; none in an engine.
    pub fn citations(&self) -> Vec<&'static Citation> {
        let own = self.cites.iter().copied();
        let mut all: Vec<&'static Citation> = Vec::new();
        for citation in own.chain(self.all_quantities().filter_map(|q| q.source)) {
            if all.iter().all(|known| known.id != citation.id) {
                all.push(citation);
            }
        }
        all
    }

    /// Makes the values true for the data that is there, and names those that it does not have.
    ///
    /// # Errors
    /// Data that is not there.
    pub fn settle(&self, values: &mut Values, files: &Files) -> Result<Vec<Named>, Error> {
        let mut settling = Settling::new(values, files);
        self.settle.map_or(Ok(()), |settle| settle(&mut settling))?;
        Ok(settling.named())
    }

    /// Validates the input and prepares the computation; an instant lab also computes.
    ///
    /// # Errors
    /// What the controls or the data are, and what is accepted.
    pub fn start(&self, input: &Input) -> Result<Box<dyn Run>, Error> {
        match self.computation {
            Computation::Instant(report) => Instant::start(report, input),
            Computation::Run(start) => start(input),
        }
    }
}
