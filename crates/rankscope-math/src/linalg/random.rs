//! Seeded random matrices: the same seed gives the same numbers on every platform and in every version.

use super::{Matrix, dot};
use rand_chacha::rand_core::SeedableRng;
use rand_distr::{Distribution, StandardNormal};

/// The one generator: ChaCha with 8 rounds, whose stream is fixed by its specification.
pub type Rng = rand_chacha::ChaCha8Rng;

/// A generator that is fully determined by its seed.
///
/// ```
/// use rankscope_math::linalg::random::{gaussian, seeded};
/// let a = gaussian(1, 2, &mut seeded(7));
/// assert_eq!(a.as_slice(), [-0.7753719332177971, -1.3834217200084091]);
/// ```
pub fn seeded(seed: u64) -> Rng {
    Rng::seed_from_u64(seed)
}

/// A rows x cols matrix of independent standard normal entries (dimensionless), drawn row by row.
///
/// ```
/// use rankscope_math::linalg::random::{gaussian, seeded};
/// let a = gaussian(100, 100, &mut seeded(1));
/// let mean_square = a.frobenius_norm().powi(2) / 1e4;
/// assert!((mean_square - 1.0).abs() < 0.05);
/// ```
pub fn gaussian(rows: usize, cols: usize, rng: &mut Rng) -> Matrix {
    Matrix::from_fn(rows, cols, |_, _| StandardNormal.sample(rng))
}

/// An n x n orthogonal matrix, uniform over the orthogonal group (Haar measure).
///
/// Gram-Schmidt, done twice for orthogonality to machine precision, on the rows of a Gaussian matrix. This is the QR factorisation whose
/// triangle has a positive diagonal, which makes the distribution exactly uniform (Mezzadri, arXiv math-ph/0609050, section 5).
///
/// ```
/// use rankscope_math::linalg::{Matrix, random::{orthogonal, seeded}};
/// let q = orthogonal(8, &mut seeded(1));
/// let gram = q.product(&q.transpose())?;
/// let identity = Matrix::identity(8);
/// let worst = gram.as_slice().iter().zip(identity.as_slice()).map(|(a, b)| (a - b).abs()).fold(0.0, f64::max);
/// assert!(worst < 1e-14);
/// # Ok::<(), rankscope_math::linalg::Error>(())
/// ```
pub fn orthogonal(n: usize, rng: &mut Rng) -> Matrix {
    let mut q = gaussian(n, n, rng);
    for i in 0..n {
        let (done, rest) = q.as_mut_slice().split_at_mut(i * n);
        let row = &mut rest[..n];
        for _ in 0..2 {
            for unit in done.chunks_exact(n) {
                let along = dot(unit, row);
                row.iter_mut().zip(unit).for_each(|(x, u)| *x -= along * u);
            }
        }
        let length = dot(row, row).sqrt();
        row.iter_mut().for_each(|x| *x /= length);
    }
    q
}
