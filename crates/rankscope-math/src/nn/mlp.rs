//! Fully connected networks.

use super::{Error, Pass, error::length, tanh};
use crate::linalg::{Left, add_product, random::Rng, transpose_into};
use core::ops::Range;
use rand_distr::{Distribution, StandardNormal};

/// Most hidden layers.
pub const MAX_DEPTH: usize = 12;

/// What a hidden unit does to its sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// tanh z.
    Tanh,
    /// max(z, 0), with derivative 0 at 0.
    Relu,
}

/// Where the 1/√fan-in stands that keeps sums of a moderate size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scaling {
    /// In the initial weights: z = Wᵀa + b with Wᵢⱼ ~ N(0, s²/fan-in).
    Standard,
    /// In the network: z = Wᵀa/√fan-in + b with Wᵢⱼ ~ N(0, s²) (Jacot, Gabriel, Hongler 2018, arXiv 1806.07572, section 2).
    Ntk,
}

/// One affine map z = c Wᵀa + b and where its parameters lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// Numbers that enter.
    pub inputs: usize,
    /// Numbers that leave.
    pub outputs: usize,
    /// The factor c: 1, or 1/√inputs.
    pub factor: f64,
    /// Where W lies among the parameters, inputs x outputs, row by row.
    pub weights: Range<usize>,
    /// Where b lies among the parameters.
    pub biases: Range<usize>,
}

/// A fully connected network of 1 to [`MAX_DEPTH`] hidden layers, without its parameters: those are one flat vector.
///
/// A batch of inputs goes [`forward`](Self::forward) into a [`Pass`]; [`backward`](Self::backward) adds the deltas of every example;
/// gradients, per-example second moments and kernels follow from the two without further passes. Nothing is allocated once a pass has
/// seen its batch.
///
/// ```
/// use rankscope_math::nn::{Activation, Mlp, Pass, Scaling};
/// let net = Mlp::new(&[1, 1, 1], Activation::Relu, Scaling::Standard)?;
/// let parameters = [2.0, 1.0, 3.0, 0.5]; // f(x) = 3 max(2x + 1, 0) + 0.5
/// let mut pass = Pass::default();
/// net.forward(&parameters, &[1.0, -1.0], &mut pass)?;
/// assert_eq!(pass.outputs(), [9.5, 0.5]);
/// net.backward(&parameters, &[1.0, 1.0], &mut pass)?;
/// let mut gradient = [0.0; 4];
/// net.gradient(&pass, &[1.0, 0.0], &mut gradient)?;
/// assert_eq!(gradient, [3.0, 3.0, 3.0, 1.0]);
/// # Ok::<(), rankscope_math::nn::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Mlp {
    layers: Vec<Layer>,
    activation: Activation,
    scaling: Scaling,
    /// The lowest layer that is trained.
    trained: usize,
}

impl Mlp {
    /// A network of the given sizes: inputs, hidden layers, outputs.
    ///
    /// # Errors
    /// No or more than [`MAX_DEPTH`] hidden layers; a layer without units.
    pub fn new(sizes: &[usize], activation: Activation, scaling: Scaling) -> Result<Self, Error> {
        let depth = sizes.len().saturating_sub(2);
        if !(1..=MAX_DEPTH).contains(&depth) {
            return Err(Error::Depth {
                given: depth,
                limit: MAX_DEPTH,
            });
        }
        if let Some(layer) = sizes.iter().position(|size| *size == 0) {
            return Err(Error::Width { layer });
        }
        let mut start = 0;
        let layers = sizes.windows(2).map(|pair| {
            let (inputs, outputs) = (pair[0], pair[1]);
            let weights = start..start + inputs * outputs;
            let biases = weights.end..weights.end + outputs;
            start = biases.end;
            let factor = match scaling {
                Scaling::Standard => 1.0,
                Scaling::Ntk => 1.0 / (inputs as f64).sqrt(),
            };
            Layer {
                inputs,
                outputs,
                factor,
                weights,
                biases,
            }
        });
        Ok(Self {
            layers: layers.collect(),
            activation,
            scaling,
            trained: 0,
        })
    }

    /// The same network with everything below its last layer frozen: gradients there are zero, and kernels are those of random features.
    pub fn readout_only(self) -> Self {
        Self {
            trained: self.layers.len() - 1,
            ..self
        }
    }

    /// Its affine maps, from the inputs up.
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// What a hidden unit does to its sum.
    pub fn activation(&self) -> Activation {
        self.activation
    }

    /// Number of inputs.
    pub fn inputs(&self) -> usize {
        self.layers[0].inputs
    }

    /// Number of outputs.
    pub fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].outputs
    }

    /// Number of parameters P.
    pub fn parameters(&self) -> usize {
        self.layers[self.layers.len() - 1].biases.end
    }

    /// Random parameters of the scale s: weights as [`Scaling`] says, biases of hidden units like the weights, of outputs zero.
    ///
    /// Layer by layer, weights before biases: the same generator gives the same parameters in every build.
    pub fn init(&self, scale: f64, rng: &mut Rng) -> Vec<f64> {
        let mut parameters = Vec::with_capacity(self.parameters());
        for (i, layer) in self.layers.iter().enumerate() {
            let spread = match self.scaling {
                Scaling::Standard => scale / (layer.inputs as f64).sqrt(),
                Scaling::Ntk => scale,
            };
            let last = i + 1 == self.layers.len();
            let drawn = layer.weights.len() + if last { 0 } else { layer.outputs };
            for _ in 0..drawn {
                let normal: f64 = StandardNormal.sample(rng);
                parameters.push(spread * normal);
            }
        }
        parameters.resize(self.parameters(), 0.0);
        parameters
    }

    /// Outputs of a batch, one example after the other, with everything that the backward pass needs.
    ///
    /// # Errors
    /// Parameters or inputs of another number than the network asks for.
    pub fn forward(
        &self,
        parameters: &[f64],
        inputs: &[f64],
        pass: &mut Pass,
    ) -> Result<(), Error> {
        length("parameters", parameters.len(), self.parameters())?;
        let count = inputs.len() / self.inputs();
        length("inputs", inputs.len(), count * self.inputs())?;
        pass.fit(self, count);
        pass.activations[0].copy_from_slice(inputs);
        let last = self.layers.len() - 1;
        for (l, layer) in self.layers.iter().enumerate() {
            let (below, above) = pass.activations.split_at_mut(l + 1);
            let (from, to) = (&below[l], &mut above[0]);
            to.fill(0.0);
            add_product(
                [count, layer.inputs, layer.outputs],
                Left::Rows(from),
                &parameters[layer.weights.clone()],
                to,
            );
            let biases = &parameters[layer.biases.clone()];
            for row in to.chunks_exact_mut(layer.outputs) {
                for (z, bias) in row.iter_mut().zip(biases) {
                    *z = layer.factor * *z + bias;
                }
            }
            match self.activation {
                _ if l == last => {}
                Activation::Tanh => tanh(to),
                Activation::Relu => to
                    .iter_mut()
                    .for_each(|z| *z = if *z < 0.0 { 0.0 } else { *z }),
            }
        }
        Ok(())
    }

    /// Deltas δ = ∂(Σᵢ cᵢ·uᵢ)/∂z of every layer and example, for cotangents c of the outputs (examples x outputs), after
    /// [`forward`](Self::forward) with the same parameters.
    ///
    /// # Errors
    /// Parameters or cotangents of another number than network and batch ask for.
    pub fn backward(
        &self,
        parameters: &[f64],
        cotangent: &[f64],
        pass: &mut Pass,
    ) -> Result<(), Error> {
        length("parameters", parameters.len(), self.parameters())?;
        length("cotangent", cotangent.len(), pass.count * self.outputs())?;
        let last = self.layers.len() - 1;
        pass.deltas[last].copy_from_slice(cotangent);
        for (l, layer) in self.layers.iter().enumerate().skip(1).rev() {
            let weights = &parameters[layer.weights.clone()];
            transpose_into([layer.inputs, layer.outputs], weights, &mut pass.scratch);
            let (below, above) = pass.deltas.split_at_mut(l);
            let (from, to) = (&above[0], &mut below[l - 1]);
            to.fill(0.0);
            add_product(
                [pass.count, layer.outputs, layer.inputs],
                Left::Rows(from),
                &pass.scratch,
                to,
            );
            let hidden = to.iter_mut().zip(&pass.activations[l]);
            match self.activation {
                Activation::Tanh => hidden.for_each(|(d, a)| *d *= layer.factor * (1.0 - a * a)),
                Activation::Relu => {
                    hidden.for_each(|(d, a)| *d *= if *a > 0.0 { layer.factor } else { 0.0 });
                }
            }
        }
        Ok(())
    }

    /// The sum Σᵢ wᵢ gᵢ of per-example gradients gᵢ with weights wᵢ (1/n each for the mean), after [`backward`](Self::backward).
    ///
    /// # Errors
    /// Weights or a result of another length than batch and network ask for.
    pub fn gradient(&self, pass: &Pass, weights: &[f64], out: &mut [f64]) -> Result<(), Error> {
        self.sum(pass, weights, out, |x| x)
    }

    /// The weighted sum Σᵢ wᵢ gᵢ² of squared per-example gradients, entry by entry, after [`backward`](Self::backward): for one layer
    /// (a²)ᵀ diag(w) δ², so that it costs no more than the gradient.
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient).
    pub fn second_moment(
        &self,
        pass: &Pass,
        weights: &[f64],
        out: &mut [f64],
    ) -> Result<(), Error> {
        self.sum(pass, weights, out, |x| x * x)
    }

    fn sum(
        &self,
        pass: &Pass,
        weights: &[f64],
        out: &mut [f64],
        power: impl Fn(f64) -> f64,
    ) -> Result<(), Error> {
        length("weights of the examples", weights.len(), pass.count)?;
        length("gradient", out.len(), self.parameters())?;
        out.fill(0.0);
        for (l, layer) in self.layers.iter().enumerate().skip(self.trained) {
            let [inputs, outputs] = [layer.inputs, layer.outputs];
            let (matrix, biases) =
                out[layer.weights.start..layer.biases.end].split_at_mut(inputs * outputs);
            let factor = power(layer.factor);
            let rows = pass.activations[l].chunks_exact(inputs);
            let deltas = pass.deltas[l].chunks_exact(outputs);
            for ((a, delta), weight) in rows.zip(deltas).zip(weights) {
                for (bias, d) in biases.iter_mut().zip(delta) {
                    *bias += weight * power(*d);
                }
                for (row, a) in matrix.chunks_exact_mut(outputs).zip(a) {
                    let a = weight * factor * power(*a);
                    for (sum, d) in row.iter_mut().zip(delta) {
                        *sum += a * power(*d);
                    }
                }
            }
        }
        Ok(())
    }

    /// |gᵢ|² of every per-example gradient, after [`backward`](Self::backward): Σ over layers of (c²|aᵢ|² + 1)|δᵢ|².
    pub fn squared_lengths(&self, pass: &Pass) -> Vec<f64> {
        let square = |list: &[f64]| list.iter().map(|x| x * x).sum::<f64>();
        let mut lengths = vec![0.0; pass.count];
        for (l, layer) in self.layers.iter().enumerate().skip(self.trained) {
            let rows = pass.activations[l].chunks_exact(layer.inputs);
            let deltas = pass.deltas[l].chunks_exact(layer.outputs);
            for ((length, a), delta) in lengths.iter_mut().zip(rows).zip(deltas) {
                *length += (layer.factor * layer.factor * square(a) + 1.0) * square(delta);
            }
        }
        lengths
    }

    /// The products ⟨gᵢ, v⟩ of every per-example gradient with one direction v, after [`backward`](Self::backward): with cotangents of one,
    /// how fast the outputs change as the parameters move along v. `memory` is scratch to be used again.
    ///
    /// # Errors
    /// A direction or a result of another length than network and batch ask for.
    pub fn directional(
        &self,
        pass: &Pass,
        direction: &[f64],
        memory: &mut Vec<f64>,
        out: &mut [f64],
    ) -> Result<(), Error> {
        length("direction", direction.len(), self.parameters())?;
        length("products", out.len(), pass.count)?;
        out.fill(0.0);
        for (l, layer) in self.layers.iter().enumerate().skip(self.trained) {
            memory.clear();
            memory.resize(pass.count * layer.outputs, 0.0);
            let weights = &direction[layer.weights.clone()];
            let shape = [pass.count, layer.inputs, layer.outputs];
            add_product(shape, Left::Rows(&pass.activations[l]), weights, memory);
            let biases = &direction[layer.biases.clone()];
            let rows = memory.chunks_exact(layer.outputs);
            let deltas = pass.deltas[l].chunks_exact(layer.outputs);
            for ((sum, moved), delta) in out.iter_mut().zip(rows).zip(deltas) {
                for ((z, bias), d) in moved.iter().zip(biases).zip(delta) {
                    *sum += (layer.factor * z + bias) * d;
                }
            }
        }
        Ok(())
    }

    /// The tangent kernel Kᵢⱼ = ⟨∂uᵢ, ∂u′ⱼ⟩ between two batches of a network with one output, after backward passes with cotangents of
    /// one: Σ over layers of (c² A A′ᵀ + 1) ∘ (Δ Δ′ᵀ), left batch x right batch, row by row, without any Jacobian. `memory` is scratch
    /// to be used again.
    ///
    /// # Errors
    /// A result of another length than the two batches ask for.
    pub fn kernel(
        &self,
        left: &Pass,
        right: &Pass,
        memory: &mut Vec<f64>,
        out: &mut [f64],
    ) -> Result<(), Error> {
        let [m, n] = [left.count, right.count];
        length("kernel", out.len(), m * n)?;
        out.fill(0.0);
        memory.resize(2 * m * n + right.scratch.len(), 0.0);
        let (inner, rest) = memory.split_at_mut(m * n);
        let (outer, turned) = rest.split_at_mut(m * n);
        for (l, layer) in self.layers.iter().enumerate().skip(self.trained) {
            for (k, left, right, gram) in [
                (
                    layer.inputs,
                    &left.activations[l],
                    &right.activations[l],
                    &mut *inner,
                ),
                (
                    layer.outputs,
                    &left.deltas[l],
                    &right.deltas[l],
                    &mut *outer,
                ),
            ] {
                transpose_into([n, k], right, turned);
                gram.fill(0.0);
                add_product([m, k, n], Left::Rows(left), turned, gram);
            }
            let square = layer.factor * layer.factor;
            for ((k, a), d) in out.iter_mut().zip(&*inner).zip(&*outer) {
                *k += (square * a + 1.0) * d;
            }
        }
        Ok(())
    }
}
