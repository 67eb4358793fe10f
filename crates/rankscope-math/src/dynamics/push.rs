//! The claim of a channel made tangible: labels are pushed along a direction, the network is trained again from the same start, and how far
//! the function has moved is measured.

use super::{Advance, Channel, Error, Experiment, Trajectory, root_mean_square};
use crate::nn::Pass;

/// Most directions of one eigenspace along which a network is trained again.
const MOST: usize = 3;

/// Labels pushed both ways along the eigenspace of a direction, and how far that moves the function at the queries.
///
/// No basis of an eigenspace is better than another, nor a sign of an eigenvector: the network is trained again with +δψ and −δψ for up to 3
/// directions ψ that depend on the space alone ([`Channel::spanning`]), and the root of the mean square over all of them is reported.
#[derive(Clone, Debug)]
pub struct Push {
    /// Which direction, from 0.
    pub index: usize,
    /// Its ω.
    pub omega: f64,
    /// How many directions share it.
    pub multiplicity: usize,
    /// δ, the root mean square of the push (in the unit of the labels).
    pub size: f64,
    /// [`Channel::response`]: what the transfer operator predicts over the whole eigenspace, for a small push, per unit of it.
    pub response: f64,
    /// The movement on the queries that the transfer operator predicts for a push of δ along the first of these directions, upwards where
    /// its largest entry is.
    pub predicted: Vec<f64>,
    /// The movements on the queries that were measured: for every direction upwards, then downwards.
    movements: Vec<Vec<f64>>,
    /// The labels to train with, as many as movements when all is done.
    labels: Vec<Vec<f64>>,
    running: Option<Trajectory>,
}

impl Push {
    /// A push of root mean square `size` along direction `index` of the channel of a watched run, which is left as it is.
    ///
    /// # Errors
    /// A channel that is not of this run.
    pub fn new(
        run: &Trajectory,
        channel: &Channel,
        index: usize,
        size: f64,
    ) -> Result<Self, Error> {
        let (transfer, known) = (run.transfer(), &run.data().labels);
        let n = known.len() as f64;
        let scaled = |mut direction: Vec<f64>| {
            direction.iter_mut().for_each(|x| *x *= size * n.sqrt());
            direction
        };
        let space = channel.spanning(index, MOST).into_iter();
        let shifts: Vec<Vec<f64>> = space.map(scaled).collect();
        let predicted = shifts.first().map(|shift| {
            let moved = |q: usize| {
                let row = transfer.row(q).iter().zip(shift);
                row.map(|(g, s)| g * s).sum::<f64>() / n
            };
            (0..transfer.rows()).map(moved).collect()
        });
        let pushed = |shift: &Vec<f64>| {
            let along = |sign: f64| {
                let pairs = known.iter().zip(shift);
                pairs.map(|(y, s)| y + sign * s).collect()
            };
            [along(1.0), along(-1.0)]
        };
        Ok(Self {
            index,
            omega: channel.omega[index],
            multiplicity: channel.eigenspace(index).len(),
            size,
            response: channel.response(transfer, index)?,
            predicted: predicted.unwrap_or_default(),
            movements: Vec::new(),
            labels: shifts.iter().flat_map(pushed).collect(),
            running: None,
        })
    }

    /// Up to `count` steps of training again as far as `run`; how many were left over.
    ///
    /// # Errors
    /// A run that is not of this experiment.
    pub fn advance(
        &mut self,
        experiment: &Experiment,
        run: &Trajectory,
        count: u64,
    ) -> Result<u64, Error> {
        let mut left = count;
        while let Some(labels) = self.labels.get(self.movements.len()) {
            let mut again = match self.running.take() {
                Some(again) => again,
                None => experiment.again(labels)?,
            };
            let mut goes_on = true;
            while left > 0 && goes_on && again.steps() < run.steps() {
                // A run that the push makes diverge is shown as far as it came.
                goes_on = again.advance()? != Advance::Stuck;
                left -= 1;
            }
            if goes_on && again.steps() < run.steps() {
                self.running = Some(again);
                return Ok(0);
            }
            let mut pass = Pass::default();
            let queries = &experiment.problem.queries;
            again
                .net()
                .forward(again.parameters(), queries, &mut pass)?;
            let pairs = pass.outputs().iter().zip(run.query_outputs());
            self.movements.push(pairs.map(|(a, b)| a - b).collect());
        }
        Ok(left)
    }

    /// Directions of the eigenspace along which the network is trained again.
    pub fn directions(&self) -> usize {
        self.labels.len() / 2
    }

    /// The movement under a push upwards along the first of these directions, once it was measured.
    pub fn upwards(&self) -> Option<&[f64]> {
        self.movements.first().map(Vec::as_slice)
    }

    /// How far the function moves per unit of the push (both root mean squares), in the mean square over signs and directions, once all were measured.
    pub fn movement(&self) -> Option<f64> {
        let all = self.movements.concat();
        let done = self.movements.len() == self.labels.len();
        done.then(|| root_mean_square(&all) / self.size)
    }

    /// Steps of training again done, and in all, when the run has taken `steps`; a measurement counts as one more.
    pub fn progress(&self, steps: u64) -> [u64; 2] {
        let turns = |count: usize| count as u64 * (steps + 1);
        let under_way = self.running.as_ref().map_or(0, Trajectory::steps);
        let total = turns(self.labels.len());
        [(turns(self.movements.len()) + under_way).min(total), total]
    }
}
