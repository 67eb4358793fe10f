//! Numbers: matrices, singular values, symmetric eigenvalues, seeded random numbers.

mod cholesky;
#[cfg(test)]
mod close;
mod eigen;
mod error;
mod guard;
pub mod kernel;
mod matrix;
mod multiply;
mod order;
pub mod random;
mod singular;
mod solve;
mod stream;
mod sum;
mod thin_product;

pub use cholesky::solve_definite;
#[cfg(test)]
pub(crate) use close::close;
pub use eigen::{SymmetricEigen, symmetric_eigen};
pub use error::Error;
pub use guard::MAX_SIDE;
pub use matrix::Matrix;
pub use multiply::{Left, add_product, transpose_into};
pub use order::{ascending, sort_ascending, sort_descending};
pub use singular::{
    SingularValues, singular_values, singular_values_of_each, singular_values_of_entries,
};
pub use solve::solve;
pub use stream::{MAX_ENTRIES, MAX_SHORT_SIDE, RowByRow};
pub use sum::{Sum, add_scaled, dot, sum_of_squares, total};
pub use thin_product::{ThinProduct, measure_thin_product};
