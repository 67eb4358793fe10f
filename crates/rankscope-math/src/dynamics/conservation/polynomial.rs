//! Polynomials of the parameters, of which laws and gradient fields are made.

/// A sum of monomials in the parameters θ, each with its coefficient (dimensionless).
///
/// ```
/// use rankscope_math::dynamics::conservation::Polynomial;
/// let law = Polynomial::default().plus(1.0, &[0, 0]).plus(-1.0, &[1, 1]); // a² − b²
/// assert_eq!(law.value(&[3.0, 2.0]), 5.0);
/// assert_eq!(law.gradient(&[3.0, 2.0]), [6.0, -4.0]);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Polynomial {
    /// Coefficient, and the indices of the parameters that it multiplies, each as often as its power.
    terms: Vec<(f64, Vec<u16>)>,
}

impl Polynomial {
    /// With one more monomial.
    pub fn plus(mut self, coefficient: f64, parameters: &[usize]) -> Self {
        let mut parameters: Vec<u16> = parameters.iter().map(|i| *i as u16).collect();
        parameters.sort_unstable();
        self.terms.push((coefficient, parameters));
        self
    }

    /// With `coefficient` times the inner product of two lists of parameters.
    pub fn plus_inner(self, coefficient: f64, a: &[usize], b: &[usize]) -> Self {
        let pairs = a.iter().zip(b);
        pairs.fold(self, |sum, (i, j)| sum.plus(coefficient, &[*i, *j]))
    }

    /// Its monomials.
    pub fn terms(&self) -> &[(f64, Vec<u16>)] {
        &self.terms
    }

    /// The largest number of factors of a monomial.
    pub fn degree(&self) -> usize {
        self.terms.iter().map(|(_, p)| p.len()).max().unwrap_or(0)
    }

    /// Its value at θ.
    pub fn value(&self, theta: &[f64]) -> f64 {
        self.terms.iter().map(|term| monomial(term, theta)).sum()
    }

    /// What it is the difference of: the sum of the absolute values of its monomials at θ.
    pub fn size(&self, theta: &[f64]) -> f64 {
        let terms = self.terms.iter();
        terms.map(|term| monomial(term, theta).abs()).sum()
    }

    /// Its gradient at θ, as long as θ.
    pub fn gradient(&self, theta: &[f64]) -> Vec<f64> {
        let mut gradient = vec![0.0; theta.len()];
        for (coefficient, parameters) in &self.terms {
            for (k, i) in parameters.iter().enumerate() {
                let others = parameters.iter().enumerate().filter(|(j, _)| *j != k);
                let product: f64 = others.map(|(_, j)| theta[usize::from(*j)]).product();
                gradient[usize::from(*i)] += coefficient * product;
            }
        }
        gradient
    }
}

fn monomial((coefficient, parameters): &(f64, Vec<u16>), theta: &[f64]) -> f64 {
    let factors = parameters.iter().map(|i| theta[usize::from(*i)]);
    coefficient * factors.product::<f64>()
}
