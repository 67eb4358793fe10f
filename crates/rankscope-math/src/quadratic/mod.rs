//! Scaling laws of two-layer networks with quadratic activation: the test error as a function of width, data and penalty.
//!
//! Inputs x ~ N(0, I_d), labels y = Tr\[S*(xxᵀ − I)\]/√d + √Δ·noise, a student S = BBᵀ of width p trained on n samples with an l2
//! penalty. [`solve`] gives the error of the trained network, [`bayes`](bayes_optimal) the best that any method can do, and
//! [`tail_law`], [`phases`], [`thresholds`] and [`lasso`] what can be said in closed form. [`training`] trains real networks.

mod atoms;
mod bayes;
mod decomposition;
mod error;
mod field;
mod free_convolution;
pub mod lasso;
pub mod phases;
mod roots;
mod state_evolution;
pub mod tail_law;
mod teacher;
pub mod thresholds;
pub mod training;
mod tuning;

pub use bayes::{Bayes, bayes_optimal};
pub use decomposition::{Decomposition, decompose};
pub use error::Error;
pub use free_convolution::{DensityPoint, FreeConvolution, Moments};
pub use state_evolution::{Setting, Solution, solve, solve_near};
pub use teacher::{MAX_DIMENSION, Teacher};
pub use tuning::best_penalty;
