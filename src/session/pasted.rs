//! A matrix pasted as text.

use crate::{
    data,
    labs::{Error, Value},
};
use serde::Serialize;

/// What pasted text turned out to hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pasted {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// The matrix as a state string writes it.
    pub state: String,
}

/// Reads one matrix from text: CSV, TSV, JSON or what NumPy prints.
///
/// # Errors
/// Those of [`data::read_text`], which say where the text stops making sense.
///
/// ```
/// let pasted = rankscope::session::parse_matrix("[[1, 2], [3, 4]]")?;
/// assert_eq!((pasted.rows, pasted.cols, pasted.state.as_str()), (2, 2, "1,2;3,4"));
/// # Ok::<(), rankscope::labs::Error>(())
/// ```
pub fn parse_matrix(text: &str) -> Result<Pasted, Error> {
    let matrix = data::read_text(text)?;
    let rows = (0..matrix.rows()).map(|i| matrix.row(i).to_vec()).collect();
    Ok(Pasted {
        rows: matrix.rows(),
        cols: matrix.cols(),
        state: Value::Matrix(rows).write(),
    })
}
