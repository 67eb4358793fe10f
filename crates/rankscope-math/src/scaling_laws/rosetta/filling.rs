//! Water-filling: how a budget κN is best shared among features whose weight falls as a power of their rank.

use super::super::Error;
use crate::domain::{check, positive};
use libm::{exp, log, log1p};

/// Features r = 1, 2, ... of weight r^−β that share a budget, each worth r^−β ln(1 + s_r) for the share s_r ≥ 0 it gets.
///
/// The best shares are s_r = (r₀/r)^β − 1 before the front r₀ and 0 behind it (Proposition 1 of arXiv 2606.03990); s_r is the isolation of
/// a feature, the power of its signal over the interference on its neuron (dimensionless).
#[derive(Clone, Debug, PartialEq)]
pub struct Features {
    beta: f64,
    /// Σ_{j ≤ k} j^−β, from k = 0.
    sums: Vec<f64>,
}

/// Most features whose weights are added up one by one.
const MOST: usize = 4_000_000;

impl Features {
    /// Features of exponent β > 1, added up as far as budgets up to `largest` (above 0, dimensionless) reach.
    ///
    /// # Errors
    /// [`Error::Domain`] for an exponent of 1 or less, a budget that is not above 0, or one that more than four million features share.
    pub fn new(beta: f64, largest: f64) -> Result<Self, Error> {
        check(
            beta > 1.0 && beta.is_finite(),
            beta,
            "the exponent β of the weights",
            "a finite number above 1",
        )?;
        positive(largest, "the budget κN")?;
        let mut sums = vec![0.0];
        let mut sum = 0.0;
        for k in 1..=MOST {
            let weight = power(k as f64, -beta);
            sum += weight;
            sums.push(sum);
            // Feature k gets water once the budget exceeds this.
            if sum / weight - k as f64 >= largest {
                return Ok(Self { beta, sums });
            }
        }
        let reached = "one that at most four million features share";
        check(false, largest, "the budget κN", reached)?;
        Ok(Self { beta, sums })
    }

    /// A budget shared among features that are counted: Σ s_r = κN exactly.
    ///
    /// K features are active, the largest k whose weight exceeds λ_k = Σ_{j ≤ k} j^−β / (κN + k), and the level is λ_K. Exact to 1e-13;
    /// budgets above the one that [`new`](Self::new) was given are met by the features up to there.
    ///
    /// ```
    /// use rankscope_math::scaling_laws::rosetta::Features;
    /// let features = Features::new(2.0, 1e4).unwrap();
    /// let shares = features.discrete(1e4).unwrap();
    /// assert_eq!((shares.active(), shares.count(1.0)), (78.0, 55.0));
    /// ```
    pub fn discrete(&self, budget: f64) -> Result<Allocation<'_>, Error> {
        positive(budget, "the budget κN")?;
        let last = self.sums.len() - 1;
        // The budget at which a feature gets its first water grows with its rank: bisection for the last that is below.
        let (mut active, mut dry) = (1, last + 1);
        while dry - active > 1 {
            let k = usize::midpoint(active, dry);
            let begins = self.sums[k] * power(k as f64, self.beta) - k as f64;
            match begins < budget {
                true => active = k,
                false => dry = k,
            }
        }
        let level = self.sums[active] / (budget + active as f64);
        Ok(Allocation {
            beta: self.beta,
            budget,
            front: exp(-log(level) / self.beta),
            counted: Some((&self.sums, active)),
        })
    }

    /// A budget shared among a continuum of features from rank 1: κN = r₀^β/(β−1) − β r₀/(β−1) + 1, solved for r₀ by bisection to 1e-14.
    ///
    /// ```
    /// use rankscope_math::scaling_laws::rosetta::Features;
    /// let features = Features::new(2.0, 1e4).unwrap();
    /// assert!((features.continuum(1e4).unwrap().front() - 101.0).abs() < 1e-11); // 1 + √(κN) where β = 2
    /// ```
    pub fn continuum(&self, budget: f64) -> Result<Allocation<'static>, Error> {
        positive(budget, "the budget κN")?;
        let beta = self.beta;
        let (mut low, mut high) = (
            0.0,
            (log1p(budget) + log(beta) + 1.0) * 3.0 / (beta - 1.0).min(1.0),
        );
        for _ in 0..70 {
            let middle = 0.5 * (low + high);
            match spent(beta, exp(middle), exp(middle)) < budget {
                true => low = middle,
                false => high = middle,
            }
        }
        Ok(Allocation {
            beta,
            budget,
            front: exp(0.5 * (low + high)),
            counted: None,
        })
    }
}

/// x^p of x > 0.
fn power(x: f64, p: f64) -> f64 {
    exp(p * log(x))
}

/// ∫₁^R ((r₀/r)^β − 1) dr.
fn spent(beta: f64, front: f64, to: f64) -> f64 {
    let whole = power(front, beta) * (1.0 - power(to, 1.0 - beta)) / (beta - 1.0);
    whole - (to - 1.0)
}

/// The shares of a budget: s_r = (r₀/r)^β − 1 before the front r₀.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Allocation<'a> {
    beta: f64,
    budget: f64,
    front: f64,
    /// The sums of the weights and the number of active features, where features are counted.
    counted: Option<(&'a [f64], usize)>,
}

impl Allocation<'_> {
    /// r₀, the rank at which the isolation reaches 0; where features are counted, between the last active one and the next.
    pub fn front(&self) -> f64 {
        self.front
    }

    /// λ = r₀^−β: the weight of a feature that gets nothing just so.
    pub fn level(&self) -> f64 {
        power(self.front, -self.beta)
    }

    /// How many features get something: K counted, r₀ in the continuum.
    pub fn active(&self) -> f64 {
        self.counted.map_or(self.front, |(_, active)| active as f64)
    }

    /// s_r of the feature of rank r ≥ 1; 0 behind the front.
    pub fn isolation(&self, rank: f64) -> f64 {
        (power(self.front / rank, self.beta) - 1.0).max(0.0)
    }

    /// How many features have an isolation of at least τ ≥ 0: r₀ (1+τ)^(−1/β), whole where features are counted, 0 below the first.
    pub fn count(&self, tau: f64) -> f64 {
        let reach = self.front * power(1.0 + tau, -1.0 / self.beta);
        match self.counted {
            None if reach >= 1.0 => reach,
            None => 0.0,
            Some((_, active)) => {
                // Rounding decides nothing: a feature counts by its own isolation.
                let mut count = (reach.floor() as usize).min(active);
                while count < active && self.isolation(count as f64 + 1.0) >= tau {
                    count += 1;
                }
                while count > 0 && self.isolation(count as f64) < tau {
                    count -= 1;
                }
                count as f64
            }
        }
    }

    /// Σ s_r over the features with an isolation of at least τ: what of the budget they hold.
    pub fn held(&self, tau: f64) -> f64 {
        let count = self.count(tau);
        match self.counted {
            _ if count == 0.0 => 0.0,
            None => spent(self.beta, self.front, count),
            Some((sums, _)) => sums[count as usize] * power(self.front, self.beta) - count,
        }
    }

    /// Their mean isolation; `None` where there are none.
    pub fn mean_isolation(&self, tau: f64) -> Option<f64> {
        let count = self.count(tau);
        (count > 0.0).then(|| self.held(tau) / count)
    }

    /// What of the budget all others hold together.
    pub fn rest(&self, tau: f64) -> f64 {
        (self.budget - self.held(tau)).max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: f64, expected: f64, absolute: f64) {
        let off = (got - expected).abs();
        assert!(
            off <= absolute,
            "got {got}, expected {expected}: off by {off:e}"
        );
    }

    /// NumPy, by the formulas of section 5.3; every row to the digits given.
    #[test]
    fn the_table_of_fronts() {
        for (beta, budget, front, reach, active, count, isolation) in [
            (2.0, 1e2, 11.0, 7.77817459, 8.0, 5.0, 19.697619),
            (2.0, 1e3, 32.6227766017, 23.06778656, 25.0, 17.0, 58.621356),
            (2.0, 1e4, 101.0, 71.41778490, 78.0, 55.0, 181.643740),
            (1.5, 1e3, 71.6932272082, 45.16390305, 58.0, 36.0, 27.519447),
            (
                1.5,
                1e4,
                310.2563354414,
                195.44924394,
                257.0,
                161.0,
                61.869581,
            ),
            (
                1.43,
                1e4,
                377.3680535127,
                232.40991147,
                316.0,
                195.0,
                51.032522,
            ),
        ] {
            let features = Features::new(beta, budget).unwrap();
            let smooth = features.continuum(budget).unwrap();
            close(smooth.front(), front, 5.1e-11);
            close(smooth.count(1.0), reach, 5.1e-9);
            let counted = features.discrete(budget).unwrap();
            assert_eq!((counted.active(), counted.count(1.0)), (active, count));
            close(counted.mean_isolation(1.0).unwrap(), isolation, 1.01e-6);
        }
        for (budget, isolation) in [(1e3, 43.17892361), (1e6, 1412.62918874)] {
            let features = Features::new(2.0, budget).unwrap();
            let smooth = features.continuum(budget).unwrap();
            close(smooth.mean_isolation(1.0).unwrap(), isolation, 5.1e-9);
        }
    }

    #[test]
    fn slopes_over_decades_approach_their_limits() {
        for (beta, fronts, isolations) in [
            (2.0, [0.478, 0.493, 0.498], [0.505, 0.506, 0.499]),
            (1.5, [0.611, 0.641, 0.655], [0.383, 0.354, 0.345]),
        ] {
            let features = Features::new(beta, 1e5).unwrap();
            let at = |power: i32| features.discrete(10_f64.powi(power)).unwrap();
            for (i, (front, isolation)) in fronts.into_iter().zip(isolations).enumerate() {
                let (from, to) = (at(i as i32 + 2), at(i as i32 + 3));
                close((to.front() / from.front()).log10(), front, 5.1e-4);
                // Isolation per active feature, κN/K.
                close(
                    1.0 - (to.active() / from.active()).log10(),
                    isolation,
                    5.1e-4,
                );
            }
        }
    }

    #[test]
    fn budgets_are_met_and_no_other_sharing_is_worth_more() {
        for beta in [1.2, 1.43, 2.0, 3.5] {
            let features = Features::new(beta, 1e6).unwrap();
            for budget in [0.1, 1.0, 17.0, 1e3, 1e6] {
                let counted = features.discrete(budget).unwrap();
                let shares: Vec<f64> = (1..=counted.active() as usize)
                    .map(|r| counted.isolation(r as f64))
                    .collect();
                close(shares.iter().sum::<f64>() / budget, 1.0, 1e-10);
                close(counted.held(0.0) / budget, 1.0, 1e-10);
                let smooth = features.continuum(budget).unwrap();
                close(
                    spent(beta, smooth.front(), smooth.front()) / budget,
                    1.0,
                    1e-10,
                );
                close((counted.held(1.0) + counted.rest(1.0)) / budget, 1.0, 1e-12);
                // The worth of the next drop is the same for every active feature and no more for the first dry one.
                let drop = |r: f64| power(r, -beta) / (1.0 + counted.isolation(r));
                close(drop(1.0) / counted.level(), 1.0, 1e-12);
                close(drop(counted.active()) / counted.level(), 1.0, 1e-12);
                assert!(drop(counted.active() + 1.0) <= counted.level() * (1.0 + 1e-12));
            }
        }
    }

    #[test]
    fn at_two_everything_is_closed() {
        let features = Features::new(2.0, 1e6).unwrap();
        for budget in [3.0, 1e3, 1e6_f64] {
            let front = 1.0 + budget.sqrt();
            let smooth = features.continuum(budget).unwrap();
            close(smooth.front() / front, 1.0, 1e-13);
            close(smooth.count(3.0) / (front / 2.0), 1.0, 1e-13);
        }
        // Nothing is isolated enough: no neuron is shared, and there is no mean.
        let dry = features.continuum(0.01).unwrap();
        assert_eq!((dry.count(1.0), dry.mean_isolation(1.0)), (0.0, None));
        assert_eq!(features.discrete(0.01).unwrap().count(1.0), 0.0);
    }

    #[test]
    fn what_cannot_be_is_refused() {
        for (beta, budget) in [(1.0, 10.0), (f64::NAN, 10.0), (2.0, 0.0), (1.01, 1e9)] {
            assert_eq!(
                Features::new(beta, budget).unwrap_err().code(),
                "scaling_law_domain"
            );
        }
    }
}
