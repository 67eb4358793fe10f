//! Noisy channel: a law of scale in which more training can make a model worse, fitted and questioned.

mod controls;
mod figures;
mod fitting;
mod model;
mod quantities;
mod run;
mod words;

use crate::labs::prelude::*;

/// The lab.
pub static LAB: Lab = Lab::staged::<run::NoisyChannel>("noisy_channel", "Noisy channel")
    .asks("Can more training make a model worse, and which models turn up first?")
    .try_first("Drag the point along the curve past its valley; then raise γ above β.")
    .in_group(Group::Scaling)
    .controls(&[controls::CONTROLS])
    .quantities(&[quantities::QUANTITIES])
    .essential(
        &["data", "fit", "n", "tokens", "gamma", "bits"],
        &["loss", "best_tokens", "valley_slope", "fit_rms", "condition_number"],
        &["loss", "valley"],
    )
    .cites(&[&citations::OUYANG2026, &citations::OUYANG2024, &citations::PYTHIA, &citations::MUENNIGHOFF2023])
    .presets(&[
        preset("pythia", "Small models turn up first", "fit=on", "Eight Pythia models on LAMBADA: the law, fitted here, has the one of 85 million parameters turn up after 162 billion tokens and larger ones later, as N to the 0.42.")
            .claims(&["best_tokens ~ 1.62e11", "valley_slope ~ 0.4165"]),
        preset("repeated", "Large models turn up first", "data=repeated&fit=on&n=6.19e8&tokens=7.5e9", "Five models on the same 100 million tokens, again and again: now the product of size and tokens decides, D* N is the same for all, and the largest model turns up first.")
            .claims(&["valley_slope < -0.99", "best_tokens < best_tokens(n=1e8)"]),
        preset("criterion", "One slider decides", "beta=0.9&gamma=1&c=1e-9", "Here interaction noise grows faster than the signal, γ above β, and large models turn up first. Lower γ below β and they turn up last.")
            .claims(&["valley_slope < 0", "valley_slope(gamma=0.8) > 0"]),
        preset("interaction", "Nothing but interaction", "a=1&alpha=0.1&beta=0.3&c=1e-12&gamma=0.6&d=0&e=1&n=1e9&tokens=1e12", "With interaction as the only growing noise, D* N is 1e20 for every size: ten times the parameters turn up after a tenth of the tokens.")
            .claims(&["best_tokens ~ 1e11", "best_tokens(n=1e10) ~ 1e10"]),
        preset("holdout", "Predicting the largest", "fit=on&n=11327027200&tokens=3e11", "Fitted to models up to 6.4 billion parameters and 180 billion tokens, the channel law misses the losses of the largest by 0.047 nats, Chinchilla's form by 0.104.")
            .claims(&["holdout_rms ~ 0.0473", "holdout_rms_chinchilla ~ 0.104"]),
        preset("quantised", "Trained too long to quantise", "bits=3&n=85056000&tokens=3e11", "At three bits 85 million parameters are best after 38 billion tokens. At 300 billion the unquantised model is better than ever, and the quantised one worse.")
            .claims(&["turning_point ~ 3.76e10", "quantised_loss > quantised_loss(tokens=4e10)"]),
    ]);
