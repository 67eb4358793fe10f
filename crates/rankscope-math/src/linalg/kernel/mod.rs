//! Singular values without vectors, as fast as one core of a browser allows.
//!
//! | file | idea |
//! | --- | --- |
//! | `lanes` | two f64 at a time: one `v128` in the simd128 build, two scalars elsewhere, the same bits in both |
//! | `panel` | a matrix as columns of lanes |
//! | `reflector` | Householder reflectors |
//! | `triangle` | QR first, when a matrix is much longer than wide |
//! | `fold` | the same a few rows at a time, for a matrix that is too large to be held |
//! | `packed` | the same, and all that follows, in half of the square |
//! | `tile` | square tiles of a matrix |
//! | `group` | groups of reflectors that act on tiles |
//! | `banded` | a triangle of tiles becomes a band |
//! | `chase` | a band becomes bidiagonal |
//! | `bidiagonal` | Householder reduction to bidiagonal form in one pass per step |
//! | `dqds` | the singular values of a bidiagonal matrix |
//! | `sweep` | its innermost loop: two sweeps at a time, of one matrix or of two |
//! | `rows` | what a column is made of: two rows of one matrix or of two |
//! | `pair` | two small matrices at a time |
//!
//! This is the engine, without checks of its input: [`singular_values`](super::singular_values) is the guarded entry.
//! `benches/peers` measures it beside other libraries. Matrices are scaled by powers of two first, so entries from 1e-300 to
//! 1e300 lose nothing; the absolute error of each value is a few σ₁·2⁻⁵² (Golub and Van Loan, section 8.6).

mod banded;
mod bidiagonal;
mod chase;
mod dqds;
mod fold;
mod group;
mod lanes;
mod packed;
mod pair;
mod panel;
mod reflector;
mod rows;
mod sweep;
mod tile;
mod triangle;

pub use dqds::PAIRS_PER_VALUE;
pub use fold::{CHUNK, Fold};
pub use packed::Packed;
use panel::Panel;

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// The slices do not have the lengths that rows and columns ask for.
    Shape,
    /// The iteration did not converge, as on NaN.
    NotConverged,
}

/// QR first from this ratio of the long side to the short one on. By operation counts 5/3; in Node 20, simd128, ms without
/// and with QR: 192x128 0.91 / 1.02, 128x64 0.194 / 0.196, 256x64 0.37 / 0.30.
pub const TALL: f64 = 2.0;

/// The memory of a computation, to be used again: nothing is allocated for a matrix that is no larger than the last.
#[derive(Debug, Default)]
pub struct Workspace {
    panel: Panel,
    /// Whether the panel holds the transposed matrix.
    wide: bool,
    triangle: Panel,
    reflections: bidiagonal::Vectors,
    diagonal: Vec<f64>,
    above: Vec<f64>,
    arrays: dqds::Arrays,
    found: Vec<f64>,
    pair: pair::Pair,
}

impl Workspace {
    /// The singular values of a row-major rows x cols matrix A, in descending order and in the unit of the entries, into
    /// `values`, which has room for min(rows, cols).
    ///
    /// # Errors
    /// `Shape` for slices of other lengths, `NotConverged` for entries that are not finite. A value above the largest
    /// double is infinite.
    ///
    /// ```
    /// let mut values = [0.0; 2];
    /// let mut workspace = rankscope_math::linalg::kernel::Workspace::default();
    /// workspace.singular_values(2, 3, &[3.0, 0.0, 0.0, 0.0, 0.0, -4.0], &mut values).unwrap();
    /// assert_eq!(values, [4.0, 3.0]);
    /// ```
    pub fn singular_values(
        &mut self,
        rows: usize,
        cols: usize,
        entries: &[f64],
        values: &mut [f64],
    ) -> Result<(), Error> {
        if rows.checked_mul(cols) != Some(entries.len()) || values.len() != rows.min(cols) {
            return Err(Error::Shape);
        }
        self.begin(rows, cols);
        for (i, row) in entries.chunks_exact(cols.max(1)).enumerate() {
            self.put(i, row);
        }
        self.finish(values)
    }

    /// Makes room for a rows x cols matrix of zeros, whose rows are then [`put`](Self::put) one by one.
    pub fn begin(&mut self, rows: usize, cols: usize) {
        self.wide = rows <= cols;
        self.panel.reset(rows.max(cols), rows.min(cols));
    }

    /// Puts row `i`, from 0, of the matrix that was begun; what is outside of it is passed over.
    pub fn put(&mut self, i: usize, row: &[f64]) {
        self.panel.put_row(self.wide, i, row.iter().copied());
    }

    /// The singular values of the matrix that was put, in descending order, into `values`.
    ///
    /// # Errors
    /// As [`singular_values`](Self::singular_values).
    pub fn finish(&mut self, values: &mut [f64]) -> Result<(), Error> {
        if values.len() != self.panel.cols {
            return Err(Error::Shape);
        }
        let largest = self.panel.largest();
        if largest == 0.0 {
            values.fill(0.0);
            return Ok(());
        }
        // The longest intermediate is wᵀv ≤ 2^(2·240) / |u| with |u| ≥ 2⁻⁵⁰⁰: see `reflector::NEGLIGIBLE_SQUARES`.
        let (scale, unscale) = scales(largest, 240);
        self.panel.scale(scale);
        let mut tall = &mut self.panel;
        if tall.rows as f64 >= TALL * tall.cols as f64 {
            triangle::reduce(tall, &mut self.triangle, &mut self.reflections);
            tall = &mut self.triangle;
        }
        bidiagonal::reduce::<{ bidiagonal::COLUMNS }, _>(
            tall,
            &mut self.reflections,
            &mut self.diagonal,
            &mut self.above,
        );
        self.found.clear();
        dqds::singular_values(
            &self.diagonal,
            &self.above,
            &mut self.arrays,
            &mut self.found,
        )?;
        settle(&mut self.found, unscale, values)
    }

    /// The upper triangular factor R of A = Q R, row-major into `factor`, where the matrix A that was put is longer than wide;
    /// of Aᵀ = Q R, where it is not.
    ///
    /// # Errors
    /// `Shape` where `factor` does not have the length short side².
    ///
    /// ```
    /// let mut factor = [0.0; 1];
    /// let mut workspace = rankscope_math::linalg::kernel::Workspace::default();
    /// workspace.begin(1, 2);
    /// workspace.put(0, &[3.0, 4.0]);
    /// workspace.triangular_factor(&mut factor).unwrap();
    /// assert_eq!(factor[0].abs(), 5.0);
    /// ```
    pub fn triangular_factor(&mut self, factor: &mut [f64]) -> Result<(), Error> {
        let side = self.panel.cols;
        if factor.len() != side * side {
            return Err(Error::Shape);
        }
        factor.fill(0.0);
        let largest = self.panel.largest();
        if largest == 0.0 {
            return Ok(());
        }
        let (scale, unscale) = scales(largest, 240);
        self.panel.scale(scale);
        triangle::reduce(&mut self.panel, &mut self.triangle, &mut self.reflections);
        self.triangle.write(unscale, factor);
        Ok(())
    }

    /// The singular values of a stack of row-major matrices of one shape, one after the other in `entries`, into `values`
    /// one after the other, each matrix by itself in descending order: bit for bit as it is alone, small ones two at a time.
    ///
    /// # Errors
    /// As [`singular_values`](Self::singular_values); the values of the matrices before the failing one are there.
    pub fn singular_values_batch(
        &mut self,
        rows: usize,
        cols: usize,
        entries: &[f64],
        values: &mut [f64],
    ) -> Result<(), Error> {
        let (size, count) = (rows.saturating_mul(cols), rows.min(cols));
        if size == 0
            || !entries.len().is_multiple_of(size)
            || values.len() != entries.len() / size * count
        {
            return Err(Error::Shape);
        }
        // One by one where two fail, which tells how far the values go.
        let of_two = size.saturating_mul(2);
        let pairs = entries.chunks(of_two);
        for (two, values) in pairs.zip(values.chunks_mut(count.saturating_mul(2))) {
            if two.len() == of_two
                && pair::pays(rows, cols)
                && self.pair.singular_values(rows, cols, two, values).is_ok()
            {
                continue;
            }
            for (matrix, values) in two.chunks_exact(size).zip(values.chunks_exact_mut(count)) {
                self.singular_values(rows, cols, matrix, values)?;
            }
        }
        Ok(())
    }
}

/// Found values times a power of two, in descending order. Once, not inlined into each caller: half a kB of download.
#[inline(never)]
fn settle(found: &mut [f64], unscale: f64, values: &mut [f64]) -> Result<(), Error> {
    if !found.iter().all(|value| value.is_finite()) {
        return Err(Error::NotConverged);
    }
    sort_descending(found);
    for (value, found) in values.iter_mut().zip(&*found) {
        *value = found * unscale;
    }
    Ok(())
}

/// The largest absolute value.
fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |so_far, x| larger(so_far, *x))
}

/// The larger one of a magnitude and that of `x`; not a number is passed over.
fn larger(magnitude: f64, x: f64) -> f64 {
    if x.abs() > magnitude {
        x.abs()
    } else {
        magnitude
    }
}

/// 2^p that brings `largest` to about 2^target, and 2^−p.
fn scales(largest: f64, target: i64) -> (f64, f64) {
    let exponent = (largest.to_bits() >> 52) as i64 - 1023;
    let p = (target - exponent).clamp(-1022, 1022);
    let power = |p: i64| f64::from_bits(((p + 1023) as u64) << 52);
    (power(p), power(-p))
}

/// Insertion sort: dqds finds the values of a block almost in ascending order, from which only blocks depart.
fn sort_descending(values: &mut [f64]) {
    values.reverse();
    for i in 1..values.len() {
        let value = values[i];
        let mut at = i;
        while at > 0 && values[at - 1] < value {
            values[at] = values[at - 1];
            at -= 1;
        }
        values[at] = value;
    }
}
