//! Laws: functions of the parameters that training leaves alone, and how far it has moved them after all.

use super::Polynomial;
use crate::linalg::{Matrix, dot, singular_values, solve};

/// A function, or a set of functions, that gradient flow conserves.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// A polynomial, as ‖v‖² − ‖u‖².
    Polynomial(Polynomial),
    /// The direction of a point in the plane, whose two coordinates are linear in the parameters: every function of their ratio.
    Direction {
        /// The numerator of the ratio, a coefficient for each parameter.
        across: Vec<f64>,
        /// The denominator.
        along: Vec<f64>,
    },
    /// The space that some vectors span, by its orthogonal projector.
    Span {
        /// The parameters of each vector.
        columns: Vec<Vec<usize>>,
    },
}

/// What a law was at the start.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The value, the two coordinates, or the projector row by row.
    values: Vec<f64>,
    /// What a drift is relative to.
    scale: f64,
}

impl Reference {
    /// What a drift is relative to.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    /// With one scale for all of a family, the largest: a law of which every term is zero at the start has none of its own.
    pub fn share_scale(family: &mut [Self]) {
        let most = family.iter().map(|one| one.scale).fold(0.0, f64::max);
        family.iter_mut().for_each(|one| one.scale = most);
    }
}

impl Law {
    /// What it is at θ, to be compared with later.
    pub fn reference(&self, theta: &[f64]) -> Reference {
        let scale = match self {
            Law::Polynomial(p) => p.size(theta).max(f64::MIN_POSITIVE),
            Law::Direction { .. } | Law::Span { .. } => 1.0,
        };
        let values = self.values(theta);
        Reference { values, scale }
    }

    /// The value of a polynomial; the tangent of a direction; the trace of a projector.
    pub fn value(&self, theta: &[f64]) -> f64 {
        match self {
            Law::Polynomial(p) => p.value(theta),
            Law::Direction { across, along } => dot(across, theta) / dot(along, theta),
            Law::Span { columns } => columns.len() as f64,
        }
    }

    /// How far it has moved (dimensionless) from what it was, or where weight decay has left the share `kept` of the parameters, from what
    /// that leaves of it. A polynomial's is relative to the sum of the absolute values of its monomials at the start, the largest such sum
    /// where laws share a scale; a direction's is the distance of its point from the line through the start, relative to its distance from
    /// the origin, then or now, whichever is larger; a space's the Frobenius norm of the change of its projector.
    ///
    /// ```
    /// use rankscope_math::dynamics::conservation::{Law, Polynomial};
    /// let law = Law::Polynomial(Polynomial::default().plus(1.0, &[0, 0]).plus(-1.0, &[1, 1]));
    /// let start = law.reference(&[2.0, 1.0]);
    /// assert_eq!(law.drift(&[2.0, 0.0], &start, 1.0), 0.2); // from 3 to 4, of 5
    /// assert_eq!(law.drift(&[1.0, 0.5], &start, 0.5), 0.0); // from 3 to 3/4
    /// ```
    pub fn drift(&self, theta: &[f64], start: &Reference, kept: f64) -> f64 {
        let now = self.values(theta);
        let (a, b) = (&now, &start.values);
        match self {
            Law::Polynomial(p) => {
                let left: f64 = (0..p.degree()).map(|_| kept).product();
                (a[0] - left * b[0]).abs() / start.scale
            }
            Law::Direction { .. } => {
                let length = |v: &[f64]| (v[0] * v[0] + v[1] * v[1]).sqrt();
                let (now, start) = (length(a), length(b).max(f64::MIN_POSITIVE));
                (a[1] * b[0] - a[0] * b[1]).abs() / start / now.max(start)
            }
            Law::Span { .. } => {
                let squares = a.iter().zip(b).map(|(x, y)| (x - y) * (x - y));
                squares.sum::<f64>().sqrt()
            }
        }
    }

    fn values(&self, theta: &[f64]) -> Vec<f64> {
        match self {
            Law::Polynomial(p) => vec![p.value(theta)],
            Law::Direction { across, along } => vec![dot(along, theta), dot(across, theta)],
            Law::Span { columns } => match projector(columns, theta) {
                Some((p, _)) => p.into_vec(),
                None => vec![f64::NAN],
            },
        }
    }

    /// Its differential at θ: rows that span what a small step changes of it.
    fn differential(&self, theta: &[f64]) -> Vec<Vec<f64>> {
        match self {
            Law::Polynomial(p) => vec![p.gradient(theta)],
            Law::Direction { across, along } => {
                let (s, c) = (dot(across, theta), dot(along, theta));
                let row = across.iter().zip(along).map(|(a, b)| c * a - s * b);
                vec![row.collect()]
            }
            Law::Span { columns } => span_differential(columns, theta),
        }
    }
}

/// The projector on the span of the columns and their pseudo-inverse; `None` where they do not span a space of their number.
fn projector(columns: &[Vec<usize>], theta: &[f64]) -> Option<(Matrix, Matrix)> {
    let rows = columns.first().map_or(0, Vec::len);
    let m = Matrix::from_fn(rows, columns.len(), |i, j| theta[columns[j][i]]);
    let transposed = m.transpose();
    let gram = transposed.product(&m).ok()?;
    let inverse = solve(&gram, &transposed).ok()?;
    let projector = m.product(&inverse).ok()?;
    Some((projector, inverse))
}

/// dP = (1 − P) dM M⁺ and its transpose, for every entry of M.
fn span_differential(columns: &[Vec<usize>], theta: &[f64]) -> Vec<Vec<f64>> {
    let Some((p, inverse)) = projector(columns, theta) else {
        return Vec::new();
    };
    let d = p.rows();
    let mut rows = Vec::new();
    for i in 0..d {
        for j in 0..=i {
            let mut row = vec![0.0; theta.len()];
            let outside = |x: usize, y: usize| f64::from(u8::from(x == y)) - p[(x, y)];
            for (k, column) in columns.iter().enumerate() {
                for (a, index) in column.iter().enumerate() {
                    row[*index] +=
                        outside(i, a) * inverse[(k, j)] + outside(j, a) * inverse[(k, i)];
                }
            }
            rows.push(row);
        }
    }
    rows
}

/// How many of the laws are independent near θ: the rank of their differentials, singular values above 10⁻⁹ of the largest.
///
/// # Errors
/// Parameters that are not finite.
pub fn independent(laws: &[Law], theta: &[f64]) -> Result<usize, crate::linalg::Error> {
    let mut rows: Vec<Vec<f64>> = laws.iter().flat_map(|l| l.differential(theta)).collect();
    for row in &mut rows {
        let length = dot(row, row).sqrt().max(f64::MIN_POSITIVE);
        row.iter_mut().for_each(|x| *x /= length);
    }
    if rows.is_empty() {
        return Ok(0);
    }
    let spectrum = singular_values(&Matrix::from_rows(&rows)?)?;
    let values = spectrum.as_slice();
    let largest = values.first().copied().unwrap_or(0.0);
    Ok(values.iter().filter(|s| **s > 1e-9 * largest).count())
}
