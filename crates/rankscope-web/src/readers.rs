//! Reading without an engine: a visitor's file, or pasted text, in; the bytes that an engine takes out.

use crate::{Result, error};
use rankscope::data::{self, Error, Stack};
use wasm_bindgen::prelude::*;

/// Reads a file that no engine takes as it is.
#[wasm_bindgen]
pub fn read(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    packed(data::read(name, bytes))
}

/// Reads a matrix, or a list of numbers, that was pasted as text.
#[wasm_bindgen]
pub fn read_text(text: &str, list: bool) -> Result<Vec<u8>> {
    packed(match list {
        true => {
            data::read_list(text).and_then(|list| Stack::new("pasted text", &[1, list.len()], list))
        }
        false => data::pasted(text),
    })
}

fn packed(read: std::result::Result<Stack, Error>) -> Result<Vec<u8>> {
    let bytes = read.and_then(|stack| stack.to_bytes());
    bytes.map_err(|cause| error(cause.code(), &cause.to_string()))
}
