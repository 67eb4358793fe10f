//! How many laws there are: the dimension that the gradient fields and their brackets span, counted without rounding.
//!
//! A function is conserved whatever the data where it is constant along every gradient field that data can make, hence along their Lie
//! brackets [f, g] = Dg·f − Df·g, and so on. Near a point in general position the number of independent laws is the number of parameters
//! less the dimension of what all these span there (Frobenius; Marcotte, Gribonval and Peyré, arXiv 2307.00144, section 3).
//! The fields are polynomials with whole coefficients, evaluated at a random point modulo the prime 2³¹ − 1: ranks need no tolerance, and
//! come out too small with a probability below one in a million.

use super::Polynomial;
use crate::linalg::random::seeded;
use rand::Rng as _;
use std::collections::BTreeMap;

/// The prime 2³¹ − 1.
const PRIME: u64 = 2_147_483_647;
/// Points at which fields are compared as fields.
const POINTS: usize = 3;
/// Most monomials of all fields together; the count stops beyond.
const MOST_TERMS: usize = 60_000;

/// Monomials, each with its coefficient modulo the prime.
type Form = BTreeMap<Vec<u16>, u64>;
/// One polynomial for each parameter.
type Field = Vec<Form>;

/// How many laws the brackets leave room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// Parameters less the dimension that fields and brackets span at a random point.
    pub laws: usize,
    /// Rounds of brackets that it took: 0 where the gradient fields alone span as much.
    pub rounds: usize,
    /// Whether that is the number: the brackets closed, or met the laws that are known. Otherwise there may be fewer laws, not more.
    pub settled: bool,
}

/// Counts the laws of the gradient fields of `potentials` (polynomials of `parameters` parameters with whole coefficients), of which
/// `known` independent ones are at hand.
///
/// ```
/// use rankscope_math::dynamics::conservation::{Polynomial, count_laws};
/// let product = Polynomial::default().plus(1.0, &[0, 1]); // f = a b conserves a² − b²
/// assert_eq!(count_laws(&[product], 2, 1).laws, 1);
/// ```
pub fn count_laws(potentials: &[Polynomial], parameters: usize, known: usize) -> Count {
    let mut span = Span::new(parameters);
    let gradients = potentials.iter().map(|p| gradient(p, parameters));
    let base: Vec<Field> = gradients.filter(|field| span.take(field)).collect();
    let (mut frontier, mut rounds) = (base.clone(), 0);
    while !frontier.is_empty() && span.laws() > known {
        let mut new = Vec::new();
        for (f, g) in base
            .iter()
            .flat_map(|f| frontier.iter().map(move |g| (f, g)))
        {
            let h = bracket(f, g);
            if span.take(&h) {
                new.push(h);
            }
            if span.laws() <= known || span.terms > MOST_TERMS {
                break;
            }
        }
        // A round that finds fields, but no new direction at the point, does not count.
        rounds += usize::from(!new.is_empty());
        if span.terms > MOST_TERMS {
            break;
        }
        frontier = new;
    }
    let laws = span.laws();
    Count {
        laws,
        rounds,
        settled: laws <= known || span.terms <= MOST_TERMS,
    }
}

/// What the fields taken so far span.
struct Span {
    parameters: usize,
    points: Vec<Vec<u64>>,
    /// As fields: at all points at once.
    fields: Echelon,
    /// At the first point.
    directions: Echelon,
    /// Monomials of the fields that were new.
    terms: usize,
}

impl Span {
    fn new(parameters: usize) -> Self {
        let mut rng = seeded(1);
        let mut next = || 1 + rng.next_u64() % (PRIME - 1);
        let points = (0..POINTS)
            .map(|_| (0..parameters).map(|_| next()).collect())
            .collect();
        Self {
            parameters,
            points,
            fields: Echelon::default(),
            directions: Echelon::default(),
            terms: 0,
        }
    }

    /// Takes a field in; whether it is no combination of those before.
    fn take(&mut self, field: &Field) -> bool {
        let at = |x: &Vec<u64>| field.iter().map(|form| value(form, x)).collect::<Vec<_>>();
        let values: Vec<u64> = self.points.iter().flat_map(at).collect();
        self.directions.add(values[..self.parameters].to_vec());
        let new = self.fields.add(values);
        if new {
            self.terms += field.iter().map(BTreeMap::len).sum::<usize>();
        }
        new
    }

    fn laws(&self) -> usize {
        self.parameters - self.directions.rows.len()
    }
}

/// Rows with their first non-zero entry at different places, where it is 1.
#[derive(Default)]
struct Echelon {
    rows: Vec<(usize, Vec<u64>)>,
}

impl Echelon {
    /// Adds a row; whether it was independent of those before.
    fn add(&mut self, mut row: Vec<u64>) -> bool {
        for (pivot, other) in &self.rows {
            let factor = PRIME - row[*pivot];
            if factor != PRIME {
                let tail = row[*pivot..].iter_mut().zip(&other[*pivot..]);
                tail.for_each(|(x, y)| *x = (*x + factor * y) % PRIME);
            }
        }
        let Some(pivot) = row.iter().position(|x| *x != 0) else {
            return false;
        };
        let inverse = power(row[pivot], PRIME - 2);
        row.iter_mut().for_each(|x| *x = *x * inverse % PRIME);
        let place = self.rows.partition_point(|(p, _)| *p < pivot);
        self.rows.insert(place, (pivot, row));
        true
    }
}

fn power(mut x: u64, mut exponent: u64) -> u64 {
    let mut result = 1;
    while exponent > 0 {
        if exponent & 1 == 1 {
            result = result * x % PRIME;
        }
        x = x * x % PRIME;
        exponent >>= 1;
    }
    result
}

fn value(form: &Form, x: &[u64]) -> u64 {
    let term = |(monomial, c): (&Vec<u16>, &u64)| {
        let factors = monomial.iter().map(|i| x[usize::from(*i)]);
        factors.fold(*c, |product, factor| product * factor % PRIME)
    };
    form.iter()
        .map(term)
        .fold(0, |sum, one| (sum + one) % PRIME)
}

fn gradient(potential: &Polynomial, parameters: usize) -> Field {
    let mut field = vec![Form::new(); parameters];
    for (coefficient, monomial) in potential.terms() {
        let c = (*coefficient as i64).rem_euclid(PRIME as i64) as u64;
        for (i, rest, times) in derivatives(monomial) {
            add(&mut field[i], rest, c * times % PRIME);
        }
    }
    field
}

/// The derivatives of a monomial: by which parameter, what is left, and how many times.
fn derivatives(monomial: &[u16]) -> impl Iterator<Item = (usize, Vec<u16>, u64)> + '_ {
    let firsts = (0..monomial.len()).filter(|k| *k == 0 || monomial[k - 1] != monomial[*k]);
    firsts.map(|k| {
        let mut rest = monomial.to_vec();
        let i = rest.remove(k);
        let times = monomial.iter().filter(|j| **j == i).count() as u64;
        (usize::from(i), rest, times)
    })
}

fn add(form: &mut Form, monomial: Vec<u16>, c: u64) {
    use std::collections::btree_map::Entry;
    match form.entry(monomial) {
        Entry::Vacant(place) => {
            if c != 0 {
                place.insert(c);
            }
        }
        Entry::Occupied(mut place) => {
            let sum = (*place.get() + c) % PRIME;
            match sum {
                0 => drop(place.remove()),
                _ => *place.get_mut() = sum,
            }
        }
    }
}

/// [f, g] = Dg·f − Df·g.
fn bracket(f: &Field, g: &Field) -> Field {
    let mut h = vec![Form::new(); f.len()];
    for (out, (f_i, g_i)) in h.iter_mut().zip(f.iter().zip(g)) {
        along(out, g_i, f, 1);
        along(out, f_i, g, PRIME - 1);
    }
    h
}

/// Adds `sign` times the derivative of `form` along `field`.
fn along(out: &mut Form, form: &Form, field: &Field, sign: u64) {
    for (monomial, c) in form {
        for (i, rest, times) in derivatives(monomial) {
            let c = *c * times % PRIME * sign % PRIME;
            for (other, d) in &field[i] {
                let mut product = rest.clone();
                product.extend_from_slice(other);
                product.sort_unstable();
                add(out, product, c * d % PRIME);
            }
        }
    }
}
