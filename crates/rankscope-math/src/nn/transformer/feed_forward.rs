//! The activation between the two feed-forward layers.

use super::Activation;
use crate::nn::tanh;

/// √(2/π) and the weight of the cube in GELU.
const ROOT: f64 = 0.797_884_560_802_865_4;
const CUBE: f64 = 0.044_715;

/// a = φ(z). For GELU `memory` keeps tanh of the inner sum, which the way back needs; ReLU needs no memory.
pub fn forward(activation: Activation, z: &[f64], memory: &mut [f64], a: &mut [f64]) {
    match activation {
        Activation::Relu => {
            for (a, z) in a.iter_mut().zip(z) {
                *a = if *z < 0.0 { 0.0 } else { *z };
            }
        }
        Activation::Gelu => {
            for (m, z) in memory.iter_mut().zip(z) {
                *m = ROOT * (z + CUBE * z * z * z);
            }
            tanh(memory);
            for ((a, z), m) in a.iter_mut().zip(z).zip(memory) {
                *a = 0.5 * z * (1.0 + *m);
            }
        }
    }
}

/// Multiplies the deltas of a by φ′(z).
pub fn backward(activation: Activation, z: &[f64], memory: &[f64], delta: &mut [f64]) {
    match activation {
        Activation::Relu => {
            for (d, z) in delta.iter_mut().zip(z) {
                *d = if *z > 0.0 { *d } else { 0.0 };
            }
        }
        Activation::Gelu => {
            for ((d, z), m) in delta.iter_mut().zip(z).zip(memory) {
                let inner = ROOT * (1.0 + 3.0 * CUBE * z * z);
                *d *= 0.5 * (1.0 + m) + 0.5 * z * (1.0 - m * m) * inner;
            }
        }
    }
}
