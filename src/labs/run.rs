//! Computations under way: at once, in tasks, or in steps of training.

use super::{Error, Files, Input, Report, Values};
use serde::Serialize;

/// A computation under way. Most labs are [`Lab::instant`](super::Lab::instant) or [`Staged`] and never name this trait.
///
/// A player, whose steps a visitor plays and rewinds, implements it whole: [`resume`](Run::resume) and [`ready`](Run::ready) are
/// for players.
pub trait Run {
    /// Does some work; the result does not depend on how the work was cut up.
    fn advance(&mut self, work: Work) -> Result<Progress, Error>;
    /// What is known so far; may be called at any time after the first `advance`.
    fn report(&mut self) -> Result<Report, Error>;
    /// Whether what the state asks for is there, while companions of it may still fill in. A player then goes on to its next frame.
    fn ready(&self) -> bool {
        false
    }
    /// Reuses this run for a state that differs only in steps or view controls; `false` starts a new one. The reports must be
    /// identical either way.
    fn resume(&mut self, _input: &Input) -> bool {
        false
    }
    /// A file that the report offers, by its name; `state` is the open one, for those that keep it.
    fn hand(&self, _file: &str, _state: &str) -> Option<Vec<u8>> {
        None
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

/// An answer that is computed when it is asked for.
pub(super) struct Instant {
    of: fn(&Input) -> Result<Report, Error>,
    values: Values,
    files: Files,
    /// The first answer, until somebody takes it: copies of it would have to be made for nobody but those who ask twice.
    first: Option<Report>,
}

impl Instant {
    pub(super) fn start(
        of: fn(&Input) -> Result<Report, Error>,
        input: &Input,
    ) -> Result<Box<dyn Run>, Error> {
        Ok(Box::new(Self {
            of,
            values: input.values.clone(),
            files: input.files.clone(),
            first: Some(of(input)?),
        }))
    }
}

impl Run for Instant {
    fn advance(&mut self, _: Work) -> Result<Progress, Error> {
        Ok(Progress::DONE)
    }

    fn report(&mut self) -> Result<Report, Error> {
        match self.first.take() {
            Some(report) => Ok(report),
            None => (self.of)(&Input {
                values: &self.values,
                files: &self.files,
            }),
        }
    }
}

/// A computation that shows its headline first and fills in the rest task by task.
pub trait Staged: Sized + 'static {
    /// A piece of work that takes about a millisecond.
    type Task;
    /// Reads the input, computes what the headline needs, and lists what is left to do, in the order in which it is done.
    ///
    /// # Errors
    /// What the controls or the data are, and what is accepted.
    fn read(input: &Input) -> Result<(Self, Vec<Self::Task>), Error>;
    /// Does one task.
    ///
    /// # Errors
    /// What could not be computed, and why.
    fn perform(&mut self, task: &Self::Task) -> Result<(), Error>;
    /// How much of the task is done, 0 to 1, where it takes an unknown number of steps, as a training does: [`perform`](Self::perform)
    /// then does one step and is called with the same task again. `None` once it has ended, as most tasks do at once.
    fn under_way(&self) -> Option<f64> {
        None
    }
    /// What a task counts for in the progress.
    fn weight(_: &Self::Task) -> u64 {
        1
    }
    /// What is known so far; figures whose numbers have not moved may be kept from one call to the next.
    ///
    /// # Errors
    /// What could not be computed, and why.
    fn report(&mut self) -> Result<Report, Error>;
}

/// Drives a [`Staged`] computation.
pub(super) struct Stages<S: Staged> {
    lab: S,
    tasks: Vec<S::Task>,
    /// How many of them have ended.
    ended: usize,
    /// Their weight, and that of all.
    progress: Progress,
}

impl<S: Staged> Stages<S> {
    pub(super) fn start(input: &Input) -> Result<Box<dyn Run>, Error> {
        let (lab, tasks) = S::read(input)?;
        // What `read` computed counts as one step.
        let total = 1 + tasks.iter().map(S::weight).sum::<u64>();
        Ok(Box::new(Self {
            lab,
            tasks,
            ended: 0,
            progress: Progress { done: 1, total },
        }))
    }
}

impl<S: Staged> Run for Stages<S> {
    fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        for _ in 0..work.0 {
            let Some(task) = self.tasks.get(self.ended) else {
                break;
            };
            self.lab.perform(task)?;
            if self.lab.under_way().is_none() {
                self.progress.done += S::weight(task);
                self.ended += 1;
            }
        }
        let part = self.tasks.get(self.ended).zip(self.lab.under_way());
        let part = part.map_or(0, |(task, share)| {
            let weight = S::weight(task);
            ((share * weight as f64) as u64).min(weight - 1)
        });
        Ok(Progress {
            done: self.progress.done + part,
            ..self.progress
        })
    }

    fn report(&mut self) -> Result<Report, Error> {
        self.lab.report()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Adds up numbers, one task each.
    struct Sum(u32);

    impl Staged for Sum {
        type Task = u32;
        fn read(_: &Input) -> Result<(Self, Vec<u32>), Error> {
            Ok((Self(0), vec![1, 2, 3]))
        }
        fn perform(&mut self, task: &u32) -> Result<(), Error> {
            self.0 += task;
            Ok(())
        }
        fn report(&mut self) -> Result<Report, Error> {
            Ok(Report::of(format!("{}.", self.0)))
        }
    }

    #[test]
    fn tasks_are_done_in_order_however_they_are_cut_up() {
        let input = Input {
            values: &Values::defaults([]),
            files: &Files::default(),
        };
        let mut run = Stages::<Sum>::start(&input).unwrap();
        let progress = run.advance(Work(0)).unwrap();
        assert_eq!((progress.done, progress.total), (1, 4));
        assert_eq!(run.report().unwrap().headline, "0.");
        assert!(!run.advance(Work(2)).unwrap().finished());
        assert_eq!(run.report().unwrap().headline, "3.");
        assert!(run.advance(Work(9)).unwrap().finished());
        assert_eq!(run.report().unwrap().headline, "6.");
    }

    /// Halves a number until it is one, a step at a time.
    struct Halving(Option<u32>);

    impl Staged for Halving {
        type Task = u32;
        fn read(_: &Input) -> Result<(Self, Vec<u32>), Error> {
            Ok((Self(None), vec![8, 1, 4]))
        }
        fn perform(&mut self, task: &u32) -> Result<(), Error> {
            let next = self.0.unwrap_or(*task) / 2;
            self.0 = (next > 1).then_some(next);
            Ok(())
        }
        fn under_way(&self) -> Option<f64> {
            self.0.map(|left| 1.0 / f64::from(left))
        }
        fn weight(task: &u32) -> u64 {
            10 * u64::from(*task)
        }
        fn report(&mut self) -> Result<Report, Error> {
            Ok(Report::of(format!("{:?}", self.0)))
        }
    }

    #[test]
    fn a_task_under_way_is_performed_again_and_counts_in_part() {
        let input = Input {
            values: &Values::defaults([]),
            files: &Files::default(),
        };
        let mut run = Stages::<Halving>::start(&input).unwrap();
        // 8 → 4 → 2 → 1, then 1, then 4 → 2 → 1; a quarter and a half of 80, all of it, and so on.
        for done in [21, 41, 81, 91, 111, 131] {
            let progress = run.advance(Work(1)).unwrap();
            assert_eq!((progress.done, progress.total), (done, 131));
            assert_eq!(run.advance(Work(0)).unwrap(), progress);
        }
        assert!(run.advance(Work(5)).unwrap().finished());
    }
}
