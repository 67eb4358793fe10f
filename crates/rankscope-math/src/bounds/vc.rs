//! Parameter counting through the VC dimension.

use super::{Bound, Error, Term, error, solve, under_root};
use std::f64::consts::{E, LN_2};

/// Upper bound on the VC dimension of networks with W parameters, L layers and piecewise-linear activations of p pieces: the largest
/// solution d of d = 4 W (L+1) log₂(2 e W d p), by fixed point, to 1e-15 relative.
///
/// Harvey, Liaw and Mehrabian 2017 (arXiv 1703.02930), Theorem 3. W in 1..1e18, L and p in 1..1e6. It holds for piecewise-linear
/// networks (ReLU: p = 2), which a Transformer is not.
///
/// ```
/// # use rankscope_math::bounds::vc_dimension;
/// let d = vc_dimension(512.0, 2.0, 2.0)?;
/// assert!((d - 183897.5236160658).abs() < 1e-9);
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
pub fn vc_dimension(parameters: f64, depth: f64, pieces: f64) -> Result<f64, Error> {
    let within = |x: f64, high: f64| (1.0..=high).contains(&x);
    let (w, l, p) = (parameters, depth, pieces);
    error::check(within(w, 1e18), w, "the number of parameters", "1..1e18")?;
    error::check(within(l, 1e6), l, "the number of layers", "1..1e6")?;
    error::check(within(p, 1e6), p, "the number of linear pieces", "1..1e6")?;
    let slope = 4.0 * w * (l + 1.0);
    let offset = (2.0 * E * w * p).log2();
    // The right-hand side is concave in d and above d at d = slope, so the iteration climbs to the largest solution; each step shrinks
    // the distance to it by the factor ln(2eWdp) > 3.
    let mut d = slope;
    for _ in 0..100 {
        let next = slope * (offset + d.log2());
        if (next - d).abs() <= 1e-15 * next {
            return Ok(next);
        }
        d = next;
    }
    Ok(d)
}

/// gap ≤ √( (8/m) (ln Π(2m) + ln(4/δ)) ), Π(2m) ≤ min(2^2m, (2em/d)^d) the number of labellings of 2m points by a class of VC
/// dimension d (Vapnik and Chervonenkis; Sauer's lemma). A theorem about binary classification by every function of the architecture.
///
/// ```
/// # use rankscope_math::bounds::{Bound, Vc};
/// let bound = Vc::piecewise_linear(512.0, 2.0, 2.0, 0.05)?;
/// assert!((bound.gap(1e6)? - 2.232).abs() < 5e-4);
/// # Ok::<(), rankscope_math::bounds::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Vc {
    dimension: f64,
    log_inverse_delta: f64,
}

impl Vc {
    /// From a VC dimension d, finite and above 0, and δ in (0, 1).
    pub fn new(dimension: f64, delta: f64) -> Result<Self, Error> {
        Ok(Self {
            dimension: error::positive(dimension, "the VC dimension")?,
            log_inverse_delta: error::log_inverse(delta)?,
        })
    }

    /// From the architecture, through [`vc_dimension`].
    pub fn piecewise_linear(
        parameters: f64,
        depth: f64,
        pieces: f64,
        delta: f64,
    ) -> Result<Self, Error> {
        Self::new(vc_dimension(parameters, depth, pieces)?, delta)
    }

    /// The VC dimension d.
    pub fn dimension(&self) -> f64 {
        self.dimension
    }

    fn radicand(&self, m: f64) -> [f64; 2] {
        let d = self.dimension;
        let trivial = 2.0 * LN_2;
        // Sauer's lemma needs 2m ≥ d.
        let growth = if m >= d / 2.0 {
            trivial.min(d / m * (1.0 + LN_2 + m.ln() - d.ln()))
        } else {
            trivial
        };
        [
            8.0 * growth,
            8.0 / m * (2.0 * LN_2 + self.log_inverse_delta),
        ]
    }
}

impl Bound for Vc {
    fn terms(&self, m: f64) -> Result<Vec<Term>, Error> {
        let names = ["VC-dimension term", "confidence term"];
        Ok(under_root(names, self.radicand(error::sample_size(m)?)))
    }

    // Both parts fall with m: (1 + ln x)/x does for x = 2m/d > 1.
    fn samples_below(&self, level: f64) -> Option<f64> {
        solve::below_root(1.0, level, &|m| self.radicand(m).iter().sum())
    }
}
