//! Families of attention matrices, most of them with spectra known in closed form.

use super::{Error, Source};
use crate::linalg::{Matrix, random, sort_descending};
use std::f64::consts::TAU;

/// The largest number of tokens a family is built for.
const MAX_TOKENS: usize = 4096;

/// A recipe for an `n x n` attention matrix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Family {
    /// Random queries and keys: `Z = Q Kᵀ / √d_head` with standard Gaussian `Q, K` (`n x d_head`).
    Qk {
        /// Tokens.
        n: usize,
        /// Dimensions of a query and of a key.
        d_head: usize,
        /// Seed of the entries.
        seed: u64,
    },
    /// Every token attends to all alike: `11ᵀ / n`.
    Uniform {
        /// Tokens.
        n: usize,
    },
    /// Every token attends to itself alone.
    Identity {
        /// Tokens.
        n: usize,
    },
    /// Every token attends to the first alone: `1 e₁ᵀ`.
    Sink {
        /// Tokens.
        n: usize,
    },
    /// `softmax(c I)`: every token prefers itself.
    SelfLogit {
        /// Tokens.
        n: usize,
        /// The logit on the diagonal.
        c: f64,
    },
    /// `ε I + (1 - ε) 1 e₁ᵀ`: a sink with some attention left for oneself.
    SinkSelf {
        /// Tokens.
        n: usize,
        /// The share kept for oneself, 0 to 1.
        eps: f64,
    },
    /// `k` blocks of neighbours with uniform attention inside, as equal as they can be: of `n / k` tokens, rounded up or down.
    Blocks {
        /// Tokens.
        n: usize,
        /// Blocks, 1 to `n`.
        k: usize,
    },
    /// Tokens on a ring, von Mises logits `κ cos(2π (i - j) / n)`.
    Circulant {
        /// Tokens.
        n: usize,
        /// Concentration.
        kappa: f64,
    },
    /// Uniform attention under the causal mask, the Cesàro matrix `A_ij = 1/i` for `j <= i`.
    Causal {
        /// Tokens.
        n: usize,
    },
    /// Every token attends to one token drawn at random: the limit of random logits at temperature 0.
    Hard {
        /// Tokens.
        n: usize,
        /// Seed of the draws.
        seed: u64,
    },
    /// Logits of rank one, `z_ij = i ln x_j` (`i` from 0), whose softmax has full rank: `exp Z` is a Vandermonde matrix.
    ///
    /// The nodes `x` are `n` equally spaced points from 1 to 4, so `x = (1, 2, 3, 4)` at `n = 4`, and no power of them leaves the
    /// range of f64 for n up to 500.
    Vandermonde {
        /// Tokens.
        n: usize,
    },
}

impl Family {
    /// The number of tokens.
    pub fn tokens(&self) -> usize {
        match *self {
            Self::Qk { n, .. }
            | Self::Uniform { n }
            | Self::Identity { n }
            | Self::Sink { n }
            | Self::SelfLogit { n, .. }
            | Self::SinkSelf { n, .. }
            | Self::Blocks { n, .. }
            | Self::Circulant { n, .. }
            | Self::Causal { n }
            | Self::Hard { n, .. }
            | Self::Vandermonde { n } => n,
        }
    }

    /// The matrix, as logits or as probabilities, whichever the family is defined by.
    ///
    /// # Errors
    /// A parameter outside of its domain.
    ///
    /// ```
    /// use rankscope_math::attention::{Family, WhatIf, attend};
    /// let source = Family::Blocks { n: 4, k: 2 }.source()?;
    /// assert_eq!(attend(&source, &WhatIf::default())?.probabilities.row(0), [0.5, 0.5, 0.0, 0.0]);
    /// # Ok::<(), rankscope_math::attention::Error>(())
    /// ```
    pub fn source(&self) -> Result<Source, Error> {
        self.check()?;
        let n = self.tokens();
        let logits = |z: &dyn Fn(usize, usize) -> f64| Source::Logits(Matrix::from_fn(n, n, z));
        let probabilities =
            |p: &dyn Fn(usize, usize) -> f64| Source::Probabilities(Matrix::from_fn(n, n, p));
        Ok(match *self {
            Self::Qk { d_head, seed, .. } => {
                let mut rng = random::seeded(seed);
                let q = random::gaussian(n, d_head, &mut rng);
                let k = random::gaussian(n, d_head, &mut rng);
                let mut z = q.product(&k.transpose())?;
                let scale = (d_head as f64).sqrt();
                z.as_mut_slice().iter_mut().for_each(|z| *z /= scale);
                Source::Logits(z)
            }
            Self::Uniform { .. } => probabilities(&|_, _| 1.0 / n as f64),
            Self::Identity { .. } => Source::Probabilities(Matrix::identity(n)),
            Self::Sink { .. } => probabilities(&|_, j| one_if(j == 0)),
            Self::SelfLogit { c, .. } => logits(&|i, j| c * one_if(i == j)),
            Self::SinkSelf { eps, .. } => {
                probabilities(&|i, j| eps * one_if(i == j) + (1.0 - eps) * one_if(j == 0))
            }
            Self::Blocks { k, .. } => {
                // Token i is in block ⌊ik/n⌋.
                let size = |block: usize| ((block + 1) * n).div_ceil(k) - (block * n).div_ceil(k);
                probabilities(&|i, j| {
                    let block = i * k / n;
                    one_if(block == j * k / n) / size(block) as f64
                })
            }
            Self::Circulant { kappa, .. } => logits(&|i, j| kappa * ring(i.abs_diff(j), n).cos()),
            Self::Causal { .. } => probabilities(&|i, j| one_if(j <= i) / (i + 1) as f64),
            Self::Hard { seed, .. } => {
                let targets = targets(n, seed);
                probabilities(&|i, j| one_if(targets[i] == j))
            }
            Self::Vandermonde { .. } => logits(&|i, j| i as f64 * node(j, n).ln()),
        })
    }

    /// The singular values in closed form, largest first, where one is known; `None` for random logits, for the Cesàro matrix and
    /// for the Vandermonde family, and for parameters that [`Family::source`] refuses.
    ///
    /// Accurate to a few units of rounding.
    ///
    /// ```
    /// use rankscope_math::attention::Family;
    /// assert_eq!(Family::Sink { n: 4 }.exact_singular_values(), Some(vec![2.0, 0.0, 0.0, 0.0]));
    /// ```
    pub fn exact_singular_values(&self) -> Option<Vec<f64>> {
        self.check().ok()?;
        let n = self.tokens();
        let mut values = match *self {
            Self::Qk { .. } | Self::Causal { .. } | Self::Vandermonde { .. } => return None,
            Self::Uniform { .. } => lead(&[1.0], 0.0, n),
            Self::Identity { .. } => vec![1.0; n],
            Self::Sink { .. } => lead(&[(n as f64).sqrt()], 0.0, n),
            Self::SelfLogit { c, .. } => lead(&[1.0], self_logit_mu(n, c).abs(), n),
            Self::SinkSelf { eps, .. } => sink_self(n, eps),
            Self::Blocks { k, .. } => lead(&vec![1.0; k], 0.0, n),
            Self::Circulant { kappa, .. } => circulant(n, kappa),
            Self::Hard { seed, .. } => {
                let mut counts = vec![0.0f64; n];
                targets(n, seed).into_iter().for_each(|j| counts[j] += 1.0);
                counts.iter().map(|c| c.sqrt()).collect()
            }
        };
        sort_descending(&mut values);
        Some(values)
    }

    /// The largest difference between singular values, `found` largest first, and those in closed form, over the largest (dimensionless);
    /// `None` where [`Family::exact_singular_values`] knows none.
    ///
    /// ```
    /// use rankscope_math::attention::Family;
    /// let off = Family::Identity { n: 2 }.closed_form_residual(&[1.0, 0.75]);
    /// assert_eq!(off, Some(0.25));
    /// ```
    pub fn closed_form_residual(&self, found: &[f64]) -> Option<f64> {
        let exact = self.exact_singular_values()?;
        let largest = exact.first().copied().unwrap_or(1.0);
        let off = |(a, b): (&f64, &f64)| (a - b).abs() / largest;
        Some(found.iter().zip(&exact).map(off).fold(0.0, f64::max))
    }

    /// The rank in exact arithmetic, where it is known; `None` for random logits, for a concentration below 0 on an odd ring, and for
    /// parameters that [`Family::source`] refuses. The numerical rank beside it may be less: doubles hide what lies below their rounding.
    ///
    /// ```
    /// use rankscope_math::attention::Family;
    /// assert_eq!(Family::Vandermonde { n: 20 }.exact_rank(), Some(20));
    /// ```
    pub fn exact_rank(&self) -> Option<usize> {
        self.check().ok()?;
        let n = self.tokens();
        Some(match *self {
            Self::Qk { .. } => return None,
            Self::Uniform { .. } | Self::Sink { .. } => 1,
            // Triangular without a zero on the diagonal; powers of distinct nodes, each row scaled.
            Self::Identity { .. } | Self::Causal { .. } | Self::Vandermonde { .. } => n,
            Self::SelfLogit { c: 0.0, .. } | Self::SinkSelf { eps: 0.0, .. } => 1,
            Self::SelfLogit { .. } | Self::SinkSelf { .. } => n,
            Self::Blocks { k, .. } => k,
            Self::Circulant { kappa: 0.0, .. } => 1,
            // The transform of exp(κ cos) is a sum of Bessel functions I_{k+mn}(κ), all of one sign.
            Self::Circulant { kappa, .. } if kappa > 0.0 || n.is_multiple_of(2) => n,
            Self::Circulant { .. } => return None,
            Self::Hard { seed, .. } => {
                let mut seen = targets(n, seed);
                seen.sort_unstable();
                seen.dedup();
                seen.len()
            }
        })
    }

    fn check(&self) -> Result<(), Error> {
        let fails = |name, given, accepted| {
            Err(Error::Parameter {
                name,
                given,
                accepted,
            })
        };
        let n = self.tokens();
        if !(1..=MAX_TOKENS).contains(&n) {
            return fails("n", n as f64, "1..4096 tokens");
        }
        match *self {
            Self::Qk { d_head, .. } if !(1..=MAX_TOKENS).contains(&d_head) => {
                fails("d_head", d_head as f64, "1..4096 dimensions")
            }
            Self::SelfLogit { c, .. } if !c.is_finite() => fails("c", c, "a number"),
            Self::SinkSelf { eps, .. } if !(0.0..=1.0).contains(&eps) => fails("eps", eps, "0..1"),
            Self::Circulant { kappa, .. } if !kappa.is_finite() => {
                fails("kappa", kappa, "a number")
            }
            Self::Blocks { k, .. } if !(1..=n).contains(&k) => {
                fails("k", k as f64, "from 1 block to as many as there are tokens")
            }
            _ => Ok(()),
        }
    }
}

fn one_if(condition: bool) -> f64 {
    f64::from(u8::from(condition))
}

/// The angle between two tokens on a ring of `n`.
fn ring(steps: usize, n: usize) -> f64 {
    TAU * (steps % n) as f64 / n as f64
}

/// The `j`-th of `n` equally spaced Vandermonde nodes from 1 to 4.
fn node(j: usize, n: usize) -> f64 {
    1.0 + (3 * j) as f64 / n.saturating_sub(1).max(1) as f64
}

/// Where each row of random hard attention looks: the largest of `n` Gaussian logits, hence uniform over the tokens.
fn targets(n: usize, seed: u64) -> Vec<usize> {
    let logits = random::gaussian(n, n, &mut random::seeded(seed));
    let largest = |row: &[f64]| (0..n).fold(0, |best, j| if row[j] > row[best] { j } else { best });
    (0..n).map(|i| largest(logits.row(i))).collect()
}

/// `first`, then `rest` up to `n` values.
fn lead(first: &[f64], rest: f64, n: usize) -> Vec<f64> {
    let mut values = first.to_vec();
    values.resize(n, rest);
    values
}

/// `μ = (e^c - 1) / (e^c + n - 1)`, the eigenvalue of `softmax(c I)` on the complement of 1; written without overflow.
fn self_logit_mu(n: usize, c: f64) -> f64 {
    let others = (n - 1) as f64;
    if c > 0.0 {
        -(-c).exp_m1() / (1.0 + others * (-c).exp())
    } else {
        c.exp_m1() / (c.exp() + others)
    }
}

/// `ε` n-2 times and the pair `s₊, s₋ = ε / s₊` on the plane of `1` and `e₁`.
fn sink_self(n: usize, eps: f64) -> Vec<f64> {
    if n == 1 {
        return vec![1.0];
    }
    let others = (n - 1) as f64;
    let trace = 1.0 + others * ((1.0 - eps).powi(2) + eps * eps) - (others - 1.0) * eps * eps;
    let larger = ((trace + (trace * trace - 4.0 * eps * eps).max(0.0).sqrt()) / 2.0).sqrt();
    lead(&[larger, eps / larger], eps, n)
}

/// `|Σ_j w_j cos(2π jk / n)|`: the discrete Fourier transform of the even first row.
fn circulant(n: usize, kappa: f64) -> Vec<f64> {
    let top = kappa.abs();
    let weights: Vec<f64> = (0..n)
        .map(|j| (kappa * ring(j, n).cos() - top).exp())
        .collect();
    let sum: f64 = weights.iter().sum();
    let transform = |k: usize| -> f64 {
        let terms = weights
            .iter()
            .enumerate()
            .map(|(j, w)| w * ring(j * k, n).cos());
        terms.sum::<f64>().abs() / sum
    };
    (0..n).map(transform).collect()
}
