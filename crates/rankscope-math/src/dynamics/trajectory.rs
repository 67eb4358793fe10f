//! A network under full-batch training on half the mean squared error, with its kernel, propagator and transfer operator.

use super::{
    Data, Error,
    flow::{self, LEAST, STAGES},
    state::{Evaluation, Memory, State},
};
use crate::{
    linalg::Matrix,
    nn::{Mlp, Pass},
};

/// How time passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Gradient descent with step η.
    Descent,
    /// Gradient flow over a time η per step, in sub-steps of which each is as long as its error allows.
    Flow,
}

/// What a piece of work on a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Advance {
    /// A sub-step was taken or tried; the step is not complete.
    Within,
    /// A step is complete.
    Step,
    /// The run cannot go beyond the last complete step, at which it is again.
    Stuck,
}

/// Residuals and propagators beyond this mean nothing any more: the run has diverged.
const DIVERGED: f64 = 1e6;

/// One run. With the training error Φ = ‖u − y‖²/2n and the tangent kernels K (n x n) and K_QS (m x n) of the moment, every step does
///
/// w ← w − (η/n) Jᵀ(u − y),  P ← P − (η/n) K P,  G ← G + η K_QS P,
///
/// or the gradient flow of the same three.
#[derive(Clone, Debug)]
pub struct Trajectory {
    net: Mlp,
    data: Data,
    method: Method,
    rate: f64,
    steps: u64,
    /// Whether kernels, P and G are computed along the way.
    watched: bool,
    now: State,
    here: Evaluation,
    start: Start,
    next: State,
    there: Evaluation,
    /// Of every stage.
    slopes: Vec<State>,
    memory: Memory,
    /// Of a flow: the last complete step, the share of the next one that is done, and the share to try next.
    whole: State,
    within: f64,
    ahead: f64,
}

#[derive(Clone, Debug)]
struct Start {
    outputs: Vec<f64>,
    queries: Vec<f64>,
    kernel: Matrix,
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
        let state = State {
            parameters,
            propagator: Matrix::identity(n),
            transfer: Matrix::zeros(m, n),
        };
        let mut memory = Memory {
            ones: vec![1.0; n.max(m)],
            weights: vec![0.0; n],
            grams: Vec::new(),
        };
        let mut here = Evaluation {
            train: Pass::default(),
            query: Pass::default(),
            kernel: Matrix::zeros(n, n),
            cross: Matrix::zeros(m, n),
        };
        here.at(&net, &state.parameters, &data, watched, &mut memory)?;
        Ok(Self {
            start: Start {
                outputs: here.train.outputs().to_vec(),
                queries: here.query.outputs().to_vec(),
                kernel: here.kernel.clone(),
            },
            there: here.clone(),
            here,
            next: state.clone(),
            whole: state.clone(),
            slopes: match method {
                Method::Descent => vec![state.clone()],
                Method::Flow => vec![state.clone(); STAGES],
            },
            now: state,
            within: 0.0,
            ahead: 1.0,
            net,
            data,
            method,
            rate,
            steps: 0,
            watched,
            memory,
        })
    }

    /// One step; `false` where it would leave the finite numbers, or residuals or propagator would grow a million-fold, or a flow is too
    /// stiff to be followed. The run then stays where it is.
    ///
    /// # Errors
    /// Never in practice: sizes were checked at the start.
    pub fn step(&mut self) -> Result<bool, Error> {
        loop {
            match self.advance()? {
                Advance::Within => {}
                Advance::Step => return Ok(true),
                Advance::Stuck => return Ok(false),
            }
        }
    }

    /// A step, or of a flow a sub-step: work of one size, whatever the learning rate.
    ///
    /// # Errors
    /// Never in practice: sizes were checked at the start.
    pub fn advance(&mut self) -> Result<Advance, Error> {
        self.slope_here()?;
        match self.method {
            Method::Descent => {
                self.go(self.rate, &[1.0])?;
                Ok(match self.is_far() {
                    true => Advance::Stuck,
                    false => self.complete(),
                })
            }
            Method::Flow => self.flow(),
        }
    }

    /// A sub-step of the flow, if its error allows.
    fn flow(&mut self) -> Result<Advance, Error> {
        if self.within == 0.0 {
            self.whole.copy(&self.now);
        }
        let rest = 1.0 - self.within;
        let share = flow::next_share(self.ahead, rest);
        let time = share * self.rate;
        for stage in 1..STAGES {
            self.go(time, flow::ahead(stage))?;
            let (there, slope) = (&self.there, &mut self.slopes[stage]);
            let labels = &self.data.labels;
            let (next, memory) = (&self.next, &mut self.memory);
            there.slope(&self.net, labels, next, self.watched, memory, slope)?;
        }
        let limits = flow::limits(self.net.activation());
        let error = self.error(time, limits.tolerance);
        let accepted = flow::is_accepted(error, share, limits);
        self.ahead = flow::next_try(share, error, accepted);
        if !accepted {
            if share > LEAST {
                return Ok(Advance::Within);
            }
            self.now.copy(&self.whole);
            let parameters = &self.now.parameters;
            let (data, memory) = (&self.data, &mut self.memory);
            self.here
                .at(&self.net, parameters, data, self.watched, memory)?;
            self.within = 0.0;
            return Ok(Advance::Stuck);
        }
        if share < rest {
            self.within += share;
            self.arrive();
            return Ok(Advance::Within);
        }
        self.within = 0.0;
        Ok(self.complete())
    }

    /// The slope where the run is, as the first of the stages.
    fn slope_here(&mut self) -> Result<(), Error> {
        let (labels, memory) = (&self.data.labels, &mut self.memory);
        let slope = &mut self.slopes[0];
        self.here
            .slope(&self.net, labels, &self.now, self.watched, memory, slope)
    }

    /// The next state: from the present one for a time along the slopes, weighted.
    fn go(&mut self, time: f64, weights: &[f64]) -> Result<(), Error> {
        self.next.copy(&self.now);
        for (weight, slope) in weights.iter().zip(&self.slopes) {
            if *weight != 0.0 {
                self.next.add(time * weight, slope);
            }
        }
        let (data, memory) = (&self.data, &mut self.memory);
        let parameters = &self.next.parameters;
        self.there
            .at(&self.net, parameters, data, self.watched, memory)
    }

    /// Whether the next state has left every range that means something.
    fn is_far(&self) -> bool {
        let far = |list: &[f64], scale: f64| {
            list.iter()
                .any(|x| x.is_nan() || x.abs() > DIVERGED * scale)
        };
        let known = self.data.labels.iter().chain(&self.start.outputs);
        let scale = known.fold(1.0, |m: f64, y| m.max(y.abs()));
        far(self.there.train.outputs(), scale) || far(self.next.propagator.as_slice(), 1.0)
    }

    /// The next state becomes the present one.
    fn arrive(&mut self) {
        std::mem::swap(&mut self.now, &mut self.next);
        std::mem::swap(&mut self.here, &mut self.there);
    }

    /// With it a step is complete.
    fn complete(&mut self) -> Advance {
        self.arrive();
        self.steps += 1;
        Advance::Step
    }

    /// The error of a sub-step in units of the tolerance: the largest root mean square over parameters, propagator and transfer operator.
    fn error(&self, time: f64, tolerance: f64) -> f64 {
        let slopes: Vec<[&[f64]; 3]> = self.slopes.iter().map(State::views).collect();
        let states = self.now.views().into_iter().zip(self.next.views());
        let parts = states.enumerate().map(|(part, (now, next))| {
            let pairs = now.iter().zip(next).enumerate();
            let squares = pairs.map(|(i, (a, b))| {
                let weights = flow::ERROR.iter().zip(&slopes);
                let off: f64 = weights.map(|(e, slope)| e * slope[part][i]).sum();
                let scaled = time * off / (tolerance * (1.0 + a.abs().max(b.abs())));
                scaled * scaled
            });
            (squares.sum::<f64>() / now.len().max(1) as f64).sqrt()
        });
        // Not a number where any is not.
        parts.fold(0.0, |a: f64, b| if b <= a || a.is_nan() { a } else { b })
    }

    /// Whether a flow is between two steps.
    pub fn is_between(&self) -> bool {
        self.within > 0.0
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
