//! Square tiles of a matrix, and their columns or rows on the way to the nearest cache and back.

use super::lanes::F64x2;
use super::panel::put;

/// Rows and columns of a tile. Native, time over that of the plain way for n = 600 / 1024, with 16, 32, 48: 1.27 / 1.11, 1.30 / 1.12,
/// 1.58 / 1.39; of the two that are as fast, the larger goes through the triangle half as often.
pub(super) const SIDE: usize = 32;
/// Pairs of a row.
pub(super) const PAIRS: usize = SIDE / 2;
/// Pairs of columns that go through a group together; likewise, with 2, 4, 8: 1.34 / 1.56, 1.30 / 1.12, 1.32 / 1.28.
pub(super) const STRIP: usize = 4;

/// A square matrix, row by row.
pub(super) type Tile = [[F64x2; PAIRS]; SIDE];
/// Nothing but zeros.
pub(super) const ZERO: Tile = [[F64x2::ZERO; PAIRS]; SIDE];

/// Columns of a tile.
pub(super) type Strip = [[F64x2; STRIP]; SIDE];

/// One entry.
pub(super) fn entry(tile: &Tile, row: usize, col: usize) -> f64 {
    let (even, odd) = tile[row][col / 2].parts();
    if col % 2 == 1 { odd } else { even }
}

/// What reflectors mix.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Mix {
    /// Rows: they are multiplied from the left.
    Rows,
    /// Columns: they are multiplied from the right. For the transposed tiles that is the same.
    Columns,
}

/// The columns from a pair of them on; for reflectors that mix columns, rows as such.
pub(super) fn load(mix: Mix, tile: &Tile, at: usize) -> Strip {
    let mut strip = [[F64x2::ZERO; STRIP]; SIDE];
    match mix {
        Mix::Rows => {
            for (strip, row) in strip.iter_mut().zip(tile) {
                strip.copy_from_slice(&row[at..at + STRIP]);
            }
        }
        Mix::Columns => {
            let rows = tile[2 * at..].as_chunks::<2>().0;
            for (p, [even, odd]) in rows.iter().take(STRIP).enumerate() {
                for (j, strip) in strip.as_chunks_mut::<2>().0.iter_mut().enumerate() {
                    strip[0][p] = F64x2::firsts(even[j], odd[j]);
                    strip[1][p] = F64x2::seconds(even[j], odd[j]);
                }
            }
        }
    }
    strip
}

/// Puts back what was loaded.
pub(super) fn store(mix: Mix, strip: &Strip, tile: &mut Tile, at: usize) {
    match mix {
        Mix::Rows => {
            for (strip, row) in strip.iter().zip(tile) {
                row[at..at + STRIP].copy_from_slice(strip);
            }
        }
        Mix::Columns => {
            let rows = tile[2 * at..].as_chunks_mut::<2>().0;
            for (p, [even, odd]) in rows.iter_mut().take(STRIP).enumerate() {
                for (j, strip) in strip.as_chunks::<2>().0.iter().enumerate() {
                    even[j] = F64x2::firsts(strip[0][p], strip[1][p]);
                    odd[j] = F64x2::seconds(strip[0][p], strip[1][p]);
                }
            }
        }
    }
}

/// Transposes a tile for reflectors that mix columns.
pub(super) fn turn(mix: Mix, tile: &mut Tile) {
    if mix == Mix::Columns {
        let given = *tile;
        for at in (0..PAIRS).step_by(STRIP) {
            store(Mix::Rows, &load(mix, &given, at), tile, at);
        }
    }
}

/// Clears what is below the diagonal.
pub(super) fn clear_below(tile: &mut Tile) {
    for (i, row) in tile.iter_mut().enumerate() {
        (0..i).for_each(|col| put(row, col, 0.0));
    }
}
