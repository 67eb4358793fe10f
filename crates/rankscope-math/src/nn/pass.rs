//! What one batch leaves behind in a network.

use super::Mlp;

/// The activations and deltas of a batch, layer by layer, and memory to be used again.
#[derive(Clone, Debug, Default)]
pub struct Pass {
    pub(super) count: usize,
    /// What enters each layer, and last what leaves the network; examples x units, row by row.
    pub(super) activations: Vec<Vec<f64>>,
    /// The derivatives by what leaves each affine map; examples x units, row by row.
    pub(super) deltas: Vec<Vec<f64>>,
    pub(super) scratch: Vec<f64>,
}

impl Pass {
    /// Examples in the batch.
    pub fn count(&self) -> usize {
        self.count
    }

    /// What leaves the network, examples x outputs, row by row.
    pub fn outputs(&self) -> &[f64] {
        self.activations.last().map_or(&[], Vec::as_slice)
    }

    /// What leaves the hidden layer of that index, 0 the lowest, examples x units, row by row.
    pub fn hidden(&self, layer: usize) -> &[f64] {
        self.activations.get(layer + 1).map_or(&[], Vec::as_slice)
    }

    /// Memory for a batch of that many examples.
    pub(super) fn fit(&mut self, net: &Mlp, count: usize) {
        let layers = net.layers();
        self.count = count;
        self.activations.resize(layers.len() + 1, Vec::new());
        self.deltas.resize(layers.len(), Vec::new());
        self.activations[0].resize(count * net.inputs(), 0.0);
        let mut largest = 0;
        for (l, layer) in layers.iter().enumerate() {
            self.activations[l + 1].resize(count * layer.outputs, 0.0);
            self.deltas[l].resize(count * layer.outputs, 0.0);
            let sides = [layer.inputs, layer.outputs];
            largest = largest.max(layer.inputs * layer.outputs);
            largest = sides
                .into_iter()
                .fold(largest, |most, side| most.max(count * side));
        }
        self.scratch.resize(largest, 0.0);
    }
}
