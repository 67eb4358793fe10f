//! Small networks for live training: weights in one flat vector, gradients, kernels and per-example second moments from one pass.

mod error;
pub mod gate;
mod hidden_layer;
mod mlp;
pub mod optimiser;
pub mod pair_network;
mod pass;
mod power_of_e;
pub mod product;
pub mod tangent;
mod tanh;
pub mod tasks;
pub mod tensor;
pub mod transformer;

pub use error::Error;
pub use hidden_layer::{HiddenLayer, Unit};
pub use mlp::{Activation, Layer, MAX_DEPTH, Mlp, Scaling};
pub use pass::Pass;
pub use tanh::tanh;
