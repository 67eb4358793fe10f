//! The whole application without a screen: a state string and data in, a report out.
//!
//! The page's worker, the command line and the tests drive this one type, so that a number on screen comes from the code path
//! that the tests check.

#[cfg(not(target_arch = "wasm32"))]
mod assets;
#[cfg(feature = "catalogue")]
mod catalogue;
#[cfg(feature = "weights")]
mod measuring;
mod page;
mod pasted;
mod state;
#[cfg(feature = "catalogue")]
mod tex;

#[cfg(feature = "catalogue")]
pub use catalogue::{Catalogue, Described, Entry, catalogue};
pub use page::{PAGE_KEYS, PageKey};
pub use pasted::Pasted;
#[cfg(feature = "readers")]
pub use pasted::{parse_list, parse_matrix};
pub use state::{LONGEST, Problem, State};
#[cfg(feature = "catalogue")]
pub use tex::mathml;

#[cfg(feature = "weights")]
use crate::checkpoint::{Checkpoint, recording::Recording};
#[cfg(feature = "readers")]
use crate::data;
#[cfg(feature = "train")]
use crate::labs::{Kept, Sweep};
use crate::{
    data::Stack,
    labs::{ASSETS, Error, Files, Input, Kind, Lab, Progress, Report, Run, Work},
};
use serde::Serialize;
use std::rc::Rc;

/// A running application: data, a state, and the computation under way.
#[derive(Default)]
pub struct Session {
    files: Files,
    run: Option<(State, Box<dyn Run>)>,
    /// Whether a file came after the computation began.
    stale: bool,
}

/// What opening a state string came to.
#[derive(Clone, Debug, Serialize)]
pub struct Opened {
    /// The canonical form of the state, as far as data and other controls allow it.
    pub state: String,
    /// Its lab.
    pub lab: &'static str,
    /// What differs from its default, by control.
    pub values: Vec<(&'static str, String)>,
    /// What the page keeps beside the controls.
    pub page: Vec<(String, String)>,
    /// What could not be applied.
    pub problems: Vec<Problem>,
}

impl Opened {
    /// The same, for a caller who has to have all that was asked for: a link may be bad in part, a command may not.
    ///
    /// # Errors
    /// What could not be applied.
    pub fn whole(self) -> Result<Self, String> {
        if self.problems.is_empty() {
            return Ok(self);
        }
        let problems = self.problems.into_iter().map(|p| p.message);
        Err(problems.collect::<Vec<_>>().join("; "))
    }
}

/// What a file turned out to hold.
#[derive(Clone, Debug, Serialize)]
pub struct Loaded {
    /// Its name.
    pub name: String,
    /// Its shape as stored.
    pub shape: Vec<usize>,
    /// What a reader has to know about how it was read.
    pub notes: Vec<String>,
}

impl Session {
    /// A session without data.
    pub fn new() -> Self {
        Self::default()
    }

    /// Decodes a bundled data file (see [`ASSETS`]) and keeps it; unknown names are ignored.
    pub fn add_asset(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        let Some(name) = ASSETS.iter().copied().find(|asset| *asset == name) else {
            return Ok(());
        };
        #[cfg(feature = "weights")]
        if Checkpoint::is_bundle(bytes) {
            let checkpoint = Rc::new(Checkpoint::from_bytes(name, bytes)?);
            self.files.checkpoints.insert(name, checkpoint);
            return Ok(());
        }
        let stack = Rc::new(Stack::from_bytes(name, bytes)?);
        self.files.assets.insert(name, stack);
        Ok(())
    }

    /// Whether [`Session::load`] takes a file that begins so. An engine in a browser knows two kinds; all others are read before, by
    /// a module of their own, and packed ([`Stack::to_bytes`]).
    pub fn takes(start: &[u8]) -> bool {
        #[cfg(feature = "weights")]
        if Checkpoint::is_bundle(start) || Recording::is_recording(start) {
            return true;
        }
        #[cfg(feature = "train")]
        if Sweep::is(start) {
            return true;
        }
        cfg!(feature = "readers") || Stack::is_packed(start)
    }

    /// Reads a file of the visitor's and keeps it; the previous one stays where this one is bad.
    pub fn load(&mut self, name: &str, bytes: &[u8]) -> Result<Loaded, Error> {
        #[cfg(feature = "weights")]
        if Checkpoint::is_bundle(bytes) {
            return Ok(self.measured(Checkpoint::from_bytes(name, bytes)?));
        }
        #[cfg(feature = "train")]
        if Sweep::is(bytes) {
            return self.keep(name, bytes);
        }
        #[cfg(feature = "weights")]
        if Recording::is_recording(bytes) {
            let run = Recording::from_bytes(name, bytes)?;
            return Ok(self.measured(run.checkpoint().ok_or(Error::NoCheckpoint)?));
        }
        #[cfg(feature = "readers")]
        let stack = data::read(name, bytes)?;
        #[cfg(not(feature = "readers"))]
        let stack = Stack::from_bytes(name, bytes)?;
        let loaded = Loaded {
            name: stack.name.clone(),
            shape: stack.shape.clone(),
            notes: stack.notes.clone(),
        };
        self.files.loaded = Some(Rc::new(stack));
        self.stale = true;
        Ok(loaded)
    }

    /// Keeps networks that were trained before: where their state is open, they are not trained again.
    #[cfg(feature = "train")]
    fn keep(&mut self, name: &str, bytes: &[u8]) -> Result<Loaded, Error> {
        let sweep = Sweep::read(name, bytes)?;
        let bad = |problem: &str| Error::Sweep {
            name: name.into(),
            problem: format!("the state of these networks: {problem}"),
        };
        let (state, problems) = State::parse(&sweep.state).ok_or(Error::NoLab)?;
        if let Some(problem) = problems.first() {
            return Err(bad(&problem.message));
        }
        let count = sweep.networks.len();
        self.files.kept = Some(Rc::new(Kept {
            name: name.into(),
            lab: state.lab.id,
            values: state.values,
            networks: sweep.networks,
        }));
        self.stale = true;
        Ok(Loaded {
            name: name.into(),
            shape: vec![count],
            notes: vec!["networks that were trained before".into()],
        })
    }

    /// A file that the open state hands over, by its name in [`Report::offers`].
    ///
    /// # Errors
    /// Another name, with those that there are.
    pub fn hand(&mut self, file: &str) -> Result<Vec<u8>, Error> {
        let handed = self.run.as_ref().and_then(|(state, run)| {
            // Without what the page keeps beside the controls.
            let state = State {
                page: Vec::new(),
                ..state.clone()
            };
            run.hand(file, &state.to_string())
        });
        if let Some(bytes) = handed {
            return Ok(bytes);
        }
        let offers = self.report()?.offers;
        let names: Vec<&str> = offers
            .iter()
            .flat_map(|offer| offer.files.clone())
            .collect();
        Err(Error::NotOffered {
            given: file.into(),
            offered: match names.is_empty() {
                true => "none".into(),
                false => names.join(", "),
            },
        })
    }

    /// Keeps the visitor's checkpoint, measured in whole or in part.
    #[cfg(feature = "weights")]
    pub fn measured(&mut self, checkpoint: Checkpoint) -> Loaded {
        let loaded = Loaded {
            name: checkpoint.name.clone(),
            shape: vec![checkpoint.layers, checkpoint.heads, checkpoint.hidden_size],
            notes: Vec::new(),
        };
        self.files.measured = Some(Rc::new(checkpoint));
        self.stale = true;
        loaded
    }

    /// Starts the computation that a state string describes, or moves the running one to another number of steps where nothing else
    /// differs; a running one goes on where this fails.
    pub fn open(&mut self, text: &str) -> Result<Opened, Error> {
        let (mut state, mut problems) = State::parse(text).ok_or(Error::NoLab)?;
        // What is studied is never replaced by a default: the last good answer stays where this one is bad.
        let given = |problem: &&Problem| {
            let control = state.lab.control(&problem.key);
            control.is_some_and(|control| {
                matches!(control.kind, Kind::Matrix { .. } | Kind::Vector { .. })
            })
        };
        if let Some(problem) = problems.iter().find(given) {
            return Err(Error::Unusable {
                problem: problem.message.clone(),
            });
        }
        let named = state.lab.settle(&mut state.values, &self.files)?;
        problems.extend(named.into_iter().map(|(key, message)| Problem {
            key: key.into(),
            message,
        }));
        let input = Input {
            values: &state.values,
            files: &self.files,
        };
        let opened = Opened {
            state: state.to_string(),
            lab: state.lab.id,
            values: state.settings(),
            page: state.page.clone(),
            problems,
        };
        if let Some((open, run)) = &mut self.run
            && !self.stale
            && same_run(open, &state)
            && run.resume(&input)
        {
            *open = state;
            return Ok(opened);
        }
        let run = state.lab.start(&input)?;
        self.run = Some((state, run));
        self.stale = false;
        Ok(opened)
    }

    /// Does some work on the open state.
    pub fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        match &mut self.run {
            Some((_, run)) => run.advance(work),
            None => Ok(Progress::DONE),
        }
    }

    /// Whether what the open state asks for is there, while companions of it may still fill in.
    pub fn ready(&self) -> bool {
        self.run.as_ref().is_none_or(|(_, run)| run.ready())
    }

    /// What is known so far about the open state.
    pub fn report(&mut self) -> Result<Report, Error> {
        let Some((state, run)) = &mut self.run else {
            return Ok(Report::default());
        };
        let mut report = run.report()?;
        let mut rest = std::mem::take(&mut report.readouts);
        for quantity in state.lab.all_quantities() {
            if let Some(i) = rest.iter().position(|readout| readout.id == quantity.id) {
                report.readouts.push(rest.swap_remove(i));
            }
        }
        report.readouts.append(&mut rest);
        Ok(report)
    }

    /// Opens a state and works until it is finished.
    pub fn evaluate(&mut self, text: &str) -> Result<(Opened, Report), Error> {
        let opened = self.open(text)?;
        while !self.advance(Work(1000))?.finished() {}
        Ok((opened, self.report()?))
    }

    /// The open lab.
    pub fn lab(&self) -> Option<&'static Lab> {
        self.run.as_ref().map(|(state, _)| state.lab)
    }
}

/// Whether two states are moments of one run: they differ in nothing but the number of steps.
fn same_run(a: &State, b: &State) -> bool {
    a.lab.id == b.lab.id && a.values.same_run(&b.values, a.lab.all_controls())
}
