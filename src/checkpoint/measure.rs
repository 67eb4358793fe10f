//! Measuring a unit: it says which bytes it wants, takes them in pieces, and answers with singular values and norms.
//!
//! Nothing here opens a file: a thread seeks, a worker slices a blob. A single matrix is held once, as doubles: once the bytes of a
//! tensor of doubles, twice those of one of singles, four times those of 16-bit numbers, because rounding to less would cost digits.
//! Of head products both factors are held as they are stored, one head is decoded at a time, and no product is formed at N x N.

use super::{
    Error, Kind,
    plan::{Job, Slab, Unit},
    product,
};
use crate::{
    data::safetensors,
    linalg::{self, RowByRow},
};
use serde::{Deserialize, Serialize};

/// Most bytes that are asked for at a time, unless a single row takes more.
const PIECE: u64 = 1 << 20;

/// Bytes of one of the files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Want {
    /// Which file.
    pub file: usize,
    /// The first byte.
    pub begin: u64,
    /// The byte behind the last.
    pub end: u64,
}

/// What is known of one matrix W of `x W`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Measurement {
    /// Of which layer, from 0.
    pub layer: usize,
    /// Of which kind of matrix.
    pub kind: Kind,
    /// Of which head, from 0, where it is that of a head.
    pub head: Option<usize>,
    /// A name to show.
    pub name: String,
    /// Number of inputs.
    pub rows: usize,
    /// Number of outputs.
    pub cols: usize,
    /// Singular values in descending order; of a head's product, those that can be other than zero.
    pub singular_values: Vec<f64>,
    /// Sum of the lengths of the columns, `‖W‖_{2,1}`.
    pub group_norm_2_1: f64,
    /// Sum of the magnitudes of the entries, `‖W‖_{1,1}`.
    pub entry_norm_1_1: f64,
}

/// A unit under measurement.
pub struct Measuring {
    unit: Unit,
    slabs: Vec<Slab>,
    /// The slab that is read, and how many of its stored rows have been.
    slab: usize,
    row: usize,
    numbers: Vec<f64>,
    state: State,
}

enum State {
    Matrix {
        matrix: Box<RowByRow>,
        /// Sums of squares of the columns.
        columns: Vec<f64>,
        row_lengths: f64,
        magnitudes: f64,
    },
    Heads {
        /// The factors.
        factors: [Factor; 2],
    },
}

impl Measuring {
    /// A unit of which nothing is known yet.
    ///
    /// # Errors
    /// A matrix that is too large.
    pub fn new(unit: Unit) -> Result<Self, Error> {
        let (slabs, state) = match &unit.job {
            Job::Matrix { slabs, .. } => {
                let rows = slabs.iter().map(|slab| slab.shape().0).sum();
                let cols = slabs.first().map_or(0, |slab| slab.shape().1);
                let matrix = RowByRow::new(rows, cols).map_err(|e| Error::of(&unit.name, e))?;
                let matrix = Box::new(matrix);
                let state = State::Matrix {
                    matrix,
                    columns: vec![0.0; cols],
                    row_lengths: 0.0,
                    magnitudes: 0.0,
                };
                (slabs.clone(), state)
            }
            Job::Heads { left, right, .. } => {
                let factors = [left, right].map(Factor::new);
                (vec![left.clone(), right.clone()], State::Heads { factors })
            }
        };
        Ok(Self {
            unit,
            slabs,
            slab: 0,
            row: 0,
            numbers: Vec::new(),
            state,
        })
    }

    /// The bytes to be given to [`take`](Self::take) next; none where all are there.
    pub fn wants(&self) -> Option<Want> {
        let slab = self.slabs.get(self.slab)?;
        let row = (slab.stored.1 * slab.dtype.bytes()) as u64;
        let rows = (PIECE / row).clamp(1, (slab.stored.0 - self.row) as u64);
        let begin = slab.begin + self.row as u64 * row;
        Some(Want {
            file: slab.file,
            begin,
            end: begin + rows * row,
        })
    }

    /// Takes the bytes that it wants.
    ///
    /// # Errors
    /// Other bytes than it wants by their number; an entry that is not finite.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let (Some(want), Some(slab)) = (self.wants(), self.slabs.get(self.slab)) else {
            return Ok(());
        };
        if bytes.len() as u64 != want.end - want.begin {
            return Err(Error::Cut {
                tensor: slab.tensor.clone(),
                wanted: want.end - want.begin,
                given: bytes.len() as u64,
            });
        }
        self.numbers.clear();
        safetensors::decode(slab.dtype, bytes, &mut self.numbers);
        for row in self.numbers.chunks_exact(slab.stored.1) {
            let part = &row[slab.columns.0..slab.columns.1];
            if let Some(col) = part.iter().position(|x| !x.is_finite()) {
                return Err(Error::Entry {
                    tensor: slab.tensor.clone(),
                    row: self.row,
                    col: slab.columns.0 + col,
                    value: part[col],
                });
            }
            self.state
                .take(part)
                .map_err(|e| Error::of(&slab.tensor, e))?;
            self.row += 1;
        }
        if let State::Heads { factors } = &mut self.state {
            factors[self.slab].take(bytes);
        }
        if self.row == slab.stored.0 {
            self.slab += 1;
            self.row = 0;
        }
        Ok(())
    }

    /// What is known once all bytes are there.
    ///
    /// # Errors
    /// Bytes that are missing; numbers too large; singular values that fail their check.
    pub fn finish(self) -> Result<Vec<Measurement>, Error> {
        if let Some(slab) = self.slabs.get(self.slab) {
            return Err(Error::Cut {
                tensor: slab.tensor.clone(),
                wanted: (slab.stored.0 * slab.stored.1 * slab.dtype.bytes()) as u64,
                given: (self.row * slab.stored.1 * slab.dtype.bytes()) as u64,
            });
        }
        let unit = self.unit;
        let named = |e| Error::of(&unit.name, e);
        match (self.state, &unit.job) {
            (
                State::Matrix {
                    matrix,
                    columns,
                    row_lengths,
                    magnitudes,
                },
                Job::Matrix {
                    slabs,
                    outputs_are_rows,
                },
            ) => {
                let rows: usize = slabs.iter().map(|slab| slab.shape().0).sum();
                let (inputs, outputs, group_norm_2_1) = match outputs_are_rows {
                    true => (columns.len(), rows, row_lengths),
                    false => (rows, columns.len(), columns.iter().map(|x| x.sqrt()).sum()),
                };
                Ok(vec![Measurement {
                    layer: unit.layer,
                    kind: unit.kind,
                    head: None,
                    rows: inputs,
                    cols: outputs,
                    singular_values: matrix.singular_values().map_err(named)?.into_vec(),
                    group_norm_2_1,
                    entry_norm_1_1: magnitudes,
                    name: unit.name,
                }])
            }
            (
                State::Heads {
                    factors: [left, right],
                },
                Job::Heads { head_size, .. },
            ) => {
                let cols = left.slab.shape().1;
                let heads = left.rows().max(right.rows()) / head_size;
                let measured = (0..heads).map(|head| {
                    let [left, right] =
                        [&left, &right].map(|factor| factor.share(head, heads, *head_size));
                    let product = product::measure(&left, &right, cols).map_err(named)?;
                    Ok(Measurement {
                        layer: unit.layer,
                        kind: unit.kind,
                        head: Some(head),
                        name: format!("{} of head {head}", unit.name),
                        rows: cols,
                        cols,
                        singular_values: product.singular_values,
                        group_norm_2_1: product.group_norm_2_1,
                        entry_norm_1_1: product.entry_norm_1_1,
                    })
                });
                measured.collect()
            }
            _ => Ok(Vec::new()),
        }
    }
}

impl State {
    /// Takes what is wanted of a stored row.
    fn take(&mut self, part: &[f64]) -> Result<(), linalg::Error> {
        if let State::Matrix {
            matrix,
            columns,
            row_lengths,
            magnitudes,
        } = self
        {
            matrix.push(part)?;
            let mut squares = 0.0;
            for (column, x) in columns.iter_mut().zip(part) {
                *column += x * x;
                squares += x * x;
            }
            *row_lengths += squares.sqrt();
            *magnitudes += part.iter().map(|x| x.abs()).sum::<f64>();
        }
        Ok(())
    }
}

/// A factor of head products, as it is stored.
struct Factor {
    slab: Slab,
    /// Of each stored row what is wanted of it.
    bytes: Vec<u8>,
}

impl Factor {
    fn new(slab: &Slab) -> Self {
        let (rows, cols) = slab.shape();
        Self {
            slab: slab.clone(),
            bytes: Vec::with_capacity(rows * cols * slab.dtype.bytes()),
        }
    }

    fn rows(&self) -> usize {
        self.slab.shape().0
    }

    /// Takes whole stored rows.
    fn take(&mut self, bytes: &[u8]) {
        let size = self.slab.dtype.bytes();
        let (first, end) = self.slab.columns;
        for row in bytes.chunks_exact(self.slab.stored.1 * size) {
            self.bytes.extend(&row[first * size..end * size]);
        }
    }

    /// The rows of a head; several heads share a key or a value where queries are grouped.
    fn share(&self, head: usize, heads: usize, head_size: usize) -> Vec<f64> {
        let (rows, cols) = self.slab.shape();
        let (dtype, size) = (self.slab.dtype, self.slab.dtype.bytes());
        let first = head * (rows / head_size) / heads * head_size;
        let mut share = Vec::with_capacity(head_size * cols);
        if !self.slab.transposed {
            let bytes = &self.bytes[first * cols * size..][..head_size * cols * size];
            safetensors::decode(dtype, bytes, &mut share);
            return share;
        }
        share.resize(head_size * cols, 0.0);
        let mut column = Vec::with_capacity(head_size);
        for (i, bytes) in self.bytes.chunks_exact(rows * size).enumerate() {
            column.clear();
            safetensors::decode(
                dtype,
                &bytes[first * size..][..head_size * size],
                &mut column,
            );
            for (row, x) in share.chunks_exact_mut(cols).zip(&column) {
                row[i] = *x;
            }
        }
        share
    }
}
