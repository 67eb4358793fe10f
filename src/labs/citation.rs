//! Works cited.

use super::words::catalogued;
use serde::Serialize;

/// A work cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Short id that quantities refer to.
    pub id: &'static str,
    /// Authors, year, title; empty in an engine.
    pub text: &'static str,
    /// A permanent address (DOI or arXiv); empty in an engine.
    pub url: &'static str,
}

/// A work by its id, its authors, year and title, and its permanent address.
pub const fn cite(id: &'static str, text: &'static str, url: &'static str) -> Citation {
    let (text, url) = (catalogued(text), catalogued(url));
    Citation { id, text, url }
}
