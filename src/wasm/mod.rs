//! Bindings for the page.
