//! One bound over the sample size: its curve, its value and where it stops being vacuous.

use super::words::in_words;
use crate::{
    bounds::{Bound, Term},
    labs::prelude::*,
};

/// Decades of the sample size where the figure begins and ends.
pub(super) const DECADES: (i32, i32) = (2, 12);
const PER_DECADE: i32 = 10;

/// One bound over the sample size.
pub(super) struct Curve {
    /// What it is called where it has a value at one m.
    pub(super) value: &'static Quantity,
    samples: &'static Quantity,
    /// In the legend and in sentences.
    pub(super) name: &'static str,
    /// At the chosen m.
    pub(super) at_m: f64,
    /// The largest part of the gap at the chosen m.
    dominating: Option<Term>,
    /// From which m on it is below 1.
    pub(super) nonvacuous: Option<f64>,
    /// How far from 1 it is there, relative to the gap left by the training loss; 0 where it starts below.
    pub(super) residual: f64,
    /// Over the grid.
    y: Vec<f64>,
}

/// The sample sizes at which a curve is drawn.
fn grid() -> Vec<f64> {
    let steps = DECADES.0 * PER_DECADE..=DECADES.1 * PER_DECADE;
    steps
        .map(|i| 10f64.powf(f64::from(i) / f64::from(PER_DECADE)))
        .collect()
}

impl Curve {
    pub(super) fn new(
        bound: &dyn Bound,
        m: f64,
        train_loss: f64,
        name: &'static str,
        value: &'static Quantity,
        samples: &'static Quantity,
    ) -> Result<Self, Error> {
        let at = |m| bound.gap(m).map(|gap| train_loss + gap);
        let level = 1.0 - train_loss;
        let nonvacuous = bound.samples_below(level);
        let residual = match nonvacuous {
            Some(m) => {
                let off = bound.gap(m)? / level - 1.0;
                // A bound that is below 1 from the first example on was not solved for.
                if m > 1.0 { off.abs() } else { off.max(0.0) }
            }
            None => 0.0,
        };
        Ok(Self {
            value,
            samples,
            name,
            at_m: at(m)?,
            dominating: bound.dominating(m)?,
            nonvacuous,
            residual,
            y: grid().into_iter().map(at).collect::<Result<_, _>>()?,
        })
    }

    pub(super) fn value_readout(&self) -> Readout {
        if self.value.status == Status::Rate {
            let note = "a shape, not a value: constants and logarithms are unknown";
            return self.value.noted(self.at_m, note);
        }
        let vacuous = if self.at_m >= 1.0 { "vacuous; " } else { "" };
        let which = self.dominating.map_or("no term", |term| term.name);
        let note = format!("{vacuous}the {which} dominates");
        self.value.noted(self.at_m, note)
    }

    pub(super) fn samples_readout(&self, chosen: f64, train_loss: f64) -> Readout {
        match self.nonvacuous {
            Some(m) if self.value.status == Status::Rate => {
                let note = "no sample size: where the bare shape passes 1";
                self.samples.noted(m, note)
            }
            Some(m) if m > chosen => {
                let times = in_words(m / chosen);
                self.samples.noted(m, format!("{times} times the chosen m"))
            }
            Some(m) => self.samples.noted(m, "reached at the chosen m"),
            None if train_loss >= 1.0 => self.samples.absent("never: the training loss alone is 1"),
            None => self
                .samples
                .absent("never: no number of examples is large enough"),
        }
    }

    pub(super) fn series(&self) -> Series {
        let points = grid().into_iter().zip(self.y.iter().copied());
        Series {
            label: self.name.into(),
            ..self.value.curve(points)
        }
    }
}
