//! What all other points do to one that lies far from them: a short power series in place of a long sum.

/// Terms of the series.
const TERMS: usize = 20;
/// Noise that spreads the point by at most this share of the distance to its neighbour leaves nine digits to the series.
const NEAR: f64 = 0.3;

/// Sums over the points at z = u + iv, with r = (u − s)² + v².
pub(super) struct Sums {
    /// Σ w/r.
    pub(super) a0: f64,
    /// Σ w(u − s)/r, the real part of G.
    pub(super) a1: f64,
    /// Σ w/r².
    pub(super) b0: f64,
    /// Σ w(u − s)/r².
    pub(super) b1: f64,
}

/// One point s of weight w, and Σ wⱼ/(s + t − sⱼ) over the others as a power series in t.
pub(super) struct Field {
    at: f64,
    weight: f64,
    gap: f64,
    series: [f64; TERMS],
}

impl Field {
    /// At the i-th of some points.
    pub(super) fn new(at: &[f64], weight: &[f64], i: usize) -> Self {
        let mut series = [0.0; TERMS];
        let mut gap = f64::INFINITY;
        for (j, (s, w)) in at.iter().zip(weight).enumerate() {
            if j != i {
                let inverse = 1.0 / (s - at[i]);
                gap = gap.min(1.0 / inverse.abs());
                let mut term = -w * inverse;
                for c in &mut series {
                    *c += term;
                    term *= inverse;
                }
            }
        }
        Self {
            at: at[i],
            weight: weight[i],
            gap,
            series,
        }
    }

    /// Whether the series holds throughout what noise of level δ makes of the point.
    pub(super) fn holds(&self, delta: f64) -> bool {
        delta * self.weight.sqrt() < NEAR * self.gap
    }

    /// The sums over all points at u + i√v2.
    pub(super) fn sums(&self, u: f64, v2: f64) -> Sums {
        let (t, v) = (u - self.at, v2.sqrt());
        // Horner's rule for the series and its slope at t + iv.
        let (mut value, mut slope) = ((0.0, 0.0), (0.0, 0.0));
        for c in self.series.iter().rev() {
            slope = (
                slope.0 * t - slope.1 * v + value.0,
                slope.0 * v + slope.1 * t + value.1,
            );
            value = (value.0 * t - value.1 * v + c, value.0 * v + value.1 * t);
        }
        let r = t * t + v2;
        let a0 = if v > 0.0 { -value.1 / v } else { -slope.0 };
        let (b0, b1) = if v > 0.0 {
            (0.5 * (slope.0 + a0) / v2, 0.5 * slope.1 / v)
        } else {
            (0.0, 0.0)
        };
        Sums {
            a0: self.weight / r + a0,
            a1: self.weight * t / r + value.0,
            b0: self.weight / (r * r) + b0,
            b1: self.weight * t / (r * r) + b1,
        }
    }

    /// The lowest and highest u of what noise of level δ makes of the point.
    pub(super) fn edges(&self, delta: f64) -> (f64, f64) {
        let edge = |sign: f64| {
            let mut t = sign * delta * self.weight.sqrt();
            // The field changes little on the way: every round wins three digits and more.
            for _ in 0..8 {
                let mut slope = 0.0;
                for (k, c) in self.series.iter().enumerate().skip(1).rev() {
                    slope = slope * t + k as f64 * c;
                }
                t = sign * (self.weight / (1.0 / (delta * delta) + slope)).sqrt();
            }
            self.at + t
        };
        (edge(-1.0), edge(1.0))
    }
}
