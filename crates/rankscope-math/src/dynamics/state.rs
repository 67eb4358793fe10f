//! What evolves along a full-batch run, what follows from it, and its slopes.

use super::{Data, Error};
use crate::{
    linalg::{Left, Matrix, add_product},
    nn::{Mlp, Pass},
};

/// What evolves.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub parameters: Vec<f64>,
    pub propagator: Matrix,
    pub transfer: Matrix,
}

/// What follows from the parameters of a moment.
#[derive(Clone, Debug)]
pub(super) struct Evaluation {
    pub train: Pass,
    pub query: Pass,
    pub kernel: Matrix,
    pub cross: Matrix,
}

/// Scratch.
#[derive(Clone, Debug)]
pub(super) struct Memory {
    pub ones: Vec<f64>,
    pub weights: Vec<f64>,
    pub grams: Vec<f64>,
}

impl State {
    fn parts(&mut self) -> [&mut [f64]; 3] {
        [
            &mut self.parameters,
            self.propagator.as_mut_slice(),
            self.transfer.as_mut_slice(),
        ]
    }

    pub fn views(&self) -> [&[f64]; 3] {
        [
            &self.parameters,
            self.propagator.as_slice(),
            self.transfer.as_slice(),
        ]
    }

    pub fn copy(&mut self, other: &Self) {
        self.parameters.copy_from_slice(&other.parameters);
        self.propagator
            .as_mut_slice()
            .copy_from_slice(other.propagator.as_slice());
        self.transfer
            .as_mut_slice()
            .copy_from_slice(other.transfer.as_slice());
    }

    pub fn add(&mut self, factor: f64, other: &Self) {
        for (part, other) in self.parts().into_iter().zip(other.views()) {
            part.iter_mut()
                .zip(other)
                .for_each(|(x, y)| *x += factor * y);
        }
    }
}

impl Evaluation {
    /// Outputs, deltas and kernels at some parameters.
    pub fn at(
        &mut self,
        net: &Mlp,
        parameters: &[f64],
        data: &Data,
        watched: bool,
        memory: &mut Memory,
    ) -> Result<(), Error> {
        for (pass, inputs) in [
            (&mut self.train, &data.inputs),
            (&mut self.query, &data.queries),
        ] {
            net.forward(parameters, inputs, pass)?;
            let count = pass.count();
            net.backward(parameters, &memory.ones[..count], pass)?;
        }
        if watched {
            let grams = &mut memory.grams;
            net.kernel(&self.train, &self.train, grams, self.kernel.as_mut_slice())?;
            net.kernel(&self.query, &self.train, grams, self.cross.as_mut_slice())?;
        }
        Ok(())
    }

    /// The slopes of parameters, propagator and transfer operator.
    pub fn slope(
        &self,
        net: &Mlp,
        labels: &[f64],
        state: &State,
        watched: bool,
        memory: &mut Memory,
        slope: &mut State,
    ) -> Result<(), Error> {
        let n = labels.len();
        let share = 1.0 / n as f64;
        let pairs = self.train.outputs().iter().zip(labels);
        for (weight, (u, y)) in memory.weights.iter_mut().zip(pairs) {
            *weight = share * (y - u);
        }
        net.gradient(&self.train, &memory.weights, &mut slope.parameters)?;
        if watched {
            let propagator = state.propagator.as_slice();
            for (kernel, out, factor) in [
                (&self.kernel, &mut slope.propagator, -share),
                (&self.cross, &mut slope.transfer, 1.0),
            ] {
                let shape = [kernel.rows(), n, n];
                out.as_mut_slice().fill(0.0);
                add_product(
                    shape,
                    Left::Rows(kernel.as_slice()),
                    propagator,
                    out.as_mut_slice(),
                );
                out.as_mut_slice().iter_mut().for_each(|x| *x *= factor);
            }
        }
        Ok(())
    }
}
