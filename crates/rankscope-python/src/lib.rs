//! Rankscope in Python: thin bindings, free of formulas but for the names of a table's columns.
//!
//! | file | idea |
//! | --- | --- |
//! | `arrays` | NumPy arrays as numbers, read where they lie |
//! | `numbers` | singular values, effective ranks, the row of a matrix in a table |
//! | `reports` | a state in, the report and the pictures of the page out |
//! | `pictures` | what a table shows of itself |
//! | `files` | a checkpoint whose bytes Python reads: what there is, which bytes, what they come to |
//! | `recordings` | records of a training run in a file that grows |
//!
//! Whatever takes longer than a moment gives up the interpreter's lock meanwhile. What fails is a `ValueError` with the sentence that the
//! page and the command line show. `python/src/rankscope` is what a user sees of this.

mod arrays;
mod files;
mod numbers;
mod pictures;
mod recordings;
mod reports;

use pyo3::{PyErr, exceptions::PyValueError, prelude::*};

/// A `ValueError` with a sentence.
fn refused(reason: impl ToString) -> PyErr {
    PyValueError::new_err(reason.to_string())
}

/// What `rankscope` is made of; its Python files are the way in.
#[pymodule]
fn _native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add_function(wrap_pyfunction!(numbers::singular_values, module)?)?;
    module.add_function(wrap_pyfunction!(numbers::ranks, module)?)?;
    module.add_function(wrap_pyfunction!(numbers::row, module)?)?;
    module.add_function(wrap_pyfunction!(numbers::row_of_values, module)?)?;
    module.add_function(wrap_pyfunction!(numbers::random_row, module)?)?;
    module.add_function(wrap_pyfunction!(reports::evaluate, module)?)?;
    module.add_function(wrap_pyfunction!(reports::picture, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::density, module)?)?;
    module.add_function(wrap_pyfunction!(pictures::column, module)?)?;
    module.add_function(wrap_pyfunction!(recordings::frame, module)?)?;
    module.add_function(wrap_pyfunction!(recordings::frames, module)?)?;
    module.add_function(wrap_pyfunction!(recordings::moment, module)?)?;
    module.add_function(wrap_pyfunction!(recordings::moments, module)?)?;
    module.add_class::<files::Survey>()?;
    module.add_class::<files::Plan>()?;
    module.add_class::<files::Measuring>()?;
    module.add_class::<files::Reading>()
}
