//! Where the deep networks learn, where they are judged, and where the one built by hand is held against its formula.

use super::{
    controls::Object,
    panel::{Examples, Starts},
};
use crate::{
    labs::prelude::*,
    nn::Pass,
    representation::{
        fit,
        square::{self, Built},
    },
};

/// Points along a side of a training on a square.
const SIDE: usize = 24;
/// Most points of a training on an interval: a prime, so that no tooth is met at its zeros only.
const MOST_POINTS: usize = 1021;
/// Points to learn from and to be judged by.
pub fn examples(object: Object, depth: usize) -> Examples {
    if object == Object::Product {
        let side = |count: usize, shift: f64| {
            let at = move |i: usize| (i as f64 + shift) / count as f64;
            let points = move |k: usize| [at(k / count), at(k % count)];
            let inputs: Vec<f64> = (0..count * count).flat_map(points).collect();
            let values = inputs.chunks(2).map(|p| p[0] * p[1]).collect();
            (inputs, values)
        };
        return Examples {
            train: side(SIDE, 0.5),
            test: side(SIDE + 8, 0.5),
        };
    }
    let count = match object {
        Object::Sawtooth => (8usize << depth).clamp(129, MOST_POINTS),
        _ => 129,
    };
    let of = |x: f64| match object {
        Object::Sawtooth => square::sawtooth(depth, x),
        _ => x * x,
    };
    let on = |count: usize| {
        let inputs: Vec<f64> = (0..count)
            .map(|i| (i as f64 + 0.5) / count as f64)
            .collect();
        let values = inputs.iter().map(|x| of(*x)).collect();
        (inputs, values)
    };
    Examples {
        train: on(count),
        test: on(2 * count + 1),
    }
}

/// The row of the test's square nearest to y = 1/2, as the best network has it.
pub fn slice(starts: &Starts) -> Vec<(f64, f64)> {
    let count = SIDE + 8;
    let outputs = starts.best().map(|best| best.outputs.as_slice());
    let at = |i: usize| {
        let x = (i as f64 + 0.5) / count as f64;
        let row = outputs?;
        // Between the two rows that enclose 1/2.
        let [a, b] = [count / 2 - 1, count / 2].map(|j| row.get(i * count + j).copied());
        Some((x, 0.5 * (a? + b?)))
    };
    (0..count).filter_map(at).collect()
}

/// How far the network is from the formula where its error is largest, over that error.
pub fn deviation(object: Object, depth: usize, (net, parameters): &Built) -> Result<f64, Error> {
    let step = 1.0 / (2u64 << depth) as f64;
    let mut inputs = Vec::new();
    let mut wanted = Vec::new();
    let sup = square::quarter_to(depth) / 4.0;
    for k in [0u64, 1, (2 << depth) - 1] {
        let x = k as f64 * step;
        let odd = k % 2 == 1;
        match object {
            Object::Product => {
                // x/2 and y/2 in the middle of the first piece: there the product is 4 sup too small.
                let x = if odd { 2.0 * step } else { 0.0 };
                inputs.extend([x, x]);
                wanted.push(x * x - if odd { 4.0 * sup } else { 0.0 });
            }
            Object::Sawtooth => {
                inputs.push(x);
                wanted.push(if odd { 0.5 } else { 0.0 });
            }
            _ => {
                inputs.push(x);
                wanted.push(x * x + if odd { sup } else { 0.0 });
            }
        }
    }
    let mut pass = Pass::default();
    net.forward(parameters, &inputs, &mut pass)?;
    Ok(fit::distance(pass.outputs(), &wanted).sup / sup)
}
