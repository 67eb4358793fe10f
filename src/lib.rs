//! Rankscope: a microscope for the spectra behind generalization.
//!
//! Data walks one way, through four rooms; nothing further left knows anything further right.
//!
//! ```text
//! linalg ──> spectrum, attention, bounds, nn, … ──> labs ──> session ──> wasm ──> the page
//!  numbers       the field's quantities      one question    state       thin      controls,
//!                                              per folder   -> report   bindings   canvases
//!                             figure (pure data) ──> render (canvas on the page, SVG anywhere)
//!                                              └──> the command line (the same reports and figures)
//! ```
//!
//! The browser downloads this in parts: `view` draws, and each group of labs is an engine that is fetched when one of its labs opens.
//! A part is a cargo feature; without the feature `engine`, which every group brings along, only the last line of the drawing is built.
//! `measure` is for a pool of workers that measure a checkpoint: of the drawing it takes the first line's [`linalg`] and [`data`].
//!
//! Start at [`labs`] to see what the application asks, at [`session`] to see how it answers.

pub mod figure;
pub mod render;

#[cfg(feature = "numbers")]
pub mod checkpoint;
#[cfg(feature = "numbers")]
pub mod data;
#[cfg(feature = "engine")]
pub mod labs;
#[cfg(feature = "engine")]
pub mod session;

#[cfg(feature = "numbers")]
pub use rankscope_math::{
    attention, bounds, domain, dynamics, linalg, nn, quadratic, regression, spectrum,
};
