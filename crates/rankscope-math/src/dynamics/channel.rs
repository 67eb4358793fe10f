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

/// How far the run is from the linear relation u − y = P (u(0) − y) that every closed form from P rests on:
/// ‖(u − y) − P (u(0) − y)‖ / ‖u(0) − y‖ (dimensionless; 0 where it starts at the labels). Exact for gradient flow; for steps of size η off
/// by what the kernel moves within a step, without bound where the network is small or far from linear.
///
/// # Errors
/// Residuals that do not fit the propagator.
///
/// ```
/// use rankscope_math::{dynamics::linearisation_residual, linalg::Matrix};
/// let halved = Matrix::new(1, 1, vec![0.5])?;
/// assert_eq!(linearisation_residual(&halved, &[2.0], &[1.0])?, 0.0);
/// assert_eq!(linearisation_residual(&halved, &[2.0], &[1.5])?, 0.25);
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
pub fn linearisation_residual(
    propagator: &Matrix,
    first: &[f64],
    now: &[f64],
) -> Result<f64, Error> {
    let first = Matrix::new(first.len(), 1, first.to_vec())?;
    let mut off = propagator.product(&first)?;
    if off.as_slice().len() != now.len() {
        return Err(Error::Shape {
            given: now.len(),
            rows: off.rows(),
            cols: 1,
        });
    }
    for (x, now) in off.as_mut_slice().iter_mut().zip(now) {
        *x -= now;
    }
    let size = first.frobenius_norm();
    Ok(match size > 0.0 {
        true => off.frobenius_norm() / size,
        false => 0.0,
    })
}

/// The largest [`linearisation_residual`] at which what follows from the propagator (ω, cross-validation, leave-one-out, degrees of
/// freedom) may still be called exact for the path; ours.
pub const LINEARISATION_TOLERANCE: f64 = 0.05;

/// ω closer than this are the same eigenvalue: rounding alone decides the basis of their directions.
const SAME: f64 = 1e-9;

impl Channel {
    /// The directions that share the ω of direction j: an eigenspace, of which no basis is better than another.
    pub fn eigenspace(&self, j: usize) -> std::ops::Range<usize> {
        let same = |i: usize| {
            let pair = self.omega.get(i).zip(self.omega.get(i + 1));
            pair.is_some_and(|(a, b)| (a - b).abs() <= SAME)
        };
        let (mut first, mut end) = (j, j + 1);
        while first > 0 && same(first - 1) {
            first -= 1;
        }
        while same(end - 1) {
            end += 1;
        }
        first..end
    }

    /// How far the function moves at the queries (root mean square) per unit (root mean square) of a push of the labels along a direction
    /// of the eigenspace of direction j, in the mean square over all of them: √(Σ ‖Gψ‖²/(k m n)) over its k directions, the same for
    /// every basis and sign (dimensionless; to first order in the push).
    ///
    /// # Errors
    /// A transfer operator G, m x n, that does not fit.
    pub fn response(&self, transfer: &Matrix, j: usize) -> Result<f64, Error> {
        let space = self.eigenspace(j);
        let count = space.len();
        let columns: Vec<Vec<f64>> = space.map(|j| self.direction(j)).collect();
        let basis = Matrix::from_rows(&columns)?.transpose();
        let moved = transfer.product(&basis)?;
        let entries = (count * transfer.rows() * transfer.cols()) as f64;
        Ok(moved.frobenius_norm() / entries.sqrt())
    }

    /// The [`Channel::response`] of every direction.
    ///
    /// # Errors
    /// A transfer operator G, m x n, that does not fit.
    pub fn responses(&self, transfer: &Matrix) -> Result<Vec<f64>, Error> {
        let moved = transfer.product(&self.directions)?;
        let (m, n) = (moved.rows(), moved.cols());
        let square = |j: usize| (0..m).map(|i| moved[(i, j)] * moved[(i, j)]).sum::<f64>();
        let squares: Vec<f64> = (0..n).map(square).collect();
        let mean = |j: usize| {
            let space = self.eigenspace(j);
            let entries = (space.len() * m * n) as f64;
            (squares[space].iter().sum::<f64>() / entries).sqrt()
        };
        Ok((0..n).map(mean).collect())
    }

    /// At most `most` orthonormal directions of the eigenspace of direction j, n numbers each, that depend on the space alone: whichever basis
    /// and signs were computed. Each is the part in the space, and orthogonal to those before it, of the coordinate that has most of it there.
    ///
    /// ```
    /// use rankscope_math::{dynamics::Channel, linalg::Matrix};
    /// let (s, c) = 0.3_f64.sin_cos();
    /// let directions = Matrix::new(2, 2, vec![-c, s, s, c])?;
    /// let turned = Channel { omega: vec![0.5, 0.5], directions };
    /// for (direction, wanted) in turned.spanning(1, 2).iter().zip([[1.0, 0.0], [0.0, 1.0]]) {
    ///     assert!(direction.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-15));
    /// }
    /// # Ok::<(), rankscope_math::linalg::Error>(())
    /// ```
    pub fn spanning(&self, j: usize, most: usize) -> Vec<Vec<f64>> {
        /// Coordinates that have equally much of the space are told apart by their place, not by rounding.
        const TIE: f64 = 1.0 - 1e-6;
        let space = self.eigenspace(j);
        let count = most.min(space.len());
        let basis: Vec<Vec<f64>> = space.map(|j| self.direction(j)).collect();
        let n = self.directions.rows();
        let mut rest: Vec<f64> = (0..n)
            .map(|i| basis.iter().map(|psi| psi[i] * psi[i]).sum())
            .collect();
        let mut found: Vec<Vec<f64>> = Vec::with_capacity(count);
        for _ in 0..count {
            let largest = rest.iter().fold(0.0_f64, |a, b| a.max(*b));
            let Some(pivot) = rest.iter().position(|x| *x >= TIE * largest) else {
                break;
            };
            let mut direction = vec![0.0; n];
            let mut add = |factor: f64, other: &[f64]| {
                let pairs = direction.iter_mut().zip(other);
                pairs.for_each(|(x, y)| *x += factor * y);
            };
            basis.iter().for_each(|psi| add(psi[pivot], psi));
            found.iter().for_each(|known| add(-known[pivot], known));
            let size = direction.iter().map(|x| x * x).sum::<f64>().sqrt();
            direction.iter_mut().for_each(|x| *x /= size);
            for (left, x) in rest.iter_mut().zip(&direction) {
                *left -= x * x;
            }
            found.push(direction);
        }
        found
    }

    /// The first direction of the reservoir: ω at most the threshold; `None` where all directions are in the channel.
    pub fn reservoir(&self, threshold: f64) -> Option<usize> {
        let first = self.dimension(threshold);
        (first < self.omega.len()).then_some(first)
    }
}
