//! Sums of cosines: frequencies drawn blindly, or chosen one by one.

use super::barron::Function;
use crate::linalg::{Matrix, random::Rng};
use rand_distr::{Distribution, StandardUniform};

/// Points of the cube \[−1, 1\]ᵈ at which functions are compared.
pub const POINTS: usize = 256;
/// Frequencies to choose from.
const CANDIDATES: usize = 384;

/// A function at random points of the cube, with features to add up.
#[derive(Clone, Debug)]
pub struct Cloud {
    /// The coordinates that matter, points x coordinates.
    pub points: Matrix,
    /// The function there.
    pub values: Vec<f64>,
}

impl Cloud {
    /// The function at random points.
    pub fn draw(function: &Function, rng: &mut Rng) -> Self {
        let points = Matrix::from_fn(POINTS, function.active(), |_, _| {
            let u: f64 = StandardUniform.sample(rng);
            2.0 * u - 1.0
        });
        let squared = |i: usize| points.row(i).iter().map(|x| x * x).sum::<f64>();
        let values = (0..POINTS).map(|i| function.value(squared(i))).collect();
        Self { points, values }
    }

    /// cos(w·x) at every point.
    pub fn feature(&self, frequency: &[f64]) -> Vec<f64> {
        let dot = |i: usize| -> f64 {
            let row = self.points.row(i).iter();
            row.zip(frequency).map(|(x, w)| x * w).sum()
        };
        (0..POINTS).map(|i| libm::cos(dot(i))).collect()
    }

    /// The features of that many random frequencies.
    pub fn random(&self, function: &Function, count: usize, rng: &mut Rng) -> Vec<Vec<f64>> {
        (0..count)
            .map(|_| self.feature(&function.frequency(rng)))
            .collect()
    }

    /// The mean squared error over the points of the plain mean of the first n features, for every n of a list.
    pub fn mean_errors(&self, features: &[Vec<f64>], counts: &[usize]) -> Vec<f64> {
        let error = |count: &usize| {
            let mut squares = 0.0;
            for (i, value) in self.values.iter().enumerate() {
                let sum: f64 = features[..*count].iter().map(|f| f[i]).sum();
                let off = sum / *count as f64 - value;
                squares += off * off;
            }
            squares / POINTS as f64
        };
        counts.iter().map(error).collect()
    }

    /// The root mean squared error of the best weights of 1, 2, … features, each chosen greedily from random candidates.
    ///
    /// Orthogonal matching pursuit: the candidate whose part beyond the features so far points most along what is still missing. Ends early
    /// once no candidate says anything that is not said yet, up to rounding.
    pub fn greedy(&self, function: &Function, count: usize, rng: &mut Rng) -> Vec<f64> {
        let mut candidates = self.random(function, CANDIDATES, rng);
        let mut missing = self.values.clone();
        let mut errors = Vec::with_capacity(count);
        for _ in 0..count {
            let gain = |f: &Vec<f64>| {
                let length = dot(f, f);
                let along = dot(f, &missing);
                if length > 1e-9 {
                    along * along / length
                } else {
                    0.0
                }
            };
            let mut best = (0, 0.0);
            for (i, candidate) in candidates.iter().enumerate() {
                let gain = gain(candidate);
                if gain > best.1 {
                    best = (i, gain);
                }
            }
            let mut unit = candidates[best.0].clone();
            let length = dot(&unit, &unit).sqrt();
            if best.1 <= 0.0 || length == 0.0 {
                break;
            }
            unit.iter_mut().for_each(|x| *x /= length);
            remove(&mut missing, &unit);
            candidates.iter_mut().for_each(|f| remove(f, &unit));
            errors.push((dot(&missing, &missing) / POINTS as f64).sqrt());
        }
        errors
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Takes the part along a unit vector away.
fn remove(from: &mut [f64], unit: &[f64]) {
    let along = dot(from, unit);
    from.iter_mut().zip(unit).for_each(|(x, u)| *x -= along * u);
}

/// Features as the columns of a matrix.
pub fn matrix(features: &[Vec<f64>]) -> Matrix {
    let rows = features.first().map_or(0, Vec::len);
    Matrix::from_fn(rows, features.len(), |i, j| features[j][i])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{linalg::random::seeded, representation::barron::Shape};

    #[test]
    fn random_features_err_as_they_should() {
        let gaussian = Function::new(Shape::Gaussian, 1, 1.0).unwrap();
        let (draws, counts) = (200, [16usize, 64]);
        let mut sums = [[0.0; 2]; 2];
        for seed in 0..draws {
            let mut rng = seeded(seed);
            let cloud = Cloud::draw(&gaussian, &mut rng);
            let features = cloud.random(&gaussian, 64, &mut rng);
            for (k, error) in cloud.mean_errors(&features, &counts).iter().enumerate() {
                let scaled = error * counts[k] as f64;
                sums[k][0] += scaled;
                sums[k][1] += scaled * scaled;
            }
        }
        for [sum, squares] in sums {
            let count = draws as f64;
            let mean = sum / count;
            let spread = ((squares / count - mean * mean) / count).sqrt();
            assert!(
                (mean - gaussian.feature_variance()).abs() < 3.0 * spread,
                "{mean} {spread}"
            );
        }
    }

    #[test]
    fn chosen_features_are_better() {
        let gaussian = Function::new(Shape::Gaussian, 3, 1.0).unwrap();
        let mut rng = seeded(5);
        let cloud = Cloud::draw(&gaussian, &mut rng);
        let chosen = cloud.greedy(&gaussian, 32, &mut rng);
        assert!(chosen.windows(2).all(|pair| pair[1] <= pair[0]));
        let random = (gaussian.feature_variance() / 32.0).sqrt();
        assert!(chosen[31] < 0.3 * random, "{} {random}", chosen[31]);
    }
}
