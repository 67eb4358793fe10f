//! The gradient noise scale: how large a batch is worth its examples (McCandlish, Kaplan, Amodei et al. 2018, arXiv 1812.06162).
//!
//! A batch of B examples has the mean gradient G plus noise of covariance Σ/B. With the Hessian H, the best step along it is εmax/(1 + B_noise/B)
//! long and lowers the loss by ΔLmax/(1 + B_noise/B), with B_noise = tr(HΣ)/GᵀHG: beyond it a batch pays less than it costs. B_simple = tr Σ/|G|² stands
//! for it where H is not known. The statements are of secondary sources that agree; the closed forms of linear regression are derived here.
//!
//! | file | idea |
//! | --- | --- |
//! | `moment` | gradient, its noise, and what a step of the best length does |
//! | `estimator` | both parts of the scale from two batch sizes, without bias, and averaged apart |
//! | `pareto` | steps against examples: the hyperbola, fitted; what a batch that grows saves |
//! | `trainee` | what is trained, and `linear`, `network` and `table` that are |
//! | `race` | stochastic gradient descent until a target loss |

mod estimator;
#[cfg(test)]
mod golden;
mod linear;
mod moment;
mod network;
mod pareto;
mod race;
mod table;
mod trainee;

pub use estimator::{Average, Sizes};
pub use linear::Linear;
pub use moment::Moment;
pub use network::Curve;
pub use pareto::{Pareto, adaptive_gain, gain_of_growth};
pub use race::Race;
pub use table::Table;
pub use trainee::Trainee;
