//! The computation: the operating point first, then the curves, the phase diagram, and real networks.

use super::{
    controls::{P, RANK},
    figures,
    model::Facts,
    words,
};
use crate::{
    labs::prelude::*,
    quadratic::{Plane, REFINEMENTS, lasso_numbers, sample_numbers, widths},
};
use std::{collections::BTreeMap, iter::repeat_n};

/// What a training counts for in the progress, beside a point of a curve.
const TRAINING: u64 = 1000;

/// One state of the lab, under way.
pub struct Quadratic {
    facts: Facts,
    drawn: Drawn,
}

/// A piece of work that fills in the curves, the diagram, and the dots.
#[derive(Clone, Copy)]
pub enum Task {
    /// One width of the curve.
    Width(usize),
    /// One more width beside the best one.
    Refinement,
    /// One step of the search for the width that can fit every label.
    Interpolation,
    /// One number of samples.
    Samples(u64),
    /// One number of samples of the LASSO.
    Lasso(u64),
    /// One cell of the phase diagram.
    Cell(usize),
    /// One network of that width and seed.
    Network(usize, u64),
}

impl Staged for Quadratic {
    type Task = Task;

    fn read(input: &Input) -> Result<(Self, Vec<Task>), Error> {
        let facts = Facts::solve_operating_point(input)?;
        let setup = &facts.setup;
        let problem = &setup.problem;
        let widths = widths(setup.d).into_iter().map(Task::Width);
        let lasso = match setup.companions {
            true => lasso_numbers(problem),
            false => Vec::new(),
        };
        let networks = setup.networks().into_iter();
        let tasks = widths
            .chain(repeat_n(Task::Refinement, REFINEMENTS))
            .chain(repeat_n(Task::Interpolation, facts.searching))
            .chain(sample_numbers(problem).into_iter().map(Task::Samples))
            .chain(lasso.into_iter().map(Task::Lasso))
            .chain(Plane::passes().into_iter().map(Task::Cell))
            .chain(networks.map(|(width, seed)| Task::Network(width, seed)))
            .collect();
        let drawn = Drawn::default();
        Ok((Self { facts, drawn }, tasks))
    }

    fn perform(&mut self, task: &Task) -> Result<(), Error> {
        let Facts {
            setup,
            width,
            interpolation,
            searching,
            samples,
            plane,
            live,
            ..
        } = &mut self.facts;
        let problem = &setup.problem;
        match *task {
            Task::Width(p) => width.solve(problem, p)?,
            Task::Refinement => width.refine(problem)?,
            Task::Interpolation => {
                interpolation.step(&problem.teacher)?;
                *searching -= 1;
            }
            Task::Samples(n) => samples.solve(problem, setup.p, n)?,
            Task::Lasso(n) => samples.solve_lasso(problem, n)?,
            Task::Cell(cell) => plane.solve_cell(problem, cell)?,
            Task::Network(width, seed) => live.step(problem, (width, seed))?,
        }
        Ok(())
    }

    fn weight(task: &Task) -> u64 {
        match task {
            Task::Network(..) => TRAINING,
            Task::Width(_)
            | Task::Refinement
            | Task::Interpolation
            | Task::Samples(_)
            | Task::Lasso(_)
            | Task::Cell(_) => 1,
        }
    }

    fn under_way(&self) -> Option<f64> {
        self.facts.live.under_way()
    }

    fn report(&mut self) -> Result<Report, Error> {
        let (facts, drawn) = (&self.facts, &mut self.drawn);
        let (left, d) = (facts.width.left + facts.searching, facts.setup.d);
        let known = facts.samples.points.len();
        let mut report = Report::of(words::headline(facts))
            .readouts(words::readouts(facts)?)
            .figure(drawn.figure("width", (left, facts.live.done()), || figures::width(facts))?)
            .figure(drawn.figure("learned", (0, 0), || figures::learned(facts))?)
            .figure(drawn.figure("phase", (facts.plane.left, 0), || figures::phase(facts))?)
            .figure(drawn.figure("samples", (known, 0), || figures::samples(facts))?)
            .figure(drawn.figure("decomposition", (left, 0), || {
                Ok(figures::decomposition(facts))
            })?);
        if facts.setup.companions {
            let beside = (known, facts.samples.lasso.len());
            report = report
                .figure(drawn.figure("recovery", (0, 0), || figures::recovery(&facts.setup))?)
                .figure(drawn.figure("lasso", beside, || Ok(figures::lasso(facts)))?);
        }
        Ok(report
            .checks(facts.checks.clone())
            .notes(words::notes(facts))
            .range(P, 1, d)
            .range(RANK, 1, d)
            .numpy(words::program(facts)))
    }
}

/// How far the numbers of a figure are: what it shows has not moved while they are the same.
type Version = (usize, usize);

/// Figures drawn for the last report.
#[derive(Default)]
struct Drawn(BTreeMap<&'static str, (Version, Figure)>);

impl Drawn {
    /// A figure from the last report if its numbers have not moved since.
    fn figure(
        &mut self,
        id: &'static str,
        version: Version,
        draw: impl FnOnce() -> Result<Figure, Error>,
    ) -> Result<Figure, Error> {
        match self.0.get(id) {
            Some((known, figure)) if *known == version => Ok(figure.clone()),
            _ => {
                let figure = draw()?;
                self.0.insert(id, (version, figure.clone()));
                Ok(figure)
            }
        }
    }
}
