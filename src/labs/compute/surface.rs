//! The loss over N and D that the state asks for, and what a budget buys on it.

use crate::{
    labs::Error,
    scaling_laws::{Counted, Split, kaplan},
};

/// A loss over N and D.
#[derive(Clone, Copy, Debug)]
pub enum Surface {
    /// Hoffmann's form, in whatever is counted.
    Additive(Counted),
    /// Kaplan's joint law.
    Joint,
}

impl Surface {
    /// The loss, in nats per token.
    pub fn loss(&self, split: Split) -> f64 {
        match self {
            Self::Additive(law) => law.loss(split),
            Self::Joint => kaplan::joint(split),
        }
    }

    /// The best split of a budget.
    pub fn best(&self, compute: f64) -> Result<Split, Error> {
        Ok(match self {
            Self::Additive(law) => law.best(compute)?,
            Self::Joint => kaplan::best_joint(compute)?,
        })
    }

    /// Whether nothing is counted in a special way at this budget and below.
    fn plain(&self, best: Split) -> bool {
        matches!(self, Self::Additive(law) if law.omega == 0.0 && best.tokens <= law.unique)
    }

    /// The share of the compute that would reach the same loss if it were split at best: in closed form where there is one, else by
    /// bisection.
    pub fn share_needed(&self, split: Split) -> Result<f64, Error> {
        let compute = 6.0 * split.parameters * split.tokens;
        let (loss, best) = (self.loss(split), self.best(compute)?);
        match self {
            Self::Additive(law) if self.plain(best) && split.tokens <= law.unique => {
                Ok(law.law.share_needed(split)?)
            }
            Self::Joint => {
                let ratio = loss / self.loss(best);
                Ok(ratio.powf(-1.0 / kaplan::joint_exponent()).min(1.0))
            }
            Self::Additive(_) => {
                let (mut low, mut high) = (-40.0, 0.0);
                for _ in 0..50 {
                    let middle = 0.5 * (low + high);
                    let reached = self.loss(self.best(compute * f64::exp(middle))?);
                    match reached > loss {
                        true => low = middle,
                        false => high = middle,
                    }
                }
                Ok((0.5 * (low + high)).exp())
            }
        }
    }

    /// By which powers of the budget the best size and tokens grow and the best loss falls, where everything counts and nothing repeats.
    pub fn exponents(&self) -> [f64; 3] {
        match self {
            Self::Additive(Counted { law, .. }) => {
                let sum = law.alpha + law.beta;
                [law.beta / sum, law.alpha / sum, law.frontier_exponent()]
            }
            Self::Joint => {
                let r = 0.076 / 0.103;
                [1.0 / (1.0 + r), r / (1.0 + r), kaplan::joint_exponent()]
            }
        }
    }

    /// How fast the best size grows at a best split, or why there is no formula.
    pub fn local_exponent(&self, best: Split) -> Result<f64, &'static str> {
        match self {
            Self::Additive(law) if best.tokens > law.unique => {
                Err("no closed form where tokens repeat")
            }
            Self::Additive(law) => Ok(law.local_exponent(best.parameters)),
            Self::Joint => Ok(self.exponents()[0]),
        }
    }
}
