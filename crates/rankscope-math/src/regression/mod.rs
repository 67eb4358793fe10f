//! Kernel and linear regression from a spectrum: what is learned, at what test error, without training anything.
//!
//! A kernel (or a linear model on random features) is described by its eigenvalues and by the energy of the target along each
//! eigenfunction ([`Modes`]). One equation for one number κ ([`generalization`]) then gives the learning curve; double descent, benign
//! overfitting and the infinitely wide ReLU network on a circle are special cases.

pub mod arc_cosine;
pub mod benign;
mod best_ridge;
mod curve;
pub mod double_descent;
mod eigenlearning;
mod error;
pub mod families;
mod modes;
pub mod monte_carlo;
pub mod rate;
mod simulation;

pub use best_ridge::{BestRidge, best_ridge};
pub use curve::Curve;
pub use eigenlearning::{Generalization, Setting, generalization};
pub use error::Error;
pub use modes::{Level, Modes};
pub use simulation::{Dot, MAX_SIMULATED, Simulation, Source};
