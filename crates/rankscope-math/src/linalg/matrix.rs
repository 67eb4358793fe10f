//! A dense matrix of doubles.

use super::{Error, guard, sum_of_squares};
use std::ops::{Index, IndexMut};

/// A dense real matrix, row by row.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: usize,
    cols: usize,
    entries: Vec<f64>,
}

impl Matrix {
    /// A rows x cols matrix from its entries, row by row.
    ///
    /// # Errors
    /// Where the number of entries is not `rows * cols`.
    ///
    /// ```
    /// use rankscope_math::linalg::Matrix;
    /// let a = Matrix::new(2, 3, vec![1.0, 2.0, 3.0, 4.0, 5.0, 6.0])?;
    /// assert_eq!(a[(1, 0)], 4.0);
    /// assert_eq!(Matrix::new(2, 3, vec![1.0]).unwrap_err().code(), "shape");
    /// # Ok::<(), rankscope_math::linalg::Error>(())
    /// ```
    pub fn new(rows: usize, cols: usize, entries: Vec<f64>) -> Result<Self, Error> {
        match rows.checked_mul(cols) == Some(entries.len()) {
            true => Ok(Self {
                rows,
                cols,
                entries,
            }),
            false => Err(Error::Shape {
                given: entries.len(),
                rows,
                cols,
            }),
        }
    }

    /// A matrix from its rows.
    ///
    /// # Errors
    /// Where a row is not as long as the first; the error names it.
    ///
    /// ```
    /// use rankscope_math::linalg::Matrix;
    /// let error = Matrix::from_rows(&[vec![1.0, 2.0], vec![3.0]]).unwrap_err();
    /// assert_eq!(error.to_string(), "row 2 has 1 entries, but row 1 has 2: all rows must be equally long");
    /// ```
    pub fn from_rows(rows: &[Vec<f64>]) -> Result<Self, Error> {
        let cols = rows.first().map_or(0, Vec::len);
        match rows.iter().position(|row| row.len() != cols) {
            Some(row) => Err(Error::Ragged {
                row,
                given: rows[row].len(),
                expected: cols,
            }),
            None => Ok(Self {
                rows: rows.len(),
                cols,
                entries: rows.concat(),
            }),
        }
    }

    /// The matrix with the entries `entry(row, col)`, asked for row by row.
    ///
    /// ```
    /// use rankscope_math::linalg::Matrix;
    /// let a = Matrix::from_fn(2, 2, |i, j| (10 * i + j) as f64);
    /// assert_eq!(a.as_slice(), [0.0, 1.0, 10.0, 11.0]);
    /// ```
    pub fn from_fn(rows: usize, cols: usize, mut entry: impl FnMut(usize, usize) -> f64) -> Self {
        let mut entries = Vec::with_capacity(rows * cols);
        for i in 0..rows {
            entries.extend((0..cols).map(|j| entry(i, j)));
        }
        Self {
            rows,
            cols,
            entries,
        }
    }

    /// The n x n identity I.
    ///
    /// ```
    /// use rankscope_math::linalg::Matrix;
    /// assert_eq!(Matrix::identity(2).as_slice(), [1.0, 0.0, 0.0, 1.0]);
    /// ```
    pub fn identity(n: usize) -> Self {
        Self::from_fn(n, n, |i, j| f64::from(u8::from(i == j)))
    }

    /// The rows x cols matrix of zeros.
    ///
    /// ```
    /// use rankscope_math::linalg::Matrix;
    /// assert_eq!(Matrix::zeros(1, 2).as_slice(), [0.0, 0.0]);
    /// ```
    pub fn zeros(rows: usize, cols: usize) -> Self {
        Self {
            rows,
            cols,
            entries: vec![0.0; rows * cols],
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Number of columns.
    pub fn cols(&self) -> usize {
        self.cols
    }

    /// Row `i`, from 0.
    pub fn row(&self, i: usize) -> &[f64] {
        &self.entries[i * self.cols..(i + 1) * self.cols]
    }

    /// Row `i`, counted from 0, mutable.
    pub fn row_mut(&mut self, i: usize) -> &mut [f64] {
        &mut self.entries[i * self.cols..(i + 1) * self.cols]
    }

    /// All entries, row by row.
    pub fn as_slice(&self) -> &[f64] {
        &self.entries
    }

    /// All entries, row by row, mutable.
    pub fn as_mut_slice(&mut self) -> &mut [f64] {
        &mut self.entries
    }

    /// All entries, row by row.
    pub fn into_vec(self) -> Vec<f64> {
        self.entries
    }

    /// The transpose Aᵀ, cols x rows.
    ///
    /// ```
    /// use rankscope_math::linalg::Matrix;
    /// let a = Matrix::new(1, 2, vec![1.0, 2.0])?;
    /// assert_eq!((a.transpose().rows(), a.transpose()[(1, 0)]), (2, 2.0));
    /// # Ok::<(), rankscope_math::linalg::Error>(())
    /// ```
    pub fn transpose(&self) -> Self {
        Self::from_fn(self.cols, self.rows, |i, j| self[(j, i)])
    }

    /// The product A B of an m x k and a k x n matrix, m x n.
    ///
    /// # Errors
    /// Where the inner sizes differ.
    ///
    /// ```
    /// use rankscope_math::linalg::Matrix;
    /// let a = Matrix::new(2, 2, vec![1.0, 2.0, 3.0, 4.0])?;
    /// assert_eq!(a.product(&a)?.as_slice(), [7.0, 10.0, 15.0, 22.0]);
    /// # Ok::<(), rankscope_math::linalg::Error>(())
    /// ```
    pub fn product(&self, right: &Matrix) -> Result<Matrix, Error> {
        if self.cols != right.rows {
            return Err(Error::Product {
                left: (self.rows, self.cols),
                right: (right.rows, right.cols),
            });
        }
        let mut product = Self::zeros(self.rows, right.cols);
        // Row by row of the right factor: every access walks memory forwards.
        for i in 0..self.rows {
            let out = product.row_mut(i);
            for (k, &a) in self.row(i).iter().enumerate() {
                out.iter_mut()
                    .zip(right.row(k))
                    .for_each(|(sum, b)| *sum += a * b);
            }
        }
        Ok(product)
    }

    /// The Frobenius norm ‖A‖_F = √Σ Aᵢⱼ², in the unit of the entries; scaled, so that no square overflows or vanishes.
    ///
    /// ```
    /// use rankscope_math::linalg::Matrix;
    /// let a = Matrix::new(1, 2, vec![3e300, -4e300])?;
    /// assert_eq!(a.frobenius_norm(), 5e300);
    /// # Ok::<(), rankscope_math::linalg::Error>(())
    /// ```
    pub fn frobenius_norm(&self) -> f64 {
        let scale = guard::scale(&self.entries);
        let scaled: Vec<f64> = self.entries.iter().map(|x| x / scale).collect();
        scale * sum_of_squares(&scaled).sqrt()
    }

    /// The group norm ‖A‖₂,₁: the sum over columns of their Euclidean lengths, in the unit of the entries
    /// (Bartlett, Foster, Telgarsky 2017, arXiv 1706.08498, section 1).
    ///
    /// ```
    /// use rankscope_math::linalg::Matrix;
    /// let a = Matrix::new(2, 2, vec![3.0, 0.0, 4.0, 2.0])?;
    /// assert_eq!(a.group_norm_2_1(), 7.0);
    /// # Ok::<(), rankscope_math::linalg::Error>(())
    /// ```
    pub fn group_norm_2_1(&self) -> f64 {
        let scale = guard::scale(&self.entries);
        let mut lengths = vec![0.0; self.cols];
        for i in 0..self.rows {
            for (length, x) in lengths.iter_mut().zip(self.row(i)) {
                *length += (x / scale) * (x / scale);
            }
        }
        scale * lengths.into_iter().map(f64::sqrt).sum::<f64>()
    }
}

impl Index<(usize, usize)> for Matrix {
    type Output = f64;
    fn index(&self, (row, col): (usize, usize)) -> &f64 {
        &self.row(row)[col]
    }
}

impl IndexMut<(usize, usize)> for Matrix {
    fn index_mut(&mut self, (row, col): (usize, usize)) -> &mut f64 {
        &mut self.row_mut(row)[col]
    }
}
