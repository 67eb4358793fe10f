//! One layer: softmax regression, and a polynomial unit in the plane.

use crate::linalg::dot;

/// The cross-entropy −Σ y ln p with p = softmax(Θx); Θ is classes × inputs.
pub fn softmax(theta: &[f64], [x, y]: [&[f64]; 2], gradient: &mut [f64]) -> f64 {
    let logits: Vec<f64> = theta.chunks_exact(x.len()).map(|row| dot(row, x)).collect();
    let most = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = logits.iter().map(|z| libm::exp(z - most)).collect();
    let sum: f64 = powers.iter().sum();
    let mut loss = 0.0;
    let rows = gradient.chunks_exact_mut(x.len());
    for (((row, y), z), power) in rows.zip(y).zip(&logits).zip(&powers) {
        loss -= y * (z - most - libm::log(sum));
        let d = power / sum - y;
        row.iter_mut().zip(x).for_each(|(g, x)| *g += d * x);
    }
    loss
}

/// Coefficients of z², z⁴ and z⁶ in g (Galley, Shahverdi and Flinth, arXiv 2606.10913, first experiment).
const COEFFICIENTS: [f64; 3] = [1.0, -0.22, 0.012];

/// g(z) = z² − 0.22 z⁴ + 0.012 z⁶ and its slope.
pub fn sextic(z: f64) -> [f64; 2] {
    let (s, [a, b, c]) = (z * z, COEFFICIENTS);
    [
        s * (a + s * (b + s * c)),
        z * (2.0 * a + s * (4.0 * b + s * 6.0 * c)),
    ]
}

/// ½(g(p·x) − y)².
pub fn unit(theta: &[f64], [x, y]: [&[f64]; 2], gradient: &mut [f64]) -> f64 {
    let [g, slope] = sextic(dot(theta, x));
    let off = g - y[0];
    let slopes = gradient.iter_mut().zip(x);
    slopes.for_each(|(g, x)| *g += off * slope * x);
    0.5 * off * off
}
