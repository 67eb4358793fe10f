//! The runs, and the law fitted to them.

use super::controls::*;
use crate::{
    labs::prelude::*,
    scaling_laws::{
        Law,
        fit::{Fitted, Trained, bootstrap, fit, runs},
        public_runs,
    },
};

/// What the table leaves of the number of the run that is left out.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    let runs = match state.of(DATA) {
        Table::Olmo => public_runs::olmo().len(),
        Table::Pasted => state.of(ROWS).len(),
        Table::File => state.files().loaded().map_or(0, |stack| stack.rows),
    };
    state.at_most(WITHOUT, runs);
    Ok(())
}

/// One of the constants of a law.
pub type Constant = fn(&Law) -> f64;

/// How many runs Besiroglu drops.
const DROPPED: usize = 5;
/// One of so many runs is dropped at most, so that a small table still determines the law.
const ONE_OF: usize = 5;

/// A law fitted to runs.
pub struct Fitting {
    /// Every run of the table, with losses set by hand.
    pub all: Vec<Trained>,
    /// Whether the fit uses it.
    pub used: Vec<bool>,
    /// The fit.
    pub fitted: Fitted,
    /// Fits to runs drawn anew, as far as they are made.
    pub resampled: Vec<Fitted>,
    /// How many of those are asked for, and the seed.
    pub wanted: usize,
    seed: u64,
}

impl Fitting {
    /// The runs that the fit uses, or those that it leaves out.
    pub fn of(&self, used: bool) -> impl Iterator<Item = &Trained> {
        let both = self.all.iter().zip(&self.used);
        both.filter(move |(_, is)| **is == used).map(|(run, _)| run)
    }

    /// Reads the table, and fits the law to what is left of it.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let mut all = match input.of(DATA) {
            Table::Olmo => public_runs::olmo(),
            Table::Pasted => runs(&input.of(ROWS))?,
            Table::File => {
                let stack = input.files.loaded()?;
                if stack.rows > MOST_ROWS {
                    return Err(Error::Control {
                        id: FILE.id(),
                        given: format!("{} rows", stack.rows),
                        accepted: format!("at most {MOST_ROWS} rows"),
                    });
                }
                runs(&stack.table())?
            }
        };
        for (run, loss) in all.iter_mut().zip(input.of(LOSSES)) {
            run.loss = loss;
        }
        let mut used = vec![true; all.len()];
        if input.of(OUTLIERS) == Outliers::Dropped {
            let mut order: Vec<usize> = (0..all.len()).collect();
            let ratio = |i: &usize| all[*i].split.tokens_per_parameter();
            order.sort_by(|a, b| ratio(a).total_cmp(&ratio(b)));
            let dropped = DROPPED.min(all.len() / ONE_OF);
            order.iter().take(dropped).for_each(|i| used[*i] = false);
        }
        if let Some(one) = used.get_mut(input.of(WITHOUT).wrapping_sub(1)) {
            *one = false;
        }
        let mut left = Self {
            fitted: fit(&all)?,
            all,
            used,
            resampled: Vec::new(),
            wanted: input.of(BOOTSTRAP),
            seed: input.of(SEED),
        };
        if left.used.contains(&false) {
            let rows: Vec<Vec<f64>> = left
                .kept()
                .map(|run| vec![run.split.parameters, run.split.tokens, run.loss])
                .collect();
            left.fitted = fit(&runs(&rows)?)?;
        }
        Ok(left)
    }

    /// The runs that the fit uses.
    pub fn kept(&self) -> impl Iterator<Item = &Trained> {
        let both = self.all.iter().zip(&self.used);
        both.filter(|(_, used)| **used).map(|(run, _)| run)
    }

    /// Fits to runs drawn anew, once more.
    pub fn resample(&mut self, draw: usize) {
        let kept: Vec<Trained> = self.kept().copied().collect();
        let next = bootstrap(&kept, &self.fitted, self.seed, draw as u64);
        self.resampled.push(next);
    }

    /// The 10th and the 90th percentile over the resampled fits, from ten of them on.
    pub fn range(&self, of: impl Fn(&Law) -> f64) -> Option<[f64; 2]> {
        let mut all: Vec<f64> = self.resampled.iter().map(|fit| of(&fit.law)).collect();
        all.sort_by(f64::total_cmp);
        let at = |share: f64| {
            all.get((share * (all.len() as f64 - 1.0)).round() as usize)
                .copied()
        };
        if all.len() < 10 {
            return None;
        }
        Some([at(0.1)?, at(0.9)?])
    }

    /// What resampling says of a constant, in words.
    pub fn spread(&self, constant: Constant) -> String {
        match self.range(constant) {
            Some([low, high]) => format!(
                "{} to {} in 80 % of the resampled fits",
                short(low),
                short(high)
            ),
            None => String::new(),
        }
    }
}
