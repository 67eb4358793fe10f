//! What a table of measurements says: rank correlations with their uncertainty, and straight lines.

mod kendall;
mod line;

pub use kendall::{Kendall, bootstrap, granulated};
pub use line::Line;
