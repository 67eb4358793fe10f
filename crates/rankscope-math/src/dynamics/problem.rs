//! A function of one variable, and noisy labels of it.

use crate::linalg::random::{Rng, gaussian, seeded};
use rand::Rng as _;

/// Half the side of the domain [−2, 2].
pub const EDGE: f64 = 2.0;
/// Query points, equally spaced over the domain.
pub const QUERIES: usize = 100;

/// A function to be learned, on [−2, 2] (dimensionless).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// sin 3x.
    Sine,
    /// sin x + 0.4 sin 8x.
    Mixture,
    /// 1.5 exp(−8 (x − 0.4)²) − 0.3.
    Bump,
    /// ±0.8, the sign of x − 0.2.
    Step,
    /// sin 1.2 (x + 2)².
    Chirp,
    /// 0.6 x.
    Line,
}

impl Target {
    /// Its value at a point.
    ///
    /// ```
    /// use rankscope_math::dynamics::Target;
    /// assert_eq!([Target::Line.at(0.5), Target::Step.at(0.0)], [0.3, -0.8]);
    /// ```
    pub fn at(self, x: f64) -> f64 {
        match self {
            Self::Sine => libm::sin(3.0 * x),
            Self::Mixture => libm::sin(x) + 0.4 * libm::sin(8.0 * x),
            Self::Bump => 1.5 * libm::exp(-8.0 * (x - 0.4) * (x - 0.4)) - 0.3,
            Self::Step => 0.8_f64.copysign(x - 0.2),
            Self::Chirp => libm::sin(1.2 * (x + 2.0) * (x + 2.0)),
            Self::Line => 0.6 * x,
        }
    }
}

/// What is learned from, and where the network is watched.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    /// Inputs of the n training examples.
    pub inputs: Vec<f64>,
    /// Their labels y.
    pub labels: Vec<f64>,
    /// Inputs of the m query points.
    pub queries: Vec<f64>,
}

/// Training points with their labels, and query points with the target on them (dimensionless).
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// n training inputs, ascending.
    pub x: Vec<f64>,
    /// The target f* on them.
    pub f: Vec<f64>,
    /// Their labels y.
    pub y: Vec<f64>,
    /// m query points, equally spaced.
    pub queries: Vec<f64>,
    /// The target on them.
    pub query_target: Vec<f64>,
}

impl Problem {
    /// `n` inputs uniform on the domain, and labels with Gaussian noise of standard deviation `noise`; the same for the same seed.
    ///
    /// ```
    /// use rankscope_math::dynamics::{Problem, Target};
    /// let problem = Problem::draw(Target::Line, 5, 0.0, 1);
    /// assert_eq!((problem.f == problem.y, problem.noise_variance()), (true, 0.0));
    /// assert_eq!([problem.queries[0], problem.query_target[99]], [-2.0, 1.2]);
    /// ```
    pub fn draw(target: Target, n: usize, noise: f64, seed: u64) -> Self {
        let mut rng = seeded(seed);
        let mut x: Vec<f64> = (0..n).map(|_| uniform(&mut rng)).collect();
        x.sort_by(f64::total_cmp);
        let f: Vec<f64> = x.iter().map(|x| target.at(*x)).collect();
        let drawn = gaussian(n, 1, &mut rng).into_vec();
        let y = f.iter().zip(&drawn).map(|(f, e)| f + noise * e).collect();
        let step = 2.0 * EDGE / (QUERIES - 1) as f64;
        let queries: Vec<f64> = (0..QUERIES).map(|i| step * i as f64 - EDGE).collect();
        Self {
            query_target: queries.iter().map(|x| target.at(*x)).collect(),
            x,
            f,
            y,
            queries,
        }
    }

    /// The noise y − f* on the labels.
    pub fn errors(&self) -> Vec<f64> {
        self.y.iter().zip(&self.f).map(|(y, f)| y - f).collect()
    }

    /// The mean square of the noise that the labels have, whoever chose them: mean((y − f*)²).
    pub fn noise_variance(&self) -> f64 {
        mean_square(&self.y, &self.f)
    }

    /// Mean squared distance of outputs on the queries from the target.
    pub fn test_error(&self, outputs: &[f64]) -> f64 {
        mean_square(outputs, &self.query_target)
    }
}

/// Mean squared difference of two lists of one length; 0 of none.
///
/// ```
/// assert_eq!(rankscope_math::dynamics::mean_square(&[1.0, 3.0], &[0.0, 0.0]), 5.0);
/// ```
pub fn mean_square(a: &[f64], b: &[f64]) -> f64 {
    let squares = a.iter().zip(b).map(|(a, b)| (a - b) * (a - b));
    squares.sum::<f64>() / a.len().max(1) as f64
}

/// The root of the mean square of a list; 0 of none.
///
/// ```
/// assert_eq!(rankscope_math::dynamics::root_mean_square(&[1.0, 7.0]), 5.0);
/// ```
pub fn root_mean_square(list: &[f64]) -> f64 {
    (list.iter().map(|x| x * x).sum::<f64>() / list.len().max(1) as f64).sqrt()
}

/// A number from the domain, uniform.
pub fn uniform(rng: &mut Rng) -> f64 {
    const SCALE: f64 = 1.0 / (1u64 << 53) as f64;
    EDGE * (2.0 * (rng.next_u64() >> 11) as f64 * SCALE - 1.0)
}
