//! Rankscope: a microscope for the spectra behind generalization.
//!
//! Data walks one way, through three crates; nothing further left knows anything further right. (`crates/rankscope-python` stands where
//! `rankscope-web` stands, for Python.)
//!
//! ```text
//! crates/rankscope-math        src (this crate)                                 crates/rankscope-web
//!
//! linalg ─> spectrum, bounds,  labs          ───────> session ────────────────> bindings ──> the page:
//! numbers   attention, nn, … ─> one question          state -> report            thin         controls,
//!    │      the field's         per folder ─> figure ───> render (canvas, SVG) ─> canvas       canvases
//!    │      quantities             ↑          pure data     └──> the command line (the same
//!    └──────────────────────> data, checkpoint                   reports and figures)
//! ```
//!
//! The numbers are re-exported here, so that [`linalg`] and its neighbours have the same path everywhere.
//!
//! The browser downloads this in parts: `view` draws, and each group of labs is an engine that is fetched when one of its labs opens.
//! A part is a cargo feature; without the feature `engine`, which every group brings along, only [`figure`] and [`render`] are built.
//! `measure` is for a pool of workers that measure a checkpoint: it has the numbers, [`data`] and [`checkpoint`]. `readers` reads the files
//! that an engine does not take as they are.
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
    attention, bounds, domain, dynamics, grid, interpolation, linalg, nn, quadratic, regression,
    representation, scaling_laws, spectrum, statistics,
};
