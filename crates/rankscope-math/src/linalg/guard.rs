//! What every iterative routine asks of its input, and the scale it works at.

use super::{Error, Matrix};

/// The largest number of rows or columns that a decomposition accepts.
pub const MAX_SIDE: usize = 4096;

/// Refuses what an iteration cannot digest: no entries, too many, or one that is not finite.
pub(super) fn check(matrix: &Matrix) -> Result<(), Error> {
    check_entries(matrix.rows(), matrix.cols(), matrix.as_slice())
}

/// As [`check`], for entries row by row.
pub(super) fn check_entries(rows: usize, cols: usize, entries: &[f64]) -> Result<(), Error> {
    if rows == 0 || cols == 0 {
        return Err(Error::Empty { rows, cols });
    }
    if rows.max(cols) > MAX_SIDE {
        return Err(Error::TooLarge {
            rows,
            cols,
            limit: MAX_SIDE,
        });
    }
    match entries.iter().position(|x| !x.is_finite()) {
        None => Ok(()),
        Some(at) => Err(Error::NotFinite {
            row: at / cols,
            col: at % cols,
            value: entries[at],
        }),
    }
}

/// The power of two just below the largest magnitude, so that dividing by it is exact and squares neither overflow nor vanish.
///
/// 1 where all entries are zero.
pub(super) fn scale(entries: &[f64]) -> f64 {
    let largest = entries.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
    if largest == 0.0 {
        return 1.0;
    }
    const EXPONENT: u64 = 0x7FF0_0000_0000_0000;
    f64::from_bits(largest.to_bits() & EXPONENT).max(f64::MIN_POSITIVE)
}

/// Refuses a result whose relative residual is above the tolerance, or is not a number.
pub(super) fn accept(residual: f64, tolerance: f64) -> Result<(), Error> {
    match residual <= tolerance {
        true => Ok(()),
        false => Err(Error::Residual {
            residual,
            tolerance,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{accept, scale};

    #[test]
    fn a_residual_that_is_too_large_or_no_number_is_refused() {
        assert!(accept(1e-13, 1e-12).is_ok());
        assert!(accept(1e-11, 1e-12).is_err());
        assert!(accept(f64::NAN, 1e-12).is_err());
    }

    #[test]
    fn the_scale_is_the_power_of_two_below_the_largest_entry() {
        assert_eq!(scale(&[0.0, -6.0, 1.0]), 4.0);
        assert_eq!(scale(&[0.75]), 0.5);
        assert_eq!(scale(&[0.0, 0.0]), 1.0);
        assert_eq!(scale(&[f64::MAX]), 2.0_f64.powi(1023));
        assert_eq!(scale(&[5e-324]), f64::MIN_POSITIVE);
    }
}
