//! From the rows that are asked for a label to scores of every token.

use crate::linalg::{Left, add_product, transpose_into};

/// Scores (rows x V) of rows of x (rows x d) through the read-out (d x V).
pub fn forward(x: &[f64], readout: &[f64], [width, classes]: [usize; 2], scores: &mut [f64]) {
    scores.fill(0.0);
    let shape = [scores.len() / classes, width, classes];
    add_product(shape, Left::Rows(x), readout, scores);
}

/// The deltas of x, by the transposed read-out (V x d).
pub fn backward(dscores: &[f64], turned: &[f64], [width, classes]: [usize; 2], dx: &mut [f64]) {
    dx.fill(0.0);
    let shape = [dscores.len() / classes, classes, width];
    add_product(shape, Left::Rows(dscores), turned, dx);
}

/// Adds what the deltas of the scores give to the read-out (d x V) or, where it is tied, to the embedding (V x d).
pub fn gradient(
    x: &[f64],
    dscores: &[f64],
    [width, classes]: [usize; 2],
    tied: bool,
    to: &mut [f64],
) {
    let rows = dscores.len() / classes;
    match tied {
        true => add_product([classes, rows, width], Left::Columns(dscores), x, to),
        false => add_product([width, rows, classes], Left::Columns(x), dscores, to),
    }
}

/// The transpose of a rows x cols matrix, in memory to be used again.
pub fn turn(from: &[f64], [rows, cols]: [usize; 2], to: &mut Vec<f64>) {
    to.resize(rows * cols, 0.0);
    transpose_into([rows, cols], from, to);
}
