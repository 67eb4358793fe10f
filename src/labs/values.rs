//! Values: what the controls of a lab are set to.

use super::{Control, Handle, Kind, Read, Value, control::OFF_ON};
use std::collections::BTreeMap;

/// What every control of one lab is set to.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    values: BTreeMap<&'static str, Value>,
}

impl Values {
    /// Every control at its default.
    pub fn defaults<'a>(controls: impl IntoIterator<Item = &'a Control>) -> Self {
        let controls = controls.into_iter();
        let values = controls.map(|c| (c.id, c.kind.default())).collect();
        Self { values }
    }

    /// Sets a control; the value must come from [`Kind::parse`] or [`Kind::default`].
    pub fn set(&mut self, id: &'static str, value: Value) {
        self.values.insert(id, value);
    }

    /// The value of a control.
    pub fn get(&self, id: &str) -> Option<&Value> {
        self.values.get(id)
    }

    /// What a control is set to; the lab declares it.
    #[inline(always)]
    pub fn of<T: Read>(&self, handle: Handle<T>) -> T {
        T::read(self.declared(handle.id()))
    }

    fn declared(&self, id: &str) -> Option<&Value> {
        let value = self.values.get(id);
        debug_assert!(value.is_some(), "the lab does not declare {id}");
        value
    }

    /// The id of the option that a choice or a toggle is set to.
    pub fn option(&self, id: &str) -> Option<&'static str> {
        match self.get(id)? {
            Value::Choice(option) => Some(option),
            Value::Toggle(on) => Some(OFF_ON[usize::from(*on)].id),
            _ => None,
        }
    }

    /// Whether two sets of values of one lab differ in nothing but the number of steps and what is shown of them.
    pub fn same_run<'a>(
        &self,
        other: &Self,
        controls: impl IntoIterator<Item = &'a Control>,
    ) -> bool {
        let moment = |control: &Control| control.view || matches!(control.kind, Kind::Steps { .. });
        let mut controls = controls.into_iter();
        controls.all(|control| moment(control) || self.get(control.id) == other.get(control.id))
    }

    /// Whether a control applies: every one of its conditions holds.
    pub fn applies(&self, control: &Control) -> bool {
        control.conditions().all(|when| {
            let now = self.option(when.control);
            when.any_of().any(|id| now == Some(id))
        })
    }
}
