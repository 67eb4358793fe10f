//! Where the tensors of a network lie in its one vector of weights.

use super::{MAX_DEPTH, Mlp};
use core::ops::Range;

/// One matrix or vector among the weights, row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tensor {
    /// What it is called.
    pub name: &'static str,
    /// Index of its first weight.
    pub start: usize,
    /// Rows.
    pub rows: usize,
    /// Columns.
    pub cols: usize,
}

impl Tensor {
    /// Tensors one after the other, from names and shapes.
    ///
    /// ```
    /// let [_, bias] = rankscope_math::nn::tensor::Tensor::layout([("weights", 2, 3), ("bias", 1, 3)]);
    /// assert_eq!(bias.range(), 6..9);
    /// ```
    pub fn layout<const N: usize>(shapes: [(&'static str, usize, usize); N]) -> [Self; N] {
        let mut start = 0;
        shapes.map(|(name, rows, cols)| {
            let tensor = Self {
                name,
                start,
                rows,
                cols,
            };
            start += tensor.len();
            tensor
        })
    }

    /// Number of weights.
    pub fn len(&self) -> usize {
        self.rows * self.cols
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Indices of its weights.
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.len()
    }
}

/// The tensors of a network: for every layer its weights, then its biases.
pub fn of_network(net: &Mlp) -> Vec<Tensor> {
    const NAMES: [[&str; 2]; MAX_DEPTH + 1] = [
        ["weights 1", "biases 1"],
        ["weights 2", "biases 2"],
        ["weights 3", "biases 3"],
        ["weights 4", "biases 4"],
        ["weights 5", "biases 5"],
        ["weights 6", "biases 6"],
        ["weights 7", "biases 7"],
        ["weights 8", "biases 8"],
        ["weights 9", "biases 9"],
        ["weights 10", "biases 10"],
        ["weights 11", "biases 11"],
        ["weights 12", "biases 12"],
        ["weights 13", "biases 13"],
    ];
    let mut tensors = Vec::new();
    for (layer, names) in net.layers().iter().zip(NAMES) {
        let starts = [layer.weights.start, layer.biases.start];
        let rows = [layer.inputs, 1];
        for ((name, start), rows) in names.into_iter().zip(starts).zip(rows) {
            let cols = layer.outputs;
            tensors.push(Tensor {
                name,
                start,
                rows,
                cols,
            });
        }
    }
    tensors
}
