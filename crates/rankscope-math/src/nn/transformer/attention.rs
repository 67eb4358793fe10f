//! Softmax attention of every head (Vaswani et al. 2017, arXiv 1706.03762, section 3.2.1).

use super::{Shape, exponential};
use crate::linalg::{Left, add_product, transpose_into};

/// One sequence of one head, cut out so that its rows lie side by side; memory to be used again.
#[derive(Clone, Debug, Default)]
pub struct Cut {
    query: Vec<f64>,
    key: Vec<f64>,
    value: Vec<f64>,
    mixed: Vec<f64>,
    turned: Vec<f64>,
    scores: Vec<f64>,
    dquery: Vec<f64>,
    dkey: Vec<f64>,
    dvalue: Vec<f64>,
}

impl Cut {
    fn fit(&mut self, context: usize, width: usize) {
        let rows = [
            &mut self.query,
            &mut self.key,
            &mut self.value,
            &mut self.mixed,
            &mut self.turned,
            &mut self.dquery,
            &mut self.dkey,
            &mut self.dvalue,
        ];
        rows.into_iter()
            .for_each(|list| list.resize(context * width, 0.0));
        self.scores.resize(context * context, 0.0);
    }
}

/// Copies columns `at` and following of rows of `width` numbers, as many as `to` is wide.
fn cut(from: &[f64], width: usize, at: usize, to: &mut [f64], narrow: usize) {
    for (to, from) in to.chunks_exact_mut(narrow).zip(from.chunks_exact(width)) {
        to.copy_from_slice(&from[at..at + narrow]);
    }
}

/// The way back.
fn paste(from: &[f64], narrow: usize, to: &mut [f64], width: usize, at: usize) {
    for (from, to) in from.chunks_exact(narrow).zip(to.chunks_exact_mut(width)) {
        to[at..at + narrow].copy_from_slice(from);
    }
}

/// Attention A = softmax(QKᵀ/(τ√d_h)) of every sequence and head, and A V, the heads side by side.
///
/// Queries, keys and values have a row of d numbers per token; attention lies sequence by sequence, head by head, T x T.
pub fn forward(
    shape: &Shape,
    [query, key, value]: [&[f64]; 3],
    cuts: &mut Cut,
    attention: &mut [f64],
    mixed: &mut [f64],
) {
    let (t, d, narrow) = (shape.context, shape.width, shape.head_width());
    let scale = scale(shape);
    cuts.fit(t, narrow);
    for (i, a) in attention.chunks_exact_mut(t * t).enumerate() {
        let (rows, at) = place(shape, i);
        cut(&query[rows.clone()], d, at, &mut cuts.query, narrow);
        cut(&key[rows.clone()], d, at, &mut cuts.key, narrow);
        cut(&value[rows.clone()], d, at, &mut cuts.value, narrow);
        transpose_into([t, narrow], &cuts.key, &mut cuts.turned);
        a.fill(0.0);
        add_product([t, narrow, t], Left::Rows(&cuts.query), &cuts.turned, a);
        for (row, scores) in a.chunks_exact_mut(t).enumerate() {
            let (seen, hidden) = scores.split_at_mut(if shape.causal { row + 1 } else { t });
            hidden.fill(0.0);
            softmax(seen, scale);
        }
        cuts.mixed.fill(0.0);
        add_product([t, t, narrow], Left::Rows(a), &cuts.value, &mut cuts.mixed);
        paste(&cuts.mixed, narrow, &mut mixed[rows], d, at);
    }
}

/// From the deltas of A V to those of queries, keys and values.
pub fn backward(
    shape: &Shape,
    [query, key, value]: [&[f64]; 3],
    attention: &[f64],
    dmixed: &[f64],
    cuts: &mut Cut,
    [dquery, dkey, dvalue]: [&mut [f64]; 3],
) {
    let (t, d, narrow) = (shape.context, shape.width, shape.head_width());
    let scale = scale(shape);
    cuts.fit(t, narrow);
    for (i, a) in attention.chunks_exact(t * t).enumerate() {
        let (rows, at) = place(shape, i);
        cut(&query[rows.clone()], d, at, &mut cuts.query, narrow);
        cut(&key[rows.clone()], d, at, &mut cuts.key, narrow);
        cut(&value[rows.clone()], d, at, &mut cuts.value, narrow);
        cut(&dmixed[rows.clone()], d, at, &mut cuts.mixed, narrow);
        transpose_into([t, narrow], &cuts.value, &mut cuts.turned);
        let scores = &mut cuts.scores;
        scores.fill(0.0);
        add_product(
            [t, narrow, t],
            Left::Rows(&cuts.mixed),
            &cuts.turned,
            scores,
        );
        // The derivative of a softmax: A ∘ (dA − the mean of dA under A).
        for (ds, a) in scores.chunks_exact_mut(t).zip(a.chunks_exact(t)) {
            let mean: f64 = ds.iter().zip(a).map(|(d, a)| d * a).sum();
            for (d, a) in ds.iter_mut().zip(a) {
                *d = scale * a * (*d - mean);
            }
        }
        let lists = [&mut cuts.dquery, &mut cuts.dkey, &mut cuts.dvalue];
        lists.into_iter().for_each(|list| list.fill(0.0));
        let across = [t, t, narrow];
        add_product(across, Left::Rows(scores), &cuts.key, &mut cuts.dquery);
        add_product(across, Left::Columns(scores), &cuts.query, &mut cuts.dkey);
        add_product(across, Left::Columns(a), &cuts.mixed, &mut cuts.dvalue);
        paste(&cuts.dquery, narrow, &mut dquery[rows.clone()], d, at);
        paste(&cuts.dkey, narrow, &mut dkey[rows.clone()], d, at);
        paste(&cuts.dvalue, narrow, &mut dvalue[rows], d, at);
    }
}

/// 1/(τ√d_h).
fn scale(shape: &Shape) -> f64 {
    1.0 / (shape.temperature * (shape.head_width() as f64).sqrt())
}

/// Where the i-th attention matrix belongs: the numbers of its sequence's rows, and the first column of its head.
fn place(shape: &Shape, i: usize) -> (core::ops::Range<usize>, usize) {
    let (sequence, head) = (i / shape.heads, i % shape.heads);
    let size = shape.context * shape.width;
    let rows = sequence * size..(sequence + 1) * size;
    (rows, head * shape.head_width())
}

fn softmax(scores: &mut [f64], scale: f64) {
    let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for z in scores.iter_mut() {
        *z = scale * (*z - highest);
    }
    exponential(scores);
    let sum: f64 = scores.iter().sum();
    let inverse = 1.0 / sum;
    scores.iter_mut().for_each(|a| *a *= inverse);
}
