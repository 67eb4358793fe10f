//! Laws that eigenvalues and target energies follow.

/// The power law i^(−a), i = 1 to `count` (dimensionless); a = 0 makes all of them 1.
///
/// ```
/// use rankscope_math::regression::families::power_law;
/// assert_eq!(power_law(3, 2.0), [1.0, 0.25, 1.0 / 9.0]);
/// ```
pub fn power_law(count: usize, decay: f64) -> Vec<f64> {
    (0..count).map(|i| ((i + 1) as f64).powf(-decay)).collect()
}

/// `strong` ones, then `low` up to `count` (dimensionless).
///
/// ```
/// use rankscope_math::regression::families::two_level;
/// assert_eq!(two_level(3, 1, 0.01), [1.0, 0.01, 0.01]);
/// ```
pub fn two_level(count: usize, strong: usize, low: f64) -> Vec<f64> {
    let level = |i| if i < strong { 1.0 } else { low };
    (0..count).map(level).collect()
}
