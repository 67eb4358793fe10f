//! Training seen from the outputs: what a run did to its residuals, to unseen points, and what that says about generalization.
//!
//! Along gradient descent on half the mean squared error the residual obeys r ← (I − ηK/n) r with the tangent kernel K of the moment. The
//! product P of these factors, the propagator, and the transfer operator G = Σ η K_QS P hold everything (Litman and Guo 2026,
//! arXiv 2605.01172, section 3; the closed forms from P are derived here).
//!
//! | file | idea |
//! | --- | --- |
//! | `problem` | noisy labels of a function of one variable |
//! | `experiment` | how a network is built, where it begins, how it is trained |
//! | `trajectory`, `state`, `flow` | a network under full-batch training, with K, P and G along the way; gradient flow in controlled sub-steps |
//! | `channel` | what P removed of every direction: ω, the channel, the reservoir |
//! | `decomposition` | signal and noise through channel and reservoir: the four cells of the test error |
//! | `risk` | test error predicted from one run: generalized cross-validation and leave-one-out |
//! | `identities`, `moment` | how exactly the identities hold; what one moment of a run says |
//! | `push`, `width_sweep` | companions of a run: labels pushed along a direction; networks of many widths |
//! | `limit` | the predictions at the end of endless training, while the kernel does not move |
//! | `contest`, `thinned` | four optimisers on one task, in lockstep; what is kept of a long run |
//! | `noise_scale` | how large a batch is worth its examples |
//! | `path_kernel` | what every training example did to one answer |
//! | `sampler`, `stream` | batches; minibatch training with a meter of the risk |
//! | `conservation` | functions of the parameters that training leaves alone |

mod channel;
pub mod conservation;
mod contest;
mod decomposition;
mod error;
mod experiment;
mod flow;
mod identities;
mod limit;
mod moment;
pub mod noise_scale;
pub mod path_kernel;
mod problem;
mod push;
mod risk;
mod sampler;
mod state;
mod stream;
mod thinned;
mod trajectory;
mod width_sweep;

pub use channel::{
    Channel, LINEARISATION_TOLERANCE, coupling, displacement, gramian, linearisation_residual,
};
pub use contest::{
    CONTESTANTS, Contest, Contestant, Goal, Measured, Plan, Role, extremes, has_died,
};
pub use decomposition::{Cells, Parts};
pub use error::Error;
pub use experiment::{Experiment, Recipe};
pub use identities::{carried, identities, steepness, transfer_residual};
pub use limit::change_in_the_limit;
pub use moment::{Moment, next_kept_step};
pub use problem::{Data, EDGE, Problem, QUERIES, Target, mean_square, root_mean_square, uniform};
pub use push::Push;
pub use risk::{degrees_of_freedom, generalized_cross_validation, leave_one_out};
pub use sampler::{Sampler, Source};
pub use stream::{Batch, Meter, Stream, update_rate};
pub use thinned::Thinned;
pub use trajectory::{Advance, Method, Trajectory};
pub use width_sweep::{WidthPoint, WidthSweep, sweep_widths};
