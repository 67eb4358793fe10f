//! The population-risk gate: which coordinates of a step are signal enough to be taken.
//!
//! Litman and Guo (arXiv 2605.01172, section 6): a coordinate whose squared mean gradient does not exceed the variance of that mean
//! would raise the risk on examples that are left out. Three masks follow; all give a share q in [0, 1] of the step.

use super::tensor::Tensor;

/// How signal and noise become a share of the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mask {
    /// q = 1 where signal > α·noise, 0 elsewhere: the theorem's gate.
    Hard,
    /// q = d / (d + τ·noise) with d = max(signal − α·noise, 0).
    Soft,
    /// q = signal / (signal + τ·α·noise): never quite shut.
    Snr,
}

/// Where the estimates of signal and noise come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Moving averages of the minibatch gradient and of its squared deviation from the average before.
    Averages,
    /// The mean and the variance of the per-example gradients of this minibatch, exactly.
    Examples,
}

/// The gate with its parameters (dimensionless).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gate {
    /// The form of the mask.
    pub mask: Mask,
    /// α: how many times the noise the signal must exceed; 1 on fresh data, b/(n − b) on batches of b from n fixed examples.
    pub alpha: f64,
    /// τ: softness of the soft and snr masks.
    pub softness: f64,
    /// ρ: decay of the average of squared deviations.
    pub rho: f64,
    /// Keeps 0/0 from happening; far below every signal, or all gates shut on small gradients.
    pub floor: f64,
    /// Where signal and noise come from.
    pub evidence: Evidence,
    /// One share for each tensor, from its mean signal and mean noise, in place of one for each coordinate.
    pub per_tensor: bool,
}

impl Default for Gate {
    fn default() -> Self {
        Self {
            mask: Mask::Snr,
            alpha: 1.0,
            softness: 1.0,
            rho: 0.99,
            floor: 1e-30,
            evidence: Evidence::Averages,
            per_tensor: false,
        }
    }
}

impl Gate {
    /// The share q of the step that a coordinate takes, from its signal (squared mean gradient) and noise (variance of that mean), both
    /// in squared units of the gradient.
    ///
    /// ```
    /// use rankscope_math::nn::gate::{Gate, Mask};
    /// let gate = |mask| Gate { mask, ..Gate::default() };
    /// assert_eq!(gate(Mask::Snr).share(3.0, 1.0), 0.75);
    /// assert_eq!(gate(Mask::Soft).share(3.0, 1.0), 2.0 / 3.0);
    /// assert_eq!(gate(Mask::Hard).share(3.0, 1.0), 1.0);
    /// assert_eq!(gate(Mask::Hard).share(1.0, 1.0), 0.0);
    /// ```
    pub fn share(&self, signal: f64, noise: f64) -> f64 {
        let excess = (signal - self.alpha * noise).max(0.0);
        match self.mask {
            Mask::Hard => f64::from(u8::from(signal > self.alpha * noise)),
            Mask::Soft => excess / (excess + self.softness * noise + self.floor),
            Mask::Snr => signal / (signal + self.softness * self.alpha * noise + self.floor),
        }
    }

    /// The shares of all coordinates into `shares`, from functions that give signal and noise of a coordinate.
    pub fn shares(
        &self,
        tensors: &[Tensor],
        signal: impl Fn(usize) -> f64,
        noise: impl Fn(usize) -> f64,
        shares: &mut [f64],
    ) {
        if !self.per_tensor {
            for (k, share) in shares.iter_mut().enumerate() {
                *share = self.share(signal(k), noise(k));
            }
            return;
        }
        for tensor in tensors {
            let mean = |of: &dyn Fn(usize) -> f64| {
                tensor.range().map(of).sum::<f64>() / tensor.len().max(1) as f64
            };
            shares[tensor.range()].fill(self.share(mean(&signal), mean(&noise)));
        }
    }
}

/// α for batches of `batch` out of `examples` fixed ones: b/(n − b), the leave-one-out test at the level of the whole data set.
///
/// Infinite where the batch is the data set: then every step reuses everything, and no gate opens.
///
/// ```
/// assert_eq!(rankscope_math::nn::gate::finite_data_alpha(16, 64), 1.0 / 3.0);
/// ```
pub fn finite_data_alpha(batch: usize, examples: usize) -> f64 {
    batch as f64 / examples.saturating_sub(batch) as f64
}

/// α = (1 − β₁)/(1 + β₁): the share of its variance that pure noise keeps in a moving average, by which the threshold is scaled where signal
/// and noise come from averages (dimensionless).
///
/// ```
/// assert!((rankscope_math::nn::gate::averages_alpha(0.9) - 1.0 / 19.0).abs() < 1e-16);
/// ```
pub fn averages_alpha(beta1: f64) -> f64 {
    (1.0 - beta1) / (1.0 + beta1)
}
