//! What can be wrong with a .safetensors file.

use super::{MAX_AXES, MAX_HEADER};

/// Why a .safetensors file or the index of its shards could not be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Error {
    /// Too short for a header.
    #[error(
        "{file}: {there} bytes are no .safetensors file, whose first 8 hold the length of its header"
    )]
    NoHeader {
        /// The file's name.
        file: String,
        /// Its bytes.
        there: usize,
    },
    /// A file of another kind under this name.
    #[error("{file}: this is {what}; {cure}")]
    Foreign {
        /// The file's name.
        file: String,
        /// What it is.
        what: &'static str,
        /// What to do about it.
        cure: &'static str,
    },
    /// A header of an absurd size.
    #[error(
        "{file}: its first 8 bytes claim a header of {claimed} bytes, accepted are 2 to {MAX_HEADER}; not a .safetensors file?"
    )]
    HeaderSize {
        /// The file's name.
        file: String,
        /// What it claims.
        claimed: u64,
    },
    /// The file ends early.
    #[error("{file} is cut off: it has {there} bytes, its header promises {claimed}")]
    Cut {
        /// The file's name.
        file: String,
        /// What is promised.
        claimed: u64,
        /// What is there.
        there: u64,
    },
    /// The file goes on behind its last tensor.
    #[error(
        "{file}: its tensors end at byte {claimed}, but it has {there} bytes; nothing may follow"
    )]
    Trailing {
        /// The file's name.
        file: String,
        /// What is promised.
        claimed: u64,
        /// What is there.
        there: u64,
    },
    /// A header that is not the JSON of a header.
    #[error("{file}: its header cannot be read{at}: {problem} of the JSON, which begins at byte 8")]
    Json {
        /// The file's name.
        file: String,
        /// The tensor at which it stops making sense, as words.
        at: String,
        /// What is wrong, with line and column.
        problem: String,
    },
    /// A tensor whose claims do not fit.
    #[error("{file}: {problem}")]
    Tensor {
        /// The file's name.
        file: String,
        /// What does not fit.
        problem: Problem,
    },
    /// An index that is not one.
    #[error(
        "{file}: not the index of a checkpoint, which is {{\"weight_map\": {{\"tensor\": \"file.safetensors\"}}}}: {problem}"
    )]
    Index {
        /// The file's name.
        file: String,
        /// What is wrong.
        problem: String,
    },
    /// An index that leads elsewhere.
    #[error(
        "{file}: its tensor {tensor:?} is said to be in {shard:?}; accepted is the name of a file beside it"
    )]
    Path {
        /// The file's name.
        file: String,
        /// The tensor.
        tensor: String,
        /// Where it is said to be.
        shard: String,
    },
    /// A shard that is not there.
    #[error(
        "{file} names the file {shard}, which is not there: {there} of its {shards} files are{}",
        if *.there == 0 { "; is it the index of another download? Without it, the files that are there are measured" } else { "" }
    )]
    Missing {
        /// The index's name.
        file: String,
        /// The first file that is missing.
        shard: String,
        /// How many are there.
        there: usize,
        /// How many it names.
        shards: usize,
    },
    /// A shard without a tensor that it should have.
    #[error("{file} says that {shard} holds the tensor {tensor:?}, but it does not")]
    NotThere {
        /// The index's name.
        file: String,
        /// The shard.
        shard: String,
        /// The tensor.
        tensor: String,
    },
}

/// What does not fit about a tensor.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Problem {
    /// Too many axes.
    #[error("tensor {name:?} has {axes} axes; at most {MAX_AXES} are read")]
    Axes {
        /// The tensor.
        name: String,
        /// How many.
        axes: usize,
    },
    /// A shape beyond every file.
    #[error("tensor {name:?} has the shape {shape:?}, whose bytes cannot be counted in 64 bits")]
    Overflow {
        /// The tensor.
        name: String,
        /// Its shape.
        shape: Vec<u64>,
    },
    /// A byte range that is none.
    #[error(
        "tensor {name:?} is said to lie from byte {begin} to {end} of the data; the end comes after the beginning"
    )]
    Range {
        /// The tensor.
        name: String,
        /// Its begin.
        begin: u64,
        /// Its end.
        end: u64,
    },
    /// A byte range that does not fit shape and dtype.
    #[error("tensor {name:?} is given {given} bytes; its shape and dtype take {needed}")]
    Length {
        /// The tensor.
        name: String,
        /// What the offsets say.
        given: u64,
        /// What the shape says.
        needed: u64,
    },
    /// Overlap or hole.
    #[error(
        "tensor {name:?} begins at byte {begin} of the file, but {before} ends at byte {expected}: tensors follow each other without overlap or hole"
    )]
    Place {
        /// The tensor.
        name: String,
        /// Where it begins.
        begin: u64,
        /// What comes before it.
        before: String,
        /// Where that ends.
        expected: u64,
    },
    /// A name that occurs twice.
    #[error("tensor {name:?} is described twice")]
    Twice {
        /// The tensor.
        name: String,
    },
}

impl Error {
    /// A stable code for scripts and tests.
    pub fn code(&self) -> &'static str {
        match self {
            Error::NoHeader { .. } => "no_header",
            Error::Foreign { .. } => "foreign_format",
            Error::HeaderSize { .. } => "header_size",
            Error::Cut { .. } => "truncated",
            Error::Trailing { .. } => "trailing_bytes",
            Error::Json { .. } => "header_json",
            Error::Tensor { problem, .. } => match problem {
                Problem::Axes { .. } => "axes",
                Problem::Overflow { .. } => "shape_overflow",
                Problem::Range { .. } => "byte_range",
                Problem::Length { .. } => "byte_length",
                Problem::Place { .. } => "overlap_or_hole",
                Problem::Twice { .. } => "duplicate_tensor",
            },
            Error::Index { .. } => "shard_index",
            Error::Path { .. } => "shard_path",
            Error::Missing { .. } => "missing_shard",
            Error::NotThere { .. } => "missing_tensor",
        }
    }
}
