//! The claim made tangible: labels are pushed along a direction of the channel and of the reservoir, the network is trained again from the
//! same start, and how far the function has moved is measured.

use super::setup::Setup;
use crate::{
    dynamics::{Channel, Trajectory},
    labs::Error,
    nn::Pass,
};

/// The root of the mean square.
pub fn root_mean_square(list: &[f64]) -> f64 {
    (list.iter().map(|x| x * x).sum::<f64>() / list.len().max(1) as f64).sqrt()
}

/// A direction, and where pushing the labels along it moves the function.
pub struct Push {
    /// Which direction, from 0.
    pub index: usize,
    pub omega: f64,
    /// The movement on the queries that G predicts, along the path of the run as it was.
    pub predicted: Vec<f64>,
    /// The movement measured by training again, once that is done.
    pub measured: Option<Vec<f64>>,
    labels: Vec<f64>,
    running: Option<Trajectory>,
}

impl Push {
    /// The strongest direction of the channel and the weakest of the reservoir.
    pub fn pair(setup: &Setup, run: &Trajectory, channel: &Channel) -> Result<[Self; 2], Error> {
        let last = channel.omega.len() - 1;
        Ok([
            Self::new(setup, run, channel, 0)?,
            Self::new(setup, run, channel, last)?,
        ])
    }

    fn new(
        setup: &Setup,
        run: &Trajectory,
        channel: &Channel,
        index: usize,
    ) -> Result<Self, Error> {
        let n = setup.y.len() as f64;
        let mut shift = channel.direction(index);
        // The sign of an eigenvector is arbitrary: the largest entry is pushed upwards.
        let largest = shift
            .iter()
            .fold(0.0_f64, |m, x| if x.abs() > m.abs() { *x } else { m });
        let size = (setup.push * n.sqrt()).copysign(largest);
        shift.iter_mut().for_each(|x| *x *= size);
        let transfer = run.transfer();
        let moved = |q: usize| {
            let row = transfer.row(q).iter().zip(&shift);
            row.map(|(g, s)| g * s).sum::<f64>() / n
        };
        Ok(Self {
            index,
            omega: channel.omega[index],
            predicted: (0..transfer.rows()).map(moved).collect(),
            measured: None,
            labels: setup.y.iter().zip(&shift).map(|(y, s)| y + s).collect(),
            running: None,
        })
    }

    /// Up to `count` steps of the second training; how many were left over.
    pub fn advance(&mut self, setup: &Setup, run: &Trajectory, count: u64) -> Result<u64, Error> {
        if self.measured.is_some() {
            return Ok(count);
        }
        let mut again = match self.running.take() {
            Some(again) => again,
            None => setup.trajectory(&setup.hidden, &self.labels, false)?,
        };
        let mut left = count;
        while left > 0 && again.steps() < run.steps() {
            // A run that the push makes diverge is shown as far as it came.
            if !again.step()? {
                break;
            }
            left -= 1;
        }
        if again.steps() < run.steps() && left == 0 {
            self.running = Some(again);
            return Ok(0);
        }
        let mut pass = Pass::default();
        again
            .net()
            .forward(again.parameters(), &setup.queries, &mut pass)?;
        let pairs = pass.outputs().iter().zip(run.query_outputs());
        self.measured = Some(pairs.map(|(a, b)| a - b).collect());
        Ok(left)
    }

    /// Steps of the second training done.
    pub fn done(&self, steps: u64) -> u64 {
        match (&self.measured, &self.running) {
            (Some(_), _) => steps,
            (None, Some(run)) => run.steps(),
            (None, None) => 0,
        }
    }
}
