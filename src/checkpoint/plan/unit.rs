//! Units of work, which any thread or worker can do by itself.

use crate::{
    checkpoint::Kind,
    data::safetensors::Dtype,
    linalg::{self, RowByRow},
};

/// A piece of work that can be done by itself, anywhere.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Of which layer, from 0.
    pub layer: usize,
    /// Of which kind of matrix.
    pub kind: Kind,
    /// A name to show: that of the tensor, or of the product.
    pub name: String,
    /// The work itself.
    pub job: Job,
    /// About how many floating-point operations it takes.
    pub cost: f64,
}

/// What is measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Job {
    /// One matrix, whose outputs are those of the slabs one after the other; `outputs` says whether they are the rows.
    Matrix {
        /// Where it is stored.
        slabs: Vec<Slab>,
        /// Whether its rows are the outputs of `x W`.
        outputs_are_rows: bool,
    },
    /// The products Lᵀ R of every head, with L and R of d_h rows each; or that of an adapter, which has one.
    Heads {
        /// Where the left factors are stored, one head after the other.
        left: Slab,
        /// Where the right factors are stored.
        right: Slab,
        /// The head dimension d_h.
        head_size: usize,
    },
}

/// Part of a two-dimensional tensor: some of its rows, some of its columns.
#[derive(Clone, Debug, PartialEq)]
pub struct Slab {
    /// The tensor.
    pub tensor: String,
    /// Which of the files it is in.
    pub file: usize,
    /// How numbers are stored.
    pub dtype: Dtype,
    /// Byte of the file at which the tensor begins.
    pub begin: u64,
    /// Rows and columns of the matrix that is stored.
    pub stored: (usize, usize),
    /// The rows that are taken.
    pub rows: Rows,
    /// The columns from which on and before which they are taken.
    pub columns: (usize, usize),
    /// Whether the columns taken are the rows that are asked for.
    pub transposed: bool,
    /// How its numbers come from what is stored.
    pub packing: Packing,
}

/// Some rows: of each `stride`, `run` from `first` on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    /// The first that is taken.
    pub first: usize,
    /// How many follow each other.
    pub run: usize,
    /// From one run to the next.
    pub stride: usize,
}

impl Rows {
    /// All of so many.
    pub fn all(rows: usize) -> Self {
        Self {
            first: 0,
            run: rows,
            stride: rows,
        }
    }

    /// How many are taken of so many.
    pub fn of(self, rows: usize) -> usize {
        rows / self.stride.max(1) * self.run
    }

    /// Where the one stands that is taken as number `at`, and how many follow it.
    pub fn place(self, at: usize) -> (usize, usize) {
        let within = at % self.run.max(1);
        (
            at / self.run.max(1) * self.stride + self.first + within,
            self.run - within,
        )
    }
}

/// A list of numbers beside a matrix, such as its scales.
#[derive(Clone, Debug, PartialEq)]
pub struct Aside {
    /// The tensor.
    pub tensor: String,
    /// Which of the files it is in.
    pub file: usize,
    /// How numbers are stored.
    pub dtype: Dtype,
    /// Byte of the file at which the tensor begins.
    pub begin: u64,
    /// How many numbers.
    pub count: usize,
}

/// How the numbers of a matrix come from what is stored.
#[derive(Clone, Debug, PartialEq)]
pub enum Packing {
    /// They are stored.
    Plain,
    /// Each block of so many rows and columns is multiplied with its scale, and all with a factor.
    Scaled {
        /// The scales, row by row of blocks.
        scales: Aside,
        /// Rows and columns of a block.
        block: (usize, usize),
        /// Of all.
        factor: f64,
    },
    /// GPTQ: 32-bit words hold so many consecutive rows each, from the lowest bits on; W = scale (q − zero − 1), scale and zero by group.
    Gptq {
        /// Bits of a number.
        bits: usize,
        /// Packed as the numbers, along the columns.
        zeros: Aside,
        /// By group and column.
        scales: Aside,
        /// The group of each row.
        groups: Aside,
    },
    /// AWQ: 32-bit words hold eight columns each, in the order 0 2 4 6 1 3 5 7; W = scale (q − zero), by groups of so many rows.
    Awq {
        /// Packed as the numbers.
        zeros: Aside,
        /// By group and column.
        scales: Aside,
        /// Rows of a group.
        group: usize,
    },
}

impl Packing {
    /// The lists that are read first.
    pub fn asides(&self) -> Vec<&Aside> {
        match self {
            Self::Plain => Vec::new(),
            Self::Scaled { scales, .. } => vec![scales],
            Self::Gptq {
                zeros,
                scales,
                groups,
                ..
            } => vec![scales, zeros, groups],
            Self::Awq { zeros, scales, .. } => vec![scales, zeros],
        }
    }

    /// Rows of the matrix in a row of words.
    pub fn rows_in_one(&self) -> usize {
        match self {
            Self::Gptq { bits, .. } => 32 / bits,
            _ => 1,
        }
    }
}

impl Slab {
    /// A whole matrix, as it is stored.
    pub fn whole(
        tensor: &str,
        file: usize,
        dtype: Dtype,
        begin: u64,
        stored: (usize, usize),
    ) -> Self {
        Self {
            tensor: tensor.into(),
            file,
            dtype,
            begin,
            stored,
            rows: Rows::all(stored.0),
            columns: (0, stored.1),
            transposed: false,
            packing: Packing::Plain,
        }
    }

    /// Rows and columns that are asked for.
    pub fn shape(&self) -> (usize, usize) {
        let (rows, cols) = (self.taken(), self.columns.1 - self.columns.0);
        match self.transposed {
            false => (rows, cols),
            true => (cols, rows),
        }
    }

    /// How many of the stored rows are taken.
    pub fn taken(&self) -> usize {
        self.rows.of(self.stored.0)
    }

    /// How numbers are held: as they are stored, or as doubles where they have to be unpacked.
    pub fn held(&self) -> Dtype {
        match self.packing {
            Packing::Plain => self.dtype,
            _ => Dtype::F64,
        }
    }

    /// Bytes of what is asked for, as it is held.
    pub fn bytes(&self) -> usize {
        self.taken() * (self.columns.1 - self.columns.0) * self.held().bytes()
    }

    /// Bytes of a stored row, or of the words that hold several.
    pub fn row_bytes(&self) -> usize {
        match self.packing {
            Packing::Awq { .. } => self.stored.1 / 8 * 4,
            _ => self.stored.1 * self.dtype.bytes(),
        }
    }
}

/// How a matrix is held while it is measured.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Holding {
    /// Its rows and columns.
    pub shape: (usize, usize),
    /// Whether it is measured column by column, once it is there as it is stored.
    pub by_columns: bool,
    packed: bool,
}

/// Whether slabs whose rows are inputs make up one matrix, of which a column is a row of each.
pub fn stacked(slabs: &[Slab]) -> bool {
    slabs.len() > 1 && slabs.iter().all(|slab| slab.transposed)
}

impl Holding {
    /// For the matrix of these slabs.
    pub fn of(slabs: &[Slab]) -> Self {
        let rows = slabs.iter().map(|slab| slab.shape().0).sum();
        let cols = slabs.first().map_or(0, |slab| slab.shape().1);
        // Doubles of all entries would be more than three times the tensor.
        let packed = (slabs.iter()).all(|slab| 3 * slab.held().bytes() < size_of::<f64>());
        Self {
            shape: (rows, cols),
            by_columns: stacked(slabs)
                || match packed {
                    // With r = cols / rows, the half of a square on the long side takes 2 r times what is stored; what is stored and the
                    // half of one on the short side, 1 + 2 / r. Both are far enough from 3 for the little that comes with them.
                    true => 4 * cols > 5 * rows,
                    false => cols >= 2 * rows,
                },
            packed,
        }
    }

    /// The matrix, or its transpose where it is measured column by column.
    pub fn matrix(self) -> Result<RowByRow, linalg::Error> {
        let (rows, cols) = self.pushed();
        match self.packed {
            true => RowByRow::packed(rows, cols),
            false => RowByRow::new(rows, cols),
        }
    }

    fn memory(self) -> usize {
        let (rows, cols) = self.pushed();
        match self.packed {
            true => RowByRow::packed_memory(rows, cols),
            false => RowByRow::memory(rows, cols),
        }
    }

    fn pushed(self) -> (usize, usize) {
        let (rows, cols) = self.shape;
        match self.by_columns {
            true => (cols, rows),
            false => (rows, cols),
        }
    }
}

/// Bytes that a piece of a file takes while it is read.
const READING: usize = 2 << 20;

impl Unit {
    /// About how many bytes are held at most while it is measured.
    pub fn memory(&self) -> u64 {
        const DOUBLE: usize = size_of::<f64>();
        let held = match &self.job {
            Job::Matrix { slabs, .. } => {
                let holding = Holding::of(slabs);
                let stored: usize = slabs.iter().map(Slab::bytes).sum();
                // A row, and the sums of the columns.
                let beside = 2 * DOUBLE * holding.shape.1;
                beside + usize::from(holding.by_columns) * stored + holding.memory()
            }
            Job::Heads {
                left,
                right,
                head_size: d,
            } => {
                // A head's factors and one more of their size; matrices of its core.
                let n = left.shape().1.max(right.shape().1);
                left.bytes() + right.bytes() + DOUBLE * (3 * d * n + 4 * n.min(*d).pow(2))
            }
        };
        let slabs = match &self.job {
            Job::Matrix { slabs, .. } => slabs.iter().collect::<Vec<_>>(),
            Job::Heads { left, right, .. } => vec![left, right],
        };
        let asides = slabs.iter().flat_map(|slab| slab.packing.asides());
        let asides: usize = asides.map(|list| list.count * DOUBLE).sum();
        (READING + held + asides) as u64
    }

    /// Of one matrix.
    pub(super) fn matrix(
        layer: usize,
        kind: Kind,
        name: &str,
        slabs: Vec<Slab>,
        outputs_are_rows: bool,
    ) -> Self {
        let rows: usize = slabs.iter().map(|slab| slab.shape().0).sum();
        let cols = slabs.first().map_or(0, |slab| slab.shape().1);
        let (long, short) = (rows.max(cols) as f64, rows.min(cols) as f64);
        let cost = short * short * (2.0 * long + 2.0 * short).min(4.0 * long - short * 4.0 / 3.0);
        Self {
            layer,
            kind,
            name: name.into(),
            job: Job::Matrix {
                slabs,
                outputs_are_rows,
            },
            cost,
        }
    }

    /// Of the products of a layer's heads.
    pub(super) fn heads(
        layer: usize,
        kind: Kind,
        name: &str,
        left: Slab,
        right: Slab,
        head_size: usize,
    ) -> Self {
        let (rows, size) = (
            left.shape().0.max(right.shape().0) as f64,
            left.shape().1 as f64,
        );
        let cost = rows * size * (2.0 * size + 6.0 * head_size as f64);
        Self {
            layer,
            kind,
            name: name.into(),
            job: Job::Heads {
                left,
                right,
                head_size,
            },
            cost,
        }
    }
}
