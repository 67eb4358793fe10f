//! Bindings for the page: thin, and free of formulas.
//!
//! The page downloads several modules, each a build of this crate with other features: `view` draws, and every group of labs is an
//! engine of its own.
//!
//! Structured answers cross as JSON text, the very JSON that the command line prints; bulk numbers cross as bytes. What fails is
//! thrown as an `Error` with a stable `code`.

#![cfg(target_arch = "wasm32")]

#[cfg(feature = "view")]
mod board;
#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "measure")]
mod gauge;

#[cfg(feature = "view")]
pub use board::{Board, inks};
#[cfg(feature = "engine")]
pub use engine::Engine;
#[cfg(feature = "measure")]
pub use gauge::{Gauge, Survey, singular_values};

use js_sys::{Error, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;

type Result<T> = std::result::Result<T, JsValue>;

#[cfg(any(feature = "engine", feature = "measure"))]
/// A JavaScript `Error` with a stable code.
fn error(code: &str, message: &str) -> JsValue {
    with(Error::new(message).into(), "code", code)
}

/// Sets a property of an error; a plain `Error` object accepts every property.
fn with(error: JsValue, key: &str, value: &str) -> JsValue {
    let _ = Reflect::set(&error, &key.into(), &value.into());
    error
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| error("internal", &e.to_string()))
}
#[cfg(any(feature = "engine", feature = "measure"))]
