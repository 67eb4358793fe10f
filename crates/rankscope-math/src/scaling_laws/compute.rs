//! The parametric loss of Chinchilla, and the best split of a compute budget under it.

use super::Error;
use crate::domain::positive;

/// Floating-point operations of training per parameter and token: two forward, four backward (Kaplan et al. 2020, arXiv 2001.08361,
/// section 2.1). Attention over the context is left out.
pub const FLOP_PER_PARAMETER_AND_TOKEN: f64 = 6.0;

/// L(N, D) = E + A/N^α + B/D^β, in nats per token, of N parameters trained on D tokens (Hoffmann et al. 2022, arXiv 2203.15556,
/// equation 2). All constants are finite and above 0; a law is fitted to one corpus and one tokenizer.
///
/// ```
/// use rankscope_math::scaling_laws::{BESIROGLU, Split};
/// let chinchilla = Split::of(5.76e23, 70e9)?;
/// let best = BESIROGLU.best(5.76e23)?; // 72 billion parameters: Chinchilla's 70 were a good choice
/// assert!((best.parameters / 7.22487e10 - 1.0).abs() < 1e-6);
/// assert!(BESIROGLU.loss(best) < BESIROGLU.loss(chinchilla));
/// assert_eq!(Split::of(-1.0, 70e9).unwrap_err().code(), "scaling_law_domain");
/// # Ok::<(), rankscope_math::scaling_laws::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Law {
    /// E, the loss of an infinite model on infinite data, in nats per token.
    pub irreducible: f64,
    /// A, what a finite model costs: nats per token, times parameters to the power α.
    pub a: f64,
    /// B, what finite data cost: nats per token, times tokens to the power β.
    pub b: f64,
    /// α, dimensionless.
    pub alpha: f64,
    /// β, dimensionless.
    pub beta: f64,
}

/// The constants as Hoffmann et al. (2022) print them, rounded.
pub const HOFFMANN_ROUNDED: Law = law([1.69, 406.4, 410.7, 0.34, 0.28]);
/// The constants of Hoffmann et al. (2022) with the digits that stand in the TeX source of the paper.
pub const HOFFMANN: Law = law([1.6934, 406.4, 410.7, 0.3392, 0.2849]);
/// The constants that Besiroglu et al. (2024, arXiv 2404.10102) fit to the same models, read from a figure; standard errors 0.03,
/// 124.6, 1293, 0.02, 0.02.
pub const BESIROGLU: Law = law([1.8172, 482.01, 2085.43, 0.3478, 0.3658]);

/// The constants that [`fit`](super::fit::fit) finds for the 25 end points of the OLMo ladder ([`olmo`](super::public_runs::olmo)), loss on C4.
pub const OLMO: Law = law([1.8588056, 124.93493, 33.781657, 0.27205169, 0.15656137]);

const fn law([irreducible, a, b, alpha, beta]: [f64; 5]) -> Law {
    Law {
        irreducible,
        a,
        b,
        alpha,
        beta,
    }
}

/// A model's size and the data that it is trained on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// N, a count above 0.
    pub parameters: f64,
    /// D, a count above 0.
    pub tokens: f64,
}

impl Split {
    /// What a budget of `compute` FLOP leaves for tokens: D = C/(6N). Both are finite and above 0, else [`Error::Domain`]; accurate to
    /// rounding.
    pub fn of(compute: f64, parameters: f64) -> Result<Self, Error> {
        let compute = positive(compute, "the compute budget C")?;
        let parameters = positive(parameters, "the number of parameters N")?;
        let tokens = compute / FLOP_PER_PARAMETER_AND_TOKEN / parameters;
        Ok(Self { parameters, tokens })
    }

    /// D/N, dimensionless.
    pub fn tokens_per_parameter(self) -> f64 {
        self.tokens / self.parameters
    }
}

impl Law {
    /// L(N, D) in nats per token, to rounding.
    pub fn loss(&self, split: Split) -> f64 {
        let model = self.a * split.parameters.powf(-self.alpha);
        self.irreducible + model + self.b * split.tokens.powf(-self.beta)
    }

    /// The split of a budget of `compute` FLOP with the least loss: N* = G (C/6)^(β/(α+β)), G = (αA/(βB))^(1/(α+β)), and D* = C/(6N*)
    /// (Hoffmann et al. 2022, equation 4). C is finite and above 0, else [`Error::Domain`]; to 1e-13 relative.
    pub fn best(&self, compute: f64) -> Result<Split, Error> {
        let budget = positive(compute, "the compute budget C")? / FLOP_PER_PARAMETER_AND_TOKEN;
        let sum = self.alpha + self.beta;
        let g = (self.alpha * self.a / (self.beta * self.b)).powf(1.0 / sum);
        Split::of(compute, g * budget.powf(self.beta / sum))
    }

    /// αβ/(α+β), dimensionless: L* − E falls as C to minus this power.
    pub fn frontier_exponent(&self) -> f64 {
        self.alpha * self.beta / (self.alpha + self.beta)
    }

    /// Which share of the compute, 6ND, would do for the same loss if it were split at best: 0 to 1, dimensionless, to 1e-12. Solved
    /// from L* − E ∝ C^−αβ/(α+β). Where N or D is not above 0, [`Error::Domain`].
    pub fn share_needed(&self, split: Split) -> Result<f64, Error> {
        let compute = FLOP_PER_PARAMETER_AND_TOKEN * split.parameters * split.tokens;
        let best = self.loss(self.best(compute)?) - self.irreducible;
        let excess = (self.loss(split) - self.irreducible) / best;
        Ok(excess.powf(-1.0 / self.frontier_exponent()).min(1.0))
    }
}
