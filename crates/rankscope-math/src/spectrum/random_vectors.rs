//! Norms that singular values do not determine, where the singular vectors are random.

use crate::linalg::random;
use std::f64::consts::PI;

/// Columns that are drawn to know the lengths of all.
const DRAWN: usize = 128;

/// Two norms of a matrix U Σ Vᵀ with random orthogonal U and V, in the unit of its singular values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ColumnNorms {
    /// ‖W‖₂,₁, the sum of the lengths of the columns.
    pub group_2_1: f64,
    /// ‖W‖₁,₁, the sum of the magnitudes of the entries.
    pub entry_1_1: f64,
}

impl ColumnNorms {
    /// Estimated from up to 128 columns, drawn with a seed, for the singular values of a rows x cols matrix, at least one of them positive.
    ///
    /// The columns of U Σ Vᵀ are those of Σ Vᵀ turned by U: their lengths need V alone, of which a Gaussian matrix stands in for the rows,
    /// and within a column the magnitudes are those of a random direction, √(2 rows/π) times its length in all. Their mean square is made
    /// exact, so the estimate errs by the spread of the lengths only: within ‖W‖_F ≤ ‖W‖₂,₁ ≤ √cols ‖W‖_F always, and exact where all
    /// lengths are alike.
    ///
    /// ```
    /// use rankscope_math::spectrum::ColumnNorms;
    /// let norms = ColumnNorms::random(&[1.0; 200], 200, 200, 7);
    /// // An orthogonal matrix: 200 columns of length 1.
    /// assert!((norms.group_2_1 / 200.0 - 1.0).abs() < 2e-3);
    /// assert!((norms.entry_1_1 / norms.group_2_1 - (400.0 / std::f64::consts::PI).sqrt()).abs() < 1e-12);
    /// ```
    pub fn random(values: &[f64], rows: usize, cols: usize, seed: u64) -> Self {
        let frobenius = values.iter().map(|s| s * s).sum::<f64>().sqrt();
        let mut rng = random::seeded(seed);
        let drawn = random::gaussian(cols.min(DRAWN), values.len(), &mut rng);
        let (mut lengths, mut squares) = (0.0, 0.0);
        for row in drawn.as_slice().chunks_exact(values.len().max(1)) {
            let square: f64 = row.iter().zip(values).map(|(g, s)| (g * s).powi(2)).sum();
            lengths += square.sqrt();
            squares += square;
        }
        let drawn = cols.min(DRAWN) as f64;
        let group_2_1 = frobenius * (cols as f64).sqrt() * lengths / (squares * drawn).sqrt();
        Self {
            group_2_1,
            entry_1_1: group_2_1 * (2.0 * rows as f64 / PI).sqrt(),
        }
    }
}
