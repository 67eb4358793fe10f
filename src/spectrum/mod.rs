//! Spectra: effective ranks, norms, synthetic families, noise thresholds, power-law tails.

mod error;

pub use error::Error;
