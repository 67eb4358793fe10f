//! Products of matrices in single precision, blocked so that the innermost loop lives in registers.
//!
//! Every entry of the product is summed in the order of the inner index, one multiplication and one addition at a time: the same bits
//! in every build. The blocks only decide which entries are under way together.

/// Rows that are under way together.
const TALL: usize = 4;
/// Columns that are under way together; widths of B and C are padded to a multiple.
const WIDE: usize = 8;

/// Columns of a padded row that holds `cols` entries.
pub fn padded(cols: usize) -> usize {
    cols.next_multiple_of(WIDE)
}

/// How the left factor lies in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Left {
    /// A itself, row by row.
    Rows,
    /// The transpose of A, row by row.
    Columns,
}

/// Memory for the packed factors, to be used again.
#[derive(Clone, Debug, Default)]
pub struct Product {
    left: Vec<f32>,
    right: Vec<f32>,
}

impl Product {
    /// C = A·B (m × k times k × n, dimensionless) for n a multiple of 8 (see [`padded`]), B and C row by row; `a` as `layout` says.
    ///
    /// Slices of other lengths leave C as it is.
    ///
    /// ```
    /// use rankscope_math::nn::product::{Left, Product};
    /// let b: Vec<f32> = (0..16).map(|i| i as f32).collect();
    /// let mut c = [0.0; 8];
    /// Product::default().multiply([1, 2, 8], &[1.0, 10.0], Left::Rows, &b, &mut c);
    /// assert_eq!(c, [80.0, 91.0, 102.0, 113.0, 124.0, 135.0, 146.0, 157.0]);
    /// ```
    pub fn multiply(
        &mut self,
        [m, k, n]: [usize; 3],
        a: &[f32],
        layout: Left,
        b: &[f32],
        c: &mut [f32],
    ) {
        let fits = a.len() == m * k && b.len() == k * n && c.len() == m * n;
        if !fits || n % WIDE != 0 || m * k * n == 0 {
            return;
        }
        self.pack_left(m, k, a, layout);
        for j in (0..n).step_by(WIDE) {
            self.right.clear();
            for row in b.chunks_exact(n) {
                self.right.extend_from_slice(&row[j..j + WIDE]);
            }
            for (i, tile) in self.left.chunks_exact(k * TALL).enumerate() {
                let sums = block(tile, &self.right);
                for (row, sums) in c.chunks_exact_mut(n).skip(i * TALL).zip(&sums) {
                    row[j..j + WIDE].copy_from_slice(sums);
                }
            }
        }
    }

    /// The left factor in strips of [`TALL`] rows, entries of one column side by side; missing rows are zero.
    fn pack_left(&mut self, m: usize, k: usize, a: &[f32], layout: Left) {
        self.left.clear();
        self.left.resize(m.next_multiple_of(TALL) * k, 0.0);
        for (strip, tile) in self.left.chunks_exact_mut(k * TALL).enumerate() {
            let first = strip * TALL;
            let rows = TALL.min(m - first);
            match layout {
                Left::Rows => {
                    for r in 0..rows {
                        let row = &a[(first + r) * k..][..k];
                        for (to, x) in tile[r..].iter_mut().step_by(TALL).zip(row) {
                            *to = *x;
                        }
                    }
                }
                Left::Columns => {
                    for (to, row) in tile.chunks_exact_mut(TALL).zip(a.chunks_exact(m)) {
                        to[..rows].copy_from_slice(&row[first..first + rows]);
                    }
                }
            }
        }
    }
}

#[inline(always)]
fn block(left: &[f32], right: &[f32]) -> [[f32; WIDE]; TALL] {
    let mut sums = [[0.0; WIDE]; TALL];
    let (left, _) = left.as_chunks::<TALL>();
    let (right, _) = right.as_chunks::<WIDE>();
    for (a, b) in left.iter().zip(right) {
        for (sums, a) in sums.iter_mut().zip(a) {
            for (sum, b) in sums.iter_mut().zip(b) {
                *sum += a * b;
            }
        }
    }
    sums
}
