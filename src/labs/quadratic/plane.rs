//! The phase diagram, from coarse to fine.

use super::{controls::Plane as Over, samples::range, setup::Setup};
use crate::{
    labs::Error,
    quadratic::{Setting, Solution, solve_near},
};

/// Cells per side.
pub const SIDE: usize = 64;
/// Cells of the first pass per side.
const FIRST: usize = 8;

/// Test errors over the plane.
pub struct Plane {
    /// Row-major, first row highest; NaN where not solved yet.
    pub errors: Vec<f64>,
    /// Samples per column.
    pub samples: Vec<f64>,
    /// Width or penalty per row, highest first.
    pub rows: Vec<f64>,
    /// Ends of the axes.
    pub ends: [(f64, f64); 2],
    /// The full-width solution per column, where known.
    full: Vec<Option<Solution>>,
    /// δ of every cell solved.
    deltas: Vec<f64>,
    /// Cells left.
    pub left: usize,
}

impl Plane {
    /// The empty diagram.
    pub fn new(setup: &Setup) -> Self {
        let d = setup.d as f64;
        let x = range(setup);
        let y = match setup.plane {
            Over::Penalty => (setup.penalty.min(1e-4), setup.penalty.max(100.0)),
            Over::Width => (0.75, d * 1.08),
        };
        let middle = |(low, high): (f64, f64), k: usize| {
            low * (high / low).powf((k as f64 + 0.5) / SIDE as f64)
        };
        let round = |value: f64| match setup.plane {
            Over::Penalty => {
                // Four digits, so that a click writes a short number.
                let scale = 10_f64.powi(3 - value.log10().floor() as i32);
                (value * scale).round() / scale
            }
            Over::Width => value.round().clamp(1.0, d),
        };
        Self {
            errors: vec![f64::NAN; SIDE * SIDE],
            samples: (0..SIDE).map(|k| middle(x, k).round()).collect(),
            rows: (0..SIDE).rev().map(|k| round(middle(y, k))).collect(),
            ends: [x, y],
            full: vec![None; SIDE],
            deltas: vec![f64::NAN; SIDE * SIDE],
            left: SIDE * SIDE,
        }
    }

    /// Solves one cell; the numbers depend on the order, that of [`passes`].
    pub fn solve_cell(&mut self, setup: &Setup, cell: usize) -> Result<(), Error> {
        self.left -= 1;
        let (row, col) = (cell / SIDE, cell % SIDE);
        self.errors[cell] = match setup.plane {
            Over::Penalty => {
                let setting = Setting {
                    penalty: self.rows[row],
                    ..setup.setting(setup.p, self.samples[col])
                };
                self.solve(setup, &setting, cell)?
            }
            Over::Width => self.at_width(setup, row, col)?,
        };
        Ok(())
    }

    fn at_width(&mut self, setup: &Setup, row: usize, col: usize) -> Result<f64, Error> {
        let (n, width) = (self.samples[col], self.rows[row]);
        // The same whole width in the row above or below.
        let beside = [row.wrapping_sub(1), row + 1];
        for other in beside.into_iter().filter(|r| *r < SIDE) {
            let known = self.errors[other * SIDE + col];
            if self.rows[other] == width && known.is_finite() {
                return Ok(known);
            }
        }
        let full = match self.full[col] {
            Some(full) => full,
            None => setup.solve(&setup.setting(setup.d, n))?,
        };
        self.full[col] = Some(full);
        if width >= full.kept * setup.d as f64 {
            return Ok(full.error);
        }
        self.solve(setup, &setup.setting(width as usize, n), row * SIDE + col)
    }

    /// Solves one cell from the nearest one that is solved, in the order of the passes.
    fn solve(&mut self, setup: &Setup, setting: &Setting, cell: usize) -> Result<f64, Error> {
        let (row, col) = (cell / SIDE, cell % SIDE);
        let near = (1..=SIDE / FIRST).find_map(|by| {
            let around = [
                (row.checked_sub(by), Some(col)),
                (Some(row + by), Some(col)),
                (Some(row), col.checked_sub(by)),
                (Some(row), Some(col + by)),
            ];
            around.into_iter().find_map(|(r, c)| {
                let (r, c) = (r.filter(|r| *r < SIDE)?, c.filter(|c| *c < SIDE)?);
                let delta = self.deltas[r * SIDE + c];
                // At a given error δ² is inversely proportional to n.
                delta
                    .is_finite()
                    .then(|| delta * (self.samples[c] / setting.samples).sqrt())
            })
        });
        let solution = match near {
            Some(delta) => solve_near(&setup.teacher, setting, delta)?,
            None => setup.solve(setting)?,
        };
        self.deltas[cell] = solution.delta;
        Ok(solution.error)
    }

    /// The errors with what is not solved yet taken from the pass before.
    pub fn filled(&self) -> Vec<f64> {
        let value = |row: usize, col: usize| {
            let mut block = 1;
            while block <= SIDE / FIRST {
                let (r, c) = anchor(row, col, block);
                let error = self.errors[r * SIDE + c];
                if error.is_finite() {
                    return error;
                }
                block *= 2;
            }
            f64::NAN
        };
        (0..SIDE * SIDE)
            .map(|i| value(i / SIDE, i % SIDE))
            .collect()
    }

    /// Per column that is solved throughout: the row of the smallest error; of several, the lowest row.
    pub fn best_rows(&self) -> Vec<(usize, usize)> {
        let column = |col: usize| {
            let errors = (0..SIDE).map(|row| self.errors[row * SIDE + col]);
            let mut best = (0, f64::INFINITY);
            for (row, error) in errors.enumerate() {
                if !error.is_finite() {
                    return None;
                }
                if error <= best.1 * (1.0 + 1e-6) {
                    best = (row, error.min(best.1));
                }
            }
            Some((col, best.0))
        };
        (0..SIDE).filter_map(column).collect()
    }

    /// The cell nearest to n samples and a width or penalty.
    pub fn cell(&self, n: f64, row: f64) -> (usize, usize) {
        let share = |(low, high): (f64, f64), x: f64| (x / low).ln() / (high / low).ln();
        let index = |share: f64| ((share * SIDE as f64) as usize).min(SIDE - 1);
        let col = index(share(self.ends[0], n));
        (SIDE - 1 - index(share(self.ends[1], row)), col)
    }
}

/// The solved cell that stands for a block of cells.
fn anchor(row: usize, col: usize, block: usize) -> (usize, usize) {
    let at = |i: usize| i / block * block + block / 2;
    (at(row), at(col))
}

/// Every cell once: 8 × 8, then 16 × 16, 32 × 32 and all.
pub fn passes() -> Vec<usize> {
    let mut order = Vec::with_capacity(SIDE * SIDE);
    let mut seen = vec![false; SIDE * SIDE];
    let mut block = SIDE / FIRST;
    while block >= 1 {
        for row in (0..SIDE).step_by(block) {
            for col in (0..SIDE).step_by(block) {
                let (r, c) = anchor(row, col, block);
                let cell = r * SIDE + c;
                if !std::mem::replace(&mut seen[cell], true) {
                    order.push(cell);
                }
            }
        }
        block /= 2;
    }
    order
}
