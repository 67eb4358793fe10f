//! Gradient flow in sub-steps whose error is controlled: the pair of Dormand and Prince of orders 5 and 4.
//!
//! The sub-steps of stiff flows are short, since the method is explicit; a flow, unlike descent, never explodes by being followed.
//! Dormand and Prince 1980, Journal of Computational and Applied Mathematics 6, table 2; the coefficients are those of `RK45` in SciPy.

use crate::nn::Activation;

/// Slopes per sub-step; the last one is at its end.
pub(super) const STAGES: usize = 7;

/// The shortest sub-step, as a share of a step.
pub(super) const LEAST: f64 = 1.0 / 4096.0;
const AHEAD: [&[f64]; STAGES] = [
    &[],
    &[0.2],
    &[3.0 / 40.0, 9.0 / 40.0],
    &[44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0],
    &[
        19372.0 / 6561.0,
        -25360.0 / 2187.0,
        64448.0 / 6561.0,
        -212.0 / 729.0,
    ],
    &[
        9017.0 / 3168.0,
        -355.0 / 33.0,
        46732.0 / 5247.0,
        49.0 / 176.0,
        -5103.0 / 18656.0,
    ],
    &[
        35.0 / 384.0,
        0.0,
        500.0 / 1113.0,
        125.0 / 192.0,
        -2187.0 / 6784.0,
        11.0 / 84.0,
    ],
];

/// Weights of the slopes in the difference of the two orders.
pub(super) const ERROR: [f64; STAGES] = [
    71.0 / 57600.0,
    0.0,
    -71.0 / 16695.0,
    71.0 / 1920.0,
    -17253.0 / 339200.0,
    22.0 / 525.0,
    -1.0 / 40.0,
];

/// What errors are accepted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// The largest local error of a sub-step, for a value x relative to 1 + |x|, as a root mean square.
    pub tolerance: f64,
    /// How many times that is accepted of the shortest sub-step.
    kink: f64,
}

/// With ReLU the slopes jump wherever a unit opens at a point: the order is lost there, and smaller errors would cost more than they give.
pub(super) fn limits(activation: Activation) -> Limits {
    let (tolerance, kink) = match activation {
        Activation::Tanh => (1e-9, 1.0),
        Activation::Relu => (1e-6, 1e3),
    };
    Limits { tolerance, kink }
}

/// Weights of the slopes before a stage by which it is reached, 1 to 6; the last stage is the end of the sub-step.
pub(super) fn ahead(stage: usize) -> &'static [f64] {
    AHEAD.get(stage).copied().unwrap_or_default()
}

/// Whether a sub-step with this error, in units of the tolerance, is taken.
pub(super) fn is_accepted(error: f64, share: f64, limits: Limits) -> bool {
    error <= 1.0 || (share <= LEAST && error <= limits.kink)
}

/// The sub-step to try next.
pub(super) fn next_try(share: f64, error: f64, accepted: bool) -> f64 {
    const SAFETY: f64 = 0.9;
    let growth = match error {
        error if error == 0.0 => 5.0,
        // A kink: the next sub-step is likely to be without.
        error if accepted && error > 1.0 => 1.0,
        error if error > 0.0 => (SAFETY * libm::pow(error, -0.2)).clamp(0.2, 5.0),
        // Not a number.
        _ => 0.2,
    };
    (share * growth).clamp(LEAST, 1.0)
}

/// The share of a step to go now: what is wanted or what is left, and nothing tiny in the end.
pub(super) fn next_share(wanted: f64, rest: f64) -> f64 {
    match rest {
        rest if wanted >= rest => rest,
        rest if 2.0 * wanted > rest => 0.5 * rest,
        _ => wanted,
    }
}
