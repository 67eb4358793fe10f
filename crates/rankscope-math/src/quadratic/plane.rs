//! The phase diagram, from coarse to fine.

use super::{Error, Problem, Setting, Solution, sample_range, solve_near};

/// What the vertical axis of the diagram is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rows {
    /// Widths, at the penalty of the problem.
    Widths,
    /// Penalties, at one width.
    Penalties {
        /// The width p.
        width: usize,
    },
}

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
    over: Rows,
    /// The full-width solution per column, where known.
    full: Vec<Option<Solution>>,
    /// δ of every cell solved.
    deltas: Vec<f64>,
    /// Cells left.
    pub left: usize,
}

impl Plane {
    /// The empty diagram.
    pub fn new(problem: &Problem, over: Rows) -> Self {
        let d = problem.dimension() as f64;
        let x = sample_range(problem);
        let y = match over {
            Rows::Penalties { .. } => (problem.penalty.min(1e-4), problem.penalty.max(100.0)),
            Rows::Widths => (0.75, d * 1.08),
        };
        let middle = |(low, high): (f64, f64), k: usize| {
            low * (high / low).powf((k as f64 + 0.5) / SIDE as f64)
        };
        let round = |value: f64| match over {
            Rows::Penalties { .. } => {
                // Four digits, so that a click writes a short number.
                let scale = 10_f64.powi(3 - value.log10().floor() as i32);
                (value * scale).round() / scale
            }
            Rows::Widths => value.round().clamp(1.0, d),
        };
        Self {
            errors: vec![f64::NAN; SIDE * SIDE],
            samples: (0..SIDE).map(|k| middle(x, k).round()).collect(),
            rows: (0..SIDE).rev().map(|k| round(middle(y, k))).collect(),
            ends: [x, y],
            over,
            full: vec![None; SIDE],
            deltas: vec![f64::NAN; SIDE * SIDE],
            left: SIDE * SIDE,
        }
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

    /// Solves one cell; the numbers depend on the order, that of [`Plane::passes`], in the fourth digit.
    ///
    /// # Errors
    /// As [`solve`](super::solve).
    pub fn solve_cell(&mut self, problem: &Problem, cell: usize) -> Result<(), Error> {
        self.left -= 1;
        let (row, col) = (cell / SIDE, cell % SIDE);
        self.errors[cell] = match self.over {
            Rows::Penalties { width } => {
                let setting = Setting {
                    penalty: self.rows[row],
                    ..problem.setting(width, self.samples[col])
                };
                self.solve(problem, &setting, cell)?
            }
            Rows::Widths => self.at_width(problem, row, col)?,
        };
        Ok(())
    }

    fn at_width(&mut self, problem: &Problem, row: usize, col: usize) -> Result<f64, Error> {
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
            None => problem.solve(&problem.setting(problem.dimension(), n))?,
        };
        self.full[col] = Some(full);
        if width >= full.kept * problem.dimension() as f64 {
            return Ok(full.error);
        }
        self.solve(
            problem,
            &problem.setting(width as usize, n),
            row * SIDE + col,
        )
    }

    /// Solves one cell from the nearest one that is solved, in the order of the passes.
    fn solve(&mut self, problem: &Problem, setting: &Setting, cell: usize) -> Result<f64, Error> {
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
            Some(delta) => solve_near(&problem.teacher, setting, delta)?,
            None => problem.solve(setting)?,
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

    /// Per column that is solved throughout: the row of the highest error between two lower ones, where it stands out of both by `times`.
    pub fn peak_rows(&self, times: f64) -> Vec<(usize, usize)> {
        let column = |col: usize| {
            let errors: Vec<f64> = (0..SIDE).map(|row| self.errors[row * SIDE + col]).collect();
            let lowest = |list: &[f64]| list.iter().copied().fold(f64::INFINITY, f64::min);
            let stands_out = |row: &usize| {
                let sides = [lowest(&errors[..*row]), lowest(&errors[row + 1..])];
                sides.iter().all(|low| errors[*row] > times * low)
            };
            let found = (0..SIDE).filter(stands_out);
            let row = found.max_by(|a, b| errors[*a].total_cmp(&errors[*b]))?;
            errors.iter().all(|e| e.is_finite()).then_some((col, row))
        };
        (0..SIDE).filter_map(column).collect()
    }

    /// The row and column of the cell nearest to n samples and a width or penalty.
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
