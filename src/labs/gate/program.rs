//! A NumPy program that runs the same comparison with its own random numbers.

use super::setup::Setup;

/// Nothing yet.
pub fn numpy(_: &Setup) -> String {
    String::new()
}
