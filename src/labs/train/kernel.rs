//! The tangent kernel before the first step, and what it makes of the labels.

use super::trainer::Trainer;
use crate::{
    labs::Error,
    nn::transformer::{label_complexity, tangent_kernel, tasks::NONE},
};

/// Most sequences, and most weights, for which it is computed.
const MOST: usize = 128;
const MOST_WEIGHTS: usize = 20_000;

/// The measure, or why there is none.
pub type Finding = Result<f64, &'static str>;

/// √(2 yᵀK⁻¹y/m) on the first sequences.
pub fn measure(trainer: &mut Trainer) -> Result<Finding, Error> {
    if trainer.setup.shape.vocabulary != 2 {
        return Ok(Err("only for two classes"));
    }
    if trainer.net.parameters() > MOST_WEIGHTS {
        return Ok(Err("only up to 20 000 parameters"));
    }
    let data = trainer.train.first(MOST);
    let mut signs = Vec::new();
    for row in 0..data.len() {
        let asked: Vec<u8> = data
            .labels(row)
            .iter()
            .copied()
            .filter(|l| *l != NONE)
            .collect();
        let [label] = asked[..] else {
            return Ok(Err("only for tasks with one label per sequence"));
        };
        signs.push(if label == 1 { 1.0 } else { -1.0 });
    }
    let kernel = tangent_kernel(&trainer.net, &trainer.weights, &data, &mut trainer.pass)?;
    Ok(label_complexity(&kernel, &signs)
        .ok_or("the kernel is singular: it cannot tell all sequences apart"))
}
