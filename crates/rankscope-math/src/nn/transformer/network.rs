//! Forward and backward through a Transformer.

use super::{
    Layer, Pass, Score, Shape, attention, embedding, feed_forward, loss, pass::LayerPass, readout,
    rms_norm, shape::Layout, tasks::Sequences,
};
use crate::{
    linalg::{Left, add_product, random::Rng},
    nn::{Error, tensor::Tensor},
};

/// A Transformer without its weights: those are one flat vector.
///
/// x = E[token] + P[position]; in every layer x ← x + A(n(x)) and, where there is a feed-forward part, x ← x + φ(n(x) M_in) M_out;
/// scores n(x) U, with n the identity or a root-mean-square norm.
///
/// ```
/// use rankscope_math::{linalg::random::seeded, nn::transformer::{Pass, Shape, Transformer, tasks::{Sequences, Task}}};
/// let shape = Shape {
///     vocabulary: 3, context: 4, width: 4, heads: 2, layers: 1, feed_forward: None, normalised: false, causal: false, tied: false,
///     temperature: 1.0,
/// };
/// let net = Transformer::new(shape)?;
/// let weights = net.init(&mut seeded(1));
/// let (data, _) = Task::First.draw(3, 4, 5, 0, &mut seeded(2))?;
/// let (mut pass, mut gradient) = (Pass::default(), vec![0.0; net.parameters()]);
/// let score = net.gradient(&weights, &data, &[0, 1, 2, 3, 4], &mut pass, &mut gradient)?;
/// assert!(score.loss > 0.0 && gradient.iter().any(|g| *g != 0.0));
/// # Ok::<(), rankscope_math::nn::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Transformer {
    shape: Shape,
    layout: Layout,
}

/// The weights of a tensor.
fn of<'a>(weights: &'a [f64], tensor: &Tensor) -> &'a [f64] {
    &weights[tensor.range()]
}

/// c ← a w.
fn through(a: &[f64], w: &Tensor, weights: &[f64], c: &mut [f64]) {
    c.fill(0.0);
    let rows = a.len() / w.rows;
    add_product([rows, w.rows, w.cols], Left::Rows(a), of(weights, w), c);
}

/// Adds the deltas of a, δ wᵀ, to `da`, and aᵀ δ to the gradient of w.
fn back(
    a: &[f64],
    delta: &[f64],
    w: &Tensor,
    weights: &[f64],
    turned: &mut Vec<f64>,
    da: &mut [f64],
    gradient: &mut [f64],
) {
    let rows = a.len() / w.rows;
    readout::turn(of(weights, w), [w.rows, w.cols], turned);
    add_product([rows, w.cols, w.rows], Left::Rows(delta), turned, da);
    let to = &mut gradient[w.range()];
    add_product([w.rows, rows, w.cols], Left::Columns(a), delta, to);
}

impl Transformer {
    /// A Transformer of that shape.
    ///
    /// # Errors
    /// A size of 0; heads that do not divide the width.
    pub fn new(shape: Shape) -> Result<Self, Error> {
        let layout = shape.layout()?;
        Ok(Self { shape, layout })
    }

    /// What it is made of.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// Every tensor, in the order of the weights.
    pub fn tensors(&self) -> &[Tensor] {
        &self.layout.all
    }

    /// Where the tensors of its layers lie.
    pub fn layers(&self) -> &[Layer] {
        &self.layout.layers
    }

    /// Number of weights.
    pub fn parameters(&self) -> usize {
        self.layout.all.last().map_or(0, |last| last.range().end)
    }

    /// Random weights: gains 1, embeddings N(0, 1/d), every other entry N(0, 1/fan-in); the same generator, the same weights.
    pub fn init(&self, rng: &mut Rng) -> Vec<f64> {
        self.layout.init(rng)
    }

    /// Mean gradient over the sequences `rows` of `data`, and their score before the step.
    ///
    /// # Errors
    /// Weights or a gradient of another number than the network has; sequences of another length.
    pub fn gradient(
        &self,
        weights: &[f64],
        data: &Sequences,
        rows: &[usize],
        pass: &mut Pass,
        gradient: &mut [f64],
    ) -> Result<Score, Error> {
        self.forward(weights, data, rows, pass)?;
        let score = loss::cross_entropy(&mut pass.scores, self.shape.vocabulary, &pass.labels);
        self.backward(weights, pass, gradient)?;
        Ok(score)
    }

    /// Score of the sequences `rows` of `data`, without a gradient.
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient).
    pub fn score(
        &self,
        weights: &[f64],
        data: &Sequences,
        rows: &[usize],
        pass: &mut Pass,
    ) -> Result<Score, Error> {
        self.forward(weights, data, rows, pass)?;
        Ok(loss::cross_entropy(
            &mut pass.scores,
            self.shape.vocabulary,
            &pass.labels,
        ))
    }

    /// The gradient of scores·`cotangent` for one sequence.
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient); a cotangent of another length than the scores.
    pub fn derivative(
        &self,
        weights: &[f64],
        data: &Sequences,
        row: usize,
        cotangent: &[f64],
        pass: &mut Pass,
        gradient: &mut [f64],
    ) -> Result<(), Error> {
        self.forward(weights, data, &[row], pass)?;
        length("cotangent", cotangent.len(), pass.scores.len())?;
        pass.scores.copy_from_slice(cotangent);
        self.backward(weights, pass, gradient)
    }

    /// Scores of the sequences `rows` of `data`, and everything that the way back needs.
    ///
    /// # Errors
    /// As [`gradient`](Self::gradient).
    pub fn forward(
        &self,
        weights: &[f64],
        data: &Sequences,
        rows: &[usize],
        pass: &mut Pass,
    ) -> Result<(), Error> {
        length("weights", weights.len(), self.parameters())?;
        length("tokens of a sequence", data.context(), self.shape.context)?;
        data.gather(rows, &mut pass.tokens, &mut pass.asked, &mut pass.labels);
        pass.fit(&self.shape);
        let (d, layout) = (self.shape.width, &self.layout);
        if let Some(first) = pass.layers.first_mut() {
            let embeddings = [&layout.tokens, &layout.positions].map(|t| of(weights, t));
            embedding::forward(&pass.tokens, embeddings, d, &mut first.x);
        }
        for (l, layer) in layout.layers.iter().enumerate() {
            let (below, above) = pass.layers.split_at_mut(l + 1);
            let this = &mut below[l];
            let to = match above.first_mut() {
                Some(next) => &mut next.x,
                None => &mut pass.last,
            };
            self.layer_forward(weights, layer, this, &mut pass.cuts, to);
        }
        for (to, row) in pass.gathered.chunks_exact_mut(d).zip(&pass.asked) {
            to.copy_from_slice(&pass.last[row * d..][..d]);
        }
        match &layout.final_gain {
            Some(gain) => {
                let gain = of(weights, gain);
                rms_norm::forward(&pass.gathered, gain, &mut pass.ready, &mut pass.inverse);
            }
            None => pass.ready.copy_from_slice(&pass.gathered),
        }
        let sizes = [d, self.shape.vocabulary];
        match &layout.readout {
            Some(w) => readout::forward(&pass.ready, of(weights, w), sizes, &mut pass.scores),
            None => {
                let embedding = of(weights, &layout.tokens);
                readout::turn(embedding, [sizes[1], d], &mut pass.turned);
                readout::forward(&pass.ready, &pass.turned, sizes, &mut pass.scores);
            }
        }
        Ok(())
    }

    fn layer_forward(
        &self,
        weights: &[f64],
        layer: &Layer,
        this: &mut LayerPass,
        cuts: &mut attention::Cut,
        to: &mut Vec<f64>,
    ) {
        let normed = match &layer.attention_gain {
            Some(gain) => {
                let gain = of(weights, gain);
                rms_norm::forward(&this.x, gain, &mut this.normed, &mut this.inverse);
                &this.normed
            }
            None => &this.x,
        };
        for (w, list) in [&layer.query, &layer.key, &layer.value]
            .into_iter()
            .zip(&mut this.heads)
        {
            through(normed, w, weights, list);
        }
        attention::forward(
            &self.shape,
            this.heads.each_ref().map(Vec::as_slice),
            cuts,
            &mut this.attention,
            &mut this.mixed,
        );
        through(&this.mixed, &layer.output, weights, &mut this.middle);
        add(&this.x, &mut this.middle);
        let (Some([enter, leave]), Some(activation)) = (&layer.feed, self.shape.feed_forward)
        else {
            to.copy_from_slice(&this.middle);
            return;
        };
        let normed = match &layer.feed_gain {
            Some(gain) => {
                let (gain, inverse) = (of(weights, gain), &mut this.feed_inverse);
                rms_norm::forward(&this.middle, gain, &mut this.feed_normed, inverse);
                &this.feed_normed
            }
            None => &this.middle,
        };
        through(normed, enter, weights, &mut this.z);
        feed_forward::forward(activation, &this.z, &mut this.memory, &mut this.a);
        through(&this.a, leave, weights, to);
        add(&this.middle, to);
    }

    /// The gradient of what the deltas in the scores of `pass` stand for, after [`forward`](Self::forward) with the same weights.
    fn backward(
        &self,
        weights: &[f64],
        pass: &mut Pass,
        gradient: &mut [f64],
    ) -> Result<(), Error> {
        length("gradient", gradient.len(), self.parameters())?;
        gradient.fill(0.0);
        self.readout_backward(weights, pass, gradient);
        for (l, layer) in self.layout.layers.iter().enumerate().rev() {
            self.feed_backward(weights, layer, l, pass, gradient);
            self.attention_backward(weights, layer, l, pass, gradient);
        }
        let (tokens, rest) = gradient.split_at_mut(self.layout.tokens.range().end);
        let positions = &mut rest[..self.layout.positions.len()];
        embedding::backward(
            &pass.tokens,
            &pass.dx,
            self.shape.width,
            [tokens, positions],
        );
        Ok(())
    }

    /// From the scores to the rows of the stream.
    fn readout_backward(&self, weights: &[f64], pass: &mut Pass, gradient: &mut [f64]) {
        let (layout, sizes) = (&self.layout, [self.shape.width, self.shape.vocabulary]);
        let d = sizes[0];
        // The deltas of what enters the read-out, in memory that is free.
        let dready = &mut pass.dpart[..pass.ready.len()];
        let tied = layout.readout.is_none();
        let w = layout.readout.as_ref().unwrap_or(&layout.tokens);
        match tied {
            true => readout::backward(&pass.scores, of(weights, w), sizes, dready),
            false => {
                readout::turn(of(weights, w), sizes, &mut pass.turned);
                readout::backward(&pass.scores, &pass.turned, sizes, dready);
            }
        }
        let to = &mut gradient[w.range()];
        readout::gradient(&pass.ready, &pass.scores, sizes, tied, to);
        let dgathered = match &layout.final_gain {
            Some(gain) => {
                let dgathered = &mut pass.dmixed[..dready.len()];
                dgathered.fill(0.0);
                rms_norm::backward(
                    &pass.gathered,
                    of(weights, gain),
                    &pass.inverse,
                    dready,
                    dgathered,
                    &mut gradient[gain.range()],
                );
                dgathered
            }
            None => dready,
        };
        pass.dx.fill(0.0);
        for (from, row) in dgathered.chunks_exact(d).zip(&pass.asked) {
            pass.dx[row * d..][..d].copy_from_slice(from);
        }
    }

    fn feed_backward(
        &self,
        weights: &[f64],
        layer: &Layer,
        l: usize,
        pass: &mut Pass,
        gradient: &mut [f64],
    ) {
        let (Some([enter, leave]), Some(activation)) = (&layer.feed, self.shape.feed_forward)
        else {
            return;
        };
        let (this, turned) = (&pass.layers[l], &mut pass.turned);
        pass.dwide.fill(0.0);
        let dwide = &mut pass.dwide;
        back(&this.a, &pass.dx, leave, weights, turned, dwide, gradient);
        feed_forward::backward(activation, &this.z, &this.memory, dwide);
        match &layer.feed_gain {
            Some(gain) => {
                pass.dpart.fill(0.0);
                let (a, dpart) = (&this.feed_normed, &mut pass.dpart);
                back(a, dwide, enter, weights, turned, dpart, gradient);
                rms_norm::backward(
                    &this.middle,
                    of(weights, gain),
                    &this.feed_inverse,
                    &pass.dpart,
                    &mut pass.dx,
                    &mut gradient[gain.range()],
                );
            }
            None => {
                let (a, dx) = (&this.middle, &mut pass.dx);
                back(a, dwide, enter, weights, turned, dx, gradient);
            }
        }
    }

    fn attention_backward(
        &self,
        weights: &[f64],
        layer: &Layer,
        l: usize,
        pass: &mut Pass,
        gradient: &mut [f64],
    ) {
        let (this, turned) = (&pass.layers[l], &mut pass.turned);
        pass.dmixed.fill(0.0);
        let (dx, dmixed) = (&mut pass.dx, &mut pass.dmixed);
        let output = &layer.output;
        back(&this.mixed, dx, output, weights, turned, dmixed, gradient);
        attention::backward(
            &self.shape,
            this.heads.each_ref().map(Vec::as_slice),
            &this.attention,
            dmixed,
            &mut pass.cuts,
            pass.dheads.each_mut().map(Vec::as_mut_slice),
        );
        let (entered, to) = match &layer.attention_gain {
            Some(_) => {
                pass.dpart.fill(0.0);
                (&this.normed, &mut pass.dpart)
            }
            None => (&this.x, dx),
        };
        for (w, delta) in [&layer.query, &layer.key, &layer.value]
            .into_iter()
            .zip(&pass.dheads)
        {
            back(entered, delta, w, weights, turned, to, gradient);
        }
        if let Some(gain) = &layer.attention_gain {
            rms_norm::backward(
                &this.x,
                of(weights, gain),
                &this.inverse,
                &pass.dpart,
                &mut pass.dx,
                &mut gradient[gain.range()],
            );
        }
    }
}

/// to ← to + x.
fn add(x: &[f64], to: &mut [f64]) {
    to.iter_mut().zip(x).for_each(|(to, x)| *to += x);
}

fn length(what: &'static str, given: usize, expected: usize) -> Result<(), Error> {
    match given == expected {
        true => Ok(()),
        false => Err(Error::Length {
            what,
            given,
            expected,
        }),
    }
}
