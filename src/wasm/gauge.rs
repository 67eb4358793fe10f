//! A pool's worker: measures one unit of a checkpoint from the bytes that it asks for.

use super::{Result, error, json};
use crate::checkpoint::{self, Measuring};
use wasm_bindgen::prelude::*;

/// A unit under measurement.
#[wasm_bindgen]
pub struct Gauge(Measuring);

#[wasm_bindgen]
impl Gauge {
    /// Takes a unit of a plan.
    #[wasm_bindgen(constructor)]
    pub fn new(unit: &str) -> Result<Gauge> {
        let unit = serde_json::from_str(unit).map_err(|e| error("bad_unit", &e.to_string()))?;
        Measuring::new(unit).map(Gauge).map_err(told)
    }

    /// The bytes that it wants next, as JSON: file, begin, end; `null` where it has them all.
    pub fn wants(&self) -> Result<String> {
        json(&self.0.wants())
    }

    /// Takes them.
    pub fn take(&mut self, bytes: &[u8]) -> Result<()> {
        self.0.take(bytes).map_err(told)
    }

    /// What the unit came to, as bytes for the engine.
    pub fn finish(self) -> Result<Vec<u8>> {
        let measured = self.0.finish().map_err(told)?;
        postcard::to_stdvec(&measured).map_err(|e| error("internal", &e.to_string()))
    }
}

fn told(cause: checkpoint::Error) -> JsValue {
    error(cause.code(), &cause.to_string())
}
