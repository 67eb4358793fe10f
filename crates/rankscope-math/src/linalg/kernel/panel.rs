//! A matrix as columns of lanes.
//!
//! Column-major, two rows to a pair of lanes (see `rows` for two matrices at a time), each column padded with zeros to whole
//! pairs. Work on the rows from k on begins at the pair that holds row k, with a zero in the reflector where that pair holds
//! row k − 1: no unaligned loads, no loose ends.

use super::lanes::F64x2;
use super::larger;
use super::reflector::{Reflector, Scalar};
use super::rows::Rows;

/// Columns of lanes: of one matrix, or of two with the same shape.
#[derive(Debug, Default)]
pub(super) struct Panel<R = F64x2> {
    pub rows: usize,
    pub cols: usize,
    /// Pairs that hold the rows of a column.
    pub pairs: usize,
    /// Pairs from one column to the next.
    pub stride: usize,
    pub data: Vec<R>,
}

impl<R: Rows> Panel<R> {
    /// Makes a matrix of zeros.
    pub fn reset(&mut self, rows: usize, cols: usize) {
        self.rows = rows;
        self.cols = cols;
        self.pairs = rows.div_ceil(2);
        // Columns a multiple of 1 KiB apart would crowd into few cache sets.
        self.stride = self.pairs + usize::from(self.pairs.is_multiple_of(64));
        self.data.clear();
        self.data.resize(self.stride * cols, R::ZERO);
    }

    pub fn columns_mut(&mut self) -> impl Iterator<Item = &mut [R]> {
        let pairs = self.pairs;
        self.data
            .chunks_exact_mut(self.stride)
            .map(move |column| &mut column[..pairs])
    }

    pub fn column_mut(&mut self, j: usize) -> Option<&mut [R]> {
        let column = self.data.chunks_exact_mut(self.stride).nth(j)?;
        column.get_mut(..self.pairs)
    }

    /// Puts row `i` of a matrix whose long side the columns are: where it is `wide`, as a column, for the transposed matrix has the
    /// same singular values. What is outside of it is passed over.
    pub fn put_row(&mut self, wide: bool, i: usize, row: impl Iterator<Item = R::Scalar>) {
        if wide {
            if let Some(column) = self.column_mut(i) {
                fill(column, row);
            }
        } else if i < self.rows {
            for (column, entry) in self.columns_mut().zip(row) {
                put(column, i, entry);
            }
        }
    }

    /// Multiplies every entry by a power of two, one for each matrix.
    pub fn scale(&mut self, scale: R::Scalar) {
        let scale = R::splat(scale);
        for pair in &mut self.data {
            *pair = *pair * scale;
        }
    }
}

impl Panel {
    /// Writes the columns times a power of two, one after the other.
    pub fn write(&mut self, scale: f64, into: &mut [f64]) {
        let rows = self.rows;
        for (to, column) in into.chunks_exact_mut(rows).zip(self.columns_mut()) {
            let entries = column.iter().flat_map(|pair| [pair.first(), pair.second()]);
            for (to, entry) in to.iter_mut().zip(entries) {
                *to = entry * scale;
            }
        }
    }

    /// The largest absolute value.
    pub fn largest(&self) -> f64 {
        (self.data.iter()).fold(0.0, |so_far, pair| {
            larger(larger(so_far, pair.first()), pair.second())
        })
    }
}

/// Fills a column with values.
fn fill<R: Rows>(column: &mut [R], mut values: impl Iterator<Item = R::Scalar>) {
    for pair in column {
        let even = values.next().unwrap_or(R::Scalar::ZERO);
        let odd = values.next().unwrap_or(R::Scalar::ZERO);
        *pair = R::new(even, odd);
    }
}

/// Puts one value into a row of a column.
pub(super) fn put<R: Rows>(column: &mut [R], row: usize, value: R::Scalar) {
    let (even, odd) = column[row / 2].parts();
    column[row / 2] = if row % 2 == 1 {
        R::new(even, value)
    } else {
        R::new(value, odd)
    };
}

/// The reflector for rows k, k + 1, … of a column, given from the pair that holds row k on; `odd` says whether k is the second row
/// of that pair. The column is overwritten with u, and with zero in row k − 1 where k is odd.
pub(super) fn reflector<R: Rows>(column: &mut [R], odd: bool) -> Reflector<R::Scalar> {
    let (first, second) = column[0].parts();
    let (head, below) = if odd {
        (second, R::Scalar::ZERO)
    } else {
        (first, second)
    };
    column[0] = R::new(R::Scalar::ZERO, below);
    let mut sums = [R::ZERO; 2];
    let (chunks, rest) = column.as_chunks::<2>();
    for chunk in chunks {
        sums[0] = sums[0] + chunk[0] * chunk[0];
        sums[1] = sums[1] + chunk[1] * chunk[1];
    }
    for &pair in rest {
        sums[0] = sums[0] + pair * pair;
    }
    let reflector = R::Scalar::reflector(head, (sums[0] + sums[1]).sum());
    column[0] = if odd {
        R::new(R::Scalar::ZERO, reflector.head)
    } else {
        R::new(reflector.head, below)
    };
    reflector
}
