//! Bindings for the page: thin, and free of formulas.
//!
//! The page downloads several modules, each a build of this crate with other features: `view` draws, and every group of labs is an
//! engine of its own.
//!
//! `view` takes and gives objects, by serde-wasm-bindgen: a question about a pixel takes 14 µs that way (15 by JSON text). An engine's answers
//! cross as JSON text, the very JSON that the command line prints, and its figures as bytes: an object of 7 kB takes 125 µs to make, its text
//! 105 with `JSON.parse`, and would be copied once more on its way out of the worker. What fails is thrown as an `Error` with a stable `code`.

#![cfg(target_arch = "wasm32")]

#[cfg(feature = "view")]
mod board;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "measure")]
mod gauge;
#[cfg(feature = "readers")]
mod readers;

#[cfg(feature = "view")]
pub use board::{Board, inks};
#[cfg(feature = "engine")]
pub use engine::Engine;
#[cfg(feature = "measure")]
pub use gauge::{Gauge, Survey, singular_values};
#[cfg(feature = "readers")]
pub use readers::{read, read_text};

use js_sys::{Error, Reflect};
#[cfg(any(feature = "engine", feature = "measure"))]
use serde::Serialize;
use wasm_bindgen::JsValue;

type Result<T> = std::result::Result<T, JsValue>;

/// A JavaScript `Error` with a stable code.
fn error(code: &str, message: &str) -> JsValue {
    with(Error::new(message).into(), "code", code)
}

/// Sets a property of an error; a plain `Error` object accepts every property.
fn with(error: JsValue, key: &str, value: &str) -> JsValue {
    let _ = Reflect::set(&error, &key.into(), &value.into());
    error
}

#[cfg(any(feature = "engine", feature = "measure"))]
fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| error("internal", &e.to_string()))
}
