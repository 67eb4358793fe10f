//! Generalization bounds as functions of the sample size.

mod error;

pub use error::Error;
