//! What a Transformer is made of, and where its tensors lie among the weights.

use crate::{
    linalg::random::Rng,
    nn::{Error, tensor::Tensor},
};
use rand_distr::{Distribution, StandardNormal};

/// What the units between the two feed-forward layers do to their sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// max(z, 0), with derivative 0 at 0.
    Relu,
    /// ½z(1 + tanh(√(2/π)(z + 0.044715z³))) (Hendrycks and Gimpel 2016, arXiv 1606.08415, section 2).
    Gelu,
}

/// The sizes and switches of a Transformer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shape {
    /// Number V of tokens, which are the classes, too.
    pub vocabulary: usize,
    /// Tokens T of a sequence.
    pub context: usize,
    /// Width d of the residual stream.
    pub width: usize,
    /// Heads H per layer; they divide the width.
    pub heads: usize,
    /// Layers L.
    pub layers: usize,
    /// The activation of the feed-forward part, 4d wide; `None` for attention only.
    pub feed_forward: Option<Activation>,
    /// Whether rows are normalised to a root mean square of 1, times a learned gain, before every part and before the read-out.
    pub normalised: bool,
    /// Whether a position attends to itself and what comes before it only.
    pub causal: bool,
    /// Whether the read-out is the transpose of the token embedding.
    pub tied: bool,
    /// τ, by which the scores are divided beside √(d/H).
    pub temperature: f64,
}

/// Where the tensors of one layer lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// The gain before attention, 1 x d.
    pub attention_gain: Option<Tensor>,
    /// Queries, d x d: the columns of a head lie side by side.
    pub query: Tensor,
    /// Keys, d x d.
    pub key: Tensor,
    /// Values, d x d.
    pub value: Tensor,
    /// From the heads back to the stream, d x d: the rows of a head lie one after the other.
    pub output: Tensor,
    /// The gain before the feed-forward part, 1 x d.
    pub feed_gain: Option<Tensor>,
    /// Into the feed-forward part, d x 4d, and out of it, 4d x d.
    pub feed: Option<[Tensor; 2]>,
}

/// All tensors.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Layout {
    pub tokens: Tensor,
    pub positions: Tensor,
    pub layers: Vec<Layer>,
    pub final_gain: Option<Tensor>,
    /// d x V; `None` where it is tied.
    pub readout: Option<Tensor>,
    /// Every tensor, in the order of the weights.
    pub all: Vec<Tensor>,
}

impl Shape {
    /// Units between the two feed-forward layers.
    pub fn feed_width(&self) -> usize {
        4 * self.width
    }

    /// Width of a head.
    pub fn head_width(&self) -> usize {
        self.width / self.heads
    }

    /// Multiply-adds that a sequence costs, forward and backward.
    pub fn cost(&self) -> usize {
        let Self { width, context, .. } = *self;
        let feed = self.feed_forward.map_or(0, |_| 8 * width * width);
        let layer = 4 * width * width + 2 * context * width + feed;
        3 * context * (self.layers * layer + width * self.vocabulary)
    }

    pub(super) fn layout(&self) -> Result<Layout, Error> {
        let sizes = [
            ("vocabulary", self.vocabulary),
            ("context", self.context),
            ("width", self.width),
            ("heads", self.heads),
            ("layers", self.layers),
        ];
        if let Some((what, _)) = sizes.into_iter().find(|(_, size)| *size == 0) {
            return Err(Error::Nothing { what });
        }
        if !self.width.is_multiple_of(self.heads) {
            return Err(Error::Heads {
                width: self.width,
                heads: self.heads,
            });
        }
        let mut all: Vec<Tensor> = Vec::new();
        let mut add = |name, rows, cols| {
            let start = all.last().map_or(0, |last| last.range().end);
            let tensor = Tensor {
                name,
                start,
                rows,
                cols,
            };
            all.push(tensor);
            tensor
        };
        let (d, wide) = (self.width, self.feed_width());
        let tokens = add("token embedding", self.vocabulary, d);
        let positions = add("position embedding", self.context, d);
        let mut layers = Vec::new();
        for _ in 0..self.layers {
            layers.push(Layer {
                attention_gain: self.normalised.then(|| add("attention gain", 1, d)),
                query: add("queries", d, d),
                key: add("keys", d, d),
                value: add("values", d, d),
                output: add("output", d, d),
                feed_gain: (self.normalised && self.feed_forward.is_some())
                    .then(|| add("feed-forward gain", 1, d)),
                feed: self.feed_forward.map(|_| {
                    [
                        add("feed-forward in", d, wide),
                        add("feed-forward out", wide, d),
                    ]
                }),
            });
        }
        let final_gain = self.normalised.then(|| add("final gain", 1, d));
        let readout = (!self.tied).then(|| add("read-out", d, self.vocabulary));
        Ok(Layout {
            tokens,
            positions,
            layers,
            final_gain,
            readout,
            all,
        })
    }
}

impl Layout {
    /// Gains are 1; of all others every entry is N(0, 1/fan-in), embeddings N(0, 1/d), in the order of the weights.
    pub fn init(&self, rng: &mut Rng) -> Vec<f64> {
        let mut weights = Vec::new();
        for tensor in &self.all {
            let embedding = tensor.start <= self.positions.start;
            let fan_in = if embedding { tensor.cols } else { tensor.rows };
            let deviation = 1.0 / (fan_in as f64).sqrt();
            let gain = tensor.name.ends_with("gain");
            weights.extend((0..tensor.len()).map(|_| -> f64 {
                if gain {
                    return 1.0;
                }
                let normal: f64 = StandardNormal.sample(rng);
                deviation * normal
            }));
        }
        weights
    }
}
