//! Two matrices of one shape at a time, for stacks of small ones such as the heads of a model.
//!
//! The lanes hold the same row of both instead of two rows of one: no sum across lanes, half as many loops to begin and to
//! leave, and the waits for a root, a quotient or a sweep are shared. The sums keep an even and an odd part as those of one
//! matrix do, so a matrix has the bits it has alone; without that, it would be 3 to 4 % faster still.
//!
//! Node 20, time of a stack of n x n over that of its matrices one after the other (less than 1 is faster):
//!
//! | n | 8 | 16 | 24 | 32 | 48 | 64 | 96 |
//! | --- | --- | --- | --- | --- | --- | --- | --- |
//! | simd128 | 0.79 | 0.76 | 0.77 | 0.78 | 0.81 | 0.85 | 0.85 |
//! | scalar | 0.91 | 0.94 | 0.94 | 0.95 | 0.98 | 1.00 | 1.03 |
//!
//! At n = 24 the reduction and the sweeps contribute alike, at n = 64 mostly the sweeps. All of this is 9 kB of download after
//! compression, which the scalar build of a page does without.

use super::bidiagonal::{self, Vectors};
use super::dqds::{self, Arrays, Iteration};
use super::lanes::F64x2;
use super::panel::Panel;
use super::rows::Two;
use super::{Error, TALL, largest, scales, settle};

/// Up to this many entries in a matrix; above, less and less is gained, and the scalar build loses.
const SMALL: usize = 96 * 96;

/// Columns that are worked on together; with twice as many sums as in `bidiagonal`, two fit into the registers.
const COLUMNS: usize = 2;

/// Whether two matrices of this shape are better computed together than one after the other.
pub(super) fn pays(rows: usize, cols: usize) -> bool {
    let (long, short) = (rows.max(cols), rows.min(cols));
    let scalar_page = cfg!(all(target_arch = "wasm32", not(target_feature = "simd128")));
    !scalar_page && rows * cols <= SMALL && (long as f64) < TALL * short as f64
}

/// The memory of a computation.
#[derive(Debug, Default)]
pub(super) struct Pair {
    panel: Panel<Two>,
    reflections: Vectors<Two>,
    diagonals: Vec<F64x2>,
    aboves: Vec<F64x2>,
    halves: [Half; 2],
}

/// What either matrix has for itself.
#[derive(Debug, Default)]
struct Half {
    diagonal: Vec<f64>,
    above: Vec<f64>,
    arrays: Arrays,
    found: Vec<f64>,
}

impl Pair {
    /// The singular values of two row-major rows x cols matrices that follow each other, as `Workspace::singular_values`
    /// gives those of either, to the bit.
    pub fn singular_values(
        &mut self,
        rows: usize,
        cols: usize,
        entries: &[f64],
        values: &mut [f64],
    ) -> Result<(), Error> {
        let (p, q) = entries.split_at(rows * cols);
        self.put(rows, cols, p, q);
        let [of_p, of_q] = [p, q].map(|matrix| scales(largest(matrix), 240));
        self.panel.scale(F64x2::new(of_p.0, of_q.0));
        bidiagonal::reduce::<COLUMNS, _>(
            &mut self.panel,
            &mut self.reflections,
            &mut self.diagonals,
            &mut self.aboves,
        );
        let [p, q] = &mut self.halves;
        for (both, p, q) in [
            (&self.diagonals, &mut p.diagonal, &mut q.diagonal),
            (&self.aboves, &mut p.above, &mut q.above),
        ] {
            p.clear();
            q.clear();
            p.extend(both.iter().map(|both| both.first()));
            q.extend(both.iter().map(|both| both.second()));
        }
        dqds::both(p.iteration(), q.iteration())?;
        let (values_p, values_q) = values.split_at_mut(rows.min(cols));
        settle(&mut p.found, of_p.1, values_p)?;
        settle(&mut q.found, of_q.1, values_q)
    }

    /// As [`Workspace::put`](super::Workspace::put) for all rows.
    fn put(&mut self, rows: usize, cols: usize, p: &[f64], q: &[f64]) {
        self.panel.reset(rows.max(cols), rows.min(cols));
        let lines = p.chunks_exact(cols).zip(q.chunks_exact(cols));
        let lines = lines.map(|(p, q)| p.iter().zip(q).map(|(&p, &q)| F64x2::new(p, q)));
        for (i, line) in lines.enumerate() {
            self.panel.put_row(rows <= cols, i, line);
        }
    }
}

impl Half {
    fn iteration(&mut self) -> Iteration<'_> {
        self.found.clear();
        Iteration::new(
            &self.diagonal,
            &self.above,
            &mut self.arrays,
            &mut self.found,
        )
    }
}
