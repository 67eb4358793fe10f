//! A network of two tokens: E₁(a) + E₂(b) + bias → ReLU → readout, with softmax cross-entropy, on pairs from {0, …, p − 1}².
//!
//! One-hot inputs pick rows of the embeddings, so a step costs three products of batch × width × p. Those are done in single precision;
//! weights and gradients are double.

use super::{
    product::{Left, Product, padded},
    tensor::Tensor,
};

/// Two tokens and the class that belongs to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// First token.
    pub a: usize,
    /// Second token.
    pub b: usize,
    /// Class.
    pub class: usize,
}

/// The network without its weights: shapes and memory.
#[derive(Clone, Debug)]
pub struct PairNetwork {
    p: usize,
    width: usize,
    tensors: [Tensor; 4],
    /// The weights in single precision, the readout padded.
    first: Vec<f32>,
    second: Vec<f32>,
    bias: Vec<f32>,
    readout: Vec<f32>,
    transposed: Vec<f32>,
    product: Product,
    /// Activations, batch × width, and their deltas.
    hidden: Vec<f32>,
    hidden_delta: Vec<f32>,
    /// Logits and their deltas, batch × padded p.
    logits: Vec<f32>,
    readout_gradient: Vec<f32>,
    sums: Vec<f32>,
}

/// Loss and accuracy over some pairs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Mean cross-entropy, in nats.
    pub loss: f64,
    /// Share of the pairs whose largest logit is the right one.
    pub accuracy: f64,
}

/// Pairs that are evaluated at once.
const BLOCK: usize = 512;

impl PairNetwork {
    /// A network of `p` tokens and classes with `width` hidden units.
    pub fn new(p: usize, width: usize) -> Self {
        let columns = padded(p);
        let tensors = [
            ("first embedding", p, width),
            ("second embedding", p, width),
            ("bias", 1, width),
            ("readout", width, p),
        ];
        Self {
            p,
            width,
            tensors: Tensor::layout(tensors),
            first: vec![0.0; p * width],
            second: vec![0.0; p * width],
            bias: vec![0.0; width],
            readout: vec![0.0; width * columns],
            // The width may be no multiple of the block either.
            transposed: vec![0.0; columns * padded(width)],
            product: Product::default(),
            hidden: Vec::new(),
            hidden_delta: Vec::new(),
            logits: Vec::new(),
            readout_gradient: vec![0.0; width * columns],
            sums: vec![0.0; (2 * p + 1) * width],
        }
    }

    /// Where its tensors lie among the weights: two embeddings p × width, the bias, the readout width × p.
    pub fn tensors(&self) -> &[Tensor] {
        &self.tensors
    }

    /// Mean gradient of the cross-entropy over the pairs and, where asked for, its biased variance; returns the score before the step.
    pub fn gradient(
        &mut self,
        weights: &[f64],
        pairs: &[Pair],
        mean: &mut [f64],
        variance: Option<&mut [f64]>,
    ) -> Score {
        self.load(weights);
        let score = self.forward(pairs);
        let (p, width, batch) = (self.p, self.width, pairs.len());
        self.transpose();
        let (columns, wide) = (padded(p), padded(width));
        self.hidden_delta.clear();
        self.hidden_delta.resize(batch * wide, 0.0);
        self.product.multiply(
            [batch, columns, wide],
            &self.logits,
            Left::Rows,
            &self.transposed,
            &mut self.hidden_delta,
        );
        for (delta, hidden) in self
            .hidden_delta
            .chunks_exact_mut(wide)
            .zip(self.hidden.chunks_exact(width))
        {
            for (d, h) in delta.iter_mut().zip(hidden) {
                *d = if *h > 0.0 { *d } else { 0.0 };
            }
        }
        let scale = 1.0 / batch.max(1) as f64;
        self.accumulate(pairs, mean, scale);
        if let Some(variance) = variance {
            for list in [&mut self.hidden, &mut self.hidden_delta, &mut self.logits] {
                list.iter_mut().for_each(|x| *x *= *x);
            }
            self.accumulate(pairs, variance, scale);
            super::tasks::centre(mean, variance);
        }
        score
    }

    /// Loss and accuracy over the pairs.
    pub fn score(&mut self, weights: &[f64], pairs: &[Pair]) -> Score {
        self.load(weights);
        let (mut loss, mut right) = (0.0, 0.0);
        for block in pairs.chunks(BLOCK) {
            let score = self.forward(block);
            loss += score.loss * block.len() as f64;
            right += score.accuracy * block.len() as f64;
        }
        let count = pairs.len().max(1) as f64;
        Score {
            loss: loss / count,
            accuracy: right / count,
        }
    }

    /// The mean loss in double precision throughout, by the definition and nothing else, and for every pair which hidden units are open.
    pub fn exact_loss(&self, weights: &[f64], pairs: &[Pair]) -> (f64, Vec<bool>) {
        let [first, second, bias, readout] = self.tensors.each_ref().map(|t| &weights[t.range()]);
        let (p, width) = (self.p, self.width);
        let (mut loss, mut open) = (0.0, Vec::with_capacity(pairs.len() * width));
        for pair in pairs {
            let mut logits = vec![0.0; p];
            for h in 0..width {
                let sum = first[pair.a * width + h] + second[pair.b * width + h] + bias[h];
                open.push(sum > 0.0);
                if sum > 0.0 {
                    let row = readout[h * p..][..p].iter();
                    logits.iter_mut().zip(row).for_each(|(z, w)| *z += sum * w);
                }
            }
            let highest = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            let sum: f64 = logits.iter().map(|z| libm::exp(z - highest)).sum();
            loss += libm::log(sum) + highest - logits[pair.class];
        }
        (loss / pairs.len().max(1) as f64, open)
    }

    /// The weights in single precision.
    fn load(&mut self, weights: &[f64]) {
        let narrow = |to: &mut [f32], from: &[f64]| {
            for (to, x) in to.iter_mut().zip(from) {
                *to = *x as f32;
            }
        };
        let [first, second, bias, readout] = self.tensors.each_ref().map(|t| &weights[t.range()]);
        narrow(&mut self.first, first);
        narrow(&mut self.second, second);
        narrow(&mut self.bias, bias);
        for (to, from) in self
            .readout
            .chunks_exact_mut(padded(self.p))
            .zip(readout.chunks_exact(self.p))
        {
            narrow(to, from);
        }
    }

    fn transpose(&mut self) {
        let wide = padded(self.width);
        for (i, row) in self.readout.chunks_exact(padded(self.p)).enumerate() {
            for (to, x) in self.transposed[i..].iter_mut().step_by(wide).zip(row) {
                *to = *x;
            }
        }
    }

    /// Fills `hidden`, and `logits` with the deltas of the summed loss.
    fn forward(&mut self, pairs: &[Pair]) -> Score {
        let (p, width, batch) = (self.p, self.width, pairs.len());
        let columns = padded(p);
        self.hidden.resize(batch * width, 0.0);
        self.logits.resize(batch * columns, 0.0);
        for (row, pair) in self.hidden.chunks_exact_mut(width).zip(pairs) {
            let first = &self.first[pair.a * width..][..width];
            let second = &self.second[pair.b * width..][..width];
            for (((h, e), f), b) in row.iter_mut().zip(first).zip(second).zip(&self.bias) {
                *h = (e + f + b).max(0.0);
            }
        }
        self.product.multiply(
            [batch, width, columns],
            &self.hidden,
            Left::Rows,
            &self.readout,
            &mut self.logits,
        );
        let (mut loss, mut right) = (0.0, 0);
        for (row, pair) in self.logits.chunks_exact_mut(columns).zip(pairs) {
            let row = &mut row[..p];
            let highest = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
            let own = row[pair.class];
            // Also false where nothing is a number.
            right += usize::from(own >= highest);
            row.iter_mut().for_each(|z| *z = exponential(*z - highest));
            let sum: f32 = row.iter().sum();
            loss += libm::log(f64::from(sum)) - f64::from(own - highest);
            row.iter_mut().for_each(|z| *z /= sum);
            row[pair.class] -= 1.0;
        }
        let count = batch.max(1) as f64;
        Score {
            loss: loss / count,
            accuracy: right as f64 / count,
        }
    }

    /// Sums what activations and deltas give to every weight, times `scale`: the gradient, or with both squared its second moment.
    fn accumulate(&mut self, pairs: &[Pair], to: &mut [f64], scale: f64) {
        let (p, width, batch) = (self.p, self.width, pairs.len());
        let columns = padded(p);
        self.product.multiply(
            [width, batch, columns],
            &self.hidden,
            Left::Columns,
            &self.logits,
            &mut self.readout_gradient,
        );
        self.sums.fill(0.0);
        let (first, rest) = self.sums.split_at_mut(p * width);
        let (second, bias) = rest.split_at_mut(p * width);
        for (delta, pair) in self.hidden_delta.chunks_exact(padded(width)).zip(pairs) {
            let delta = &delta[..width];
            for sum in [
                &mut first[pair.a * width..][..width],
                &mut second[pair.b * width..][..width],
                &mut *bias,
            ] {
                for (sum, d) in sum.iter_mut().zip(delta) {
                    *sum += d;
                }
            }
        }
        let (others, readout) = to.split_at_mut(self.tensors[3].start);
        for (to, sum) in others.iter_mut().zip(&self.sums) {
            *to = scale * f64::from(*sum);
        }
        for (to, row) in readout
            .chunks_exact_mut(p)
            .zip(self.readout_gradient.chunks_exact(columns))
        {
            for (to, x) in to.iter_mut().zip(row) {
                *to = scale * f64::from(*x);
            }
        }
    }
}

/// eˣ for x ≤ 0 in single precision, to about a unit in the last place; 0 below −87. Made of the four operations alone, so that it is the
/// same in every build and can be done on several lanes.
fn exponential(x: f32) -> f32 {
    /// Adding it rounds to a whole number, which then stands in the low bits.
    const ROUND: f32 = 12_582_912.0;
    let shifted = x * core::f32::consts::LOG2_E + ROUND;
    let whole = shifted - ROUND;
    // ln 2 in two parts, the first short enough that the product is exact.
    let r = x - whole * 0.693_359_4 + whole * 2.121_944_4e-4;
    let series = 1.0 / 720.0;
    let series = series * r + 1.0 / 120.0;
    let series = series * r + 1.0 / 24.0;
    let series = series * r + 1.0 / 6.0;
    let series = series * r + 0.5;
    let series = (series * r + 1.0) * r + 1.0;
    let power = f32::from_bits(shifted.to_bits().wrapping_add(127) << 23);
    if x < -87.0 { 0.0 } else { series * power }
}

#[cfg(test)]
mod tests {
    use super::exponential;

    #[test]
    fn the_exponential_is_that_of_the_library() {
        for i in 0..=87_000 {
            let x = -(i as f32) / 1000.0;
            let exact = f64::from(x).exp();
            let off = (f64::from(exponential(x)) / exact - 1.0).abs();
            assert!(off < 2.5e-7, "exp({x}) is off by {off}");
        }
        assert_eq!(exponential(-100.0), 0.0);
        assert_eq!(exponential(0.0), 1.0);
        assert!(exponential(f32::NAN).is_nan());
    }
}
