//! The one data set that gradient descent is shown on.

use crate::interpolation::{
    Law,
    sample::{Descent, Objective, Program, Sample},
};

/// Most numbers in it.
const MOST_ENTRIES: usize = 40_000;

/// A data set with the path of gradient descent on it, and where that leads.
pub struct Shown {
    law: Law,
    seed: u64,
    /// Examples and dimensions: those asked for, or as many as are done at once.
    pub size: (usize, usize),
    stage: Stage,
    /// The overlap of Hebb's rule on it.
    pub hebb: Option<f64>,
    /// Time and overlap of descent, as far as it is.
    pub path: Vec<(f64, f64)>,
    /// The overlap of its largest margin.
    pub best: Option<f64>,
}

/// How many examples α per dimension are, at least one.
pub fn examples(alpha: f64, d: usize) -> usize {
    ((alpha * d as f64).round() as usize).max(1)
}

enum Stage {
    Undrawn,
    Descending(Sample, Descent),
    Solving(Sample, Program),
    Done,
}

impl Shown {
    /// With α examples per dimension in d dimensions, or fewer.
    pub fn new(law: Law, alpha: f64, d: usize, seed: u64) -> Self {
        let size = |d: usize| (examples(alpha, d), d);
        let mut fewer = (2..=d).rev().map(size);
        Self {
            law,
            seed,
            size: fewer
                .find(|(n, d)| n * d <= MOST_ENTRIES)
                .unwrap_or(size(2)),
            stage: Stage::Undrawn,
            hebb: None,
            path: Vec::new(),
            best: None,
        }
    }

    /// Goes on by about a million multiplications.
    pub fn advance(&mut self) {
        let stage = std::mem::replace(&mut self.stage, Stage::Done);
        self.stage = match stage {
            Stage::Undrawn => {
                match Sample::draw(self.law, self.size.0, self.size.1, self.seed, 0) {
                    Some(sample) => {
                        self.hebb = Some(sample.overlap(&sample.hebb()));
                        let descent = Descent::new(&sample);
                        Stage::Descending(sample, descent)
                    }
                    None => Stage::Done,
                }
            }
            Stage::Descending(sample, mut descent) => {
                let on = descent.advance(&sample);
                let points = descent.path.iter().filter(|p| p.0 >= 1e-2);
                self.path = points.map(|(t, x, _)| (*t, *x)).collect();
                match on {
                    true => Stage::Descending(sample, descent),
                    false => {
                        let program = Program::new(&sample, Objective::Margin, 0.0);
                        Stage::Solving(sample, program)
                    }
                }
            }
            Stage::Solving(sample, mut program) => match program.advance(&sample) {
                true => Stage::Solving(sample, program),
                false => {
                    self.best = program.found().map(|theta| sample.overlap(theta));
                    Stage::Done
                }
            },
            Stage::Done => Stage::Done,
        };
    }

    /// The share that is done, while something is to do.
    pub fn share(&self) -> Option<f64> {
        match &self.stage {
            Stage::Undrawn => Some(0.0),
            Stage::Descending(_, descent) => Some(0.9 * descent.share().min(1.0)),
            Stage::Solving(..) => Some(0.9),
            Stage::Done => None,
        }
    }
}
