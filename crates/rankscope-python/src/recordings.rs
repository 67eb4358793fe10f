//! Records of a training run in a file that grows, and of a measurement that may be interrupted.

use crate::refused;
use numpy::{PyArray1, PyArray2, PyArrayMethods, PyReadonlyArray2};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict},
};
use rankscope::checkpoint::recording::{self, Map, Moment, Recorded, Recording};

/// A matrix of a moment: name, rows, columns, singular values, ‖W‖_{2,1}, ‖W‖_{1,1}.
type Matrix = (String, usize, usize, Vec<f32>, f64, f64);

/// The bytes of a record; with no content, those with which a file begins.
#[pyfunction]
#[pyo3(signature = (content=None))]
pub fn frame<'py>(py: Python<'py>, content: Option<&[u8]>) -> PyResult<Bound<'py, PyBytes>> {
    let bytes = match content {
        Some(content) => recording::framed(content).map_err(refused)?,
        None => recording::MAGIC.to_vec(),
    };
    Ok(PyBytes::new(py, &bytes))
}

/// The contents of the whole records of a file, and how many of its bytes are whole.
#[pyfunction]
pub fn frames<'py>(
    py: Python<'py>,
    name: &str,
    file: &[u8],
) -> PyResult<(Vec<Bound<'py, PyBytes>>, usize)> {
    let (whole, length) = recording::records(name, file).map_err(refused)?;
    let whole = whole.into_iter().map(|content| PyBytes::new(py, content));
    Ok((whole.collect(), length))
}

/// The content of a record of a step.
#[pyfunction]
pub fn moment<'py>(
    py: Python<'py>,
    step: u64,
    numbers: Vec<(String, f64)>,
    matrices: Vec<Matrix>,
    maps: Vec<(String, PyReadonlyArray2<'py, f32>)>,
) -> PyResult<Bound<'py, PyBytes>> {
    let recorded = |(name, rows, cols, singular_values, group, entry)| Recorded {
        name,
        rows,
        cols,
        singular_values,
        group_norm_2_1: group,
        entry_norm_1_1: entry,
    };
    let mut drawn = Vec::new();
    for (name, map) in &maps {
        let (rows, cols) = map.as_array().dim();
        drawn.push(Map::new(name, rows, cols, map.as_slice()?));
    }
    let moment = Moment {
        step,
        numbers,
        matrices: matrices.into_iter().map(recorded).collect(),
        maps: drawn,
    };
    Ok(PyBytes::new(py, &moment.to_bytes().map_err(refused)?))
}

/// The moments of a file, and how many bytes of a cut record it ends in.
#[pyfunction]
pub fn moments<'py>(
    py: Python<'py>,
    name: &str,
    file: &[u8],
) -> PyResult<(Vec<Bound<'py, PyDict>>, usize)> {
    let run = Recording::from_bytes(name, file).map_err(refused)?;
    let cut = run.cut;
    let moments = run.moments.into_iter().map(|moment| {
        let dict = PyDict::new(py);
        dict.set_item("step", moment.step)?;
        dict.set_item("numbers", moment.numbers)?;
        let matrices = moment.matrices.into_iter().map(|one| {
            let values: Vec<f64> = one.singular_values.iter().map(|s| (*s).into()).collect();
            (
                one.name,
                one.rows,
                one.cols,
                PyArray1::from_vec(py, values),
                one.group_norm_2_1,
                one.entry_norm_1_1,
            )
        });
        dict.set_item("matrices", matrices.collect::<Vec<_>>())?;
        let maps = moment.maps.into_iter().map(|map| {
            let entries: Vec<f64> = map.entries().collect();
            let map_of = PyArray1::from_vec(py, entries).reshape([map.rows, map.cols])?;
            Ok((map.name, map_of))
        });
        let maps: PyResult<Vec<(String, Bound<'py, PyArray2<f64>>)>> = maps.collect();
        dict.set_item("maps", maps?)?;
        Ok(dict)
    });
    Ok((moments.collect::<PyResult<_>>()?, cut))
}
