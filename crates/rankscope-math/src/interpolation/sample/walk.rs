//! Interpolators drawn at random: a billiard on the sphere, whose walls are the examples.

use super::{Sample, add, dot, normal};
use crate::linalg::random::{Rng, seeded};
use rand_distr::{Distribution, StandardUniform};

/// How far a ball rolls until it is pushed anew, in radians: between half of it and half more.
const ROLL: f64 = 1.5;
/// Bounces after which it is pushed anew in any case.
const MOST_BOUNCES: usize = 5000;

/// A ball on the sphere that rolls along great circles and bounces off the walls ⟨row, θ⟩ = κ as light off a mirror, and is pushed in a
/// random direction again and again. Rolling and bouncing keep the uniform law on the interpolators (Liouville), as in the Hamiltonian
/// sampler of Pakman and Paninski (2014). For κ < 0, where what fits may be in pieces, it stays on its piece.
pub struct Walk {
    theta: Vec<f64>,
    /// ⟨row, θ⟩ of every row.
    along: Vec<f64>,
    /// The way it rolls: a unit vector orthogonal to θ, and ⟨row, ·⟩ of it.
    way: Vec<f64>,
    speeds: Vec<f64>,
    least: f64,
    rng: Rng,
}

impl Walk {
    /// From an interpolator (d, of any length) at a margin κ; `None` where it is none.
    pub fn new(sample: &Sample, start: &[f64], margin: f64, seed: u64) -> Option<Self> {
        let length = dot(start, start).sqrt();
        let theta: Vec<f64> = start.iter().map(|x| x / length).collect();
        let along: Vec<f64> = sample.rows().map(|row| dot(row, &theta)).collect();
        along.iter().all(|a| *a >= margin).then(|| Self {
            way: vec![0.0; theta.len()],
            speeds: vec![0.0; along.len()],
            theta,
            along,
            least: margin,
            rng: seeded(seed),
        })
    }

    /// The interpolator that it is at, of length 1.
    pub fn theta(&self) -> &[f64] {
        &self.theta
    }

    /// The overlap of the interpolator that it is at.
    pub fn overlap(&self) -> f64 {
        self.theta[0]
    }

    /// Pushes the ball and lets it roll; how often it bounced.
    pub fn roll(&mut self, sample: &Sample) -> usize {
        self.push(sample);
        let share: f64 = StandardUniform.sample(&mut self.rng);
        let mut left = ROLL * (0.5 + share);
        for bounce in 0..MOST_BOUNCES {
            let (wall, angle) = self.next_wall();
            if angle >= left {
                self.turn(left);
                return bounce;
            }
            self.turn(angle);
            left -= angle;
            self.bounce(sample, wall);
        }
        MOST_BOUNCES
    }

    /// A random way, uniform among the tangents; rounding is not carried on from the last one.
    fn push(&mut self, sample: &Sample) {
        let length = dot(&self.theta, &self.theta).sqrt();
        self.theta.iter_mut().for_each(|x| *x /= length);
        for x in &mut self.way {
            *x = normal(&mut self.rng);
        }
        let off = dot(&self.way, &self.theta);
        add(&mut self.way, -off, &self.theta);
        let length = dot(&self.way, &self.way).sqrt();
        self.way.iter_mut().for_each(|x| *x /= length);
        for (i, row) in sample.rows().enumerate() {
            self.along[i] = dot(row, &self.theta);
            self.speeds[i] = dot(row, &self.way);
        }
    }

    /// The wall that is met first, and after what angle: of the roots of (a + κ) u² − 2 b u + κ − a = 0 with u = tan(angle/2), the first
    /// at which the ball would leave.
    fn next_wall(&self) -> (usize, f64) {
        let (mut wall, mut first) = (0, f64::INFINITY);
        let kappa = self.least;
        for (i, (a, b)) in self.along.iter().zip(&self.speeds).enumerate() {
            let square = a * a + b * b - kappa * kappa;
            if square <= 0.0 {
                continue;
            }
            let root = square.sqrt();
            // Both forms of the same root; each loses digits where the other does not.
            let u = if *b < 0.0 {
                // Rounding may have taken the ball behind a wall by little.
                ((a - kappa) / (root - b)).max(0.0)
            } else if a + kappa > 0.0 {
                (b + root) / (a + kappa)
            } else {
                continue;
            };
            if u < first {
                (wall, first) = (i, u);
            }
        }
        (wall, 2.0 * libm::atan(first))
    }

    fn turn(&mut self, angle: f64) {
        let (cos, sin) = (libm::cos(angle), libm::sin(angle));
        let turn = |a: &mut f64, b: &mut f64| (*a, *b) = (cos * *a + sin * *b, cos * *b - sin * *a);
        self.theta
            .iter_mut()
            .zip(&mut self.way)
            .for_each(|(a, b)| turn(a, b));
        self.along
            .iter_mut()
            .zip(&mut self.speeds)
            .for_each(|(a, b)| turn(a, b));
    }

    /// Mirrors the way at a wall, whose normal on the sphere is the row without its part along θ.
    fn bounce(&mut self, sample: &Sample, wall: usize) {
        let row = &sample.rows[wall * sample.dimension..(wall + 1) * sample.dimension];
        let height = self.along[wall];
        let square = dot(row, row) - height * height;
        let twice = -2.0 * self.speeds[wall] / square;
        add(&mut self.way, twice, row);
        add(&mut self.way, -twice * height, &self.theta);
        for (speed, other) in self.speeds.iter_mut().zip(sample.rows()) {
            *speed = dot(other, &self.way);
        }
    }
}
