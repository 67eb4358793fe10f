//! What several labs show alike: effective ranks, bounds, works cited, snippets.

pub mod bounds;
pub mod citations;
pub mod numpy;
pub mod quantities;
pub mod ranks;
pub mod words;
