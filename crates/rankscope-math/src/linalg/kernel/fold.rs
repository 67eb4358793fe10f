//! QR of a matrix at least as long as wide that arrives row by row: a few rows are folded into the triangular factor at a time, so
//! that only the square of the short side is held.
//!
//! [R; C] = Q [R'; 0] for a triangular R and a chunk C of c rows takes 2cn² operations, since a reflector that begins with row k of R
//! passes over the others (Golub and Van Loan, section 6.5.3), 2mn² in all: 2/3 n³ more than QR at once takes, but on a
//! chunk that stays in the cache.

use super::lanes::F64x2;
use super::panel::{Panel, put};
use super::reflector::Reflector;
use super::{Error, Workspace, larger, scales};

/// Rows that are folded at a time.
pub const CHUNK: usize = 64;
/// Columns that are worked on together, as in `triangle`.
const COLUMNS: usize = 4;

/// The triangular factor of the rows so far.
#[derive(Debug)]
pub struct Fold {
    chunk: Panel,
    /// Rows of the chunk that are filled.
    filled: usize,
    /// Row k of R is column k.
    triangle: Panel,
    /// The largest magnitude so far, and the power of two by which the triangle is larger than R.
    largest: f64,
    scale: f64,
    w: Vec<f64>,
}

impl Fold {
    /// The factor of a matrix that has no rows yet; each row will have `side` entries.
    pub fn new(side: usize) -> Self {
        let (mut chunk, mut triangle) = (Panel::default(), Panel::default());
        chunk.reset(CHUNK, side);
        triangle.reset(side, side);
        Self {
            chunk,
            filled: 0,
            triangle,
            largest: 0.0,
            scale: 1.0,
            w: vec![0.0; side],
        }
    }

    /// Takes the next row.
    pub fn push(&mut self, row: &[f64]) {
        for (column, &entry) in self.chunk.columns_mut().zip(row) {
            put(column, self.filled, entry);
        }
        self.filled += 1;
        if self.filled == CHUNK {
            self.fold();
        }
    }

    /// The singular values of the matrix of all rows, in descending order, into `values`.
    ///
    /// # Errors
    /// As [`Workspace::singular_values`].
    pub fn finish(mut self, values: &mut [f64]) -> Result<(), Error> {
        self.fold();
        let unscale = self.scale.recip();
        let mut workspace = Workspace {
            panel: self.triangle,
            ..Workspace::default()
        };
        drop(self.chunk);
        workspace.finish(values)?;
        values.iter_mut().for_each(|value| *value *= unscale);
        Ok(())
    }

    /// The upper triangular factor R, row by row, into `factor`, which has room for the square of the side.
    ///
    /// # Errors
    /// `Shape` where `factor` is not side² long.
    pub fn triangular_factor(mut self, factor: &mut [f64]) -> Result<(), Error> {
        if factor.len() != self.triangle.cols * self.triangle.cols {
            return Err(Error::Shape);
        }
        self.fold();
        self.triangle.write(self.scale.recip(), factor);
        Ok(())
    }

    /// Folds the rows that are there; what is left of an earlier chunk in the places behind them is cleared first.
    fn fold(&mut self) {
        let filled = std::mem::take(&mut self.filled);
        if filled < CHUNK {
            for column in self.chunk.columns_mut() {
                (filled..CHUNK).for_each(|row| put(column, row, 0.0));
            }
        }
        let largest = larger(self.largest, self.chunk.largest());
        if largest == 0.0 {
            return;
        }
        if largest > self.largest {
            let (scale, _) = scales(largest, 240);
            self.triangle.scale(scale / self.scale);
            (self.largest, self.scale) = (largest, scale);
        }
        self.chunk.scale(self.scale);
        self.reduce();
    }

    /// Makes [R; C] triangular again; what is left of C is of no use. One pass per step, as in `triangle`, and every step even while
    /// most rows of R are zero: steps that meet columns of rounding errors only take nothing from C.
    fn reduce(&mut self) {
        let stride = self.chunk.stride;
        let w = self.w.as_mut_slice();
        w.fill(0.0);
        for (k, row) in self.triangle.columns_mut().enumerate() {
            let (done, rest) = self.chunk.data.split_at_mut(k * stride);
            let (u, trailing) = rest.split_at_mut(stride);
            let u = &*u;
            let left = Reflector::new(at(row, k), squares(u));
            put(row, k, left.beta);
            let last_u = done.rchunks_exact(stride).next().unwrap_or(u);
            let mut pass = Pass {
                left,
                u,
                last_u,
                row,
            };
            let mut blocks = trailing.chunks_exact_mut(COLUMNS * stride);
            let mut w_blocks = w[k + 1..].chunks_exact_mut(COLUMNS);
            let mut col = k + 1;
            for (block, w) in (&mut blocks).zip(&mut w_blocks) {
                pass.columns::<COLUMNS>(block, w, col);
                col += COLUMNS;
            }
            let columns = blocks.into_remainder().chunks_exact_mut(stride);
            for (column, w) in columns.zip(w_blocks.into_remainder().chunks_exact_mut(1)) {
                pass.columns::<1>(column, w, col);
                col += 1;
            }
            if let (Some(next), Some(&w)) = (trailing.get_mut(..stride), w.get(k + 1)) {
                let w = F64x2::splat(w);
                for (a, &u) in next.iter_mut().zip(u) {
                    *a = *a - u * w;
                }
            }
        }
    }
}

/// The pass of a step over the columns behind its own.
struct Pass<'a> {
    left: Reflector,
    u: &'a [F64x2],
    last_u: &'a [F64x2],
    row: &'a mut [F64x2],
}

impl Pass<'_> {
    /// Brings C columns up to date, from column `col` on, reflects their entries in the row of R, and puts w of this step in the place
    /// of w of the last.
    fn columns<const C: usize>(&mut self, block: &mut [F64x2], w: &mut [f64], col: usize) {
        let pairs = self.u.len();
        let (u, last_u) = (self.u, &self.last_u[..pairs]);
        let mut columns = block.chunks_exact_mut(pairs);
        let columns: [_; C] =
            core::array::from_fn(|_| &mut columns.next().unwrap_or_default()[..pairs]);
        let last_w: [F64x2; C] = core::array::from_fn(|c| F64x2::splat(w[c]));
        let mut y = [F64x2::ZERO; C];
        for i in 0..pairs {
            let (u, last_u) = (u[i], last_u[i]);
            for c in 0..C {
                let a = columns[c][i] - last_u * last_w[c];
                columns[c][i] = a;
                y[c] = y[c] + a * u;
            }
        }
        for c in 0..C {
            let above = at(self.row, col + c);
            w[c] = self.left.tau * (above * self.left.head + y[c].sum());
            put(self.row, col + c, above - w[c] * self.left.head);
        }
    }
}

fn at(column: &[F64x2], row: usize) -> f64 {
    let (even, odd) = column[row / 2].parts();
    if row % 2 == 1 { odd } else { even }
}

fn squares(column: &[F64x2]) -> f64 {
    let mut sums = [F64x2::ZERO; 2];
    for pairs in column.chunks(2) {
        for (sum, &pair) in sums.iter_mut().zip(pairs) {
            *sum = *sum + pair * pair;
        }
    }
    (sums[0] + sums[1]).sum()
}
