//! What a moment of a full-batch run and its companions show: facts for readouts, figures and words to look at.

use super::{history::Moment, pushes::Push, setup::Setup, sweep::Sweep};
use crate::{
    dynamics::{Cells, Channel, Trajectory, coupling, gramian},
    labs::Error,
    linalg::{Matrix, symmetric_eigen},
};

/// One moment of a full-batch run, with its companions.
pub struct Facts<'a> {
    pub setup: &'a Setup,
    pub run: &'a Trajectory,
    /// The moments kept up to the present one.
    pub moments: &'a [Moment],
    /// The present one.
    pub now: Moment,
    pub channel: Channel,
    /// Eigenvalues of the tangent kernel at the start and now, largest first.
    pub kernels: [Vec<f64>; 2],
    pub pushes: &'a [Push; 2],
    pub sweep: &'a Sweep,
    /// The run cannot go beyond this step.
    pub stuck: bool,
}

/// Eigenvalues of a tangent kernel, largest first.
pub fn eigenvalues(kernel: &Matrix) -> Result<Vec<f64>, Error> {
    let mut values = symmetric_eigen(kernel)?.values;
    values.reverse();
    Ok(values)
}

impl Facts<'_> {
    /// Number n of training points, and of directions of their labels.
    pub fn n(&self) -> usize {
        self.setup.x.len()
    }

    /// Number of directions in the channel.
    pub fn channel_size(&self) -> usize {
        self.channel.dimension(self.setup.threshold)
    }

    /// Signal and noise through channel and reservoir, now.
    pub fn cells(&self) -> Cells {
        self.now.cells(self.setup.threshold)
    }

    /// Mean squared error on freshly labelled points.
    pub fn fresh_error(&self) -> f64 {
        self.now.test + self.setup.fresh_noise()
    }

    /// Whether every ω lies in [0, 1] up to rounding, as with steps that are stable.
    pub fn is_stable(&self) -> bool {
        let range = -1e-9..=1.0 + 1e-9;
        !self.stuck && self.channel.omega.iter().all(|omega| range.contains(omega))
    }

    /// Every kept moment after the start, and the present one.
    pub fn timeline(&self) -> impl Iterator<Item = &Moment> {
        let known = self.moments.iter().filter(|m| m.step < self.now.step);
        known.chain([&self.now]).filter(|moment| moment.step > 0)
    }

    /// The largest kernel eigenvalue λ₁: a run that explodes takes its kernel along, so then that of the start.
    pub fn largest_eigenvalue(&self) -> f64 {
        let [start, now] = &self.kernels;
        let kernel = if self.stuck { start } else { now };
        kernel.first().copied().unwrap_or(0.0)
    }

    /// Outputs on the queries if the channel directions alone had been learned: U_Q(0) − G Π g.
    pub fn carried(&self) -> Result<Vec<f64>, Error> {
        let first = self.run.first_residual();
        let g: Vec<f64> = first.iter().map(|r| r / self.n() as f64).collect();
        let part = self.channel.project(&g, self.channel_size());
        let moved = times(self.run.transfer(), &part)?;
        Ok(less(self.run.first_query_outputs(), &moved))
    }

    /// Relative residuals of the identities of loss, transfer and coupling; not numbers while nothing has moved.
    pub fn identities(&self) -> Result<[f64; 3], Error> {
        let run = self.run;
        if run.steps() == 0 {
            return Ok([f64::NAN; 3]);
        }
        let (first, residual) = (run.first_residual(), run.residual());
        let n = first.len() as f64;
        let g: Vec<f64> = first.iter().map(|r| r / n).collect();
        let drop = (dot(&first, &first) - dot(&residual, &residual)) / (2.0 * n);
        let dissipated = dot(&g, &times(&gramian(run.propagator())?, &g)?);
        let moved = less(run.query_outputs(), run.first_query_outputs());
        let off = |list: &[f64]| (dot(list, list) / dot(&moved, &moved)).sqrt();
        let transferred = times(run.transfer(), &g)?;
        let sum: Vec<f64> = moved.iter().zip(&transferred).map(|(a, b)| a + b).collect();
        let coupled = coupling(run.transfer(), run.propagator())?;
        let dragged = times(&coupled, &less(run.outputs(), run.first_outputs()))?;
        Ok([
            ((drop - dissipated) / drop).abs(),
            off(&sum),
            off(&less(&moved, &dragged)),
        ])
    }

    /// How fast the loss falls, by backpropagation and by the tangent kernel: |∇Φ|² and gᵀK g.
    pub fn steepness(&self) -> Result<[f64; 2], Error> {
        let (run, net) = (self.run, self.run.net());
        let g: Vec<f64> = run.residual().iter().map(|r| r / self.n() as f64).collect();
        let mut pass = crate::nn::Pass::default();
        let mut gradient = vec![0.0; net.parameters()];
        net.forward(run.parameters(), &run.data().inputs, &mut pass)?;
        net.backward(run.parameters(), &g, &mut pass)?;
        net.gradient(&pass, &vec![1.0; g.len()], &mut gradient)?;
        let through = dot(&g, &times(run.kernel(), &g)?);
        Ok([dot(&gradient, &gradient), through])
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn less(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

fn times(matrix: &Matrix, vector: &[f64]) -> Result<Vec<f64>, Error> {
    let column = Matrix::new(vector.len(), 1, vector.to_vec())?;
    Ok(matrix.product(&column)?.into_vec())
}
