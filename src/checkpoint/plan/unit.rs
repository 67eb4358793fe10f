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
    /// The products Lᵀ R of every head, with L and R of d_h rows each.
    Heads {
        /// Where the left factors are stored, one head after the other.
        left: Slab,
        /// Where the right factors are stored.
        right: Slab,
        /// The head dimension d_h.
        head_size: usize,
    },
}

/// Part of a two-dimensional tensor: all of its rows, some of its columns.
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
    /// Rows and columns of the tensor.
    pub stored: (usize, usize),
    /// The columns from which on and before which they are taken.
    pub columns: (usize, usize),
    /// Whether the columns taken are the rows that are asked for.
    pub transposed: bool,
}

impl Slab {
    /// Rows and columns that are asked for.
    pub fn shape(&self) -> (usize, usize) {
        let (rows, cols) = (self.stored.0, self.columns.1 - self.columns.0);
        match self.transposed {
            false => (rows, cols),
            true => (cols, rows),
        }
    }

    /// Bytes of what is asked for.
    pub fn bytes(&self) -> usize {
        self.stored.0 * (self.columns.1 - self.columns.0) * self.dtype.bytes()
    }

    /// Of each of these stored rows the bytes that are asked for.
    pub fn wanted<'a>(&self, rows: &'a [u8]) -> impl Iterator<Item = &'a [u8]> + use<'a> {
        let size = self.dtype.bytes();
        let (first, end) = (self.columns.0 * size, self.columns.1 * size);
        rows.chunks_exact(self.stored.1 * size)
            .map(move |row| &row[first..end])
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

impl Holding {
    /// For the matrix of these slabs.
    pub fn of(slabs: &[Slab]) -> Self {
        let rows = slabs.iter().map(|slab| slab.shape().0).sum();
        let cols = slabs.first().map_or(0, |slab| slab.shape().1);
        // Doubles of all entries would be more than three times the tensor.
        let packed = (slabs.iter()).all(|slab| 3 * slab.dtype.bytes() < size_of::<f64>());
        Self {
            shape: (rows, cols),
            by_columns: match packed {
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
                let n = left.shape().1;
                left.bytes() + right.bytes() + DOUBLE * (3 * d * n + 4 * n.min(*d).pow(2))
            }
        };
        (READING + held) as u64
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
