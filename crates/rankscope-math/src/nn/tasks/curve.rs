//! A function of one variable from noisy samples: a plain network on a smooth curve, or Fourier features on a signal.

use super::{Measure, Task};
use crate::{
    linalg::random::seeded,
    nn::{
        Activation, Error, Mlp, Pass, Scaling,
        tensor::{self, Tensor},
    },
};
use core::f64::consts::TAU;
use rand_distr::{Distribution, StandardNormal};

/// What is to be learned, and from which inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// 0.9·sin(1.7x) on [−2.5, 2.5], from x itself.
    Wave,
    /// Three tones, one of them fading in, and a step, on [0, 1], from the sines and cosines of its first harmonics: an implicit neural
    /// representation.
    Signal {
        /// Number of harmonics.
        harmonics: usize,
    },
}

impl Target {
    /// Ends of the interval.
    pub fn interval(self) -> [f64; 2] {
        match self {
            Self::Wave => [-2.5, 2.5],
            Self::Signal { .. } => [0.0, 1.0],
        }
    }

    /// Its value without noise.
    pub fn value(self, x: f64) -> f64 {
        match self {
            Self::Wave => 0.9 * libm::sin(1.7 * x),
            Self::Signal { .. } => {
                let step = if (0.55..0.75).contains(&x) { 0.4 } else { 0.0 };
                0.6 * libm::sin(TAU * 2.0 * x)
                    + 0.3 * libm::sin(TAU * 5.0 * x + 1.0)
                    + 0.3 * x * libm::sin(TAU * 11.0 * x)
                    + step
            }
        }
    }

    /// What the network is shown of x.
    fn features(self, x: f64, to: &mut Vec<f64>) {
        match self {
            Self::Wave => to.push(x),
            Self::Signal { harmonics } => {
                for k in 1..=harmonics {
                    let angle = TAU * k as f64 * x;
                    to.extend([libm::cos(angle), libm::sin(angle)]);
                }
            }
        }
    }

    fn inputs(self) -> usize {
        match self {
            Self::Wave => 1,
            Self::Signal { harmonics } => 2 * harmonics,
        }
    }
}

/// Points at which the learned curve is compared with the truth.
pub const GRID: usize = 200;

/// Noisy samples of a target, and the network that fits them.
pub struct Curve {
    target: Target,
    network: Mlp,
    pass: Pass,
    tensors: Vec<Tensor>,
    start: Vec<f64>,
    /// Positions of the samples, ascending, and their labels.
    pub samples: Vec<(f64, f64)>,
    inputs: Vec<f64>,
    grid_inputs: Vec<f64>,
    rows: Vec<f64>,
}

impl Curve {
    /// `count` equally spaced samples with Gaussian noise of standard deviation `noise`, for two hidden layers of `width`.
    ///
    /// Weights and hidden biases start as N(0, 1/inputs), those of the first layer three times as wide where it sees x itself.
    ///
    /// # Errors
    /// A width of 0.
    pub fn new(
        target: Target,
        count: usize,
        noise: f64,
        width: usize,
        seed: u64,
    ) -> Result<Self, Error> {
        let mut rng = seeded(seed);
        let [low, high] = target.interval();
        let at = |i: usize, count: usize| low + (high - low) * i as f64 / (count - 1).max(1) as f64;
        let samples: Vec<(f64, f64)> = (0..count)
            .map(|i| {
                let x = at(i, count);
                let z: f64 = StandardNormal.sample(&mut rng);
                (x, target.value(x) + noise * z)
            })
            .collect();
        let sizes = [target.inputs(), width, width, 1];
        let network = Mlp::new(&sizes, Activation::Tanh, Scaling::Standard)?;
        let mut start = network.init(1.0, &mut rng);
        if target == Target::Wave {
            let first = network.layers()[0].biases.end;
            start[..first].iter_mut().for_each(|w| *w *= 3.0);
        }
        let mut curve = Self {
            target,
            pass: Pass::default(),
            tensors: tensor::of_network(&network),
            network,
            start,
            inputs: Vec::new(),
            grid_inputs: Vec::new(),
            rows: Vec::new(),
            samples,
        };
        for (x, _) in &curve.samples {
            target.features(*x, &mut curve.inputs);
        }
        for i in 0..GRID {
            target.features(at(i, GRID), &mut curve.grid_inputs);
        }
        Ok(curve)
    }

    /// The grid, with the truth on it.
    pub fn grid(&self) -> impl Iterator<Item = (f64, f64)> + use<> {
        let target = self.target;
        let [low, high] = target.interval();
        (0..GRID).map(move |i| {
            let x = low + (high - low) * i as f64 / (GRID - 1) as f64;
            (x, target.value(x))
        })
    }
}

fn mean_square(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let (mut sum, mut count) = (0.0, 0.0f64);
    for (a, b) in pairs {
        sum += (a - b) * (a - b);
        count += 1.0;
    }
    sum / count.max(1.0)
}

impl Task for Curve {
    fn tensors(&self) -> &[Tensor] {
        &self.tensors
    }
    fn start(&self) -> Vec<f64> {
        self.start.clone()
    }
    fn examples(&self) -> usize {
        self.samples.len()
    }
    fn cost(&self) -> usize {
        3 * self.network.parameters()
    }
    /// Of half the squared error.
    fn gradient(
        &mut self,
        weights: &[f64],
        rows: &[usize],
        mean: &mut [f64],
        variance: Option<&mut [f64]>,
    ) -> Result<f64, Error> {
        let width = self.target.inputs();
        self.rows.clear();
        for row in rows {
            self.rows
                .extend_from_slice(&self.inputs[row * width..][..width]);
        }
        self.network.forward(weights, &self.rows, &mut self.pass)?;
        let mut errors = self.pass.outputs().to_vec();
        for (error, row) in errors.iter_mut().zip(rows) {
            *error -= self.samples[*row].1;
        }
        self.network.backward(weights, &errors, &mut self.pass)?;
        let share = vec![1.0 / rows.len().max(1) as f64; rows.len()];
        self.network.gradient(&self.pass, &share, mean)?;
        if let Some(variance) = variance {
            self.network.second_moment(&self.pass, &share, variance)?;
            super::centre(mean, variance);
        }
        let squares: f64 = errors.iter().map(|e| e * e).sum();
        Ok(0.5 * squares / rows.len().max(1) as f64)
    }
    /// Mean squared errors: on the noisy samples, and against the truth on the grid.
    fn measure(&mut self, weights: &[f64]) -> Result<Measure, Error> {
        self.network
            .forward(weights, &self.inputs, &mut self.pass)?;
        let fitted = self.pass.outputs().iter().copied();
        let labels = self.samples.iter().map(|s| s.1);
        let train = mean_square(fitted.zip(labels));
        self.network
            .forward(weights, &self.grid_inputs, &mut self.pass)?;
        let outline = self.pass.outputs().to_vec();
        let truth = self.grid().map(|(_, y)| y);
        Ok(Measure {
            train,
            held_out: mean_square(outline.iter().copied().zip(truth)),
            outline,
        })
    }
}
