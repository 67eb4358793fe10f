//! Trains a Transformer for as many steps as it is told: one side of `cargo xtask bench training`.
//!
//! A line of the input is `L d T H V m batch feed normalised steps`; the answer is seconds of processor time and of the clock, and the
//! last loss. The same line again goes on with the same network.

#![allow(clippy::unwrap_used, reason = "a measurement that cannot go on stops")]

use rankscope_math::{
    linalg::random::seeded,
    nn::{
        optimiser::{Evidenced, Optimiser, Rule},
        tasks::Batches,
        transformer::{
            Activation, Pass, Shape, Transformer,
            tasks::{Sequences, Task},
        },
    },
};
use std::{fs, io, time::Instant};

/// Longest gradient.
const CLIP: f64 = 1.0;

struct Training {
    net: Transformer,
    weights: Vec<f64>,
    gradient: Vec<f64>,
    data: Sequences,
    pass: Pass,
    adam: Optimiser,
    batches: Batches,
}

impl Training {
    fn new(size: &[usize]) -> Self {
        let [
            layers,
            width,
            context,
            heads,
            vocabulary,
            samples,
            batch,
            feed,
            normalised,
        ] = size[..9].try_into().unwrap();
        let shape = Shape {
            vocabulary,
            context,
            width,
            heads,
            layers,
            feed_forward: (feed == 1).then_some(Activation::Gelu),
            normalised: normalised == 1,
            causal: false,
            tied: false,
            temperature: 1.0,
        };
        let net = Transformer::new(shape).unwrap();
        let rule = Rule {
            learning_rate: 0.003,
            beta1: 0.9,
            beta2: 0.99,
            epsilon: 1e-8,
            weight_decay: 0.01,
            gate: None,
        };
        let drawn = Task::Majority.draw(vocabulary, context, samples, 1, &mut seeded(1));
        Self {
            weights: net.init(&mut seeded(2)),
            gradient: vec![0.0; net.parameters()],
            data: drawn.unwrap().0,
            pass: Pass::default(),
            adam: Optimiser::new(rule, net.tensors()),
            batches: Batches::new(samples, batch, seeded(3)),
            net,
        }
    }

    fn step(&mut self) -> f64 {
        let rows = self.batches.draw();
        let (weights, gradient) = (&mut self.weights, &mut self.gradient);
        let score = self
            .net
            .gradient(weights, &self.data, rows, &mut self.pass, gradient);
        let length = gradient.iter().map(|g| g * g).sum::<f64>().sqrt();
        if length > CLIP {
            gradient.iter_mut().for_each(|g| *g *= CLIP / length);
        }
        let mean = Evidenced {
            mean: gradient,
            variance: &[],
            batch: rows.len(),
        };
        self.adam.step(weights, mean, 1.0);
        score.unwrap().loss
    }
}

/// Seconds of processor time of this thread, where the system tells.
fn spent() -> Option<f64> {
    let text = fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(text.split(' ').next()?.parse::<f64>().ok()? / 1e9)
}

fn main() {
    let mut open: Option<(Vec<usize>, Training)> = None;
    for line in io::stdin().lines() {
        let line = line.unwrap();
        let numbers = line.split(' ').map(|word| word.parse().unwrap());
        let (size, steps) = {
            let mut all: Vec<usize> = numbers.collect();
            let steps = all.pop().unwrap();
            (all, steps)
        };
        if open.as_ref().is_none_or(|(known, _)| *known != size) {
            open = Some((size.clone(), Training::new(&size)));
        }
        let (_, training) = open.as_mut().unwrap();
        let (begun, before, mut loss) = (Instant::now(), spent(), f64::NAN);
        for _ in 0..steps {
            loss = training.step();
        }
        let clock = begun.elapsed().as_secs_f64();
        let processor = spent().zip(before).map_or(clock, |(now, then)| now - then);
        println!("{processor} {clock} {loss}");
    }
}
