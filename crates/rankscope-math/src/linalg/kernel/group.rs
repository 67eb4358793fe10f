//! Groups of Householder reflectors that act on one tile or on two at a time.
//!
//! A group is what makes a tile vanish, one column after the other, below a triangular tile ([`Group::factor`], "TSQRT" of the tile
//! algorithms: reflector i has one entry beside the upper tile, in its row i, and any number beside the lower one), or what makes a tile
//! triangular by itself ([`Group::factor_within`], "GEQRT"; Buttari, Langou, Kurzak and Dongarra 2009, "A class of parallel tiled linear
//! algebra algorithms for multicore architectures", Parallel Comput. 35).
//!
//! Applied to other tiles, eight columns at a time go through the whole group, and as in `triangle` each entry is brought up to date by
//! one reflector in the pass that sums for the next. From the right, rows are loaded as columns.

use super::lanes::F64x2;
use super::panel::put;
use super::reflector::Reflector;
use super::tile::{
    Mix, PAIRS, SIDE, STRIP, Strip, Tile, ZERO, clear_below, entry, load, store, turn,
};

/// As many reflectors I − τ u uᵀ as a tile has rows.
#[derive(Debug)]
pub(super) struct Group {
    taus: [f64; SIDE],
    /// The entry of each u beside the upper tile, and those beside the lower one.
    heads: [f64; SIDE],
    tails: [[f64; SIDE]; SIDE],
    /// Whether there is no upper tile: no heads, and the i-th tail begins with row i.
    within: bool,
}

impl Group {
    pub fn new() -> Self {
        Self {
            taus: [0.0; SIDE],
            heads: [0.0; SIDE],
            tails: [[0.0; SIDE]; SIDE],
            within: true,
        }
    }

    /// Sets the group to the reflectors that clear the tile `lower` against the upper triangular tile `upper`: from the left, `upper`
    /// over `lower` becomes an upper triangular tile over zeros. From the right, `upper` is lower triangular and `lower` the tile beside
    /// it. Both tiles are overwritten with the result.
    pub fn factor(&mut self, mix: Mix, upper: &mut Tile, lower: &mut Tile) {
        self.within = false;
        turn(mix, upper);
        turn(mix, lower);
        for i in 0..SIDE {
            let tail = core::array::from_fn(|row| entry(lower, row, i));
            let left = Reflector::new(entry(upper, i, i), squares(&tail));
            (self.taus[i], self.heads[i], self.tails[i]) = (left.tau, left.head, tail);
            self.reflect(i, &mut upper[i], lower);
            put(&mut upper[i], i, left.beta);
        }
        *lower = ZERO;
        clear_below(upper);
        turn(mix, upper);
    }

    /// Sets the group to the reflectors that make a tile upper triangular from the left, or lower triangular from the right; the tile
    /// is overwritten with the result.
    pub fn factor_within(&mut self, mix: Mix, tile: &mut Tile) {
        self.within = true;
        turn(mix, tile);
        for i in 0..SIDE {
            let mut tail =
                core::array::from_fn(|row| if row > i { entry(tile, row, i) } else { 0.0 });
            let left = Reflector::new(entry(tile, i, i), squares(&tail));
            tail[i] = left.head;
            (self.taus[i], self.heads[i], self.tails[i]) = (left.tau, 0.0, tail);
            self.reflect(i, &mut [F64x2::ZERO; PAIRS], tile);
            put(&mut tile[i], i, left.beta);
        }
        clear_below(tile);
        turn(mix, tile);
    }

    /// Applies the i-th reflector to the columns from the i-th on. Columns come in pairs: for odd i the one before, finished already, is
    /// computed along and stays as it is.
    fn reflect(&self, i: usize, upper: &mut [F64x2; PAIRS], lower: &mut Tile) {
        let [tau, head] = [self.taus[i], self.heads[i]].map(F64x2::splat);
        let mut w = [F64x2::ZERO; PAIRS];
        let (w, from) = (&mut w[i / 2..], i / 2);
        for (row, &u) in lower.iter().zip(&self.tails[i]) {
            let u = F64x2::splat(u);
            for (w, &a) in w.iter_mut().zip(&row[from..]) {
                *w = *w + a * u;
            }
        }
        for (w, a) in w.iter_mut().zip(&mut upper[from..]) {
            *w = tau * (*a * head + *w);
            *a = *a - *w * head;
        }
        for (row, &u) in lower.iter_mut().zip(&self.tails[i]) {
            let u = F64x2::splat(u);
            for (&w, a) in w.iter().zip(&mut row[from..]) {
                *a = *a - u * w;
            }
        }
    }

    /// Applies all reflectors of [`factor`](Self::factor) to a tile and the one below it, or from the right, beside it.
    pub fn apply(&self, mix: Mix, upper: &mut Tile, lower: &mut Tile) {
        for at in (0..PAIRS).step_by(STRIP) {
            let (mut above, mut below) = (load(mix, upper, at), load(mix, lower, at));
            self.pass(&mut above, &mut below);
            store(mix, &above, upper, at);
            store(mix, &below, lower, at);
        }
    }

    /// Applies all reflectors of [`factor_within`](Self::factor_within) to one tile.
    pub fn apply_within(&self, mix: Mix, tile: &mut Tile) {
        let mut none = [[F64x2::ZERO; STRIP]; SIDE];
        for at in (0..PAIRS).step_by(STRIP) {
            let mut strip = load(mix, tile, at);
            self.pass(&mut none, &mut strip);
            store(mix, &strip, tile, at);
        }
    }

    /// By itself, as the loop of `bidiagonal`, for the sake of its registers.
    #[inline(never)]
    fn pass(&self, above: &mut Strip, below: &mut Strip) {
        let mut last_u = &[0.0; SIDE];
        let mut last_w = [F64x2::ZERO; STRIP];
        for (i, (u, above)) in self.tails.iter().zip(above).enumerate() {
            // The row before the i-th waits for the last reflector only.
            let first = if self.within { i.saturating_sub(1) } else { 0 };
            let mut y = [F64x2::ZERO; STRIP];
            for row in first..SIDE {
                let [u, last_u] = [u[row], last_u[row]].map(F64x2::splat);
                for p in 0..STRIP {
                    let a = below[row][p] - last_u * last_w[p];
                    below[row][p] = a;
                    y[p] = y[p] + a * u;
                }
            }
            let [tau, head] = [self.taus[i], self.heads[i]].map(F64x2::splat);
            for p in 0..STRIP {
                last_w[p] = tau * (above[p] * head + y[p]);
                above[p] = above[p] - last_w[p] * head;
            }
            last_u = u;
        }
        for (row, &u) in below.iter_mut().zip(last_u) {
            let u = F64x2::splat(u);
            for (a, &w) in row.iter_mut().zip(&last_w) {
                *a = *a - u * w;
            }
        }
    }
}

fn squares(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |sum, x| sum + x * x)
}

#[cfg(test)]
mod tests {
    use super::{Group, Mix, SIDE, Tile, ZERO, clear_below, entry, put, turn};
    use crate::linalg::random::{gaussian, seeded};

    fn random(seed: u64) -> Tile {
        let a = gaussian(SIDE, SIDE, &mut seeded(seed));
        let mut tile = ZERO;
        for (i, row) in tile.iter_mut().enumerate() {
            (0..SIDE).for_each(|j| put(row, j, a[(i, j)]));
        }
        tile
    }

    fn triangular(seed: u64) -> Tile {
        let mut tile = random(seed);
        clear_below(&mut tile);
        tile
    }

    /// The largest difference between entries.
    fn apart(a: &Tile, b: &Tile) -> f64 {
        let places = (0..SIDE * SIDE).map(|at| (at / SIDE, at % SIDE));
        places.fold(0.0, |most, (i, j)| {
            f64::max(most, (entry(a, i, j) - entry(b, i, j)).abs())
        })
    }

    #[test]
    fn a_group_does_to_its_own_tiles_what_it_was_made_of() {
        for mix in [Mix::Rows, Mix::Columns] {
            let (mut upper, mut lower) = (triangular(1), random(2));
            turn(mix, &mut upper);
            let given = (upper, lower);
            let mut group = Group::new();
            group.factor(mix, &mut upper, &mut lower);
            let (mut above, mut below) = given;
            group.apply(mix, &mut above, &mut below);
            assert!(apart(&above, &upper) < 1e-13 && apart(&below, &lower) < 1e-13);
            assert_eq!(apart(&lower, &ZERO), 0.0);

            let mut tile = given.1;
            group.factor_within(mix, &mut tile);
            let mut again = given.1;
            group.apply_within(mix, &mut again);
            assert!(apart(&again, &tile) < 1e-13);
            turn(mix, &mut tile);
            assert!((0..SIDE).all(|i| (0..i).all(|j| entry(&tile, i, j) == 0.0)));
        }
    }

    #[test]
    fn from_the_right_is_from_the_left_for_the_transposes() {
        let mut group = Group::new();
        group.factor(Mix::Rows, &mut triangular(1), &mut random(2));
        let (mut upper, mut lower) = (random(3), random(4));
        let (mut left, mut right) = (upper, lower);
        group.apply(Mix::Rows, &mut upper, &mut lower);
        for tile in [&mut left, &mut right] {
            turn(Mix::Columns, tile);
        }
        group.apply(Mix::Columns, &mut left, &mut right);
        for tile in [&mut left, &mut right] {
            turn(Mix::Columns, tile);
        }
        assert_eq!((apart(&left, &upper), apart(&right, &lower)), (0.0, 0.0));
    }

    /// A triangular tile gets nothing below its diagonal where what is mixed with it is zero: a bulge needs no other care.
    #[test]
    fn a_bulge_is_triangular() {
        let mut group = Group::new();
        group.factor(Mix::Rows, &mut triangular(1), &mut random(2));
        let (mut corner, mut none) = (triangular(3), ZERO);
        group.apply(Mix::Columns, &mut corner, &mut none);
        assert!((0..SIDE).all(|i| (0..i).all(|j| entry(&corner, i, j) == 0.0)));
        assert!(entry(&none, SIDE - 1, 0) != 0.0);
    }
}
