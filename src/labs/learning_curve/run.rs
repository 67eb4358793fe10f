//! The computation: the state asked for, then the curve around it, then simulations.

use super::{controls::STRONG, figures, model::Facts, program, quantities, setup::Kernel, words};
use crate::{labs::prelude::*, regression::arc_cosine};

/// One state of the lab, under way.
pub struct LearningCurve {
    facts: Facts,
    /// The figures that do not change as the curve and the simulations come in.
    settled: [Figure; 4],
    /// What was verified: of the state itself, which does not change either.
    checks: Vec<Check>,
}

/// What is left to do once the state itself is solved.
pub enum Task {
    /// A few more points of the curve.
    Curve,
    /// The best ridge at one more point.
    BestRidge,
    /// One data set: its dot and its number.
    DataSet((usize, usize)),
}

impl Staged for LearningCurve {
    type Task = Task;

    fn read(input: &Input) -> Result<(Self, Vec<Task>), Error> {
        let facts = Facts::read(input)?;
        let curve = (0..facts.curve.tasks()).map(|_| Task::Curve);
        let simulated = facts.simulation.iter().flat_map(|s| s.tasks());
        let best = (0..facts.curve.best_tasks()).map(|_| Task::BestRidge);
        let tasks = curve
            .chain(best)
            .chain(simulated.map(Task::DataSet))
            .collect();
        let settled = [
            figures::learnability(&facts),
            figures::spectrum(&facts),
            figures::double_descent(&facts)?,
            figures::benign(&facts),
        ];
        let run = Self {
            checks: checks(&facts),
            facts,
            settled,
        };
        Ok((run, tasks))
    }

    fn perform(&mut self, task: &Task) -> Result<(), Error> {
        let facts = &mut self.facts;
        let (modes, setting) = (&facts.setup.modes, &facts.setup.setting);
        match task {
            Task::Curve => facts.curve.advance(modes, setting)?,
            Task::BestRidge => facts.curve.advance_best(modes, setting)?,
            Task::DataSet(which) => {
                if let Some(simulation) = &mut facts.simulation {
                    simulation.draw(modes, setting, *which);
                }
            }
        }
        Ok(())
    }

    fn report(&mut self) -> Result<Report, Error> {
        let (facts, setup) = (&self.facts, &self.facts.setup);
        let report = Report::of(words::headline(facts))
            .readouts(quantities::readouts(facts))
            .figure(figures::curve(facts))
            .figures(self.settled.clone())
            .checks(self.checks.clone())
            .notes(words::notes(facts))
            .numpy(program::numpy(setup));
        Ok(match setup.on_circle() {
            true => report,
            false => report.range(STRONG, 1, setup.list.len()),
        })
    }
}

fn checks(facts: &Facts) -> Vec<Check> {
    let (setup, here) = (&facts.setup, &facts.here);
    let (n, ridge) = (setup.setting.samples, setup.setting.ridge);
    let levels = setup.modes.levels().iter().rev();
    let shares = levels.map(|l| l.multiplicity * here.learnability(l.eigenvalue));
    let per_kappa = |x: f64| if x > 0.0 { x / here.kappa } else { 0.0 };
    let sum = shares.sum::<f64>() + per_kappa(setup.modes.tail());
    // At κ = 0, least squares, all modes are learned and δ/κ has the limit n − p.
    let wanted = match here.kappa > 0.0 {
        true => n - per_kappa(ridge),
        false => setup.modes.count(),
    };
    let mut checks = vec![
        Check::new("solver", "κ solves its equation", here.residual, 1e-11),
        Check::new(
            "conservation",
            "the learned shares add up to n − δ/κ",
            (sum - wanted).abs() / n,
            1e-10,
        ),
    ];
    if let Kernel::Circle { depth, .. } = setup.kernel {
        checks.push(Check::new(
            "whole_spectrum",
            "κ solves its equation over the whole, infinite spectrum, summed another way",
            arc_cosine::circle_residual(depth, &setup.setting, here.kappa),
            1e-8,
        ));
    }
    let noise = setup.setting.noise;
    if let Some(scale) = setup.modes.prior_scale()
        && (ridge * scale - noise).abs() <= 1e-12 * noise
        && here.kappa > 0.0
    {
        checks.push(Check::new(
            "matched_prior",
            "target and ridge match the kernel as a prior: the test error is n κ v₁²/λ₁",
            (here.test_error / (scale * n * here.kappa) - 1.0).abs(),
            1e-10,
        ));
    }
    if let Some(star) = facts.star {
        let off = (star.r / star.big_r - 1.0).max(star.big_r / (star.r * star.r) - 1.0);
        let off = off.max(0.0);
        checks.push(Check::new("tail_ranks", "r ≤ R ≤ r² at k*", off, 1e-10));
    }
    checks
}
