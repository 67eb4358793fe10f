//! Attention matrices: softmax, what-ifs on temperature, mask and sinks, families whose spectra are known exactly, and how much
//! one layer contracts.
//!
//! ```text
//! Source (logits | probabilities) ── WhatIf ──> attend ──> Attention { logits, probabilities }
//! ```

mod attend;
mod contraction;
mod error;
mod family;
pub mod minilm;
mod softmax;

pub use attend::{Attention, Mask, Source, WhatIf, attend, row_sum_tolerance};
pub use contraction::{dobrushin, row_sum_residual};
pub use error::Error;
pub use family::Family;
pub use softmax::softmax;
