//! Where examples and labels come from.

use super::{
    Error,
    quadrature::{Node, WIDE, over},
    tails::{DENSITY_AT_ZERO, below, density, hinge},
};
use crate::domain::check;
use libm::exp;

/// What an example X with its label y is, up to rotation: a direction u (unit, in d dimensions) carries all that is to be learned, every
/// other coordinate is standard normal. So everything is said by w = y⟨u, X⟩ (dimensionless), the label's side of the truth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Law {
    /// Two clouds: X = yλu + g with g standard normal, so that w ~ N(λ, 1).
    Mixture {
        /// Half the distance λ of the centres, from 0.
        distance: f64,
    },
    /// y = sign⟨u, X⟩, wrong with probability p: w has density 2φ(w)(1 − p) above zero and 2φ(w)p below. A noiseless teacher at p = 0.
    Teacher {
        /// Share p of wrong labels, 0 to ½.
        flipped: f64,
    },
    /// y = 1 with probability 1/(1 + e^(−β⟨u, X⟩)): w has density 2φ(w)/(1 + e^(−βw)).
    Logistic {
        /// Steepness β, from 0.
        steepness: f64,
    },
}

/// Ends of panels around a label that changes over one unit.
const BENDS: [f64; 5] = [-12.0, -4.0, 0.0, 4.0, 12.0];
/// The same around a label that changes with the odds e^w.
const STEEP_BENDS: [f64; 7] = [-36.0, -12.0, -4.0, 0.0, 4.0, 12.0, 36.0];

impl Law {
    /// The law itself where its parameter is in range.
    ///
    /// # Errors
    /// A parameter outside its range.
    pub fn checked(self) -> Result<Self, Error> {
        match self {
            Self::Mixture { distance: x } => check(
                (0.0..=6.0).contains(&x),
                x,
                "the distance of the clouds",
                "0 to 6",
            ),
            Self::Teacher { flipped: x } => check(
                (0.0..=0.5).contains(&x),
                x,
                "the share of flipped labels",
                "0 to 0.5",
            ),
            Self::Logistic { steepness: x } => check(
                (0.0..=30.0).contains(&x),
                x,
                "the steepness of the labels",
                "0 to 30",
            ),
        }?;
        Ok(self)
    }

    /// The mean of w.
    pub(super) fn mean(&self) -> f64 {
        match *self {
            Self::Mixture { distance } => distance,
            Self::Teacher { flipped } => 2.0 * (1.0 - 2.0 * flipped) * DENSITY_AT_ZERO,
            Self::Logistic { .. } => self
                .sides(f64::INFINITY, 0.0)
                .map(|(w, mass)| mass * w)
                .sum(),
        }
    }

    /// The probability of a wrong answer on a new example by a classifier with overlap x with u, −1 to 1; the new label has its noise too.
    pub(super) fn error(&self, x: f64) -> f64 {
        match *self {
            Self::Mixture { distance } => below(-distance * x),
            Self::Teacher { flipped } => {
                flipped + (1.0 - 2.0 * flipped) * libm::acos(x) / std::f64::consts::PI
            }
            Self::Logistic { .. } => {
                let rest = (1.0 - x * x).max(1e-30).sqrt();
                let wrong = |(w, mass): (f64, f64)| mass * below(-x * w / rest);
                self.sides(rest / x.abs(), 0.0).map(wrong).sum()
            }
        }
    }

    /// How far y = x w + √(1 − x²) ξ falls short of a level c: E (c − y)₊, E (c − y)₊², and Stein's term of (c − y)₊, with which
    /// ∂/∂x E (c − y)₊² = −2 stein.
    pub(super) fn short(&self, x: f64, c: f64) -> Short {
        let rest = (1.0 - x * x).max(0.0).sqrt();
        match *self {
            Self::Mixture { distance } => {
                let (first, second) = hinge(c - distance * x);
                Short {
                    first,
                    second,
                    stein: distance * first,
                }
            }
            Self::Teacher { .. } | Self::Logistic { .. } => {
                let mut sum = Short::default();
                for (w, mass) in self.sides(rest / x.abs(), c / x) {
                    let (first, second) = hinge((c - x * w) / rest);
                    sum.first += mass * rest * first;
                    sum.second += mass * rest * rest * second;
                    if let Self::Logistic { steepness } = *self {
                        // l′ = β l (1 − l).
                        let against = logistic(-steepness * w).0;
                        sum.stein += mass * steepness * against * rest * first;
                    }
                }
                if let Self::Teacher { .. } = self {
                    // l′ is all at w = 0.
                    sum.stein = self.mean() * rest * hinge(c / rest).0;
                }
                sum
            }
        }
    }

    /// Points of w with their probability, for a function that bends over `width` around `at`. Of labels only, not of clouds.
    fn sides(&self, width: f64, at: f64) -> impl Iterator<Item = (f64, f64)> + use<> {
        let law = *self;
        let mut ends = Vec::new();
        if width < WIDE {
            ends.extend(BENDS.map(|k| at + k * width));
        }
        match law {
            Self::Logistic { steepness } if 1.0 < WIDE * steepness => {
                ends.extend(STEEP_BENDS.map(|k| k / steepness));
            }
            Self::Logistic { .. } | Self::Mixture { .. } => {}
            Self::Teacher { .. } => ends.push(0.0),
        }
        over(ends).map(move |(w, dw)| {
            let share = match law {
                Self::Mixture { .. } => 0.5,
                Self::Teacher { flipped } if w < 0.0 => flipped,
                Self::Teacher { flipped } => 1.0 - flipped,
                Self::Logistic { steepness } => logistic(steepness * w).0,
            };
            (w, 2.0 * density(w) * share * dw)
        })
    }

    /// y = x w + √(Q − x²) ξ (ξ standard normal, so that ⟨y²⟩ = Q but for the mean of w) as weighted points: of each y, the weight, and
    /// the weight of Stein's term, with which Σ slope f(y) = E[w f(y)] − x E[f′(y)]. Panels end at `breaks`, where f is not smooth.
    pub(super) fn nodes(
        &self,
        x: f64,
        square: f64,
        breaks: &[f64],
    ) -> impl Iterator<Item = Node> + use<> {
        let law = *self;
        let root = square.sqrt();
        let rest = (square - x * x).max(0.0).sqrt();
        let centre = match law {
            Self::Mixture { distance } => distance * x,
            _ => 0.0,
        };
        // Where the probability of the label changes, in units of √Q.
        let width = match law {
            Self::Mixture { .. } => f64::INFINITY,
            Self::Teacher { .. } => rest / x.abs(),
            Self::Logistic { steepness } => {
                root * (rest * rest / square + 3.0 / (steepness * steepness)).sqrt() / x.abs()
            }
        };
        let bends: &[f64] = if width < WIDE { &BENDS } else { &[] };
        let own = bends.iter().map(|k| k * width);
        let given = breaks.iter().map(|at| (at - centre) / root);
        over(given.chain(own).collect()).map(move |(z, dz)| {
            let mass = density(z) * dz;
            let (weight, slope) = match law {
                Self::Mixture { distance } => (1.0, distance),
                _ => {
                    let (share, slope) = law.label(x * z / root, rest / root);
                    (2.0 * share, 2.0 * slope)
                }
            };
            Node {
                y: centre + root * z,
                weight: mass * weight,
                slope: mass * slope,
            }
        })
    }

    /// E l(w) and E l′(w) for w ~ N(mean, deviation²), with l the probability that w keeps its sign by its label; (1, λ) of two clouds.
    pub(super) fn label(&self, mean: f64, deviation: f64) -> (f64, f64) {
        match *self {
            Self::Mixture { distance } => (1.0, distance),
            Self::Teacher { flipped } => {
                let t = mean / deviation;
                let right = 1.0 - 2.0 * flipped;
                (flipped + right * below(t), right * density(t) / deviation)
            }
            Self::Logistic { steepness } => {
                smoothed(steepness * mean, steepness * deviation, steepness)
            }
        }
    }
}

/// What is missing of a level, on average.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Short {
    /// E (c − y)₊.
    pub first: f64,
    /// E (c − y)₊².
    pub second: f64,
    /// Stein's term of (c − y)₊.
    pub stein: f64,
}

/// 1/(1 + e^(−t)) and its slope.
fn logistic(t: f64) -> (f64, f64) {
    let small = exp(-t.abs());
    let high = 1.0 / (1.0 + small);
    let share = if t < 0.0 { small * high } else { high };
    (share, small * high * high)
}

/// The mean of the logistic function and of its slope under N(m, v²): trapezoids, whose error falls as e^(−2π²/(step v)).
fn smoothed(m: f64, v: f64, steepness: f64) -> (f64, f64) {
    let step = (0.55 / v).min(0.6);
    let last = (8.7 / step) as i32;
    // From one point to the next the odds grow by a factor, and the factor by which φ falls falls by one.
    let (mut up, mut down) = (exp(m), exp(m));
    let ratio = exp(step * v);
    let (mut mass, mut fall) = (step * DENSITY_AT_ZERO, exp(-0.5 * step * step));
    let again = fall * fall;
    let middle = 1.0 / (1.0 + up);
    let mut share = mass * up * middle;
    let mut slope = mass * up * middle * middle;
    for _ in 0..last {
        (up, down) = (up * ratio, down / ratio);
        (mass, fall) = (mass * fall, fall * again);
        let (high, low) = (1.0 / (1.0 + up), 1.0 / (1.0 + down));
        share += mass * (up * high + down * low);
        slope += mass * (up * high * high + down * low * low);
    }
    (share, steepness * slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Between a shallow and a steep step the smoothed one is a probability, odd about ½; its slope is its slope.
    #[test]
    fn a_smoothed_logistic() {
        for (m, v) in [(0.3, 0.0001), (1.0, 0.4), (-2.0, 3.0), (5.0, 20.0)] {
            let (share, slope) = smoothed(m, v, 1.0);
            assert!((share + smoothed(-m, v, 1.0).0 - 1.0).abs() < 1e-13);
            let step = 1e-4;
            let measured =
                (smoothed(m + step, v, 1.0).0 - smoothed(m - step, v, 1.0).0) / (2.0 * step);
            assert!((slope - measured).abs() < 1e-8, "{m} {v}");
        }
        assert!((smoothed(1.3, 1e-9, 1.0).0 - logistic(1.3).0).abs() < 1e-14);
        // A wide normal law sees a step: Φ(m/√(v² + π²/3)) to a per mille.
        assert!((smoothed(10.0, 30.0, 1.0).0 - below(10.0 / 30.0)).abs() < 1e-3);
    }

    /// What is short by quadrature over y, and over w.
    #[test]
    fn both_ways_to_what_is_short_agree() {
        for law in [
            Law::Mixture { distance: 1.5 },
            Law::Teacher { flipped: 0.1 },
            Law::Logistic { steepness: 2.0 },
            Law::Logistic { steepness: 20.0 },
        ] {
            for (x, c) in [
                (0.0, 0.3),
                (0.3, 0.0),
                (-0.4, 1.0),
                (0.9, -0.5),
                (0.999, 0.1),
            ] {
                let found = law.short(x, c);
                let sum = |f: &dyn Fn(Node, f64) -> f64| -> f64 {
                    let all = law.nodes(x, 1.0, &[c]);
                    all.map(|n| f(n, (c - n.y).max(0.0))).sum()
                };
                let text = format!("{law:?} {x} {c}");
                assert!(
                    (found.first - sum(&|n, d| n.weight * d)).abs() < 1e-11,
                    "{text}"
                );
                assert!(
                    (found.second - sum(&|n, d| n.weight * d * d)).abs() < 1e-11,
                    "{text}"
                );
                assert!(
                    (found.stein - sum(&|n, d| n.slope * d)).abs() < 1e-10,
                    "{text}"
                );
            }
        }
    }

    /// Weights add up to one; Stein's term with f = y gives E[w y] − x.
    #[test]
    fn nodes_are_a_law() {
        for law in [
            Law::Mixture { distance: 1.5 },
            Law::Teacher { flipped: 0.1 },
            Law::Teacher { flipped: 0.0 },
            Law::Logistic { steepness: 2.0 },
            Law::Logistic { steepness: 20.0 },
        ] {
            let second = |x: f64| match law {
                Law::Mixture { distance } => x * distance * distance,
                _ => 0.0,
            };
            for (x, square) in [
                (-0.5, 0.6),
                (0.0, 0.3),
                (0.3, 0.2),
                (0.9, 0.95),
                (0.999, 1.0),
            ] {
                let sum =
                    |f: &dyn Fn(Node) -> f64| -> f64 { law.nodes(x, square, &[0.1]).map(f).sum() };
                let text = format!("{law:?} {x} {square}");
                assert!((sum(&|n| n.weight) - 1.0).abs() < 1e-11, "{text}");
                assert!((sum(&|n| n.slope) - law.mean()).abs() < 1e-10, "{text}");
                assert!(
                    (sum(&|n| n.slope * n.y) - second(x)).abs() < 1e-10,
                    "{text}"
                );
            }
        }
    }
}
