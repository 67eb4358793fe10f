//! What one batch leaves behind in a Transformer.

use super::{Shape, attention};

/// What one batch leaves behind in a Transformer, and memory to be used again: nothing is allocated once it has seen its batch.
#[derive(Clone, Debug, Default)]
pub struct Pass {
    pub(super) tokens: Vec<u8>,
    /// The rows that are asked for a label.
    pub(super) asked: Vec<usize>,
    /// Their labels and what they count for.
    pub(super) labels: Vec<(u8, f64)>,
    pub(super) layers: Vec<LayerPass>,
    /// What leaves the last layer, the rows of it that are asked, and these normalised.
    pub(super) last: Vec<f64>,
    pub(super) gathered: Vec<f64>,
    pub(super) ready: Vec<f64>,
    pub(super) inverse: Vec<f64>,
    pub(super) scores: Vec<f64>,
    /// Deltas of the stream, of what enters a part, and of a part's inside.
    pub(super) dx: Vec<f64>,
    pub(super) dpart: Vec<f64>,
    pub(super) dmixed: Vec<f64>,
    pub(super) dheads: [Vec<f64>; 3],
    pub(super) dwide: Vec<f64>,
    pub(super) turned: Vec<f64>,
    pub(super) cuts: attention::Cut,
}

/// What one layer has seen.
#[derive(Clone, Debug, Default)]
pub(super) struct LayerPass {
    pub(super) x: Vec<f64>,
    pub(super) normed: Vec<f64>,
    pub(super) inverse: Vec<f64>,
    pub(super) heads: [Vec<f64>; 3],
    pub(super) attention: Vec<f64>,
    pub(super) mixed: Vec<f64>,
    pub(super) middle: Vec<f64>,
    pub(super) feed_normed: Vec<f64>,
    pub(super) feed_inverse: Vec<f64>,
    pub(super) z: Vec<f64>,
    pub(super) memory: Vec<f64>,
    pub(super) a: Vec<f64>,
}

impl Pass {
    /// Attention matrices of a layer, sequence by sequence, head by head, T x T.
    pub fn attention(&self, layer: usize) -> &[f64] {
        self.layers.get(layer).map_or(&[], |l| &l.attention)
    }

    /// Scores of the rows that are asked for a label, V each; after a gradient their deltas.
    pub fn scores(&self) -> &[f64] {
        &self.scores
    }

    /// Memory for a batch of sequences.
    pub(super) fn fit(&mut self, shape: &Shape) {
        let rows = self.tokens.len();
        let (stream, wide) = (rows * shape.width, rows * shape.feed_width());
        let attention = rows * shape.context * shape.heads;
        let asked = self.asked.len();
        self.layers.resize_with(shape.layers, LayerPass::default);
        for layer in &mut self.layers {
            layer.x.resize(stream, 0.0);
            layer.mixed.resize(stream, 0.0);
            layer.middle.resize(stream, 0.0);
            layer.heads.iter_mut().for_each(|l| l.resize(stream, 0.0));
            layer.attention.resize(attention, 0.0);
            if shape.normalised {
                layer.normed.resize(stream, 0.0);
                layer.inverse.resize(rows, 0.0);
            }
            if shape.feed_forward.is_some() {
                layer.z.resize(wide, 0.0);
                layer.memory.resize(wide, 0.0);
                layer.a.resize(wide, 0.0);
                if shape.normalised {
                    layer.feed_normed.resize(stream, 0.0);
                    layer.feed_inverse.resize(rows, 0.0);
                }
            }
        }
        for list in [
            &mut self.last,
            &mut self.dx,
            &mut self.dpart,
            &mut self.dmixed,
        ] {
            list.resize(stream, 0.0);
        }
        self.dheads.iter_mut().for_each(|l| l.resize(stream, 0.0));
        self.gathered.resize(asked * shape.width, 0.0);
        self.ready.resize(asked * shape.width, 0.0);
        self.inverse.resize(asked, 0.0);
        self.scores.resize(asked * shape.vocabulary, 0.0);
        if shape.feed_forward.is_some() {
            self.dwide.resize(wide, 0.0);
        }
    }
}
