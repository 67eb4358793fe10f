//! QR first: a long matrix becomes its triangular factor, which has the same singular values.
//!
//! Chan (1982, "An improved algorithm for computing the singular value decomposition", ACM Trans. Math. Softw. 8): for
//! m x n, QR (2mn² − 2/3 n³ operations) and then bidiagonalising R (8/3 n³) takes less than bidiagonalising at once
//! (4mn² − 4/3 n³) from m = 5/3 n on. One pass per step, as in `bidiagonal`, but with one update and one product.

use super::bidiagonal::Vectors;
use super::lanes::F64x2;
use super::panel::{Panel, put, reflector};
use super::reflector::Reflector;

/// Columns that are worked on together; with half as much to hold as in `bidiagonal`, four fit into the registers.
const COLUMNS: usize = 4;

/// Overwrites a matrix with more rows than columns and writes Rᵀ, of which row k of R is column k.
pub(super) fn reduce(a: &mut Panel, triangle: &mut Panel, vectors: &mut Vectors) {
    let Panel {
        ref mut data,
        stride,
        pairs,
        cols,
        ..
    } = *a;
    triangle.reset(cols, cols);
    vectors.reset(0, cols);
    let w = &mut vectors.w;

    for (k, row) in triangle.columns_mut().enumerate() {
        let from = k / 2;
        let (done, rest) = data.split_at_mut(k * stride);
        let (column, trailing) = rest.split_at_mut(stride);
        let u = &mut column[from..pairs];
        let left = reflector(u, k % 2 == 1);
        put(row, k, left.beta);
        let u = &*u;
        let last_u = if k == 0 {
            u
        } else {
            &done[(k - 1) * stride..][from..pairs]
        };

        let mut pass = Pass {
            k,
            left,
            u,
            last_u,
            row,
        };
        let mut blocks = trailing.chunks_exact_mut(COLUMNS * stride);
        let mut w_blocks = w[k + 1..].chunks_exact_mut(COLUMNS);
        let mut col = k + 1;
        for (block, w) in (&mut blocks).zip(&mut w_blocks) {
            pass.columns::<COLUMNS>(block, stride, w, col);
            col += COLUMNS;
        }
        let columns = blocks.into_remainder().chunks_exact_mut(stride);
        for (column, w) in columns.zip(w_blocks.into_remainder().chunks_exact_mut(1)) {
            pass.columns::<1>(column, stride, w, col);
            col += 1;
        }

        if let (Some(next), Some(&w)) = (trailing.get_mut(from..pairs), w.get(k + 1)) {
            let w = F64x2::splat(w);
            for (a, &u) in next.iter_mut().zip(u) {
                *a = *a - u * w;
            }
        }
    }
}

/// The pass of step k over the columns behind column k.
struct Pass<'a> {
    k: usize,
    left: Reflector,
    u: &'a [F64x2],
    last_u: &'a [F64x2],
    row: &'a mut [F64x2],
}

impl Pass<'_> {
    /// Brings C columns up to date, from column `col` on, and puts w of this step in the place of w of the last.
    fn columns<const C: usize>(
        &mut self,
        block: &mut [F64x2],
        stride: usize,
        w: &mut [f64],
        col: usize,
    ) {
        let pairs = self.u.len();
        let (u, last_u) = (self.u, &self.last_u[..pairs]);
        let mut columns = block.chunks_exact_mut(stride);
        let columns: [_; C] = core::array::from_fn(|_| {
            let column = columns.next().unwrap_or_default();
            &mut column[self.k / 2..][..pairs]
        });

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
            let (even, odd) = columns[c][0].parts();
            let row_k = if self.k % 2 == 1 { odd } else { even };
            w[c] = self.left.tau * y[c].sum();
            put(self.row, col + c, row_k - w[c] * self.left.head);
        }
    }
}
