//! A NumPy program that runs the same descent.

use super::model::Facts;

/// Empty until written.
pub fn numpy(_: &Facts) -> String {
    String::new()
}
