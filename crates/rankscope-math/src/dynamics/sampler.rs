//! Batches for stochastic training: new samples every time, or from the same ones again and again.

use super::{Batch, Problem, Target, uniform};
use crate::linalg::random::Rng;
use rand::Rng as _;
use rand_distr::{Distribution, StandardNormal};

/// Where batches come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// New samples of a target, with Gaussian noise of this standard deviation on their labels.
    Fresh {
        /// What is sampled.
        target: Target,
        /// σ (in the unit of the labels).
        noise: f64,
    },
    /// The samples of a problem, each at most once in a batch.
    Reused(Problem),
}

/// A source of batches under way; the same random numbers give the same batches.
#[derive(Clone, Debug)]
pub struct Sampler {
    source: Source,
    rng: Rng,
    order: Vec<usize>,
}

impl Sampler {
    /// Batches from a source.
    pub fn new(source: Source, rng: Rng) -> Self {
        let count = match &source {
            Source::Fresh { .. } => 0,
            Source::Reused(problem) => problem.x.len(),
        };
        Self {
            source,
            rng,
            order: (0..count).collect(),
        }
    }

    /// Fills a batch with `size` examples, of reused ones at most as many as there are.
    ///
    /// ```
    /// use rankscope_math::{dynamics::{Batch, Problem, Sampler, Source, Target}, linalg::random::seeded};
    /// let problem = Problem::draw(Target::Sine, 8, 0.1, 1);
    /// let mut batch = Batch::default();
    /// Sampler::new(Source::Reused(problem.clone()), seeded(2)).fill(&mut batch, 8);
    /// batch.inputs.sort_by(f64::total_cmp);
    /// assert_eq!(batch.inputs, problem.x);
    /// ```
    pub fn fill(&mut self, batch: &mut Batch, size: usize) {
        batch.inputs.clear();
        batch.labels.clear();
        match &self.source {
            Source::Fresh { target, noise } => {
                for _ in 0..size {
                    let x = uniform(&mut self.rng);
                    let normal: f64 = StandardNormal.sample(&mut self.rng);
                    batch.inputs.push(x);
                    batch.labels.push(target.at(x) + noise * normal);
                }
            }
            Source::Reused(problem) => {
                for i in 0..size.min(self.order.len()) {
                    // The first ones of a shuffle that goes on from the last one.
                    let rest = (self.order.len() - i) as u64;
                    let j = i + (self.rng.next_u64() % rest) as usize;
                    self.order.swap(i, j);
                    batch.inputs.push(problem.x[self.order[i]]);
                    batch.labels.push(problem.y[self.order[i]]);
                }
            }
        }
    }
}
