//! The figures.

mod benign;
mod curve;
mod double_descent;
mod modes;

pub use benign::benign;
pub use curve::curve;
pub use double_descent::double_descent;
pub use modes::{learnability, spectrum};
