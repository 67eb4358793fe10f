//! Products of small matrices in memory that the caller owns, blocked so that the innermost loop lives in registers.
//!
//! Every entry is summed in the order of the inner index, one multiplication and one addition at a time, whatever the block: the same
//! bits in every build, and nothing is allocated.

/// How the left factor A (m x k) lies in memory.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Left<'a> {
    /// A itself, row by row.
    Rows(&'a [f64]),
    /// The transpose Aᵀ (k x m), row by row.
    Columns(&'a [f64]),
}

/// Rows and columns of the product that are under way together: eight vectors of two numbers, or of as many as a build is for.
const TALL: usize = 4;
const WIDE: usize = if cfg!(target_feature = "avx512f") {
    16
} else if cfg!(target_feature = "avx") {
    8
} else {
    NARROW
};
/// Columns under way together where fewer are left.
const NARROW: usize = 4;

/// C ← C + A B for A of m x k, B of k x n and C of m x n, given as `[m, k, n]`; B and C lie row by row.
///
/// Slices that are shorter than their shapes leave C as it is.
///
/// ```
/// use rankscope_math::linalg::{Left, add_product};
/// let mut c = [1.0, 1.0];
/// add_product([1, 2, 2], Left::Rows(&[1.0, 10.0]), &[1.0, 2.0, 3.0, 4.0], &mut c);
/// assert_eq!(c, [32.0, 43.0]);
/// ```
pub fn add_product([m, k, n]: [usize; 3], a: Left, b: &[f64], c: &mut [f64]) {
    let (Left::Rows(entries) | Left::Columns(entries)) = a;
    if entries.len() < m * k || b.len() < k * n || c.len() < m * n {
        return;
    }
    let mut i = 0;
    while i + TALL <= m {
        strip::<TALL>(i, [m, k, n], a, b, c);
        i += TALL;
    }
    while i < m {
        strip::<1>(i, [m, k, n], a, b, c);
        i += 1;
    }
}

/// Rows i to i + R of the product.
#[inline(always)]
fn strip<const R: usize>(i: usize, [m, k, n]: [usize; 3], a: Left, b: &[f64], c: &mut [f64]) {
    match a {
        Left::Rows(a) => {
            let rows: [&[f64]; R] = core::array::from_fn(|r| &a[(i + r) * k..][..k]);
            let column = |l: usize| core::array::from_fn(|r| rows[r][l]);
            across::<R>(i, [k, n], column, b, c);
        }
        Left::Columns(a) => {
            let column = |l: usize| {
                let column = &a[l * m + i..][..R];
                core::array::from_fn(|r| column[r])
            };
            across::<R>(i, [k, n], column, b, c);
        }
    }
}

#[inline(always)]
fn across<const R: usize>(
    i: usize,
    [k, n]: [usize; 2],
    column: impl Fn(usize) -> [f64; R],
    b: &[f64],
    c: &mut [f64],
) {
    let mut j = 0;
    while j + WIDE <= n {
        tile::<R, WIDE>([i, j], [k, n], &column, b, c);
        j += WIDE;
    }
    while WIDE > NARROW && j + NARROW <= n {
        tile::<R, NARROW>([i, j], [k, n], &column, b, c);
        j += NARROW;
    }
    while j < n {
        tile::<R, 1>([i, j], [k, n], &column, b, c);
        j += 1;
    }
}

#[inline(always)]
fn tile<const R: usize, const W: usize>(
    [i, j]: [usize; 2],
    [k, n]: [usize; 2],
    column: &impl Fn(usize) -> [f64; R],
    b: &[f64],
    c: &mut [f64],
) {
    let mut sums = [[0.0; W]; R];
    for (r, sums) in sums.iter_mut().enumerate() {
        sums.copy_from_slice(&c[(i + r) * n + j..][..W]);
    }
    for (l, row) in b.chunks_exact(n).take(k).enumerate() {
        let (left, right) = (column(l), &row[j..j + W]);
        for (sums, a) in sums.iter_mut().zip(left) {
            for (sum, b) in sums.iter_mut().zip(right) {
                *sum += a * b;
            }
        }
    }
    for (r, sums) in sums.iter().enumerate() {
        c[(i + r) * n + j..][..W].copy_from_slice(sums);
    }
}

/// The transpose of a rows x cols matrix into `to`, as far as both slices reach.
///
/// ```
/// let mut to = [0.0; 4];
/// rankscope_math::linalg::transpose_into([2, 2], &[1.0, 2.0, 3.0, 4.0], &mut to);
/// assert_eq!(to, [1.0, 3.0, 2.0, 4.0]);
/// ```
pub fn transpose_into([rows, cols]: [usize; 2], from: &[f64], to: &mut [f64]) {
    if cols == 0 || to.len() < rows * cols {
        return;
    }
    for (i, row) in from.chunks_exact(cols).take(rows).enumerate() {
        for (x, to) in row.iter().zip(to[i..].iter_mut().step_by(rows)) {
            *to = *x;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Left, add_product, transpose_into};
    use crate::linalg::random::{gaussian, seeded};

    #[test]
    fn every_shape_and_layout_has_the_bits_of_the_plain_loop() {
        let mut rng = seeded(1);
        for m in [1, 3, 4, 7, 12] {
            for (k, n) in [(1, 1), (2, 5), (9, 4), (6, 11)] {
                let a = gaussian(m, k, &mut rng);
                let b = gaussian(k, n, &mut rng);
                let start = gaussian(m, n, &mut rng);
                let mut expected = start.clone();
                for i in 0..m {
                    for j in 0..n {
                        for l in 0..k {
                            expected[(i, j)] += a[(i, l)] * b[(l, j)];
                        }
                    }
                }
                let mut rows = start.clone();
                let shape = [m, k, n];
                add_product(
                    shape,
                    Left::Rows(a.as_slice()),
                    b.as_slice(),
                    rows.as_mut_slice(),
                );
                let mut turned = vec![0.0; m * k];
                transpose_into([m, k], a.as_slice(), &mut turned);
                let mut columns = start.clone();
                add_product(
                    shape,
                    Left::Columns(&turned),
                    b.as_slice(),
                    columns.as_mut_slice(),
                );
                assert_eq!((&rows, &columns), (&expected, &expected), "{m} {k} {n}");
            }
        }
    }
}
