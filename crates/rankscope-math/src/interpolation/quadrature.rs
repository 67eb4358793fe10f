//! Integrals over a normal variable, panel by panel.

use crate::grid::GAUSS_LEGENDRE;

/// Beyond this many standard deviations nothing is left: φ is below 1e-18 of its peak.
const EDGE: f64 = 9.3;
/// Longest panel, in standard deviations: over it the rule integrates φ, and whatever bends no faster, to 1e-14.
const LONGEST: f64 = 3.8;

/// The width of a bend, in standard deviations, from which on it needs no end of a panel.
pub(super) const WIDE: f64 = 0.95;

/// A point of an integral over y.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Node {
    /// Where.
    pub y: f64,
    /// Its probability.
    pub weight: f64,
    /// Its weight in Stein's term.
    pub slope: f64,
}

/// Positions and weights from `low` to `high`.
pub(super) fn panel(low: f64, high: f64) -> impl Iterator<Item = (f64, f64)> {
    let (middle, half) = (0.5 * (low + high), 0.5 * (high - low));
    let place = move |(x, w)| (middle + half * x, half * w);
    GAUSS_LEGENDRE.into_iter().map(place)
}

/// Positions and weights over all of a normal variable, in panels that end at the places given and are nowhere long.
pub(super) fn over(mut ends: Vec<f64>) -> impl Iterator<Item = (f64, f64)> {
    ends.retain(|z| z.abs() < EDGE);
    ends.extend([-EDGE, EDGE]);
    ends.sort_unstable_by(f64::total_cmp);
    let panels: Vec<(f64, f64)> = ends
        .windows(2)
        .flat_map(|pair| {
            let pieces = ((pair[1] - pair[0]) / LONGEST).ceil().max(1.0);
            let step = (pair[1] - pair[0]) / pieces;
            let from = pair[0];
            (0..pieces as usize)
                .map(move |i| (from + i as f64 * step, from + (i + 1) as f64 * step))
        })
        .filter(|(low, high)| high - low > 1e-13)
        .collect();
    panels.into_iter().flat_map(|(low, high)| panel(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn polynomials_of_degree_31_are_exact() {
        for power in [0, 2, 16, 30] {
            let sum: f64 = panel(-1.0, 1.0).map(|(x, w)| w * x.powi(power)).sum();
            let exact = 2.0 / f64::from(power + 1);
            assert!((sum - exact).abs() < 1e-14, "{power}: {sum}");
        }
    }

    #[test]
    fn moments_of_a_normal_variable() {
        let moment = |k: i32| -> f64 {
            let all = over(vec![0.3, 0.3, -20.0]);
            all.map(|(z, dz)| dz * super::super::tails::density(z) * z.powi(k))
                .sum()
        };
        for (k, exact) in [(0, 1.0), (1, 0.0), (2, 1.0), (4, 3.0), (6, 15.0)] {
            assert!((moment(k) - exact).abs() < 1e-12, "{k}");
        }
    }
}
