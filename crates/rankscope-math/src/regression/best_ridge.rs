//! The ridge with the smallest test error, found numerically.

use super::{Error, Modes, Setting, generalization};
use crate::{
    grid::{golden_section, log_grid},
    linalg::Sum,
};

/// Step of the scan in ln κ, over which no share λ/(λ + κ) changes by more than an eighth: the error may have several minima.
const STEP: f64 = 0.5;
/// Steps of the golden section search between the neighbours of the best level scanned.
const REFINEMENTS: usize = 18;

/// A ridge and what it comes to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BestRidge {
    /// The ridge δ, ≥ 0.
    pub ridge: f64,
    /// The test error there, noise counted in.
    pub test_error: f64,
}

/// The ridge δ ≥ 0 with the smallest test error at the samples and the noise of a setting; its own ridge is not used.
///
/// A ridge decides the level κ and nothing else, so that the search is over κ, where no equation has to be solved: a scan from
/// the level of no ridge (where there are fewer samples than modes; else from a millionth of the smallest eigenvalue) to a thousand
/// times the trace, then golden section search. ln κ is found to 1e-4 and better, by which the error changes less than 1e-8 of itself.
///
/// # Errors
/// As [`generalization`].
///
/// ```
/// use rankscope_math::regression::{Modes, Setting, best_ridge};
/// // A target as the kernel expects it: the best ridge is the noise (Bayes).
/// let law: Vec<f64> = (1..=50).map(|i| f64::from(i).powf(-1.5)).collect();
/// let setting = Setting { samples: 30.0, ridge: 0.0, noise: 0.1 };
/// let best = best_ridge(&Modes::new(&law, &law)?, &setting)?;
/// assert!((best.ridge / 0.1 - 1.0).abs() < 1e-3);
/// # Ok::<(), rankscope_math::regression::Error>(())
/// ```
pub fn best_ridge(modes: &Modes, setting: &Setting) -> Result<BestRidge, Error> {
    let ridgeless = Setting {
        ridge: 0.0,
        ..*setting
    };
    let n = setting.samples;
    let none = generalization(modes, &ridgeless, None)?;
    let positive = modes.levels().iter().filter(|l| l.eigenvalue > 0.0);
    let smallest = positive.map(|l| l.eigenvalue).fold(f64::INFINITY, f64::min);
    let least = match n < modes.count() {
        true => none.kappa,
        false => 1e-6 * smallest,
    };
    let error = |log: f64| Ok::<_, Error>(at(modes, setting, log.exp()).test_error);
    let most = (1e3 * modes.trace()).max(2.0 * least);
    let steps = ((most / least).ln() / STEP).ceil() as usize;
    let scan = log_grid(least, most, steps + 1);
    let mut best = (0, f64::INFINITY);
    for (i, kappa) in scan.iter().enumerate() {
        let found = error(kappa.ln())?;
        if found < best.1 {
            best = (i, found);
        }
    }
    let beside = (best.0.saturating_sub(1), (best.0 + 1).min(steps));
    let ends = (scan[beside.0].ln(), scan[beside.1].ln());
    let inside = at(
        modes,
        setting,
        golden_section(error, ends, REFINEMENTS)?.exp(),
    );
    let scanned = at(modes, setting, scan[best.0]);
    // The scan stops short of no ridge, which is best where least squares has nothing to average.
    let none = BestRidge {
        ridge: 0.0,
        test_error: none.test_error,
    };
    let all = [scanned, inside, none].into_iter();
    Ok(all
        .min_by(|a, b| a.test_error.total_cmp(&b.test_error))
        .unwrap_or(none))
}

/// The ridge that has the level κ, and the test error: E = n (Σ (1 − L)² v² + σ²)/(n − Σ L²).
fn at(modes: &Modes, setting: &Setting, kappa: f64) -> BestRidge {
    let (mut learned, mut squared, mut missing) = (Sum::default(), Sum::default(), Sum::default());
    for level in modes.levels() {
        let sum = level.eigenvalue + kappa;
        let (share, rest) = (level.eigenvalue / sum, kappa / sum);
        learned.add(level.multiplicity * share);
        squared.add(level.multiplicity * share * share);
        missing.add(rest * rest * level.target);
    }
    let n = setting.samples;
    BestRidge {
        ridge: (kappa * (n - learned.value()) - modes.tail()).max(0.0),
        test_error: n * (missing.value() + setting.noise) / (n - squared.value()),
    }
}
