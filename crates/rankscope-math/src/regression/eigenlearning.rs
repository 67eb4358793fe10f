//! The learning curve of kernel ridge regression from its spectrum: one equation for κ, then sums.
//!
//! Simon, Dickens, Karkada and DeWeese, The eigenlearning framework (arXiv 2110.03922); the same theory as Bordelon, Canatar and Pehlevan
//! (arXiv 2002.02561; their κ is n times this one) and, for linear models, as Hastie et al. (arXiv 1903.08560). It takes the eigenfunctions
//! for independent Gaussian features: exact as samples and modes grow together, close at finite size, off where inputs have few dimensions.

use super::{
    Error, Level, Modes,
    error::{non_negative, positive},
};

/// How many samples, how noisy, how regularised.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Samples n; a fraction where the modes stand for a density.
    pub samples: f64,
    /// Ridge δ: K + δI is inverted, K the kernel matrix (no 1/n).
    pub ridge: f64,
    /// Variance σ² of the noise on a label.
    pub noise: f64,
}

/// What the theory says of one setting (all dimensionless).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Generalization {
    /// The level κ that splits the spectrum: modes above it are learned, modes below are not.
    pub kappa: f64,
    /// The overfitting coefficient E₀ = n/(n − Σ Lᵢ²), 1 or more.
    pub e0: f64,
    /// Σ (1 − Lᵢ)² vᵢ²: what is not learned of the target.
    pub missing: f64,
    /// The expected squared error on a new noisy example, E₀ (missing + σ²).
    pub test_error: f64,
    /// The expected squared error on the examples, (δ/(nκ))² times the test error.
    pub train_error: f64,
    /// Σ Lᵢ, the degrees of freedom that the fit uses; n − δ/κ.
    pub effective_dimension: f64,
    /// Σ Lᵢ²; over n − Σ Lᵢ² it is the noise amplification E₀ − 1.
    pub squared_dimension: f64,
    /// Σ Lᵢ vᵢ² / Σ vᵢ², the learned share of the target; NaN for the zero target.
    pub target_learnability: f64,
    /// How far Σ Lᵢ + δ/κ = n is from true at this κ, relative to n.
    pub residual: f64,
}

impl Generalization {
    /// The share L = λ/(λ + κ) that is learned of a mode of eigenvalue λ.
    ///
    /// ```
    /// use rankscope_math::regression::{Modes, Setting, generalization};
    /// let modes = Modes::new(&[1.0; 4], &[1.0, 0.0, 0.0, 0.0])?;
    /// let found = generalization(&modes, &Setting { samples: 2.0, ridge: 0.0, noise: 0.0 }, None)?;
    /// assert_eq!(found.learnability(1.0), 0.5);
    /// # Ok::<(), rankscope_math::regression::Error>(())
    /// ```
    pub fn learnability(&self, eigenvalue: f64) -> f64 {
        match eigenvalue > 0.0 {
            true => eigenvalue / (eigenvalue + self.kappa),
            false => 0.0,
        }
    }
}

/// Solves Σ λᵢ/(λᵢ + κ) + δ/κ = n for κ > 0 and evaluates the theory there (arXiv 2110.03922, section 4; κ to a relative 1e-14 where it is
/// well conditioned). A solution for nearby samples of the same modes and ridge saves iterations and changes the result by rounding only.
///
/// At ridge 0 with n samples or more of as many modes p, the limit is least squares: κ falls to 0 with the ridge, δ/κ → n − p, every mode
/// is learned, E₀ = n/(n − p), and the training error is (1 − p/n)(missing + σ²), where only a part of the target without an eigenvalue is
/// missing. At n = p E₀ is infinite, and with it the test error, unless there is neither noise nor such a part. Exactly, for Gaussian
/// features, it is (n − 1)/(n − p − 1) instead of n/(n − p), and the training error is this one.
///
/// # Errors
/// Samples that are not above 0, a negative ridge or noise, anything not finite.
///
/// ```
/// use rankscope_math::regression::{Modes, Setting, generalization};
/// // Four equal modes and two samples: κ = 1, half of each mode is learned.
/// let modes = Modes::new(&[1.0; 4], &[1.0, 0.0, 0.0, 0.0])?;
/// let setting = Setting { samples: 2.0, ridge: 0.0, noise: 0.25 };
/// let found = generalization(&modes, &setting, None)?;
/// assert!((found.kappa - 1.0).abs() < 1e-14);
/// assert!((found.e0 - 2.0).abs() < 1e-14 && (found.test_error - 1.0).abs() < 1e-14);
/// // Sixteen samples: least squares, whose noise comes through at 16/(16 − 4) times its strength.
/// let found = generalization(&modes, &Setting { samples: 16.0, ..setting }, None)?;
/// assert_eq!((found.kappa, found.missing, found.train_error), (0.0, 0.0, 0.75 * 0.25));
/// assert!((found.test_error - 4.0 / 3.0 * 0.25).abs() < 1e-15);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn generalization(
    modes: &Modes,
    setting: &Setting,
    near: Option<&(Setting, Generalization)>,
) -> Result<Generalization, Error> {
    let n = positive(setting.samples, "the number of samples")?;
    let noise = non_negative(setting.noise, "the noise variance")?;
    let ridge = non_negative(setting.ridge, "the ridge")?;
    let count = modes.count();
    if ridge == 0.0 && n >= count {
        return Ok(least_squares(modes, n, noise));
    }
    let kappa = solve(modes, n, ridge + modes.tail(), near);
    let stiff = (ridge + modes.tail()) / kappa;
    let (mut learned, mut squared, mut spread) = (0.0, 0.0, stiff);
    let (mut missing, mut found, mut energy) = (0.0, 0.0, 0.0);
    for level in modes.levels() {
        let sum = level.eigenvalue + kappa;
        let (share, rest) = (level.eigenvalue / sum, kappa / sum);
        let counted = level.multiplicity * share;
        learned += counted;
        squared += counted * share;
        spread += counted * rest;
        missing += rest * rest * level.target;
        found += share * level.target;
        energy += level.target;
    }
    // n − Σ L² without cancellation: by the equation for κ it is Σ L(1 − L) + δ/κ.
    let e0 = n / spread;
    let test_error = e0 * (missing + noise);
    Ok(Generalization {
        kappa,
        e0,
        missing,
        test_error,
        train_error: (ridge / (n * kappa)).powi(2) * test_error,
        effective_dimension: learned + modes.tail() / kappa,
        squared_dimension: squared,
        target_learnability: found / energy,
        residual: ((learned + stiff - n) / n).abs(),
    })
}

/// As many samples as modes or more, and no ridge: the limit κ → 0. There E₀ times what is missing of learned modes is of the order of κ.
fn least_squares(modes: &Modes, n: f64, noise: f64) -> Generalization {
    let silent = |level: &&Level| level.eigenvalue == 0.0;
    let missing: f64 = modes.levels().iter().filter(silent).map(|l| l.target).sum();
    let (count, energy) = (modes.count(), modes.target_energy());
    let e0 = n / (n - count);
    let left = missing + noise;
    Generalization {
        kappa: 0.0,
        e0,
        missing,
        test_error: if left > 0.0 { e0 * left } else { 0.0 },
        train_error: (1.0 - count / n) * left,
        effective_dimension: count,
        squared_dimension: count,
        target_learnability: (energy - missing) / energy,
        residual: 0.0,
    }
}

/// The root κ, where `ridge` counts the tail of the spectrum in: Newton's method in logarithms, kept inside a bracket known in closed form.
fn solve(modes: &Modes, n: f64, ridge: f64, near: Option<&(Setting, Generalization)>) -> f64 {
    let levels = modes.levels();
    // Σ L ≥ M λ_M/(λ_M + κ) for the M largest, so that κ ≥ λ_M (M − n)/n; and Σ L ≤ Σ λ/κ.
    let (mut low, mut high, mut counted) = (ridge / n, ridge, 0.0);
    for level in levels {
        counted += level.multiplicity;
        high += level.multiplicity * level.eigenvalue;
        low = f64::max(low, level.eigenvalue * ((counted - n) / n));
    }
    let (mut low, mut high) = (low.max(f64::MIN_POSITIVE).ln(), (high / n).ln());
    let mut log = match near {
        // d ln κ / d ln n = −E₀.
        Some((setting, known)) if known.kappa > 0.0 => {
            known.kappa.ln() - known.e0 * (n / setting.samples).ln()
        }
        _ => 0.5 * (low + high),
    };
    for _ in 0..200 {
        if !(low..=high).contains(&log) {
            log = 0.5 * (low + high);
        }
        let kappa = log.exp();
        // Of the modes above κ, count what is not learned, of those below what is: neither hides in the rounding of the other.
        let (mut above, mut unlearned, mut spread_above) = (0.0, 0.0, 0.0);
        let (mut learned, mut spread_below) = (ridge / kappa, ridge / kappa);
        for level in levels {
            let inverse = 1.0 / (level.eigenvalue + kappa);
            let (share, rest) = (level.eigenvalue * inverse, kappa * inverse);
            let spread = level.multiplicity * (share * rest);
            if level.eigenvalue > kappa {
                above += level.multiplicity;
                unlearned += level.multiplicity * rest;
                spread_above += spread;
            } else {
                learned += level.multiplicity * share;
                spread_below += spread;
            }
        }
        // The equation as gains = losses, both positive; gains fall with κ and losses rise.
        let gains = f64::max(above - n, 0.0) + learned;
        let losses = f64::max(n - above, 0.0) + unlearned;
        if gains > losses {
            low = log;
        } else {
            high = log;
        }
        let step = (gains / losses).ln() / (spread_above / losses + spread_below / gains);
        let next = log + step;
        let inside = next > low && next < high;
        // The error after a step of Newton's method is of the order of the step squared.
        if gains == losses {
            return kappa;
        }
        if inside && step.abs() < 1e-8 {
            return next.exp();
        }
        if high - low <= 2.0 * f64::EPSILON * high.abs().max(1.0) {
            break;
        }
        log = if inside { next } else { 0.5 * (low + high) };
    }
    (0.5 * (low + high)).exp()
}
