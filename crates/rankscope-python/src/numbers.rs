//! Singular values, effective ranks, and what a table says of a matrix.

use crate::{
    arrays::{Stack, decompose},
    refused,
};
use numpy::{PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray1, PyReadonlyArray2};
use pyo3::{prelude::*, types::PyDict};
use rankscope::{
    linalg::{
        self, Matrix, RowByRow,
        random::{gaussian, seeded},
    },
    spectrum::{Spectrum, fixed_aspect, power_law, thresholds},
};
use std::{
    num::NonZero,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

/// An eigenvalue below which WeightWatcher counts it as lost (`weak_rank_loss`), in the unit of the matrix squared.
const WEAK: f64 = 1e-6;

/// Numbers by name, in the order in which a table shows them.
type Named = Vec<(&'static str, f64)>;

/// The singular values of each matrix of a stack, count x min(rows, cols), in descending order.
#[pyfunction]
pub fn singular_values<'py>(
    py: Python<'py>,
    stack: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyArray2<f64>>> {
    let stack = Stack::of(stack)?;
    let (count, rows, cols) = stack.shape();
    let numbers = stack.numbers()?;
    let found = py
        .detach(|| {
            each(count, |at, room| {
                numbers.singular_values(at, (rows, cols), room)
            })
        })
        .map_err(refused)?;
    let mut values = Vec::with_capacity(count * rows.min(cols));
    found
        .into_iter()
        .for_each(|one| values.extend(one.into_vec()));
    PyArray1::from_vec(py, values).reshape([count, rows.min(cols)])
}

/// The work of each of so many, on as many threads as there are processors; the first that fails by its number decides.
fn each<T: Send>(
    count: usize,
    work: impl Fn(usize, &mut Vec<f64>) -> Result<T, linalg::Error> + Sync,
) -> Result<Vec<T>, linalg::Error> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let share = || {
        let (mut room, mut done) = (Vec::new(), Vec::new());
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at >= count {
                return done;
            }
            done.push((at, work(at, &mut room)));
        }
    };
    let mut all = match threads.min(count) {
        0 | 1 => share(),
        threads => thread::scope(|scope| {
            let running: Vec<_> = (0..threads).map(|_| scope.spawn(share)).collect();
            let ended = running.into_iter().flat_map(|thread| thread.join());
            ended.flatten().collect()
        }),
    };
    all.sort_unstable_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, one)| one).collect()
}

fn named<'py>(py: Python<'py>, numbers: &Named) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, value) in numbers {
        dict.set_item(name, value)?;
    }
    Ok(dict)
}

/// The effective ranks of singular values of a rows x cols matrix whose entries were stored with that largest relative error.
#[pyfunction]
pub fn ranks<'py>(
    py: Python<'py>,
    values: PyReadonlyArray1<'py, f64>,
    rows: usize,
    cols: usize,
    rounding: f64,
) -> PyResult<Bound<'py, PyDict>> {
    let spectrum = Spectrum::new(values.as_slice()?.to_vec(), rows, cols).map_err(refused)?;
    named(py, &ranks_of(&spectrum.with_rounding(rounding)))
}

fn ranks_of(spectrum: &Spectrum) -> Named {
    let ranks = spectrum.ranks();
    vec![
        ("numerical_rank", spectrum.numerical_rank(None) as f64),
        ("erank", ranks.erank),
        ("nuclear_frobenius_rank", ranks.nuclear_frobenius_rank),
        ("energy_entropy_rank", ranks.energy_entropy_rank),
        ("participation_ratio", ranks.participation_ratio),
        ("nuclear_spectral_rank", ranks.nuclear_spectral_rank),
        ("stable_rank", ranks.stable_rank),
        ("energy_rank_99", spectrum.energy_rank(0.99) as f64),
        ("tolerance", spectrum.zero()),
    ]
}

/// A matrix's singular values and its row of a table; with a seed, the exponent at a fixed aspect ratio as well.
#[pyfunction]
#[pyo3(signature = (matrix, rounding, seed=None))]
pub fn row<'py>(
    py: Python<'py>,
    matrix: PyReadonlyArray2<'py, f64>,
    rounding: f64,
    seed: Option<u64>,
) -> PyResult<(Bound<'py, PyArray1<f64>>, Bound<'py, PyDict>)> {
    let (rows, cols) = matrix.as_array().dim();
    let entries = matrix.as_slice()?;
    let (values, numbers) = py
        .detach(|| {
            let values = decompose(rows, cols, entries)?.into_vec();
            let mut numbers = row_of(values.clone(), rows, cols, rounding)?;
            if let Some(seed) = seed {
                let matrix = Matrix::new(rows, cols, entries.to_vec())?;
                let epsilon = (2.0 * rounding).max(f64::EPSILON);
                let fit = fixed_aspect::fit(&matrix, epsilon, seed);
                numbers.push((
                    "alpha_fixed_aspect",
                    fit.map_or(f64::NAN, |tail| tail.alpha),
                ));
            }
            Ok((values, numbers))
        })
        .map_err(|e: linalg::Error| refused(e))?;
    Ok((PyArray1::from_vec(py, values), named(py, &numbers)?))
}

/// A row of a table from singular values alone.
#[pyfunction]
pub fn row_of_values<'py>(
    py: Python<'py>,
    values: PyReadonlyArray1<'py, f64>,
    rows: usize,
    cols: usize,
    rounding: f64,
) -> PyResult<Bound<'py, PyDict>> {
    let values = values.as_slice()?.to_vec();
    let numbers = py.detach(|| row_of(values, rows, cols, rounding));
    named(py, &numbers.map_err(refused)?)
}

/// The same numbers of a seeded Gaussian matrix: those that do not change with a factor.
#[pyfunction]
pub fn random_row<'py>(
    py: Python<'py>,
    rows: usize,
    cols: usize,
    seed: u64,
) -> PyResult<Bound<'py, PyDict>> {
    let numbers = py
        .detach(|| {
            let mut rng = seeded(seed);
            let values = match rows.max(cols) <= linalg::MAX_SIDE {
                true => decompose(rows, cols, gaussian(rows, cols, &mut rng).as_slice())?,
                // The same numbers, of which no more than a row is there at a time.
                false => {
                    let mut noise = RowByRow::new(rows, cols)?;
                    for _ in 0..rows {
                        noise.push(gaussian(1, cols, &mut rng).as_slice())?;
                    }
                    noise.singular_values()?
                }
            };
            row_of(values.into_vec(), rows, cols, 0.0)
        })
        .map_err(refused)?;
    named(py, &numbers)
}

/// What a table says of a matrix. The names that WeightWatcher has too mean what they mean there; λ = σ².
fn row_of(
    values: Vec<f64>,
    rows: usize,
    cols: usize,
    rounding: f64,
) -> Result<Named, linalg::Error> {
    let empty = || linalg::Error::Empty { rows, cols };
    let doubles = Spectrum::new(values, rows, cols).map_err(|_| empty())?;
    let spectrum = doubles.clone().with_rounding(rounding);
    let (largest, values) = (spectrum.spectral_norm(), spectrum.values());
    let smallest = values[values.len() - 1];
    let squares = spectrum.frobenius_norm().powi(2);
    let rank = doubles.numerical_rank(None);
    let fit = power_law::fit_spectrum(&spectrum).ok();
    let of = |number: fn(&power_law::TailFit) -> f64| fit.as_ref().map_or(f64::NAN, number);
    let alpha = of(|tail| tail.alpha);
    let log_largest = 2.0 * largest.log10();
    let powers: f64 = values
        .iter()
        .rev()
        .map(|s| (s / largest).powf(2.0 * alpha))
        .sum();
    let deviation = spectrum.frobenius_norm() / (rows as f64 * cols as f64).sqrt();
    let mut numbers = vec![
        ("alpha", alpha),
        ("alpha_weighted", alpha * log_largest),
        ("log_alpha_norm", alpha * log_largest + powers.log10()),
        ("D", of(|tail| tail.ks_distance)),
        (
            "sigma",
            of(|tail| (tail.alpha - 1.0) / (tail.tail_count as f64).sqrt()),
        ),
        ("xmin", of(|tail| tail.x_min)),
        ("xmax", largest * largest),
        ("num_pl_spikes", of(|tail| tail.tail_count as f64)),
        ("norm", squares),
        ("log_norm", squares.log10()),
        ("spectral_norm", largest * largest),
        ("log_spectral_norm", log_largest),
        ("lambda_max", largest * largest),
        ("sv_max", largest),
        ("sv_min", smallest),
        (
            "entropy",
            spectrum.energy_entropy_rank().ln() / (rank as f64).ln(),
        ),
        ("matrix_rank", rank as f64),
        ("rank_loss", (rows.min(cols) - rank) as f64),
        (
            "weak_rank_loss",
            values.iter().filter(|s| *s * *s < WEAK).count() as f64,
        ),
        (
            "mp_softrank",
            thresholds::soft_rank_of_all(&spectrum).unwrap_or(f64::NAN),
        ),
        (
            "num_spikes",
            thresholds::signal_rank(&spectrum, deviation) as f64,
        ),
        (
            "condition_number",
            match smallest > 0.0 {
                true => largest / smallest,
                false => f64::INFINITY,
            },
        ),
    ];
    numbers.extend(ranks_of(&spectrum));
    Ok(numbers)
}
