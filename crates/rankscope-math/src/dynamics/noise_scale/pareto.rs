//! Steps against examples: the hyperbola, fitted; what a batch that grows saves.

use crate::grid::golden_section;
use core::convert::Infallible;

/// Steps of the grid on which the nearest hyperbola's knee is looked for, and of the search between its points.
const GRID: usize = 200;
const REFINEMENTS: usize = 60;

/// (S/S_min − 1)(E/E_min − 1) = 1: what a target costs in steps S and examples E, over the batch.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pareto {
    /// S_min, steps of endless batches.
    pub min_steps: f64,
    /// E_min, examples of endlessly small steps.
    pub min_examples: f64,
}

impl Pareto {
    /// B_crit = E_min/S_min (examples), where steps and examples are both twice their least.
    pub fn b_crit(&self) -> f64 {
        self.min_examples / self.min_steps
    }

    /// S = S_min + E_min/B.
    ///
    /// ```
    /// use rankscope_math::dynamics::noise_scale::Pareto;
    /// let pareto = Pareto { min_steps: 1000.0, min_examples: 2e5 };
    /// assert_eq!((pareto.b_crit(), pareto.steps(200.0), pareto.examples(200.0)), (200.0, 2000.0, 4e5));
    /// ```
    pub fn steps(&self, batch: f64) -> f64 {
        self.min_steps + self.min_examples / batch
    }

    /// E = E_min + B S_min.
    pub fn examples(&self, batch: f64) -> f64 {
        self.min_examples + batch * self.min_steps
    }

    /// The hyperbola nearest to measured steps, as pairs (B, S), by least squares in ln S; and the root mean square of what it leaves. `None` for fewer than
    /// three pairs, or where no knee lies within 10⁶ times the batches tried.
    pub fn fit(measured: &[(f64, f64)]) -> Option<(Self, f64)> {
        if measured.len() < 3 {
            return None;
        }
        let n = measured.len() as f64;
        // For a given knee the scale is a mean; what is left is a function of the knee alone.
        let at = |knee: f64| {
            let off: Vec<f64> = measured
                .iter()
                .map(|(b, s)| libm::log(s / (1.0 + knee / b)))
                .collect();
            let mean = off.iter().sum::<f64>() / n;
            let left = off.iter().map(|o| (o - mean) * (o - mean)).sum::<f64>() / n;
            (left, mean)
        };
        let (low, high) = measured
            .iter()
            .fold((f64::INFINITY, 0.0_f64), |(l, h), (b, _)| {
                (l.min(*b), h.max(*b))
            });
        let [from, to] = [libm::log(low) - 13.8, libm::log(high) + 13.8];
        let grid = |i: usize| from + (to - from) * i as f64 / GRID as f64;
        let off = |log: f64| at(libm::exp(log)).0;
        let all: Vec<f64> = (0..=GRID).map(|i| off(grid(i))).collect();
        let best = (0..=GRID).min_by(|i, j| all[*i].total_cmp(&all[*j]))?;
        if best == 0 || best == GRID {
            return None;
        }
        let ends = (grid(best - 1), grid(best + 1));
        let Ok(knee) = golden_section(|log| Ok::<f64, Infallible>(off(log)), ends, REFINEMENTS);
        let knee = libm::exp(knee);
        let (left, mean) = at(knee);
        let min_steps = libm::exp(mean);
        let pareto = Self {
            min_steps,
            min_examples: knee * min_steps,
        };
        Some((pareto, left.sqrt()))
    }
}

/// γ = (∫√B_noise ds)²/(S_min E_min), from B_noise at every step of endless batches: with the schedule B(s) = √(r B_noise(s)) the hyperbola's right side is γ in
/// place of 1. At most 1 (Cauchy and Schwarz).
pub fn adaptive_gain(b_noise: &[f64]) -> f64 {
    let roots: f64 = b_noise.iter().map(|b| b.sqrt()).sum();
    roots * roots / (b_noise.len() as f64 * b_noise.iter().sum::<f64>())
}

/// The same where B_noise grows as sᵖ: γ = (1 + p)/(1 + p/2)².
///
/// ```
/// assert_eq!(rankscope_math::dynamics::noise_scale::gain_of_growth(0.5), 0.96);
/// ```
pub fn gain_of_growth(p: f64) -> f64 {
    (1.0 + p) / ((1.0 + 0.5 * p) * (1.0 + 0.5 * p))
}
