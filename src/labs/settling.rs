//! What data and other controls leave of a value: a state is made true before anything is computed from it.

use super::{
    Error, Files, Handle, Input, Read, Value, Values,
    handle::{Count, Vector},
};

/// A state that is being made true. What the data does not have is named; what follows another control, as a slider's end does, is not.
pub struct Settling<'a> {
    values: &'a mut Values,
    files: &'a Files,
    named: Vec<Named>,
}

/// A value that the data does not have: the control, and what was given, what is accepted and what is taken.
pub type Named = (&'static str, String);

/// Makes the values of a lab true; an error where the data is not there.
pub type Settle = fn(&mut Settling) -> Result<(), Error>;

impl<'a> Settling<'a> {
    pub(super) fn new(values: &'a mut Values, files: &'a Files) -> Self {
        Self {
            values,
            files,
            named: Vec::new(),
        }
    }

    pub(super) fn named(self) -> Vec<Named> {
        self.named
    }

    /// What a control is set to.
    pub fn of<T: Read>(&self, handle: Handle<T>) -> T {
        self.values.of(handle)
    }

    /// What the lab would compute from now.
    pub fn input(&self) -> Input<'_> {
        Input {
            values: self.values,
            files: self.files,
        }
    }

    /// Data beside the state.
    pub fn files(&self) -> &'a Files {
        self.files
    }

    /// A number that another control bounds: at most `most`.
    pub fn at_most(&mut self, handle: Count, most: usize) {
        if self.of(handle) > most {
            self.values.set(handle.id(), Value::Integer(most as u64));
        }
    }

    /// A number that another control bounds in a way that has to be explained: whoever asked for it hears why; the lab's own follows in
    /// silence.
    pub fn bounded(&mut self, handle: Count, taken: usize, why: impl Into<String>) {
        let taken = Value::Integer(taken as u64);
        match Value::Integer(self.of(handle) as u64) == handle.control().kind.default() {
            true => self.values.set(handle.id(), taken),
            false => self.name_and_set(handle.id(), taken, why),
        }
    }

    /// A list that another control bounds: its first `most` numbers, and what is left out is named.
    pub fn shortened(&mut self, handle: Vector, most: usize) {
        let (id, mut list) = (handle.id(), self.of(handle));
        let given = list.len();
        if given > most {
            list.truncate(most);
            let why =
                format!("at most {most} numbers here, got {given}; the first {most} are taken");
            self.name_and_set(id, Value::Vector(list), why);
        }
    }

    /// An index from 0 into what the data has `count` of; the last one stands in for one beyond, and it is named.
    pub fn index(&mut self, handle: Count, count: usize) {
        let (id, given) = (handle.id(), self.of(handle));
        let last = count.saturating_sub(1);
        self.at_most(handle, last);
        if given > last {
            self.name(id, format!("0..{last} here, got {given}; taken as {last}"));
        }
    }

    /// Sets a control to what is left of its value, and says why.
    pub fn name_and_set(&mut self, id: &'static str, value: Value, why: impl Into<String>) {
        self.values.set(id, value);
        self.name(id, why.into());
    }

    fn name(&mut self, id: &'static str, why: String) {
        self.named.push((id, format!("{id}: {why}")));
    }
}
