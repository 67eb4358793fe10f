//! A band becomes bidiagonal.
//!
//! Row by row, a reflector from the right leaves one entry behind the diagonal. It fills a block below the diagonal, of which only the
//! first column is cleared at once, by a reflector from the left, which in turn lengthens rows: the first of them is the next to be
//! shortened, and so on down the band. What is left of a block is in nobody's way, and the next row's reflectors, one place further,
//! take it with them (Murata and Horikoshi 1975 for symmetric bands; Haidar, Ltaief, Luszczek and Dongarra 2012, "A comprehensive study
//! of task coalescing for selecting parallelism granularity in a two-stage bidiagonal reduction", IPDPS). About 8 n² b operations for
//! the bandwidth b.

use super::reflector::Reflector;
use super::tile::SIDE;

/// Places of a row: before the diagonal and behind it, where a block takes once and twice the bandwidth.
const WIDTH: usize = 3 * SIDE;

/// An upper band matrix as wide as a tile.
#[derive(Debug)]
pub(super) struct Band(Vec<[f64; WIDTH]>);

impl Band {
    pub fn zeros(side: usize) -> Self {
        Self(vec![[0.0; WIDTH]; side])
    }

    /// Puts an entry, at most the bandwidth behind the diagonal.
    pub fn put(&mut self, row: usize, col: usize, value: f64) {
        self.0[row][col + SIDE - row] = value;
    }

    /// The diagonal and the superdiagonal of a bidiagonal matrix with the same singular values.
    pub fn reduce(mut self) -> (Vec<f64>, Vec<f64>) {
        let side = self.0.len();
        for row in 0..side {
            let (mut row, mut first) = (row, row + 1);
            while first + 1 < side {
                let end = side.min(first + SIDE);
                self.shorten(row, first, end);
                self.clear(first, end);
                (row, first) = (first, end);
            }
        }
        let diagonal = self.0.iter().map(|row| row[SIDE]).collect();
        let above = self.0.iter().map(|row| row[SIDE + 1]);
        (diagonal, above.take(side - 1).collect())
    }

    /// Reflects from the right so that of the last entries of a row, in the columns `first..end`, only the first is left; rows below follow.
    fn shorten(&mut self, row: usize, first: usize, end: usize) {
        let mut v = [0.0; SIDE];
        let v = &mut v[..end - first];
        let mut rows = self.0[row..end].iter_mut();
        let columns = |at: usize| first + SIDE - row - at;
        let Some(own) = rows.next() else { return };
        let own = &mut own[columns(0)..][..v.len()];
        v.copy_from_slice(own);
        let right = Reflector::new(v[0], squares(&v[1..]));
        own.fill(0.0);
        own[0] = right.beta;
        v[0] = right.head;
        for (at, row) in rows.enumerate() {
            let row = &mut row[columns(at + 1)..][..v.len()];
            let w = right.tau * dot(row, v);
            row.iter_mut().zip(&*v).for_each(|(a, v)| *a -= w * v);
        }
    }

    /// Reflects from the left so that column `first` becomes zero below its first entry, in the rows `first..end`.
    fn clear(&mut self, first: usize, end: usize) {
        let behind = (self.0.len() - first).min(2 * SIDE) - 1;
        let rows = &mut self.0[first..end];
        let mut u = [0.0; SIDE];
        for (i, (u, row)) in u.iter_mut().zip(rows.iter_mut()).enumerate() {
            *u = std::mem::take(&mut row[SIDE - i]);
        }
        let left = Reflector::new(u[0], squares(&u[1..]));
        rows[0][SIDE] = left.beta;
        u[0] = left.head;
        let mut w = [0.0; 2 * SIDE];
        let w = &mut w[..behind];
        for (i, (u, row)) in u.iter().zip(rows.iter()).enumerate() {
            for (w, a) in w.iter_mut().zip(&row[SIDE - i + 1..]) {
                *w += u * a;
            }
        }
        w.iter_mut().for_each(|w| *w *= left.tau);
        for (i, (u, row)) in u.iter().zip(rows).enumerate() {
            for (a, w) in row[SIDE - i + 1..].iter_mut().zip(&*w) {
                *a -= u * w;
            }
        }
    }
}

/// Four sums side by side, in one order everywhere.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 4];
    for (a, b) in a.chunks(4).zip(b.chunks(4)) {
        for ((sum, a), b) in sums.iter_mut().zip(a).zip(b) {
            *sum += a * b;
        }
    }
    (sums[0] + sums[2]) + (sums[1] + sums[3])
}

fn squares(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, x| sum + x * x)
}
