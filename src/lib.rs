//! Rankscope: a microscope for the spectra behind generalization.
//!
//! Data walks one way, through four rooms; nothing further left knows anything further right.
//!
//! ```text
//! linalg ──> spectrum, attention, bounds, data ──> labs ──> session ──> wasm ──> the page
//!  numbers       the field's quantities     one question    state       thin      controls,
//!                                             per file     -> report   bindings   canvases
//!                             figure (pure data) ──> render (canvas on the page, SVG anywhere)
//!                                              └──> the command line (the same reports and figures)
//! ```
//!
//! Start at [`labs`] to see what the application asks, at [`session`] to see how it answers.

pub mod bounds;
pub mod checkpoint;
pub mod figure;
pub mod labs;
pub mod linalg;
pub mod nn;
pub mod render;
pub mod scaling;
pub mod session;
pub mod spectrum;

pub mod attention;
pub mod data;

#[cfg(target_arch = "wasm32")]
pub mod wasm;
