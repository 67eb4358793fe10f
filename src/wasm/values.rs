//! Singular values alone, for whoever measures how fast they come.

use super::{Result, error};
use crate::linalg::{self, Matrix};
use wasm_bindgen::prelude::*;

/// The singular values of a row-major matrix, in descending order.
#[wasm_bindgen]
pub fn singular_values(rows: usize, cols: usize, entries: Vec<f64>) -> Result<Vec<f64>> {
    let told = |cause: linalg::Error| error(cause.code(), &cause.to_string());
    let matrix = Matrix::new(rows, cols, entries).map_err(told)?;
    Ok(linalg::singular_values(&matrix).map_err(told)?.into_vec())
}
