//! Stochastic descent with a meter of the risk: right on fresh samples, wrong on data that is used again.

use super::{
    controls::{Mode, STEP as STEPS},
    history,
    pictures::{figure, steps, vertical},
    quantities::*,
    setup::{Setup, mean_square, uniform},
};
use crate::{
    dynamics::{Batch, Stream},
    labs::prelude::*,
    linalg::random::{Rng, seeded},
};
use rand_chacha::rand_core::Rng as _;
use rand_distr::{Distribution, StandardNormal};

/// Multiply-adds that take about a millisecond.
const MADDS: usize = 1_200_000;

/// One moment of a run. Drops are of the mean squared error, twice the loss.
#[derive(Clone, Copy, Debug)]
struct Moment {
    step: u64,
    train: f64,
    test: f64,
    predicted: f64,
    naive: f64,
}

/// One state of the lab under stochastic descent.
pub struct OnlineRun {
    setup: Setup,
    stream: Stream,
    rng: Rng,
    order: Vec<usize>,
    batch: Batch,
    other: Batch,
    moments: Vec<Moment>,
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
        let setup = &self.setup;
        let stream = &mut self.stream;
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

    fn step(&mut self) -> Result<(), Error> {
        let setup = &self.setup;
        for batch in [&mut self.batch, &mut self.other] {
            batch.inputs.clear();
            batch.labels.clear();
            for i in 0..setup.batch {
                if setup.mode == Mode::Fresh {
                    let x = uniform(&mut self.rng);
                    let normal: f64 = StandardNormal.sample(&mut self.rng);
                    batch.inputs.push(x);
                    batch.labels.push(setup.value(x) + setup.noise * normal);
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
        let stream = &mut self.stream;
        if !stream.step(&self.batch, &self.other.inputs)? {
            self.stuck = true;
            return Ok(());
        }
        let due = self
            .moments
            .last()
            .map_or(0, |last| history::next_kept_step(last.step));
        if stream.steps() >= due {
            let moment = self.moment()?;
            self.moments.push(moment);
        }
        Ok(())
    }

    fn steps(&self) -> u64 {
        self.stream.steps()
    }

    fn arrived(&self) -> bool {
        self.stuck || self.steps() >= self.setup.steps
    }

    fn timeline(&self, now: Moment) -> Vec<Moment> {
        let known = self.moments.iter().filter(|m| m.step < now.step);
        known.copied().chain(std::iter::once(now)).collect()
    }

    fn fit(&mut self) -> Result<Figure, Error> {
        let setup = &self.setup;
        let stream = &mut self.stream;
        let outputs = stream.outputs(&setup.queries)?;
        let on = |values: &[f64]| -> Vec<(f64, f64)> {
            setup
                .queries
                .iter()
                .copied()
                .zip(values.iter().copied())
                .collect()
        };
        let (low, high) = vertical(setup);
        let mut lines = Lines::new(
            Axis::linear("input x").range(-2.0, 2.0),
            Axis::linear("output").range(low, high),
        );
        let fresh = setup.mode == Mode::Fresh;
        let (x, y, label) = match fresh {
            true => (&self.batch.inputs, &self.batch.labels, "last batch"),
            false => (&setup.x, &setup.y, "labels"),
        };
        lines.series = vec![
            Series::new(
                "start",
                "at the start",
                inks::PINNED,
                Mark::Line,
                on(&self.start).into_iter(),
            ),
            Series::new(
                "target",
                "target",
                inks::NEUTRAL,
                Mark::Line,
                on(&setup.query_target).into_iter(),
            ),
            Series::new(
                "network",
                "network",
                inks::FUNCTION,
                Mark::Line,
                on(outputs).into_iter(),
            ),
            Series::new(
                "labels",
                label,
                inks::TRAIN,
                Mark::Points,
                x.iter().copied().zip(y.iter().copied()),
            ),
        ];
        let caption = match fresh {
            true => format!("Every step sees {} new examples, once.", setup.batch),
            false => format!(
                "Every step sees {} of the same {} examples.",
                setup.batch,
                setup.x.len()
            ),
        };
        Ok(figure("fit", "The function", caption, lines))
    }

    fn loss(&self, list: &[Moment]) -> Figure {
        let setup = &self.setup;
        let fresh = setup.noise * setup.noise;
        let last = list.last().map_or(0, |m| m.step);
        let all = || list.iter().flat_map(|m| [m.test + fresh, m.train]);
        let (low, high) = all().fold((f64::INFINITY, 1e-9_f64), |(low, high), y| {
            (low.min(y), high.max(y))
        });
        let mut lines = Lines::new(
            steps(last),
            Axis::log("mean squared error").range(0.7 * low.max(1e-9), 1.3 * high),
        );
        let of = |value: &dyn Fn(&Moment) -> f64| -> Vec<(f64, f64)> {
            list.iter()
                .map(|m| (m.step.max(1) as f64, value(m)))
                .collect()
        };
        if setup.mode == Mode::Reused {
            lines.series.push(Series::new(
                "train",
                "training",
                inks::TRAIN,
                Mark::Line,
                of(&|m| m.train),
            ));
        }
        lines.series.push(Series::new(
            "test",
            "test, fresh noise",
            inks::TEST,
            Mark::Line,
            of(&|m| m.test + fresh),
        ));
        if fresh > 0.0 {
            lines
                .guides
                .push(Guide::new("noise σ²", Along::Y, fresh, inks::NEUTRAL));
        }
        let now = list.last().map_or(0.0, |m| m.test);
        figure(
            "loss",
            "Test error",
            format!("Test error {} without the noise of the labels.", short(now)),
            lines,
        )
    }

    fn meter(&self, list: &[Moment]) -> Figure {
        let first = list.first().map_or(0.0, |m| m.test);
        let last = list.last().map_or(0, |m| m.step);
        let of = |value: &dyn Fn(&Moment) -> f64| -> Vec<(f64, f64)> {
            list.iter()
                .map(|m| (m.step.max(1) as f64, value(m)))
                .collect()
        };
        let extent = list
            .iter()
            .flat_map(|m| [first - m.test, m.predicted])
            .fold((0.0_f64, 0.1_f64), |(a, b), y| (a.min(y), b.max(y)));
        let air = 0.15 * (extent.1 - extent.0);
        let high = extent.1 + air;
        let mut naive = of(&|m| m.naive);
        naive
            .iter_mut()
            .filter(|p| p.1 > high)
            .for_each(|p| p.1 = f64::NAN);
        let mut lines = Lines::new(
            steps(last),
            Axis::linear("fall of the test error").range(extent.0 - air, high),
        );
        lines.series = vec![
            Series::new(
                "naive",
                "Σ 2η|ḡ|², naive",
                inks::LEAVE_ONE_OUT,
                Mark::Line,
                naive.into_iter(),
            ),
            Series::new(
                "predicted",
                "meter",
                inks::GCV,
                Mark::Line,
                of(&|m| m.predicted).into_iter(),
            ),
            Series::new(
                "measured",
                "measured",
                inks::TEST,
                Mark::Line,
                of(&|m| first - m.test).into_iter(),
            ),
        ];
        let caption = match self.setup.mode {
            Mode::Fresh => {
                "On fresh samples the meter is unbiased: it follows the measured fall, while the naive sum also counts fitted noise."
            }
            _ => {
                "On data that is used again the network already depends on every example: the meter loses the test error. Nothing is hidden here; for fixed data use cross-validation."
            }
        };
        figure("meter", "The risk meter", caption.into(), lines)
    }

    fn headline(&self, now: &Moment, drop: f64) -> String {
        if self.stuck {
            return format!(
                "Training diverges after step {}: the learning rate {} is too large.",
                now.step,
                short(self.setup.rate)
            );
        }
        if now.step == 0 {
            return "Step 0: nothing is learned yet.".into();
        }
        match self.setup.mode {
            Mode::Fresh => format!(
                "Step {}: the test error fell by {}; the meter, without any test data, says {}.",
                now.step,
                short(drop),
                short(now.predicted)
            ),
            _ => format!(
                "Step {}: the test error fell by {}, but on data used again the meter says {}.",
                now.step,
                short(drop),
                short(now.predicted)
            ),
        }
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
        let done = self.steps();
        Ok(match self.arrived() {
            true => Progress::DONE,
            false => Progress {
                done,
                total: self.setup.steps,
            },
        })
    }

    fn ready(&self) -> bool {
        self.arrived()
    }

    fn resume(&mut self, input: &Input) -> bool {
        match Setup::read(input) {
            Ok(setup) if setup.steps >= self.steps() => {
                self.setup = setup;
                true
            }
            _ => false,
        }
    }

    fn report(&mut self) -> Result<Report, Error> {
        let now = self.moment()?;
        let list = self.timeline(now);
        let first = list.first().map_or(now.test, |m| m.test);
        let drop = first - now.test;
        let train = match self.setup.mode {
            Mode::Fresh => TRAIN_MSE.absent("every batch is fresh: there is no training set"),
            _ => TRAIN_MSE.value(now.train),
        };
        let recorded = self.moments.first().map_or(first, |m| m.test);
        let note = match self.stuck {
            true => format!(
                "Shown is the last step before numbers explode; choose a learning rate of at most {}.",
                short(0.5 * self.setup.rate)
            ),
            false => format!(
                "The meter is right to first order in η and as a mean over batches; its spread falls with the batch size (b = {}).",
                self.setup.batch
            ),
        };
        let report = Report::of(self.headline(&now, drop))
            .readouts([
                STEP.value(now.step as f64),
                train,
                TEST_MSE.value(now.test),
                MEASURED_DROP.value(drop),
                PREDICTED_DROP.value(now.predicted),
                NAIVE_DROP.value(now.naive),
            ])
            .figure(self.fit()?)
            .figure(self.loss(&list))
            .figure(self.meter(&list))
            .check(
                "start",
                "the run began where the same seed begins",
                (recorded - self.setup.test_error(&self.start)).abs(),
                1e-12,
            )
            .note(note);
        Ok(match self.stuck {
            true => report.range(STEPS, 0, now.step as usize),
            false => report,
        })
    }
}
