//! The computation: the object asked for, then what is trained and swept beside it, task by task.

use super::{
    barron::Barron,
    controls::{OBJECT, Object},
    deep::Deep,
    kan::Networks,
    panel::Panel,
    regions::Regions,
    splines::Splines,
};
use crate::labs::prelude::*;

/// One state of the lab, under way.
pub struct Approximation {
    panel: Box<dyn Panel>,
}

impl Staged for Approximation {
    type Task = usize;

    fn read(input: &Input) -> Result<(Self, Vec<usize>), Error> {
        let panel: Box<dyn Panel> = match input.of(OBJECT) {
            Object::Square | Object::Sawtooth | Object::Product => Box::new(Deep::read(input)?),
            Object::Regions => Box::new(Regions::read(input)?),
            Object::Splines => Box::new(Splines::read(input)?),
            Object::Kan => Box::new(Networks::read(input)?),
            Object::Barron => Box::new(Barron::read(input)?),
        };
        let tasks = (0..panel.tasks()).collect();
        Ok((Self { panel }, tasks))
    }

    fn perform(&mut self, task: &usize) -> Result<(), Error> {
        self.panel.perform(*task)
    }

    fn report(&mut self) -> Result<Report, Error> {
        self.panel.report()
    }
}
