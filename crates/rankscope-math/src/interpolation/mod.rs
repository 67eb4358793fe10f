//! Linear classifiers that fit every example: how many there are, what the typical one knows, and what algorithms find.
//!
//! n examples in d dimensions, n/d → α. An interpolator is a unit vector θ with y⟨θ, X⟩ ≥ κ on every example; its overlap x = ⟨θ, u⟩ with
//! the truth u says how well it predicts. [`Interpolators`] has the limits: the volume at each overlap (Gardner's computation, replica
//! symmetric, ours for these laws), the largest margin and two linear programs (Gordon's comparison), the mean rule and Bayes.
//! [`sample`] has data of finite dimension and what algorithms find on them.
//!
//! Every limit is an equation for x (and a companion) of one kind, in which only a function of y = x w + √(Q − x²) ξ differs:
//!
//! ```text
//! random program     x = α S (κ − y)₊                 with 1 − x² as it comes: the optimum
//! largest margin     the same, κ such that            α E (κ − y)₊² = 1 − x²
//! Hebb's program     x = α S max(κ − y, μ)            α E max(κ − y, μ)² = 1 − x²
//! typical            x = α √((1−x²)(1−q)) S φ/Φ(t)    α E (φ/Φ(t))² = q/(1 − q),  t = (y − κ)/√((1−x²)(1−q))
//! ```
//!
//! E is the mean over y and S f = E[w f(y)] − x E[f′(y)] Stein's term: λ E f for two clouds.

mod bayes;
#[cfg(test)]
mod golden;
mod gordon;
mod law;
mod quadrature;
pub mod sample;
pub mod tails;
mod volume;

pub use gordon::Threshold;
pub use law::Law;
pub use volume::{Typical, Volume};

use crate::domain::{Outside, check, positive};

/// Why nothing can be said about interpolators.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// An argument outside the domain.
    #[error(transparent)]
    Domain(#[from] Outside),
    /// More examples than can be fitted.
    #[error("no interpolator exists from α = {} on; choose fewer examples per dimension or a smaller margin", two_digits(*.from))]
    None {
        /// The examples per dimension from which on there is none.
        from: f64,
    },
    /// No classifier has a margin above 0.
    #[error("no margin above 0 exists from α = {} on; choose fewer examples per dimension", two_digits(*.from))]
    NotSeparable {
        /// The examples per dimension from which on there is none.
        from: f64,
    },
}

/// Two digits behind the point.
fn two_digits(x: f64) -> f64 {
    (100.0 * x).round() / 100.0
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Domain(_) => "interpolation_domain",
            Error::None { .. } => "interpolation_none",
            Error::NotSeparable { .. } => "interpolation_not_separable",
        }
    }
}

/// The interpolators of a law at α examples per dimension and a margin κ, in the limit of many dimensions.
///
/// ```
/// use rankscope_math::interpolation::{Interpolators, Law};
/// let all = Interpolators::new(Law::Mixture { distance: 1.5 }, 0.5, 0.0)?;
/// assert!((all.typical()?.overlap - 0.335035598).abs() < 1e-7);
/// assert!((all.max_margin()?.overlap - 0.604904775).abs() < 1e-7);
/// # Ok::<(), rankscope_math::interpolation::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Interpolators {
    law: Law,
    alpha: f64,
    margin: f64,
}

impl Interpolators {
    /// Those of this law at α > 0 with a margin κ between −10 and 10.
    ///
    /// # Errors
    /// A parameter outside its range.
    pub fn new(law: Law, alpha: f64, margin: f64) -> Result<Self, Error> {
        Ok(Self {
            law: law.checked()?,
            alpha: positive(alpha, "examples per dimension")?,
            margin: check(margin.abs() <= 10.0, margin, "the margin", "−10 to 10")?,
        })
    }

    /// The same law elsewhere.
    ///
    /// # Errors
    /// A parameter outside its range.
    pub fn at(&self, alpha: f64, margin: f64) -> Result<Self, Error> {
        Self::new(self.law, alpha, margin)
    }

    /// The law.
    pub fn law(&self) -> Law {
        self.law
    }

    /// Examples per dimension.
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The margin.
    pub fn margin(&self) -> f64 {
        self.margin
    }

    /// The probability of a wrong answer on a new example, by a classifier with overlap x.
    pub fn error(&self, x: f64) -> f64 {
        self.law.error(x.clamp(-1.0, 1.0))
    }
}
