//! The worker's half: state strings and files in, reports and figures out.

use crate::{Result, error, json, with};
use rankscope::{
    figure::Figure,
    labs::{self, Work},
    session::{Pasted, Session},
};
use wasm_bindgen::prelude::*;

/// A running application.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    session: Session,
    /// The figures of the last report, until the state or the computation moves on.
    figures: Option<Vec<Figure>>,
}

#[wasm_bindgen]
impl Engine {
    /// An application without data.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a bundled data file.
    pub fn add_asset(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.session.add_asset(name, bytes).map_err(thrown)
    }

    /// Whether it takes a file that begins so; any other one is read before (`read`).
    pub fn takes(&self, start: &[u8]) -> bool {
        Session::takes(start)
    }

    /// Takes a file of the visitor's; answers its name and shape.
    pub fn load(&mut self, name: &str, bytes: &[u8]) -> Result<String> {
        json(&self.session.load(name, bytes).map_err(thrown)?)
    }

    /// Starts the computation that a state string describes; answers the canonical state and what could not be applied.
    pub fn open(&mut self, state: &str) -> Result<String> {
        let opened = self.session.open(state).map_err(thrown)?;
        self.figures = None;
        json(&opened)
    }

    /// Does some steps of the computation; answers how far it is.
    pub fn advance(&mut self, steps: u32) -> Result<String> {
        self.figures = None;
        json(&self.session.advance(Work(steps)).map_err(thrown)?)
    }

    /// Whether what the state asks for is there, while companions of it may still fill in.
    pub fn ready(&self) -> bool {
        self.session.ready()
    }

    /// What is known so far, without the figures.
    pub fn report(&mut self) -> Result<String> {
        let mut report = self.session.report().map_err(thrown)?;
        self.figures = Some(std::mem::take(&mut report.figures));
        json(&report)
    }

    /// The figures that belong to the report, as bytes for a `Board`.
    pub fn figures(&mut self) -> Result<Vec<u8>> {
        let figures = match self.figures.take() {
            Some(figures) => figures,
            None => self.session.report().map_err(thrown)?.figures,
        };
        let bytes = postcard::to_stdvec(&figures);
        self.figures = Some(figures);
        bytes.map_err(|e| error("internal", &e.to_string()))
    }

    /// A file that the report offers, by its name.
    pub fn hand(&mut self, file: &str) -> Result<Vec<u8>> {
        self.session.hand(file).map_err(thrown)
    }

    /// A matrix, or a list of numbers, that was pasted as text and read (`read_text`), as a state string writes it, or that it is to be kept
    /// as a file.
    pub fn pasted(&self, bytes: &[u8], list: bool) -> Result<String> {
        json(&Pasted::of(bytes, list).map_err(thrown)?)
    }
}

#[cfg(feature = "weights")]
#[wasm_bindgen]
impl Engine {
    /// Adds what a unit of the checkpoint that was loaded came to in a `Gauge`.
    pub fn measured(&mut self, unit: usize, bytes: &[u8]) -> Result<()> {
        self.session.add_measured(unit, bytes).map_err(thrown)
    }

    /// What is known of that checkpoint, as a small file that `load` reads.
    pub fn measurements(&self) -> Result<Vec<u8>> {
        self.session.measurements().map_err(thrown)
    }
}

/// An error of the application; a missing bundled file is also named in `asset`.
fn thrown(cause: labs::Error) -> JsValue {
    let error = error(cause.code(), &cause.to_string());
    match cause {
        labs::Error::AssetMissing { name } => with(error, "asset", name),
        _ => error,
    }
}
