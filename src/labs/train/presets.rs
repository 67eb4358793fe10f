//! Named states with a lesson each.

use crate::labs::prelude::*;

/// In the order shown.
pub const PRESETS: &[Preset] = &[
    preset(
        "majority",
        "Majority collapses to rank 1",
        "decay=1&samples=2048&step=600",
        "Every position counts alike: attention becomes uniform, its effective rank falls to nearly 1, and the gap is nil.",
    ),
    preset(
        "reverse",
        "Reverse needs full rank",
        "task=reverse&vocabulary=8&step=300",
        "Attention has to be a permutation: effective ranks climb towards 12 of 12, and still the gap is nil. High rank is no bad omen.",
    ),
    preset(
        "memorising",
        "Memorising noise",
        "label_noise=1&samples=128&vocabulary=8&step=400",
        "Labels at random are learned by heart and the gap explodes, while the effective rank stays below that of Reverse, whose gap is nil.",
    ),
    preset(
        "grokking",
        "Grokking",
        "task=modular&vocabulary=24&samples=300&width=32&mlp=relu&norm=rms&decay=1&step=1200",
        "Addition modulo 23: the training pairs are known hundreds of steps before the others; with weight decay these follow.",
    ),
    preset(
        "induction",
        "An induction head forms",
        "task=induction&vocabulary=8&context=16&layers=2&causal=on&samples=1024&step=500",
        "What followed the token last time? Two layers learn it: one looks a step back, the next looks for the match. One layer cannot.",
    ),
    preset(
        "norms",
        "Norms stay bounded?",
        "samples=256&vocabulary=8&decay=0&step=1000",
        "Those of attention, always: between 1 and √T. Those of the weights grow as long as the training loss can still fall.",
    ),
    preset(
        "trial",
        "Which measure predicts the gap?",
        "width=8&context=8&samples=256&sweep=grid&step=300",
        "32 networks of two widths, heads, sample sizes, decays and noises: what orders their gaps, and how surely?",
    ),
    preset(
        "slope",
        "The gap over m",
        "width=16&vocabulary=4&label_noise=0.2&sweep=samples&step=300",
        "Up to eight sizes and three seeds each: does the gap fall as 1/√m?",
    ),
];
