//! Sorting numbers, in one place: every element type and every closure that a sort is called with is a copy of it in the program.

/// Sorts from the lowest to the highest, in the total order of IEEE 754 (-0 before 0).
///
/// ```
/// let mut values = [2.0, 3.0, 1.0];
/// rankscope_math::linalg::sort_ascending(&mut values);
/// assert_eq!(values, [1.0, 2.0, 3.0]);
/// ```
pub fn sort_ascending(values: &mut [f64]) {
    values.sort_unstable_by(f64::total_cmp);
}

/// Sorts from the highest to the lowest, in the total order of IEEE 754 (0 before -0).
///
/// ```
/// let mut values = [2.0, 3.0, 1.0];
/// rankscope_math::linalg::sort_descending(&mut values);
/// assert_eq!(values, [3.0, 2.0, 1.0]);
/// ```
pub fn sort_descending(values: &mut [f64]) {
    sort_ascending(values);
    values.reverse();
}

/// The indices of the values from the lowest to the highest; equal values keep their order.
///
/// ```
/// assert_eq!(rankscope_math::linalg::ascending(&[2.0, 3.0, 1.0, 2.0]), [2, 0, 3, 1]);
/// ```
pub fn ascending(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_unstable_by(|&i, &j| values[i].total_cmp(&values[j]).then(i.cmp(&j)));
    order
}
