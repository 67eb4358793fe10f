//! A complexity as a function of the Schatten index.

use super::{Weight, ln_sum_exp};

/// Largest index, that of the Frobenius norm.
const LARGEST: f64 = 2.0;
/// Steps after which the minimum is known to rounding; each at least halves the interval.
const STEPS: usize = 60;

/// c(p) = (ρ_p D)^(1/(p+2)) · S^(p/(p+2)) for p in 0..=2: between the price √(rank · D) of counting parameters (p = 0) and that of a
/// norm (p = 2), with the Schatten-p rank ρ_p = Σ (σᵢ/σ₁)ᵖ, D parameters per direction and the sensitivity S of the output.
///
/// ln c is quasi-convex: its slope has the sign of `(p+2) (ln ρ_p)′ − ln(ρ_p D) + 2 ln S`, which never decreases, because ln ρ_p is
/// convex. So there is one minimum, and it is at p = 0 exactly where that expression is not negative there.
#[derive(Clone, Copy, Debug)]
pub struct Tradeoff<'a> {
    weight: &'a Weight,
    ln_dimension: f64,
    ln_sensitivity: f64,
}

/// The indices 0, 1/m, 2/m, …, 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    m: u32,
}

impl Grid {
    /// m = ⌈L + ln N⌉, at least 1, for depth L and hidden size N: a finer grid changes the factor by a constant at most.
    ///
    /// ```
    /// use rankscope_math::bounds::transformer::Grid;
    /// let m = |depth, hidden_size| Grid::new(depth, hidden_size).m();
    /// assert_eq!((m(2, 128), m(12, 768), m(24, 1024)), (7, 19, 31));
    /// ```
    pub fn new(depth: usize, hidden_size: usize) -> Self {
        let m = depth as f64 + (hidden_size.max(1) as f64).ln();
        Self {
            m: m.ceil().max(1.0) as u32,
        }
    }

    /// Steps per unit of the index.
    pub fn m(self) -> u32 {
        self.m
    }

    /// Every index of the grid, ascending.
    pub fn indices(self) -> impl Iterator<Item = f64> {
        (0..=2 * self.m).map(move |i| f64::from(i) / f64::from(self.m))
    }

    /// The two indices around p, or the one at which it lies.
    fn around(self, p: f64) -> [f64; 2] {
        let m = f64::from(self.m);
        [(p * m).floor() / m, ((p * m).ceil() / m).min(LARGEST)]
    }
}

impl<'a> Tradeoff<'a> {
    /// The spectrum-adaptive complexity c(W; p) = S_p^(1/(p+2)) K^(p/(p+2)) N^((p+1)/(p+2)), S_p = Σσᵢᵖ, of a matrix with sensitivity K
    /// in a Transformer of hidden size N (Sakai and Imaizumi 2026, arXiv 2605.07297): D = N and S = σ₁ K N.
    ///
    /// ```
    /// use rankscope_math::{bounds::transformer::{Tradeoff, Weight}, spectrum::Spectrum};
    /// let weight = Weight::new(&Spectrum::new(vec![1.0, 1.0], 4, 4)?, 2.0, 2.0)?;
    /// let c = Tradeoff::adaptive(&weight, 3f64.ln(), 4);
    /// assert!((c.ln_at(0.0).exp() - 8f64.sqrt()).abs() < 1e-15); // √(rank · N)
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn adaptive(weight: &'a Weight, ln_k: f64, hidden_size: usize) -> Self {
        let ln_dimension = (hidden_size as f64).ln();
        Self::new(
            weight,
            ln_dimension,
            weight.ln_spectral + ln_k + ln_dimension,
        )
    }

    /// From ln D and ln S.
    pub(super) fn new(weight: &'a Weight, ln_dimension: f64, ln_sensitivity: f64) -> Self {
        Self {
            weight,
            ln_dimension,
            ln_sensitivity,
        }
    }

    /// ln c(p); −∞ for a zero matrix, and for p > 0 where the output does not answer to this matrix at all.
    pub fn ln_at(&self, p: f64) -> f64 {
        if self.weight.logs.is_empty() {
            return f64::NEG_INFINITY;
        }
        let sensitivity = match p {
            0.0 => 0.0,
            _ => p * self.ln_sensitivity,
        };
        let ln_rank = match p {
            0.0 => (self.weight.rank() as f64).ln(),
            _ => ln_sum_exp(self.weight.logs.iter().map(|t| p * t)),
        };
        (ln_rank + self.ln_dimension + sensitivity) / (p + LARGEST)
    }

    /// The expression whose sign is that of the slope of ln c, and its own slope, which is not negative.
    fn slope(&self, p: f64) -> (f64, f64) {
        let (mut sum, mut first, mut second) = (0.0, 0.0, 0.0);
        for t in self.weight.logs.iter().rev() {
            let share = (p * t).exp();
            sum += share;
            first += share * t;
            second += share * t * t;
        }
        let (mean, square) = (first / sum, second / sum);
        let at = (p + LARGEST) * mean - sum.ln() - self.ln_dimension + 2.0 * self.ln_sensitivity;
        (at, (p + LARGEST) * (square - mean * mean).max(0.0))
    }

    /// Whether counting parameters is best: the slope at p = 0 is not negative. For c(W; p) that is K² N GM² ≥ rank, GM the geometric
    /// mean of the nonzero singular values.
    pub fn counts_parameters(&self) -> bool {
        let ln_rank = (self.weight.rank() as f64).ln();
        let slope = 2.0 * self.weight.mean_log - ln_rank - self.ln_dimension;
        self.weight.logs.is_empty() || slope + 2.0 * self.ln_sensitivity >= 0.0
    }

    /// The index in 0..=2 at which c is least, to rounding: Newton's method on the slope, kept within an interval that shrinks.
    pub fn minimum(&self) -> f64 {
        if self.counts_parameters() {
            return 0.0;
        }
        let (mut low, mut high) = (0.0, LARGEST);
        if self.slope(high).0 <= 0.0 {
            return high;
        }
        let mut p = 0.5 * LARGEST;
        for _ in 0..STEPS {
            let (at, slope) = self.slope(p);
            match at < 0.0 {
                true => low = p,
                false => high = p,
            }
            let newton = p - at / slope;
            let next = match low < newton && newton < high {
                true => newton,
                false => 0.5 * (low + high),
            };
            if (next - p).abs() <= 4.0 * f64::EPSILON {
                return next;
            }
            p = next;
        }
        p
    }

    /// The index of a grid at which c is least, and ln c there: next to the `minimum`, because c falls before and rises after it.
    pub fn minimum_on(&self, grid: Grid, minimum: f64) -> (f64, f64) {
        let [low, high] = grid.around(minimum).map(|p| (p, self.ln_at(p)));
        match high.1 < low.1 {
            true => high,
            false => low,
        }
    }

    /// The complexity without an index, T(W) = min over r of √(r D) + S σ_{r+1}/σ₁, which splits W into its r largest singular values, whose
    /// parameters are counted, and a remainder that is small. At most twice the least c(p).
    pub fn direct(&self) -> f64 {
        let dimension = self.ln_dimension.exp();
        let logs = &self.weight.logs;
        let tails = logs.iter().map(|t| (self.ln_sensitivity + t).exp());
        let split = |(r, tail): (usize, f64)| (r as f64 * dimension).sqrt() + tail;
        tails
            .chain([0.0])
            .enumerate()
            .map(split)
            .fold(f64::INFINITY, f64::min)
    }
}
