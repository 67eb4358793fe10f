//! The four cells: how signal and noise of the labels reach the queries through channel and reservoir.

use super::Channel;
use crate::linalg::{Error, Matrix};

/// What a run starts from and ends with, for labels y = f* + ε of known target and noise.
#[derive(Clone, Copy, Debug)]
pub struct Parts<'a> {
    /// The transfer operator G, m x n.
    pub transfer: &'a Matrix,
    /// Outputs on the training inputs at the start, n.
    pub outputs: &'a [f64],
    /// The target f* on the training inputs, n.
    pub target: &'a [f64],
    /// The noise ε of the labels, n.
    pub noise: &'a [f64],
    /// Outputs on the queries at the start, m.
    pub query_outputs: &'a [f64],
    /// The target on the queries, m.
    pub query_target: &'a [f64],
}

/// Mean squares over the queries (in the unit of the labels, squared).
///
/// With g = (u(0) − f*)/n − ε/n the error on the queries is U_Q(T) − f*_Q = [U_Q(0) − f*_Q − G g_signal] − G g_noise. The first bracket is
/// the bias; the cells are the parts of G g_signal and G g_noise that come through the channel and the reservoir.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cells {
    /// Signal through the channel.
    pub signal_channel: f64,
    /// Signal through the reservoir.
    pub signal_reservoir: f64,
    /// Noise through the channel.
    pub noise_channel: f64,
    /// Noise through the reservoir.
    pub noise_reservoir: f64,
    /// Mean square of the bias.
    pub bias: f64,
    /// Mean square of the noise that arrives.
    pub noise: f64,
    /// What it is on average over the noise of standard deviation 1, for this G: ‖G‖²_F/(n²m).
    pub gain: f64,
}

impl Cells {
    /// The cells for the first `channel` directions of a split.
    ///
    /// # Errors
    /// Vectors that do not fit the transfer operator.
    pub fn of(parts: &Parts, split: &Channel, channel: usize) -> Result<Self, Error> {
        let n = parts.target.len() as f64;
        let pairs = parts.outputs.iter().zip(parts.target);
        let signal: Vec<f64> = pairs.map(|(u, f)| (u - f) / n).collect();
        let noise: Vec<f64> = parts.noise.iter().map(|e| -e / n).collect();
        let through = |vector: &[f64]| {
            let part = split.project(vector, channel);
            let rest: Vec<f64> = vector.iter().zip(&part).map(|(x, y)| x - y).collect();
            Ok::<_, Error>([apply(parts.transfer, &part)?, apply(parts.transfer, &rest)?])
        };
        let [signal_channel, signal_reservoir] = through(&signal)?;
        let [noise_channel, noise_reservoir] = through(&noise)?;
        let arrived = sum(&signal_channel, &signal_reservoir);
        let start = parts.query_outputs.iter().zip(parts.query_target);
        let bias: Vec<f64> = start.zip(&arrived).map(|((u, f), g)| u - f - g).collect();
        let size = parts.transfer.frobenius_norm();
        Ok(Self {
            signal_channel: mean_square(&signal_channel),
            signal_reservoir: mean_square(&signal_reservoir),
            noise: mean_square(&sum(&noise_channel, &noise_reservoir)),
            noise_channel: mean_square(&noise_channel),
            noise_reservoir: mean_square(&noise_reservoir),
            bias: mean_square(&bias),
            gain: size * size / (n * n * parts.transfer.rows() as f64),
        })
    }
}

fn apply(matrix: &Matrix, vector: &[f64]) -> Result<Vec<f64>, Error> {
    let column = Matrix::new(vector.len(), 1, vector.to_vec())?;
    Ok(matrix.product(&column)?.into_vec())
}

fn sum(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

fn mean_square(list: &[f64]) -> f64 {
    list.iter().map(|x| x * x).sum::<f64>() / list.len().max(1) as f64
}
