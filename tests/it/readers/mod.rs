//! Readers against files that NumPy wrote (`tests/data/make.py`), and against files that nobody should have written.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail the test"
)]
mod bad;
mod cases;
mod damaged;
mod good;

use rankscope::data::{Stack, read};
use std::{fs, path::Path};

fn file(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(name);
    fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

fn opened(name: &str) -> Stack {
    read(name, &file(name)).unwrap_or_else(|e| panic!("{name}: {e}"))
}

/// What `make.py` puts at each index, for a kind of number.
fn expected(kind: char, count: usize) -> Vec<f64> {
    let value = |k: usize| match kind {
        'f' => (k as f64 - 3.0) / 4.0,
        'i' => k as f64 - 3.0,
        'u' => k as f64,
        _ => (k % 2) as f64,
    };
    (0..count).map(|k| value(k % 7)).collect()
}

const SHAPES: [&[usize]; 3] = [&[3, 4], &[2, 3, 4], &[2, 3, 4, 5]];

fn check(stack: &Stack, kind: char, axes: usize) {
    let shape = SHAPES[axes - 2];
    assert_eq!(stack.shape, shape, "{}", stack.name);
    assert_eq!(
        stack.values,
        expected(kind, shape.iter().product()),
        "{}",
        stack.name
    );
}
