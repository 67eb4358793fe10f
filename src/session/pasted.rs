//! A matrix or a list pasted as text.

#[cfg(feature = "readers")]
use crate::data;
use crate::{
    data::Stack,
    labs::{Error, Value},
};
use serde::Serialize;

/// Most rows and columns of a matrix that a state string carries; a larger one travels as a file.
const MAX_TYPED: usize = 64;

/// What pasted text turned out to hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pasted {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub cols: usize,
    /// The matrix as a state string writes it; empty where it is to be kept as a file is.
    pub state: String,
    /// Whether it is: it is larger than 64 x 64, a stack, or has masked logits.
    pub file: bool,
    /// What a reader has to know about how it was read.
    pub notes: Vec<String>,
}

impl Pasted {
    /// What text that was read elsewhere, and packed, turned out to hold: a matrix or a stack, or a list in one row.
    ///
    /// # Errors
    /// Bytes that [`Stack::to_bytes`] did not write.
    pub fn of(bytes: &[u8], list: bool) -> Result<Self, Error> {
        let stack = Stack::from_bytes("pasted text", bytes)?;
        Ok(match list {
            true => Self::list(stack.values),
            false => Self::matrix(stack),
        })
    }

    fn matrix(stack: Stack) -> Self {
        let several = stack.layers * stack.heads > 1;
        let file = several
            || stack.rows.max(stack.cols) > MAX_TYPED
            || stack.values.iter().any(|x| x.is_infinite());
        Self {
            rows: stack.rows,
            cols: stack.cols,
            state: match file {
                true => String::new(),
                false => {
                    let rows = stack.values.chunks_exact(stack.cols).map(<[f64]>::to_vec);
                    Value::Matrix(rows.collect()).write()
                }
            },
            file,
            notes: stack.notes,
        }
    }

    fn list(values: Vec<f64>) -> Self {
        Self {
            rows: 1,
            cols: values.len(),
            state: Value::Vector(values).write(),
            file: false,
            notes: Vec::new(),
        }
    }
}

/// Reads a matrix, or a stack of them, from text: whatever [`data::read`] reads as text.
///
/// # Errors
/// Those of [`data::pasted`], which say where the text stops making sense.
///
/// ```
/// let pasted = rankscope::session::parse_matrix("[[1, 2], [3, 4]]")?;
/// assert_eq!((pasted.rows, pasted.cols, pasted.state.as_str()), (2, 2, "1,2;3,4"));
/// # Ok::<(), rankscope::labs::Error>(())
/// ```
#[cfg(feature = "readers")]
pub fn parse_matrix(text: &str) -> Result<Pasted, Error> {
    Ok(Pasted::matrix(data::pasted(text)?))
}

/// Reads a list of numbers from text: one row or one column, in any of the ways in which a matrix is read.
///
/// # Errors
/// Those of [`data::read_list`].
///
/// ```
/// assert_eq!(rankscope::session::parse_list("0,8 0,5 0,1")?.state, "0.8,0.5,0.1");
/// # Ok::<(), rankscope::labs::Error>(())
/// ```
#[cfg(feature = "readers")]
pub fn parse_list(text: &str) -> Result<Pasted, Error> {
    Ok(Pasted::list(data::read_list(text)?))
}
