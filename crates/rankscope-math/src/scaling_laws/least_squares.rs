//! Least squares for a handful of unknowns: the method of Levenberg and Marquardt, written out for the same reason as its neighbour
//! `minimise`. All logarithms and powers are those of the crate `libm`, so that a browser comes to the same digits.

use crate::linalg::solve_definite;

/// The unknowns, and half the sum of squares there.
pub(super) type Found<const P: usize> = ([f64; P], f64);

/// Minimises ½ Σ r_i², r_i and its slope given by row, from a start; at most `most` steps.
pub(super) fn least_squares<const P: usize>(
    rows: usize,
    of: impl Fn(&[f64; P], usize) -> (f64, [f64; P]),
    start: [f64; P],
    most: usize,
) -> Found<P> {
    let cost_at = |u: &[f64; P]| (0..rows).map(|i| 0.5 * of(u, i).0.powi(2)).sum::<f64>();
    let (mut now, mut cost, mut damping) = (start, cost_at(&start), 1e-3);
    for _ in 0..most {
        let (mut gram, mut slope) = ([[0.0; P]; P], [0.0; P]);
        for i in 0..rows {
            let (off, row) = of(&now, i);
            for p in 0..P {
                slope[p] += off * row[p];
                for q in 0..=p {
                    gram[p][q] += row[p] * row[q];
                }
            }
        }
        let mut gained = None;
        while damping < 1e12 {
            let entry = |k: usize| {
                let (p, q) = (k / P, k % P);
                if p == q {
                    gram[p][p] * (1.0 + damping) + 1e-300
                } else {
                    gram[p][q]
                }
            };
            let mut system: Vec<f64> = (0..P * P).map(entry).collect();
            let step = solve_definite(&mut system, P, slope.to_vec());
            let next = step.map(|step| std::array::from_fn(|p| now[p] - step[p]));
            let reached = next.map(|next| (next, cost_at(&next)));
            match reached {
                Some((next, less)) if less < cost => {
                    gained = Some(cost - less);
                    (now, cost) = (next, less);
                    damping = (damping / 5.0).max(1e-14);
                    break;
                }
                _ => damping *= 4.0,
            }
        }
        if gained.is_none_or(|gained| gained <= 1e-14 * cost) {
            break;
        }
    }
    (now, cost)
}
