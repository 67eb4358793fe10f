//! Rosetta: which neurons two networks share, and why their number grows so slowly.

mod controls;
#[cfg(not(target_arch = "wasm32"))]
pub mod disk;
mod figures;
mod model;
mod pairs;
mod quantities;
mod run;
mod words;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::staged::<run::Rosetta>("rosetta", "Rosetta neurons")
    .asks("Which neurons do two networks share, and why so few?")
    .try_first("Drag the point of the count to the right: the level rises, and the front hardly moves.")
    .in_group(Group::Scaling)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["beta", "capacity", "tau", "discrete", "source", "units"],
        &["rosetta_count", "front", "mean_isolation", "count_slope", "matched_units", "null_matches"],
        &["filling", "count"],
    )
    .cites(&[&citations::DRAVID2026])
    .opens_on("tenfold")
    .presets(&[
        preset("tenfold", "Ten times the capacity", "discrete=on", "A capacity of 1000 gives 17 features a neuron of their own; 10 000 gives 55, about three times as many. The rest makes those that are known already three times purer.")
            .claims(&["rosetta_count = 17", "rosetta_count(capacity=10000) = 55", "mean_isolation(capacity=10000) > 3 * mean_isolation"]),
        preset("closed", "A front in closed form", "capacity=10000", "With β = 2 and features as a continuum the front is 1 + √(κN): 101 for a capacity of 10 000. Counted one by one the front is at 79, and 78 features are active.")
            .claims(&["front ~ 101", "front(discrete=on) ~ 78.6", "active_features(discrete=on) = 78"]),
        preset("shallow", "Where the tail matters", "beta=1.43&capacity=10000&discrete=on", "Weights that fall more slowly, β = 1.43, spread the same capacity over 316 features instead of 78: 195 have a neuron of their own, and the count grows faster, as κN to the 0.68 here.")
            .claims(&["active_features = 316", "rosetta_count = 195", "count_slope ~ 0.68"]),
        preset("matched", "Two networks, matched", "discrete=on&capacity=512&units=512&inputs=2000", "512 neurons of one toy network against 512 of another: about a dozen pairs correlate by a half or more, as the theory counts. Some 240 others are each other's nearest because something has to be, most of them alike by less than a quarter.")
            .claims(&["rosetta_count = 12", "10 < matched_units < 15", "null_matches = 0"]),
        preset("polarised", "Selective and mixed", "discrete=on&capacity=1024&units=1024", "Shared neurons are selective: their activations are rarely large, with most of a feature's excess kurtosis of 3, while all others, mixtures of sixty, have next to none.")
            .claims(&["1.5 < excess_kurtosis < 3"]),
        preset("strict", "Asking for more", "discrete=on&capacity=10000&tau=9", "Ask for a correlation of 0.9 instead of 0.5 and the 55 shared features become 24: a smaller share, but with the same slope. How strict one is moves the line, not its steepness.")
            .claims(&["rosetta_count = 24", "0.48 < count_slope < 0.53"]),
    ]);
