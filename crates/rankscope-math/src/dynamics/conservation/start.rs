//! Where a run begins: its data, and a balanced start beside a random one.

use super::{Examples, Network};
use crate::{
    dynamics::Error,
    linalg::{Matrix, random::Rng, random::gaussian, symmetric_eigen},
};

/// Four points of the plane with labels: the first twelve normal numbers of NumPy's `default_rng(2)`.
///
/// The experiment of arXiv 2606.10913 has four points, too; with these the landscape is farther from round where it is not round.
pub const PLANE: [[f64; 3]; 4] = [
    [
        0.18905338179353307,
        -0.5227484414807474,
        0.28121066979764925,
    ],
    [
        -0.41306354339189344,
        -2.4414673826398556,
        -0.5538228364240524,
    ],
    [1.799707382720902, 1.1441658720372287, 0.9775674511260357],
    [
        -0.32542283686782436,
        0.7738065867276614,
        -0.31055654665915255,
    ],
];

impl Network {
    /// Examples to learn from. A chain learns a random linear map, with ReLU of the absolute inputs; a convolution learns another one with
    /// labels of random filters; softmax regression the class that a random linear map makes largest; mixing networks random labels; the
    /// unit [`PLANE`]. `noise` is the standard deviation of what is added to labels that are numbers.
    ///
    /// # Errors
    /// A network whose sizes do not fit.
    pub fn examples(&self, count: usize, noise: f64, rng: &mut Rng) -> Result<Examples, Error> {
        self.validate()?;
        if *self == Network::Unit {
            return Ok(Examples {
                inputs: Matrix::from_fn(4, 2, |i, j| PLANE[i][j]),
                labels: Matrix::from_fn(4, 1, |i, _| PLANE[i][2]),
            });
        }
        let [ins, outs] = self.shape();
        let inputs = gaussian(count, ins, rng);
        let linear = |inputs: &Matrix, map: &Matrix| inputs.product(&map.transpose());
        let labels = match *self {
            Network::Softmax { .. } => {
                let scores = linear(&inputs, &gaussian(outs, ins, rng))?;
                let best = |i: usize| {
                    let row = scores.row(i);
                    (0..outs).fold(0, |best, c| if row[c] > row[best] { c } else { best })
                };
                Matrix::from_fn(count, outs, |i, c| f64::from(u8::from(best(i) == c)))
            }
            Network::Chain { relu, .. } => {
                let map = gaussian(outs, ins, rng);
                let map = Matrix::from_fn(outs, ins, |i, j| map[(i, j)] / (ins as f64).sqrt());
                let seen = match relu {
                    true => Matrix::from_fn(count, ins, |i, j| inputs[(i, j)].abs()),
                    false => inputs.clone(),
                };
                noisy(linear(&seen, &map)?, noise, rng)
            }
            Network::Convolution { .. } => {
                // The labels of a network of the same kind with random filters: its residuals against zero labels.
                let teacher = self.initial(1.5, rng);
                let mut labels = Matrix::zeros(count, outs);
                for i in 0..count {
                    self.outputs_of_convolution(&teacher, inputs.row(i), labels.row_mut(i));
                }
                noisy(labels, noise, rng)
            }
            _ => gaussian(count, outs, rng),
        };
        Ok(Examples { inputs, labels })
    }

    /// The product W_L ⋯ W₁ of a linear chain, outputs × inputs; `None` of other networks.
    pub fn product(&self, theta: &[f64]) -> Option<Matrix> {
        let Network::Chain {
            widths,
            relu: false,
        } = self
        else {
            return None;
        };
        let mut start = 0;
        let mut product = Matrix::identity(widths[0]);
        for pair in widths.windows(2) {
            let layer = Matrix::from_fn(pair[1], pair[0], |i, j| theta[start + i * pair[0] + j]);
            product = layer.product(&product).ok()?;
            start += pair[0] * pair[1];
        }
        Some(product)
    }

    /// Parameters with the same product W_L ⋯ W₁ = A S Bᵀ whose layers balance: every W_l has the singular values of S to the power 1/L.
    /// `None` of networks that are no linear chain of two layers or more.
    pub fn balanced(&self, theta: &[f64]) -> Option<Vec<f64>> {
        let Network::Chain { widths, .. } = self else {
            return None;
        };
        let layers = widths.len() - 1;
        let product = self.product(theta).filter(|_| layers > 1)?;
        let gram = product.transpose().product(&product).ok()?;
        let eigen = symmetric_eigen(&gram).ok()?;
        let n = widths[0];
        let rank = widths.iter().copied().min()?;
        // The largest first.
        let right = Matrix::from_fn(n, rank, |i, j| eigen.vectors[(i, n - 1 - j)]);
        let left = product.product(&right).ok()?;
        let length = |j: usize| {
            let column = (0..left.rows()).map(|i| left[(i, j)] * left[(i, j)]);
            column.sum::<f64>().sqrt()
        };
        let singular: Vec<f64> = (0..rank).map(length).collect();
        let root = |j: usize| libm::pow(singular[j], 1.0 / layers as f64);
        let inner = |i: usize, j: usize| if i == j && i < rank { root(i) } else { 0.0 };
        let mut balanced = Vec::with_capacity(theta.len());
        for (l, pair) in widths.windows(2).enumerate() {
            let [cols, rows] = [pair[0], pair[1]];
            for i in 0..rows {
                balanced.extend((0..cols).map(|j| match l {
                    0 if i < rank => root(i) * right[(j, i)],
                    0 => 0.0,
                    l if l + 1 == layers && j < rank && singular[j] > 0.0 => {
                        root(j) * left[(i, j)] / singular[j]
                    }
                    l if l + 1 == layers => 0.0,
                    _ => inner(i, j),
                }));
            }
        }
        Some(balanced)
    }

    fn outputs_of_convolution(&self, theta: &[f64], x: &[f64], y: &mut [f64]) {
        // The slope of ½‖f − y‖² in y is y − f: read off at two labels by its values.
        let zero = vec![0.0; y.len()];
        let mut unused = vec![0.0; theta.len()];
        let loss = |label: &[f64], unused: &mut [f64]| {
            self.example(theta, [x, label], unused).unwrap_or(f64::NAN)
        };
        let base = loss(&zero, &mut unused);
        for k in 0..y.len() {
            let mut one = zero.clone();
            one[k] = 1.0;
            y[k] = base - loss(&one, &mut unused) + 0.5;
        }
    }
}

fn noisy(mut labels: Matrix, noise: f64, rng: &mut Rng) -> Matrix {
    let drawn = gaussian(labels.rows(), labels.cols(), rng);
    for (y, e) in labels.as_mut_slice().iter_mut().zip(drawn.as_slice()) {
        *y += noise * e;
    }
    labels
}
