//! A triangular matrix without the half that is zero, and its reduction to a band in the very same memory.
//!
//! Reduction to bidiagonal form in two stages, of which only the second, cheap one meets single rows, is that of Großer and Lang (1999,
//! "Efficient parallel reduction to bidiagonal form", Parallel Comput. 25); by tiles, that of Ltaief, Kurzak and Dongarra (2010,
//! "Parallel two-sided matrix reduction to band bidiagonal form on multicore architectures", IEEE Trans. Parallel Distrib. Syst. 21).
//! Those fill the whole square. To stay in a triangle, tiles vanish here from the right end of their row on, each into its left
//! neighbour, and what that leaves below the diagonal is cleared at once:
//!
//! ```text
//!       j−1  j                      j−1  j                      j−1  j
//!   k    x   L    columns mixed      L   0    rows mixed         L   0
//!        x   x   ─────────────>      x   x   ──────────>         x   x
//!  j−1   R   x   and exchanged       x   x   and exchanged       R   x
//!   j    0   R                       R   x                       0   x   made triangular by itself
//! ```
//!
//! The exchange is what makes it cheap. A triangular tile L or R takes its neighbour in with reflectors that have one entry beside L or
//! R itself; what comes below the diagonal is triangular too, for it is the R of the corner with zeros mixed into it. 5/3 n³ operations.

use super::group::Group;
use super::tile::{Mix, Tile, ZERO};

/// An upper triangular matrix: rows of tiles, each from the diagonal on.
#[derive(Debug)]
pub(super) struct Triangle {
    pub rows: Vec<Vec<Tile>>,
}

impl Triangle {
    /// Of so many tiles along a side.
    pub fn zeros(side: usize) -> Self {
        let rows = (1..=side).rev().map(|tiles| vec![ZERO; tiles]);
        Self {
            rows: rows.collect(),
        }
    }

    /// Leaves triangular tiles on the diagonal and, right of it, lower triangular ones, a band as wide as a tile; nothing else is kept.
    ///
    /// The first tile is mixed with no other one, so that rows and columns of zeros may fill up its beginning.
    pub fn reduce(&mut self, group: &mut Group) {
        let side = self.rows.len();
        for k in 0..side {
            self.mix_last_column(k, group);
            for j in (k + 2..side).rev() {
                let mut bulge = self.mix_columns(k, j, group);
                self.mix_rows(j, &mut bulge, group);
                upper(&mut self.rows[j], group);
            }
            self.rows[k].truncate(2);
            self.rows[k].shrink_to_fit();
        }
    }

    /// The last tile of row k becomes lower triangular by itself.
    fn mix_last_column(&mut self, k: usize, group: &mut Group) {
        if let [row, below @ .., corner] = &mut self.rows[k..]
            && let Some(last) = row.last_mut()
        {
            group.factor_within(Mix::Columns, last);
            for last in below
                .iter_mut()
                .chain([&mut *corner])
                .flat_map(|row| row.last_mut())
            {
                group.apply_within(Mix::Columns, last);
            }
            upper(corner, group);
        }
    }

    /// Tile j of row k vanishes into the one before it; gives what comes below the diagonal, in row j.
    fn mix_columns(&mut self, k: usize, j: usize, group: &mut Group) -> Tile {
        for row in k..j {
            if let [left, right] = &mut self.rows[row][j - 1 - row..=j - row] {
                match row == k {
                    true => group.factor(Mix::Columns, right, left),
                    false => group.apply(Mix::Columns, right, left),
                }
                std::mem::swap(left, right);
            }
        }
        let (corner, mut bulge) = (&mut self.rows[j][0], ZERO);
        group.apply(Mix::Columns, corner, &mut bulge);
        std::mem::swap(corner, &mut bulge);
        bulge
    }

    /// The bulge in row j takes in the tile above it.
    fn mix_rows(&mut self, j: usize, bulge: &mut Tile, group: &mut Group) {
        if let [above, below] = &mut self.rows[j - 1..=j]
            && let [corner, above @ ..] = above.as_mut_slice()
        {
            group.factor(Mix::Rows, bulge, corner);
            std::mem::swap(corner, bulge);
            for (above, below) in above.iter_mut().zip(below) {
                group.apply(Mix::Rows, below, above);
                std::mem::swap(above, below);
            }
        }
    }
}

/// Makes the first tile of a row upper triangular.
pub(super) fn upper(row: &mut [Tile], group: &mut Group) {
    if let [first, rest @ ..] = row {
        group.factor_within(Mix::Rows, first);
        rest.iter_mut()
            .for_each(|tile| group.apply_within(Mix::Rows, tile));
    }
}
