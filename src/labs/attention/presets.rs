//! Named states with a lesson each.

use crate::labs::Preset;

/// In the order shown.
pub static PRESETS: &[Preset] = &[
    Preset {
        id: "minilm_first",
        title: "MiniLM, first layer",
        lesson: "The widest head of the first layer of a real model uses nearly all of its 12 directions.",
        state: "layer=0&head=2",
    },
    Preset {
        id: "minilm_last",
        title: "MiniLM, last layer",
        lesson: "The widest head of the last layer, on the same sentence: rank falls with depth, most directions are gone.",
        state: "layer=5&head=9",
    },
    Preset {
        id: "uniform",
        title: "Uniform",
        lesson: "Every token looks everywhere alike: one direction, by every definition of rank.",
        state: "source=uniform&n=16",
    },
    Preset {
        id: "identity",
        title: "Identity",
        lesson: "Every token looks at itself: all directions, by every definition of rank.",
        state: "source=identity&n=16",
    },
    Preset {
        id: "sink",
        title: "Attention sink",
        lesson: "Most attention goes to the first token: the stable rank drops to 1 while the entropy rank still counts the rest.",
        state: "source=sink_self&n=16&eps=0.1",
    },
    Preset {
        id: "cold",
        title: "Cold softmax",
        lesson: "A low temperature makes attention hard: rows become one-hot and the rank rises.",
        state: "source=qk&n=24&d_head=8&temp=0.05",
    },
    Preset {
        id: "hot",
        title: "Hot softmax",
        lesson: "A high temperature blurs every row into the mean: the rank falls to 1.",
        state: "source=qk&n=24&d_head=8&temp=30",
    },
    Preset {
        id: "vandermonde",
        title: "Softmax raises rank",
        lesson: "The logits have rank one, the attention has full rank: its determinant is Vandermonde's and never zero.",
        state: "source=vandermonde&n=4",
    },
    Preset {
        id: "random",
        title: "Random attention",
        lesson: "Stable rank stays near 1 while erank grows like 0.8 n: the choice of definition is the story.",
        state: "source=qk&n=128&d_head=256&temp=2",
    },
];
