//! A physics-informed network for u_t + βu_x = 0 on a circle, with a noisy initial condition.

use super::{Measure, Task};
use crate::{
    linalg::random::{Rng, seeded},
    nn::{
        Activation, Error, Mlp, Pass, Scaling,
        tangent::TangentPass,
        tensor::{self, Tensor},
    },
};
use core::f64::consts::TAU;
use rand::Rng as _;
use rand_distr::{Distribution, StandardNormal};

/// Columns (positions x in [0, 2π)) of the grid on which the solution is compared with the truth.
pub const COLUMNS: usize = 40;
/// Its rows (times t in [0, 1]).
pub const ROWS: usize = 21;
/// Points at which the equation is to hold, per point of the initial condition; a point of the latter weighs as many times more.
const COLLOCATION: usize = 4;

/// One place where something is asked of the network.
#[derive(Clone, Copy, Debug)]
struct Place {
    x: f64,
    t: f64,
    /// The initial value; elsewhere the equation is to hold.
    value: Option<f64>,
}

/// The equation with its data, and the network of (cos x, sin x, t) that is to solve it.
pub struct Advection {
    speed: f64,
    network: Mlp,
    pass: TangentPass,
    values: Pass,
    tensors: Vec<Tensor>,
    start: Vec<f64>,
    places: Vec<Place>,
    inputs: Vec<f64>,
    directions: Vec<f64>,
}

impl Advection {
    /// Speed β; `count` equally spaced initial values sin x with Gaussian noise of standard deviation `noise`; random places for the
    /// equation; two hidden layers of `width`.
    ///
    /// # Errors
    /// A width of 0.
    pub fn new(
        speed: f64,
        count: usize,
        noise: f64,
        width: usize,
        seed: u64,
    ) -> Result<Self, Error> {
        let mut rng = seeded(seed);
        let mut places: Vec<Place> = (0..count)
            .map(|i| {
                let x = TAU * i as f64 / count as f64;
                let z: f64 = StandardNormal.sample(&mut rng);
                let value = Some(libm::sin(x) + noise * z);
                Place { x, t: 0.0, value }
            })
            .collect();
        places.extend((0..COLLOCATION * count).map(|_| Place {
            x: TAU * uniform(&mut rng),
            t: uniform(&mut rng),
            value: None,
        }));
        let network = Mlp::new(&[3, width, width, 1], Activation::Tanh, Scaling::Standard)?;
        Ok(Self {
            speed,
            start: network.init(1.0, &mut rng),
            tensors: tensor::of_network(&network),
            network,
            pass: TangentPass::default(),
            values: Pass::default(),
            places,
            inputs: Vec::new(),
            directions: Vec::new(),
        })
    }

    /// The solution without noise.
    pub fn truth(&self, x: f64, t: f64) -> f64 {
        libm::sin(x - self.speed * t)
    }

    /// Positions and times of the grid, row by row from t = 0.
    pub fn grid() -> impl Iterator<Item = (f64, f64)> {
        (0..ROWS * COLUMNS).map(|i| {
            let x = TAU * (i % COLUMNS) as f64 / COLUMNS as f64;
            (x, (i / COLUMNS) as f64 / (ROWS - 1) as f64)
        })
    }

    /// The initial values as given: position and value.
    pub fn initial_values(&self) -> impl Iterator<Item = (f64, f64)> {
        self.places.iter().filter_map(|p| Some((p.x, p.value?)))
    }

    /// Losses of some places and their derivatives by u and by u_t + βu_x.
    fn losses(
        &mut self,
        weights: &[f64],
        rows: &[usize],
    ) -> Result<(f64, Vec<f64>, Vec<f64>), Error> {
        self.inputs.clear();
        self.directions.clear();
        for row in rows {
            let Place { x, t, .. } = self.places[*row];
            let (cos, sin) = (libm::cos(x), libm::sin(x));
            self.inputs.extend([cos, sin, t]);
            self.directions
                .extend([-self.speed * sin, self.speed * cos, 1.0]);
        }
        let (inputs, directions) = (&self.inputs, &self.directions);
        let (mut values, mut tangents) =
            self.pass
                .forward(&self.network, weights, inputs, directions)?;
        let weight = COLLOCATION as f64;
        let mut sum = 0.0;
        for ((u, du), row) in values.iter_mut().zip(&mut tangents).zip(rows) {
            if let Some(wanted) = self.places[*row].value {
                let error = *u - wanted;
                (*u, *du) = (weight * error, 0.0);
                sum += 0.5 * weight * error * error;
            } else {
                *u = 0.0;
                sum += 0.5 * *du * *du;
            }
        }
        Ok((sum / rows.len().max(1) as f64, values, tangents))
    }
}

/// Uniform on [0, 1), 53 bits.
fn uniform(rng: &mut Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1u64 << 53) as f64
}

impl Task for Advection {
    fn tensors(&self) -> &[Tensor] {
        &self.tensors
    }
    fn start(&self) -> Vec<f64> {
        self.start.clone()
    }
    fn examples(&self) -> usize {
        self.places.len()
    }
    fn cost(&self) -> usize {
        6 * self.network.parameters()
    }
    /// Of half the squared error of the initial values, weighted by their rarity, and half the squared residual of the equation.
    fn gradient(
        &mut self,
        weights: &[f64],
        rows: &[usize],
        mean: &mut [f64],
        variance: Option<&mut [f64]>,
    ) -> Result<f64, Error> {
        let (loss, by_value, by_tangent) = self.losses(weights, rows)?;
        self.pass
            .backward(&self.network, weights, &by_value, &by_tangent)?;
        self.pass.gradient(&self.network, mean);
        if let Some(variance) = variance {
            self.pass.second_moment(&self.network, variance);
            super::centre(mean, variance);
        }
        Ok(loss)
    }
    /// The loss over all places, and the relative l2 error against the truth on the grid.
    fn measure(&mut self, weights: &[f64]) -> Result<Measure, Error> {
        let rows: Vec<usize> = (0..self.places.len()).collect();
        let (train, _, _) = self.losses(weights, &rows)?;
        let inputs: Vec<f64> = Self::grid()
            .flat_map(|(x, t)| [libm::cos(x), libm::sin(x), t])
            .collect();
        self.network.forward(weights, &inputs, &mut self.values)?;
        let outline = self.values.outputs().to_vec();
        let (mut off, mut all) = (0.0, 0.0);
        for ((x, t), u) in Self::grid().zip(&outline) {
            let truth = self.truth(x, t);
            off += (u - truth) * (u - truth);
            all += truth * truth;
        }
        Ok(Measure {
            train,
            held_out: (off / all).sqrt(),
            outline,
        })
    }
}
