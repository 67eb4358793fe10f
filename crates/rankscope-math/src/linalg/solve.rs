//! Linear equations.

use super::{Error, Matrix, guard};

/// X with A X = B for a square A (n x n) and B (n x k), by Gaussian elimination with partial pivoting.
///
/// Backward stable in practice (Golub and Van Loan, section 3.4): A X − B is of the order of rounding even where A is nearly singular and X
/// itself is poorly determined. Where a pivot is exactly zero, A is singular, and that unknown is set to zero.
///
/// # Errors
/// Empty, too large or non-finite input; an A that is not square; a B with another number of rows.
///
/// ```
/// use rankscope_math::linalg::{Matrix, solve};
/// let a = Matrix::from_rows(&[vec![0.0, 2.0], vec![4.0, 0.0]])?;
/// let b = Matrix::from_rows(&[vec![6.0], vec![8.0]])?;
/// assert_eq!(solve(&a, &b)?.as_slice(), [2.0, 3.0]);
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
pub fn solve(a: &Matrix, b: &Matrix) -> Result<Matrix, Error> {
    guard::check(a)?;
    guard::check(b)?;
    let n = a.rows();
    if a.cols() != n {
        return Err(Error::NotSquare {
            rows: n,
            cols: a.cols(),
        });
    }
    if b.rows() != n {
        return Err(Error::Product {
            left: (n, n),
            right: (b.rows(), b.cols()),
        });
    }
    let (mut a, mut x) = (a.clone(), b.clone());
    for k in 0..n {
        let mut pivot = k;
        for i in k + 1..n {
            if a[(i, k)].abs() > a[(pivot, k)].abs() {
                pivot = i;
            }
        }
        swap(&mut a, k, pivot);
        swap(&mut x, k, pivot);
        if a[(k, k)] == 0.0 {
            continue;
        }
        for i in k + 1..n {
            let factor = a[(i, k)] / a[(k, k)];
            subtract(&mut a, i, k, factor);
            subtract(&mut x, i, k, factor);
        }
    }
    for k in (0..n).rev() {
        let pivot = a[(k, k)];
        for entry in x.row_mut(k) {
            *entry = if pivot == 0.0 { 0.0 } else { *entry / pivot };
        }
        for i in 0..k {
            let factor = a[(i, k)];
            subtract(&mut x, i, k, factor);
        }
    }
    Ok(x)
}

fn swap(a: &mut Matrix, i: usize, j: usize) {
    let cols = a.cols();
    for c in 0..cols {
        let kept = a[(i, c)];
        a[(i, c)] = a[(j, c)];
        a[(j, c)] = kept;
    }
}

/// Row i less `factor` times row k.
fn subtract(a: &mut Matrix, i: usize, k: usize, factor: f64) {
    let cols = a.cols();
    for c in 0..cols {
        let other = a[(k, c)];
        a[(i, c)] -= factor * other;
    }
}
