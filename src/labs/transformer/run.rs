//! The computation: the factors at once, then the curves over depth and width, then the power-law fits.

use super::{
    controls::{D_HEAD, LAYER, MATRIX, MAX_HEAD_SIZE},
    figures,
    model::{Facts, Point},
    program, words,
};
use crate::{bounds::transformer::Factors, labs::prelude::*};

/// Points on the curve over depth.
const DEPTHS: usize = 32;

/// A piece of work that takes about a millisecond.
pub enum Task {
    /// The factors of that many layers.
    Depth(usize),
    /// The factors at another hidden size.
    Width(usize),
    /// The fit of the matrix in a layer and place.
    Fit(usize, usize),
}

impl Staged for Facts {
    type Task = Task;

    fn read(input: &Input) -> Result<(Self, Vec<Task>), Error> {
        let facts = Self::of(input)?;
        let series = depths(facts.blocks.len(), DEPTHS);
        let recipe = facts.recipe.iter();
        let sizes = recipe.flat_map(|recipe| widths(recipe.hidden_size));
        let places = facts.network.slots.len();
        let fits = (0..facts.distinct())
            .flat_map(|layer| (0..places).map(move |place| Task::Fit(layer, place)));
        let depths = series.into_iter().map(Task::Depth);
        let tasks = depths.chain(sizes.map(Task::Width)).chain(fits);
        let tasks = tasks.collect();
        Ok((facts, tasks))
    }

    fn perform(&mut self, task: &Task) -> Result<(), Error> {
        match *task {
            Task::Depth(depth) => {
                let (blocks, n) = (&self.blocks[..depth], self.network.hidden_size);
                self.over_depth.push(Point {
                    at: depth as f64,
                    factors: Factors::new(blocks, n),
                });
            }
            Task::Width(n) => {
                if let Some(recipe) = self.recipe {
                    let network = self.what_if.apply(recipe.of_size(n).network()?)?;
                    self.over_width.push(Point {
                        at: n as f64,
                        factors: Factors::new(&network.blocks()?, n),
                    });
                }
            }
            Task::Fit(layer, place) => self.fit(layer, place),
        }
        Ok(())
    }

    fn report(&mut self) -> Result<Report, Error> {
        let last = |count: usize| count.saturating_sub(1);
        let report = Report::of(words::headline(self))
            .readouts(words::readouts(self))
            .figures(figures::all(self))
            .checks(words::checks(self))
            .notes(words::notes(self))
            .range(LAYER, 0, last(self.network.layers.len()))
            .range(MATRIX, 0, last(self.network.slots.len()))
            .numpy(program::numpy(self));
        Ok(match self.recipe {
            Some(recipe) => report.range(D_HEAD, 1, recipe.hidden_size.min(MAX_HEAD_SIZE)),
            None => report,
        })
    }
}

/// Up to `most` depths from 1 to `depth`, both ends among them.
fn depths(depth: usize, most: usize) -> Vec<usize> {
    if depth <= most {
        return (1..=depth).collect();
    }
    let step = (depth - 1) as f64 / (most - 1) as f64;
    let at = |i: usize| 1 + (i as f64 * step).round() as usize;
    (0..most).map(at).collect()
}

/// Hidden sizes that a series is over, and the one looked at among them.
fn widths(hidden_size: usize) -> Vec<usize> {
    let mut widths = vec![64, 128, 256, 384, 512, 768, 1024];
    widths.push(hidden_size);
    widths.sort_unstable();
    widths.dedup();
    widths
}
