//! Whether interpolating noise does harm: the effective ranks of what remains after the k largest eigenvalues.
//!
//! Bartlett, Long, Lugosi and Tsigler, Benign overfitting in linear regression (arXiv 1906.11300, definition 3): r_k and R_k are the
//! nuclear/spectral and nuclear/Frobenius ranks of the tail. All k come from one pass.

use super::{Error, Modes, Setting, error::positive, generalization};

/// The effective ranks of the eigenvalues after the k largest (dimensionless).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TailRank {
    /// How many eigenvalues are left out.
    pub k: f64,
    /// `r_k = Σ_{i>k} λᵢ / λ_{k+1}`.
    pub r: f64,
    /// `R_k = (Σ_{i>k} λᵢ)² / Σ_{i>k} λᵢ²`, between `r_k` and its square.
    pub big_r: f64,
}

/// r_k and R_k for every k, by level.
pub struct TailRanks {
    /// Where each level starts, with Σ λᵢ/λ and Σ (λᵢ/λ)² over itself and all after it, in units of its own λ.
    levels: Vec<(f64, f64, f64)>,
    end: f64,
}

impl TailRanks {
    /// All of them in one pass from the smallest eigenvalue up; ratios of neighbours never overflow.
    ///
    /// ```
    /// use rankscope_math::regression::{Modes, benign::TailRanks};
    /// let modes = Modes::new(&[9.0, 4.0, 2.0, 2.0], &[0.0; 4])?;
    /// let at = TailRanks::new(&modes).at(1);
    /// assert_eq!((at.r, at.big_r), (2.0, 64.0 / 24.0));
    /// # Ok::<(), rankscope_math::regression::Error>(())
    /// ```
    pub fn new(modes: &Modes) -> Self {
        // In descending order: those above zero come first.
        let count = modes.levels().partition_point(|l| l.eigenvalue > 0.0);
        let positive = || modes.levels()[..count].iter();
        let mut levels: Vec<(f64, f64, f64)> = Vec::new();
        // From the front: where the tail stands for 10^12 modes, subtracting from the end would lose the first.
        let mut end = 0.0;
        let mut starts = Vec::new();
        for level in positive() {
            starts.push(end);
            end += level.multiplicity;
        }
        let mut sums = (0.0, 0.0, f64::NAN);
        for (level, start) in positive().zip(&starts).rev() {
            let (sum, squares, below) = sums;
            let ratio = if below.is_nan() {
                0.0
            } else {
                below / level.eigenvalue
            };
            let tail = if below.is_nan() {
                modes.tail() / level.eigenvalue
            } else {
                0.0
            };
            sums = (
                level.multiplicity + tail + sum * ratio,
                level.multiplicity + squares * ratio * ratio,
                level.eigenvalue,
            );
            levels.push((*start, sums.0, sums.1));
        }
        levels.reverse();
        Self { levels, end }
    }

    /// How many eigenvalues there are.
    pub fn count(&self) -> usize {
        self.end as usize
    }

    /// r_k and R_k; zero where nothing is left.
    pub fn at(&self, k: usize) -> TailRank {
        let k = k as f64;
        let after = self.levels.partition_point(|level| level.0 <= k);
        let (r, squares) = match self.levels.get(after.wrapping_sub(1)) {
            Some((start, r, squares)) if k < self.end => (r - (k - start), squares - (k - start)),
            _ => (0.0, f64::INFINITY),
        };
        TailRank {
            k,
            r,
            big_r: r * r / squares,
        }
    }

    /// The smallest k with r_k ≥ b n, where there is one. Within a level r_k falls, so that only the first of each can be it.
    ///
    /// # Errors
    /// `b n` not finite or not above 0.
    ///
    /// ```
    /// use rankscope_math::regression::{Modes, benign::TailRanks};
    /// let mut eigenvalues = vec![1.0; 5];
    /// eigenvalues.extend([0.01; 1995]);
    /// let modes = Modes::new(&eigenvalues, &[0.0; 2000])?;
    /// let star = TailRanks::new(&modes).k_star(50.0)?;
    /// assert_eq!(star.map(|s| (s.k, s.r)), Some((5.0, 1995.0)));
    /// # Ok::<(), rankscope_math::regression::Error>(())
    /// ```
    pub fn k_star(&self, threshold: f64) -> Result<Option<TailRank>, Error> {
        let threshold = positive(threshold, "the threshold b n")?;
        let first = self.levels.iter().find(|level| level.1 >= threshold);
        Ok(first.map(|(k, r, squares)| TailRank {
            k: *k,
            r: *r,
            big_r: r * r / squares,
        }))
    }
}

/// What interpolating noisy labels costs, in the words of Mallinar et al. (arXiv 2207.06569). They mean it in the limit of many samples; at one
/// number of samples it is read off the noise amplification, with limits that are ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Less than a tenth of the noise comes through.
    Benign,
    /// The noise comes through at up to ten times its strength.
    Tempered,
    /// More than that.
    Catastrophic,
}

/// Largest noise amplification that counts as benign.
pub const BENIGN: f64 = 0.1;
/// Largest noise amplification that counts as tempered.
pub const TEMPERED: f64 = 10.0;

impl Verdict {
    /// By the noise amplification E₀ − 1 of the interpolating fit, see [`BENIGN`] and [`TEMPERED`].
    ///
    /// ```
    /// use rankscope_math::regression::benign::Verdict;
    /// assert_eq!(Verdict::of(0.0768), Verdict::Benign);
    /// assert_eq!(Verdict::of(0.984), Verdict::Tempered);
    /// assert_eq!(Verdict::of(19.0), Verdict::Catastrophic);
    /// ```
    pub fn of(amplification: f64) -> Self {
        if amplification <= BENIGN {
            Self::Benign
        } else if amplification <= TEMPERED {
            Self::Tempered
        } else {
            Self::Catastrophic
        }
    }

    /// The noise amplification E₀ − 1 of the fit without a ridge, and the word for it: infinite with as many samples as modes, `None`
    /// with more, where no fit passes through every label. n: positive.
    ///
    /// # Errors
    /// As [`generalization`].
    ///
    /// ```
    /// use rankscope_math::regression::{Modes, benign::Verdict};
    /// // Half of each of four equal modes is learned from two samples: Σ L² = 1 of n = 2.
    /// let modes = Modes::new(&[1.0; 4], &[1.0, 0.0, 0.0, 0.0])?;
    /// assert_eq!(Verdict::of_interpolating(&modes, 2.0)?.map(|v| v.0), Some(Verdict::Tempered));
    /// assert_eq!(Verdict::of_interpolating(&modes, 4.0)?, Some((Verdict::Catastrophic, f64::INFINITY)));
    /// assert_eq!(Verdict::of_interpolating(&modes, 5.0)?, None);
    /// # Ok::<(), rankscope_math::regression::Error>(())
    /// ```
    pub fn of_interpolating(modes: &Modes, samples: f64) -> Result<Option<(Self, f64)>, Error> {
        let count = modes.count();
        if samples > count {
            return Ok(None);
        }
        let ridgeless = Setting {
            samples,
            ridge: 0.0,
            noise: 0.0,
        };
        let cost = match samples < count {
            true => generalization(modes, &ridgeless, None)?.e0 - 1.0,
            false => f64::INFINITY,
        };
        Ok(Some((Self::of(cost), cost)))
    }

    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Benign => "benign",
            Self::Tempered => "tempered",
            Self::Catastrophic => "catastrophic",
        }
    }
}
