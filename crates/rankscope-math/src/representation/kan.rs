//! A Kolmogorov–Arnold network: every edge has a function of its own, a spline on an even grid, and units only add up.

use super::fit::{RULE, pace};
use crate::{
    linalg::{
        Error, Matrix,
        random::{Rng, seeded},
        solve,
    },
    nn::{
        optimiser::{Evidenced, Optimiser},
        tensor::Tensor,
    },
};
use core::ops::Range;
use rand_distr::{Distribution, StandardNormal};

/// Most basis functions that overlap: of cubic pieces.
const OVERLAP: usize = 4;

/// The B-splines of one degree (1 or 3) on an even grid of G intervals on \[−1, 1\]: G + degree of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// Intervals G.
    pub intervals: usize,
    /// 1 or 3.
    pub degree: usize,
}

/// Where x lies: what every edge that x enters makes its function of.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// x/(1 + e^(−x)) and its derivative.
    silu: (f64, f64),
    /// The first basis function that is not zero there, and how many of the four are meant.
    first: usize,
    count: usize,
    /// Their values and derivatives.
    values: [f64; OVERLAP],
    slopes: [f64; OVERLAP],
}

impl Place {
    /// The value and the derivative of an edge's function, whose parameters are b and the c.
    #[inline]
    fn along(&self, edge: &[f64]) -> (f64, f64) {
        let mut value = edge[0] * self.silu.0;
        let mut slope = edge[0] * self.silu.1;
        let coefficients = &edge[1 + self.first..1 + self.first + self.count];
        for (k, c) in coefficients.iter().enumerate() {
            value += c * self.values[k];
            slope += c * self.slopes[k];
        }
        (value, slope)
    }

    /// Adds what an edge's value here has for a gradient by its parameters, times a weight.
    #[inline]
    fn collect(&self, gradient: &mut [f64], weight: f64) {
        gradient[0] += weight * self.silu.0;
        let coefficients = &mut gradient[1 + self.first..1 + self.first + self.count];
        for (k, g) in coefficients.iter_mut().enumerate() {
            *g += weight * self.values[k];
        }
    }
}

impl Basis {
    /// Number of basis functions.
    fn len(self) -> usize {
        self.intervals + self.degree
    }

    /// The functions that are not zero at x; beyond the grid those that reach out of it fall to zero.
    fn at(self, x: f64) -> Place {
        let per = 0.5 * self.intervals as f64;
        let place = ((x + 1.0) * per).clamp(-8.0, self.intervals as f64 + 8.0);
        // 1 is in the last interval, not in one beyond it.
        let cell = if x == 1.0 { place - 1.0 } else { place.floor() };
        let t = place - cell;
        let (values, slopes) = match self.degree {
            1 => ([1.0 - t, t, 0.0, 0.0], [-1.0, 1.0, 0.0, 0.0]),
            _ => {
                let u = 1.0 - t;
                let (t2, u2) = (t * t, u * u);
                (
                    [
                        u2 * u / 6.0,
                        (3.0 * t2 * t - 6.0 * t2 + 4.0) / 6.0,
                        (3.0 * u2 * u - 6.0 * u2 + 4.0) / 6.0,
                        t2 * t / 6.0,
                    ],
                    [-0.5 * u2, 1.5 * t2 - 2.0 * t, 2.0 * u - 1.5 * u2, 0.5 * t2],
                )
            }
        };
        let mut place = Place {
            silu: silu(x),
            first: 0,
            count: 0,
            values: [0.0; OVERLAP],
            slopes: [0.0; OVERLAP],
        };
        for k in 0..=self.degree {
            // Beyond the grid some of the functions do not exist.
            let i = cell as isize + k as isize;
            if i >= 0 && (i as usize) < self.len() {
                if place.count == 0 {
                    place.first = i as usize;
                }
                place.values[place.count] = values[k];
                place.slopes[place.count] = slopes[k] * per;
                place.count += 1;
            }
        }
        place
    }
}

/// z/(1 + e^(−z)) and its derivative.
fn silu(z: f64) -> (f64, f64) {
    let sigmoid = 1.0 / (1.0 + libm::exp(-z));
    (z * sigmoid, sigmoid * (1.0 + z * (1.0 - sigmoid)))
}

/// A network of the shape \[inputs, hidden, 1\] in training (Liu et al. 2024, arXiv 2404.19756, section 2.2): each edge has
/// φ(x) = b·x/(1 + e^(−x)) + Σᵢ cᵢBᵢ(x).
#[derive(Debug)]
pub struct Kan {
    basis: Basis,
    inputs: usize,
    hidden: usize,
    /// For every edge its b, then its c: first those into the first hidden unit, input by input; last those into the output.
    parameters: Vec<f64>,
    gradient: Vec<f64>,
    optimiser: Optimiser,
    /// Where the inputs of the examples lie, example by example, and what is wanted there.
    places: Vec<Place>,
    targets: Vec<f64>,
    step: usize,
    steps: usize,
}

impl Kan {
    /// A network at its random start: coefficients of standard deviation 0.1, b of 1/√(edges into the unit); the examples (inputs row by
    /// row, one target each), and how many steps it will do.
    pub fn new(
        basis: Basis,
        [inputs, hidden]: [usize; 2],
        examples: (&[f64], &[f64]),
        steps: usize,
        seed: u64,
    ) -> Self {
        let mut rng = seeded(seed);
        let mut parameters = Vec::new();
        let normal = |rng: &mut Rng| -> f64 { StandardNormal.sample(rng) };
        for edge in 0..(inputs + 1) * hidden {
            let into = if edge < inputs * hidden {
                inputs
            } else {
                hidden
            };
            parameters.push(normal(&mut rng) / (into as f64).sqrt());
            parameters.extend((0..basis.len()).map(|_| 0.1 * normal(&mut rng)));
        }
        let count = parameters.len();
        Self {
            basis,
            inputs,
            hidden,
            gradient: vec![0.0; count],
            optimiser: Optimiser::new(RULE, &Tensor::layout([("edges", 1, count)])),
            parameters,
            places: examples.0.iter().map(|x| basis.at(*x)).collect(),
            targets: examples.1.to_vec(),
            step: 0,
            steps,
        }
    }

    /// The same network on a grid of its own, with so many more steps to do: each spline is the one nearest to the old one, by least squares
    /// on the grid (Liu et al. 2024, section 2.4). Adam begins anew.
    ///
    /// # Errors
    /// Where the equations cannot be solved.
    pub fn refined(&self, intervals: usize, inputs: &[f64], steps: usize) -> Result<Self, Error> {
        let (old, new) = (
            self.basis,
            Basis {
                intervals,
                ..self.basis
            },
        );
        let points = 4 * new.len().max(old.len());
        let places = |basis: Basis| -> Vec<Place> {
            let at = |i| -1.0 + 2.0 * (f64::from(i) + 0.5) / points as f64;
            (0..points as u32).map(|i| basis.at(at(i))).collect()
        };
        let mut values = Matrix::zeros(points, new.len());
        for (i, place) in places(new).iter().enumerate() {
            values.row_mut(i)[place.first..place.first + place.count]
                .copy_from_slice(&place.values[..place.count]);
        }
        let edges = (self.inputs + 1) * self.hidden;
        let before = places(old);
        let wanted = Matrix::from_fn(points, edges, |i, edge| {
            let place = &before[i];
            let c = &self.parameters[self.edge(edge)][1 + place.first..];
            c.iter()
                .zip(&place.values[..place.count])
                .map(|(c, b)| c * b)
                .sum()
        });
        let turned = values.transpose();
        let found = solve(&turned.product(&values)?, &turned.product(&wanted)?)?;
        let mut parameters = Vec::new();
        for edge in 0..edges {
            parameters.push(self.parameters[self.edge(edge).start]);
            parameters.extend((0..new.len()).map(|i| found[(i, edge)]));
        }
        let count = parameters.len();
        Ok(Self {
            basis: new,
            gradient: vec![0.0; count],
            optimiser: Optimiser::new(RULE, &Tensor::layout([("edges", 1, count)])),
            parameters,
            places: inputs.iter().map(|x| new.at(*x)).collect(),
            targets: self.targets.clone(),
            step: 0,
            steps,
            ..*self
        })
    }

    /// Number of parameters: (inputs + 1)·hidden·(G + degree + 1).
    pub fn parameters(&self) -> usize {
        self.parameters.len()
    }

    /// Whether all steps are done.
    pub fn finished(&self) -> bool {
        self.step >= self.steps
    }

    /// Where the parameters of an edge lie.
    fn edge(&self, edge: usize) -> Range<usize> {
        let per = self.basis.len() + 1;
        edge * per..(edge + 1) * per
    }

    /// The function on the edge from an input to a hidden unit, at x.
    pub fn inner(&self, input: usize, unit: usize, x: f64) -> f64 {
        let edge = self.edge(unit * self.inputs + input);
        self.basis.at(x).along(&self.parameters[edge]).0
    }

    /// The function on the edge from a hidden unit to the output, at z.
    pub fn outer(&self, unit: usize, z: f64) -> f64 {
        let edge = self.edge(self.inputs * self.hidden + unit);
        self.basis.at(z).along(&self.parameters[edge]).0
    }

    /// What a hidden unit sums up to at one input.
    pub fn sum(&self, unit: usize, input: &[f64]) -> f64 {
        let inner = |(i, x): (usize, &f64)| self.inner(i, unit, *x);
        input.iter().enumerate().map(inner).sum()
    }

    /// The output at one input.
    pub fn value(&self, input: &[f64]) -> f64 {
        (0..self.hidden)
            .map(|unit| self.outer(unit, self.sum(unit, input)))
            .sum()
    }

    /// The gradient of the mean squared error on the examples, and that error.
    fn backward(&mut self) -> f64 {
        let mut gradient = core::mem::take(&mut self.gradient);
        gradient.fill(0.0);
        let (mut loss, share) = (0.0, 1.0 / self.targets.len() as f64);
        let mut outer: Vec<(Place, f64)> = Vec::with_capacity(self.hidden);
        for (places, target) in self.places.chunks_exact(self.inputs).zip(&self.targets) {
            outer.clear();
            let mut output = 0.0;
            for unit in 0..self.hidden {
                let mut sum = 0.0;
                for (i, place) in places.iter().enumerate() {
                    let edge = self.edge(unit * self.inputs + i);
                    sum += place.along(&self.parameters[edge]).0;
                }
                let place = self.basis.at(sum);
                let edge = self.edge(self.inputs * self.hidden + unit);
                let (value, slope) = place.along(&self.parameters[edge]);
                output += value;
                outer.push((place, slope));
            }
            let off = output - target;
            loss += share * off * off;
            let weight = 2.0 * share * off;
            for (unit, (place, slope)) in outer.iter().enumerate() {
                let edge = self.edge(self.inputs * self.hidden + unit);
                place.collect(&mut gradient[edge], weight);
                for (i, place) in places.iter().enumerate() {
                    let edge = self.edge(unit * self.inputs + i);
                    place.collect(&mut gradient[edge], weight * slope);
                }
            }
        }
        self.gradient = gradient;
        loss
    }

    /// Does so many more steps of Adam on all examples, or as many as are left.
    pub fn advance(&mut self, steps: usize) {
        for _ in 0..steps.min(self.steps - self.step) {
            self.backward();
            let evidence = Evidenced {
                mean: &self.gradient,
                variance: &[],
                batch: self.targets.len(),
            };
            let pace = pace(self.step as f64 / self.steps as f64);
            self.optimiser.step(&mut self.parameters, evidence, pace);
            self.step += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn b_splines_add_up_to_one_on_the_grid() {
        for degree in [1, 3] {
            let basis = Basis {
                intervals: 5,
                degree,
            };
            for i in 0..=40 {
                let x = -1.0 + f64::from(i) / 20.0;
                let place = basis.at(x);
                let sum: f64 = place.values[..place.count].iter().sum();
                let slopes: f64 = place.slopes[..place.count].iter().sum();
                assert!(
                    (sum - 1.0).abs() < 1e-14 && slopes.abs() < 1e-13,
                    "{x}: {sum}"
                );
            }
            assert_eq!(basis.at(3.0).count, 0);
            assert_eq!(basis.at(-3.0).count, 0);
        }
    }

    #[test]
    fn the_gradient_is_that_of_difference_quotients() {
        for degree in [1, 3] {
            let inputs = [0.31, -0.62, -0.9, 0.11, 0.47, 0.83];
            let targets = [0.5, -1.0, 2.0];
            let basis = Basis {
                intervals: 4,
                degree,
            };
            let mut kan = Kan::new(basis, [2, 3], (&inputs, &targets), 10, 1);
            kan.backward();
            let gradient = kan.gradient.clone();
            for (i, g) in gradient.iter().enumerate() {
                let h = 1e-6;
                let mut at = |by: f64| {
                    let kept = kan.parameters[i];
                    kan.parameters[i] = kept + by;
                    let loss = kan.backward();
                    kan.parameters[i] = kept;
                    loss
                };
                let quotient = (at(h) - at(-h)) / (2.0 * h);
                assert!(
                    (quotient - g).abs() < 1e-7 * (1.0 + g.abs()),
                    "{degree} {i}: {g} {quotient}"
                );
            }
        }
    }

    #[test]
    fn it_learns() {
        let inputs: Vec<f64> = (0..200).map(|i| libm::sin(f64::from(i) * 1.7)).collect();
        let targets: Vec<f64> = inputs.chunks(2).map(|x| x[0] * x[1]).collect();
        let basis = Basis {
            intervals: 4,
            degree: 3,
        };
        let mut kan = Kan::new(basis, [2, 4], (&inputs, &targets), 300, 3);
        let before = kan.backward();
        kan.advance(300);
        let after = kan.backward();
        assert!(kan.finished() && after < 0.01 * before, "{before} {after}");
        assert_eq!(kan.parameters(), 3 * 4 * 8);
    }

    #[test]
    fn a_finer_grid_begins_where_the_coarse_one_ended() {
        for degree in [1, 3] {
            let inputs = [0.31, -0.62, -0.9, 0.11];
            let basis = Basis {
                intervals: 3,
                degree,
            };
            let kan = Kan::new(basis, [2, 3], (&inputs, &[0.5, 1.0]), 10, 1);
            let fine = kan.refined(6, &inputs, 10).unwrap();
            for input in inputs.chunks(2) {
                // Every second knot of the fine grid is one of the coarse grid: the old splines are among the new ones, on the grid.
                assert!((kan.inner(0, 1, input[0]) - fine.inner(0, 1, input[0])).abs() < 1e-9);
                assert!((kan.value(input) - fine.value(input)).abs() < 1e-2);
            }
            assert_eq!(fine.parameters(), 9 * (6 + degree + 1));
        }
    }
}
