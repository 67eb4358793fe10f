//! Where the knots of a spline on \[0, 1\] lie.

use super::{
    errors,
    spline::{Order, Spline},
};

/// How often knots are moved at most.
const ROUNDS: usize = 16;

/// Equal intervals.
pub fn uniform(intervals: usize) -> Vec<f64> {
    (0..=intervals)
        .map(|k| k as f64 / intervals as f64)
        .collect()
}

/// Knots that crowd at a place c in \[0, 1\], by the fourth power of an even grid on each side of it: (k/n)⁴ for c = 0.
///
/// √x is √ of an even grid's fourth power there, a parabola of equal pieces: straight pieces regain their rate 1/n².
pub fn graded(intervals: usize, at: f64) -> Vec<f64> {
    let weights = [libm::sqrt(at), libm::sqrt(1.0 - at)];
    let share = intervals as f64 * weights[0] / (weights[0] + weights[1]);
    let low = if at > 0.0 { 1 } else { 0 };
    let high = if at < 1.0 { intervals - 1 } else { intervals };
    let left = (share.round() as usize).clamp(low, high.max(low));
    let right = intervals - left;
    let power = |k: usize, n: usize| {
        let share = k as f64 / n as f64;
        share * share * share * share
    };
    let before = (1..=left).rev().map(|k| at - at * power(k, left));
    let after = (1..=right).map(|k| at + (1.0 - at) * power(k, right));
    before.chain([at]).chain(after).collect()
}

/// Knots moved until every interval has about the same error, from an even grid on; the best of all rounds.
///
/// After de Boor (1973), Good approximation by splines with variable knots: for small intervals the root of order degree + 1 of an
/// interval's error is proportional to the knots that it needs; each round lays the knots so that equal shares of it lie between them.
pub fn moved(order: Order, intervals: usize, function: &dyn Fn(f64) -> f64) -> Vec<f64> {
    let mut knots = uniform(intervals);
    let mut best = (f64::INFINITY, knots.clone());
    for _ in 0..ROUNDS {
        let spline = Spline::of(order, knots.clone(), function);
        let worst: Vec<f64> = knots
            .windows(2)
            .map(|pair| errors::largest(pair[0], pair[1], &|x| spline.value(x) - function(x)))
            .collect();
        let sup = worst.iter().copied().fold(0.0, f64::max);
        if sup < best.0 {
            best = (sup, knots.clone());
        }
        if sup <= 1e-15 {
            break;
        }
        let needed: Vec<f64> = worst
            .iter()
            .map(|e| libm::pow(e / sup, 1.0 / order.rate()))
            .collect();
        // No interval is forgotten: a knot that left for good would not see an error that it left behind.
        let mean = needed.iter().sum::<f64>() / intervals as f64;
        let needed: Vec<f64> = needed.iter().map(|need| need + 0.05 * mean).collect();
        knots = shared_out(&knots, &needed);
    }
    best.1
}

/// As many knots as before, with equal shares of what each interval needs between them.
fn shared_out(knots: &[f64], needed: &[f64]) -> Vec<f64> {
    let count = needed.len();
    let total: f64 = needed.iter().sum();
    let mut moved = vec![knots[0]];
    let (mut i, mut before) = (0, 0.0);
    for k in 1..count {
        let wanted = total * k as f64 / count as f64;
        while i + 1 < count && before + needed[i] < wanted {
            before += needed[i];
            i += 1;
        }
        let share = ((wanted - before) / needed[i]).clamp(0.0, 1.0);
        moved.push(knots[i] + share * (knots[i + 1] - knots[i]));
    }
    moved.push(knots[count]);
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_grid_ascends_from_0_to_1() {
        for n in [2usize, 3, 5, 64] {
            let wave = |x: f64| libm::sin(9.0 * x * x);
            for at in [0.0, 0.01, 0.3, 0.5, 0.99, 1.0] {
                let grid = graded(n, at);
                assert_eq!((grid.len(), grid[0], grid[n]), (n + 1, 0.0, 1.0));
                assert!(
                    grid.windows(2).all(|pair| pair[0] < pair[1]),
                    "{at} {grid:?}"
                );
            }
            for order in [Order::Linear, Order::Cubic] {
                let grid = moved(order, n, &wave);
                assert_eq!((grid.len(), grid[0], grid[n]), (n + 1, 0.0, 1.0));
                assert!(grid.windows(2).all(|pair| pair[0] < pair[1]));
            }
        }
    }

    /// The best straight pieces of √x have errors (∫|f″|^½)²/(8n²) = 1/(2n²) in the limit.
    #[test]
    fn moved_knots_find_the_rate_again() {
        let root = |x: f64| x.sqrt();
        for n in [16usize, 64] {
            let spline = Spline::of(Order::Linear, moved(Order::Linear, n, &root), &root);
            let sup = errors::between(spline.knots(), &|x| spline.value(x) - root(x)).sup;
            let best = 0.5 / (n * n) as f64;
            assert!(sup > 0.9 * best && sup < 2.5 * best, "{n}: {}", sup / best);
        }
    }
}
