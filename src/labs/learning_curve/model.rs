//! What the theory says of a state of the lab.

use super::{
    controls::MAX_SAMPLES,
    setup::{AtRatio, Setup},
};
use crate::{
    labs::prelude::*,
    regression::{
        Curve, Generalization, Simulation,
        benign::{TailRank, TailRanks, Verdict},
    },
};

/// Everything that the figures and words look at.
pub struct Facts {
    /// The state.
    pub setup: Setup,
    /// The theory at its number of samples.
    pub here: Generalization,
    /// The effective ranks of the spectrum's tails.
    pub ranks: TailRanks,
    /// The first tail with a rank of n or more.
    pub star: Option<TailRank>,
    /// What interpolating costs here, where it is possible: infinitely much with as many samples as modes.
    pub verdict: Option<(Verdict, f64)>,
    /// Double descent at the features per sample chosen.
    pub at_ratio: AtRatio,
    /// The theory at other numbers of samples, as far as it is solved.
    pub curve: Curve,
    /// Regressions on random data, where asked for and affordable.
    pub simulation: Option<Simulation>,
}

impl Facts {
    /// Reads the controls and solves the state itself.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let setup = Setup::read(input)?;
        let ranks = TailRanks::new(&setup.modes);
        Ok(Self {
            here: setup.solve(setup.n)?,
            star: ranks.k_star(setup.setting.samples)?,
            ranks,
            verdict: Verdict::of_interpolating(&setup.modes, setup.setting.samples)?,
            at_ratio: setup.at_ratio()?,
            curve: Curve::new(&setup.modes, &setup.setting, MAX_SAMPLES as usize),
            simulation: setup.simulation(),
            setup,
        })
    }
}
