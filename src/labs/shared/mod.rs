//! What several labs show alike: effective ranks, bounds, snippets.

pub mod bounds;
pub mod numpy;
pub mod quantities;
pub mod ranks;
