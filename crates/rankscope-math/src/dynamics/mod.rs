//! Training seen from the outputs: what a run did to its residuals, to unseen points, and what that says about generalization.
//!
//! Along gradient descent on half the mean squared error the residual obeys r ← (I − ηK/n) r with the tangent kernel K of the moment. The
//! product P of these factors, the propagator, and the transfer operator G = Σ η K_QS P hold everything (Litman and Guo 2026,
//! arXiv 2605.01172, section 3; the closed forms from P are derived here).
//!
//! | file | idea |
//! | --- | --- |
//! | `trajectory` | a network under full-batch training, with K, P and G along the way |
//! | `channel` | what P removed of every direction: ω, the channel, the reservoir |
//! | `decomposition` | signal and noise through channel and reservoir: the four cells of the test error |
//! | `risk` | test error predicted from one run: generalized cross-validation and leave-one-out |
//! | `limit` | the predictions at the end of endless training, while the kernel does not move |
//! | `stream` | minibatch training with a meter of the risk |

mod channel;
mod decomposition;
mod error;
mod limit;
mod risk;
mod stream;
mod trajectory;

pub use channel::{Channel, coupling, displacement, gramian};
pub use decomposition::{Cells, Parts};
pub use error::Error;
pub use limit::change_in_the_limit;
pub use risk::{degrees_of_freedom, generalized_cross_validation, leave_one_out};
pub use stream::{Batch, Meter, Stream, update_rate};
pub use trajectory::{Data, Method, Trajectory};
