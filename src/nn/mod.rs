//! Small networks for live training: weights in one flat vector, gradients, kernels and per-example second moments from one pass.

mod error;
mod mlp;
mod pass;
mod tanh;

pub use error::Error;
pub use mlp::{Activation, Layer, MAX_DEPTH, Mlp, Scaling};
pub use pass::Pass;
pub use tanh::tanh;
