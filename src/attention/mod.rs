//! Attention matrices: softmax, masks, what-ifs, families with known spectra.

mod error;

pub use error::Error;
