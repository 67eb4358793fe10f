//! Named states with a lesson each.

use crate::labs::prelude::*;

/// In the order shown.
pub const PRESETS: &[Preset] = &[
    preset(
        "majority",
        "Majority collapses to rank 1",
        "decay=1&samples=2048&step=400",
        "Every position counts alike: attention becomes uniform, its effective rank falls from 2 towards 1, and the gap is next to nothing.",
    ),
    preset(
        "reverse",
        "Reverse needs full rank",
        "task=reverse&vocabulary=8",
        "Attention has to be a permutation: effective ranks climb above 11 of 12, and still the gap is nil. A high rank is no bad omen.",
    ),
    preset(
        "memorising",
        "Memorising noise",
        "label_noise=1&samples=128&vocabulary=8&step=400",
        "Random labels are learned by heart and the gap explodes, at an effective rank well below that of Reverse, whose gap is nil.",
    ),
    preset(
        "grokking",
        "Grokking",
        "task=modular&vocabulary=24&samples=300&width=32&mlp=relu&norm=rms&decay=1&step=800",
        "Addition modulo 23: every training pair is known, a sixth of the others not yet. Run on to step 1200 and nearly all of these follow.",
    ),
    preset(
        "induction",
        "An induction head forms",
        "task=induction&vocabulary=6&causal=on&layers=2&samples=1024&width=16&lr=0.01&step=400",
        "What followed the token last time? Two layers know it 99 times of 100. Take one away: about half, however long it trains.",
    ),
    preset(
        "norms",
        "Norms stay bounded?",
        "samples=256&vocabulary=8&decay=0&width=16&step=400",
        "Those of attention always do, between 1 and √T. The product of value and output weights has grown fivefold and goes on.",
    ),
    preset(
        "trial",
        "Which measure predicts the gap?",
        "width=8&context=8&samples=256&sweep=grid",
        "32 networks: here the rate orders their gaps best, counting parameters comes second; with seed 2 the two are even.",
    ),
    preset(
        "slope",
        "The gap over m",
        "width=8&context=8&sweep=samples&step=150",
        "Eight sizes, three seeds each: the gap falls about twice as steeply as 1/√m. A bound may be loose, so nothing is refuted.",
    ),
];
