//! Both parts of the scale from two batch sizes, without bias, and averaged apart.

/// Two batch sizes whose gradients are compared, small < big.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sizes {
    /// B_s (examples).
    pub small: f64,
    /// B_b (examples).
    pub big: f64,
}

impl Sizes {
    /// Unbiased estimates of |G|² and tr Σ from the squared lengths of the mean gradients of a small and a big batch:
    /// (B_b|G_b|² − B_s|G_s|²)/(B_b − B_s) and (|G_s|² − |G_b|²)/(1/B_s − 1/B_b).
    ///
    /// ```
    /// use rankscope_math::dynamics::noise_scale::Sizes;
    /// let sizes = Sizes { small: 8.0, big: 128.0 };
    /// // With |G|² = 1 and tr Σ = 16 the expected lengths are 1 + 16/8 and 1 + 16/128.
    /// assert_eq!(sizes.estimate(3.0, 1.125), [1.0, 16.0]);
    /// ```
    pub fn estimate(&self, small: f64, big: f64) -> [f64; 2] {
        let Self { small: s, big: b } = *self;
        [
            (b * big - s * small) / (b - s),
            (small - big) / (1.0 / s - 1.0 / b),
        ]
    }

    /// Standard deviations of the two estimates for independent batches with Gaussian mean gradients, of which |G_B|² has the variance
    /// 4 GᵀΣG/B + 2 tr(Σ²)/B².
    pub fn deviations(&self, along: f64, square: f64) -> [f64; 2] {
        let Self { small: s, big: b } = *self;
        let variance = |n: f64| 4.0 * along / n + 2.0 * square / (n * n);
        let (vs, vb) = (variance(s), variance(b));
        [
            (b * b * vb + s * s * vs).sqrt() / (b - s),
            (vs + vb).sqrt() / (1.0 / s - 1.0 / b),
        ]
    }
}

/// Moving averages of the two estimates, apart: a ratio of averages has a bias that goes away, an average of ratios keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Average {
    /// How much of the last average stays.
    decay: f64,
    sums: [f64; 2],
    /// The weight of what was taken in.
    weight: f64,
}

impl Average {
    /// Averages that keep the share `decay` (0 to below 1) of themselves at each step.
    pub fn new(decay: f64) -> Self {
        Self {
            decay,
            sums: [0.0; 2],
            weight: 0.0,
        }
    }

    /// Takes in an estimate of |G|² and tr Σ.
    pub fn take(&mut self, estimate: [f64; 2]) {
        for (sum, new) in self.sums.iter_mut().zip(estimate) {
            *sum = self.decay * *sum + (1.0 - self.decay) * new;
        }
        self.weight = self.decay * self.weight + 1.0 - self.decay;
    }

    /// The averages of |G|² and tr Σ; not numbers before the first estimate.
    pub fn means(&self) -> [f64; 2] {
        self.sums.map(|sum| sum / self.weight)
    }

    /// The ratio of the averages, B_simple.
    pub fn ratio(&self) -> f64 {
        self.sums[1] / self.sums[0]
    }

    /// How many independent estimates of equal weight have this variance, in the long run: (1 + β)/(1 − β).
    pub fn worth(&self) -> f64 {
        (1.0 + self.decay) / (1.0 - self.decay)
    }
}
