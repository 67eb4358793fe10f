//! Double descent in closed form: the error of least squares over the number of features per sample.
//!
//! Signal energy r² = |β|², noise variance σ². "Excess risk" leaves the noise of the new label out, "test error" counts it in.

use super::{
    Error,
    error::{non_negative, positive},
};

/// Excess risk of minimum-norm least squares on γ = p/n isotropic features as n grows: σ²γ/(1 − γ) below γ = 1, r²(1 − 1/γ) + σ²/(γ − 1)
/// above, infinite at 1 (Hastie, Montanari, Rosset and Tibshirani, arXiv 1903.08560, theorem 1; asymptotic).
///
/// # Errors
/// γ not above 0, r² or σ² negative, anything not finite.
///
/// ```
/// use rankscope_math::regression::double_descent::isotropic_ridgeless;
/// assert_eq!(isotropic_ridgeless(0.5, 1.0, 0.25)?, 0.25);
/// assert_eq!(isotropic_ridgeless(2.0, 1.0, 0.25)?, 0.75);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn isotropic_ridgeless(gamma: f64, signal: f64, noise: f64) -> Result<f64, Error> {
    let (g, signal, noise) = checked(gamma, signal, noise)?;
    Ok(if g < 1.0 {
        noise * g / (1.0 - g)
    } else if g > 1.0 {
        signal * (1.0 - 1.0 / g) + noise / (g - 1.0)
    } else {
        f64::INFINITY
    })
}

/// Excess risk of ridge regression with penalty nλ on γ = p/n isotropic features as n grows: r²λ²m' + σ²γ(m − λm'), m the companion Stieltjes
/// transform at −λ (arXiv 1903.08560, theorem 5; asymptotic). Every summand is positive: nothing cancels.
///
/// # Errors
/// γ or λ not above 0, r² or σ² negative, anything not finite.
///
/// ```
/// use rankscope_math::regression::double_descent::isotropic_ridge;
/// assert!((isotropic_ridge(2.0, 0.5, 1.0, 0.25)? - 0.6403882032).abs() < 1e-10);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn isotropic_ridge(gamma: f64, penalty: f64, signal: f64, noise: f64) -> Result<f64, Error> {
    let (g, signal, noise) = checked(gamma, signal, noise)?;
    let l = positive(penalty, "the ridge per sample")?;
    // γλm² + (1 − γ + λ)m = 1, its slope in m is the root s.
    let b = 1.0 - g + l;
    let s = b.hypot(2.0 * (g * l).sqrt());
    let m = if b > 0.0 {
        2.0 / (b + s)
    } else {
        (s - b) / (2.0 * g * l)
    };
    let slope = m * (g * m + 1.0) / s;
    Ok(signal * l * l * slope + noise * g * (1.0 - l * m) / s)
}

/// The penalty per sample λ* = σ²γ/r² with the smallest excess risk (arXiv 1903.08560, theorem 5); infinite without a signal.
///
/// # Errors
/// γ not above 0, r² or σ² negative, anything not finite.
///
/// ```
/// use rankscope_math::regression::double_descent::optimal_penalty;
/// assert_eq!(optimal_penalty(2.0, 1.0, 0.25)?, 0.5);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn optimal_penalty(gamma: f64, signal: f64, noise: f64) -> Result<f64, Error> {
    let (g, signal, noise) = checked(gamma, signal, noise)?;
    Ok(noise * g / signal)
}

fn checked(gamma: f64, signal: f64, noise: f64) -> Result<(f64, f64, f64), Error> {
    Ok((
        positive(gamma, "features per sample")?,
        non_negative(signal, "the signal energy")?,
        non_negative(noise, "the noise variance")?,
    ))
}

/// Excess risk of minimum-norm least squares on p independent Gaussian features and n samples, in expectation and exactly:
/// σ²p/(n − p − 1) to p = n − 2, r²(1 − n/p) + σ²n/(p − n − 1) from p = n + 2, infinite between (Breiman and Freedman 1983; Belkin, Hsu and
/// Xu, arXiv 1903.07571).
///
/// # Errors
/// r² or σ² negative or not finite.
///
/// ```
/// use rankscope_math::regression::double_descent::isotropic_exact;
/// assert!((isotropic_exact(100, 50, 1.0, 0.25)? - 0.25510204081632654).abs() < 1e-15);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn isotropic_exact(
    samples: usize,
    features: usize,
    signal: f64,
    noise: f64,
) -> Result<f64, Error> {
    let noise = non_negative(noise, "the noise variance")?;
    Ok(belkin_hsu_xu(samples, features, signal, 0.0, noise)? - noise)
}

/// Test error of minimum-norm least squares on the first p of D independent Gaussian features, in expectation and exactly, where the
/// features used carry the energy s of the target and the others t: (σ² + t)(n − 1)/(n − p − 1) to p = n − 2,
/// s(1 − n/p) + (σ² + t)(p − 1)/(p − n − 1) from p = n + 2, infinite between (Belkin, Hsu and Xu, arXiv 1903.07571, theorem 1).
///
/// # Errors
/// An energy or σ² negative or not finite.
///
/// ```
/// use rankscope_math::regression::double_descent::belkin_hsu_xu;
/// assert_eq!(belkin_hsu_xu(5, 2, 0.0, 0.75, 0.25)?, 2.0);
/// assert_eq!(belkin_hsu_xu(5, 6, 0.0, 0.75, 0.25)?, f64::INFINITY);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn belkin_hsu_xu(
    samples: usize,
    features: usize,
    used: f64,
    unused: f64,
    noise: f64,
) -> Result<f64, Error> {
    let used = non_negative(used, "the energy of the features used")?;
    let unused = non_negative(unused, "the energy of the features left out")?;
    let noise = non_negative(noise, "the noise variance")? + unused;
    let (n, p) = (samples as f64, features as f64);
    Ok(if features + 2 <= samples {
        noise * (n - 1.0) / (n - p - 1.0)
    } else if features >= samples + 2 {
        used * (1.0 - n / p) + noise * (p - 1.0) / (p - n - 1.0)
    } else {
        f64::INFINITY
    })
}
