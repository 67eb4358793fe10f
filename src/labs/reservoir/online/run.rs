//! The run: batches are drawn, the network steps, moments are kept.

use super::{
    figures,
    model::{Facts, Moment},
    words,
};
use crate::{
    dynamics::{Batch, Sampler, Source, Stream, mean_square, next_kept_step},
    labs::{
        prelude::*,
        reservoir::{controls, quantities::*, run::MADDS, setup::Setup},
    },
    linalg::random::seeded,
    nn::Pass,
};

/// One state of the lab under stochastic descent.
pub struct OnlineRun {
    setup: Setup,
    stream: Stream,
    sampler: Sampler,
    batch: Batch,
    /// Examples for the curvature, independent of the batch.
    other: Batch,
    /// The first one is that of the start.
    moments: Vec<Moment>,
    /// Outputs on the queries at the start.
    start: Vec<f64>,
    /// Multiply-adds of a step.
    cost: usize,
    stuck: bool,
}

impl OnlineRun {
    /// The run at its start.
    pub fn start(setup: Setup) -> Result<Self, Error> {
        let experiment = &setup.experiment;
        let (net, parameters) = experiment.recipe.network(&experiment.hidden)?;
        let units: usize = experiment.hidden.iter().sum();
        let cost = (6 * parameters.len() + 20 * units) * 2 * setup.batch;
        let mut stream = Stream::new(net, parameters, experiment.rate);
        let start = stream.outputs(&experiment.problem.queries)?.to_vec();
        let source = match setup.streams() {
            true => Source::Fresh {
                target: setup.target,
                noise: setup.noise,
            },
            false => Source::Reused(experiment.problem.clone()),
        };
        let mut run = Self {
            stream,
            // A stream of its own beside those of data and network.
            sampler: Sampler::new(source, seeded(setup.seed ^ 0x5eed)),
            batch: Batch::default(),
            other: Batch::default(),
            moments: Vec::new(),
            start,
            cost,
            stuck: false,
            setup,
        };
        let first = run.moment()?;
        run.moments.push(first);
        Ok(run)
    }

    fn moment(&mut self) -> Result<Moment, Error> {
        let (problem, stream) = (self.setup.problem(), &mut self.stream);
        let test = problem.test_error(stream.outputs(&problem.queries)?);
        let train = mean_square(stream.outputs(&problem.x)?, &problem.y);
        let meter = stream.meter();
        Ok(Moment {
            step: stream.steps(),
            train,
            test,
            predicted: 2.0 * meter.predicted(),
            naive: 2.0 * meter.naive,
        })
    }

    fn step(&mut self) -> Result<(), Error> {
        for batch in [&mut self.batch, &mut self.other] {
            self.sampler.fill(batch, self.setup.batch);
        }
        if !self.stream.step(&self.batch, &self.other.inputs)? {
            self.stuck = true;
            return Ok(());
        }
        let last = self.moments.last();
        if self.stream.steps() >= last.map_or(0, |last| next_kept_step(last.step)) {
            let moment = self.moment()?;
            self.moments.push(moment);
        }
        Ok(())
    }

    fn arrived(&self) -> bool {
        self.stuck || self.stream.steps() >= self.setup.steps
    }
}

impl Run for OnlineRun {
    fn advance(&mut self, work: Work) -> Result<Progress, Error> {
        'work: for _ in 0..work.0 {
            for _ in 0..(MADDS / self.cost).max(1) {
                if self.arrived() {
                    break 'work;
                }
                self.step()?;
            }
        }
        Ok(match self.arrived() {
            true => Progress::DONE,
            false => Progress {
                done: self.stream.steps(),
                total: self.setup.steps,
            },
        })
    }

    fn ready(&self) -> bool {
        self.arrived()
    }

    fn resume(&mut self, input: &Input) -> bool {
        match Setup::read(input) {
            Ok(setup) if setup.steps >= self.stream.steps() => {
                self.setup = setup;
                true
            }
            _ => false,
        }
    }

    fn report(&mut self) -> Result<Report, Error> {
        let now = self.moment()?;
        let outputs = self.stream.outputs(&self.setup.problem().queries)?.to_vec();
        let known = self.moments.iter().filter(|m| m.step < now.step);
        let facts = Facts {
            setup: &self.setup,
            now,
            timeline: known.chain([&now]).copied().collect(),
            outputs,
            start: &self.start,
            batch: &self.batch,
            stuck: self.stuck,
        };
        let train = match self.setup.streams() {
            true => TRAIN_MSE.absent("every batch is fresh: there is no training set"),
            false => TRAIN_MSE.value(now.train),
        };
        let recorded = self.moments.first().map_or(now.test, |m| m.test);
        let experiment = &self.setup.experiment;
        let problem = &experiment.problem;
        let (net, parameters) = experiment.recipe.network(&experiment.hidden)?;
        let mut pass = Pass::default();
        net.forward(&parameters, &problem.queries, &mut pass)?;
        let residual = (recorded - problem.test_error(pass.outputs())).abs();
        let report = Report::of(words::headline(&facts))
            .readouts([
                STEP.value(now.step as f64),
                train,
                TEST_MSE.value(now.test),
                MEASURED_DROP.value(facts.measured_drop()),
                PREDICTED_DROP.value(now.predicted),
                NAIVE_DROP.value(now.naive),
            ])
            .figure(figures::fit(&facts))
            .figure(figures::loss(&facts))
            .figure(figures::meter(&facts))
            .check(
                "start",
                "the run began where the same seed begins",
                residual,
                1e-12,
            )
            .note(words::note(&facts));
        Ok(match self.stuck {
            true => report.range(controls::STEP, 0, now.step as usize),
            false => report,
        })
    }
}
