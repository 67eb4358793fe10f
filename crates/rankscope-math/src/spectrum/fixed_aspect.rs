//! A tail exponent that does not depend on how long a matrix is beside its width.

use super::{Error, Spectrum, power_law};
use crate::linalg::{Matrix, random::seeded, singular_values};
use rand_chacha::rand_core::Rng as _;

/// Most squares that are cut out of a matrix: more of them change the exponent by less than its own standard error.
pub const MOST_SQUARES: usize = 4;

/// The power law of the eigenvalues of square pieces of a matrix, which all have the aspect ratio 1, pooled (FARMS; Hu et al. 2025,
/// arXiv 2506.06280, section 3.2).
///
/// The lines along the longer side are put into an order drawn by the seed and taken m at a time, m being the shorter side; the last
/// piece is filled up from the first. Of more than [`MOST_SQUARES`] pieces the first so many are taken. A square matrix is its own only
/// piece, which makes the exponent that of [`power_law::fit_spectrum`]. `epsilon` is what counts as zero over σ₁ and m, as in
/// [`Spectrum::with_epsilon`].
///
/// The published method slides windows along both sides and leaves their number to the user; drawn lines do not depend on how neurons are
/// numbered.
///
/// # Errors
/// Those of the singular values, here as [`Error::Empty`], and of [`power_law::fit`].
///
/// ```
/// use rankscope_math::{linalg::random::{gaussian, seeded}, spectrum::{Spectrum, fixed_aspect, power_law}};
/// let square = gaussian(40, 40, &mut seeded(1));
/// let own = power_law::fit_spectrum(&Spectrum::of(&square).unwrap())?;
/// assert_eq!(fixed_aspect::fit(&square, f64::EPSILON, 7)?, own);
/// # Ok::<(), rankscope_math::spectrum::Error>(())
/// ```
pub fn fit(matrix: &Matrix, epsilon: f64, seed: u64) -> Result<power_law::TailFit, Error> {
    let (rows, cols) = (matrix.rows(), matrix.cols());
    let (long, side) = (rows.max(cols), rows.min(cols));
    if side == 0 {
        return Err(Error::Empty);
    }
    let order = order(long, side, seed);
    let pieces = long.div_ceil(side).min(MOST_SQUARES);
    let mut logs = Vec::with_capacity(pieces * side);
    for piece in 0..pieces {
        let line = |i: usize| order[(piece * side + i) % long];
        let square = Matrix::from_fn(side, side, |i, j| match rows >= cols {
            true => matrix[(line(i), j)],
            false => matrix[(i, line(j))],
        });
        let found = singular_values(&square).map_err(|_| Error::Empty)?;
        let spectrum = Spectrum::new(found.into_vec(), side, side)?.with_epsilon(epsilon);
        let kept = &spectrum.values()[..spectrum.numerical_rank(None)];
        logs.extend(kept.iter().map(|s| 2.0 * s.ln()));
    }
    power_law::fit_logs(logs)
}

/// The lines in an order drawn by the seed; as they stand where all of them are taken at once.
fn order(long: usize, side: usize, seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..long).collect();
    if long > side {
        let mut rng = seeded(seed);
        for last in (1..long).rev() {
            // 2⁶⁴ is so much larger than a side that the remainder is uniform to 1e-15.
            let at = (rng.next_u64() % (last as u64 + 1)) as usize;
            order.swap(last, at);
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::{MOST_SQUARES, fit, order};
    use crate::{
        linalg::{
            Matrix,
            random::{gaussian, seeded},
        },
        spectrum::{Spectrum, power_law},
    };

    #[test]
    fn it_is_the_fit_to_the_pooled_eigenvalues_of_the_pieces() {
        // 25 lines of 10: two whole pieces, and one that is filled up from the first.
        let long = gaussian(25, 10, &mut seeded(3));
        let lines = order(25, 10, 8);
        let mut sorted = lines.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..25).collect::<Vec<_>>());
        let mut eigenvalues = Vec::new();
        for piece in [
            &lines[..10],
            &lines[10..20],
            &[&lines[20..], &lines[..5]].concat(),
        ] {
            let rows: Vec<_> = piece.iter().map(|line| long.row(*line).to_vec()).collect();
            let square = Matrix::from_rows(&rows).unwrap();
            let spectrum = Spectrum::of(&square).unwrap();
            eigenvalues.extend(spectrum.values().iter().map(|s| s * s));
        }
        let pooled = power_law::fit(&eigenvalues).unwrap();
        let found = fit(&long, f64::EPSILON, 8).unwrap();
        assert_eq!(found.tail_count, pooled.tail_count);
        assert!((found.alpha / pooled.alpha - 1.0).abs() < 1e-12);
        // Of 100 lines, four pieces alone are taken.
        let longer = fit(&gaussian(100, 10, &mut seeded(3)), f64::EPSILON, 8).unwrap();
        assert!(longer.tail_count <= MOST_SQUARES * 10);
    }

    #[test]
    fn the_seed_decides_and_the_transpose_does_not_matter() {
        let a = gaussian(100, 30, &mut seeded(5));
        let by = |matrix, seed| fit(matrix, f64::EPSILON, seed).unwrap();
        assert_eq!(by(&a, 1), by(&a, 1));
        assert_ne!(by(&a, 1), by(&a, 2));
        assert!((by(&a.transpose(), 1).alpha / by(&a, 1).alpha - 1.0).abs() < 1e-9);
    }
}
