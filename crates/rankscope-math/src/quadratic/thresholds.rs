//! How many samples recover a low-rank target exactly, without label noise: α = n/d² against its rank as a share k of d.
//!
//! For the minimiser of vanishing penalty at p ≥ d ("nuclear route", 2505.17958); rederived, checked by training.

use super::{Error, error::check};
use crate::domain::Outside;
use std::f64::consts::PI;

/// ∫_c^2 (x − c)² of the semicircle on \[−2, 2\], −2 ≤ c ≤ 2.
fn shifted_square(c: f64) -> f64 {
    let root = (4.0 - c * c).max(0.0).sqrt();
    // With c = 2cos t: mass, first and second moment above c.
    let t = (0.5 * c).clamp(-1.0, 1.0).acos();
    let mass = (t - 0.25 * c * root) / PI;
    let first = root.powi(3) / (6.0 * PI);
    let second = mass + c * root.powi(3) / (8.0 * PI);
    second - 2.0 * c * first + c * c * mass
}

fn share(k: f64) -> Result<f64, Outside> {
    let holds = k > 0.0 && k <= 1.0;
    check(
        holds,
        k,
        "the rank of the target as a share of d",
        "above 0 up to 1",
    )
}

/// α_PR = ½ min_c { k(2 − k) + k(1 − k)c² + (1 − k)²∫_c^2 (x − c)²dμ }: from this α = n/d² on the minimiser equals the target. To
/// 1e-10; k in [0, 1].
///
/// ```
/// # use rankscope_math::quadratic::thresholds::perfect_recovery;
/// assert!((perfect_recovery(1.0)? - 0.5).abs() < 1e-12);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn perfect_recovery(k: f64) -> Result<f64, Error> {
    let k = share(k)?;
    let value = |c: f64| {
        0.5 * (k * (2.0 - k) + k * (1.0 - k) * c * c + (1.0 - k).powi(2) * shifted_square(c))
    };
    // Convex in c: golden section.
    let ratio = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut low, mut high) = (0.0, 2.0);
    for _ in 0..60 {
        let (a, b) = (high - ratio * (high - low), low + ratio * (high - low));
        if value(a) < value(b) {
            high = b;
        } else {
            low = a;
        }
    }
    Ok(value(0.5 * (low + high)))
}

/// ¼ + k/2 − k²/4: from this α on the target is the only positive semidefinite matrix that fits the labels.
///
/// ```
/// # use rankscope_math::quadratic::thresholds::unique_fit;
/// assert_eq!(unique_fit(1.0)?, 0.5);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn unique_fit(k: f64) -> Result<f64, Error> {
    let k = share(k)?;
    Ok(0.25 + 0.5 * k - 0.25 * k * k)
}

/// k − k²/2: below this the labels do not determine the target, whatever the method.
///
/// ```
/// # use rankscope_math::quadratic::thresholds::information;
/// assert_eq!(information(0.5)?, 0.375);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn information(k: f64) -> Result<f64, Error> {
    let k = share(k)?;
    Ok(k - 0.5 * k * k)
}
