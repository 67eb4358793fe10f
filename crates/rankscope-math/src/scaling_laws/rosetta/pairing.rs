//! Which units of two networks answer alike: correlations over the same inputs, and mutual nearest neighbours among them.
//!
//! Activations arrive in blocks of inputs. What is held is one number per pair of units and five per unit, whatever the number of inputs.

use crate::linalg::{Left, add_product};

/// Mean and central power sums of one unit's activations.
#[derive(Clone, Copy, Debug, Default)]
struct Moments {
    mean: f64,
    /// Σ (x − mean)^p for p = 2, 3, 4.
    sums: [f64; 3],
}

impl Moments {
    /// Of a block of its own.
    fn of(block: impl Iterator<Item = f64> + Clone, count: f64) -> Self {
        let mean = block.clone().sum::<f64>() / count;
        let mut sums = [0.0; 3];
        for x in block {
            let x = x - mean;
            sums[0] += x * x;
            sums[1] += x * x * x;
            sums[2] += x * x * x * x;
        }
        Self { mean, sums }
    }

    /// With those of further inputs (Pébay 2008, Sandia report SAND2008-6212).
    fn join(&mut self, other: &Self, n: f64, m: f64) {
        let (total, d) = (n + m, other.mean - self.mean);
        let ([a2, a3, a4], [b2, b3, b4]) = (self.sums, other.sums);
        let s4 = a4
            + b4
            + d.powi(4) * n * m * (n * n - n * m + m * m) / total.powi(3)
            + 6.0 * d * d * (n * n * b2 + m * m * a2) / (total * total)
            + 4.0 * d * (n * b3 - m * a3) / total;
        let s3 = a3
            + b3
            + d.powi(3) * n * m * (n - m) / (total * total)
            + 3.0 * d * (n * b2 - m * a2) / total;
        let s2 = a2 + b2 + d * d * n * m / total;
        self.sums = [s2, s3, s4];
        self.mean += d * m / total;
    }

    /// Σ (x − mean)⁴ · n / (Σ (x − mean)²)² − 3: 0 for Gaussian activations, large for a unit that is rarely on; `None` for a unit that
    /// never changes.
    fn excess_kurtosis(&self, count: f64) -> Option<f64> {
        let [s2, _, s4] = self.sums;
        let kurtosis = s4 * count / (s2 * s2) - 3.0;
        (s2 > 0.0 && kurtosis.is_finite()).then_some(kurtosis)
    }
}

/// Two units that are each other's nearest.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Buddy {
    /// The unit of the first network, from 0.
    pub a: usize,
    /// The unit of the second network, from 0.
    pub b: usize,
    /// Pearson's correlation of their activations, −1 to 1.
    pub correlation: f64,
}

/// The nearest unit of the other network for every unit, with its correlation; `None` for a unit that never changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Best {
    /// For the units of the first network.
    pub of_a: Vec<Option<(usize, f64)>>,
    /// For the units of the second.
    pub of_b: Vec<Option<(usize, f64)>>,
}

/// The activations of two networks on the same inputs, as far as their correlations need them.
#[derive(Clone, Debug)]
pub struct Pairing {
    units: [usize; 2],
    count: f64,
    moments: [Vec<Moments>; 2],
    /// Σ (x_i − mean)(y_j − mean), row by row.
    products: Vec<f64>,
    /// The block under way, centred.
    centred: [Vec<f64>; 2],
}

impl Pairing {
    /// Two networks of that many units, no input seen. Memory: 8 · units · units bytes.
    ///
    /// ```
    /// use rankscope_math::scaling_laws::rosetta::{Pairing, buddies};
    /// let mut pairing = Pairing::new([2, 2]);
    /// // Three inputs, row by row: the second network has the units of the first in the other order.
    /// pairing.push(&[1.0, 0.0, 0.0, 1.0, 0.0, 0.0], &[0.0, 1.0, 1.0, 0.0, 0.0, 0.0]);
    /// let pairs: Vec<_> = buddies(&pairing.best()).iter().map(|pair| (pair.a, pair.b)).collect();
    /// assert_eq!(pairs, [(0, 1), (1, 0)]);
    /// ```
    pub fn new(units: [usize; 2]) -> Self {
        Self {
            units,
            count: 0.0,
            moments: units.map(|n| vec![Moments::default(); n]),
            products: vec![0.0; units[0] * units[1]],
            centred: [Vec::new(), Vec::new()],
        }
    }

    /// Adds a block of inputs: the activations of both networks, input by input; of incomplete inputs nothing is read.
    pub fn push(&mut self, a: &[f64], b: &[f64]) {
        let [m, n] = self.units;
        if m == 0 || n == 0 {
            return;
        }
        let rows = (a.len() / m).min(b.len() / n);
        if rows == 0 {
            return;
        }
        let (before, more) = (self.count, rows as f64);
        let mut moved = [vec![0.0; m], vec![0.0; n]];
        for (side, block) in [a, b].into_iter().enumerate() {
            let width = self.units[side];
            let block = &block[..rows * width];
            let centred = &mut self.centred[side];
            centred.clear();
            centred.extend_from_slice(block);
            for (unit, known) in self.moments[side].iter_mut().enumerate() {
                let own = Moments::of(block[unit..].iter().step_by(width).copied(), more);
                moved[side][unit] = own.mean - known.mean;
                known.join(&own, before, more);
                for x in centred[unit..].iter_mut().step_by(width) {
                    *x -= own.mean;
                }
            }
        }
        let [a, b] = &self.centred;
        add_product([m, rows, n], Left::Columns(a), b, &mut self.products);
        // The block's means against those before it, as one more input.
        if before > 0.0 {
            let weight = before * more / (before + more);
            moved[0].iter_mut().for_each(|d| *d *= weight);
            add_product(
                [m, 1, n],
                Left::Columns(&moved[0]),
                &moved[1],
                &mut self.products,
            );
        }
        self.count += more;
    }

    /// How many inputs were seen.
    pub fn inputs(&self) -> usize {
        self.count as usize
    }

    /// Excess kurtosis of every unit of network 0 or 1; `None` for a unit that never changes.
    pub fn excess_kurtosis(&self, network: usize) -> Vec<Option<f64>> {
        let of = |unit: &Moments| unit.excess_kurtosis(self.count);
        self.moments
            .get(network)
            .map_or_else(Vec::new, |units| units.iter().map(of).collect())
    }

    /// The nearest neighbours so far; of equal ones the first.
    pub fn best(&self) -> Best {
        let scale = |units: &[Moments]| -> Vec<f64> {
            let of = |unit: &Moments| {
                if unit.sums[0] > 0.0 {
                    1.0 / unit.sums[0].sqrt()
                } else {
                    0.0
                }
            };
            units.iter().map(of).collect()
        };
        let [left, right] = [0, 1].map(|side| scale(&self.moments[side]));
        let mut best = Best {
            of_a: vec![None; self.units[0]],
            of_b: vec![None; self.units[1]],
        };
        let rows = self.products.chunks_exact(self.units[1].max(1));
        for (i, (row, scale)) in rows.zip(&left).enumerate().filter(|(_, (_, s))| **s > 0.0) {
            for (j, (product, other)) in row
                .iter()
                .zip(&right)
                .enumerate()
                .filter(|(_, (_, s))| **s > 0.0)
            {
                let correlation = (product * scale * other).clamp(-1.0, 1.0);
                let nearer =
                    |known: Option<(usize, f64)>| known.is_none_or(|(_, c)| correlation > c);
                if nearer(best.of_a[i]) {
                    best.of_a[i] = Some((j, correlation));
                }
                if nearer(best.of_b[j]) {
                    best.of_b[j] = Some((i, correlation));
                }
            }
        }
        best
    }
}

/// Mutual nearest neighbours ("best buddies"), by unit of the first network.
pub fn buddies(best: &Best) -> Vec<Buddy> {
    let pairs = best.of_a.iter().enumerate().filter_map(|(a, nearest)| {
        let (b, correlation) = (*nearest)?;
        let mutual = best
            .of_b
            .get(b)
            .copied()
            .flatten()
            .is_some_and(|(back, _)| back == a);
        mutual.then_some(Buddy { a, b, correlation })
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::random::{gaussian, seeded};

    /// The same by definition: means first, then sums.
    fn correlation(a: &[f64], b: &[f64]) -> f64 {
        let n = a.len() as f64;
        let (p, q) = (a.iter().sum::<f64>() / n, b.iter().sum::<f64>() / n);
        let sum = |x: &[f64], u: f64, y: &[f64], v: f64| {
            x.iter().zip(y).map(|(x, y)| (x - u) * (y - v)).sum::<f64>()
        };
        sum(a, p, b, q) / (sum(a, p, a, p) * sum(b, q, b, q)).sqrt()
    }

    #[test]
    fn blocks_add_up_to_the_whole_whatever_their_size() {
        let (rows, m, n) = (57, 6, 5);
        let mut rng = seeded(3);
        let (mut a, mut b) = (gaussian(rows, m, &mut rng), gaussian(rows, n, &mut rng));
        // Far from 0, shared in part, one unit dead.
        for i in 0..rows {
            let shared = a[(i, 2)];
            b.row_mut(i)[4] += 3.0 * shared + 1e4;
            a.row_mut(i)[0] = 0.25;
        }
        let column = |matrix: &crate::linalg::Matrix, j: usize| {
            (0..rows).map(|i| matrix[(i, j)]).collect::<Vec<_>>()
        };
        let whole = |size: usize| {
            let mut pairing = Pairing::new([m, n]);
            for (a, b) in a
                .as_slice()
                .chunks(size * m)
                .zip(b.as_slice().chunks(size * n))
            {
                pairing.push(a, b);
            }
            assert_eq!(pairing.inputs(), rows);
            pairing
        };
        for size in [1, 7, 57] {
            let pairing = whole(size);
            let best = pairing.best();
            assert_eq!(best.of_a[0], None);
            for i in 1..m {
                let (j, found) = best.of_a[i].unwrap();
                let all = (0..n).map(|j| correlation(&column(&a, i), &column(&b, j)));
                let most = all.clone().fold(-1.0, f64::max);
                assert!((found - most).abs() < 1e-11, "{size} {i}: {found} {most}");
                assert!((correlation(&column(&a, i), &column(&b, j)) - found).abs() < 1e-11);
            }
            assert!(buddies(&best).iter().any(|pair| (pair.a, pair.b) == (2, 4)));
            let kurtosis = pairing.excess_kurtosis(1);
            for (j, found) in kurtosis.iter().enumerate() {
                let values = column(&b, j);
                let mean = values.iter().sum::<f64>() / rows as f64;
                let power =
                    |p: i32| values.iter().map(|x| (x - mean).powi(p)).sum::<f64>() / rows as f64;
                let expected = power(4) / power(2).powi(2) - 3.0;
                assert!((found.unwrap() - expected).abs() < 1e-9, "{size} {j}");
            }
            assert_eq!(pairing.excess_kurtosis(0)[0], None);
        }
    }

    #[test]
    fn a_network_is_its_own_best_buddy() {
        let a = gaussian(40, 9, &mut seeded(5));
        let mut pairing = Pairing::new([9, 9]);
        pairing.push(a.as_slice(), a.as_slice());
        let pairs = buddies(&pairing.best());
        assert_eq!(pairs.len(), 9);
        assert!(
            pairs
                .iter()
                .all(|pair| pair.a == pair.b && (pair.correlation - 1.0).abs() < 1e-12)
        );
        // Nothing at all says nothing.
        assert!(buddies(&Pairing::new([0, 3]).best()).is_empty());
    }
}
