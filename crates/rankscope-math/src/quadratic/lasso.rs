//! The companion: a diagonal linear network, which is the LASSO, on a sparse-looking target.
//!
//! y = ⟨θ*, x⟩ + √Δ·noise, x ~ N(0, I): in the proportional limit θ̂ = soft(θ* + τz; a) with z standard normal and
//! nτ² = Δ + ‖θ̂ − θ*‖² (Bayati and Montanari, 1010.2457). Here the effective number of samples is n itself.

use super::{
    Error,
    error::{check, positive},
    roots,
};
use libm::erfc;
use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The LASSO's estimate of a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lasso {
    /// ‖θ̂ − θ*‖².
    pub error: f64,
    /// Effective noise level τ.
    pub tau: f64,
    /// Threshold a.
    pub threshold: f64,
    /// Expected number of nonzero entries of θ̂.
    pub kept: f64,
    /// The penalty of ½Σ(y − ⟨θ, x⟩)² + penalty·Σ|θᵢ| that gives this threshold, a(n − kept).
    pub penalty: f64,
}

/// E(soft(μ + z; a) − μ)² for a standard normal z: the risk of soft thresholding. Any finite μ, a ≥ 0; to 1e-12.
///
/// ```
/// # use rankscope_math::quadratic::lasso::soft_risk;
/// assert!((soft_risk(3.0, 0.0) - 1.0).abs() < 1e-15);   // without a threshold only the noise is left
/// assert!((soft_risk(2.0, 40.0) - 4.0).abs() < 1e-12);  // everything cut: the signal is lost
/// ```
pub fn soft_risk(mu: f64, a: f64) -> f64 {
    let bell = |x: f64| (-0.5 * x * x).exp() / (2.0 * PI).sqrt();
    let (down, up) = (a - mu, a + mu);
    // Probability of being cut to zero.
    let cut = 1.0 - tail(down) - tail(up);
    1.0 + a * a + (mu * mu - 1.0 - a * a) * cut - down * bell(up) - up * bell(down)
}

/// P(z > x).
fn tail(x: f64) -> f64 {
    0.5 * erfc(x * FRAC_1_SQRT_2)
}

/// The estimate with the threshold that makes its error smallest. n and Δ positive; to 1e-8 relative.
///
/// ```
/// # use rankscope_math::quadratic::lasso::tuned;
/// // Nothing to learn: the best threshold is the highest one.
/// assert!(tuned(&[0.0; 5], 100.0, 1.0)?.error < 1e-9);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn tuned(target: &[f64], samples: f64, noise: f64) -> Result<Lasso, Error> {
    solve(target, samples, noise, |tau| best_threshold(target, tau))
}

/// The estimate with threshold t·τ, t ≥ 0 in units of the noise level; n and Δ positive. An error where no noise level solves it.
///
/// ```
/// # use rankscope_math::quadratic::lasso::at_threshold;
/// // Without a threshold it is least squares, with error Δd/(n − d) in the proportional limit.
/// let ols = at_threshold(&[1.0; 10], 30.0, 0.5, 0.0)?;
/// assert!((ols.error - 0.25).abs() < 1e-10);
/// # Ok::<(), rankscope_math::quadratic::Error>(())
/// ```
pub fn at_threshold(target: &[f64], samples: f64, noise: f64, t: f64) -> Result<Lasso, Error> {
    let holds = t >= 0.0 && t.is_finite();
    check(holds, t, "the threshold", "a finite number from 0")?;
    solve(target, samples, noise, |_| t)
}

fn solve(
    target: &[f64],
    samples: f64,
    noise: f64,
    threshold: impl Fn(f64) -> f64,
) -> Result<Lasso, Error> {
    positive(samples, "the number of samples n")?;
    positive(noise, "the label noise Delta")?;
    let excess = |log_tau: f64| {
        let tau = log_tau.exp();
        samples - (noise + risk(target, tau, threshold(tau))) / (tau * tau)
    };
    let mut low = (0.5 * (noise / samples).ln(), -1.0);
    low.1 = excess(low.0);
    let mut high = low;
    while high.1 < 0.0 {
        low = high;
        high.0 += 1.0;
        high.1 = excess(high.0);
        if high.0 > 60.0 {
            let delta_max = high.0.exp();
            return Err(Error::NoRoot { delta_max });
        }
    }
    let tau = roots::bracketed(low, high, 1e-12, &mut |x| excess(x)).exp();
    let t = threshold(tau);
    let passes = |theta: &f64| tail(t - theta / tau) + tail(t + theta / tau);
    let kept: f64 = target.iter().map(passes).sum();
    Ok(Lasso {
        error: risk(target, tau, t),
        tau,
        threshold: t * tau,
        kept,
        penalty: t * tau * (samples - kept),
    })
}

fn risk(target: &[f64], tau: f64, t: f64) -> f64 {
    let sum: f64 = target.iter().map(|theta| soft_risk(theta / tau, t)).sum();
    tau * tau * sum
}

/// The threshold with the smallest risk at a noise level, by golden section.
fn best_threshold(target: &[f64], tau: f64) -> f64 {
    let ratio = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut low, mut high) = (0.0, 8.0);
    let mut a = (high - ratio * (high - low), 0.0);
    let mut b = (low + ratio * (high - low), 0.0);
    a.1 = risk(target, tau, a.0);
    b.1 = risk(target, tau, b.0);
    for _ in 0..22 {
        if a.1 < b.1 {
            high = b.0;
            b = a;
            a.0 = high - ratio * (high - low);
            a.1 = risk(target, tau, a.0);
        } else {
            low = a.0;
            a = b;
            b.0 = low + ratio * (high - low);
            b.1 = risk(target, tau, b.0);
        }
    }
    if a.1 < b.1 { a.0 } else { b.0 }
}
