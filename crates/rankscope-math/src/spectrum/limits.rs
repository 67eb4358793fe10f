//! Effective ranks of infinite spectra, in closed form: what a finite spectrum tends to as n grows.

use super::{Error, Ranks, error::parameter};
use std::f64::consts::PI;

/// The ranks of the infinite geometric spectrum σᵢ = ρⁱ, i from 0 (dimensionless, exact).
///
/// erank = exp(h(ρ)/(1 − ρ)) with the binary entropy h, nuclear/Frobenius (1 + ρ)/(1 − ρ), stable 1/(1 − ρ²), and so on.
///
/// # Errors
/// Where ρ is not within [0, 1).
///
/// ```
/// use rankscope_math::spectrum::limits::geometric;
/// let ranks = geometric(0.5)?;
/// assert!((ranks.erank - 4.0).abs() < 1e-14);
/// assert_eq!((ranks.nuclear_frobenius_rank, ranks.nuclear_spectral_rank), (3.0, 2.0));
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn geometric(rho: f64) -> Result<Ranks, Error> {
    parameter("rho", rho, "at least 0 and below 1", |r| {
        (0.0..1.0).contains(&r)
    })?;
    let entropy_rank = |r: f64| match r > 0.0 {
        true => (-(r / (1.0 - r)) * r.ln()).exp() / (1.0 - r),
        false => 1.0,
    };
    let square = rho * rho;
    Ok(Ranks {
        erank: entropy_rank(rho),
        nuclear_frobenius_rank: (1.0 + rho) / (1.0 - rho),
        energy_entropy_rank: entropy_rank(square),
        nuclear_spectral_rank: 1.0 / (1.0 - rho),
        participation_ratio: (1.0 + square) / (1.0 - square),
        stable_rank: 1.0 / (1.0 - square),
    })
}

/// The ranks of the infinite power law σᵢ = i^−α (dimensionless, relative accuracy 1e-12).
///
/// erank = exp(ln ζ(α) − α ζ'(α)/ζ(α)), nuclear/Frobenius ζ(α)²/ζ(2α), stable ζ(2α), and so on with the Riemann zeta function. The ranks made of
/// amplitudes are infinite up to α = 1, those made of energies up to α = ½.
///
/// # Errors
/// Where α is negative or not finite.
///
/// ```
/// use rankscope_math::spectrum::limits::power;
/// let ranks = power(2.0)?;
/// assert!((ranks.nuclear_frobenius_rank - 2.5).abs() < 1e-14);
/// assert!((ranks.participation_ratio - 7.0 / 6.0).abs() < 1e-14);
/// assert_eq!(power(1.0)?.erank, f64::INFINITY);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn power(alpha: f64) -> Result<Ranks, Error> {
    parameter("alpha", alpha, "finite and at least 0", |a| {
        a >= 0.0 && a.is_finite()
    })?;
    let infinite = f64::INFINITY;
    let (mut erank, mut nuclear_frobenius_rank, mut nuclear_spectral_rank) =
        (infinite, infinite, infinite);
    let (mut energy_entropy_rank, mut participation_ratio, mut stable_rank) =
        (infinite, infinite, infinite);
    if alpha > 0.5 {
        stable_rank = zeta(2.0 * alpha);
        energy_entropy_rank = zeta_entropy_rank(2.0 * alpha);
        participation_ratio = stable_rank * stable_rank / zeta(4.0 * alpha);
    }
    if alpha > 1.0 {
        nuclear_spectral_rank = zeta(alpha);
        erank = zeta_entropy_rank(alpha);
        nuclear_frobenius_rank = nuclear_spectral_rank * nuclear_spectral_rank / stable_rank;
    }
    Ok(Ranks {
        erank,
        nuclear_frobenius_rank,
        energy_entropy_rank,
        nuclear_spectral_rank,
        participation_ratio,
        stable_rank,
    })
}

/// The ranks per row of an m x (m/β) matrix of independent Gaussian entries as m grows: of the Marchenko-Pastur law (dimensionless, asymptotic;
/// relative accuracy 1e-13).
///
/// At β = 1, the quarter-circle law: erank/m → (2/(3π)) e^(4/3), nuclear/Frobenius/m → 64/(9π²), nuclear/spectral/m → 4/(3π).
/// participation/m → 1/(1 + β), stable/m → (1 + √β)⁻², energy entropy/m → e^(−β/2) (Page, arXiv gr-qc/9305007); those made of amplitudes
/// have no closed form and are integrated.
///
/// # Errors
/// Where β is not within (0, 1].
///
/// ```
/// use rankscope_math::spectrum::limits::marchenko_pastur_per_row;
/// let ranks = marchenko_pastur_per_row(0.25)?;
/// assert_eq!((ranks.participation_ratio, ranks.stable_rank), (0.8, 1.0 / 2.25));
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn marchenko_pastur_per_row(beta: f64) -> Result<Ranks, Error> {
    parameter("beta", beta, "above 0 and at most 1", |b| {
        0.0 < b && b <= 1.0
    })?;
    let edge = 1.0 + beta.sqrt();
    let (mean, mean_log) = amplitude_means(beta);
    Ok(Ranks {
        erank: mean * (-mean_log / mean).exp(),
        // The mean square is 1.
        nuclear_frobenius_rank: mean * mean,
        energy_entropy_rank: (-0.5 * beta).exp(),
        nuclear_spectral_rank: mean / edge,
        participation_ratio: 1.0 / (1.0 + beta),
        stable_rank: 1.0 / (edge * edge),
    })
}

/// The means of s and of s ln s where s² follows the Marchenko-Pastur law.
fn amplitude_means(beta: f64) -> (f64, f64) {
    // With λ = 1 + β + 2√β cos φ the law is (2/π) sin²φ/λ dφ on 0..π. With sin φ = sech w it falls off exponentially on both sides of the
    // whole line, where the trapezoidal rule converges exponentially: at this step beyond rounding.
    const STEP: f64 = 0.2;
    const STEPS: i32 = 100;
    let root = beta.sqrt();
    let (mut mean, mut mean_log) = (0.0, 0.0);
    for i in -STEPS..=STEPS {
        let e = (STEP * f64::from(i)).exp();
        let sech = 2.0 * e / (1.0 + e * e);
        // Without cancellation at φ = π.
        let lambda = (1.0 - root).powi(2) + 4.0 * root / (1.0 + e * e);
        let weighted = STEP * 2.0 / PI * sech.powi(3) / lambda.sqrt();
        mean += weighted;
        mean_log += weighted * 0.5 * lambda.ln();
    }
    (mean, mean_log)
}

/// exp(ln ζ(a) − a ζ'(a)/ζ(a)): the entropy rank of weights in proportion to k^−a.
fn zeta_entropy_rank(a: f64) -> f64 {
    let zeta = zeta(a);
    // −ζ'(a) = Σ ln k · k^−a.
    zeta * (a * power_sum(a, 0.0, 1.0) / zeta).exp()
}

/// The Riemann zeta function ζ(a) = Σ k^−a for a > 1.
fn zeta(a: f64) -> f64 {
    power_sum(a, 1.0, 0.0)
}

/// Σ k^−a (c + d ln k) over k ≥ 1 for a > 1, by the Euler-Maclaurin formula.
fn power_sum(a: f64, c: f64, d: f64) -> f64 {
    const HEAD: usize = 24;
    /// −B₂ⱼ/(2j)! for j = 1, 2, …
    const CORRECTIONS: [f64; 4] = [-1.0 / 12.0, 1.0 / 720.0, -1.0 / 30240.0, 1.0 / 1209600.0];
    let head: f64 = (1..HEAD)
        .rev()
        .map(|k| (k as f64).powf(-a) * (c + d * (k as f64).ln()))
        .sum();
    let n = HEAD as f64;
    let log = n.ln();
    let integral = n.powf(1.0 - a) * ((c + d * log) / (a - 1.0) + d / (a - 1.0).powi(2));
    let mut tail = integral + 0.5 * n.powf(-a) * (c + d * log);
    // The k-th derivative of x^−a (c + d ln x) is x^(−a−k) (c_k + d_k ln x).
    let (mut ck, mut dk, mut order) = (c, d, 0.0);
    let mut differentiate = || {
        (ck, dk) = (dk - (a + order) * ck, -(a + order) * dk);
        order += 1.0;
        n.powf(-a - order) * (ck + dk * log)
    };
    for correction in CORRECTIONS {
        tail += correction * differentiate();
        differentiate();
    }
    head + tail
}
