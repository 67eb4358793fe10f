//! A language model as a noisy channel: the law of Ouyang et al. (2026), in which more data can be too much.

use super::{Error, Split};
use crate::domain::{non_negative, positive};
use libm::{exp, log, log1p};

/// L = 1/C, C = a N^α log2(1 + D^β/(c (DN)^γ + d D^δ + e)) (arXiv 2605.23901, whose abstract alone was read; the formula by way of a note).
///
/// The paper writes b D^β for the signal. One constant of b, c, d, e is redundant, since a common factor cancels: here b = 1. The paper's
/// constants are not public.
///
/// ```
/// use rankscope_math::scaling_laws::Channel;
/// let law = Channel { a: 1.0, alpha: 0.1, beta: 0.3, c: 1e-12, gamma: 0.6, d: 0.0, delta: 1.0, e: 1.0 };
/// assert!((law.best_tokens(1e9).unwrap() / 1e11 - 1.0).abs() < 1e-12); // D* N = 1e20 whatever the size
/// assert!((law.valley_slope(1e9).unwrap() + 1.0).abs() < 1e-12);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Channel {
    /// a, above 0: bandwidth of one parameter, per nat.
    pub a: f64,
    /// α: how the bandwidth grows with N.
    pub alpha: f64,
    /// β: how the signal grows with D.
    pub beta: f64,
    /// c, from 0: noise of data and size together.
    pub c: f64,
    /// γ: how it grows with DN.
    pub gamma: f64,
    /// d, from 0: noise of the data alone.
    pub d: f64,
    /// δ: how it grows with D.
    pub delta: f64,
    /// e, above 0: noise that is always there.
    pub e: f64,
}

/// ln of x to the power p, where x is 0 as well.
fn log_power(scale: f64, power: f64) -> f64 {
    match scale > 0.0 {
        true => log(scale) + power,
        false => f64::NEG_INFINITY,
    }
}

/// ln(1 + e^x), without overflow.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + log1p(exp(-x.abs()))
}

impl Channel {
    /// The same law where its constants can be: a and e finite and above 0, c and d from 0, the exponents from 0; else [`Error::Domain`].
    pub fn checked(self) -> Result<Self, Error> {
        positive(self.a, "the bandwidth a")?;
        positive(self.e, "the noise floor e")?;
        non_negative(self.c, "the interaction noise c")?;
        non_negative(self.d, "the data noise d")?;
        non_negative(self.alpha, "the exponent α")?;
        non_negative(self.beta, "the exponent β")?;
        non_negative(self.gamma, "the exponent γ")?;
        non_negative(self.delta, "the exponent δ")?;
        Ok(self)
    }

    /// ln of the signal D^β and of the three noises c (DN)^γ, d D^δ, e; dimensionless, −∞ for a noise that is not there.
    pub fn parts(&self, split: Split) -> [f64; 4] {
        let (n, d) = (log(split.parameters), log(split.tokens));
        [
            self.beta * d,
            log_power(self.c, self.gamma * (n + d)),
            log_power(self.d, self.delta * d),
            log(self.e),
        ]
    }

    /// ln of the signal-to-noise ratio, dimensionless.
    fn log_snr(&self, split: Split) -> f64 {
        let [signal, noises @ ..] = self.parts(split);
        let most = noises.into_iter().fold(f64::NEG_INFINITY, f64::max);
        signal - most - log(noises.into_iter().map(|x| exp(x - most)).sum())
    }

    /// The signal-to-noise ratio S, dimensionless; to 1e-13.
    pub fn snr(&self, split: Split) -> f64 {
        exp(self.log_snr(split))
    }

    /// C = a N^α log2(1 + S), per nat; to 1e-13.
    pub fn capacity(&self, split: Split) -> f64 {
        let bits = softplus(self.log_snr(split)) / std::f64::consts::LN_2;
        self.a * exp(self.alpha * log(split.parameters)) * bits
    }

    /// L = 1/C in nats per token. That a loss is one over a capacity is postulated, not derived.
    pub fn loss(&self, split: Split) -> f64 {
        1.0 / self.capacity(split)
    }

    /// The two terms of the turning condition (γ−β) c (DN)^γ + (δ−β) d D^δ = β e, over e.
    fn turning(&self, n: f64, log_d: f64) -> [f64; 2] {
        let floor = log(self.e);
        let at = |scale, rate: f64, power| match rate == 0.0 {
            true => 0.0,
            false => rate * exp(log_power(scale, power) - floor),
        };
        [
            at(
                self.c,
                self.gamma - self.beta,
                self.gamma * (log(n) + log_d),
            ),
            at(self.d, self.delta - self.beta, self.delta * log_d),
        ]
    }

    /// Whether a noise grows faster than the signal, so that more data hurt in the end.
    pub fn turns(&self) -> bool {
        let grows = |scale: f64, exponent: f64| scale > 0.0 && exponent > self.beta;
        self.beta > 0.0 && (grows(self.c, self.gamma) || grows(self.d, self.delta))
    }

    /// D*, the tokens after which more of them make a model of N parameters worse: the root of (γ−β) c (DN)^γ + (δ−β) d D^δ = β e by
    /// bisection to 1e-13; `None` where no noise grows faster than the signal, so that more data never hurt, and where the root is below
    /// one token, so that they hurt from the first on. The constants a and α have no say. N above 0.
    pub fn best_tokens(&self, n: f64) -> Option<f64> {
        if !self.turns() {
            return None;
        }
        // The sum is below the floor for few tokens, and rises once it is positive: there is one root.
        let (mut low, mut high) = (-500.0, 500.0);
        for _ in 0..64 {
            let middle = 0.5 * (low + high);
            let [both, data] = self.turning(n, middle);
            // Two infinite terms of opposite sign: the one with the larger exponent decides.
            let sum = both + data;
            let rises = match sum.is_nan() {
                true => (self.gamma > self.delta) == (both > 0.0),
                false => sum > self.beta,
            };
            match rises {
                true => high = middle,
                false => low = middle,
            }
        }
        let log_d = 0.5 * (low + high);
        (log_d >= 0.0).then(|| exp(log_d))
    }

    /// d ln D*/d ln N: −γT/(γT + δU) with the terms T, U of the turning condition: −1 where interaction is the only noise, positive where
    /// γ < β < δ. `None` where there is no D*. To 1e-12.
    pub fn valley_slope(&self, n: f64) -> Option<f64> {
        let [both, data] = self.turning(n, log(self.best_tokens(n)?));
        Some(-self.gamma * both / (self.gamma * both + self.delta * data))
    }
}
