//! What a budget buys when parameters are counted another way, or when the tokens run out.

use super::{Error, FLOP_PER_PARAMETER_AND_TOKEN, Law, Split};
use crate::domain::{non_negative, positive};

/// ω of Pearce and Song (2024, arXiv 2406.12907): models of N non-embedding parameters have N + ω N^(1/3) in all.
pub const EMBEDDINGS: f64 = 47491.0;
/// Epochs after which repeated tokens have lost 1 − 1/e of their worth (Muennighoff et al. 2023, arXiv 2305.16264; not re-read).
pub const WORTHLESS_AFTER: f64 = 15.4;

/// A law in all parameters N_T = N + ω N^(1/3) and in the worth D' of the tokens, with a budget C = 6 N D that counts N and D.
///
/// Tokens beyond `unique` repeat: D' = U + U R* (1 − e^(−R/R*)), R = D/U − 1 repetitions, R* = 15.4 ([`WORTHLESS_AFTER`]).
///
/// ```
/// use rankscope_math::scaling_laws::{BESIROGLU, Counted, EMBEDDINGS};
/// let counted = Counted::new(BESIROGLU, EMBEDDINGS, f64::INFINITY)?;
/// assert!((counted.local_exponent(1e7) - 0.853207).abs() < 5e-7); // Chinchilla's law, and nearly Kaplan's exponent
/// # Ok::<(), rankscope_math::scaling_laws::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Counted {
    /// The law in N_T and D'.
    pub law: Law,
    /// ω, 0 where every parameter is counted; dimensionless.
    pub omega: f64,
    /// U, tokens that differ; infinite where none repeats.
    pub unique: f64,
}

impl Counted {
    /// A law with ω from 0 and U above 0, which may be infinite; else [`Error::Domain`].
    pub fn new(law: Law, omega: f64, unique: f64) -> Result<Self, Error> {
        let omega = non_negative(omega, "the embedding term ω")?;
        if unique != f64::INFINITY {
            positive(unique, "the number of unique tokens U")?;
        }
        Ok(Self { law, omega, unique })
    }

    /// N_T, all parameters of a model with N counted.
    pub fn in_all(&self, parameters: f64) -> f64 {
        parameters + self.omega * parameters.cbrt()
    }

    /// D', what D tokens are worth: D up to U, then less. Counts above 0, to rounding.
    pub fn worth(&self, tokens: f64) -> f64 {
        if tokens <= self.unique {
            return tokens;
        }
        let repeated = tokens / self.unique - 1.0;
        let gained = -WORTHLESS_AFTER * (-repeated / WORTHLESS_AFTER).exp_m1();
        self.unique * (1.0 + gained)
    }

    /// The loss in nats per token, to rounding.
    pub fn loss(&self, split: Split) -> f64 {
        self.law.loss(Split {
            parameters: self.in_all(split.parameters),
            tokens: self.worth(split.tokens),
        })
    }

    /// d ln N_T/d ln N: 1/3 where embeddings are nearly all, 1 where they are nothing.
    fn share(&self, n: f64) -> f64 {
        (n + self.omega * n.cbrt() / 3.0) / self.in_all(n)
    }

    /// −dL/d ln N at a fixed budget: what a larger model gains less what fewer tokens cost.
    fn gain(&self, split: Split) -> f64 {
        let law = &self.law;
        let (n, worth) = (self.in_all(split.parameters), self.worth(split.tokens));
        let fresh = match split.tokens <= self.unique {
            true => 1.0,
            false => {
                let repeated = split.tokens / self.unique - 1.0;
                (-repeated / WORTHLESS_AFTER).exp() * split.tokens / worth
            }
        };
        law.alpha * law.a * n.powf(-law.alpha) * self.share(split.parameters)
            - law.beta * law.b * worth.powf(-law.beta) * fresh
    }

    /// The split of `compute` FLOP with the least loss: Hoffmann's closed form where nothing is counted differently, else the root of
    /// dL/d ln N by bisection. C finite and above 0, else [`Error::Domain`]; N to 1e-12 relative.
    pub fn best(&self, compute: f64) -> Result<Split, Error> {
        let plain = self.law.best(compute)?;
        if self.omega == 0.0 && plain.tokens <= self.unique {
            return Ok(plain);
        }
        let middle = plain.parameters.ln();
        let (mut low, mut high) = (middle - 40.0, middle + 40.0);
        for _ in 0..64 {
            let n = 0.5 * (low + high);
            match self.gain(Split::of(compute, n.exp())?) > 0.0 {
                true => low = n,
                false => high = n,
            }
        }
        Split::of(compute, (0.5 * (low + high)).exp())
    }

    /// The compute for which N is the best size, where no token repeats: 6N (βB/(αA N_T^−α s))^(1/β), s = d ln N_T/d ln N (the condition
    /// of first order of Pearce and Song). N above 0; FLOP, to rounding.
    pub fn compute_for(&self, parameters: f64) -> f64 {
        let law = &self.law;
        let gain = law.alpha * law.a * self.in_all(parameters).powf(-law.alpha);
        let tokens = (law.beta * law.b / (gain * self.share(parameters))).powf(1.0 / law.beta);
        FLOP_PER_PARAMETER_AND_TOKEN * parameters * tokens
    }

    /// d ln N*/d ln C at the budget for which N is best, where no token repeats: β/(α+β) without embeddings. N above 0; dimensionless.
    pub fn local_exponent(&self, parameters: f64) -> f64 {
        let embedded = self.omega * parameters.cbrt();
        let share = self.share(parameters);
        let bend = (parameters + embedded / 9.0) / (parameters + embedded / 3.0) - share;
        1.0 / (1.0 + (self.law.alpha * share - bend) / self.law.beta)
    }

    /// N at the vertex of a parabola in ln N fitted to nine sizes from 1/`reach` to `reach` times the best at one budget (Hoffmann et al.
    /// 2022, approach 2), over the best size: 1 where α = β, dimensionless.
    pub fn parabola_error(&self, compute: f64, reach: f64) -> Result<f64, Error> {
        let best = self.best(compute)?.parameters;
        // On a symmetric grid the even and odd sums part: slope and curvature are two quotients.
        let mut sums = [0.0; 5];
        for i in -4..=4 {
            let x = f64::from(i) / 4.0;
            let loss = self.loss(Split::of(compute, best * reach.powf(x))?);
            for (sum, y) in sums
                .iter_mut()
                .zip([x * x, x.powi(4), x * loss, x * x * loss, loss])
            {
                *sum += y;
            }
        }
        let [squares, fourths, odd, even, all] = sums;
        let curvature = (even - squares * all / 9.0) / (fourths - squares * squares / 9.0);
        Ok(reach.powf(-0.5 * odd / squares / curvature))
    }
}
