//! Interpolators drawn at random: a walk on the sphere that never leaves them.

use super::{Sample, dot};
use crate::linalg::random::{Rng, seeded};
use rand_distr::{Distribution, StandardUniform};
use std::f64::consts::{PI, TAU};

/// A walk whose steps keep the uniform law on the interpolators: a turn in the plane of two coordinates, to a uniform point of the arc
/// that fits. Turns keep the sphere's law, and so does a uniform point of an orbit (for κ < 0, where the arcs that fit may be several, of
/// the one that θ is on: the walk stays within a connected piece).
pub struct Walk {
    theta: Vec<f64>,
    /// ⟨row, θ⟩ of every row.
    along: Vec<f64>,
    /// The rows' coordinates, axis by axis.
    columns: Vec<f64>,
    least: f64,
    rng: Rng,
}

impl Walk {
    /// From an interpolator (d, of any length) at a margin κ; `None` where it is none.
    pub fn new(sample: &Sample, start: &[f64], margin: f64, seed: u64) -> Option<Self> {
        let length = dot(start, start).sqrt();
        let theta: Vec<f64> = start.iter().map(|x| x / length).collect();
        let along: Vec<f64> = sample.rows().map(|row| dot(row, &theta)).collect();
        if !along.iter().all(|a| *a >= margin) {
            return None;
        }
        let mut columns = Vec::with_capacity(sample.rows.len());
        for axis in 0..sample.dimension() {
            columns.extend(sample.rows().map(|row| row[axis]));
        }
        Some(Self {
            theta,
            along,
            columns,
            least: margin,
            rng: seeded(seed),
        })
    }

    /// A turn of every coordinate with one at the same random distance.
    pub fn sweep(&mut self, sample: &Sample) {
        let d = self.theta.len();
        let apart: f64 = StandardUniform.sample(&mut self.rng);
        let apart = 1 + (apart * (d - 1) as f64) as usize;
        for axis in 0..d {
            self.turn(axis, (axis + apart) % d);
        }
        // Rounding does not add up from sweep to sweep.
        let length = dot(&self.theta, &self.theta).sqrt();
        self.theta.iter_mut().for_each(|x| *x /= length);
        for (along, row) in self.along.iter_mut().zip(sample.rows()) {
            *along = dot(row, &self.theta);
        }
    }

    /// The interpolator that it is at, of length 1.
    pub fn theta(&self) -> &[f64] {
        &self.theta
    }

    /// The overlap of the interpolator that it is at.
    pub fn overlap(&self) -> f64 {
        self.theta[0]
    }

    fn turn(&mut self, i: usize, j: usize) {
        if i == j {
            return;
        }
        let (x, y) = (self.theta[i], self.theta[j]);
        let n = self.along.len();
        let [first, second] = [i, j].map(|axis| &self.columns[axis * n..(axis + 1) * n]);
        let mut arc = Arc::default();
        for ((along, p), q) in self.along.iter().zip(first).zip(second) {
            let (a, b) = (p * x + q * y, q * x - p * y);
            arc.keep(a, b, self.least - (along - a));
        }
        let (low, high) = arc.ends();
        let share: f64 = StandardUniform.sample(&mut self.rng);
        let angle = low + share * (high - low);
        let (cos, sin) = (libm::cos(angle), libm::sin(angle));
        let to = (cos * x - sin * y, sin * x + cos * y);
        (self.theta[i], self.theta[j]) = to;
        for ((along, p), q) in self.along.iter_mut().zip(first).zip(second) {
            *along += p * (to.0 - x) + q * (to.1 - y);
        }
    }
}

/// The arc around angle 0 on which every condition a cos φ + b sin φ ≥ c holds, in u = tan(φ/2), which needs no arcus cosine.
#[derive(Debug)]
struct Arc {
    low: f64,
    high: f64,
    /// Ends that lie more than half a turn away, as they can for c < 0: their u on the next turn.
    far_low: f64,
    far_high: f64,
}

impl Default for Arc {
    fn default() -> Self {
        Self {
            low: f64::NEG_INFINITY,
            high: f64::INFINITY,
            far_low: f64::NEG_INFINITY,
            far_high: f64::INFINITY,
        }
    }
}

impl Arc {
    /// (a + c) u² − 2 b u + c − a ≤ 0, which holds at u = 0.
    fn keep(&mut self, a: f64, b: f64, least: f64) {
        let square = a * a + b * b - least * least;
        if square < 0.0 {
            return;
        }
        let root = square.sqrt();
        let leading = a + least;
        // Rounding may have taken θ over an edge by little.
        let (p, q) = ((b - root) / leading, (b + root) / leading);
        if leading > 0.0 {
            self.low = self.low.max(p.min(0.0));
            self.high = self.high.min(q.max(0.0));
        } else if b < 0.0 {
            // Excluded is what lies between two positive roots.
            self.high = self.high.min(q.min(p));
            self.far_low = self.far_low.max(q.max(p));
        } else {
            self.low = self.low.max(q.max(p));
            self.far_high = self.far_high.min(q.min(p));
        }
    }

    /// Its ends as angles; a whole turn where nothing ends it.
    fn ends(&self) -> (f64, f64) {
        let angle = |u: f64| 2.0 * libm::atan(u);
        let mut low = angle(self.low);
        let mut high = angle(self.high);
        if self.low == f64::NEG_INFINITY && self.far_low > f64::NEG_INFINITY {
            low = angle(self.far_low) - TAU;
        }
        if self.high == f64::INFINITY && self.far_high < f64::INFINITY {
            high = angle(self.far_high) + TAU;
        }
        if high - low >= TAU {
            (-PI, PI)
        } else {
            (low, high)
        }
    }
}
