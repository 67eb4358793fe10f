//! Singular values by other means: rotations in double precision, and a table of multiprecision values.

use super::families::{self, Given};

/// One-sided Jacobi rotations (Hestenes 1958) with de Rijk's order by length, on the longer side.
pub fn jacobi(given: &Given) -> Vec<f64> {
    let given = if given.rows <= given.cols {
        given
    } else {
        &given.transposed()
    };
    let mut vectors: Vec<Vec<f64>> = given
        .entries
        .chunks_exact(given.cols)
        .map(<[f64]>::to_vec)
        .collect();
    let dot = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(a, b)| a * b).sum::<f64>();
    for _ in 0..60 {
        vectors.sort_by(|x, y| dot(y, y).total_cmp(&dot(x, x)));
        let mut done = true;
        for q in 1..vectors.len() {
            let (before, after) = vectors.split_at_mut(q);
            let y = &mut after[0];
            for x in before {
                let (xx, yy, xy) = (dot(x, x), dot(y, y), dot(x, y));
                if xy == 0.0 || xy.abs() <= 1e-16 * xx.sqrt() * yy.sqrt() {
                    continue;
                }
                done = false;
                let zeta = (yy - xx) / (2.0 * xy);
                let t = zeta.signum() / (zeta.abs() + 1.0_f64.hypot(zeta));
                let c = 1.0 / 1.0_f64.hypot(t);
                for (u, v) in x.iter_mut().zip(y.iter_mut()) {
                    (*u, *v) = (c * (*u - t * *v), c * (*v + t * *u));
                }
            }
        }
        if done {
            break;
        }
    }
    let mut values: Vec<f64> = vectors.iter().map(|x| dot(x, x).sqrt()).collect();
    values.sort_by(|a, b| b.total_cmp(a));
    values
}

/// The largest |found − expected| in units of the largest expected value.
pub fn error(found: &[f64], expected: &[f64]) -> f64 {
    assert_eq!(found.len(), expected.len());
    found.iter().zip(expected).fold(0.0, |worst, (f, e)| {
        f64::max(worst, (f - e).abs() / expected[0])
    })
}

/// (name, matrix, values from mpmath).
pub fn known() -> Vec<(String, Given, Vec<f64>)> {
    let line = |line: &str| {
        let mut words = line.split(' ');
        let name = words.next().unwrap().to_string();
        let [rows, cols] = [0; 2].map(|_| words.next().unwrap().parse().unwrap());
        let given = match name.as_str() {
            "uniform" => families::uniform(rows, cols),
            "graded" => families::graded(rows, cols),
            "attention" => families::attention(rows, cols),
            "causal" => families::causal(rows, cols),
            "rank3" => families::rank3(rows, cols),
            "huge" => families::uniform(rows, cols).times(1e100),
            "hilbert" => families::hilbert(rows, cols),
            "bidiagonal" => families::bidiagonal(rows).transposed(),
            _ => panic!("{name}"),
        };
        (
            format!("{name} {rows}x{cols}"),
            given,
            words.map(|w| w.parse().unwrap()).collect(),
        )
    };
    include_str!("../../data/kernel/values.txt")
        .lines()
        .map(line)
        .collect()
}
