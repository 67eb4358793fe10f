//! Gradient descent on the logistic loss.

use super::{STEP, Sample, add, dot};

/// A descent from θ = 0, which tends to the largest margin as 1/log t (Soudry et al. 2018).
///
/// Steps grow as the loss falls, 1/(loss · |rows|²): never longer than what the curvature of the loss allows, since the second derivative of
/// log(1 + e^−m) is at most its first. So the path is that of gradient flow, whose time t is the sum of the steps.
pub struct Descent {
    theta: Vec<f64>,
    /// The largest squared singular value of the rows over n.
    curvature: f64,
    /// t.
    time: f64,
    /// The path: t, and the overlap and the margin then.
    pub path: Vec<(f64, f64, f64)>,
    steps: usize,
}

/// Steps of a descent.
const MOST_STEPS: usize = 4000;
/// The path has a point whenever the time has grown by this factor.
const APART: f64 = 1.25;
/// Where it ends.
const END: f64 = 1e12;

impl Descent {
    /// At its start.
    pub fn new(sample: &Sample) -> Self {
        // Power iteration from Hebb's direction; five per cent more is a bound in practice.
        let mut direction = sample.hebb();
        let mut square = 0.0;
        for _ in 0..20 {
            let length = dot(&direction, &direction).sqrt().max(1e-300);
            direction.iter_mut().for_each(|x| *x /= length);
            let mut next = vec![0.0; direction.len()];
            square = 0.0;
            for row in sample.rows() {
                let along = dot(row, &direction);
                square += along * along;
                add(&mut next, along, row);
            }
            direction = next;
        }
        Self {
            theta: vec![0.0; sample.dimension],
            curvature: 1.1 * square / sample.len() as f64,
            time: 0.0,
            path: Vec::new(),
            steps: 0,
        }
    }

    /// Goes on by about a million multiplications; whether more is to do.
    pub fn advance(&mut self, sample: &Sample) -> bool {
        let steps = (STEP / (2 * sample.rows.len())).max(1);
        for _ in 0..steps {
            if self.time >= END || self.steps >= MOST_STEPS {
                return false;
            }
            self.step(sample);
        }
        true
    }

    /// The share of the time that is over, on a logarithmic scale.
    pub fn share(&self) -> f64 {
        let first = 0.01;
        let over = libm::log(self.time.max(first) / first) / libm::log(END / first);
        over.max(self.steps as f64 / MOST_STEPS as f64)
    }

    fn step(&mut self, sample: &Sample) {
        let n = sample.len() as f64;
        let mut down = vec![0.0; self.theta.len()];
        let (mut pull, mut margin) = (0.0, f64::INFINITY);
        for row in sample.rows() {
            let along = dot(row, &self.theta);
            let share = 1.0 / (1.0 + libm::exp(along));
            add(&mut down, share / n, row);
            pull += share / n;
            margin = margin.min(along);
        }
        // Underflow ends a descent: no example pulls any longer.
        if pull < 1e-280 {
            self.steps = MOST_STEPS;
            return;
        }
        let length = dot(&self.theta, &self.theta).sqrt();
        let next = self.path.last().map_or(0.0, |p| APART * p.0);
        if length > 0.0 && self.time >= next {
            self.path
                .push((self.time, sample.overlap(&self.theta), margin / length));
        }
        // At first by little, so that the path begins in Hebb's direction.
        let size = (1.0 / (self.curvature * pull)).min(0.2 * self.time + 0.01 / self.curvature);
        add(&mut self.theta, size, &down);
        self.time += size;
        self.steps += 1;
    }
}
