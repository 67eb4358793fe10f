//! The crate from outside, as one program: thirty links would take longer than the tests.
//!
//! `cargo test --test it labs::` runs one file. `tests/memory.rs` stands apart: it puts an allocator that counts under the whole program.

mod architecture;
mod checkpoint;
mod chosen;
mod claims;
mod cli;
mod figures;
mod golden_attention;
mod golden_bounds;
mod golden_dynamics;
mod golden_gate;
mod golden_quadratic;
mod golden_regression;
mod golden_scaling_laws;
mod golden_spectrum;
mod golden_training;
mod golden_transformer;
mod kernel;
mod labs;
mod learning_curve;
mod lessons;
mod packed;
mod properties_attention;
mod properties_bounds;
mod properties_gate;
mod properties_nn;
mod properties_quadratic;
mod properties_regression;
mod properties_spectrum;
mod properties_training;
mod properties_transformer;
mod quadratic;
mod readers;
mod row_by_row;
mod runs;
mod singular_values;
mod states;
mod sweep;
mod texts;
mod transformer;
mod truth_guard;
mod truth_matrices;
mod truth_numbers;
mod truth_training;
