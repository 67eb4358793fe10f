//! The fit of the channel law, descent by descent, and the one that has not seen the largest model.

use crate::scaling_laws::{
    Channel, Law,
    channel_fit::{CONSTANTS, additive, descend, quality},
    fit::Trained,
};

/// What is fitted so far.
pub struct Fitting {
    /// The best of the descents made, with its half sum of squares.
    pub best: (Channel, f64),
    /// The prediction of the largest model, where there are runs enough without it.
    pub holdout: Option<Holdout>,
}

/// A fit to the smaller and shorter runs, and what it says of the largest model.
pub struct Holdout {
    /// The runs fitted.
    train: Vec<Trained>,
    /// The runs of the largest model.
    pub test: Vec<Trained>,
    /// The best of the descents made.
    pub best: (Channel, f64),
    /// Chinchilla's form on the same runs.
    pub additive: Law,
}

/// The share of the longest training that a fit to predict the largest model may see: 180 of 300 billion tokens.
const SEEN: f64 = 0.6;

impl Fitting {
    /// With the first descent of each fit.
    pub fn new(runs: &[Trained]) -> Self {
        let most = |of: fn(&Trained) -> f64| runs.iter().map(of).fold(0.0, f64::max);
        let (largest, longest) = (most(|r| r.split.parameters), most(|r| r.split.tokens));
        let (test, rest): (Vec<Trained>, Vec<Trained>) =
            runs.iter().partition(|run| run.split.parameters == largest);
        let train: Vec<Trained> = rest
            .into_iter()
            .filter(|run| run.split.tokens <= SEEN * longest)
            .collect();
        let holdout = (train.len() > CONSTANTS).then(|| Holdout {
            best: descend(&train, 0),
            additive: additive(&train),
            train,
            test,
        });
        Self {
            best: descend(runs, 0),
            holdout,
        }
    }

    /// One more descent of each.
    pub fn advance(&mut self, runs: &[Trained], start: usize) {
        let better = |best: &mut (Channel, f64), found: (Channel, f64)| {
            if found.1 < best.1 {
                *best = found;
            }
        };
        better(&mut self.best, descend(runs, start));
        if let Some(held) = &mut self.holdout {
            better(&mut held.best, descend(&held.train, start));
        }
    }
}

impl Holdout {
    /// Root mean square errors on the largest model, by the channel law and by Chinchilla's form.
    pub fn errors(&self) -> (f64, f64) {
        let (channel, additive) = (self.best.0, self.additive);
        (
            quality(&self.test, |split| channel.loss(split)).rms,
            quality(&self.test, |split| additive.loss(split)).rms,
        )
    }

    /// The most tokens that the fit has seen.
    pub fn seen(&self) -> f64 {
        self.train
            .iter()
            .map(|run| run.split.tokens)
            .fold(0.0, f64::max)
    }
}
