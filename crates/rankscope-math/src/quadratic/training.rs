//! Training a real network on sampled data, cut into steps of about a millisecond.
//!
//! Full-batch L-BFGS (Nocedal and Wright, 2006, section 7.2) on B with S = BBᵀ. Along a direction the objective is a polynomial of
//! degree four, so every line search is exact and costs one pass over the data.

use super::{
    Error, Setting, Teacher,
    error::{check, positive},
    roots,
};
use crate::linalg::{
    add_scaled, dot,
    random::{Rng, seeded},
};
use rand_distr::{Distribution, StandardNormal};
use std::collections::VecDeque;

/// Largest dimension that is trained.
pub const MAX_TRAINED: usize = 64;
/// Multiply-adds of one step.
const STEP: usize = 1 << 19;
/// Updates that L-BFGS remembers.
const MEMORY: usize = 12;
/// Iterations after which training ends in any case.
const MOST: u32 = 600;
/// Training ends where ten iterations lower the objective by less than this share of it.
const SETTLED: f64 = 1e-6;

/// One network being trained; a value of its seed, its setting and the number of steps done, and of nothing else.
pub struct Training {
    d: usize,
    p: usize,
    n: usize,
    penalty: f64,
    noise: f64,
    target: Vec<f64>,
    rng: Rng,
    phase: Phase,
    row: usize,
    iterations: u32,
    /// Inputs, n × d.
    x: Vec<f64>,
    /// Labels minus predictions.
    residual: Vec<f64>,
    /// B, d × p.
    weights: Vec<f64>,
    /// xᵀB per sample, n × p.
    hidden: Vec<f64>,
    gradient: Vec<f64>,
    direction: Vec<f64>,
    /// xᵀ·direction per sample, n × p.
    moved: Vec<f64>,
    /// Σ of the products that make up the objective along the direction.
    sums: [f64; 5],
    history: VecDeque<Pair>,
    objectives: Vec<f64>,
}

struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    curvature: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Draw,
    Gradient,
    Line,
    Done,
}

impl Training {
    /// Prepares the training of one network; d at most [`MAX_TRAINED`], whole width and number of samples.
    pub fn new(teacher: &Teacher, setting: &Setting, seed: u64) -> Result<Self, Error> {
        let d = teacher.dimension();
        let holds = d <= MAX_TRAINED;
        check(
            holds,
            d as f64,
            "the dimension d of a trained network",
            "1 to 64",
        )?;
        let holds = setting.width >= 1.0 && setting.width <= d as f64;
        check(holds, setting.width, "the width p", "1 to the dimension d")?;
        positive(setting.samples, "the number of samples n")?;
        positive(setting.penalty, "the penalty lambda")?;
        let (p, n) = (setting.width as usize, (setting.samples as usize).max(1));
        let mut rng = seeded(seed);
        let scale = 0.5 / (p as f64).sqrt();
        let weights = normals(d * p, &mut rng).map(|z| scale * z).collect();
        Ok(Self {
            d,
            p,
            n,
            penalty: setting.penalty,
            noise: setting.noise,
            target: teacher.eigenvalues().to_vec(),
            rng,
            phase: Phase::Draw,
            row: 0,
            iterations: 0,
            x: Vec::new(),
            residual: Vec::new(),
            weights,
            hidden: Vec::new(),
            gradient: vec![0.0; d * p],
            direction: Vec::new(),
            moved: Vec::new(),
            sums: [0.0; 5],
            history: VecDeque::new(),
            objectives: Vec::new(),
        })
    }

    /// Does one step; whether training has ended.
    pub fn step(&mut self) -> bool {
        let rows = (STEP / (self.d * self.p)).max(1);
        let end = (self.row + rows).min(self.n);
        match self.phase {
            Phase::Draw => self.draw(end),
            Phase::Gradient => self.add_gradient(end),
            Phase::Line => self.add_line(end),
            Phase::Done => return true,
        }
        self.row = end;
        if end == self.n {
            self.row = 0;
            self.phase = match self.phase {
                Phase::Draw => Phase::Gradient,
                Phase::Gradient => self.turn(),
                Phase::Line => self.walk(),
                Phase::Done => Phase::Done,
            };
        }
        self.phase == Phase::Done
    }

    /// Roughly how much of the training is done, 0 to 1.
    pub fn progress(&self) -> f64 {
        match self.phase {
            Phase::Done => 1.0,
            _ => f64::from(self.iterations) / f64::from(MOST),
        }
    }

    /// Iterations of L-BFGS done.
    pub fn iterations(&self) -> u32 {
        self.iterations
    }

    /// The training objective now; infinite before the first iteration.
    pub fn objective(&self) -> f64 {
        self.objectives.last().copied().unwrap_or(f64::INFINITY)
    }

    /// E = ‖BBᵀ − S*‖²_F/d now.
    pub fn error(&self) -> f64 {
        let mut sum = 0.0;
        for (i, row) in self.weights.chunks(self.p).enumerate() {
            for (j, other) in self.weights.chunks(self.p).enumerate() {
                let target = if i == j { self.target[i] } else { 0.0 };
                sum += (dot(row, other) - target).powi(2);
            }
        }
        sum / self.d as f64
    }

    fn scale(&self) -> f64 {
        1.0 / (self.d as f64).sqrt()
    }

    /// Draws samples; the inputs have no preferred direction, so the target may be diagonal.
    fn draw(&mut self, end: usize) {
        let size = dot(&self.weights, &self.weights);
        let trace: f64 = self.target.iter().sum();
        for _ in self.row..end {
            let x: Vec<f64> = normals(self.d, &mut self.rng).collect();
            let noise: f64 = StandardNormal.sample(&mut self.rng);
            let form: f64 = x.iter().zip(&self.target).map(|(x, s)| s * x * x).sum();
            let label = (form - trace) * self.scale() + self.noise.sqrt() * noise;
            let mut hidden = vec![0.0; self.p];
            project(&x, &self.weights, &mut hidden);
            let guess = (dot(&hidden, &hidden) - size) * self.scale();
            self.residual.push(label - guess);
            self.x.extend(x);
            self.hidden.extend(hidden);
        }
        self.moved.resize(self.hidden.len(), 0.0);
    }

    fn add_gradient(&mut self, end: usize) {
        let (d, p) = (self.d, self.p);
        let scale = -4.0 / (d * d) as f64 * self.scale();
        let mut weighted = vec![0.0; p];
        for mu in self.row..end {
            let c = scale * self.residual[mu];
            self.sums[0] += c;
            self.sums[1] += self.residual[mu] * self.residual[mu];
            let hidden = &self.hidden[mu * p..][..p];
            weighted
                .iter_mut()
                .zip(hidden)
                .for_each(|(w, h)| *w = c * h);
            let x = &self.x[mu * d..][..d];
            for (x, row) in x.iter().zip(self.gradient.chunks_mut(p)) {
                row.iter_mut().zip(&weighted).for_each(|(g, w)| *g += x * w);
            }
        }
    }

    /// With the gradient complete: decides where to go next, or ends.
    fn turn(&mut self) -> Phase {
        let (d, size) = (self.d as f64, dot(&self.weights, &self.weights));
        let shrink = 2.0 * self.penalty / d - self.sums[0];
        let weights = self.weights.iter();
        self.gradient
            .iter_mut()
            .zip(weights)
            .for_each(|(g, w)| *g += shrink * w);
        let objective = self.sums[1] / (d * d) + self.penalty * size / d;
        self.objectives.push(objective);
        self.sums = [0.0; 5];

        let before = self.objectives.len().checked_sub(11);
        let settled = before.is_some_and(|k| self.objectives[k] - objective <= SETTLED * objective);
        if settled || self.iterations >= MOST {
            return Phase::Done;
        }
        if let Some(last) = self.history.back_mut() {
            let gradient = self.gradient.iter();
            last.change
                .iter_mut()
                .zip(gradient)
                .for_each(|(c, g)| *c += g);
            last.curvature = dot(&last.step, &last.change);
            if last.curvature <= 1e-12 * dot(&last.change, &last.change) {
                self.history.pop_back();
            }
        }
        self.direction = self.descent();
        if dot(&self.direction, &self.gradient) >= 0.0 {
            self.history.clear();
            self.direction = self.gradient.iter().map(|g| -g).collect();
        }
        Phase::Line
    }

    /// The L-BFGS direction.
    fn descent(&self) -> Vec<f64> {
        let mut r: Vec<f64> = self.gradient.iter().map(|g| -g).collect();
        let mut along = Vec::new();
        for pair in self.history.iter().rev() {
            let a = dot(&pair.step, &r) / pair.curvature;
            add_scaled(&mut r, -a, &pair.change);
            along.push(a);
        }
        if let Some(last) = self.history.back() {
            let scale = last.curvature / dot(&last.change, &last.change);
            r.iter_mut().for_each(|x| *x *= scale);
        }
        for (pair, a) in self.history.iter().zip(along.iter().rev()) {
            let b = dot(&pair.change, &r) / pair.curvature;
            add_scaled(&mut r, a - b, &pair.step);
        }
        r
    }

    /// Products of the residual with the first and second order change of the predictions.
    fn add_line(&mut self, end: usize) {
        let (d, p) = (self.d, self.p);
        let inner = dot(&self.weights, &self.direction);
        let square = dot(&self.direction, &self.direction);
        let scale = self.scale();
        for mu in self.row..end {
            let moved = &mut self.moved[mu * p..][..p];
            moved.fill(0.0);
            project(&self.x[mu * d..][..d], &self.direction, moved);
            let hidden = &self.hidden[mu * p..][..p];
            let first = 2.0 * (dot(hidden, moved) - inner) * scale;
            let second = (dot(moved, moved) - square) * scale;
            let r = self.residual[mu];
            let terms = [
                -2.0 * r * first,
                first * first - 2.0 * r * second,
                2.0 * first * second,
                second * second,
            ];
            self.sums.iter_mut().zip(terms).for_each(|(s, t)| *s += t);
        }
    }

    /// Goes to the lowest point along the direction.
    fn walk(&mut self) -> Phase {
        let d = self.d as f64;
        let inner = dot(&self.weights, &self.direction);
        let square = dot(&self.direction, &self.direction);
        let mut c = self.sums.map(|s| s / (d * d));
        c[0] += 2.0 * self.penalty * inner / d;
        c[1] += self.penalty * square / d;
        self.sums = [0.0; 5];
        let slope = |t: f64| c[0] + t * (2.0 * c[1] + t * (3.0 * c[2] + t * 4.0 * c[3]));
        let mut reach = 1.0;
        while slope(reach) < 0.0 && reach < 1e12 {
            reach *= 2.0;
        }
        let t = roots::bracketed((0.0, c[0]), (reach, slope(reach)), 1e-12, &mut |t| slope(t));

        let (p, scale) = (self.p, self.scale());
        for mu in 0..self.n {
            let moved = &self.moved[mu * p..][..p];
            let hidden = &mut self.hidden[mu * p..][..p];
            let first = 2.0 * (dot(hidden, moved) - inner) * scale;
            let second = (dot(moved, moved) - square) * scale;
            self.residual[mu] -= t * (first + t * second);
            add_scaled(hidden, t, moved);
        }
        add_scaled(&mut self.weights, t, &self.direction);
        if self.history.len() == MEMORY {
            self.history.pop_front();
        }
        self.history.push_back(Pair {
            step: self.direction.iter().map(|x| t * x).collect(),
            change: self.gradient.iter().map(|g| -g).collect(),
            curvature: 0.0,
        });
        self.gradient.fill(0.0);
        self.iterations += 1;
        Phase::Gradient
    }
}

/// out += xᵀA, A with rows as long as `out`.
fn project(x: &[f64], a: &[f64], out: &mut [f64]) {
    for (x, row) in x.iter().zip(a.chunks(out.len())) {
        out.iter_mut().zip(row).for_each(|(o, a)| *o += x * a);
    }
}

fn normals(count: usize, rng: &mut Rng) -> impl Iterator<Item = f64> {
    (0..count).map(|_| StandardNormal.sample(rng))
}
