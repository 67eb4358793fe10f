//! Measuring a unit: it says which bytes it wants, takes them in pieces, and answers with singular values and norms.
//!
//! Nothing here opens a file: a thread seeks, a worker slices a blob. What is held, for a tensor of b bytes a number and a ratio r of
//! its long side to its short one, in multiples of the tensor's own bytes:
//!
//! | | | F64 | F32 | 16 bits |
//! | --- | --- | --- | --- | --- |
//! | r < 2 | the matrix, as doubles: 8 / b | 1 | 2 | |
//! | r >= 2, long | its triangular factor, as doubles, into which rows are folded as they come: 8 / (b r) | <= 0.5 | <= 1 | |
//! | r >= 2, wide | the same beside the bytes as they are stored, of which columns are folded: 1 + 8 / (b r) | <= 1.5 | <= 2 | |
//! | long or square | the half of its triangular factor that is not zero: 4 / (b r) | | | <= 2 |
//! | r <= 5/4, wide | that of a square as wide, which is as large: 4 r / b | | | <= 2.5 |
//! | r > 5/4, wide | as of a long one, beside the bytes as they are stored: 1 + 4 / (b r) | | | <= 2.6 |
//! | H heads | both factors as they are stored, and one head's share decoded: 2 + 24 / (b H) | 2.25 | 2.5 | 3 for H = 12 |
//!
//! Doubles of all entries would be four times as long as numbers of 16 bits, and singles would cost half of the digits; so those are
//! decomposed where there is room for a triangle only. No product of a head is formed at N x N.

use super::{
    Error, Kind,
    plan::{Holding, Job, Packing, Slab, Unit, stacked},
    unpack::Unpacked,
};
use crate::{
    data::safetensors,
    linalg::{self, RowByRow, SingularValues, measure_thin_product},
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

impl Want {
    /// Refuses other bytes of a slab than these, by their number.
    pub(super) fn check(&self, slab: &Slab, bytes: &[u8]) -> Result<(), Error> {
        let (wanted, given) = (self.end - self.begin, bytes.len() as u64);
        match wanted == given {
            true => Ok(()),
            false => Err(Error::Cut {
                tensor: slab.tensor.clone(),
                wanted,
                given,
            }),
        }
    }
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

/// The bytes to be read next of a slab, of which so many rows are known: the lists beside it, then its rows.
pub(super) fn next_want(slab: &Slab, beside: &Unpacked, row: usize) -> Option<Want> {
    if let Some(list) = beside.missing(slab) {
        return Some(Want {
            file: list.file,
            begin: list.begin,
            end: list.begin + (list.count * list.dtype.bytes()) as u64,
        });
    }
    let bytes = slab.row_bytes() as u64;
    let several = slab.packing.rows_in_one();
    let (place, follow) = slab.rows.place(row);
    let rows = (PIECE / bytes).clamp(1, follow.div_ceil(several) as u64);
    let begin = slab.begin + (place / several) as u64 * bytes;
    Some(Want {
        file: slab.file,
        begin,
        end: begin + rows * bytes,
    })
}

/// A unit under measurement.
pub struct Measuring {
    unit: Unit,
    slabs: Vec<Slab>,
    /// The slab that is read, and how many of the rows that are taken of it have been.
    slab: usize,
    row: usize,
    /// What is known of the lists beside that slab.
    beside: Unpacked,
    numbers: Vec<f64>,
    state: State,
}

#[allow(
    clippy::large_enum_variant,
    reason = "there is one for each unit under measurement"
)]
enum State {
    Matrix {
        entries: Entries,
        /// Sums of squares of the columns.
        columns: Vec<f64>,
        row_lengths: f64,
        magnitudes: f64,
    },
    Heads {
        /// The factors.
        factors: [Stored; 2],
    },
}

enum Entries {
    /// Decomposed row by row.
    Rows(Box<RowByRow>),
    /// Of a wide matrix, whose columns are the rows of a long one.
    Columns(Vec<Stored>),
}

impl Measuring {
    /// A unit of which nothing is known yet.
    ///
    /// # Errors
    /// A matrix that is too large.
    pub fn new(unit: Unit) -> Result<Self, Error> {
        let (slabs, state) = match &unit.job {
            Job::Matrix { slabs, .. } => {
                let holding = Holding::of(slabs);
                let (rows, cols) = holding.shape;
                let stacked = stacked(slabs);
                let entries = match stacked || holding.by_columns && RowByRow::fits(rows, cols) {
                    true => Entries::Columns(slabs.iter().map(Stored::new).collect()),
                    false => {
                        let matrix = holding.matrix();
                        Entries::Rows(Box::new(matrix.map_err(|e| Error::of(&unit.name, e))?))
                    }
                };
                let state = State::Matrix {
                    entries,
                    columns: vec![0.0; if stacked { rows } else { cols }],
                    row_lengths: 0.0,
                    magnitudes: 0.0,
                };
                (slabs.clone(), state)
            }
            Job::Heads { left, right, .. } => {
                let factors = [left, right].map(Stored::new);
                (vec![left.clone(), right.clone()], State::Heads { factors })
            }
        };
        Ok(Self {
            unit,
            slabs,
            slab: 0,
            row: 0,
            beside: Unpacked::default(),
            numbers: Vec::new(),
            state,
        })
    }

    /// The bytes to be given to [`take`](Self::take) next; none where all are there.
    pub fn wants(&self) -> Option<Want> {
        next_want(self.slabs.get(self.slab)?, &self.beside, self.row)
    }

    /// Takes the bytes that it wants.
    ///
    /// # Errors
    /// Other bytes than it wants by their number; an entry that is not finite.
    pub fn take(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let (Some(want), Some(slab)) = (self.wants(), self.slabs.get(self.slab)) else {
            return Ok(());
        };
        want.check(slab, bytes)?;
        if self.beside.missing(slab).is_some() {
            return self.beside.take(slab, bytes);
        }
        let before = match stacked(&self.slabs) {
            true => self.slabs[..self.slab]
                .iter()
                .map(|slab| slab.shape().0)
                .sum(),
            false => 0,
        };
        for stored in bytes.chunks_exact(slab.row_bytes()) {
            for within in 0..slab.packing.rows_in_one() {
                if self.row == slab.taken() {
                    break;
                }
                let (place, _) = slab.rows.place(self.row);
                self.beside
                    .row(slab, place, within, stored, &mut self.numbers)?;
                let part = &self.numbers;
                self.state
                    .take(part, before)
                    .map_err(|e| Error::of(&slab.tensor, e))?;
                let held = match &mut self.state {
                    State::Heads { factors } => factors.get_mut(self.slab),
                    State::Matrix {
                        entries: Entries::Columns(slabs),
                        ..
                    } => slabs.get_mut(self.slab),
                    State::Matrix { .. } => None,
                };
                if let Some(held) = held {
                    held.take(stored, part);
                }
                self.row += 1;
            }
        }
        if self.row == slab.taken() {
            self.slab += 1;
            self.row = 0;
            self.beside = Unpacked::default();
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
                wanted: (slab.taken() / slab.packing.rows_in_one() * slab.row_bytes()) as u64,
                given: (self.row / slab.packing.rows_in_one() * slab.row_bytes()) as u64,
            });
        }
        let unit = self.unit;
        let named = |e| Error::of(&unit.name, e);
        match (self.state, &unit.job) {
            (
                State::Matrix {
                    entries,
                    columns,
                    row_lengths,
                    magnitudes,
                },
                Job::Matrix {
                    slabs,
                    outputs_are_rows,
                },
            ) => {
                let holding = Holding::of(slabs);
                let rows = holding.shape.0;
                let lengths = || columns.iter().map(|x| x.sqrt()).sum();
                let (inputs, outputs, group_norm_2_1) = match outputs_are_rows {
                    _ if stacked(slabs) => (holding.shape.1, rows, lengths()),
                    true => (columns.len(), rows, row_lengths),
                    false => (rows, columns.len(), lengths()),
                };
                let matrix = match entries {
                    Entries::Rows(matrix) => Ok(*matrix),
                    Entries::Columns(slabs) => folded(slabs, holding),
                };
                // A measured checkpoint has no place for a residual: what fails its check is refused.
                let found = matrix.and_then(RowByRow::singular_values);
                let values = found.and_then(SingularValues::passed);
                Ok(vec![Measurement {
                    layer: unit.layer,
                    kind: unit.kind,
                    head: None,
                    rows: inputs,
                    cols: outputs,
                    singular_values: values.map_err(named)?.into_vec(),
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
                // An adapter's product has other inputs than outputs; columns of zeros change no singular value and no norm.
                let (inputs, outputs) = (left.slab.shape().1, right.slab.shape().1);
                let cols = inputs.max(outputs);
                let heads = left.rows().max(right.rows()) / head_size;
                let measured = (0..heads).map(|head| {
                    let [left, right] = [&left, &right].map(|factor| {
                        widened(
                            factor.share(head, heads, *head_size),
                            factor.slab.shape().1,
                            cols,
                        )
                    });
                    let product = measure_thin_product(&left, &right, cols).map_err(named)?;
                    let single = unit.kind == Kind::Other;
                    let mut values = product.singular_values;
                    values.truncate(inputs.min(outputs));
                    Ok(Measurement {
                        layer: unit.layer,
                        kind: unit.kind,
                        head: Some(head).filter(|_| !single),
                        name: match single {
                            true => unit.name.clone(),
                            false => format!("{} of head {head}", unit.name),
                        },
                        rows: inputs,
                        cols: outputs,
                        singular_values: values,
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
    /// Takes what is wanted of a stored row, whose columns come after so many.
    fn take(&mut self, part: &[f64], before: usize) -> Result<(), linalg::Error> {
        if let State::Matrix {
            entries,
            columns,
            row_lengths,
            magnitudes,
        } = self
        {
            if let Entries::Rows(matrix) = entries {
                matrix.push(part)?;
            }
            let mut squares = 0.0;
            for (column, x) in columns.iter_mut().skip(before).zip(part) {
                *column += x * x;
                squares += x * x;
            }
            *row_lengths += squares.sqrt();
            *magnitudes += part.iter().map(|x| x.abs()).sum::<f64>();
        }
        Ok(())
    }
}

/// Rows with columns of zeros behind them.
fn widened(rows: Vec<f64>, from: usize, to: usize) -> Vec<f64> {
    if from == to {
        return rows;
    }
    let mut wide = Vec::with_capacity(rows.len() / from * to);
    for row in rows.chunks_exact(from) {
        wide.extend(row);
        wide.resize(wide.len() + to - from, 0.0);
    }
    wide
}

/// A wide matrix, column by column.
fn folded(slabs: Vec<Stored>, holding: Holding) -> Result<RowByRow, linalg::Error> {
    let mut matrix = holding.matrix()?;
    let (rows, cols) = holding.shape;
    let stacked = slabs.len() > 1 && slabs.iter().all(|stored| stored.slab.transposed);
    let mut column = Vec::with_capacity(rows);
    for at in 0..cols {
        column.clear();
        for slab in &slabs {
            match stacked {
                true => slab.row(at, &mut column),
                false => slab.column(at, &mut column),
            }
        }
        matrix.push(&column)?;
    }
    Ok(matrix)
}

/// What is wanted of a slab, as it is stored.
struct Stored {
    slab: Slab,
    bytes: Vec<u8>,
}

impl Stored {
    fn new(slab: &Slab) -> Self {
        Self {
            slab: slab.clone(),
            bytes: Vec::with_capacity(slab.bytes()),
        }
    }

    fn rows(&self) -> usize {
        self.slab.shape().0
    }

    /// Takes what is wanted of a stored row: its bytes, or its numbers where they were unpacked.
    fn take(&mut self, row: &[u8], numbers: &[f64]) {
        match self.slab.packing {
            Packing::Plain => {
                let size = self.slab.dtype.bytes();
                let (first, end) = self.slab.columns;
                self.bytes.extend(&row[first * size..end * size]);
            }
            _ => self
                .bytes
                .extend(numbers.iter().flat_map(|x| x.to_le_bytes())),
        }
    }

    /// Appends a stored row of what is wanted.
    fn row(&self, at: usize, numbers: &mut Vec<f64>) {
        let (dtype, columns) = (self.slab.held(), self.slab.columns);
        let length = (columns.1 - columns.0) * dtype.bytes();
        safetensors::decode(dtype, &self.bytes[at * length..][..length], numbers);
    }

    /// Appends a column of what is wanted.
    fn column(&self, at: usize, numbers: &mut Vec<f64>) {
        let (dtype, columns) = (self.slab.held(), self.slab.columns);
        let size = dtype.bytes();
        for row in self.bytes.chunks_exact((columns.1 - columns.0) * size) {
            safetensors::decode(dtype, &row[at * size..][..size], numbers);
        }
    }

    /// The rows of a head; several heads share a key or a value where queries are grouped.
    fn share(&self, head: usize, heads: usize, head_size: usize) -> Vec<f64> {
        let (rows, cols) = self.slab.shape();
        let first = head * (rows / head_size) / heads * head_size;
        let mut share = Vec::with_capacity(head_size * cols);
        if self.slab.transposed {
            (first..first + head_size).for_each(|at| self.column(at, &mut share));
        } else {
            let row = cols * self.slab.held().bytes();
            let bytes = &self.bytes[first * row..][..head_size * row];
            safetensors::decode(self.slab.held(), bytes, &mut share);
        }
        share
    }
}
