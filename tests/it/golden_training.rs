//! Training a Transformer against PyTorch, and its gradients against finite differences.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on fails"
)]

use rankscope::nn::{
    optimiser::{Evidenced, Optimiser, Rule},
    transformer::{
        Activation, Pass, Product, Shape, Transformer, attention_of,
        tasks::{NONE, Sequences},
    },
};
use rankscope::spectrum::Spectrum;
use serde::Deserialize;

const V: usize = 5;
const T: usize = 6;
const M: usize = 12;
const BATCH: usize = 4;

/// The generator of tests/data/transformer/make.py.
struct Generator(u64);

impl Generator {
    fn next(&mut self) -> f64 {
        self.0 = (self.0 * 1_664_525 + 1_013_904_223) % (1 << 32);
        self.0 as f64 / 4_294_967_296.0
    }
}

#[derive(Deserialize)]
struct Golden {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    layers: usize,
    feed_forward: Option<String>,
    normalised: bool,
    causal: bool,
    tied: bool,
    temperature: f64,
    losses: Vec<f64>,
    heads: Vec<[f64; 7]>,
}

fn golden() -> Vec<Case> {
    let text = include_str!("../data/transformer/losses.json");
    serde_json::from_str::<Golden>(text).unwrap().cases
}

/// The network, its first weights and its data, as the script has them.
fn start(case: &Case) -> (Transformer, Vec<f64>, Sequences) {
    let net = Transformer::new(Shape {
        vocabulary: V,
        context: T,
        width: 8,
        heads: 2,
        layers: case.layers,
        feed_forward: case.feed_forward.as_ref().map(|name| match name.as_str() {
            "relu" => Activation::Relu,
            _ => Activation::Gelu,
        }),
        normalised: case.normalised,
        causal: case.causal,
        tied: case.tied,
        temperature: case.temperature,
    })
    .unwrap();
    let mut g = Generator(12345);
    let mut weights = Vec::new();
    for tensor in net.tensors() {
        let gain = tensor.name.ends_with("gain");
        weights.extend((0..tensor.len()).map(|_| match gain {
            true => 1.0 + 0.5 * (g.next() - 0.5),
            false => g.next() - 0.5,
        }));
    }
    let token = |g: &mut Generator| (g.next() * V as f64) as u8;
    let tokens = (0..M * T).map(|_| token(&mut g)).collect();
    // Python evaluates the condition first.
    let label = |i: usize| match g.next() < 0.75 || i % T == T - 1 {
        true => token(&mut g),
        false => NONE,
    };
    let labels = (0..M * T).map(label).collect();
    (net, weights, Sequences::new(T, tokens, labels).unwrap())
}

#[test]
fn thirty_steps_have_the_losses_of_pytorch() {
    let rule = Rule {
        learning_rate: 0.02,
        beta1: 0.9,
        beta2: 0.99,
        epsilon: 1e-8,
        weight_decay: 0.1,
        gate: None,
    };
    let cases = golden();
    assert_eq!(cases.len(), 19);
    for (k, case) in cases.iter().enumerate() {
        let (net, mut weights, data) = start(case);
        let mut adam = Optimiser::new(rule, net.tensors());
        let (mut pass, mut gradient) = (Pass::default(), vec![0.0; net.parameters()]);
        assert_eq!(case.losses.len(), 30);
        for (step, expected) in case.losses.iter().enumerate() {
            let rows: Vec<usize> = (0..BATCH).map(|i| (step * BATCH + i) % M).collect();
            let score = net.gradient(&weights, &data, &rows, &mut pass, &mut gradient);
            let loss = score.unwrap().loss;
            assert!(
                (loss - expected).abs() < 1e-9,
                "case {k}, step {step}: {loss} is not {expected}"
            );
            let gradient = Evidenced {
                mean: &gradient,
                variance: &[],
                batch: BATCH,
            };
            adam.step(&mut weights, gradient, 1.0);
        }
    }
}

#[test]
fn gradients_are_difference_quotients_in_every_tensor() {
    let rows = [0, 3, 7];
    for (k, case) in golden().iter().enumerate() {
        let (net, weights, data) = start(case);
        let (mut pass, mut gradient) = (Pass::default(), vec![0.0; net.parameters()]);
        net.gradient(&weights, &data, &rows, &mut pass, &mut gradient)
            .unwrap();
        for tensor in net.tensors() {
            // Every entry of small tensors, some of large ones.
            for at in tensor.range().step_by(tensor.len() / 24 + 1) {
                let h = 1e-5;
                let mut loss = |by: f64| {
                    let mut moved = weights.clone();
                    moved[at] += by;
                    net.score(&moved, &data, &rows, &mut pass).unwrap().loss
                };
                let quotient = (loss(h) - loss(-h)) / (2.0 * h);
                let off = (quotient - gradient[at]).abs();
                assert!(off < 2e-8, "case {k}, {} entry {at}: {off:e}", tensor.name);
            }
        }
    }
}

#[test]
fn spectra_of_the_heads_are_those_of_numpy() {
    for (k, case) in golden().iter().enumerate() {
        let (net, weights, data) = start(case);
        let by_layer = attention_of(&net, &weights, &data, &mut Pass::default()).unwrap();
        let heads = net.shape().heads;
        assert_eq!(case.heads.len(), case.layers * heads);
        for (i, expected) in case.heads.iter().enumerate() {
            let (layer, head) = (i / heads, i % heads);
            let all = &by_layer[layer][head];
            let spectra = Spectrum::of_each(all).unwrap();
            let mean = |of: fn(&Spectrum) -> f64| spectra.iter().map(of).sum::<f64>() / M as f64;
            let most = |of: fn(&Spectrum) -> f64| spectra.iter().map(of).fold(0.0, f64::max);
            let average = rankscope::linalg::Matrix::from_fn(T, T, |r, c| {
                all.iter().map(|a| a[(r, c)]).sum::<f64>() / M as f64
            });
            let of = |which| {
                let product = net.product(&weights, layer, head, which).unwrap();
                Spectrum::of(&product).unwrap().spectral_norm()
            };
            let found = [
                mean(Spectrum::erank),
                mean(Spectrum::stable_rank),
                most(Spectrum::spectral_norm),
                most(Spectrum::nuclear_norm),
                Spectrum::of(&average).unwrap().erank(),
                of(Product::QueryKey),
                of(Product::ValueOutput),
            ];
            for (found, expected) in found.iter().zip(expected) {
                let off = (found / expected - 1.0).abs();
                assert!(off < 1e-11, "case {k}, head {i}: {found} is not {expected}");
            }
        }
    }
}
