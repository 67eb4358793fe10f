//! What every training example did to one answer: the path of training, attributed.
//!
//! A step Δ of training moves an output by f(θ + Δ) − f(θ) = ∫₀¹ ⟨∇f(θ + sΔ), Δ⟩ ds, and Δ is a sum over the examples. Cut after the first
//! term, the integral is Domingos' path kernel (2020, arXiv 2012.00152); with ½ Δᵀ∇²f Δ it is the second-order formula (Guo, He and Morel,
//! arXiv 2606.07495, abstract read; the formulas are derived here); by quadrature it is the exact path kernel (Bell et al., arXiv 2308.00824).
//!
//! | file | idea |
//! | --- | --- |
//! | `model` | what a network has to tell: value, gradient, Hessian times a direction |
//! | `path` | training with momentum and batches, every step kept |
//! | `attribution` | a walk along a path that adds up what each example did to the answer at one input |
//! | `residuals` | the same training in finer steps: how fast what a formula leaves out goes away |

mod attribution;
#[cfg(test)]
mod golden;
mod model;
mod path;
mod residuals;

pub use attribution::{Attribution, Moment, gram};
pub use model::Model;
pub use path::{Examples, Path, Recipe, Sampling};
pub use residuals::Residuals;
