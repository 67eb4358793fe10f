//! What training never changes: conservation laws of gradient flow, how many there are, and what breaks them.
//!
//! A function h of the parameters is conserved by gradient flow whatever the data where ∇h is orthogonal to every gradient that data can
//! make. Of W₂W₁x that is W₁W₁ᵀ − W₂ᵀW₂, of a ReLU unit ‖v‖² + b² − ‖u‖², and so on (Marcotte, Gribonval and Peyré, arXiv 2307.00144
//! and 2506.06194). Data that a group has made symmetric may add laws where the loss is a polynomial (Galley, Shahverdi and Flinth,
//! arXiv 2606.10913).
//!
//! | file | idea |
//! | --- | --- |
//! | `polynomial`, `law` | functions of the parameters; how far training has moved them |
//! | `network`, `chain`, `mixing`, `single` | the networks, with loss and gradient of one example |
//! | `catalogue` | the laws of each network |
//! | `brackets`, `counting` | how many there are: by the brackets of the gradient fields, and by formula |
//! | `augmentation`, `landscape` | data made symmetric, and the landscape of a unit on them |
//! | `start`, `training` | where a run begins, and how it goes |

mod augmentation;
mod brackets;
mod catalogue;
mod chain;
mod counting;
mod landscape;
mod law;
mod mixing;
mod network;
mod polynomial;
mod single;
mod start;
mod training;

#[cfg(test)]
mod tests;

pub use augmentation::Augmentation;
pub use brackets::{Count, count_laws};
pub use catalogue::{Family, Standing};
pub use counting::two_layer_laws;
pub use landscape::{anisotropy, losses_around, unit_loss};
pub use law::{Law, Reference, independent};
pub use network::{Examples, Network};
pub use polynomial::Polynomial;
pub use start::PLANE;
pub use training::{Dynamics, Moment, Problem, Rule, Training, drift_of};
