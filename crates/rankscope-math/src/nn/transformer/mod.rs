//! A Transformer small enough to be trained while one watches, with its own backward pass.
//!
//! | file | idea |
//! | --- | --- |
//! | `shape` | what it is made of, and where its tensors lie among the weights |
//! | `network` | forward and backward through all of it |
//! | `pass` | what one batch leaves behind |
//! | `embedding` | tokens and positions |
//! | `rms_norm` | rows of one length |
//! | `attention` | softmax attention of every head |
//! | `feed_forward` | the two layers with an activation between them |
//! | `readout` | scores of the next token |
//! | `loss` | cross-entropy and its deltas |
//! | `exponential` | eˣ with the same bits in every build |
//! | `tasks` | what it learns: label rules and how sequences are drawn |
//! | `heads` | attention of every head over a set of sequences, and the two products of its weights |
//! | `tangent_kernel` | the empirical tangent kernel of two classes, and its measure of the labels |
//!
//! Rows are multiplied from the left, x W; there are no biases. Every sum runs in one order and every function is made of the four
//! operations and roots, or of `libm`: the same bits in every build. Frameworks were not taken: their kernels promise no order of sums.

mod attention;
mod embedding;
mod exponential;
mod feed_forward;
mod heads;
mod loss;
mod network;
mod pass;
mod readout;
mod rms_norm;
mod shape;
mod tangent_kernel;
pub mod tasks;

pub use exponential::exponential;
pub use heads::{Product, attention_of};
pub use loss::Score;
pub use network::Transformer;
pub use pass::Pass;
pub use shape::{Activation, Layer, Shape};
pub use tangent_kernel::{label_complexity, tangent_kernel};
