//! Numbers: matrices, singular values, symmetric eigenvalues, seeded random numbers.

mod error;

pub use error::Error;
