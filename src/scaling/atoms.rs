//! A discrete spectrum as weighted points, with what the noisy spectrum needs to know of it in closed form.

use super::{
    field::{Field, Sums},
    roots,
};
use std::cell::OnceCell;

/// Half-width of a merged cluster, as a share of the width to which noise spreads it.
const MERGE: f64 = 0.15;
/// The same where a cluster becomes one point: what noise makes of it depends on the square of this.
const TIED: f64 = 1e-5;

/// Points s₁ > s₂ > … with weights that add up to 1.
pub(super) struct Atoms {
    /// Positions, decreasing.
    pub(super) at: Vec<f64>,
    /// Weights, each > 0.
    pub(super) weight: Vec<f64>,
    /// Positions and weights in groups of four, filled up with weight zero: what the hot loop reads.
    lanes: Vec<([f64; 4], [f64; 4])>,
    /// Per point: its residues.
    pub(super) residues: Vec<Residues>,
    /// Per point: Σ w/(s − s') over the others, s' and w theirs.
    pub(super) pull: Vec<f64>,
    /// Per k = 0..=len: sums of the residues of the first k points.
    above: Vec<Residues>,
    /// Per k = 0..=len: sums of the residues of the points after the first k.
    below: Vec<Residues>,
    /// Per gap between point k − 1 and point k: the smallest value of Σ w/(u − s)² in it, and where.
    gaps: Vec<OnceCell<(f64, f64)>>,
    /// Per point: the field of the others around it.
    fields: Vec<OnceCell<Field>>,
}

/// Residues at a point, or at some together, of powers of G(z) = Σ w/(z − s).
#[derive(Clone, Copy, Default)]
pub(super) struct Residues {
    /// Of G: the weight.
    pub(super) mass: f64,
    /// Of zG.
    pub(super) first: f64,
    /// Of z²G.
    pub(super) second: f64,
    /// Of G².
    pub(super) g2: f64,
    /// Of zG².
    pub(super) zg2: f64,
    /// Of G³.
    pub(super) g3: f64,
}

impl Atoms {
    /// Equal weights on sorted eigenvalues. Neighbours closer than noise of level `delta` can resolve become two points with the same
    /// four lowest moments.
    pub(super) fn merged(eigenvalues: &[f64], delta: f64) -> Self {
        let d = eigenvalues.len();
        let unit = 1.0 / d as f64;
        let (mut at, mut weight) = (Vec::new(), Vec::new());
        let mut start = 0;
        while start < d {
            let mut end = start + 1;
            let fits = |end: usize| {
                let half = 0.5 * (eigenvalues[start] - eigenvalues[end - 1]);
                half <= MERGE * delta * ((end - start) as f64 * unit).sqrt()
            };
            while end < d && fits(end + 1) {
                end += 1;
            }
            let cluster = &eigenvalues[start..end];
            let half = 0.5 * (cluster[0] - cluster[cluster.len() - 1]);
            if half <= TIED * delta * (cluster.len() as f64 * unit).sqrt() {
                at.push(cluster.iter().sum::<f64>() / cluster.len() as f64);
                weight.push(cluster.len() as f64 * unit);
            } else if cluster.len() <= 2 {
                at.extend_from_slice(cluster);
                weight.extend(cluster.iter().map(|_| unit));
            } else {
                for (s, share) in two_points(cluster) {
                    at.push(s);
                    weight.push(share * cluster.len() as f64 * unit);
                }
            }
            start = end;
        }
        Self::new(at, weight)
    }

    fn new(at: Vec<f64>, weight: Vec<f64>) -> Self {
        let far = at[at.len() - 1] - 1e6 * (1.0 + at[0]);
        let lanes = at
            .chunks(4)
            .zip(weight.chunks(4))
            .map(|(s, w)| {
                let mut lane = ([far; 4], [0.0; 4]);
                lane.0[..s.len()].copy_from_slice(s);
                lane.1[..w.len()].copy_from_slice(w);
                lane
            })
            .collect();
        let (residues, pull) = residues(&at, &weight);
        let above = sums(residues.iter());
        let mut below = sums(residues.iter().rev());
        below.reverse();
        let gaps = at.iter().map(|_| OnceCell::new()).collect();
        let fields = at.iter().map(|_| OnceCell::new()).collect();
        Self {
            at,
            weight,
            lanes,
            residues,
            pull,
            above,
            below,
            gaps,
            fields,
        }
    }

    /// Number of points.
    pub(super) fn len(&self) -> usize {
        self.at.len()
    }

    /// Residues of the first k points together.
    pub(super) fn above(&self, k: usize) -> &Residues {
        &self.above[k]
    }

    /// Residues of all points after the first k together.
    pub(super) fn below(&self, k: usize) -> &Residues {
        &self.below[k]
    }

    /// The field around point i, if its series holds throughout what noise of level δ makes of the point.
    pub(super) fn field(&self, i: usize, delta: f64) -> Option<&Field> {
        let new = || Field::new(&self.at, &self.weight, i);
        let field = self.fields[i].get_or_init(new);
        field.holds(delta).then_some(field)
    }

    /// The sums at u + i√v2.
    pub(super) fn sums(&self, u: f64, v2: f64) -> Sums {
        let mut acc = [[0.0; 4]; 4];
        for (s, w) in &self.lanes {
            for l in 0..4 {
                let t = u - s[l];
                let inverse = 1.0 / (t * t + v2);
                let a = w[l] * inverse;
                let b = a * inverse;
                acc[0][l] += a;
                acc[1][l] += a * t;
                acc[2][l] += b;
                acc[3][l] += b * t;
            }
        }
        let [a0, a1, b0, b1] = acc.map(|x| (x[0] + x[1]) + (x[2] + x[3]));
        Sums { a0, a1, b0, b1 }
    }

    /// Where in the gap above point k (0 < k < len) the sum Σ w/(u − s)² is smallest, and that value.
    ///
    /// Noise of level δ leaves the gap open exactly where the value is below 1/δ².
    fn saddle(&self, k: usize) -> (f64, f64) {
        *self.gaps[k].get_or_init(|| {
            let (low, high) = (self.at[k], self.at[k - 1]);
            let (p, q) = (self.weight[k].cbrt(), self.weight[k - 1].cbrt());
            let start = low + (high - low) * p / (p + q);
            let slope = |u: f64| {
                let (mut third, mut fourth) = (0.0, 0.0);
                for (s, w) in self.at.iter().zip(&self.weight) {
                    let t = 1.0 / (u - s);
                    let cube = w * t * t * t;
                    third -= cube;
                    fourth += 3.0 * cube * t;
                }
                (third, fourth)
            };
            let u = roots::newton(low, high, start, 0.0, &mut |u| slope(u));
            (u, self.sums(u, 0.0).a0)
        })
    }

    /// Whether noise of level δ leaves the gap above point k open; if so, the two ends of the gap on the u axis.
    pub(super) fn is_open(&self, k: usize, delta: f64) -> bool {
        if k == 0 || k == self.len() {
            return true;
        }
        let width = (self.at[k - 1] - self.at[k]) / delta;
        let (p, q) = (self.weight[k].cbrt(), self.weight[k - 1].cbrt());
        // The two neighbours alone close it.
        if (p + q).powi(3) >= width * width {
            return false;
        }
        // Often where those two balance is low enough; the lowest place is costly to find.
        let near = self.at[k] + (self.at[k - 1] - self.at[k]) * p / (p + q);
        self.sums(near, 0.0).a0 * delta * delta < 1.0 || self.saddle(k).1 * delta * delta < 1.0
    }

    /// The u in the open gap above point k at which the noisy spectrum's support ends, from the points below (`false`) or above (`true`).
    pub(super) fn edge(&self, k: usize, delta: f64, from_above: bool) -> f64 {
        // δ·√Σ w/(u − s)² − 1 changes sign there, and its inverse is nearly linear.
        let beyond = |u: f64, sign: f64| {
            let (mut square, mut cube) = (0.0, 0.0);
            for (s, w) in self.at.iter().zip(&self.weight) {
                let t = 1.0 / (u - s);
                let a = w * t * t;
                square += a;
                cube += a * t;
            }
            let root = square.sqrt();
            (sign * (1.0 / root - delta), sign * cube / (square * root))
        };
        if from_above {
            let s = self.at[k - 1];
            let reach = delta * self.weight[k - 1].sqrt();
            let low = if k == self.len() {
                s - delta
            } else {
                self.saddle(k).0
            };
            roots::newton(low, s - reach, s - reach, 0.0, &mut |u| beyond(u, -1.0))
        } else {
            let s = self.at[k];
            let reach = delta * self.weight[k].sqrt();
            let high = if k == 0 { s + delta } else { self.saddle(k).0 };
            roots::newton(s + reach, high, s + reach, 0.0, &mut |u| beyond(u, 1.0))
        }
    }
}

/// The noise level below which no two of some sorted eigenvalues merge, except equal ones.
pub(super) fn finest(eigenvalues: &[f64]) -> f64 {
    let gaps = eigenvalues.windows(2).map(|pair| pair[0] - pair[1]);
    let narrowest = gaps.filter(|gap| *gap > 0.0).fold(1e100, f64::min);
    let reach = 2.0 * MERGE * (2.0 / eigenvalues.len() as f64).sqrt();
    (narrowest / reach).max(1e-100)
}

/// The two points with the mean, the variance and the third moment of a cluster, upper one first, with shares that add up to 1.
fn two_points(cluster: &[f64]) -> [(f64, f64); 2] {
    let count = cluster.len() as f64;
    let mean = cluster.iter().sum::<f64>() / count;
    let moment = |k: i32| cluster.iter().map(|s| (s - mean).powi(k)).sum::<f64>() / count;
    let variance = moment(2);
    let skew = 0.5 * moment(3) / variance;
    let reach = (variance + skew * skew).sqrt();
    let share = 0.5 * (1.0 - skew / reach);
    [
        (mean + skew + reach, share),
        (mean + skew - reach, 1.0 - share),
    ]
}

/// The residues at every point, and Σ w/(s − s') over the others.
fn residues(at: &[f64], weight: &[f64]) -> (Vec<Residues>, Vec<f64>) {
    let mut pulls = Vec::with_capacity(at.len());
    let each = at.iter().zip(weight).enumerate().map(|(i, (s, w))| {
        let (mut pull, mut square) = (0.0, 0.0);
        for (j, (other, weight)) in at.iter().zip(weight).enumerate() {
            if j != i {
                let inverse = 1.0 / (s - other);
                pull += weight * inverse;
                square += weight * inverse * inverse;
            }
        }
        pulls.push(pull);
        Residues {
            mass: *w,
            first: w * s,
            second: w * s * s,
            g2: 2.0 * w * pull,
            zg2: 2.0 * s * w * pull + w * w,
            g3: 3.0 * w * (pull * pull - w * square),
        }
    });
    (each.collect(), pulls)
}

/// Cumulative sums, from nothing on.
fn sums<'a>(list: impl Iterator<Item = &'a Residues>) -> Vec<Residues> {
    let mut sum = Residues::default();
    let mut all = vec![sum];
    for r in list {
        sum.mass += r.mass;
        sum.first += r.first;
        sum.second += r.second;
        sum.g2 += r.g2;
        sum.zg2 += r.zg2;
        sum.g3 += r.g3;
        all.push(sum);
    }
    all
}
