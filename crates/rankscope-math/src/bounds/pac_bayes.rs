//! PAC-Bayes with Gaussian weights.

use super::{Bound, Error, Term, binary_kl_inverse, error, solve, under_root};
use std::f64::consts::LN_2;

/// gap ≤ √( (KL(Q‖P) + ln(2√m/δ)) / (2m) ) for the network whose weights are drawn from Q anew for every prediction, P a prior that
/// does not know the data (McAllester 1999, doi 10.1145/307400.307435; constant by Maurer 2004, arXiv cs/0411099).
///
/// The training loss that it adds to is that of the randomised network.
///
/// ```
/// # use rankscope_math::bounds::{Bound, PacBayes};
/// let bound = PacBayes::gaussian(2.0, 1.0, 0.05)?;
/// assert_eq!(bound.divergence(), 1.0);
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PacBayes {
    divergence: f64,
    log_inverse_delta: f64,
}

impl PacBayes {
    /// From the divergence KL(Q‖P) in nats, finite and ≥ 0, and δ in (0, 1).
    pub fn new(divergence: f64, delta: f64) -> Result<Self, Error> {
        Ok(Self {
            divergence: error::non_negative(divergence, "the divergence KL(Q‖P)")?,
            log_inverse_delta: error::log_inverse(delta)?,
        })
    }

    /// For Gaussians of the same standard deviation σ > 0 around the trained weights (Q) and around the prior's mean (P), at a squared
    /// Euclidean distance ≥ 0: KL = distance² / (2σ²).
    pub fn gaussian(squared_distance: f64, sigma: f64, delta: f64) -> Result<Self, Error> {
        let squared = error::non_negative(squared_distance, "the squared distance to the prior")?;
        let sigma = error::positive(sigma, "the standard deviation of the prior")?;
        Self::new(squared / sigma / sigma / 2.0, delta)
    }

    /// KL(Q‖P) in nats.
    pub fn divergence(&self) -> f64 {
        self.divergence
    }

    /// The sharper form: the largest expected loss p with kl(q‖p) ≤ (KL + ln(2√m/δ))/m, q the training loss in 0..1. Never above 1.
    pub fn expected_loss(&self, training_loss: f64, m: f64) -> Result<f64, Error> {
        let budget: f64 = self.radicand(error::sample_size(m)?).iter().sum();
        binary_kl_inverse(training_loss, 2.0 * budget)
    }

    fn radicand(&self, m: f64) -> [f64; 2] {
        let confidence = LN_2 + m.ln() / 2.0 + self.log_inverse_delta;
        [self.divergence, confidence].map(|part| part / m / 2.0)
    }
}

impl Bound for PacBayes {
    fn terms(&self, m: f64) -> Result<Vec<Term>, Error> {
        let names = ["distance-from-the-prior term", "confidence term"];
        Ok(under_root(names, self.radicand(error::sample_size(m)?)))
    }

    // Falls for every m ≥ 1: KL + ln(2√m/δ) exceeds the 1/2 by which its logarithm grows per unit of ln m.
    fn samples_below(&self, level: f64) -> Option<f64> {
        solve::below_root(1.0, level, &|m| self.radicand(m).iter().sum())
    }
}
