//! What a head does, and what its weights are.

use super::{Pass, Transformer, tasks::Sequences};
use crate::{
    linalg::Matrix,
    nn::{Error, tensor::Tensor},
};

/// The two products of a head's weights, each d x d, read as x W y from the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    /// W_Q W_Kᵀ, without the factor 1/(τ√d_h).
    QueryKey,
    /// W_V W_O.
    ValueOutput,
}

/// Attention of every sequence of a set, layer by layer, head by head, sequence by sequence (dimensionless, T x T).
///
/// # Errors
/// Weights of another number than the network has; sequences of another length.
pub fn attention_of(
    net: &Transformer,
    weights: &[f64],
    data: &Sequences,
    pass: &mut Pass,
) -> Result<Vec<Vec<Vec<Matrix>>>, Error> {
    let rows: Vec<usize> = (0..data.len()).collect();
    net.forward(weights, data, &rows, pass)?;
    let (t, heads) = (net.shape().context, net.shape().heads);
    let layers = 0..net.shape().layers;
    let of_layer = |layer: usize| {
        let all: Vec<&[f64]> = pass.attention(layer).chunks_exact(t * t).collect();
        let of_head = |head: usize| {
            let own = all.iter().skip(head).step_by(heads);
            own.map(|a| Matrix::from_fn(t, t, |i, j| a[i * t + j]))
                .collect()
        };
        (0..heads).map(of_head).collect()
    };
    Ok(layers.map(of_layer).collect())
}

impl Transformer {
    /// A product of the weights of a head of a layer.
    ///
    /// # Errors
    /// A layer that the network does not have, or weights of another number.
    pub fn product(
        &self,
        weights: &[f64],
        layer: usize,
        head: usize,
        which: Product,
    ) -> Result<Matrix, Error> {
        let missing = |given| Error::Length {
            what: "weights",
            given,
            expected: self.parameters(),
        };
        if weights.len() != self.parameters() {
            return Err(missing(weights.len()));
        }
        let layer = self.layers().get(layer).ok_or_else(|| missing(0))?;
        let (d, narrow) = (self.shape().width, self.shape().head_width());
        let first = head * narrow;
        let entry = |tensor: &Tensor, i: usize, j: usize| weights[tensor.start + i * d + j];
        let sum = |i: usize, j: usize| -> f64 {
            (first..first + narrow)
                .map(|k| match which {
                    Product::QueryKey => entry(&layer.query, i, k) * entry(&layer.key, j, k),
                    Product::ValueOutput => entry(&layer.value, i, k) * entry(&layer.output, k, j),
                })
                .sum()
        };
        Ok(Matrix::from_fn(d, d, sum))
    }
}
