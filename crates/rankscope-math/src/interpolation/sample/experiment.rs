//! The same over many data sets: every algorithm on each, and random interpolators.

use super::{Objective, Program, Sample, Walk};
use crate::interpolation::Law;

/// Most numbers in a data set of which random interpolators are drawn: a bounce looks at all of them.
pub const MOST_WALKED: usize = 60_000;
/// Pushes before interpolators count, and pushes that count.
const BEFORE: usize = 8;
const COUNTED: usize = 40;

/// What is found on each data set, as overlaps with the truth; a data set that could not be fitted has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Findings {
    /// Of the mean rule.
    pub hebb: Vec<f64>,
    /// Of the largest margin.
    pub margin: Vec<f64>,
    /// Of the program with a random objective.
    pub random: Vec<f64>,
    /// Of the program with Hebb's objective.
    pub program: Vec<f64>,
    /// Of random interpolators, the mean of each data set.
    pub typical: Vec<f64>,
    /// Of random interpolators, each.
    pub drawn: Vec<f64>,
}

/// What is computed now.
enum Stage {
    Next,
    Solve(Program, Objective),
    Roll(Box<Walk>, usize, f64),
}

/// Data sets of n examples in d dimensions, one after the other.
pub struct Experiment {
    /// So far.
    pub found: Findings,
    law: Law,
    size: (usize, usize),
    margin: f64,
    seed: u64,
    draws: usize,
    draw: usize,
    sample: Option<Sample>,
    best: Vec<f64>,
    stage: Stage,
}

impl Experiment {
    /// So many data sets of n examples in d dimensions, with programs and random interpolators at margin κ.
    pub fn new(law: Law, size: (usize, usize), margin: f64, (draws, seed): (usize, u64)) -> Self {
        Self {
            found: Findings::default(),
            law,
            size,
            margin,
            seed,
            draws,
            draw: 0,
            sample: None,
            best: Vec::new(),
            stage: Stage::Next,
        }
    }

    /// Goes on by about a million multiplications, or by one roll; whether more is to do.
    pub fn advance(&mut self) -> bool {
        if self.draw >= self.draws {
            return false;
        }
        let (n, d) = self.size;
        let sample = match self.sample.take() {
            Some(sample) => sample,
            None => match Sample::draw(self.law, n, d, self.seed, self.draw) {
                Some(sample) => sample,
                None => return false,
            },
        };
        let stage = std::mem::replace(&mut self.stage, Stage::Next);
        let next = match stage {
            Stage::Next => {
                self.found.hebb.push(sample.overlap(&sample.hebb()));
                Some(self.program(&sample, Objective::Margin))
            }
            Stage::Solve(mut program, objective) => match program.advance(&sample) {
                true => Some(Stage::Solve(program, objective)),
                false => self.solved(&sample, &program, objective),
            },
            Stage::Roll(mut walk, rolls, sum) => {
                walk.roll(&sample);
                let counts = rolls >= BEFORE;
                let sum = if counts { sum + walk.overlap() } else { sum };
                if counts {
                    self.found.drawn.push(walk.overlap());
                }
                if rolls + 1 < BEFORE + COUNTED {
                    Some(Stage::Roll(walk, rolls + 1, sum))
                } else {
                    self.found.typical.push(sum / COUNTED as f64);
                    None
                }
            }
        };
        match next {
            Some(stage) => (self.stage, self.sample) = (stage, Some(sample)),
            None => self.draw += 1,
        }
        self.draw < self.draws
    }

    /// The share of the data sets that is done.
    pub fn share(&self) -> f64 {
        let part = match &self.stage {
            Stage::Next => 0.0,
            Stage::Solve(_, Objective::Margin) => 0.1,
            Stage::Solve(_, Objective::Random(_)) => 0.2,
            Stage::Solve(_, Objective::Hebb) => 0.3,
            Stage::Roll(_, rolls, _) => 0.4 + 0.6 * *rolls as f64 / (BEFORE + COUNTED) as f64,
        };
        (self.draw as f64 + part) / self.draws as f64
    }

    fn program(&self, sample: &Sample, objective: Objective) -> Stage {
        let margin = self.margin;
        Stage::Solve(Program::new(sample, objective, margin), objective)
    }

    /// Keeps what a program has found; what comes after it.
    fn solved(&mut self, sample: &Sample, program: &Program, of: Objective) -> Option<Stage> {
        let found = program.found().map(|theta| sample.overlap(theta));
        match of {
            Objective::Margin => {
                self.best = program.found()?.to_vec();
                self.found.margin.extend(found);
                let seed = self.seed.wrapping_add(1 + self.draw as u64);
                Some(self.program(sample, Objective::Random(seed)))
            }
            Objective::Random(_) => {
                self.found.random.extend(found);
                Some(self.program(sample, Objective::Hebb))
            }
            Objective::Hebb => {
                self.found.program.extend(found);
                if self.size.0 * self.size.1 > MOST_WALKED {
                    return None;
                }
                let seed = self.seed.wrapping_add(77 + self.draw as u64);
                let walk = Walk::new(sample, &self.best, self.margin, seed)?;
                Some(Stage::Roll(Box::new(walk), 0, 0.0))
            }
        }
    }
}
