//! Attention: how many of its directions a head uses, and what bound follows.

mod controls;
mod figures;
mod model;
mod run;
mod words;

use crate::labs::{
    prelude::*,
    shared::{bounds, quantities as q, ranks},
};

/// The lab.
pub static LAB: Lab = Lab::staged::<run::Heads>("attention", "Attention")
    .asks("How many of its directions does an attention head use, and what can a bound make of it?")
    .try_first("Drag the temperature, then click another head in the map.")
    .in_group(Group::Matrices)
    .settled_by(model::settle)
    .controls(&[
        controls::STUDIED,
        controls::CHANGED,
        controls::VIEW,
        bounds::CONTROLS,
    ])
    .quantities(&[
        &[q::ERANK, MAX_ERANK, q::SIZE, q::RANK, q::EXACT_RANK],
        ranks::DEFINITIONS,
        ranks::NORMS,
        &[DOBRUSHIN],
        bounds::QUANTITIES,
    ])
    .essential(
        &["source", "layer", "head", "temp", "mask"],
        &["erank", "stable_rank", "rank", "max_erank"],
        &["heatmap", "heads"],
    )
    .cites(&[
        &citations::ROY2007,
        &citations::DOBRUSHIN1956,
        &citations::MINILM,
        &citations::VAPNIK1971,
        &citations::MCALLESTER1999,
    ])
    .presets(PRESETS);

/// Dobrushin's coefficient.
const DOBRUSHIN: Quantity = exact("lambda2_dobrushin", "Dobrushin coefficient", "τ(A)")
    .tex(r"\tau(A) = \frac{1}{2} \max_{i, j} {\|a_i - a_j\|}_1 \ge |\lambda_2|")
    .means("Half the largest distance between two rows aᵢ, aⱼ of A. It bounds the second eigenvalue λ₂, and one application of A shrinks differences between tokens at least by this factor.")
    .from(&citations::DOBRUSHIN1956);

/// Largest effective rank in scope.
const MAX_ERANK: Quantity = exact("max_erank", "Largest erank in scope", "R")
    .tex(r"R = \max_{A\;\text{in scope}} \operatorname{erank}(A)")
    .means("The largest effective rank over the attention matrices A that the scope takes in: this head, its layer, or all layers. The rank that enters the bounds.")
    .from(&citations::DHINGRA2025)
    .ink(inks::ERANK);

const PRESETS: &[Preset] = &[
    preset(
        "minilm_first",
        "MiniLM, first layer",
        "layer=0&head=2",
        "The widest head of the first layer of a real model uses 10.9 of its 12 directions, nearly all.",
    )
    .claims(&["0.9 * n < erank < n", "erank ~ 10.9", "erank = max_erank(scope=layer)"]),
    preset(
        "minilm_last",
        "MiniLM, last layer",
        "layer=5&head=9",
        "The widest head of the last layer, on the same sentence, uses 4.3 of 12 where that of the first used 10.9: over the model as a whole rank falls with depth, though not at every layer.",
    )
    .claims(&[
        "erank ~ 4.3",
        "erank = max_erank(scope=layer)",
        "erank(layer=0&head=2) ~ 10.9",
    ]),
    preset(
        "uniform",
        "Uniform",
        "source=uniform&n=16",
        "Every token looks everywhere alike: one direction, by every definition of rank.",
    )
    .claims(&["erank ~ 1", "stable_rank ~ 1", "participation_ratio ~ 1", "rank = 1"]),
    preset(
        "identity",
        "Identity",
        "source=identity&n=16",
        "Every token looks at itself: all directions, by every definition of rank.",
    )
    .claims(&["erank ~ n", "stable_rank ~ n", "participation_ratio ~ n", "rank = n"]),
    preset(
        "sink",
        "Attention sink",
        "source=sink_self&n=16&eps=0.1",
        "Most attention goes to the first token: the stable rank drops to 1 while the entropy rank still counts the rest.",
    )
    .claims(&["1 <= stable_rank < 1.02", "erank > 3.8"]),
    preset(
        "cold",
        "Cold softmax",
        "source=qk&n=24&d_head=8&temp=0.05",
        "A low temperature makes rows one-hot. The effective rank is largest in between: where several tokens pick the same key, it falls again.",
    )
    .claims(&["erank < erank(temp=0.5)", "erank(temp=2) < erank(temp=0.5)"]),
    preset(
        "hot",
        "Hot softmax",
        "source=qk&n=24&d_head=8&temp=30",
        "A high temperature blurs every row into the mean: the effective rank falls towards 1.",
    )
    .claims(&["1 < erank(temp=100) < erank < 1.7", "erank < erank(temp=3)"]),
    preset(
        "vandermonde",
        "Softmax raises rank",
        "source=vandermonde&n=4",
        "The logits have rank one, the attention has full rank: its determinant is Vandermonde's and never zero.",
    )
    .claims(&["rank = n", "exact_rank = n", "exact_rank(n=20) = 20"]),
    preset(
        "random",
        "Random attention",
        "source=qk&n=128&d_head=256&temp=2",
        "Stable rank stays near 1 while erank takes half of the directions: the choice of definition is the story.",
    )
    .claims(&["stable_rank < 1.3", "0.5 * n < erank < 0.6 * n"]),
];
