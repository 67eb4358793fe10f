//! Effective ranks, limits, thresholds and tail fits against values from other sources.
//!
//! Unless a test names its own source, the expected values were computed with mpmath at 30 digits from the definitions.

#![cfg(test)]
#![expect(
    clippy::excessive_precision,
    reason = "reference values stand as they were computed"
)]

mod limits;
mod ranks;
mod thresholds;

use rankscope::spectrum::{Ranks, Spectrum};

/// Fails unless the two agree to the relative tolerance.
fn close(found: f64, expected: f64, tolerance: f64) {
    let error = (found - expected).abs() / expected.abs();
    assert!(
        error <= tolerance,
        "found {found:?}, expected {expected:?}: relative error {error:e}"
    );
}

/// A few units in the last place: what summing some ten terms may lose.
const ROUNDING: f64 = 2e-15;

fn spectrum(values: &[f64]) -> Spectrum {
    Spectrum::new(values.to_vec(), values.len(), values.len()).unwrap()
}

fn same_ranks(found: &Ranks, expected: &Ranks, tolerance: f64) {
    for (found, expected) in pairs(found, expected) {
        close(found, expected, tolerance);
    }
}

fn pairs(a: &Ranks, b: &Ranks) -> [(f64, f64); 6] {
    [
        (a.erank, b.erank),
        (a.nuclear_frobenius_rank, b.nuclear_frobenius_rank),
        (a.energy_entropy_rank, b.energy_entropy_rank),
        (a.nuclear_spectral_rank, b.nuclear_spectral_rank),
        (a.participation_ratio, b.participation_ratio),
        (a.stable_rank, b.stable_rank),
    ]
}
