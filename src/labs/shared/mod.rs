//! What several labs show alike.

pub mod bounds;
