//! NumPy arrays as numbers: doubles are read where they lie, narrower types become doubles, which hold each of them exactly.

use crate::refused;
use half::{bf16, f16};
use numpy::{Element, PyReadonlyArray3};
use pyo3::prelude::*;
use rankscope::linalg::{self, MAX_SIDE, RowByRow, SingularValues};

/// A stack of matrices in memory, row by row, of any of the types that weights are kept in.
pub enum Stack<'py> {
    /// IEEE 754 doubles.
    F64(PyReadonlyArray3<'py, f64>),
    /// IEEE 754 singles.
    F32(PyReadonlyArray3<'py, f32>),
    /// IEEE 754 halves.
    F16(PyReadonlyArray3<'py, f16>),
    /// Upper halves of singles, as `ml_dtypes` keeps them.
    Bf16(PyReadonlyArray3<'py, bf16>),
}

/// The numbers of a stack, without the interpreter.
#[derive(Clone, Copy)]
pub enum Numbers<'a> {
    F64(&'a [f64]),
    F32(&'a [f32]),
    F16(&'a [f16]),
    Bf16(&'a [bf16]),
}

impl<'py> Stack<'py> {
    /// From an array with three axes that lies row by row in memory.
    pub fn of(array: &Bound<'py, PyAny>) -> PyResult<Self> {
        if let Ok(of) = array.extract() {
            Ok(Self::F64(of))
        } else if let Ok(of) = array.extract() {
            Ok(Self::F32(of))
        } else if let Ok(of) = array.extract() {
            Ok(Self::F16(of))
        } else if let Ok(of) = array.extract() {
            Ok(Self::Bf16(of))
        } else {
            let message = "an array with three axes of float64, float32, float16 or bfloat16";
            Err(refused(format!("matrix: {message}")))
        }
    }

    /// How many matrices, rows and columns.
    pub fn shape(&self) -> (usize, usize, usize) {
        fn of<T: Element>(array: &PyReadonlyArray3<'_, T>) -> (usize, usize, usize) {
            array.as_array().dim()
        }
        match self {
            Self::F64(a) => of(a),
            Self::F32(a) => of(a),
            Self::F16(a) => of(a),
            Self::Bf16(a) => of(a),
        }
    }

    /// The numbers where they lie.
    pub fn numbers(&self) -> PyResult<Numbers<'_>> {
        let scattered = |_| refused("matrix: an array that lies row by row in memory");
        Ok(match self {
            Self::F64(a) => Numbers::F64(a.as_slice().map_err(scattered)?),
            Self::F32(a) => Numbers::F32(a.as_slice().map_err(scattered)?),
            Self::F16(a) => Numbers::F16(a.as_slice().map_err(scattered)?),
            Self::Bf16(a) => Numbers::Bf16(a.as_slice().map_err(scattered)?),
        })
    }
}

impl Numbers<'_> {
    /// The singular values of matrix `at`, rows x cols; `room` is kept from one to the next.
    pub fn singular_values(
        self,
        at: usize,
        (rows, cols): (usize, usize),
        room: &mut Vec<f64>,
    ) -> Result<SingularValues, linalg::Error> {
        let part = at * rows * cols..(at + 1) * rows * cols;
        room.clear();
        match self {
            Self::F64(all) => return decompose(rows, cols, &all[part]),
            Self::F32(all) => room.extend(all[part].iter().map(|x| f64::from(*x))),
            Self::F16(all) => room.extend(all[part].iter().map(|x| x.to_f64())),
            Self::Bf16(all) => room.extend(all[part].iter().map(|x| x.to_f64())),
        }
        decompose(rows, cols, room)
    }
}

/// The singular values of a matrix of any size that is decomposed here.
pub fn decompose(
    rows: usize,
    cols: usize,
    entries: &[f64],
) -> Result<SingularValues, linalg::Error> {
    if rows.max(cols) <= MAX_SIDE {
        return linalg::singular_values_of_entries(rows, cols, entries);
    }
    let mut matrix = RowByRow::new(rows, cols)?;
    for row in entries.chunks_exact(cols) {
        matrix.push(row)?;
    }
    matrix.singular_values()
}
