//! Functions on \[0, 1\] to be approximated.

use super::spline::Order;
use core::f64::consts::TAU;

/// A function on \[0, 1\] (dimensionless).
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// sin(2πx/period).
    Sine {
        /// The period, positive.
        period: f64,
    },
    /// √|x − c|: infinitely steep at c.
    Root {
        /// The kink c in \[0, 1\].
        kink: f64,
    },
    /// 1/(1 + 25(2x − 1)²): analytic, with poles near the interval (Runge).
    Bump,
    /// Straight lines between values at equal steps, at least two.
    Drawn(Vec<f64>),
}

impl Target {
    /// Its value at x.
    pub fn value(&self, x: f64) -> f64 {
        match self {
            Self::Sine { period } => libm::sin(TAU * x / period),
            Self::Root { kink } => (x - kink).abs().sqrt(),
            Self::Bump => 1.0 / (1.0 + 25.0 * (2.0 * x - 1.0) * (2.0 * x - 1.0)),
            Self::Drawn(values) => {
                let last = values.len() - 1;
                let at = x * last as f64;
                let i = (at.floor().max(0.0) as usize).min(last - 1);
                let share = at - i as f64;
                values[i] * (1.0 - share) + values[i + 1] * share
            }
        }
    }

    /// Where it is not smooth, inside (0, 1).
    pub fn kinks(&self) -> Vec<f64> {
        let inner = |x: &f64| *x > 0.0 && *x < 1.0;
        match self {
            Self::Root { kink } => [*kink].into_iter().filter(inner).collect(),
            Self::Drawn(values) => {
                let last = values.len() - 1;
                (1..last).map(|i| i as f64 / last as f64).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The exponent r of the error ~ n⁻ʳ of interpolating splines of n even intervals: degree + 1 of smooth functions, 1/2 at a root, 1 at
    /// a corner.
    pub fn even_rate(&self, order: Order) -> f64 {
        match self {
            Self::Sine { .. } | Self::Bump => order.rate(),
            Self::Root { .. } => 0.5,
            Self::Drawn(_) => 1.0,
        }
    }
}
