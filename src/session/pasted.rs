//! A matrix pasted as text.

#[cfg(feature = "readers")]
use crate::data;
use crate::{
    data::Stack,
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

impl Pasted {
    /// What text that was read elsewhere, and packed, turned out to hold.
    ///
    /// # Errors
    /// Bytes that [`Stack::to_bytes`] did not write.
    pub fn of(bytes: &[u8]) -> Result<Self, Error> {
        let matrix = Stack::from_bytes("pasted text", bytes)?.matrix(0, 0)?;
        let rows = (0..matrix.rows()).map(|i| matrix.row(i).to_vec()).collect();
        Ok(Self {
            rows: matrix.rows(),
            cols: matrix.cols(),
            state: Value::Matrix(rows).write(),
        })
    }
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
#[cfg(feature = "readers")]
pub fn parse_matrix(text: &str) -> Result<Pasted, Error> {
    let stack = Stack::of("pasted text", &data::read_text(text)?)?;
    Pasted::of(&stack.to_bytes()?)
}
