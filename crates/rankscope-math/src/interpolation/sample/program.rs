//! max ⟨v, θ⟩ over |θ| ≤ 1 with ⟨row, θ⟩ ≥ κ on every row, and the largest margin, by one coordinate ascent.

use super::{STEP, Sample, add, dot, normal};
use crate::linalg::random::seeded;

/// What is maximised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Objective {
    /// The margin.
    Margin,
    /// ⟨v, θ⟩ with a random v, of this seed.
    Random(u64),
    /// ⟨v, θ⟩ with v = Σ yX.
    Hebb,
}

/// Largest miss of a condition that counts as none, of rows of length √d (dimensionless): far below 1/√d.
const CLOSE: f64 = 1e-5;
/// Sweeps after which what there is is taken.
const MOST_SWEEPS: usize = 20_000;
/// Lengths tried.
const MOST_LENGTHS: usize = 40;

/// The program on its way.
///
/// The condition |θ| ≤ 1 makes it a cone program, which a solver for linear programs does not take. But its solution is the projection of
/// v/c onto the polyhedron {⟨row, θ⟩ ≥ κ}, for the c at which the projection has length 1 (Karush, Kuhn and Tucker), and the largest
/// margin is the projection of 0 with κ = 1; a projection is found by ascent along one multiplier at a time (Hildreth 1957), which is
/// what support vector machines are trained by.
pub struct Program {
    goal: Vec<f64>,
    /// What a row has to reach.
    least: f64,
    /// How much of the goal is projected: 1/c, and the bracket of it.
    share: f64,
    low: (f64, f64),
    high: Option<(f64, f64)>,
    /// Whether the length decides.
    sized: bool,
    theta: Vec<f64>,
    multipliers: Vec<f64>,
    squares: Vec<f64>,
    sweeps: usize,
    lengths: usize,
    done: bool,
    /// Whether every condition holds.
    met: bool,
}

impl Program {
    /// The program for these examples at a margin κ, which the largest margin does without.
    pub fn new(sample: &Sample, objective: Objective, margin: f64) -> Self {
        let d = sample.dimension;
        let goal = match objective {
            Objective::Margin => vec![0.0; d],
            Objective::Random(seed) => {
                let mut rng = seeded(seed);
                (0..d).map(|_| normal(&mut rng)).collect()
            }
            Objective::Hebb => sample.hebb(),
        };
        let length = dot(&goal, &goal).sqrt();
        let goal: Vec<f64> = goal.iter().map(|x| x / length.max(1e-300)).collect();
        let (least, sized) = match objective {
            Objective::Margin => (1.0, false),
            // A cone looks the same at every length.
            _ => (margin, margin != 0.0),
        };
        Self {
            theta: goal.clone(),
            goal,
            least,
            share: 1.0,
            low: (0.0, -1.0),
            high: None,
            sized,
            multipliers: vec![0.0; sample.len()],
            squares: sample.rows().map(|row| dot(row, row)).collect(),
            sweeps: 0,
            lengths: 0,
            done: false,
            met: false,
        }
    }

    /// Goes on by about a million multiplications; whether more is to do.
    pub fn advance(&mut self, sample: &Sample) -> bool {
        let sweeps = (STEP / (2 * sample.rows.len())).max(1);
        for _ in 0..sweeps {
            if self.done {
                break;
            }
            self.met = self.sweep(sample) < CLOSE * (1.0 + self.least.abs());
            self.sweeps += 1;
            if self.met || self.sweeps >= MOST_SWEEPS {
                self.resize();
            }
        }
        !self.done
    }

    /// The direction found, once [`advance`](Self::advance) has ended; `None` where the conditions could not be met.
    pub fn found(&self) -> Option<&[f64]> {
        (self.done && self.met && dot(&self.theta, &self.theta) > 0.0).then_some(&self.theta)
    }

    /// Sets every multiplier to its best value in turn; the farthest that a condition was off.
    fn sweep(&mut self, sample: &Sample) -> f64 {
        let mut off = 0.0_f64;
        for (i, row) in sample.rows().enumerate() {
            let missing = self.least - dot(row, &self.theta);
            let old = self.multipliers[i];
            let new = (old + missing / self.squares[i]).max(0.0);
            if new != old {
                add(&mut self.theta, new - old, row);
                self.multipliers[i] = new;
                off = off.max((new - old).abs() * self.squares[i]);
            }
        }
        off
    }

    /// After a projection: done, or one of another share of the goal, whose length is nearer to 1.
    fn resize(&mut self) {
        let length = dot(&self.theta, &self.theta).sqrt();
        self.lengths += 1;
        let here = (self.share, length - 1.0);
        if !self.sized || here.1.abs() < CLOSE || self.lengths >= MOST_LENGTHS || !self.met {
            // A projection of nothing that is longer than 1 has no room for the goal.
            self.met &= !self.sized || here.1.abs() < 1e-3;
            self.done = true;
            return;
        }
        if here.1 > 0.0 {
            self.high = Some(here);
        } else {
            self.low = here;
        }
        let next = match self.high {
            None => 2.0 * self.share,
            Some(high) => {
                // Between the secant's root and the middle, which alone might be slow.
                let (a, b) = (self.low, high);
                let secant = a.0 - a.1 * (b.0 - a.0) / (b.1 - a.1);
                0.8 * secant + 0.2 * (0.5 * (a.0 + b.0))
            }
        };
        let more = next - self.share;
        add(&mut self.theta, more, &self.goal);
        self.share = next;
    }
}
