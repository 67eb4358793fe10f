//! Symmetric positive definite linear equations.

/// x (n) with A x = b for a symmetric positive definite A, given by its lower triangle in rows (n x n) and overwritten; `None` where A is
/// singular in double precision. Backward stable (Golub and Van Loan, section 4.2). `None` also where `a` has not n² numbers or `b` not n.
///
/// ```
/// use rankscope_math::linalg::solve_definite;
/// // A = [[4, 2], [2, 5]].
/// assert_eq!(solve_definite(&mut [4.0, 0.0, 2.0, 5.0], 2, vec![2.0, -3.0]), Some(vec![1.0, -1.0]));
/// ```
pub fn solve_definite(a: &mut [f64], n: usize, mut b: Vec<f64>) -> Option<Vec<f64>> {
    if a.len() != n * n || b.len() != n {
        return None;
    }
    let largest = (0..n).map(|i| a[i * n + i]).fold(0.0, f64::max);
    for i in 0..n {
        let (done, rest) = a.split_at_mut(i * n);
        let row = &mut rest[..=i];
        for j in 0..i {
            let above = &done[j * n..=j * n + j];
            let sum: f64 = (0..j).map(|k| row[k] * above[k]).sum();
            row[j] = (row[j] - sum) / above[j];
        }
        let squares: f64 = row[..i].iter().map(|x| x * x).sum();
        let pivot = row[i] - squares;
        // NaN is no pivot either.
        if pivot.is_nan() || pivot <= f64::EPSILON * largest {
            return None;
        }
        row[i] = pivot.sqrt();
    }
    for i in 0..n {
        let sum: f64 = (0..i).map(|k| a[i * n + k] * b[k]).sum();
        b[i] = (b[i] - sum) / a[i * n + i];
    }
    for i in (0..n).rev() {
        let sum: f64 = (i + 1..n).map(|k| a[k * n + i] * b[k]).sum();
        b[i] = (b[i] - sum) / a[i * n + i];
    }
    Some(b)
}

#[cfg(test)]
mod tests {
    use super::solve_definite;

    #[test]
    fn a_known_system() {
        // A = [[4, 2], [2, 5]], x = (1, -1).
        let x = solve_definite(&mut [4.0, 0.0, 2.0, 5.0], 2, vec![2.0, -3.0]).unwrap();
        assert!((x[0] - 1.0).abs() < 1e-15 && (x[1] + 1.0).abs() < 1e-15);
        assert_eq!(
            solve_definite(&mut [1.0, 0.0, 1.0, 1.0], 2, vec![0.0, 0.0]),
            None
        );
        assert_eq!(solve_definite(&mut [f64::NAN], 1, vec![0.0]), None);
    }
}
