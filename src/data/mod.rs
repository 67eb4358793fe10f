//! Readers: bytes of a visitor's file, or text that was pasted, in; a stack of matrices out.
//!
//! A hostile file costs no more than a few times its size: claims are checked against the bytes that are there before memory is
//! asked for, and every limit has its own error. The .npy header and the .zip directory are read here, because the crates that read
//! them (npyz with its Python grammar, zip) measured 64 kB and 80 kB of compressed wasm; inflating is miniz_oxide's, CSV fields are
//! csv-core's, JSON objects are serde_json's.

mod bits;
mod calls;
mod decimal;
mod delimited;
mod dialect;
mod error;
pub(crate) mod foreign;
mod nested;
mod npy;
mod npz;
mod objects;
mod packed;
mod rows;
pub mod safetensors;
mod scalar;
mod text;
mod written;

pub use decimal::number;
pub use error::Error;
pub use foreign::is_safetensors;
pub use rows::Rows;
pub use written::{Named, write_npy, write_safetensors};

use crate::linalg::Matrix;
use error::place;
use serde::{Deserialize, Serialize};

/// Most rows or columns of a matrix.
pub const MAX_SIDE: usize = 4096;
/// Most numbers in a file: 64 million, half a gigabyte once read.
pub const MAX_NUMBERS: usize = 64_000_000;
/// The files that are read, as an error and a help tell them: one list for all places.
pub const READ: &str = ".npy, .npz, .csv, .tsv, .txt, .json, .mtx, and what NumPy, PyTorch, R, MATLAB and spreadsheets print";
/// The endings of these files.
pub const ENDINGS: &[&str] = &[
    ".npy", ".npz", ".csv", ".tsv", ".txt", ".json", ".md", ".mtx",
];

/// Largest relative error of a number stored as a double.
const DOUBLE_ROUNDING: f64 = f64::EPSILON / 2.0;

/// Matrices of one size, by layer and head.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stack {
    /// The file's name.
    pub name: String,
    /// The shape as stored; axes of length 1 may be more than the four that count.
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
    /// Largest relative error that storing a number has made: 2^-8 for bfloat16, 2^-11 for float16, 2^-24 for float32, else 2^-53; the
    /// numbers tell it where they were stored in more bits than they have.
    pub rounding: f64,
    /// Names of the columns, or of the rows, or empty.
    pub labels: Vec<String>,
    /// What a reader of the numbers has to know about how they were read.
    pub notes: Vec<String>,
}

impl Stack {
    /// The first matrix, row by row, as a table of numbers.
    pub fn table(&self) -> Vec<Vec<f64>> {
        let rows = self.values.chunks(self.cols).take(self.rows);
        rows.map(<[f64]>::to_vec).collect()
    }

    /// A stack from numbers in row-major order and their shape `[rows, cols]`, `[head, rows, cols]` or `[layer, head, rows, cols]`;
    /// further axes must have length 1. `-inf` is a logit that is masked, and stays.
    ///
    /// # Errors
    /// Another number of axes, an axis of length 0, a side above [`MAX_SIDE`], an entry that is NaN or +infinite (it is named).
    ///
    /// ```
    /// use rankscope::data::Stack;
    /// let stack = Stack::new("a", &[2, 1, 2], vec![1.0, 2.0, 3.0, 4.0])?;
    /// assert_eq!((stack.heads, stack.matrix(0, 1)?.as_slice()), (2, &[3.0, 4.0][..]));
    /// # Ok::<(), rankscope::data::Error>(())
    /// ```
    pub fn new(name: &str, shape: &[usize], values: Vec<f64>) -> Result<Self, Error> {
        let count = checked_count(shape)?;
        let stored = shape;
        let shape = &squeezed(shape)[..];
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
        if let Some(at) = values
            .iter()
            .position(|x| x.is_nan() || *x == f64::INFINITY)
        {
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
            shape: stored.into(),
            layers,
            heads,
            rows,
            cols,
            values,
            rounding: DOUBLE_ROUNDING,
            labels: Vec::new(),
            notes: Vec::new(),
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

/// The four axes that count: of more, those of length 1 are dropped, first the second, which is the batch of one sequence.
fn squeezed(shape: &[usize]) -> Vec<usize> {
    let mut shape = shape.to_vec();
    while shape.len() > 4 {
        let outer = shape.len() - 2;
        let order = (1..outer).chain([0]);
        let one = order.into_iter().find(|axis| shape[*axis] == 1);
        match one {
            Some(axis) => shape.remove(axis),
            None => break,
        };
    }
    shape
}

/// The number of entries of a shape that is within the limits; asked before any memory is.
fn checked_count(shape: &[usize]) -> Result<usize, Error> {
    let axes = squeezed(shape).len();
    if !(2..=4).contains(&axes) {
        return Err(match axes > 4 && shape.len() == 5 {
            true => Error::Batch { batch: shape[1] },
            false => Error::Axes { axes: shape.len() },
        });
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

/// Reads a file by its content; the name serves messages.
///
/// Accepted are .npy (versions 1 to 3; bfloat16, float16, float32, float64, integers, booleans; either byte order; C and Fortran
/// order), .npz with one matrix, one called `attention` or `arr_0`, or several of one shape, a sparse matrix of SciPy; text of
/// spreadsheets, R, pandas, MATLAB, Julia, LaTeX, Markdown, MatrixMarket, with or without names of columns and rows, in UTF-8, UTF-16 or
/// Latin-1; JSON (nested arrays, `{"attention": [...]}`, records) and what NumPy, PyTorch and their relatives print. Two axes are a
/// matrix, three `[head, row, col]`, four `[layer, head, row, col]`.
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
    let found = match bytes {
        [] => return Err(Error::Empty),
        _ if let Some((what, cure)) = foreign::what(name, bytes) => {
            let name = name.into();
            return Err(Error::Foreign { name, what, cure });
        }
        [b'P', b'K', 3 | 5, 4 | 6, ..] => npz::read(name, bytes)?,
        _ if bytes.starts_with(npy::MAGIC) => npy::read(bytes)?,
        _ => match text::decode(bytes) {
            Some(text) => numbers(&text)?,
            None => return Err(Error::Unknown { name: name.into() }),
        },
    };
    found.stack(name)
}

/// Reads a .npy file, as [`read`] does, without the readers of anything else.
fn read_npy(name: &str, bytes: &[u8]) -> Result<Stack, Error> {
    npy::read(bytes)?.stack(name)
}

/// Reads one matrix from pasted text: whatever [`read`] reads as text.
///
/// # Errors
/// As [`read`]; also where the text holds a stack of matrices, or `-inf`.
///
/// ```
/// let a = rankscope::data::read_text("array([[0.25, 0.75],\n       [1.  , 0.  ]])")?;
/// assert_eq!(a.row(1), [1.0, 0.0]);
/// # Ok::<(), rankscope::data::Error>(())
/// ```
pub fn read_text(text: &str) -> Result<Matrix, Error> {
    let stack = pasted(text)?;
    if let Some(at) = stack.values.iter().position(|x| !x.is_finite()) {
        return Err(Error::NotFinite {
            row: format!("row {}", at / stack.cols + 1),
            col: at % stack.cols,
            value: stack.values[at],
        });
    }
    match stack.layers * stack.heads {
        1 => stack.matrix(0, 0),
        matrices => Err(Error::NotOneMatrix { matrices }),
    }
}

/// Reads a stack from pasted text.
///
/// # Errors
/// As [`read`].
pub fn pasted(text: &str) -> Result<Stack, Error> {
    numbers(text)?.stack("pasted text")
}

/// Reads a list of numbers: one row, or one column, in any of the ways in which [`read`] reads a matrix; or numbers with commas, spaces
/// or semicolons between them.
///
/// # Errors
/// As [`read`]; also where there are several rows of several numbers.
///
/// ```
/// assert_eq!(rankscope::data::read_list("array([3., 2., 1.])")?, [3.0, 2.0, 1.0]);
/// assert_eq!(rankscope::data::read_list("0,8; 0,5; 0,1")?, [0.8, 0.5, 0.1]);
/// # Ok::<(), rankscope::data::Error>(())
/// ```
pub fn read_list(text: &str) -> Result<Vec<f64>, Error> {
    let found = match numbers(text) {
        // `[1, 2` broken over lines of other lengths is a list all the same.
        Err(Error::Ragged { .. }) if !calls::looks_nested(text) => {
            numbers(&text.replace(['\n', '\r'], " "))?
        }
        found => found?,
    };
    if let Some(at) = found.values.iter().position(|x| !x.is_finite()) {
        let (row, value) = ("the list".into(), found.values[at]);
        return Err(Error::NotFinite {
            row,
            col: at,
            value,
        });
    }
    match found.shape.iter().filter(|side| **side > 1).count() {
        0 | 1 => Ok(found.values),
        _ => Err(Error::NotAList { shape: found.shape }),
    }
}

/// What a file or a text turned out to hold.
#[derive(Debug, Default)]
struct Numbers {
    shape: Vec<usize>,
    /// Row-major.
    values: Vec<f64>,
    /// How they were rounded; 0 where nothing more is known than that they are doubles.
    rounding: f64,
    labels: Vec<String>,
    notes: Vec<String>,
}

impl Numbers {
    fn new(shape: Vec<usize>, values: Vec<f64>) -> Self {
        Self {
            shape,
            values,
            ..Self::default()
        }
    }

    fn stack(mut self, name: &str) -> Result<Stack, Error> {
        let stored = self.rounding.max(DOUBLE_ROUNDING);
        let (rounding, found) = match bits::narrower(&self.values, stored) {
            Some((rounding, dtype)) => (
                rounding,
                Some(format!(
                    "the numbers have the precision of {dtype}, whatever they are stored in"
                )),
            ),
            None => (stored, None),
        };
        self.notes.extend(found);
        let stack = Stack::new(name, &self.shape, self.values)?;
        Ok(Stack {
            rounding,
            labels: self.labels,
            notes: self.notes,
            ..stack
        })
    }
}

fn numbers(text: &str) -> Result<Numbers, Error> {
    let text = text.trim_start_matches('\u{feff}').trim();
    let value = text::value(text);
    // Python's dictionaries and Rust's vectors, in the spelling that is read.
    let spelled = match value
        .strip_prefix('{')
        .is_some_and(|inside| inside.trim_start().starts_with('\''))
    {
        true => value.replace('\'', "\""),
        false if value.starts_with("vec![") => value.replace("vec![", "["),
        false => String::new(),
    };
    let (text, value) = match spelled.is_empty() {
        true => (text, value),
        false => (spelled.as_str(), spelled.as_str()),
    };
    let object = value
        .strip_prefix('{')
        .is_some_and(|inside| inside.trim_start().starts_with(['"', '}']));
    let records = value.strip_prefix('[').is_some_and(|inside| {
        inside
            .trim_start()
            .strip_prefix('{')
            .is_some_and(|inside| inside.trim_start().starts_with('"'))
    });
    match () {
        _ if text.is_empty() => Err(Error::Empty),
        _ if object => objects::read(value),
        _ if records => objects::records(value),
        _ if calls::looks_nested(text) => nested::read(text),
        _ => delimited::read(text),
    }
}
