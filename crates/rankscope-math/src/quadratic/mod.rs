//! Scaling laws of two-layer networks with quadratic activation: the test error as a function of width, data and penalty.
//!
//! Inputs x ~ N(0, I_d), labels y = Tr\[S*(xxᵀ − I)\]/√d + √Δ·noise, a student S = BBᵀ of width p trained on n samples with an l2
//! penalty. [`solve`] gives the error of the trained network, [`bayes`](bayes_optimal) the best that any method can do, and
//! [`tail_law`], [`phases`], [`thresholds`] and [`lasso`] what can be said in closed form. [`training`] trains real networks.

mod atoms;
mod bayes;
mod decomposition;
mod ensemble;
mod error;
mod field;
mod free_convolution;
mod interpolation;
pub mod lasso;
pub mod phases;
mod plane;
mod problem;
mod regime;
mod roots;
mod sample_curves;
mod state_evolution;
pub mod tail_law;
mod teacher;
pub mod thresholds;
pub mod training;
mod tuning;
mod width_curve;

pub use bayes::{Bayes, bayes_optimal};
pub use decomposition::{Decomposition, decompose};
pub use ensemble::{Ensemble, MAX_SAMPLES};
pub use error::Error;
pub use free_convolution::{DensityPoint, FreeConvolution, Moments};
pub use interpolation::Interpolation;
pub use plane::{Plane, Rows, SIDE};
pub use problem::Problem;
pub use regime::{NEAR, Regime, regimes};
pub use sample_curves::{SampleCurves, SamplePoint, lasso_numbers, sample_numbers, sample_range};
pub use state_evolution::{Setting, Solution, solve, solve_near};
pub use teacher::{MAX_DIMENSION, Teacher};
pub use tuning::best_penalty;
pub use width_curve::{REFINEMENTS, WidthCurve, widths};
