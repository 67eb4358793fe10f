//! What the golden tests of every room say.

/// That a number is another one, up to an absolute error.
#[track_caller]
pub(crate) fn close(got: f64, expected: f64, within: f64) {
    let off = (got - expected).abs();
    assert!(
        off <= within,
        "got {got}, expected {expected}: off by {off:e}"
    );
}
