//! Spectra: effective ranks, norms, synthetic families, noise thresholds, power-law tails.

mod change;
mod error;
pub mod families;
pub mod fixed_aspect;
pub mod limits;
mod noise;
mod norms;
pub mod power_law;
mod random_vectors;
mod ranks;
pub mod thresholds;

pub use change::Change;
pub use error::Error;
pub use noise::Noise;
pub use random_vectors::ColumnNorms;
pub use ranks::Ranks;

use crate::linalg::{
    Matrix, SingularValues, singular_values, singular_values_of_each, sort_descending,
};

/// The singular values σ₁ ≥ σ₂ ≥ … ≥ 0 of a rows x cols matrix.
///
/// Every effective rank of it is dimensionless, unchanged when all values are multiplied by a factor (exact from 1e-300 to 1e300),
/// and 0 for a zero spectrum, which uses no direction.
#[derive(Clone, Debug, PartialEq)]
pub struct Spectrum {
    values: Vec<f64>,
    rows: usize,
    cols: usize,
    residual: Option<f64>,
    /// What counts as zero, over σ₁ and the longer side.
    epsilon: f64,
}

impl Spectrum {
    /// A spectrum from singular values in any order; fewer than `min(rows, cols)` mean that the others are zero.
    ///
    /// # Errors
    /// Where there is no value, one is negative or not finite (the error tells which), or there are more than the shape has.
    ///
    /// ```
    /// use rankscope_math::spectrum::Spectrum;
    /// let s = Spectrum::new(vec![1.0, 4.0, 2.0], 3, 5)?;
    /// assert_eq!(s.values(), [4.0, 2.0, 1.0]);
    /// assert_eq!(Spectrum::new(vec![1.0, -1.0], 2, 2).unwrap_err().code(), "singular_value");
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn new(mut values: Vec<f64>, rows: usize, cols: usize) -> Result<Self, Error> {
        if values.is_empty() {
            return Err(Error::Empty);
        }
        if values.len() > rows.min(cols) {
            return Err(Error::Shape {
                given: values.len(),
                rows,
                cols,
            });
        }
        if let Some(index) = values.iter().position(|s| !s.is_finite() || *s < 0.0) {
            let value = values[index];
            return Err(Error::Value { index, value });
        }
        sort_descending(&mut values);
        Ok(Self {
            values,
            rows,
            cols,
            residual: None,
            epsilon: f64::EPSILON,
        })
    }

    /// The spectrum of a matrix, computed and checked by [`singular_values`].
    ///
    /// # Errors
    /// Those of [`singular_values`].
    ///
    /// ```
    /// use rankscope_math::{linalg::Matrix, spectrum::Spectrum};
    /// let s = Spectrum::of(&Matrix::identity(3))?;
    /// assert_eq!(s.values(), [1.0, 1.0, 1.0]);
    /// assert_eq!(s.residual(), Some(0.0));
    /// # Ok::<(), rankscope_math::spectrum::Error>(())
    /// ```
    pub fn of(matrix: &Matrix) -> Result<Self, Error> {
        Ok(Self::found(matrix, singular_values(matrix)?))
    }

    /// What [`Spectrum::of`] gives for each matrix, to the bit; faster for small neighbours of one shape.
    ///
    /// # Errors
    /// Those of [`singular_values`].
    pub fn of_each(matrices: &[Matrix]) -> Result<Vec<Self>, Error> {
        let found = singular_values_of_each(matrices)?;
        let spectra = matrices.iter().zip(found);
        Ok(spectra
            .map(|(matrix, found)| Self::found(matrix, found))
            .collect())
    }

    fn found(matrix: &Matrix, found: SingularValues) -> Self {
        Self {
            residual: Some(found.residual()),
            values: found.into_vec(),
            rows: matrix.rows(),
            cols: matrix.cols(),
            epsilon: f64::EPSILON,
        }
    }

    /// The singular values in descending order, in the unit of the matrix.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The singular values in descending order.
    pub fn into_values(self) -> Vec<f64> {
        self.values
    }

    /// Number of rows of the matrix.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns of the matrix.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// The relative residual of the decomposition (dimensionless); `None` where the values were given, not computed.
    pub fn residual(&self) -> Option<f64> {
        self.residual
    }

    /// σ₁, the largest value.
    fn largest(&self) -> f64 {
        self.values[0]
    }

    /// The nonzero values over the largest, smallest first, so that sums over them lose least. Empty for a zero spectrum.
    fn shares(&self) -> impl Iterator<Item = f64> {
        let largest = self.largest();
        self.values
            .iter()
            .rev()
            .map(move |s| s / largest)
            .filter(|x| *x > 0.0)
    }
}
