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
    /// Mean square of G g_noise, the noise that reaches the queries.
    pub noise: f64,
    /// The expectation of `noise` for label noise of standard deviation 1 and this G, ‖G‖²_F/(n²m).
    pub gain: f64,
}

impl Cells {
    /// The cells for every split: element k has the first k directions in the channel, k from 0 to n.
    ///
    /// # Errors
    /// Vectors that do not fit the transfer operator.
    pub fn for_every_split(parts: &Parts, split: &Channel) -> Result<Vec<Self>, Error> {
        let (n, m) = (parts.target.len(), parts.transfer.rows());
        let share = 1.0 / n as f64;
        let pairs = parts.outputs.iter().zip(parts.target);
        let signal: Vec<f64> = pairs.map(|(u, f)| share * (u - f)).collect();
        let noise: Vec<f64> = parts.noise.iter().map(|e| -share * e).collect();
        let carried = parts.transfer.product(&split.directions)?;
        let size = parts.transfer.frobenius_norm();
        let through = |vector: &[f64]| -> Result<Vec<Vec<f64>>, Error> {
            let column = Matrix::new(n, 1, vector.to_vec())?;
            let along = split.directions.transpose().product(&column)?;
            let mut sum = vec![0.0; m];
            let mut sums = vec![sum.clone()];
            for j in 0..n {
                for (i, x) in sum.iter_mut().enumerate() {
                    *x += along[(j, 0)] * carried[(i, j)];
                }
                sums.push(sum.clone());
            }
            Ok(sums)
        };
        let (signal, noise) = (through(&signal)?, through(&noise)?);
        let (all, arrived) = (&signal[n], &noise[n]);
        let start = parts.query_outputs.iter().zip(parts.query_target);
        let bias: Vec<f64> = start.zip(all).map(|((u, f), g)| u - f - g).collect();
        let cells = signal.iter().zip(&noise).map(|(signal, noise)| Self {
            signal_channel: mean_square(signal),
            signal_reservoir: mean_square(&rest(all, signal)),
            noise_channel: mean_square(noise),
            noise_reservoir: mean_square(&rest(arrived, noise)),
            bias: mean_square(&bias),
            noise: mean_square(arrived),
            gain: size * size * share * share / m as f64,
        });
        Ok(cells.collect())
    }
}

fn rest(all: &[f64], part: &[f64]) -> Vec<f64> {
    all.iter().zip(part).map(|(a, b)| a - b).collect()
}

fn mean_square(list: &[f64]) -> f64 {
    list.iter().map(|x| x * x).sum::<f64>() / list.len().max(1) as f64
}
