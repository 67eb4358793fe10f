//! Measuring a unit: it says which bytes it wants, takes them in pieces, and answers with singular values and norms.
//!
//! Nothing here opens a file: a thread seeks, a worker slices a blob. A single matrix is held once, as doubles; factors of head
//! products are both held, and a product is never formed at N x N.

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
        /// The factors, row by row.
        factors: [Vec<f64>; 2],
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
                let zeros = |slab: &Slab| vec![0.0; slab.shape().0 * slab.shape().1];
                let factors = [zeros(left), zeros(right)];
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
                .take(self.slab, self.row, slab, part)
                .map_err(|e| Error::of(&slab.tensor, e))?;
            self.row += 1;
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
                Job::Heads {
                    left: slab,
                    head_size,
                    ..
                },
            ) => {
                let cols = slab.shape().1;
                let size = head_size * cols;
                let heads = left.len().max(right.len()) / size;
                let measured = (0..heads).map(|head| {
                    let product = product::measure(
                        share(&left, head, heads, size),
                        share(&right, head, heads, size),
                        cols,
                    );
                    let product = product.map_err(named)?;
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

/// The rows of a head in a factor; several heads share a key or a value where queries are grouped.
fn share(factor: &[f64], head: usize, heads: usize, size: usize) -> &[f64] {
    let count = factor.len() / size;
    &factor[head * count / heads * size..][..size]
}

impl State {
    /// Takes part of a stored row of a slab.
    fn take(
        &mut self,
        slab: usize,
        row: usize,
        stored: &Slab,
        part: &[f64],
    ) -> Result<(), linalg::Error> {
        match self {
            State::Matrix {
                matrix,
                columns,
                row_lengths,
                magnitudes,
            } => {
                matrix.push(part)?;
                let mut squares = 0.0;
                for (column, x) in columns.iter_mut().zip(part) {
                    *column += x * x;
                    squares += x * x;
                }
                *row_lengths += squares.sqrt();
                *magnitudes += part.iter().map(|x| x.abs()).sum::<f64>();
            }
            State::Heads { factors } => {
                let cols = stored.shape().1;
                if stored.transposed {
                    for (target, x) in factors[slab].chunks_exact_mut(cols).zip(part) {
                        target[row] = *x;
                    }
                } else if let Some(target) = factors[slab].get_mut(row * cols..(row + 1) * cols) {
                    target.copy_from_slice(part);
                }
            }
        }
        Ok(())
    }
}
