//! Readers: bytes of a visitor's file, or text that was pasted, in; a stack of matrices out.
//!
//! A hostile file costs no more than a few times its size: claims are checked against the bytes that are there before memory is
//! asked for, and every limit has its own error. The .npy header and the .zip directory are read here, because the crates that read
//! them (npyz with its Python grammar, zip) measured 64 kB and 80 kB of compressed wasm; inflating is miniz_oxide's, CSV fields are
//! csv-core's, JSON objects are serde_json's.

mod decimal;
mod delimited;
mod error;
mod nested;
mod npy;
mod npz;
mod packed;
pub mod safetensors;

pub use decimal::number;
pub use error::Error;

use crate::linalg::Matrix;
use error::place;
use serde::{Deserialize, Serialize};

/// Most rows or columns of a matrix.
pub const MAX_SIDE: usize = 4096;
/// Most numbers in a file: 64 million, half a gigabyte once read.
pub const MAX_NUMBERS: usize = 64_000_000;

/// Largest relative error of a number stored as a double.
const DOUBLE_ROUNDING: f64 = f64::EPSILON / 2.0;

/// Matrices of one size, by layer and head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stack {
    /// The file's name.
    pub name: String,
    /// The shape as stored: 2, 3 or 4 axes.
    pub shape: Vec<usize>,
    /// Number of layers; 1 for a single matrix or a stack without layers.
    pub layers: usize,
    /// Number of heads in each layer.
    pub heads: usize,
    /// Rows of each matrix.
    pub rows: usize,
    /// Columns of each matrix.
    pub cols: usize,
    /// `[layer][head][row][col]`, row-major.
    pub values: Vec<f64>,
    /// Largest relative error that storing a number has made: 2^-11 for float16, 2^-24 for float32, else 2^-53.
    pub rounding: f64,
}

impl Stack {
    /// A stack from numbers in row-major order and their shape `[rows, cols]`, `[head, rows, cols]` or `[layer, head, rows, cols]`.
    ///
    /// # Errors
    /// Another number of axes, an axis of length 0, a side above [`MAX_SIDE`], an entry that is NaN or infinite (it is named).
    ///
    /// ```
    /// use rankscope::data::Stack;
    /// let stack = Stack::new("a", &[2, 1, 2], vec![1.0, 2.0, 3.0, 4.0])?;
    /// assert_eq!((stack.heads, stack.matrix(0, 1)?.as_slice()), (2, &[3.0, 4.0][..]));
    /// # Ok::<(), rankscope::data::Error>(())
    /// ```
    pub fn new(name: &str, shape: &[usize], values: Vec<f64>) -> Result<Self, Error> {
        let count = checked_count(shape)?;
        let (layers, heads, rows, cols) = match *shape {
            [rows, cols] => (1, 1, rows, cols),
            [heads, rows, cols] => (1, heads, rows, cols),
            [layers, heads, rows, cols] => (layers, heads, rows, cols),
            _ => return Err(Error::Axes { axes: shape.len() }),
        };
        if values.len() != count {
            let (needed, there) = (count as u64, values.len() as u64);
            return Err(Error::Truncated {
                needed,
                there,
                unit: "numbers",
            });
        }
        if let Some(at) = values.iter().position(|x| !x.is_finite()) {
            let (row, col) = (at / cols, at % cols);
            let path = [row / rows / heads, row / rows % heads, row % rows];
            return Err(Error::NotFinite {
                row: place(&path[4 - shape.len()..], 0),
                col,
                value: values[at],
            });
        }
        Ok(Self {
            name: name.into(),
            shape: shape.into(),
            layers,
            heads,
            rows,
            cols,
            values,
            rounding: DOUBLE_ROUNDING,
        })
    }

    /// The matrix of one head, both counted from 0.
    ///
    /// # Errors
    /// [`Error::NoSuchHead`] says how many layers and heads there are.
    pub fn matrix(&self, layer: usize, head: usize) -> Result<Matrix, Error> {
        let (layers, heads) = (self.layers, self.heads);
        if layer >= layers || head >= heads {
            return Err(Error::NoSuchHead {
                layer,
                head,
                layers,
                heads,
            });
        }
        let size = self.rows * self.cols;
        let start = (layer * heads + head) * size;
        let entries = self.values[start..start + size].to_vec();
        Ok(Matrix::new(self.rows, self.cols, entries)?)
    }
}

/// The number of entries of a shape that is within the limits; asked before any memory is.
fn checked_count(shape: &[usize]) -> Result<usize, Error> {
    if !(2..=4).contains(&shape.len()) {
        return Err(Error::Axes { axes: shape.len() });
    }
    if shape.contains(&0) {
        return Err(Error::Empty);
    }
    if let Some(&side) = shape[shape.len() - 2..]
        .iter()
        .find(|side| **side > MAX_SIDE)
    {
        return Err(Error::TooLarge { side });
    }
    let count = shape
        .iter()
        .try_fold(1usize, |count, side| count.checked_mul(*side));
    match count {
        Some(count) if count <= MAX_NUMBERS => Ok(count),
        _ => Err(Error::TooMany),
    }
}

/// Reads a file by its content; the name serves messages and tells text formats apart.
///
/// Accepted are .npy (versions 1 to 3; float16, float32, float64, integers, booleans; either byte order; C and Fortran order), .npz
/// with one array or one called `attention` or `arr_0`, .csv/.tsv/.txt with an optional header row, .json (nested arrays or
/// `{"attention": [...]}`) and the text that NumPy and PyTorch print. Two axes are a matrix, three `[head, row, col]`, four
/// `[layer, head, row, col]`.
///
/// # Errors
/// One for each way in which a file can be bad; see [`Error`].
///
/// ```
/// let stack = rankscope::data::read("a.csv", b"0.25,0.75\n1,0\n")?;
/// assert_eq!((stack.shape, stack.values), (vec![2, 2], vec![0.25, 0.75, 1.0, 0.0]));
/// # Ok::<(), rankscope::data::Error>(())
/// ```
pub fn read(name: &str, bytes: &[u8]) -> Result<Stack, Error> {
    let ((shape, values), rounding) = match bytes {
        [] => return Err(Error::Empty),
        [b'P', b'K', 3 | 5, 4 | 6, ..] => npz::read(bytes)?,
        _ if bytes.starts_with(npy::MAGIC) => npy::read(bytes)?,
        _ => {
            let named = |end| name.len() >= 4 && name[name.len() - 4..].eq_ignore_ascii_case(end);
            if named(".npy") || named(".npz") {
                return Err(Error::Magic { name: name.into() });
            }
            match std::str::from_utf8(bytes) {
                Ok(text) if !text.contains('\0') => {
                    let delimited = named(".csv") || named(".tsv");
                    (numbers(text, delimited)?, DOUBLE_ROUNDING)
                }

                _ => return Err(Error::Unknown { name: name.into() }),
            }
        }
    };
    let stack = Stack::new(name, &shape, values)?;
    Ok(Stack { rounding, ..stack })
}

/// Reads a .npy file, as [`read`] does, without the readers of anything else.
fn read_npy(name: &str, bytes: &[u8]) -> Result<Stack, Error> {
    let ((shape, values), rounding) = npy::read(bytes)?;
    let stack = Stack::new(name, &shape, values)?;
    Ok(Stack { rounding, ..stack })
}

/// Reads one matrix from pasted text: CSV, TSV, spaces, JSON, or what NumPy and PyTorch print.
///
/// # Errors
/// As [`read`]; also where the text holds a stack of matrices.
///
/// ```
/// let a = rankscope::data::read_text("array([[0.25, 0.75],\n       [1.  , 0.  ]])")?;
/// assert_eq!(a.row(1), [1.0, 0.0]);
/// # Ok::<(), rankscope::data::Error>(())
/// ```
pub fn read_text(text: &str) -> Result<Matrix, Error> {
    let (shape, values) = numbers(text, false)?;
    let stack = Stack::new("pasted text", &shape, values)?;
    match stack.layers * stack.heads {
        1 => stack.matrix(0, 0),
        matrices => Err(Error::NotOneMatrix { matrices }),
    }
}

/// A shape and its numbers, row-major.
type Numbers = (Vec<usize>, Vec<f64>);

fn numbers(text: &str, delimited: bool) -> Result<Numbers, Error> {
    let text = text.trim_start_matches('\u{feff}').trim();
    match text.as_bytes() {
        [] => Err(Error::Empty),
        [b'{', ..] => nested::read_object(text),
        _ if !delimited && nested::looks_nested(text) => nested::read(text),
        _ => delimited::read(text),
    }
}
