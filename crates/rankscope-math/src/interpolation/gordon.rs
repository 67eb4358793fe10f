//! What optimisers find, by Gordon's comparison: the largest margin, and two linear programs on the unit ball.

use super::{Error, Interpolators, law::Short};
use crate::grid::bracketed;
use std::f64::consts::FRAC_PI_2;

/// A limit of what can be fitted, with the overlap of the one classifier that is left there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Threshold {
    /// The limit: a margin κ, or examples per dimension α.
    pub limit: f64,
    /// The overlap with the truth there.
    pub overlap: f64,
}

/// Relative accuracy of the roots.
const TOLERANCE: f64 = 1e-14;

impl Interpolators {
    /// What is short of the level c, on average, of a classifier with overlap x.
    fn short(&self, x: f64, c: f64) -> Short {
        self.law.short(x, c)
    }

    /// 1 − x² − α E (κ − y)₊²: where it is above 0, there are classifiers with overlap x and margin κ (for κ < 0: at most there).
    pub fn room(&self, x: f64) -> f64 {
        1.0 - x * x - self.alpha * self.short(x, self.margin).second
    }

    /// Half the slope of the room.
    pub(super) fn towards_room(&self, x: f64) -> f64 {
        self.alpha * self.short(x, self.margin).stein - x
    }

    /// The overlap with the most room.
    pub(super) fn roomiest(&self) -> f64 {
        zero(&mut |x| self.towards_room(x))
    }

    /// α* at this margin: the examples per dimension from which on nothing fits, and the overlap there. Infinite for a teacher without
    /// noise and a margin of at most 0. For κ < 0, where the set is not convex, an upper bound.
    pub fn threshold(&self) -> Threshold {
        let overlap = zero(&mut |x| {
            let short = self.short(x, self.margin);
            (1.0 - x * x) * short.stein - x * short.second
        });
        let miss = self.short(overlap, self.margin).second;
        Threshold {
            limit: if miss > 1e-290 && overlap < ALMOST_ONE {
                (1.0 - overlap * overlap) / miss
            } else {
                f64::INFINITY
            },
            overlap,
        }
    }

    /// Whether there are interpolators.
    ///
    /// # Errors
    /// That there are none, and from where on.
    pub fn exist(&self) -> Result<(), Error> {
        let from = self.threshold().limit;
        match self.alpha < from {
            true => Ok(()),
            false => Err(Error::None { from }),
        }
    }

    /// The margin from which on there is no interpolator, of either sign, from −10 on; with the overlap there. For κ < 0 an upper bound.
    pub fn last_margin(&self) -> Threshold {
        let at = |margin: f64| Self { margin, ..*self };
        let room = |margin: f64| {
            let here = at(margin);
            here.room(here.roomiest())
        };
        // By Jensen α (κ − E y)² ≤ 1 at most.
        let high = 1.01 / self.alpha.sqrt() + self.law.mean();
        let middle = (0.0, room(0.0));
        let (low, high) = match middle.1 > 0.0 {
            true => (middle, (high, room(high))),
            false => ((-10.0, room(-10.0)), middle),
        };
        let limit = bracketed(low, high, TOLERANCE, &mut |k| room(k));
        Threshold {
            limit,
            overlap: at(limit).roomiest(),
        }
    }

    /// The largest margin κ_max that a classifier has on all examples, and its overlap: where gradient descent on the logistic loss tends.
    ///
    /// # Errors
    /// Examples that no classifier separates.
    pub fn max_margin(&self) -> Result<Threshold, Error> {
        let none = Self {
            margin: 0.0,
            ..*self
        };
        let from = none.threshold().limit;
        match self.alpha < from {
            true => Ok(self.last_margin()),
            false => Err(Error::NotSeparable { from }),
        }
    }

    /// The overlap of argmax ⟨v, θ⟩ over |θ| ≤ 1 with margin κ, v a random direction.
    ///
    /// # Errors
    /// No interpolator.
    pub fn lp_random(&self) -> Result<f64, Error> {
        self.exist()?;
        Ok(self.roomiest())
    }

    /// The overlap of the same program for v = Σ y X, Hebb's direction.
    ///
    /// # Errors
    /// No interpolator.
    pub fn lp_hebb(&self) -> Result<f64, Error> {
        self.exist()?;
        let mean = self.law.mean();
        Ok(zero(&mut |x| {
            let mu = self.level(x);
            // max(κ − y, μ) = μ + (κ − μ − y)₊, and Stein's term of 1 is E w.
            let short = self.short(x, self.margin - mu);
            self.alpha * (mu * mean + short.stein) - x
        }))
    }

    /// μ ≥ 0 with α E max(κ − y, μ)² = 1 − x², or 0 where there is no room.
    fn level(&self, x: f64) -> f64 {
        let square = 1.0 - x * x;
        let excess = |mu: f64| {
            let short = self.short(x, self.margin - mu);
            self.alpha * (mu * mu + 2.0 * mu * short.first + short.second) - square
        };
        let least = excess(0.0);
        if least >= 0.0 {
            return 0.0;
        }
        let most = (square / self.alpha).sqrt() * (1.0 + 1e-9);
        bracketed((0.0, least), (most, excess(most)), TOLERANCE, &mut |mu| {
            excess(mu)
        })
    }

    /// The overlap of Hebb's rule θ ∝ Σ y X, which need not fit: E w √α/√(1 + α (E w)²).
    pub fn hebb(&self) -> f64 {
        let mean = self.law.mean();
        mean * self.alpha.sqrt() / (1.0 + self.alpha * mean * mean).sqrt()
    }
}

/// An overlap above which nothing is resolved.
const ALMOST_ONE: f64 = 1.0 - 1e-9;

/// The overlap from 0 to 1 at which a function turns negative; the end where it does not. Searched by angle, which resolves both ends.
pub(super) fn zero(f: &mut dyn FnMut(f64) -> f64) -> f64 {
    let (low, high) = (0.0, FRAC_PI_2 * (1.0 - 1e-7));
    let (first, last) = (f(low), f(libm::sin(high)));
    if first <= 0.0 {
        return 0.0;
    }
    if last >= 0.0 {
        return libm::sin(high);
    }
    let angle = bracketed((low, first), (high, last), TOLERANCE, &mut |a| {
        f(libm::sin(a))
    });
    libm::sin(angle)
}
