//! A network under full-batch training on half the mean squared error, with its kernel, propagator and transfer operator.

use super::Error;
use crate::{
    linalg::{Left, Matrix, add_product},
    nn::{Mlp, Pass},
};

/// What is learned from, and where the network is watched.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// Inputs of the n training examples.
    pub inputs: Vec<f64>,
    /// Their labels y.
    pub labels: Vec<f64>,
    /// Inputs of the m query points.
    pub queries: Vec<f64>,
}

/// How time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Gradient descent with step η.
    Descent,
    /// Gradient flow over a time η per step, by the classical Runge-Kutta method of order 4.
    Flow,
}

impl Method {
    /// Weight of each stage's slope, and how far the next stage lies ahead of the start, in steps.
    fn stages(self) -> &'static [(f64, f64)] {
        match self {
            Method::Descent => &[(1.0, 0.0)],
            Method::Flow => &[(1.0, 0.5), (2.0, 0.5), (2.0, 1.0), (1.0, 0.0)],
        }
    }
}

/// Residuals and propagators beyond this have left every range that means something.
const DIVERGED: f64 = 1e6;

/// One run. With the training error Φ = ‖u − y‖²/2n and the tangent kernels K (n x n) and K_QS (m x n) of the moment, every step does
///
/// w ← w − (η/n) Jᵀ(u − y),  P ← P − (η/n) K P,  G ← G + η K_QS P,
///
/// or the gradient flow of the same three. Nothing is allocated per step.
#[derive(Clone, Debug)]
pub struct Trajectory {
    net: Mlp,
    data: Data,
    method: Method,
    rate: f64,
    steps: u64,
    /// Whether kernels, P and G are computed along the way.
    watched: bool,
    now: Moment,
    here: Evaluation,
    start: Start,
    next: Moment,
    there: Evaluation,
    sums: Moment,
    memory: Memory,
}

/// What evolves.
#[derive(Clone, Debug)]
struct Moment {
    parameters: Vec<f64>,
    propagator: Matrix,
    transfer: Matrix,
}

/// What follows from the parameters of a moment.
#[derive(Clone, Debug)]
struct Evaluation {
    train: Pass,
    query: Pass,
    kernel: Matrix,
    cross: Matrix,
}

#[derive(Clone, Debug)]
struct Start {
    outputs: Vec<f64>,
    queries: Vec<f64>,
    kernel: Matrix,
}

/// Slopes of one stage, and scratch.
#[derive(Clone, Debug)]
struct Memory {
    ones: Vec<f64>,
    weights: Vec<f64>,
    slope: Moment,
    grams: Vec<f64>,
}

impl Trajectory {
    /// A run from the given parameters; `watched` says whether K, P and G are computed along the way.
    ///
    /// # Errors
    /// Data or parameters that do not fit the network, which has one output.
    pub fn new(
        net: Mlp,
        data: Data,
        parameters: Vec<f64>,
        method: Method,
        rate: f64,
        watched: bool,
    ) -> Result<Self, Error> {
        let n = data.labels.len();
        let m = data.queries.len() / net.inputs();
        let moment = Moment {
            parameters,
            propagator: Matrix::identity(n),
            transfer: Matrix::zeros(m, n),
        };
        let mut memory = Memory {
            ones: vec![1.0; n.max(m)],
            weights: vec![0.0; n],
            slope: moment.clone(),
            grams: Vec::new(),
        };
        let mut here = Evaluation {
            train: Pass::default(),
            query: Pass::default(),
            kernel: Matrix::zeros(n, n),
            cross: Matrix::zeros(m, n),
        };
        here.at(&net, &moment.parameters, &data, watched, &mut memory)?;
        Ok(Self {
            start: Start {
                outputs: here.train.outputs().to_vec(),
                queries: here.query.outputs().to_vec(),
                kernel: here.kernel.clone(),
            },
            there: here.clone(),
            here,
            next: moment.clone(),
            sums: moment.clone(),
            now: moment,
            net,
            data,
            method,
            rate,
            steps: 0,
            watched,
            memory,
        })
    }

    /// One step; `false` where it would leave the finite numbers, or residuals or propagator would grow a million-fold. The run then
    /// stays where it is.
    ///
    /// # Errors
    /// Never in practice: sizes were checked at the start.
    pub fn step(&mut self) -> Result<bool, Error> {
        let stages = self.method.stages();
        let total: f64 = stages.iter().map(|stage| stage.0).sum();
        self.sums.scale(0.0);
        for (i, (weight, ahead)) in stages.iter().enumerate() {
            if i == 0 {
                let slope = &mut self.memory;
                self.here
                    .slope(&self.net, &self.data.labels, &self.now, self.watched, slope)?;
            } else {
                let memory = &mut self.memory;
                let at = &self.next.parameters;
                self.there
                    .at(&self.net, at, &self.data, self.watched, memory)?;
                self.there.slope(
                    &self.net,
                    &self.data.labels,
                    &self.next,
                    self.watched,
                    memory,
                )?;
            }
            self.sums.add(*weight, &self.memory.slope);
            if i + 1 < stages.len() {
                self.next.copy(&self.now);
                self.next.add(ahead * self.rate, &self.memory.slope);
            }
        }
        self.next.copy(&self.now);
        self.next.add(self.rate / total, &self.sums);
        let at = &self.next.parameters;
        self.there
            .at(&self.net, at, &self.data, self.watched, &mut self.memory)?;
        let far = |list: &[f64], scale: f64| {
            list.iter()
                .any(|x| x.is_nan() || x.abs() > DIVERGED * scale)
        };
        let scale = self
            .data
            .labels
            .iter()
            .chain(&self.start.outputs)
            .fold(1.0, |m: f64, y| m.max(y.abs()));
        if far(self.there.train.outputs(), scale) || far(self.next.propagator.as_slice(), 1.0) {
            return Ok(false);
        }
        std::mem::swap(&mut self.now, &mut self.next);
        std::mem::swap(&mut self.here, &mut self.there);
        self.steps += 1;
        Ok(true)
    }

    /// Steps done.
    pub fn steps(&self) -> u64 {
        self.steps
    }

    /// The network.
    pub fn net(&self) -> &Mlp {
        &self.net
    }

    /// What is learned from.
    pub fn data(&self) -> &Data {
        &self.data
    }

    /// The parameters now.
    pub fn parameters(&self) -> &[f64] {
        &self.now.parameters
    }

    /// The outputs u on the training inputs now.
    pub fn outputs(&self) -> &[f64] {
        self.here.train.outputs()
    }

    /// The outputs on the queries now.
    pub fn query_outputs(&self) -> &[f64] {
        self.here.query.outputs()
    }

    /// The outputs on the training inputs at the start.
    pub fn first_outputs(&self) -> &[f64] {
        &self.start.outputs
    }

    /// The outputs on the queries at the start.
    pub fn first_query_outputs(&self) -> &[f64] {
        &self.start.queries
    }

    /// The residual u − y now.
    pub fn residual(&self) -> Vec<f64> {
        let pairs = self.outputs().iter().zip(&self.data.labels);
        pairs.map(|(u, y)| u - y).collect()
    }

    /// The residual u − y at the start.
    pub fn first_residual(&self) -> Vec<f64> {
        let pairs = self.start.outputs.iter().zip(&self.data.labels);
        pairs.map(|(u, y)| u - y).collect()
    }

    /// The propagator P, n x n: the identity at the start, and throughout a run that is not watched.
    pub fn propagator(&self) -> &Matrix {
        &self.now.propagator
    }

    /// The transfer operator G, m x n: U_Q(T) − U_Q(0) = −G (u(0) − y)/n up to the size of the steps.
    pub fn transfer(&self) -> &Matrix {
        &self.now.transfer
    }

    /// The tangent kernel K on the training inputs now, n x n; zero unless the run is watched.
    pub fn kernel(&self) -> &Matrix {
        &self.here.kernel
    }

    /// The tangent kernel between queries and training inputs now, m x n; zero unless the run is watched.
    pub fn cross_kernel(&self) -> &Matrix {
        &self.here.cross
    }

    /// The tangent kernel on the training inputs at the start.
    pub fn first_kernel(&self) -> &Matrix {
        &self.start.kernel
    }

    /// How far the kernel has moved: ‖K − K(0)‖_F / ‖K(0)‖_F (dimensionless).
    pub fn kernel_drift(&self) -> f64 {
        let pairs = || {
            self.here
                .kernel
                .as_slice()
                .iter()
                .zip(self.start.kernel.as_slice())
        };
        let moved: f64 = pairs().map(|(a, b)| (a - b) * (a - b)).sum();
        let size: f64 = pairs().map(|(_, b)| b * b).sum();
        (moved / size).sqrt()
    }
}

impl Moment {
    fn parts(&mut self) -> [&mut [f64]; 3] {
        [
            &mut self.parameters,
            self.propagator.as_mut_slice(),
            self.transfer.as_mut_slice(),
        ]
    }

    fn scale(&mut self, factor: f64) {
        for part in self.parts() {
            part.iter_mut().for_each(|x| *x *= factor);
        }
    }

    fn copy(&mut self, other: &Self) {
        self.parameters.copy_from_slice(&other.parameters);
        self.propagator
            .as_mut_slice()
            .copy_from_slice(other.propagator.as_slice());
        self.transfer
            .as_mut_slice()
            .copy_from_slice(other.transfer.as_slice());
    }

    fn add(&mut self, factor: f64, other: &Self) {
        let others = [
            other.parameters.as_slice(),
            other.propagator.as_slice(),
            other.transfer.as_slice(),
        ];
        for (part, other) in self.parts().into_iter().zip(others) {
            part.iter_mut()
                .zip(other)
                .for_each(|(x, y)| *x += factor * y);
        }
    }
}

impl Evaluation {
    /// Outputs, deltas and kernels at some parameters.
    fn at(
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

    /// The slopes of parameters, propagator and transfer operator, into `memory`.
    fn slope(
        &self,
        net: &Mlp,
        labels: &[f64],
        moment: &Moment,
        watched: bool,
        memory: &mut Memory,
    ) -> Result<(), Error> {
        let n = labels.len();
        let share = 1.0 / n as f64;
        let pairs = self.train.outputs().iter().zip(labels);
        for (weight, (u, y)) in memory.weights.iter_mut().zip(pairs) {
            *weight = share * (y - u);
        }
        let slope = &mut memory.slope;
        net.gradient(&self.train, &memory.weights, &mut slope.parameters)?;
        if watched {
            let propagator = moment.propagator.as_slice();
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
