//! Fitting the channel law, and Chinchilla's form beside it, to runs: least squares of log loss from several starts.

use super::{Channel, Law, Split, fit::Trained, least_squares::least_squares};
use crate::linalg::{self, Matrix, singular_values};
use libm::{exp, log, log1p};

/// Constants of the law, with b fixed.
pub const CONSTANTS: usize = 8;
/// Steps of one descent.
const MOST: usize = 300;

/// ln a, α, β, c, γ, d, δ, e, each as a logarithm: every constant stays above 0.
type Unknowns = [f64; CONSTANTS];

/// α, β, γ, δ and ln c, d, e of the starts, at the geometric means of N and D.
const EXPONENTS: [[f64; 4]; 5] = [
    [0.2, 0.9, 0.4, 1.4],
    [0.2, 0.5, 0.3, 1.0],
    [0.2, 1.4, 0.6, 2.0],
    [0.2, 0.5, 0.8, 0.3],
    [0.2, 0.3, 0.7, 0.5],
];
const NOISES: [[f64; 3]; 4] = [
    [-1.0, -3.0, -3.0],
    [0.0, 0.0, -2.0],
    [-3.0, -3.0, 0.0],
    [1.0, 0.0, 0.0],
];

/// How many descents a fit consists of.
pub const STARTS: usize = EXPONENTS.len() * NOISES.len();

/// How well a law says what was observed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quality {
    /// Root mean square of predicted less observed loss, in nats.
    pub rms: f64,
    /// 1 − Σ (predicted − observed)²/Σ (observed − mean)², dimensionless.
    pub r2: f64,
}

/// The quality of any prediction on runs; both NaN for none.
pub fn quality(runs: &[Trained], loss: impl Fn(Split) -> f64) -> Quality {
    let count = runs.len() as f64;
    let mean = runs.iter().map(|run| run.loss).sum::<f64>() / count;
    let sum = |of: &dyn Fn(&Trained) -> f64| runs.iter().map(|run| of(run).powi(2)).sum::<f64>();
    let (left, all) = (
        sum(&|run| loss(run.split) - run.loss),
        sum(&|run| run.loss - mean),
    );
    Quality {
        rms: (left / count).sqrt(),
        r2: 1.0 - left / all,
    }
}

/// Runs in logarithms, about their geometric means.
struct Centred {
    rows: Vec<[f64; 3]>,
    n: f64,
    d: f64,
}

impl Centred {
    fn new(runs: &[Trained]) -> Self {
        let count = runs.len() as f64;
        let mean =
            |of: fn(&Trained) -> f64| runs.iter().map(|run| log(of(run))).sum::<f64>() / count;
        let (n, d) = (
            mean(|run| run.split.parameters),
            mean(|run| run.split.tokens),
        );
        let row = |run: &Trained| {
            let [x, y, z] = [run.split.parameters, run.split.tokens, run.loss].map(log);
            [x - n, y - d, z]
        };
        let rows = runs.iter().map(row).collect();
        Self { rows, n, d }
    }
}

/// ln L̂ and its slope in the unknowns. g = d ln log2(1 + S)/d ln S lies between 0 and 1.
fn predict(u: &Unknowns, [x, y, _]: &[f64; 3]) -> (f64, Unknowns) {
    let [a, alpha, beta, c, gamma, d, delta, e] = *u;
    let [alpha, beta, gamma, delta] = [alpha, beta, gamma, delta].map(exp);
    let noises = [c + gamma * (x + y), d + delta * y, e];
    let most = noises[0].max(noises[1]).max(noises[2]);
    let parts = noises.map(|t| exp(t - most));
    let sum = parts[0] + parts[1] + parts[2];
    let [both, data, floor] = parts.map(|p| p / sum);
    let snr = beta * y - most - log(sum);
    let entropy = snr.max(0.0) + log1p(exp(-snr.abs()));
    let g = 1.0 / ((1.0 + exp(-snr)) * entropy);
    let loss = -a - alpha * x - log(entropy / std::f64::consts::LN_2);
    let slope = [
        -1.0,
        -alpha * x,
        -g * beta * y,
        g * both,
        g * both * gamma * (x + y),
        g * data,
        g * data * delta * y,
        g * floor,
    ];
    (loss, slope)
}

/// One descent of the fit; the best of all [`STARTS`] is the fit. With the half sum of squares of log loss that it reaches.
pub fn descend(runs: &[Trained], start: usize) -> (Channel, f64) {
    let centred = Centred::new(runs);
    let [alpha, beta, gamma, delta] = EXPONENTS[start / NOISES.len() % EXPONENTS.len()].map(log);
    let [c, d, e] = NOISES[start % NOISES.len()];
    let rows = &centred.rows;
    let of = |u: &Unknowns, i: usize| {
        let (loss, slope) = predict(u, &rows[i]);
        (loss - rows[i][2], slope)
    };
    let mut first = [0.0, alpha, beta, c, gamma, d, delta, e];
    // The bandwidth that fits best is known.
    first[0] = (0..rows.len()).map(|i| of(&first, i).0).sum::<f64>() / rows.len() as f64;
    let (u, cost) = least_squares(rows.len(), of, first, MOST);
    (law(&u, &centred), cost)
}

fn law(u: &Unknowns, centred: &Centred) -> Channel {
    let (n, d) = (centred.n, centred.d);
    let [alpha, beta, gamma, delta] = [u[1], u[2], u[4], u[6]].map(exp);
    Channel {
        a: exp(u[0] - alpha * n),
        alpha,
        beta,
        c: exp(u[3] + beta * d - gamma * (n + d)),
        gamma,
        d: exp(u[5] + (beta - delta) * d),
        delta,
        e: exp(u[7] + beta * d),
    }
}

/// The singular values of the Jacobian of log loss on runs in the logarithms of the nine constants a, α, b, β, c, γ, d, δ, e, those that
/// are 0 left out: a direction with a small one can be followed far without changing the fit. The last is 0 up to rounding, because b is
/// redundant. Descending, dimensionless, to 1e-13 of the first.
///
/// # Errors
/// Those of [`singular_values`].
pub fn identifiability(runs: &[Trained], at: &Channel) -> Result<Vec<f64>, linalg::Error> {
    let centred = Centred::new(runs);
    let (n, d) = (centred.n, centred.d);
    let present = |x: f64| x > 0.0;
    let low = |x: f64| if x > 0.0 { log(x) } else { -700.0 };
    let u = [
        log(at.a) + at.alpha * n,
        low(at.alpha),
        low(at.beta),
        low(at.c) - at.beta * d + at.gamma * (n + d),
        low(at.gamma),
        low(at.d) + (at.delta - at.beta) * d,
        low(at.delta),
        log(at.e) - at.beta * d,
    ];
    let kept = [
        true,
        present(at.alpha),
        present(at.beta),
        present(at.c),
        present(at.c * at.gamma),
        present(at.d),
        present(at.d * at.delta),
        true,
    ];
    let rows: Vec<Vec<f64>> = centred
        .rows
        .iter()
        .map(|row| {
            let slope = predict(&u, row).1;
            // A louder signal is a softer noise.
            let signal = -(slope[3] + slope[5] + slope[7]);
            let chosen = slope
                .iter()
                .zip(kept)
                .filter(|(_, kept)| *kept)
                .map(|(s, _)| *s);
            chosen.chain([signal]).collect()
        })
        .collect();
    Ok(singular_values(&Matrix::from_rows(&rows)?)?.into_vec())
}

/// Chinchilla's form E + A/N^α + B/D^β by least squares of log loss, for comparison: the best of nine starts.
pub fn additive(runs: &[Trained]) -> Law {
    let centred = Centred::new(runs);
    let rows = &centred.rows;
    let of = |u: &[f64; 5], i: usize| {
        let [x, y, z] = rows[i];
        let (alpha, beta) = (exp(u[3]), exp(u[4]));
        let terms = [u[0], u[1] - alpha * x, u[2] - beta * y].map(exp);
        let sum = terms[0] + terms[1] + terms[2];
        let [e, a, b] = terms.map(|t| t / sum);
        (log(sum) - z, [e, a, b, -a * alpha * x, -b * beta * y])
    };
    let exponents = [0.1, 0.4, 1.2];
    let starts = exponents
        .into_iter()
        .flat_map(|a| exponents.map(|b| [0.0, 0.0, 0.0, log(a), log(b)]));
    let ends = starts.map(|start| least_squares(rows.len(), of, start, MOST));
    let (u, _) = ends
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .unwrap_or(([0.0; 5], 0.0));
    let (alpha, beta) = (exp(u[3]), exp(u[4]));
    Law {
        irreducible: exp(u[0]),
        a: exp(u[1] + alpha * centred.n),
        b: exp(u[2] + beta * centred.d),
        alpha,
        beta,
    }
}
