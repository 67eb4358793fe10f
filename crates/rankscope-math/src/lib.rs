//! The numbers of Rankscope: no data formats, no pictures, no state, no page.
//!
//! ```text
//! domain, grid, linalg ──> spectrum ──> attention, bounds, quadratic, regression, dynamics
//!            ├─────> interpolation                                              ↑
//! domain, linalg ──> scaling_laws                                               │
//!         linalg ──> nn, statistics ────────────────────────────────────────────┘
//!                     └───> representation
//! ```
//!
//! [`linalg`] has matrices and the one way to their singular values, [`spectrum`] the ranks, norms and limits of a list of them.
//! On these stand the quantities of the field, one room for each idea. Every formula names its source, its domain and its accuracy.

pub mod attention;
pub mod bounds;
pub mod domain;
pub mod dynamics;
pub mod grid;
pub mod interpolation;
pub mod linalg;
pub mod nn;
pub mod quadratic;
pub mod regression;
pub mod representation;
pub mod scaling_laws;
pub mod spectrum;
pub mod statistics;
