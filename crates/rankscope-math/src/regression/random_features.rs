//! Regression on random features: how n samples and k features limit each other, from the spectrum alone.
//!
//! Maloney, Roberts and Sully (2022, arXiv 2210.16859) and its generalisations: features φ = Fᵀψ of Gaussian ψ with covariance Σ, F a
//! matrix of k columns with entries of variance 1/k. Asymptotic: exact as n, k and the modes grow together.

use super::{
    Error,
    error::{non_negative, positive},
};

/// What the theory says of one setting (all dimensionless).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RandomFeatures {
    /// The level g that splits the spectrum: modes above it are learned, modes below are not.
    pub level: f64,
    /// The implicit ridge κ of the samples: n = z + δ/κ.
    pub kappa: f64,
    /// The excess risk: expected squared error on new examples without the noise of their labels.
    pub excess: f64,
}

/// How many samples n and features k (infinite for a kernel), which ridge δ (unnormalised: ΦΦᵀ + δI is inverted), which variance of the label
/// noise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Samples; infinite where they do not limit.
    pub samples: f64,
    /// Features; infinite where they do not limit.
    pub features: f64,
    /// The ridge.
    pub ridge: f64,
    /// The noise variance.
    pub noise: f64,
}

/// Σ λ/(λ+g) and Σ (λ/(λ+g))².
fn counts(eigenvalues: &[f64], level: f64) -> [f64; 2] {
    let share = |l: &f64| l / (l + level);
    let (mut z, mut q) = (0.0, 0.0);
    for l in eigenvalues.iter().map(share) {
        z += l;
        q += l * l;
    }
    [z, q]
}

/// The level g at which Σ λ/(λ+g) = `count`, fewer than there are modes, by bisection in ln g to 1e-14.
fn level(eigenvalues: &[f64], count: f64) -> f64 {
    root(|g| counts(eigenvalues, g)[0] > count)
}

/// The g, from e^-500 to e^100, up to which `above` holds.
fn root(above: impl Fn(f64) -> bool) -> f64 {
    let (mut low, mut high) = (-500.0_f64, 100.0_f64);
    for _ in 0..62 {
        let middle = 0.5 * (low + high);
        match above(middle.exp()) {
            true => low = middle,
            false => high = middle,
        }
    }
    (0.5 * (low + high)).exp()
}

/// Solves n = z + δ/κ and k = z + kκ/g, z = Σ λ/(λ+g), for the level g and the implicit ridge κ, and evaluates the excess risk
/// `E = [Σ (g/(λ+g) − κ λ k/((λ+g)² (k−q))) v + σ²]/[1 − (q(k−2z)+z²)/(n(k−q))] − σ²`, q = Σ (λ/(λ+g))², v the target's power by mode.
/// With k or n infinite these are the limits of kernel regression and of features fitted to endless data. To 1e-10 away from n = k.
///
/// # Errors
/// Lists of different lengths or empty, a value that is negative or not finite, n or k not above 0.
///
/// ```
/// use rankscope_math::regression::{Limits, random_features};
/// let lambda: Vec<f64> = (1..=600).map(|i| f64::from(i).powf(-1.5)).collect();
/// let power: Vec<f64> = (1..=600).map(|i| f64::from(i).powf(-1.8)).collect();
/// let limits = Limits { samples: 120.0, features: 60.0, ridge: 0.0, noise: 0.0 };
/// let found = random_features(&lambda, &power, &limits)?;
/// assert!((found.excess - 0.2462142774).abs() < 5e-11);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn random_features(
    eigenvalues: &[f64],
    power: &[f64],
    limits: &Limits,
) -> Result<RandomFeatures, Error> {
    if eigenvalues.len() != power.len() {
        return Err(Error::Unequal {
            eigenvalues: eigenvalues.len(),
            targets: power.len(),
        });
    }
    let all = |limit: f64, what| match limit == f64::INFINITY {
        true => Ok(limit),
        false => positive(limit, what),
    };
    let n = all(limits.samples, "the number of samples")?;
    let k = all(limits.features, "the number of features")?;
    let ridge = non_negative(limits.ridge, "the ridge")?;
    let noise = non_negative(limits.noise, "the noise variance")?;
    for (l, v) in eigenvalues.iter().zip(power) {
        positive(*l, "an eigenvalue")?;
        non_negative(*v, "a target power")?;
    }
    let least = n.min(k);
    let modes = eigenvalues.len() as f64;
    // Every mode is learned: what remains is the noise of n labels spread over the modes.
    if least >= modes && (ridge == 0.0 || n == f64::INFINITY) {
        let excess = match n > modes {
            true => noise / (1.0 - modes / n) - noise,
            false if noise > 0.0 => f64::INFINITY,
            false => 0.0,
        };
        return Ok(RandomFeatures {
            level: 0.0,
            kappa: 0.0,
            excess,
        });
    }
    // Endless data forget any ridge.
    let g = match ridge == 0.0 || n == f64::INFINITY {
        true => level(eigenvalues, least),
        // δ/κ with κ = g(k − z)/k: what the samples must carry beyond z falls with g.
        false => root(|g| {
            let z = counts(eigenvalues, g)[0];
            let kappa = if k == f64::INFINITY {
                g
            } else {
                g * (k - z) / k
            };
            kappa <= 0.0 || z + ridge / kappa > n
        }),
    };
    let [z, q] = counts(eigenvalues, g);
    let kappa = match (k == f64::INFINITY, n < k) {
        (true, _) => g,
        // At ridge 0 the scarcer of the two fixes z: with more features than samples the samples do.
        (false, true) => g * (k - z) / k,
        (false, false) if ridge == 0.0 || n == f64::INFINITY => 0.0,
        (false, false) => g * (k - z) / k,
    };
    // The two factors k/(k−q) and (q(k−2z)+z²)/(k−q), at k infinite in the limit.
    let (factor, spent) = match k == f64::INFINITY {
        true => (1.0, q),
        false => (k / (k - q), (q * (k - 2.0 * z) + z * z) / (k - q)),
    };
    let missing: f64 = eigenvalues
        .iter()
        .zip(power)
        .map(|(l, v)| {
            let sum = l + g;
            (g / sum - kappa * l * factor / (sum * sum)) * v
        })
        .sum();
    let left = 1.0 - spent / n;
    let excess = if left > 0.0 {
        (missing + noise) / left - noise
    } else {
        f64::INFINITY
    };
    Ok(RandomFeatures {
        level: g,
        kappa,
        excess,
    })
}

/// E = g m/(1 − m/M), m the lesser and M the greater of n and k, Σ λ/(λ+g) = m: without ridge and noise, for a target with the power of the
/// spectrum itself (Maloney et al. 2022, equation 11): symmetric in samples and features. n ≠ k, both above 0; to 1e-12.
///
/// ```
/// use rankscope_math::regression::symmetric_risk;
/// let lambda: Vec<f64> = (1..=2000).map(|i| f64::from(i).powf(-1.5)).collect();
/// assert!((symmetric_risk(&lambda, 50.0, 200.0) - 0.608027560753).abs() < 5e-13);
/// assert_eq!(symmetric_risk(&lambda, 50.0, 200.0), symmetric_risk(&lambda, 200.0, 50.0));
/// ```
pub fn symmetric_risk(eigenvalues: &[f64], samples: f64, features: f64) -> f64 {
    let (less, more) = (samples.min(features), samples.max(features));
    level(eigenvalues, less) * less / (1.0 - less / more)
}
