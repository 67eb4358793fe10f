//! Relative entropy between two Bernoulli distributions, and its inverse.

use super::{Error, error};

/// kl(q‖p) = q ln(q/p) + (1−q) ln((1−q)/(1−p)) in nats, for probabilities q and p; infinite where p excludes what q allows.
/// Accurate to a few ulp even for p close to q.
///
/// ```
/// # use rankscope_math::bounds::binary_kl;
/// assert_eq!(binary_kl(0.5, 0.5)?, 0.0);
/// assert_eq!(binary_kl(1.0, 0.25)?, 4f64.ln());
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
pub fn binary_kl(q: f64, p: f64) -> Result<f64, Error> {
    let (q, p) = (probability(q)?, probability(p)?);
    Ok(apart(q, p - q))
}

/// The largest p with kl(q‖p) ≤ c: the largest expected loss that an observed loss q is compatible with at a divergence c ≥ 0 (which
/// may be infinite). Accurate to a few ulp of p − q.
///
/// ```
/// # use rankscope_math::bounds::binary_kl_inverse;
/// assert_eq!(binary_kl_inverse(0.0, 2f64.ln())?, 0.5);
/// assert!((binary_kl_inverse(0.1, 0.05)? - 0.2200786011069245).abs() < 1e-15);
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
pub fn binary_kl_inverse(q: f64, c: f64) -> Result<f64, Error> {
    let q = probability(q)?;
    let c = error::check(c >= 0.0, c, "the divergence", "a number from 0")?;
    if q == 0.0 {
        return Ok(-(-c).exp_m1());
    }
    // Bisection on the distance p − q, not on p, keeps small distances accurate.
    let (mut low, mut high) = (0.0, 1.0 - q);
    loop {
        let middle = low + (high - low) / 2.0;
        if middle <= low || middle >= high {
            return Ok(q + low);
        }
        if apart(q, middle) <= c {
            low = middle;
        } else {
            high = middle;
        }
    }
}

fn probability(x: f64) -> Result<f64, Error> {
    Ok(error::check(
        (0.0..=1.0).contains(&x),
        x,
        "a probability",
        "0..1",
    )?)
}

/// kl(q‖q+d) as q φ(d/q) + (1−q) φ(−d/(1−q)), where the linear terms of the logarithms have cancelled exactly.
fn apart(q: f64, d: f64) -> f64 {
    if d == 0.0 {
        0.0
    } else if q == 0.0 {
        -(-d).ln_1p()
    } else if q == 1.0 {
        -d.ln_1p()
    } else {
        q * excess(d / q) + (1.0 - q) * excess(-d / (1.0 - q))
    }
}

/// φ(x) = x − ln(1+x) ≥ 0, for x ≥ −1.
fn excess(x: f64) -> f64 {
    if x.abs() > 0.125 {
        return x - x.ln_1p();
    }
    // x²/2 − x³/3 + x⁴/4 − …, to below an ulp at 1/8, by Horner.
    let series = (2..=18).rev().fold(0.0, |sum, k| 1.0 / k as f64 - x * sum);
    x * x * series
}
