//! The controls, read, and the data that they describe.

use super::controls::{self as c, Labels, Mode, Scaled, Target, Time, Trained, Unit};
use crate::{
    dynamics::{Data, Method, Trajectory},
    labs::{Error, Input},
    linalg::random::{Rng, gaussian, seeded},
    nn::{Activation, Mlp, Scaling},
};
use rand_chacha::rand_core::Rng as _;

/// Half the side of the domain [−2, 2].
pub const EDGE: f64 = 2.0;
/// Query points, equally spaced.
pub const QUERIES: usize = 100;

/// One state of the controls.
#[derive(Clone, Debug)]
pub struct Setup {
    pub mode: Mode,
    pub steps: u64,
    pub rate: f64,
    pub method: Method,
    pub batch: usize,
    pub noise: f64,
    pub seed: u64,
    pub hidden: Vec<usize>,
    pub activation: Activation,
    pub scaling: Scaling,
    pub init: f64,
    pub spread: f64,
    pub readout_only: bool,
    pub threshold: f64,
    pub push: f64,
    pub sweep: bool,
    pub target: Target,
    /// Training inputs from left to right, the target there, and the labels.
    pub x: Vec<f64>,
    pub f: Vec<f64>,
    pub y: Vec<f64>,
    /// Query points and the target there.
    pub queries: Vec<f64>,
    pub query_target: Vec<f64>,
}

impl Setup {
    /// Reads the controls.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let n = input.of(c::N);
        let noise = input.of(c::NOISE);
        let seed = input.of(c::SEED);
        let target = input.of(c::TARGET);
        let mut rng = seeded(seed);
        let mut x: Vec<f64> = (0..n).map(|_| uniform(&mut rng)).collect();
        x.sort_by(f64::total_cmp);
        let f: Vec<f64> = x.iter().map(|x| target.at(*x)).collect();
        let drawn = gaussian(n, 1, &mut rng).into_vec();
        let mut y: Vec<f64> = f.iter().zip(&drawn).map(|(f, e)| f + noise * e).collect();
        let mode = input.of(c::MODE);
        if mode == Mode::Full && input.of(c::LABELS) == Labels::Hand {
            y.iter_mut()
                .zip(input.of(c::Y))
                .for_each(|(y, hand)| *y = hand);
        }
        let step = 2.0 * EDGE / (QUERIES - 1) as f64;
        let queries: Vec<f64> = (0..QUERIES).map(|i| step * i as f64 - EDGE).collect();
        let setup = Self {
            mode,
            steps: input.of(c::STEP),
            rate: input.of(c::ETA),
            method: match input.of(c::METHOD) {
                Time::Flow => Method::Flow,
                Time::Descent => Method::Descent,
            },
            batch: input.of(c::BATCH),
            noise,
            seed,
            hidden: vec![input.of(c::WIDTH); input.of(c::DEPTH)],
            activation: match input.of(c::ACTIVATION) {
                Unit::Relu => Activation::Relu,
                Unit::Tanh => Activation::Tanh,
            },
            scaling: match input.of(c::SCALING) {
                Scaled::Standard => Scaling::Standard,
                Scaled::Ntk => Scaling::Ntk,
            },
            init: input.of(c::INIT),
            spread: input.of(c::SPREAD),
            readout_only: input.of(c::TRAINED) == Trained::Readout,
            threshold: input.of(c::THRESHOLD),
            push: input.of(c::PUSH),
            sweep: input.of(c::SWEEP),
            target,
            query_target: queries.iter().map(|x| target.at(*x)).collect(),
            x,
            f,
            y,
            queries,
        };
        if mode == Mode::Reused && setup.batch > n {
            return Err(Error::Control {
                id: c::BATCH.id(),
                given: setup.batch.to_string(),
                accepted: format!("at most the {n} training points"),
            });
        }
        Ok(setup)
    }

    /// Variance σ² of the noise on a fresh label.
    pub fn fresh_noise(&self) -> f64 {
        self.noise * self.noise
    }

    /// Whether every batch is drawn anew.
    pub fn streams(&self) -> bool {
        self.mode == Mode::Fresh
    }

    /// A network of these hidden layers, and its initial parameters.
    pub fn network(&self, hidden: &[usize]) -> Result<(Mlp, Vec<f64>), Error> {
        let sizes = [&[1], hidden, &[1]].concat();
        let net = Mlp::new(&sizes, self.activation, self.scaling)?;
        // A stream of its own, so that data and network do not share their first numbers.
        let mut parameters = net.init(self.init, &mut seeded(!self.seed));
        let first = net.layers()[0].biases.end;
        parameters[..first]
            .iter_mut()
            .for_each(|w| *w *= self.spread);
        match self.readout_only {
            true => Ok((net.readout_only(), parameters)),
            false => Ok((net, parameters)),
        }
    }

    /// A full-batch run of a network on some labels, with kernels and queries where it is `watched`.
    pub fn trajectory(
        &self,
        hidden: &[usize],
        labels: &[f64],
        watched: bool,
    ) -> Result<Trajectory, Error> {
        let (net, parameters) = self.network(hidden)?;
        let data = Data {
            inputs: self.x.clone(),
            labels: labels.to_vec(),
            queries: match watched {
                true => self.queries.clone(),
                false => Vec::new(),
            },
        };
        let (method, rate) = (self.method, self.rate);
        Ok(Trajectory::new(
            net, data, parameters, method, rate, watched,
        )?)
    }

    /// The noise y − f* on the labels.
    pub fn errors(&self) -> Vec<f64> {
        self.y.iter().zip(&self.f).map(|(y, f)| y - f).collect()
    }

    /// Mean squared distance of outputs on the queries from the target.
    pub fn test_error(&self, outputs: &[f64]) -> f64 {
        mean_square(outputs, &self.query_target)
    }
}

/// Mean squared difference of two lists.
pub fn mean_square(a: &[f64], b: &[f64]) -> f64 {
    let squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
    squares.sum::<f64>() / a.len().max(1) as f64
}

/// A number from the domain.
pub fn uniform(rng: &mut Rng) -> f64 {
    const SCALE: f64 = 1.0 / (1u64 << 53) as f64;
    EDGE * (2.0 * (rng.next_u64() >> 11) as f64 * SCALE - 1.0)
}

impl Target {
    /// Its value at a point.
    pub fn at(self, x: f64) -> f64 {
        match self {
            Self::Sine => libm::sin(3.0 * x),
            Self::Mixture => libm::sin(x) + 0.4 * libm::sin(8.0 * x),
            Self::Bump => 1.5 * libm::exp(-8.0 * (x - 0.4) * (x - 0.4)) - 0.3,
            Self::Step => 0.8_f64.copysign(x - 0.2),
            Self::Chirp => libm::sin(1.2 * (x + 2.0) * (x + 2.0)),
            Self::Line => 0.6 * x,
        }
    }
}
