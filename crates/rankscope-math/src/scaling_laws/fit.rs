//! Fitting L = E + A/N^α + B/D^β to runs, the way that Hoffmann et al. (2022) did, to the last digit.

use super::{Error, Law, Split, minimise::minimise};
use crate::linalg::{random::seeded, solve_definite};
use libm::{exp, log, pow};
use rand_distr::{Distribution, StandardUniform};

/// Where Huber's loss turns from a parabola into a line, in log loss (Hoffmann et al. 2022, section 3.3).
pub const HUBER: f64 = 1e-3;
/// Constants of the law.
pub const CONSTANTS: usize = 5;

/// One trained model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trained {
    /// Parameters N and tokens D.
    pub split: Split,
    /// The loss that it reached, in nats per token.
    pub loss: f64,
}

/// Runs from rows of N, D, L.
///
/// # Errors
/// Rows of another length, a number that is not finite and above 0 (row and column are named, counted from 1), fewer rows than six, or
/// fewer than three sizes: the five constants are then not determined.
///
/// ```
/// use rankscope_math::scaling_laws::fit::runs;
/// let error = runs(&[vec![1e8, 2e9, 3.7], vec![1e8, 4e9, -3.5]]).unwrap_err();
/// assert_eq!(error.to_string(), "row 2: the loss is -3.5; give a finite number above 0, or leave the row out");
/// ```
pub fn runs(rows: &[Vec<f64>]) -> Result<Vec<Trained>, Error> {
    let mut runs = Vec::new();
    for (i, row) in rows.iter().enumerate() {
        let [parameters, tokens, loss] = row[..] else {
            let (row, columns) = (i + 1, row.len());
            return Err(Error::Columns { row, columns });
        };
        let named = [
            ("number of parameters", parameters),
            ("number of tokens", tokens),
            ("loss", loss),
        ];
        if let Some((what, given)) = named
            .into_iter()
            .find(|(_, x)| !(*x > 0.0 && x.is_finite()))
        {
            let row = i + 1;
            return Err(Error::Row { row, what, given });
        }
        let split = Split { parameters, tokens };
        runs.push(Trained { split, loss });
    }
    let distinct = |of: fn(&Trained) -> f64| {
        let mut all: Vec<f64> = runs.iter().map(of).collect();
        all.sort_by(f64::total_cmp);
        all.dedup();
        all.len()
    };
    let (sizes, lengths) = (
        distinct(|r| r.split.parameters),
        distinct(|r| r.split.tokens),
    );
    if runs.len() <= CONSTANTS || sizes < 3 || lengths < 3 {
        let rows = runs.len();
        return Err(Error::TooFew {
            rows,
            sizes,
            lengths,
        });
    }
    Ok(runs)
}

/// A law fitted to runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// The five constants.
    pub law: Law,
    /// Σ Huber(log L̂ − log L), dimensionless; a sum, since averaging it made optimisers stop early (Besiroglu et al. 2024).
    pub objective: f64,
    /// Root mean square of log L̂ − log L, dimensionless.
    pub rms: f64,
}

/// ln E, ln A/N₀^α, ln B/D₀^β, α, β.
type Unknowns = [f64; CONSTANTS];

/// The objective over runs, written at the geometric means of N and D, where the constants are told apart best.
struct Objective {
    /// ln N/N₀, ln D/D₀, ln L.
    rows: Vec<[f64; 3]>,
    /// ln N₀, ln D₀.
    centre: [f64; 2],
}

impl Objective {
    fn new(runs: &[Trained]) -> Self {
        let logs = |run: &Trained| [run.split.parameters, run.split.tokens, run.loss].map(log);
        let mut rows: Vec<[f64; 3]> = runs.iter().map(logs).collect();
        let count = rows.len() as f64;
        let centre = [0, 1].map(|i| rows.iter().map(|row| row[i]).sum::<f64>() / count);
        for row in &mut rows {
            row[0] -= centre[0];
            row[1] -= centre[1];
        }
        Self { rows, centre }
    }

    /// log L̂ and the shares of its three terms.
    fn predict(u: &Unknowns, [n, d, _]: &[f64; 3]) -> (f64, [f64; 3]) {
        let terms = [u[0], u[1] - u[3] * n, u[2] - u[4] * d];
        let most = terms[0].max(terms[1]).max(terms[2]);
        let parts = terms.map(|t| exp(t - most));
        let sum = parts[0] + parts[1] + parts[2];
        (most + log(sum), parts.map(|p| p / sum))
    }

    /// In units of `HUBER`², so that the numbers are near 1.
    fn at(&self, u: &Unknowns) -> (f64, Unknowns) {
        let (mut value, mut slope) = (0.0, [0.0; CONSTANTS]);
        for row in &self.rows {
            let (predicted, shares) = Self::predict(u, row);
            let off = (predicted - row[2]) / HUBER;
            let pull = off.clamp(-1.0, 1.0);
            value += pull * (off - 0.5 * pull);
            let pull = pull / HUBER;
            for (to, share) in slope.iter_mut().zip(shares) {
                *to += pull * share;
            }
            slope[3] -= pull * shares[1] * row[0];
            slope[4] -= pull * shares[2] * row[1];
        }
        (value, slope)
    }

    /// For given exponents the law is linear in E, A, B: the least squares of L̂/L − 1, kept above 0.
    fn start(&self, alpha: f64, beta: f64) -> Option<Unknowns> {
        let (mut gram, mut right) = ([0.0; 9], vec![0.0; 3]);
        for [n, d, l] in &self.rows {
            let basis = [exp(-l), exp(-alpha * n - l), exp(-beta * d - l)];
            for i in 0..3 {
                right[i] += basis[i];
                for j in 0..3 {
                    gram[3 * i + j] += basis[i] * basis[j];
                }
            }
        }
        // A trace of a ridge: where two of the terms are alike on these runs, any mixture is a start.
        (0..3).for_each(|i| gram[4 * i] *= 1.0 + 1e-9);
        let found = solve_definite(&mut gram, 3, right)?;
        let [e, a, b] = [found[0], found[1], found[2]].map(|x| log(x.max(1e-3)));
        Some([e, a, b, alpha, beta])
    }

    /// Starts on a grid of exponents, best first.
    fn starts(&self) -> Vec<Unknowns> {
        let tenths = || (1..=10).map(|i| f64::from(i) / 10.0);
        let grid = tenths().flat_map(|alpha| tenths().map(move |beta| (alpha, beta)));
        let mut starts: Vec<(f64, Unknowns)> = grid
            .filter_map(|(alpha, beta)| self.start(alpha, beta))
            .map(|start| (self.at(&start).0, start))
            .collect();
        starts.sort_by(|a, b| a.0.total_cmp(&b.0));
        starts.into_iter().map(|(_, start)| start).collect()
    }

    fn law(&self, u: &Unknowns) -> Law {
        Law {
            irreducible: exp(u[0]),
            a: exp(u[1] + u[3] * self.centre[0]),
            b: exp(u[2] + u[4] * self.centre[1]),
            alpha: u[3],
            beta: u[4],
        }
    }

    fn fitted(&self, u: &Unknowns, objective: f64) -> Fitted {
        let squares = self.rows.iter().map(|row| {
            let off = Self::predict(u, row).0 - row[2];
            off * off
        });
        let mean = squares.sum::<f64>() / self.rows.len() as f64;
        Fitted {
            law: self.law(u),
            objective: objective * HUBER * HUBER,
            rms: mean.sqrt(),
        }
    }

    /// The constants of a law as unknowns.
    fn unknowns(&self, law: &Law) -> Unknowns {
        let [n, d] = self.centre;
        [
            log(law.irreducible),
            log(law.a) - law.alpha * n,
            log(law.b) - law.beta * d,
            law.alpha,
            law.beta,
        ]
    }
}

/// Descents from the best starts of the grid.
const DESCENTS: usize = 4;

/// Minimises Σ Huber(log L̂ − log L) over the five constants, from the best of a hundred starts (α and β on a grid, E, A, B by linear least
/// squares), by a quasi-Newton method driven until it gains nothing. To seven digits of the objective; A and B, which the data hardly
/// tell apart from the exponents, to four.
///
/// # Errors
/// [`Error::TooFew`] where no start can be computed, [`Error::Flat`] where an exponent is not above 0.
pub fn fit(runs: &[Trained]) -> Result<Fitted, Error> {
    let objective = Objective::new(runs);
    let of = |u: &Unknowns| objective.at(u);
    let ends = objective
        .starts()
        .into_iter()
        .take(DESCENTS)
        .map(|start| minimise(of, start));
    let best = ends.min_by(|a, b| a.1.total_cmp(&b.1));
    let (u, value, _) = best.ok_or(Error::TooFew {
        rows: runs.len(),
        sizes: 0,
        lengths: 0,
    })?;
    let fitted = objective.fitted(&u, value);
    let law = fitted.law;
    match law.alpha > 0.0 && law.beta > 0.0 && law.best(1e21).is_ok() {
        true => Ok(fitted),
        false => Err(Error::Flat),
    }
}

/// The fit to as many runs drawn with replacement; draw `draw` of a seed is the same whenever it is made. `from` is the fit to all of them,
/// from which the descent begins, beside one of the grid.
pub fn bootstrap(runs: &[Trained], from: &Fitted, seed: u64, draw: u64) -> Fitted {
    let mut rng = seeded(seed ^ draw.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let pick = |_| {
        let share: f64 = StandardUniform.sample(&mut rng);
        runs[(share * runs.len() as f64) as usize]
    };
    let drawn: Vec<Trained> = (0..runs.len()).map(pick).collect();
    let objective = Objective::new(&drawn);
    let of = |u: &Unknowns| objective.at(u);
    let near = minimise(of, objective.unknowns(&from.law));
    let far = objective.starts().first().map(|start| minimise(of, *start));
    let (u, value, _) = match far {
        Some(far) if far.1 < near.1 => far,
        _ => near,
    };
    objective.fitted(&u, value)
}

/// Σ Huber(log L̂ − log L) of any law on runs, dimensionless.
pub fn objective(runs: &[Trained], law: &Law) -> f64 {
    let off = |run: &Trained| {
        let split = run.split;
        let predicted = law.irreducible
            + law.a * pow(split.parameters, -law.alpha)
            + law.b * pow(split.tokens, -law.beta);
        let off = log(predicted / run.loss).abs();
        if off < HUBER {
            0.5 * off * off
        } else {
            HUBER * (off - 0.5 * HUBER)
        }
    };
    runs.iter().map(off).sum()
}
