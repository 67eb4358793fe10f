//! The networks whose laws are known, each with its loss and gradient on one example.

use super::{chain, mixing, single};
use crate::{
    dynamics::Error,
    linalg::{Matrix, random::Rng},
};
use rand_distr::{Distribution, StandardNormal};

/// A small network; its parameters are one flat vector θ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Network {
    /// f(x) = W_L ⋯ W₁ x, or with ReLU and a bias after the first of two layers; `widths` are n, the hidden widths, m.
    Chain {
        /// Inputs, hidden widths, outputs.
        widths: Vec<usize>,
        /// Whether the one hidden layer has ReLU units with biases.
        relu: bool,
    },
    /// Two circular convolutions in one dimension with ReLU between; `channels` are those of input, hidden layer and output.
    Convolution {
        /// Channels of input, hidden layer, output.
        channels: [usize; 3],
        /// Positions.
        length: usize,
        /// Taps of a filter.
        taps: usize,
    },
    /// f(X) = softmax(X QᵀK Xᵀ) X VᵀO, rows of X are tokens; Q, K, V, O are width × dim.
    Attention {
        /// Numbers in a token.
        dim: usize,
        /// Rows of Q, K, V, O.
        width: usize,
        /// Tokens of a sequence.
        tokens: usize,
    },
    /// Cross-entropy of softmax(Θx); Θ is classes × inputs.
    Softmax {
        /// Numbers in an input.
        inputs: usize,
        /// Classes.
        classes: usize,
    },
    /// f(x) = g(p·x) with g(z) = 0.012 z⁶ − 0.22 z⁴ + z², in the plane.
    Unit,
    /// f(X) = X Q Kᵀ Xᵀ X V, without a softmax; Q and K are dim × width, V is dim × outputs.
    Lightning {
        /// Numbers in a token.
        dim: usize,
        /// Columns of Q and K.
        width: usize,
        /// Columns of V.
        outputs: usize,
        /// Tokens of a sequence.
        tokens: usize,
    },
}

/// Examples, one a row: inputs, or all tokens of a sequence one after the other, and labels.
#[derive(Clone, Debug, PartialEq)]
pub struct Examples {
    /// Inputs.
    pub inputs: Matrix,
    /// Labels; of softmax regression the shares of the classes.
    pub labels: Matrix,
}

impl Network {
    /// How many parameters there are.
    pub fn parameters(&self) -> usize {
        match self {
            Network::Chain { widths, relu } => {
                let weights: usize = widths.windows(2).map(|pair| pair[0] * pair[1]).sum();
                weights + if *relu { widths[1] } else { 0 }
            }
            Network::Convolution { channels, taps, .. } => {
                channels[1] * (channels[0] + channels[2]) * taps
            }
            Network::Attention { dim, width, .. } => 4 * dim * width,
            Network::Softmax { inputs, classes } => inputs * classes,
            Network::Unit => 2,
            Network::Lightning {
                dim,
                width,
                outputs,
                ..
            } => dim * (2 * width + outputs),
        }
    }

    /// How many numbers an example's input and label have.
    pub fn shape(&self) -> [usize; 2] {
        match *self {
            Network::Chain { ref widths, .. } => [widths[0], widths[widths.len() - 1]],
            Network::Convolution {
                channels, length, ..
            } => [channels[0] * length, channels[2] * length],
            Network::Attention { dim, tokens, .. } => [dim * tokens, dim * tokens],
            Network::Softmax { inputs, classes } => [inputs, classes],
            Network::Unit => [2, 1],
            Network::Lightning {
                dim,
                outputs,
                tokens,
                ..
            } => [dim * tokens, outputs * tokens],
        }
    }

    /// How many numbers an augmentation transforms at a time: an input, or each token.
    pub fn dim(&self) -> usize {
        match *self {
            Network::Attention { dim, .. } | Network::Lightning { dim, .. } => dim,
            _ => self.shape()[0],
        }
    }

    /// Whether every number that says how large it is is positive, and the chain has what it needs.
    ///
    /// # Errors
    /// The size that is none, or a chain of fewer than two widths; with ReLU, of other than three.
    pub fn validate(&self) -> Result<(), Error> {
        let (sizes, enough) = match self {
            Network::Chain { widths, relu } => {
                let enough = if *relu {
                    widths.len() == 3
                } else {
                    widths.len() >= 2
                };
                (widths.clone(), enough)
            }
            Network::Convolution {
                channels,
                length,
                taps,
            } => {
                let mut sizes = channels.to_vec();
                sizes.extend([*length, *taps]);
                (sizes, taps <= length)
            }
            Network::Attention { dim, width, tokens } => (vec![*dim, *width, *tokens], true),
            Network::Softmax { inputs, classes } => (vec![*inputs, *classes], *classes >= 2),
            Network::Unit => (vec![], true),
            Network::Lightning {
                dim,
                width,
                outputs,
                tokens,
            } => (vec![*dim, *width, *outputs, *tokens], true),
        };
        match sizes.contains(&0) || !enough {
            true => Err(Error::Shape {
                sizes,
                accepted: "every size at least 1; three widths with ReLU and two or more without; as many positions as taps; two classes",
            }),
            false => Ok(()),
        }
    }

    /// Random parameters: normal, of standard deviation `scale` over the root of the number of inputs of each layer.
    pub fn initial(&self, scale: f64, rng: &mut Rng) -> Vec<f64> {
        let mut theta = Vec::with_capacity(self.parameters());
        let mut draw = |count: usize, fan_in: usize| {
            let s = scale / (fan_in as f64).sqrt();
            theta.extend((0..count).map(|_| {
                let x: f64 = StandardNormal.sample(rng);
                s * x
            }));
        };
        match *self {
            Network::Chain { ref widths, relu } => {
                for (l, pair) in widths.windows(2).enumerate() {
                    draw(pair[0] * pair[1], pair[0]);
                    if relu && l == 0 {
                        draw(pair[1], pair[0]);
                    }
                }
            }
            Network::Convolution { channels, taps, .. } => {
                for pair in channels.windows(2) {
                    draw(pair[0] * pair[1] * taps, pair[0] * taps);
                }
            }
            Network::Attention { dim, width, .. } => draw(4 * dim * width, dim),
            Network::Softmax { inputs, classes } => draw(inputs * classes, inputs),
            Network::Unit => draw(2, 1),
            Network::Lightning { dim, .. } => draw(self.parameters(), dim),
        }
        theta
    }

    /// The loss of one example: ½‖f(x) − y‖², per token for sequences, or the cross-entropy; its gradient is added to `gradient`.
    ///
    /// # Errors
    /// Lists of another length than the network asks for.
    pub fn example(
        &self,
        theta: &[f64],
        [x, y]: [&[f64]; 2],
        gradient: &mut [f64],
    ) -> Result<f64, Error> {
        let [inputs, outputs] = self.shape();
        let lengths = [theta.len(), x.len(), y.len(), gradient.len()];
        let parameters = self.parameters();
        if lengths != [parameters, inputs, outputs, parameters] {
            return Err(Error::Shape {
                sizes: lengths.to_vec(),
                accepted: "as many parameters, inputs, labels and slopes as the network has",
            });
        }
        match *self {
            Network::Chain { ref widths, relu } => {
                Ok(chain::example(widths, relu, theta, [x, y], gradient))
            }
            Network::Convolution {
                channels,
                length,
                taps,
            } => Ok(chain::convolution(
                channels,
                length,
                taps,
                theta,
                [x, y],
                gradient,
            )),
            Network::Attention { dim, width, .. } => {
                mixing::attention(dim, width, theta, [x, y], gradient)
            }
            Network::Softmax { .. } => Ok(single::softmax(theta, [x, y], gradient)),
            Network::Unit => Ok(single::unit(theta, [x, y], gradient)),
            Network::Lightning {
                dim,
                width,
                outputs,
                ..
            } => mixing::lightning([dim, width, outputs], theta, [x, y], gradient),
        }
    }

    /// The mean loss over some examples, by index, and its gradient into `gradient`.
    ///
    /// # Errors
    /// Lists of another length than the network asks for.
    pub fn loss(
        &self,
        theta: &[f64],
        examples: &Examples,
        chosen: impl ExactSizeIterator<Item = usize>,
        gradient: &mut [f64],
    ) -> Result<f64, Error> {
        let share = 1.0 / chosen.len().max(1) as f64;
        gradient.fill(0.0);
        let mut sum = 0.0;
        for i in chosen {
            let pair = [examples.inputs.row(i), examples.labels.row(i)];
            sum += self.example(theta, pair, gradient)?;
        }
        gradient.iter_mut().for_each(|g| *g *= share);
        Ok(sum * share)
    }
}
