//! How fast the error falls with the number of samples where eigenvalues and target follow power laws.

use super::Setting;

/// Why there is no exponent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRate {
    /// A law whose sum has no limit.
    #[error("known where both laws have a finite sum: decays above 1")]
    Divergent,
    /// Noise, and nothing that averages it.
    #[error("with noise and no ridge the error levels off near a σ², as long as n is far below p")]
    Tempered,
    /// Noise on the labels.
    #[error("with noisy labels the error ends at the noise")]
    Noisy,
}

/// The exponent e of E ~ n^−e in the limit of many modes, for λᵢ = i^−a and vᵢ² = i^−b at the level κ: κ falls as n^−a while the
/// spectrum limits it and as δ/n once the ridge does; what is missing of the target falls as κ^min((b−1)/a, 2) (Cui, Loureiro, Krzakala and
/// Zdeborová, arXiv 2105.15004). A slope, not a value.
///
/// # Errors
/// Where no power law holds: see [`NoRate`].
///
/// ```
/// use rankscope_math::regression::{Setting, rate::{NoRate, exponent}};
/// let clean = Setting { samples: 100.0, ridge: 0.0, noise: 0.0 };
/// assert_eq!(exponent(1.5, 2.5, &clean, 1e-3), Ok(1.5));
/// // The ridge limits κ from δ/κ > n/2 on.
/// assert_eq!(exponent(1.5, 2.5, &Setting { ridge: 0.1, ..clean }, 1e-3), Ok(1.0));
/// assert_eq!(exponent(1.5, 2.5, &Setting { noise: 0.1, ..clean }, 1e-3), Err(NoRate::Tempered));
/// ```
pub fn exponent(
    decay: f64,
    target_decay: f64,
    setting: &Setting,
    kappa: f64,
) -> Result<f64, NoRate> {
    if decay <= 1.0 || target_decay <= 1.0 {
        return Err(NoRate::Divergent);
    }
    let Setting {
        samples,
        ridge,
        noise,
    } = *setting;
    if noise > 0.0 && ridge == 0.0 {
        return Err(NoRate::Tempered);
    }
    if noise > 0.0 {
        return Err(NoRate::Noisy);
    }
    let of_kappa = ((target_decay - 1.0) / decay).min(2.0);
    let by_ridge = ridge / kappa > 0.5 * samples;
    Ok(if by_ridge { of_kappa } else { decay * of_kappa })
}
