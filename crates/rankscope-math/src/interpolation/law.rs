//! Where examples and labels come from.

use super::{
    Error,
    quadrature::{Node, Rule},
    tails::{DENSITY_AT_ZERO, below, density},
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

/// Nodes for the correction of a steep logistic law, and where it ends in units of its width.
const STEEP_PANELS: [f64; 5] = [0.0, 3.0, 8.0, 18.0, 38.0];
/// β times the standard deviation up to which a trapezoid is enough.
const GENTLE: f64 = 2.5;

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
                (0.0..=50.0).contains(&x),
                x,
                "the steepness of the labels",
                "0 to 50",
            ),
        }?;
        Ok(self)
    }

    /// The mean of w.
    pub fn mean(&self, rule: &Rule) -> f64 {
        match *self {
            Self::Mixture { distance } => distance,
            Self::Teacher { flipped } => 2.0 * (1.0 - 2.0 * flipped) * DENSITY_AT_ZERO,
            Self::Logistic { .. } => self.nodes(rule, 0.0, 1.0, &[]).map(|n| n.slope).sum(),
        }
    }

    /// The probability of a wrong answer on a new example by a classifier with overlap x with u, −1 to 1; the new label has its noise too.
    pub fn error(&self, rule: &Rule, x: f64) -> f64 {
        match *self {
            Self::Mixture { distance } => below(-distance * x),
            Self::Teacher { flipped } => {
                flipped + (1.0 - 2.0 * flipped) * libm::acos(x) / std::f64::consts::PI
            }
            // All examples whose label is on the wrong side of y = ⟨θ, X⟩ y.
            Self::Logistic { .. } => {
                let nodes = self.nodes(rule, x, 1.0, &[0.0]);
                nodes.filter(|n| n.y < 0.0).map(|n| n.weight).sum()
            }
        }
    }

    /// y = x w + √(Q − x²) ξ (ξ standard normal, so that ⟨y²⟩ = Q but for the mean of w) as weighted points: of each y, the weight, and
    /// the weight of Stein's term, with which Σ slope f(y) = E[w f(y)] − x E[f′(y)]. Panels end at `breaks`, where f is not smooth.
    pub(super) fn nodes<'a>(
        &self,
        rule: &'a Rule,
        x: f64,
        square: f64,
        breaks: &[f64],
    ) -> impl Iterator<Item = Node> + use<'a> {
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
        let own = [-12.0, -4.0, 0.0, 4.0, 12.0].map(|k| k * width);
        let given = breaks.iter().map(|at| (at - centre) / root);
        rule.over(given.chain(own).collect()).map(move |(z, dz)| {
            let mass = density(z) * dz;
            let (weight, slope) = match law {
                Self::Mixture { distance } => (1.0, distance),
                _ => {
                    let (share, slope) = law.label(rule, x * z / root, rest / root);
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
    pub(super) fn label(&self, rule: &Rule, mean: f64, deviation: f64) -> (f64, f64) {
        match *self {
            Self::Mixture { distance } => (1.0, distance),
            Self::Teacher { flipped } => {
                let t = mean / deviation;
                let right = 1.0 - 2.0 * flipped;
                (flipped + right * below(t), right * density(t) / deviation)
            }
            Self::Logistic { steepness } if steepness * deviation <= GENTLE => {
                gentle(steepness * mean, steepness * deviation, steepness)
            }
            Self::Logistic { steepness } => {
                steep(rule, steepness * mean, steepness * deviation, steepness)
            }
        }
    }
}

/// 1/(1 + e^(−t)) and its slope.
fn logistic(t: f64) -> (f64, f64) {
    let small = exp(-t.abs());
    let high = 1.0 / (1.0 + small);
    let share = if t < 0.0 { small * high } else { high };
    (share, small * high * high)
}

/// The mean of the logistic function and of its slope under N(m, v²), v small: trapezoids, whose error falls as e^(−2π²/(step v)).
fn gentle(m: f64, v: f64, steepness: f64) -> (f64, f64) {
    let step = (0.55 / v).min(0.6);
    let last = (8.7 / step) as i32;
    let (mut share, mut slope) = (0.0, 0.0);
    for i in -last..=last {
        let z = step * f64::from(i);
        let (l, dl) = logistic(m + v * z);
        let mass = step * density(z);
        share += mass * l;
        slope += mass * dl;
    }
    (share, steepness * slope)
}

/// The same for large v: a step smoothed by the normal law, and what the logistic function differs from a step.
fn steep(rule: &Rule, m: f64, v: f64, steepness: f64) -> (f64, f64) {
    let (mut share, mut slope) = (below(m / v), 0.0);
    for panel in STEEP_PANELS.windows(2) {
        for (t, dt) in rule.panel(panel[0], panel[1]) {
            let (l, dl) = logistic(-t);
            let (here, there) = (density((t - m) / v), density((t + m) / v));
            share += dt * l * (there - here) / v;
            slope += dt * dl * (there + here) / v;
        }
    }
    (share, steepness * slope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_to_a_smoothed_logistic_agree() {
        let rule = Rule::new();
        for m in [-7.0, -0.3, 0.0, 1.0, 20.0] {
            let (a, b) = (gentle(m, GENTLE, 3.0), steep(&rule, m, GENTLE, 3.0));
            assert!((a.0 - b.0).abs() < 1e-11, "{m}: {a:?} {b:?}");
            assert!((a.1 - b.1).abs() < 1e-11, "{m}: {a:?} {b:?}");
        }
    }

    /// Weights add up to one; Stein's term with f = y gives E[w y] − x.
    #[test]
    fn nodes_are_a_law() {
        let rule = Rule::new();
        for law in [
            Law::Mixture { distance: 1.5 },
            Law::Teacher { flipped: 0.1 },
            Law::Teacher { flipped: 0.0 },
            Law::Logistic { steepness: 2.0 },
            Law::Logistic { steepness: 30.0 },
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
                let sum = |f: &dyn Fn(Node) -> f64| -> f64 {
                    law.nodes(&rule, x, square, &[0.1]).map(f).sum()
                };
                let text = format!("{law:?} {x} {square}");
                assert!((sum(&|n| n.weight) - 1.0).abs() < 1e-11, "{text}");
                assert!(
                    (sum(&|n| n.slope) - law.mean(&rule)).abs() < 1e-10,
                    "{text}"
                );
                assert!(
                    (sum(&|n| n.slope * n.y) - second(x)).abs() < 1e-10,
                    "{text}"
                );
            }
        }
    }
}
