//! A batch with a direction: outputs of a tanh network, their derivatives along a direction of the input, and gradients of both.
//!
//! Values and tangents travel as two halves of one matrix: rows of the upper half are activations, rows of the lower half their
//! derivatives along the direction (forward mode). One product serves both, forward and backward, so the gradient of a loss made of
//! the two, such as the squared residual of a transport equation, takes one reverse pass and no second derivatives of the output.

use super::{Error, Mlp, error::length, tanh};
use crate::linalg::{Left, add_product, transpose_into};
use core::f64::consts::SQRT_2;

/// The activations, tangents and deltas of a batch, and memory to be used again. For networks of [`super::Activation::Tanh`].
#[derive(Clone, Debug, Default)]
pub struct TangentPass {
    /// Rows without and with their tangents.
    batch: usize,
    count: usize,
    /// What enters each layer, and what leaves its affine map.
    inputs: Vec<Vec<f64>>,
    sums: Vec<Vec<f64>>,
    deltas: Vec<Vec<f64>>,
    scratch: Vec<f64>,
    squares: [Vec<f64>; 2],
}

impl TangentPass {
    /// Outputs of the rows of `inputs` and their derivatives along the rows of `directions`, for a network with one output.
    ///
    /// # Errors
    /// Parameters, inputs or directions of another number than the network asks for.
    ///
    /// ```
    /// use rankscope_math::nn::{Activation, Mlp, Scaling, tangent::TangentPass};
    /// let net = Mlp::new(&[2, 1, 1], Activation::Tanh, Scaling::Standard)?;
    /// let parameters = [1.0, 0.0, 0.0, 2.0, 0.5]; // u = 2 tanh(x) + 1/2
    /// let mut pass = TangentPass::default();
    /// let (u, du) = pass.forward(&net, &parameters, &[0.0, 7.0], &[3.0, 1.0])?;
    /// assert_eq!((u, du), (vec![0.5], vec![6.0]));
    /// # Ok::<(), rankscope_math::nn::Error>(())
    /// ```
    pub fn forward(
        &mut self,
        net: &Mlp,
        parameters: &[f64],
        inputs: &[f64],
        directions: &[f64],
    ) -> Result<(Vec<f64>, Vec<f64>), Error> {
        length("parameters", parameters.len(), net.parameters())?;
        length("directions", directions.len(), inputs.len())?;
        self.batch = inputs.len() / net.inputs();
        length("inputs", inputs.len(), self.batch * net.inputs())?;
        self.count = 2 * self.batch;
        let depth = net.layers().len();
        for lists in [&mut self.inputs, &mut self.sums, &mut self.deltas] {
            lists.resize(depth, Vec::new());
        }
        self.inputs[0].clear();
        self.inputs[0].extend(inputs.iter().chain(directions));
        for (l, layer) in net.layers().iter().enumerate() {
            let sums = &mut self.sums[l];
            sums.clear();
            sums.resize(self.count * layer.outputs, 0.0);
            let weights = &parameters[layer.weights.clone()];
            let sizes = [self.count, layer.inputs, layer.outputs];
            add_product(sizes, Left::Rows(&self.inputs[l]), weights, sums);
            sums.iter_mut().for_each(|z| *z *= layer.factor);
            let (values, tangents) = sums.split_at_mut(self.batch * layer.outputs);
            let biases = &parameters[layer.biases.clone()];
            for row in values.chunks_exact_mut(layer.outputs) {
                row.iter_mut().zip(biases).for_each(|(z, b)| *z += b);
            }
            if let Some(next) = self.inputs.get_mut(l + 1) {
                next.clear();
                next.extend_from_slice(values);
                tanh(next);
                for (i, dz) in tangents.iter().enumerate() {
                    let a = next[i];
                    next.push((1.0 - a * a) * dz);
                }
            }
        }
        let mut values = self.sums[depth - 1].clone();
        let tangents = values.split_off(self.batch);
        Ok((values, tangents))
    }

    /// Deltas of every layer, from ∂ℓ/∂u and ∂ℓ/∂u̇ of each row's loss ℓ(u, u̇), u its output and u̇ the derivative of the output, after
    /// [`forward`](Self::forward) with the same parameters.
    ///
    /// # Errors
    /// Derivatives of another number than the batch has rows.
    pub fn backward(
        &mut self,
        net: &Mlp,
        parameters: &[f64],
        by_value: &[f64],
        by_tangent: &[f64],
    ) -> Result<(), Error> {
        length("derivatives by the outputs", by_value.len(), self.batch)?;
        length("derivatives by the tangents", by_tangent.len(), self.batch)?;
        let layers = net.layers();
        let last = &mut self.deltas[layers.len() - 1];
        last.clear();
        last.extend(by_value.iter().chain(by_tangent));
        for (l, layer) in layers.iter().enumerate().skip(1).rev() {
            let [inputs, outputs] = [layer.inputs, layer.outputs];
            self.scratch.resize(inputs * outputs, 0.0);
            let weights = &parameters[layer.weights.clone()];
            transpose_into([inputs, outputs], weights, &mut self.scratch);
            let (below, above) = self.deltas.split_at_mut(l);
            let delta = &mut below[l - 1];
            delta.clear();
            delta.resize(self.count * inputs, 0.0);
            let sizes = [self.count, outputs, inputs];
            add_product(sizes, Left::Rows(&above[0]), &self.scratch, delta);
            let half = self.batch * inputs;
            let (values, tangents) = delta.split_at_mut(half);
            let hidden = self.inputs[l][..half].iter().zip(&self.sums[l - 1][half..]);
            for ((d, dt), (a, dz)) in values.iter_mut().zip(tangents).zip(hidden) {
                // The slope 1 − a² of the tangent moves with the value: its derivative by z is −2a(1 − a²).
                let slope = layer.factor * (1.0 - a * a);
                *d = slope * (*d - 2.0 * a * dz * *dt);
                *dt *= slope;
            }
        }
        Ok(())
    }

    /// The mean gradient over the rows, after [`backward`](Self::backward).
    pub fn gradient(&mut self, net: &Mlp, out: &mut [f64]) {
        for (l, layer) in net.layers().iter().enumerate() {
            let sizes = [layer.inputs, self.count, layer.outputs];
            let scale = 1.0 / self.batch.max(1) as f64;
            let weights = &mut out[layer.weights.clone()];
            weights.fill(0.0);
            let (inputs, deltas) = (&self.inputs[l], &self.deltas[l]);
            add_product(sizes, Left::Columns(inputs), deltas, weights);
            weights.iter_mut().for_each(|w| *w *= layer.factor * scale);
            let values = &deltas[..self.batch * layer.outputs];
            sum_rows(values, |d| d, scale, &mut out[layer.biases.clone()]);
        }
    }

    /// The mean square over the rows of their gradients, entry by entry, after [`backward`](Self::backward).
    ///
    /// A row with activation a, tangent ȧ and deltas d, ḋ has the gradient ad + ȧḋ by a weight; the square is
    /// a²d² + ȧ²ḋ² + (√2·aȧ)(√2·dḋ): one product of three parts.
    pub fn second_moment(&mut self, net: &Mlp, out: &mut [f64]) {
        for (l, layer) in net.layers().iter().enumerate() {
            let scale = 1.0 / self.batch.max(1) as f64;
            let (inputs, deltas) = (&self.inputs[l], &self.deltas[l]);
            for (list, squares) in [inputs, deltas].into_iter().zip(&mut self.squares) {
                let (values, tangents) = list.split_at(list.len() / 2);
                squares.clear();
                squares.extend(list.iter().map(|x| x * x));
                squares.extend(values.iter().zip(tangents).map(|(x, y)| SQRT_2 * x * y));
            }
            let sizes = [layer.inputs, 3 * self.batch, layer.outputs];
            let weights = &mut out[layer.weights.clone()];
            weights.fill(0.0);
            let [inputs, squares] = &self.squares;
            add_product(sizes, Left::Columns(inputs), squares, weights);
            let square = layer.factor * layer.factor * scale;
            weights.iter_mut().for_each(|w| *w *= square);
            let values = &deltas[..self.batch * layer.outputs];
            sum_rows(values, |d| d * d, scale, &mut out[layer.biases.clone()]);
        }
    }
}

/// The scaled sum of all rows, each entry through `of`.
fn sum_rows(rows: &[f64], of: impl Fn(f64) -> f64, scale: f64, out: &mut [f64]) {
    out.fill(0.0);
    for row in rows.chunks_exact(out.len()) {
        out.iter_mut().zip(row).for_each(|(sum, d)| *sum += of(*d));
    }
    out.iter_mut().for_each(|sum| *sum *= scale);
}
