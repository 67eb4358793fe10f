//! Interpolators of a finite data set: what algorithms find on it, beside the limits.
//!
//! All of it is isotropic, so the truth u is the first coordinate, and a data set is the rows yX: every interpolator has ⟨row, θ⟩ ≥ κ on
//! each. A computation is cut into steps of about a million multiplications, for whoever shows progress and may stop.

mod descent;
mod experiment;
mod program;
#[cfg(test)]
mod tests;
mod walk;

pub use descent::Descent;
pub use experiment::{Experiment, Findings, MOST_WALKED};
pub use program::{Objective, Program};
pub use walk::Walk;

use super::Law;
use crate::linalg::random::{Rng, seeded};
use rand_distr::{Distribution, StandardNormal, StandardUniform};

/// Most numbers in a data set, n times d: 3 MB, held twice.
pub const MOST_ENTRIES: usize = 400_000;
/// Multiplications of one step.
const STEP: usize = 1_000_000;

/// n examples yX in d dimensions, in rows; the first coordinate is along the truth.
#[derive(Clone, Debug)]
pub struct Sample {
    rows: Vec<f64>,
    dimension: usize,
}

impl Sample {
    /// The examples of a draw: the same seed and number, the same examples. `None` where n·d is 0 or above [`MOST_ENTRIES`].
    ///
    /// ```
    /// use rankscope_math::interpolation::{Law, sample::Sample};
    /// let law = Law::Teacher { flipped: 0.0 };
    /// let found = Sample::draw(law, 100, 200, 7, 0).map(|sample| sample.overlap(&sample.hebb()));
    /// // √(2α/(2α + π)) in the limit, up to 1/√d.
    /// assert!(found.is_some_and(|x| (x - 0.491).abs() < 0.1));
    /// ```
    pub fn draw(law: Law, n: usize, d: usize, seed: u64, draw: usize) -> Option<Self> {
        let entries = n.checked_mul(d)?;
        if entries == 0 || entries > MOST_ENTRIES {
            return None;
        }
        let mixed = (draw as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut rng = seeded(seed ^ mixed);
        let mut rows = Vec::with_capacity(entries);
        for _ in 0..n {
            rows.push(side(law, &mut rng));
            rows.extend((1..d).map(|_| normal(&mut rng)));
        }
        Some(Self { rows, dimension: d })
    }

    /// Number of examples n.
    fn len(&self) -> usize {
        self.rows.len() / self.dimension
    }

    fn rows(&self) -> impl ExactSizeIterator<Item = &[f64]> {
        self.rows.chunks_exact(self.dimension)
    }

    /// Σ yX, of the length that it has.
    pub fn hebb(&self) -> Vec<f64> {
        let mut sum = vec![0.0; self.dimension];
        self.rows().for_each(|row| add(&mut sum, 1.0, row));
        sum
    }

    /// The overlap ⟨θ, u⟩/|θ| of a direction (d) with the truth; 0 of none.
    pub fn overlap(&self, direction: &[f64]) -> f64 {
        let length = dot(direction, direction).sqrt();
        if length > 0.0 {
            direction[0] / length
        } else {
            0.0
        }
    }

    /// The least ⟨row, θ⟩/|θ|: the margin κ of a direction (d).
    pub fn margin(&self, direction: &[f64]) -> f64 {
        let length = dot(direction, direction).sqrt();
        let least = self.rows().map(|row| dot(row, direction));
        least.fold(f64::INFINITY, f64::min) / length
    }
}

/// w of one example.
fn side(law: Law, rng: &mut Rng) -> f64 {
    let g = normal(rng);
    let chance: f64 = StandardUniform.sample(rng);
    match law {
        Law::Mixture { distance } => distance + g,
        Law::Teacher { flipped } if chance < flipped => -g.abs(),
        Law::Teacher { .. } => g.abs(),
        Law::Logistic { steepness } if chance * (1.0 + libm::exp(-steepness * g.abs())) > 1.0 => {
            -g.abs()
        }
        Law::Logistic { .. } => g.abs(),
    }
}

fn normal(rng: &mut Rng) -> f64 {
    StandardNormal.sample(rng)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    // Four sums side by side: the order is fixed, so that every build rounds alike.
    let mut sums = [0.0; 4];
    let (mut left, mut right) = (a.chunks_exact(4), b.chunks_exact(4));
    for (x, y) in left.by_ref().zip(right.by_ref()) {
        for lane in 0..4 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    let rest = left.remainder().iter().zip(right.remainder());
    let rest: f64 = rest.map(|(x, y)| x * y).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

fn add(to: &mut [f64], times: f64, row: &[f64]) {
    to.iter_mut().zip(row).for_each(|(x, y)| *x += times * y);
}
