//! Measuring without an engine: a checkpoint from the bytes that it asks for, in a pool of workers; or how fast singular values come.

use crate::{Result, error, json};
use rankscope::{
    checkpoint::{self, Checkpoint, Measuring, Plan},
    linalg::{self, Matrix},
};
use wasm_bindgen::prelude::*;

/// The first look at the files of a checkpoint.
#[wasm_bindgen]
#[derive(Default)]
pub struct Survey {
    files: checkpoint::Survey,
    plan: Option<Plan>,
}

#[wasm_bindgen]
impl Survey {
    /// No files so far.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the beginning of a file of `size` bytes; answers how many bytes of it it needs instead, nothing where it is satisfied.
    pub fn take(&mut self, name: &str, size: f64, start: &[u8]) -> Result<Option<f64>> {
        let wanted = self.files.take(name, size as u64, start).map_err(thrown)?;
        Ok(wanted.map(|bytes| bytes as f64))
    }

    /// What there is to measure once all files are taken, as JSON.
    pub fn plan(&mut self) -> Result<String> {
        let plan = self.files.plan().map_err(thrown)?;
        json(&self.plan.insert(plan).outline())
    }

    /// The checkpoint of that plan, of which nothing is known yet, as an engine loads it.
    pub fn blank(&self) -> Result<Vec<u8>> {
        let blank = self
            .plan
            .as_ref()
            .map(|plan| Checkpoint::new(plan).to_bytes());
        blank.unwrap_or(Ok(Vec::new())).map_err(thrown)
    }

    /// A unit of that plan, from 0.
    pub fn gauge(&self, unit: usize) -> Result<Gauge> {
        let unit = self.plan.as_ref().and_then(|plan| plan.units.get(unit));
        let unit = unit.ok_or_else(|| error("internal", "the plan has no such unit"))?;
        Measuring::new(unit.clone()).map(Gauge).map_err(thrown)
    }
}

/// A unit under measurement.
#[wasm_bindgen]
pub struct Gauge(Measuring);

#[wasm_bindgen]
impl Gauge {
    /// The bytes that it wants next, as JSON: file, begin, end; `null` where it has them all.
    pub fn wants(&self) -> Result<String> {
        json(&self.0.wants())
    }

    /// Takes them.
    pub fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.take(bytes).map_err(thrown)
    }

    /// What the unit came to, as bytes for an engine.
    pub fn finish(self) -> Result<Vec<u8>> {
        let measured = self.0.finish().map_err(thrown)?;
        postcard::to_stdvec(&measured).map_err(|e| error("internal", &e.to_string()))
    }
}

fn thrown(cause: checkpoint::Error) -> JsValue {
    error(cause.code(), &cause.to_string())
}

/// The singular values of a row-major matrix, in descending order.
#[wasm_bindgen]
pub fn singular_values(rows: usize, cols: usize, entries: Vec<f64>) -> Result<Vec<f64>> {
    let found = Matrix::new(rows, cols, entries).and_then(|a| linalg::singular_values(&a));
    let found = found.map_err(|cause| error(cause.code(), &cause.to_string()))?;
    Ok(found.into_vec())
}
