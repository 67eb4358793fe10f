//! A matrix as columns of lanes, and the Householder reflectors that act on it.
//!
//! Column-major, two rows to a pair of lanes (see `rows` for two matrices at a time), each column padded with zeros to whole
//! pairs. Work on the rows from k on begins at the pair that holds row k, with a zero in the reflector where that pair holds
//! row k − 1: no unaligned loads, no loose ends.

use super::lanes::F64x2;
use super::larger;
use super::rows::{Rows, Scalar};

/// Sums of squares below 2⁻¹⁰⁰⁰ count as zero, which keeps 1 / (sum of squares) finite, and w, which grows with the ratio
/// of the longest column to the shortest. Entries are scaled to 2²⁴⁰, so what is dropped is below 2⁻⁷⁴⁰ of the largest.
const NEGLIGIBLE_SQUARES: f64 = f64::from_bits((1023 - 1000) << 52);

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

/// H = I − τ u uᵀ, which turns a vector x into β e₁. Here u = x − β e₁ is left as long as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reflector<S = f64> {
    pub beta: S,
    pub tau: S,
    /// u₁.
    pub head: S,
}

impl Reflector {
    /// From x₁ and the sum of squares of the rest. β has not the sign of x₁: no cancellation in u₁.
    pub fn new(head: f64, rest: f64) -> Self {
        if rest < NEGLIGIBLE_SQUARES {
            return Self {
                beta: head,
                tau: 0.0,
                head: 0.0,
            };
        }
        let length = (head * head + rest).sqrt();
        let beta = if head > 0.0 { -length } else { length };
        let head = head - beta;
        Self {
            beta,
            tau: -1.0 / (beta * head),
            head,
        }
    }
}

impl<S: Scalar> Reflector<S> {
    /// For the part of a column that begins with the pair of row k, `odd` if k is. It becomes u.
    pub fn of_column<R: Rows<Scalar = S>>(column: &mut [R], odd: bool) -> Self {
        let (first, second) = column[0].parts();
        let (head, below) = if odd {
            (second, S::ZERO)
        } else {
            (first, second)
        };
        column[0] = R::new(S::ZERO, below);
        let mut sums = [R::ZERO; 2];
        let (chunks, rest) = column.as_chunks::<2>();
        for chunk in chunks {
            sums[0] = sums[0] + chunk[0] * chunk[0];
            sums[1] = sums[1] + chunk[1] * chunk[1];
        }
        for &pair in rest {
            sums[0] = sums[0] + pair * pair;
        }
        let reflector = S::reflector(head, (sums[0] + sums[1]).sum());
        column[0] = if odd {
            R::new(S::ZERO, reflector.head)
        } else {
            R::new(reflector.head, below)
        };
        reflector
    }
}
