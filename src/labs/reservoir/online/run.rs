//! The run: batches are drawn, the network steps, moments are kept.

use super::{
    figures,
    model::{Facts, Moment},
    words,
};
use crate::{
    dynamics::{Batch, Stream},
    labs::{
        prelude::*,
        reservoir::{
            controls,
            history::next_kept_step,
            quantities::*,
            run::MADDS,
            setup::{Setup, mean_square, uniform},
        },
    },
    linalg::random::{Rng, seeded},
    nn::Pass,
};
use rand_chacha::rand_core::Rng as _;
use rand_distr::{Distribution, StandardNormal};

/// One state of the lab under stochastic descent.
pub struct OnlineRun {
    setup: Setup,
    stream: Stream,
    rng: Rng,
    order: Vec<usize>,
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
        let (net, parameters) = setup.network(&setup.hidden)?;
        let units: usize = setup.hidden.iter().sum();
        let cost = (6 * parameters.len() + 20 * units) * 2 * setup.batch;
        let mut stream = Stream::new(net, parameters, setup.rate);
        let start = stream.outputs(&setup.queries)?.to_vec();
        let mut run = Self {
            stream,
            // A stream of its own beside those of data and network.
            rng: seeded(setup.seed ^ 0x5eed),
            order: (0..setup.x.len()).collect(),
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
        let (setup, stream) = (&self.setup, &mut self.stream);
        let test = setup.test_error(stream.outputs(&setup.queries)?);
        let train = mean_square(stream.outputs(&setup.x)?, &setup.y);
        let meter = stream.meter();
        Ok(Moment {
            step: stream.steps(),
            train,
            test,
            predicted: 2.0 * meter.predicted(),
            naive: 2.0 * meter.naive,
        })
    }

    fn draw_batches(&mut self) {
        let setup = &self.setup;
        for batch in [&mut self.batch, &mut self.other] {
            batch.inputs.clear();
            batch.labels.clear();
            for i in 0..setup.batch {
                if setup.streams() {
                    let x = uniform(&mut self.rng);
                    let normal: f64 = StandardNormal.sample(&mut self.rng);
                    batch.inputs.push(x);
                    batch.labels.push(setup.target.at(x) + setup.noise * normal);
                } else {
                    // The first b of a shuffle that goes on from the last one.
                    let rest = (self.order.len() - i) as u64;
                    let j = i + (self.rng.next_u64() % rest) as usize;
                    self.order.swap(i, j);
                    batch.inputs.push(setup.x[self.order[i]]);
                    batch.labels.push(setup.y[self.order[i]]);
                }
            }
        }
    }

    fn step(&mut self) -> Result<(), Error> {
        self.draw_batches();
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
        let outputs = self.stream.outputs(&self.setup.queries)?.to_vec();
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
        let (net, parameters) = self.setup.network(&self.setup.hidden)?;
        let mut pass = Pass::default();
        net.forward(&parameters, &self.setup.queries, &mut pass)?;
        let residual = (recorded - self.setup.test_error(pass.outputs())).abs();
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
