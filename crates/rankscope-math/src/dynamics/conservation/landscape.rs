//! The loss of the polynomial unit over the plane of its two parameters.

use super::{Examples, Network, single};
use crate::dynamics::Error;
use core::f64::consts::TAU;

/// Directions in which a landscape is looked at; a multiple of every small number of rotations.
const DIRECTIONS: usize = 720;

/// The mean of ½(g(p·x) − y)² at p, for g(z) = 0.012 z⁶ − 0.22 z⁴ + z².
pub fn unit_loss(examples: &Examples, p: [f64; 2]) -> f64 {
    let n = examples.inputs.rows();
    let one = |i: usize| {
        let x = examples.inputs.row(i);
        let [g, _] = single::sextic(p[0] * x[0] + p[1] * x[1]);
        let off = g - examples.labels[(i, 0)];
        0.5 * off * off
    };
    (0..n).map(one).sum::<f64>() / n as f64
}

/// The loss at so many directions of p on the circle |p| = `radius`.
pub fn losses_around(examples: &Examples, radius: f64, directions: usize) -> Vec<f64> {
    let at = |k: usize| {
        let angle = TAU * k as f64 / directions as f64;
        unit_loss(
            examples,
            [libm::cos(angle), libm::sin(angle)].map(|x| radius * x),
        )
    };
    (0..directions).map(at).collect()
}

/// How far the loss is from being the same in all directions: its range on the circle |p| = `radius` over its mean there (dimensionless,
/// at 720 directions). Rounding where the loss depends on the length of p alone.
///
/// # Errors
/// Examples that are not points of the plane with a label.
pub fn anisotropy(examples: &Examples, radius: f64) -> Result<f64, Error> {
    let shape = [examples.inputs.cols(), examples.labels.cols()];
    if shape != Network::Unit.shape() {
        return Err(Error::Shape {
            sizes: shape.to_vec(),
            accepted: "two coordinates and one label",
        });
    }
    let losses = losses_around(examples, radius, DIRECTIONS);
    let most = losses.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let least = losses.iter().copied().fold(f64::INFINITY, f64::min);
    Ok((most - least) / (losses.iter().sum::<f64>() / DIRECTIONS as f64))
}
