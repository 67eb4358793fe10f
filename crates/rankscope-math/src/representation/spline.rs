//! Interpolating splines: straight pieces, and cubic pieces with the not-a-knot condition.

/// The degree of the pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// Straight pieces, continuous.
    Linear,
    /// Cubic pieces, twice differentiable.
    Cubic,
}

impl Order {
    /// The degree: 1 or 3.
    pub fn degree(self) -> usize {
        match self {
            Self::Linear => 1,
            Self::Cubic => 3,
        }
    }

    /// Minus the slope of the error of a smooth function over the number of intervals, on log–log axes: degree + 1.
    pub fn rate(self) -> f64 {
        self.degree() as f64 + 1.0
    }
}

/// A spline through given values at its knots.
#[derive(Clone, Debug, PartialEq)]
pub struct Spline {
    knots: Vec<f64>,
    values: Vec<f64>,
    /// Second derivatives at the knots; zeros where the pieces are straight.
    bends: Vec<f64>,
}

impl Spline {
    /// Through `values` at ascending `knots`, at least two and as many of both.
    ///
    /// Cubic: the third derivative is continuous at the first and the last inner knot ("not-a-knot"; de Boor, A Practical Guide to Splines,
    /// chapter IV), as SciPy's `CubicSpline` has it; through three points it is their parabola.
    pub fn through(order: Order, knots: Vec<f64>, values: Vec<f64>) -> Self {
        let bends = match (order, knots.len()) {
            (Order::Cubic, 3) => {
                let [left, right] = [0, 1].map(|i| slope(&knots, &values, i));
                vec![2.0 * (right - left) / (knots[2] - knots[0]); 3]
            }
            (Order::Cubic, 4..) => not_a_knot(&knots, &values),
            _ => vec![0.0; knots.len()],
        };
        Self {
            knots,
            values,
            bends,
        }
    }

    /// The spline of a function at ascending knots.
    pub fn of(order: Order, knots: Vec<f64>, function: &dyn Fn(f64) -> f64) -> Self {
        let values = knots.iter().map(|x| function(*x)).collect();
        Self::through(order, knots, values)
    }

    /// The knots, ascending.
    pub fn knots(&self) -> &[f64] {
        &self.knots
    }

    /// The value at x; beyond the knots the outer pieces go on.
    pub fn value(&self, x: f64) -> f64 {
        let last = self.knots.len() - 2;
        let i = self.knots.partition_point(|knot| *knot <= x);
        let i = i.saturating_sub(1).min(last);
        let h = self.knots[i + 1] - self.knots[i];
        let (a, b) = ((self.knots[i + 1] - x) / h, (x - self.knots[i]) / h);
        let straight = a * self.values[i] + b * self.values[i + 1];
        let bend = (a * a * a - a) * self.bends[i] + (b * b * b - b) * self.bends[i + 1];
        straight + bend * h * h / 6.0
    }
}

/// The slope of the chord from knot i to the next.
fn slope(knots: &[f64], values: &[f64], i: usize) -> f64 {
    (values[i + 1] - values[i]) / (knots[i + 1] - knots[i])
}

/// Second derivatives at the knots, of at least four points.
fn not_a_knot(knots: &[f64], values: &[f64]) -> Vec<f64> {
    let n = knots.len() - 1;
    let h: Vec<f64> = knots.windows(2).map(|pair| pair[1] - pair[0]).collect();
    // Rows 1 to n − 1: below, diagonal, above, right-hand side.
    let mut rows: Vec<[f64; 4]> = (1..n)
        .map(|i| {
            let bend = slope(knots, values, i) - slope(knots, values, i - 1);
            [h[i - 1], 2.0 * (h[i - 1] + h[i]), h[i], 6.0 * bend]
        })
        .collect();
    // The outer bends continue the line through their two neighbours, which enters the outer rows.
    let (first, last) = (h[0] / h[1], h[n - 1] / h[n - 2]);
    rows[0][1] += h[0] * (1.0 + first);
    rows[0][2] -= h[0] * first;
    rows[n - 2][1] += h[n - 1] * (1.0 + last);
    rows[n - 2][0] -= h[n - 1] * last;
    for i in 1..n - 1 {
        let [_, diagonal, above, right] = rows[i - 1];
        let factor = rows[i][0] / diagonal;
        rows[i][1] -= factor * above;
        rows[i][3] -= factor * right;
    }
    let mut bends = vec![0.0; n + 1];
    for i in (1..n).rev() {
        let [_, diagonal, above, right] = rows[i - 1];
        let next = if i + 1 < n { above * bends[i + 1] } else { 0.0 };
        bends[i] = (right - next) / diagonal;
    }
    bends[0] = (1.0 + first) * bends[1] - first * bends[2];
    bends[n] = (1.0 + last) * bends[n - 1] - last * bends[n - 2];
    bends
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::representation::{errors, knots};

    fn sine(x: f64) -> f64 {
        libm::sin(core::f64::consts::TAU * x)
    }

    fn sup(order: Order, count: usize) -> f64 {
        let spline = Spline::of(order, knots::uniform(count), &sine);
        errors::between(spline.knots(), &|x| spline.value(x) - sine(x)).sup
    }

    /// SciPy 1.17 (`CubicSpline` with not-a-knot) and NumPy, the largest of 20 001 points in every interval, to the digits given.
    #[test]
    fn errors_of_a_sine() {
        let close = |found: f64, expected: f64, digits: f64| {
            assert!((found - expected).abs() <= digits, "{found} {expected}");
        };
        for (count, linear, cubic) in [
            (8, 7.037762e-2, 7.748837e-3),
            (16, 1.884631e-2, 2.643503e-4),
            (32, 4.792099e-3, 8.439041e-6),
            (64, 1.203093e-3, 2.651190e-7),
        ] {
            close(sup(Order::Linear, count), linear, 1e-6 * linear);
            close(sup(Order::Cubic, count), cubic, 1e-6 * cubic);
        }
        close(sup(Order::Cubic, 128), 1.512443e-8, 5e-15);
    }

    #[test]
    fn a_cubic_is_its_own_spline() {
        let cubic = |x: f64| ((2.0 * x - 1.0) * x + 3.0) * x - 0.5;
        let knots = vec![0.0, 0.1, 0.4, 0.5, 1.0];
        let spline = Spline::of(Order::Cubic, knots, &cubic);
        for i in 0..=20 {
            let x = f64::from(i) / 20.0;
            assert!((spline.value(x) - cubic(x)).abs() < 1e-14, "{x}");
        }
        let parabola = Spline::of(Order::Cubic, vec![0.0, 0.3, 1.0], &|x| x * x);
        assert!((parabola.value(0.7) - 0.49).abs() < 1e-15);
    }

    #[test]
    fn a_root_needs_its_knots_where_it_is_steep() {
        let root = |x: f64| x.sqrt();
        for n in [4usize, 16, 64, 256] {
            let sup = |knots: Vec<f64>| {
                let spline = Spline::of(Order::Linear, knots, &root);
                errors::between(spline.knots(), &|x| spline.value(x) - root(x)).sup
            };
            let uniform = sup(knots::uniform(n));
            assert!((uniform * 4.0 * (n as f64).sqrt() - 1.0).abs() < 1e-12);
            let worst = (0..n).map(|k| {
                let k = k as f64;
                let (m, n) = (2.0 * k + 1.0, n as f64);
                m * m / (4.0 * (2.0 * k * k + 2.0 * k + 1.0) * n * n)
            });
            let exact = worst.fold(0.0, f64::max);
            let graded = sup(knots::graded(n, 0.0));
            assert!((graded / exact - 1.0).abs() < 1e-9, "{n}: {graded} {exact}");
            if n == 64 {
                assert_eq!(uniform, 0.03125);
                assert!((graded - 1.220627e-4).abs() < 1e-10);
            }
        }
    }
}
