//! Bindings for the page: thin, and free of formulas.
//!
//! Structured answers cross as JSON text, the very JSON that the command line prints; bulk numbers cross as bytes. What fails is
//! thrown as an `Error` with a stable `code`.

mod board;
mod engine;

pub use board::{Board, inks};
pub use engine::{Engine, catalogue};

use crate::labs;
use js_sys::{Error, Reflect};
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

/// An error of the application; a missing bundled file is also named in `asset`.
fn thrown(cause: labs::Error) -> JsValue {
    let error = error(cause.code(), &cause.to_string());
    match cause {
        labs::Error::AssetMissing { name } => with(error, "asset", name),
        _ => error,
    }
}

fn json(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|e| error("internal", &e.to_string()))
}
