//! What a state of the lab says.

use super::{controls::*, fitting::Fitting};
use crate::{
    labs::prelude::*,
    scaling_laws::{
        Channel, Split,
        channel_fit::{CONSTANTS, Quality, identifiability, quality},
        fit::{Trained, runs},
        public_runs,
    },
};

/// Singular values below this share of the first are 0 up to rounding.
pub const NOTHING: f64 = 1e-10;

/// Everything that the figures and words look at.
pub struct Facts {
    /// Which runs.
    pub table: Table,
    /// The runs.
    pub runs: Vec<Trained>,
    /// The model looked at.
    pub split: Split,
    /// Bits of a weight.
    pub bits: f64,
    /// The constants that the controls say.
    given: Channel,
    /// The fit, where one is asked for.
    pub fit: Option<Fitting>,
}

impl Facts {
    /// Reads the controls.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let table = input.of(DATA);
        let runs = match table {
            Table::Pythia => public_runs::pythia(),
            Table::Repeated => public_runs::repeated(),
            Table::Pasted => enough(ROWS.id(), runs(&input.of(ROWS))?)?,
            Table::File => enough(FILE.id(), runs(&input.files.loaded()?.table())?)?,
        };
        let given = Channel {
            a: input.of(A),
            alpha: input.of(ALPHA),
            beta: input.of(BETA),
            c: input.of(C),
            gamma: input.of(GAMMA),
            d: input.of(D),
            delta: input.of(DELTA),
            e: input.of(E),
        };
        let fit = input.of(FIT).then(|| Fitting::new(&runs));
        Ok(Self {
            table,
            runs,
            split: Split {
                parameters: input.of(N),
                tokens: input.of(TOKENS),
            },
            bits: input.of(BITS).count(),
            given: given.checked()?,
            fit,
        })
    }

    /// The law in force: fitted so far, or as the controls say.
    pub fn law(&self) -> Channel {
        self.fit.as_ref().map_or(self.given, |fit| fit.best.0)
    }

    /// The sizes of the runs, ascending.
    pub fn sizes(&self) -> Vec<f64> {
        let mut sizes: Vec<f64> = self.runs.iter().map(|run| run.split.parameters).collect();
        sizes.sort_by(f64::total_cmp);
        sizes.dedup();
        sizes
    }

    /// How well the law says what the runs reached.
    pub fn quality(&self) -> Quality {
        let law = self.law();
        quality(&self.runs, |split| law.loss(split))
    }

    /// The two errors on the largest model, or why there are none.
    pub fn held(&self) -> Result<(f64, f64), &'static str> {
        let fit = self
            .fit
            .as_ref()
            .ok_or("the constants are set by hand; fit them to see")?;
        let held = fit
            .holdout
            .as_ref()
            .ok_or("too few runs without the largest model to fit eight constants")?;
        Ok(held.errors())
    }

    /// The singular values of the Jacobian, the redundant constant counted in; none where it cannot be decomposed.
    pub fn spectrum(&self) -> Vec<f64> {
        identifiability(&self.runs, &self.law()).unwrap_or_default()
    }

    /// The first singular value over the last that is not the redundant constant's.
    pub fn condition(&self) -> f64 {
        let spectrum = self.spectrum();
        match spectrum[..] {
            [first, .., last, _] if last > NOTHING * first => first / last,
            _ => f64::INFINITY,
        }
    }
}

/// Runs enough for the constants.
fn enough(id: &'static str, runs: Vec<Trained>) -> Result<Vec<Trained>, Error> {
    let count = runs.len();
    if (CONSTANTS + 1..=MOST_ROWS).contains(&count) {
        return Ok(runs);
    }
    Err(Error::Control {
        id,
        given: format!("{count} rows"),
        accepted: format!(
            "{} to {MOST_ROWS} rows, since the law has eight constants",
            CONSTANTS + 1
        ),
    })
}
