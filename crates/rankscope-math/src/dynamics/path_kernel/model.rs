//! What a network has to tell for its training to be attributed.

use crate::nn::HiddenLayer;

/// A function of one input with parameters θ in one flat vector (dimensionless).
pub trait Model {
    /// The output f(x; θ).
    fn value(&self, theta: &[f64], x: f64) -> f64;
    /// The gradient by θ, into `out` of θ's length.
    fn gradient(&self, theta: &[f64], x: f64, out: &mut [f64]);
    /// The Hessian by θ times a direction, into `out`.
    fn hessian_vector(&self, theta: &[f64], x: f64, direction: &[f64], out: &mut [f64]);
    /// Where on the way from θ to θ + step, as ascending shares in (0, 1), the gradient jumps.
    fn kinks(&self, _theta: &[f64], _step: &[f64], _x: f64) -> Vec<f64> {
        Vec::new()
    }
}

impl Model for HiddenLayer {
    fn value(&self, theta: &[f64], x: f64) -> f64 {
        HiddenLayer::value(self, theta, x)
    }

    fn gradient(&self, theta: &[f64], x: f64, out: &mut [f64]) {
        HiddenLayer::gradient(self, theta, x, out);
    }

    fn hessian_vector(&self, theta: &[f64], x: f64, direction: &[f64], out: &mut [f64]) {
        HiddenLayer::hessian_vector(self, theta, x, direction, out);
    }

    fn kinks(&self, theta: &[f64], step: &[f64], x: f64) -> Vec<f64> {
        HiddenLayer::kinks(self, theta, step, x)
    }
}
