//! What can be wrong with a file.

use super::{MAX_NUMBERS, MAX_SIDE, READ};
use crate::linalg;

/// Why a file or a pasted text could not be read. Sentences count rows and columns from 1, layers and heads from 0 as the controls do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing known begins like this.
    #[error("{name}: not a file that Rankscope reads; it reads {READ}")]
    Unknown {
        /// The file's name.
        name: String,
    },
    /// A file of another program.
    #[error("{name}: this is {what}; {cure}")]
    Foreign {
        /// The file's name.
        name: String,
        /// What it is.
        what: &'static str,
        /// What to do about it.
        cure: &'static str,
    },
    /// There are no numbers.
    #[error("there are no numbers in it")]
    Empty,
    /// A .npy version that does not exist.
    #[error(".npy version {major}.{minor} is unknown; versions 1.0, 2.0 and 3.0 are read")]
    NpyVersion {
        /// Major version.
        major: u8,
        /// Minor version.
        minor: u8,
    },
    /// A .npy header of an absurd size.
    #[error("the .npy header claims {claimed} bytes; at most {limit} are read")]
    NpyHeaderSize {
        /// What it claims.
        claimed: u32,
        /// What is accepted.
        limit: u32,
    },
    /// A .npy header that is not one.
    #[error("the .npy header has no readable {field}")]
    NpyHeader {
        /// The entry that is missing or malformed.
        field: &'static str,
    },
    /// A type of number that is not read.
    #[error(
        "the dtype {dtype} is not read; accepted are bfloat16, float16, float32, float64, integers and booleans: {cure}"
    )]
    Dtype {
        /// As the file spells it.
        dtype: String,
        /// How to save it instead.
        cure: &'static str,
    },
    /// A matrix whose columns come one after the other, where rows are asked for.
    #[error("its numbers lie column by column; save it with numpy.ascontiguousarray")]
    ByColumns,
    /// The file ends early.
    #[error("the file is cut off: its header promises {needed} {unit}, and there are {there}")]
    Truncated {
        /// How many are promised.
        needed: u64,
        /// How many there are.
        there: u64,
        /// Of what.
        unit: &'static str,
    },
    /// Too few or too many axes.
    #[error(
        "{axes} axes; accepted are 2 (a matrix), 3 ([head, row, column]) and 4 ([layer, head, row, column])"
    )]
    Axes {
        /// How many there are.
        axes: usize,
    },
    /// Several sequences at once.
    #[error(
        "5 axes, the second a batch of {batch}; save one sequence of it, as a[:, 0], which is [layer, head, row, column]"
    )]
    Batch {
        /// How many.
        batch: usize,
    },
    /// A matrix that is too large to be drawn and decomposed.
    #[error("a side of {side} is too large; matrices have at most {MAX_SIDE} rows and columns")]
    TooLarge {
        /// The side.
        side: usize,
    },
    /// Too many numbers altogether.
    #[error("more than {MAX_NUMBERS} numbers; save fewer layers or heads")]
    TooMany,
    /// Rows or matrices of different lengths.
    #[error("{at} has {given} entries, the one before has {expected}")]
    Ragged {
        /// The first that differs.
        at: String,
        /// Its length.
        given: usize,
        /// The length of those before.
        expected: usize,
    },
    /// Numbers beside brackets, or brackets that do not match.
    #[error("line {line}: {problem}")]
    Brackets {
        /// Where.
        line: usize,
        /// What is wrong.
        problem: &'static str,
    },
    /// Text that goes on with something else than numbers.
    #[error(
        "line {line}: reading stopped before {rest:?}; a value is read, not an expression, and of several arrays those of one size, one behind the other"
    )]
    Unread {
        /// The line, from 1.
        line: usize,
        /// What stands there.
        rest: String,
    },
    /// A sparse matrix as it is printed.
    #[error("a sparse matrix; print or save it dense, with .toarray() or .to_dense()")]
    Sparse,
    /// An array of which entries are masked.
    #[error("entries of the array are masked; fill them, as .filled(0) does")]
    Masked,
    /// A matrix that is printed in blocks.
    #[error(
        "the matrix is printed in blocks of columns; print it in one, or save it with writematrix"
    )]
    Blocks,
    /// A comma that can be two things.
    #[error(
        "{token:?}: a decimal comma, or one between thousands? Both can be meant here; write decimals with a point and thousands without a comma"
    )]
    Commas {
        /// A number with it.
        token: String,
    },
    /// A MatrixMarket file that is not right.
    #[error("not a MatrixMarket file that is read: {problem}")]
    Market {
        /// What is wrong.
        problem: String,
    },
    /// A matrix where a list is needed.
    #[error("numbers of the shape {shape:?}; a list is one row, or one column")]
    NotAList {
        /// The shape.
        shape: Vec<usize>,
    },
    /// Something that is not a number.
    #[error("{row}, column {}: {token:?} is not a number{cure}", col + 1)]
    NotANumber {
        /// The row.
        row: String,
        /// The column, from 0.
        col: usize,
        /// What is there.
        token: String,
        /// What to do about it, as the end of the sentence, or nothing.
        cure: &'static str,
    },
    /// NaN or an infinity.
    #[error("{row}, column {}: {value} is not finite", col + 1)]
    NotFinite {
        /// The row.
        row: String,
        /// The column, from 0.
        col: usize,
        /// What is there.
        value: f64,
    },
    /// A printout that leaves numbers out.
    #[error(
        "the printout leaves numbers out (...); print all of them after numpy.set_printoptions(threshold=10**9)"
    )]
    Abbreviated,
    /// An object without the expected entry, or not JSON.
    #[error(
        "not the JSON that is read, nested arrays, {{\"attention\": [...]}} or records: {problem}"
    )]
    Json {
        /// What serde_json says, with line and column.
        problem: String,
    },
    /// An archive that does not hold together.
    #[error("the .npz archive is damaged: {problem}")]
    Archive {
        /// What is wrong.
        problem: &'static str,
    },
    /// An archive stored in a way that is not read.
    #[error(
        "{entry} in the .npz archive is stored in a way that is not read ({how}); accepted are numpy.savez and numpy.savez_compressed"
    )]
    Storage {
        /// The entry.
        entry: String,
        /// How it is stored.
        how: &'static str,
    },
    /// An archive without an array.
    #[error("the .npz archive holds no array")]
    NoArray,
    /// An archive with several arrays and none of the names that decide.
    #[error("the .npz archive holds {} arrays: {}; keep one, or call one attention", names.len(), names.join(", "))]
    SeveralArrays {
        /// Their names.
        names: Vec<String>,
    },
    /// A stack where one matrix is needed.
    #[error("{matrices} matrices; one is needed here, save the stack to a file and open that")]
    NotOneMatrix {
        /// How many there are.
        matrices: usize,
    },
    /// A layer or head that the stack does not have.
    #[error(
        "layer {layer}, head {head}: the stack has {layers} layers of {heads} heads, counted from 0"
    )]
    NoSuchHead {
        /// The layer asked for.
        layer: usize,
        /// The head asked for.
        head: usize,
        /// Layers there are.
        layers: usize,
        /// Heads in each.
        heads: usize,
    },
    /// From a .safetensors file.
    #[error(transparent)]
    Safetensors(#[from] super::safetensors::Error),
    /// From the numerical layer.
    #[error(transparent)]
    Linalg(#[from] linalg::Error),
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::Unknown { .. } => "unknown_format",
            Error::Foreign { .. } => "foreign_format",
            Error::Batch { .. } => "batch",
            Error::Unread { .. } => "unread",
            Error::Sparse => "sparse",
            Error::Masked => "masked",
            Error::Blocks => "blocks",
            Error::Commas { .. } => "commas",
            Error::Market { .. } => "matrix_market",
            Error::NotAList { .. } => "not_a_list",
            Error::Empty => "empty",
            Error::ByColumns => "by_columns",
            Error::NpyVersion { .. } => "npy_version",
            Error::NpyHeaderSize { .. } => "npy_header_size",
            Error::NpyHeader { .. } => "npy_header",
            Error::Dtype { .. } => "unsupported_dtype",
            Error::Truncated { .. } => "truncated",
            Error::Axes { .. } => "axes",
            Error::TooLarge { .. } => "too_large",
            Error::TooMany => "too_many_numbers",
            Error::Ragged { .. } => "ragged",
            Error::Brackets { .. } => "brackets",
            Error::NotANumber { .. } => "not_a_number",
            Error::NotFinite { .. } => "not_finite",
            Error::Abbreviated => "abbreviated",
            Error::Json { .. } => "json",
            Error::Archive { .. } => "damaged_archive",
            Error::Storage { .. } => "unsupported_storage",
            Error::NoArray => "no_array",
            Error::SeveralArrays { .. } => "several_arrays",
            Error::NotOneMatrix { .. } => "not_one_matrix",
            Error::NoSuchHead { .. } => "no_such_head",
            Error::Safetensors(e) => e.code(),
            Error::Linalg(e) => e.code(),
        }
    }
}

/// The words for a place in a stack: indices from 0, outermost first, the last of which counts rows (`above` = 0), heads (1) or
/// layers (2).
pub(super) fn place(path: &[usize], above: usize) -> String {
    const NAMES: [&str; 3] = ["row", "head", "layer"];
    let names = NAMES.iter().skip(above);
    let mut words: Vec<String> = (path.iter().rev().zip(names))
        .map(|(index, name)| format!("{name} {}", index + usize::from(*name == "row")))
        .collect();
    words.reverse();
    match words.is_empty() {
        true => format!("{} 1", NAMES[0]),
        false => words.join(", "),
    }
}
