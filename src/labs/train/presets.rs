//! Named states with a lesson each.

use crate::labs::prelude::*;

/// In the order shown.
pub const PRESETS: &[Preset] = &[
    preset(
        "majority",
        "Majority collapses to rank 1",
        "decay=1&samples=2048&step=400",
        "Every position counts alike: attention becomes uniform, its effective rank falls from 2 towards 1, and the gap is next to nothing.",
    )
    .claims(&["max_erank < 1.2", "max_erank(step=0) > 1.7", "-0.05 < gap < 0.05", "test_accuracy > 0.98"]),
    preset(
        "reverse",
        "Reverse needs full rank",
        "task=reverse&vocabulary=8",
        "Attention has to be a permutation: effective ranks climb above 11 of 12, and still the gap is nil. A high rank is no bad omen.",
    )
    .claims(&["11 < max_erank < 12", "gap < 0.001", "test_accuracy > 0.999"]),
    preset(
        "memorising",
        "Memorising noise",
        "label_noise=1&samples=128&vocabulary=8&step=400",
        "Random labels are learned by heart and the gap explodes, at an effective rank well below that of Reverse, whose gap is nil.",
    )
    .claims(&["train_accuracy > 0.95", "gap > 8", "max_erank < 7", "max_erank(task=reverse&label_noise=0&samples=512&step=200) > 1.5 * max_erank", "gap(task=reverse&label_noise=0&samples=512&step=200) < 0.001"]),
    preset(
        "grokking",
        "Grokking",
        "task=modular&vocabulary=24&samples=300&width=32&mlp=relu&norm=rms&decay=1&step=800",
        "Addition modulo 23: every training pair is known, a sixth of the others not yet. Run on to step 1200 and nearly all of these follow.",
    )
    .claims(&["train_accuracy > 0.99", "test_accuracy < 0.87", "here: train_accuracy > 0.9999", "here: 0.8 < test_accuracy", "here: test_accuracy(step=1200) > 0.95"]),
    preset(
        "induction",
        "An induction head forms",
        "task=induction&vocabulary=6&causal=on&layers=2&samples=1024&width=16&lr=0.01&step=400",
        "What followed the token last time? Two layers know it 99 times of 100. Take one away: little more than half, after 1500 steps, too.",
    )
    .claims(&["test_accuracy > 0.98", "here: test_accuracy > 0.99", "0.5 < test_accuracy(layers=1&step=1500) < 0.62"]),
    preset(
        "norms",
        "Norms stay bounded?",
        "samples=256&vocabulary=8&decay=0&width=16&step=400",
        "Those of attention always do, between 1 and √T. The product of value and output weights has grown sixfold and goes on.",
    )
    .claims(&["1 <= attention_spectral_norm < 3.4642", "5.5 * ov_spectral_norm(step=0) < ov_spectral_norm", "here: ov_spectral_norm < 6.5 * ov_spectral_norm(step=0)", "ov_spectral_norm(step=1000) > 1.4 * ov_spectral_norm"]),
    preset(
        "trial",
        "Which measure predicts the gap?",
        "width=8&context=8&samples=256&sweep=grid",
        "32 networks: here the rate orders their gaps best, counting parameters comes second; with seed 2 the two are even.",
    )
    .claims(&["tau_rate > tau_parameters", "here: tau_rate(seed=2) < 1.05 * tau_parameters(seed=2)", "here: tau_parameters(seed=2) < 1.05 * tau_rate(seed=2)"]),
    preset(
        "slope",
        "The gap over m",
        "width=8&context=8&sweep=samples&step=150",
        "Eight sizes, three seeds each: the gap falls about twice as steeply as 1/√m. A bound may be loose, so nothing is refuted.",
    )
    .claims(&["gap_slope < -0.9", "here: gap_slope > -1.1"]),
];
