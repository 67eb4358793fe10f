//! The channel and the reservoir: what a propagator removed of every direction.

use crate::linalg::{Error, Matrix, solve, symmetric_eigen};

/// The directions ψⱼ of the residual at the start, ordered by the share ωⱼ of their energy that training removed.
///
/// ωⱼ = 1 − sⱼ² with the singular values sⱼ of the propagator P; they are 2/n times the eigenvalues of the dissipation Gramian
/// W = (n/2)(I − PᵀP), which is exact for squared loss, in continuous time and step by step alike. In [0, 1] while the step size is below
/// 2n/λ₁(K).
///
/// ```
/// use rankscope_math::{dynamics::Channel, linalg::Matrix};
/// let p = Matrix::new(2, 2, vec![0.5, 0.0, 0.0, 1.0])?;
/// let channel = Channel::of(&p)?;
/// assert_eq!(channel.omega, [0.75, 0.0]);
/// assert_eq!((channel.dimension(0.5), channel.degrees_of_freedom()), (1, 0.75));
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Channel {
    /// ω₁ ≥ ω₂ ≥ … (dimensionless).
    pub omega: Vec<f64>,
    /// The orthonormal directions ψⱼ as columns, n x n, in the same order.
    pub directions: Matrix,
}

impl Channel {
    /// The channel of a propagator, n x n.
    ///
    /// # Errors
    /// Where the symmetric eigenvalues cannot be computed, as of a matrix that is not finite.
    pub fn of(propagator: &Matrix) -> Result<Self, Error> {
        let eigen = symmetric_eigen(&propagator.transpose().product(propagator)?)?;
        Ok(Self {
            omega: eigen.values.iter().map(|square| 1.0 - square).collect(),
            directions: eigen.vectors,
        })
    }

    /// How many directions lie in the channel: ω above the threshold.
    pub fn dimension(&self, threshold: f64) -> usize {
        self.omega
            .iter()
            .filter(|omega| **omega > threshold)
            .count()
    }

    /// Σ ωⱼ, a smooth count of the channel's directions.
    pub fn degrees_of_freedom(&self) -> f64 {
        self.omega.iter().sum()
    }

    /// The direction ψⱼ, j from 0; n numbers.
    pub fn direction(&self, j: usize) -> Vec<f64> {
        (0..self.directions.rows())
            .map(|i| self.directions[(i, j)])
            .collect()
    }

    /// The part of a vector that lies in the first `count` directions.
    pub fn project(&self, vector: &[f64], count: usize) -> Vec<f64> {
        let mut part = vec![0.0; vector.len()];
        for j in 0..count.min(self.omega.len()) {
            let psi = self.direction(j);
            let along: f64 = psi.iter().zip(vector).map(|(a, b)| a * b).sum();
            part.iter_mut()
                .zip(&psi)
                .for_each(|(x, psi)| *x += along * psi);
        }
        part
    }
}

/// The dissipation Gramian W = (n/2)(I − PᵀP), n x n: Φ(0) − Φ(T) = gᵀWg with g = (u(0) − y)/n.
///
/// # Errors
/// A propagator that is not square.
pub fn gramian(propagator: &Matrix) -> Result<Matrix, Error> {
    let square = propagator.transpose().product(propagator)?;
    Ok(scaled_rest(&square, 0.5 * propagator.rows() as f64))
}

/// The displacement D = n(I − P), n x n: u(T) − u(0) = −D g with g = (u(0) − y)/n.
pub fn displacement(propagator: &Matrix) -> Matrix {
    scaled_rest(propagator, propagator.rows() as f64)
}

fn scaled_rest(matrix: &Matrix, scale: f64) -> Matrix {
    Matrix::from_fn(matrix.rows(), matrix.cols(), |i, j| {
        scale * (f64::from(u8::from(i == j)) - matrix[(i, j)])
    })
}

/// The coupling A = G D⁻¹, m x n, by which the movement on the training inputs drags the queries along:
/// U_Q(T) − U_Q(0) = A (u(T) − u(0)) (Litman and Guo 2026, theorem 5.1).
///
/// # Errors
/// Shapes that do not fit; entries that are not finite.
pub fn coupling(transfer: &Matrix, propagator: &Matrix) -> Result<Matrix, Error> {
    let d = displacement(propagator);
    Ok(solve(&d.transpose(), &transfer.transpose())?.transpose())
}
