//! A checkpoint whose bytes Python reads, from wherever it can: these say which bytes, and what they come to.

use crate::refused;
use numpy::{PyArray1, PyArray2, PyArrayMethods};
use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict},
};
use rankscope::checkpoint::{self, Checkpoint, Job, Measurement, Slab, Want};

/// Files of a checkpoint whose beginnings are looked at.
#[pyclass(module = "rankscope._native")]
#[derive(Default)]
pub struct Survey {
    inner: checkpoint::Survey,
}

#[pymethods]
impl Survey {
    #[new]
    fn new() -> Self {
        Self::default()
    }

    /// Takes the beginning of a file of so many bytes; answers how many bytes of it are needed instead, or None where these do.
    fn take(&mut self, name: &str, size: u64, start: &[u8]) -> PyResult<Option<u64>> {
        self.inner.take(name, size, start).map_err(refused)
    }

    /// The files that an index names.
    fn shards(&self) -> Vec<String> {
        self.inner.shards().into_iter().map(Into::into).collect()
    }

    /// What an adapter's product is multiplied with.
    fn adapter_scale(&self) -> Option<f64> {
        self.inner.adapter_scale()
    }

    /// What there is to measure: the layers of the models in it or, with `every`, each matrix by itself.
    fn plan(&self, every: bool) -> PyResult<Plan> {
        let plan = match every {
            true => self.inner.every_matrix(),
            false => self.inner.plan(),
        };
        let shapes = self.inner.headers().iter().flat_map(|header| {
            let shape =
                |t: &rankscope::data::safetensors::Tensor| (t.name.clone(), t.shape.clone());
            header.tensors.iter().map(shape)
        });
        Ok(Plan {
            inner: plan.map_err(refused)?,
            shapes: shapes.collect(),
        })
    }
}

/// What there is to measure, in units that need a few byte ranges each.
#[pyclass(module = "rankscope._native", frozen)]
pub struct Plan {
    inner: checkpoint::Plan,
    shapes: std::collections::BTreeMap<String, Vec<usize>>,
}

#[pymethods]
impl Plan {
    /// The checkpoint's name.
    #[getter]
    fn name(&self) -> &str {
        &self.inner.name
    }

    /// The files that the units count.
    #[getter]
    fn files(&self) -> Vec<String> {
        self.inner.files.clone()
    }

    /// What a reader of the numbers has to know.
    #[getter]
    fn notes(&self) -> Vec<String> {
        let towers = self.inner.towers.iter();
        towers.flat_map(|tower| tower.notes.clone()).collect()
    }

    /// How many units may be measured at a time.
    #[getter]
    fn at_a_time(&self) -> usize {
        self.inner.at_a_time()
    }

    /// Bytes of the largest tensor.
    #[getter]
    fn largest_tensor(&self) -> u64 {
        self.inner.largest_tensor
    }

    fn __len__(&self) -> usize {
        self.inner.units.len()
    }

    /// What is known of a unit before it is read.
    fn unit<'py>(&self, py: Python<'py>, at: usize) -> PyResult<Bound<'py, PyDict>> {
        let unit = self.at(at)?;
        let slabs: Vec<&Slab> = match &unit.job {
            Job::Matrix { slabs, .. } => slabs.iter().collect(),
            Job::Heads { left, right, .. } => vec![left, right],
        };
        let shapes: Vec<_> = slabs
            .iter()
            .filter_map(|slab| self.shapes.get(&slab.tensor).cloned())
            .collect();
        let rounding = slabs.iter().map(|slab| slab.dtype.rounding());
        // Where its tensors lie; what is wanted lies within.
        let ranges = slabs.iter().map(|slab| {
            let rows = slab.stored.0.div_ceil(slab.packing.rows_in_one());
            (
                slab.file,
                slab.begin,
                slab.begin + (rows * slab.row_bytes()) as u64,
            )
        });
        let dict = PyDict::new(py);
        dict.set_item("name", &unit.name)?;
        dict.set_item("layer", unit.layer)?;
        dict.set_item(
            "tensors",
            slabs.iter().map(|s| &s.tensor).collect::<Vec<_>>(),
        )?;
        dict.set_item("shapes", shapes)?;
        dict.set_item("matrix", slabs.first().map_or((0, 0), |slab| slab.shape()))?;
        dict.set_item("rounding", rounding.fold(0.0, f64::max))?;
        dict.set_item("product", matches!(unit.job, Job::Heads { .. }))?;
        dict.set_item("flops", unit.cost)?;
        dict.set_item("memory", unit.memory())?;
        dict.set_item("ranges", ranges.collect::<Vec<_>>())?;
        Ok(dict)
    }

    /// A unit whose singular values and norms are wanted.
    fn measuring(&self, at: usize) -> PyResult<Measuring> {
        let inner = checkpoint::Measuring::new(self.at(at)?.clone()).map_err(refused)?;
        Ok(Measuring { inner: Some(inner) })
    }

    /// A unit whose matrix is wanted; None for the products of factors.
    fn reading(&self, at: usize) -> PyResult<Option<Reading>> {
        let inner = checkpoint::Reading::new(self.at(at)?).map_err(refused)?;
        Ok(inner.map(|inner| Reading { inner: Some(inner) }))
    }

    /// The two factors of a unit that is the product of an adapter: those of B A are A, r x inputs, and B, outputs x r.
    fn factors(&self, at: usize) -> PyResult<Option<(Reading, Reading)>> {
        let [left, right] = match &self.at(at)?.job {
            Job::Heads { left, right, .. } => [left, right],
            Job::Matrix { .. } => return Ok(None),
        };
        let read = |slab: &Slab| {
            let inner = checkpoint::Reading::of(slab).map_err(refused)?;
            Ok::<_, PyErr>(Reading { inner: Some(inner) })
        };
        Ok(Some((read(left)?, read(right)?)))
    }

    /// The file of measurements that these come to, by the units' numbers; a unit that is missing stays unknown.
    fn bundle<'py>(
        &self,
        py: Python<'py>,
        measured: Vec<(usize, Vec<u8>)>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let mut checkpoint = Checkpoint::new(&self.inner);
        for (at, bytes) in measured {
            let unit: Vec<Measurement> = postcard::from_bytes(&bytes).map_err(refused)?;
            checkpoint.add(at, unit);
        }
        let bytes = checkpoint.to_bytes().map_err(refused)?;
        Ok(PyBytes::new(py, &bytes))
    }
}

impl Plan {
    fn at(&self, at: usize) -> PyResult<&checkpoint::Unit> {
        let count = self.inner.units.len();
        let unit = self.inner.units.get(at);
        unit.ok_or_else(|| refused(format!("unit: below {count}, got {at}")))
    }
}

fn triple(want: Option<Want>) -> Option<(usize, u64, u64)> {
    want.map(|want| (want.file, want.begin, want.end))
}

/// Said of what was finished before.
const FINISHED: &str = "this unit is finished";

/// Measurements as bytes, and the singular values of each.
type Measured<'py> = (Bound<'py, PyBytes>, Vec<Bound<'py, PyArray1<f64>>>);

/// A unit under measurement.
#[pyclass(module = "rankscope._native")]
pub struct Measuring {
    inner: Option<checkpoint::Measuring>,
}

#[pymethods]
impl Measuring {
    /// The file, the first byte and the one behind the last that it wants next; None where all are there.
    fn wants(&self) -> Option<(usize, u64, u64)> {
        triple(self.inner.as_ref()?.wants())
    }

    /// Takes those bytes.
    fn take(&mut self, py: Python<'_>, bytes: &[u8]) -> PyResult<()> {
        let inner = self.inner.as_mut().ok_or_else(|| refused(FINISHED))?;
        py.detach(|| inner.take(bytes)).map_err(refused)
    }

    /// The measurements, as bytes for `Plan.bundle`, and the singular values of each.
    fn finish<'py>(&mut self, py: Python<'py>) -> PyResult<Measured<'py>> {
        let inner = self.inner.take().ok_or_else(|| refused(FINISHED))?;
        let found = py.detach(|| inner.finish()).map_err(refused)?;
        let bytes = postcard::to_stdvec(&found).map_err(refused)?;
        let values = found.into_iter().map(|one| one.singular_values);
        Ok((
            PyBytes::new(py, &bytes),
            values.map(|one| PyArray1::from_vec(py, one)).collect(),
        ))
    }
}

/// A matrix that is read.
#[pyclass(module = "rankscope._native")]
pub struct Reading {
    inner: Option<checkpoint::Reading>,
}

#[pymethods]
impl Reading {
    /// The file, the first byte and the one behind the last that it wants next; None where all are there.
    fn wants(&self) -> Option<(usize, u64, u64)> {
        triple(self.inner.as_ref()?.wants())
    }

    /// Takes those bytes.
    fn take(&mut self, py: Python<'_>, bytes: &[u8]) -> PyResult<()> {
        let inner = self.inner.as_mut().ok_or_else(|| refused(FINISHED))?;
        py.detach(|| inner.take(bytes)).map_err(refused)
    }

    /// The matrix as doubles, rows x cols, as it is stored.
    fn finish<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyArray2<f64>>> {
        let inner = self.inner.take().ok_or_else(|| refused(FINISHED))?;
        let matrix = inner.finish().map_err(refused)?;
        let shape = [matrix.rows(), matrix.cols()];
        PyArray1::from_vec(py, matrix.into_vec()).reshape(shape)
    }
}
