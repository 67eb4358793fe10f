//! What is known of a state: the network at its width, and the curves and the plane as far as they are solved.

use super::setup::Setup;
use crate::{
    labs::prelude::*,
    quadratic::{
        Bayes, Decomposition, Ensemble, FreeConvolution, Interpolation, Plane, Regime,
        SampleCurves, Solution, WidthCurve, bayes_optimal, regimes, solve,
    },
};

/// Everything that the figures and words look at.
pub struct Facts {
    /// What the visitor chose.
    pub setup: Setup,
    /// The network at the chosen width.
    pub here: Solution,
    /// What its error consists of.
    pub parts: Decomposition,
    /// How many solutions the equations have there.
    pub roots: usize,
    /// The best that any method can do.
    pub bayes: Bayes,
    /// Over the width.
    pub width: WidthCurve,
    /// The width that can fit every label, while it is searched for.
    pub interpolation: Interpolation,
    /// Steps left of that search.
    pub searching: usize,
    /// Over the samples.
    pub samples: SampleCurves,
    /// The phase diagram.
    pub plane: Plane,
    /// Networks trained here.
    pub live: Ensemble,
    /// How many of them there will be.
    pub networks: usize,
    /// What was verified, and the residuals found.
    pub checks: [Check; 4],
}

impl Facts {
    /// Reads the controls and solves the operating point; the curves, the diagram and the networks are still empty.
    pub fn solve_operating_point(input: &Input) -> Result<Self, Error> {
        let setup = Setup::read(input)?;
        let problem = &setup.problem;
        let all = solve(&problem.teacher, &problem.setting(setup.p, problem.samples))?;
        let (width, (here, parts)) = WidthCurve::new(problem, setup.p)?;
        let interpolation = Interpolation::new(&problem.teacher, problem.samples, problem.noise)?;
        Ok(Self {
            checks: checks(&setup, &here, &parts)?,
            here,
            parts,
            roots: all.len(),
            bayes: bayes_optimal(&problem.teacher, problem.samples, problem.noise)?,
            searching: interpolation.most_steps(),
            interpolation,
            width,
            samples: SampleCurves::default(),
            plane: Plane::new(problem, setup.rows()),
            live: Ensemble::default(),
            networks: setup.networks().len(),
            setup,
        })
    }

    /// The regime of every width solved; `None` while the curve over the width is being computed.
    pub fn regimes(&self) -> Option<Vec<(usize, Regime)>> {
        let complete = self.width.left == 0 && self.searching == 0;
        complete.then(|| regimes(&self.width, self.interpolation.width()))
    }

    /// What limits the network; `None` while the curve over the width is being computed.
    pub fn regime(&self) -> Option<Regime> {
        let regimes = self.regimes()?;
        let here = regimes.iter().find(|(p, _)| *p == self.setup.p);
        here.map(|(_, regime)| *regime)
    }
}

fn checks(setup: &Setup, here: &Solution, parts: &Decomposition) -> Result<[Check; 4], Error> {
    let spectrum = FreeConvolution::new(&setup.problem.teacher, here.delta)?;
    let (mass, second) = spectrum.integrated();
    let moment = setup.problem.teacher.second_moment();
    let wanted = moment + here.delta * here.delta;
    let sum = parts.overfitting + parts.underfitting + parts.approximation;
    let scale = here.error.max(1e-6 * moment);
    Ok([
        Check::new(
            "state_evolution",
            "both equations of the state evolution hold",
            here.residual,
            1e-6,
        ),
        Check::new(
            "density",
            "the density of target plus noise integrates to 1",
            (mass - 1.0).abs(),
            1e-6,
        ),
        Check::new(
            "second_moment",
            "its second moment is Q* + δ²",
            (second / wanted - 1.0).abs(),
            1e-6,
        ),
        Check::new(
            "parts",
            "overfitting, underfitting and approximation add up to the error",
            (sum - here.error).abs() / scale,
            1e-6,
        ),
    ])
}
