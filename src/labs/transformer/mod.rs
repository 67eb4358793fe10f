//! Transformer: bounds that adapt to the spectra of a trained model, beside those that multiply norms over depth.

mod controls;
mod figures;
mod magnitude;
mod metrics;
mod model;
mod network;
mod presets;
mod program;
mod quantities;
mod run;
mod synthetic;
mod what_if;
mod words;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::staged::<model::Facts>("transformer", "Transformer")
    .asks("Why do norm-based bounds explode with depth, and what do spectra save?")
    .try_first("Click a matrix in a map, then prune its tail and watch the index it chooses.")
    .in_group(Group::Matrices)
    .settled_by(model::settle)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["source", "scale_in", "scale_vo", "depth", "prune"],
        &[
            "b_spectrum_adaptive",
            "log10_b_norm_based",
            "b_rank_only",
            "fraction_rank_choice",
        ],
        &["depth", "index"],
    )
    .cites(&[
        &citations::SAKAI2026,
        &citations::WEIGHTWATCHER,
        &citations::MINILM,
        &citations::WANG2020,
    ])
    .presets(presets::PRESETS);
