//! The lab's figures.

mod decay;
mod factors;
mod index;
mod maps;
mod table;

use super::run::TransformerRun;
use crate::{figure::Figure, labs::Error};

/// Those that this state has.
pub fn figures(run: &TransformerRun) -> Result<Vec<Figure>, Error> {
    let mut figures = Vec::new();
    if !run.over_depth.is_empty() {
        figures.push(factors::depth(run)?);
    }
    figures.extend(index::figure(run)?);
    if !run.blocks.is_empty() {
        figures.push(maps::choice(run)?);
    }
    figures.extend(decay::figure(run)?);
    if !run.over_width.is_empty() {
        figures.push(factors::width(run)?);
    }
    if run.model.matrices().next().is_some() {
        figures.push(maps::metric(run)?);
        figures.push(table::figure(run)?);
    }
    Ok(figures)
}
