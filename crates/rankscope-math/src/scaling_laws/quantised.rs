//! What quantising trained weights costs, by how long the model was trained: the predecessor of the channel law, fitted to Pythia and GPTQ
//! (Ouyang et al. 2024, arXiv 2411.17691; the constants as printed in its figures, by way of captions).

use super::Split;

/// L16 = [(4.74e19/N)^(0.045/0.399) + 7.63e10/D]^0.399 in nats per token, at 16 bits. Counts above 0; N without embeddings.
pub fn whole(split: Split) -> f64 {
    let size = (4.74e19 / split.parameters).powf(0.045 / 0.399);
    (size + 7.63e10 / split.tokens).powf(0.399)
}

/// What `bits` = 2, 3 or 4 bits cost: 0.017 D^0.5251/(N^0.2261 P^5.4967) nats per token. Counts above 0.
///
/// ```
/// use rankscope_math::scaling_laws::{Split, quantised};
/// let split = Split { parameters: 85056000.0, tokens: 3e11 };
/// assert!((quantised::degradation(split, 3.0) - 0.694363).abs() < 5e-7);
/// ```
pub fn degradation(split: Split, bits: f64) -> f64 {
    let size = split.parameters.powf(0.2261) * bits.powf(5.4967);
    0.017 * split.tokens.powf(0.5251) / size
}

/// The loss of a model whose weights have that many bits; 16 cost nothing.
pub fn loss(split: Split, bits: f64) -> f64 {
    let cost = if bits < 16.0 {
        degradation(split, bits)
    } else {
        0.0
    };
    whole(split) + cost
}

/// The tokens after which more of them make the quantised model worse: the root of dL/d ln D by bisection, to 1e-12; `None` at 16 bits.
pub fn turning_point(parameters: f64, bits: f64) -> Option<f64> {
    if bits >= 16.0 {
        return None;
    }
    let slope = |log_d: f64| {
        let tokens = log_d.exp();
        let split = Split { parameters, tokens };
        let size = (4.74e19 / parameters).powf(0.045 / 0.399);
        let data = 7.63e10 / tokens;
        0.5251 * degradation(split, bits) - 0.399 * data * (size + data).powf(0.399 - 1.0)
    };
    let (mut low, mut high) = (0.0, 100.0);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        match slope(middle) > 0.0 {
            true => high = middle,
            false => low = middle,
        }
    }
    Some((0.5 * (low + high)).exp())
}
