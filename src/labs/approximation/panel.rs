//! What the seven objects have in common: a panel each, and networks trained from random starts beside it.

use super::quantities::{FEATURE_ERANK, TRAINED_ERROR};
use crate::{
    labs::prelude::*,
    linalg::Matrix,
    nn::{Activation, Mlp, Scaling},
    representation::{
        errors::Errors,
        fit::{self, Fit},
    },
    spectrum::Spectrum,
};

/// One object under study.
pub trait Panel {
    /// How many tasks of about a millisecond are left once it is read.
    fn tasks(&self) -> usize;
    /// Does one of them, by its index.
    fn perform(&mut self, task: usize) -> Result<(), Error>;
    /// What is known so far.
    fn report(&self) -> Result<Report, Error>;
}

/// Steps of each training.
pub const STEPS: usize = 800;
/// Steps of a task.
const STRIDE: usize = 10;
/// Tasks of a training.
const PER_START: usize = STEPS.div_ceil(STRIDE);

/// What came of one start.
pub struct Outcome {
    /// At the points of the test.
    pub errors: Errors,
    /// What the network says there.
    pub outputs: Vec<f64>,
    /// Singular values of what its hidden units say there.
    pub spectrum: Spectrum,
    /// Straight pieces along the points of the test, where there is one input.
    pub pieces: Option<usize>,
}

/// Networks of one architecture, each trained from a random start of its own.
pub struct Starts {
    fits: Vec<Fit>,
    /// Inputs and values of the test.
    test: (Vec<f64>, Vec<f64>),
    /// What ended so far, in the order of the starts.
    pub outcomes: Vec<Outcome>,
}

/// Points of a training and of its test, each with inputs row by row and values.
pub struct Examples {
    /// Inputs and values to learn from.
    pub train: (Vec<f64>, Vec<f64>),
    /// Inputs and values to be judged by.
    pub test: (Vec<f64>, Vec<f64>),
}

impl Starts {
    /// So many networks of the given sizes.
    pub fn new(
        count: usize,
        sizes: &[usize],
        activation: Activation,
        examples: Examples,
        seed: u64,
    ) -> Result<Self, Error> {
        let scale = match activation {
            Activation::Relu => 2f64.sqrt(),
            Activation::Tanh => 1.0,
        };
        let mut fits = Vec::with_capacity(count);
        for start in 0..count as u64 {
            let net = Mlp::new(sizes, activation, Scaling::Standard)?;
            let own = seed.wrapping_mul(1000).wrapping_add(start);
            fits.push(Fit::new(net, scale, examples.train.clone(), STEPS, own));
        }
        Ok(Self {
            fits,
            test: examples.test,
            outcomes: Vec::new(),
        })
    }

    /// Tasks in all.
    pub fn tasks(&self) -> usize {
        self.fits.len() * PER_START
    }

    /// How many networks are trained.
    pub fn count(&self) -> usize {
        self.fits.len()
    }

    /// Does a task.
    pub fn perform(&mut self, task: usize) -> Result<(), Error> {
        let Some(fit) = self.fits.get_mut(task / PER_START) else {
            return Ok(());
        };
        fit.advance(STRIDE)?;
        if fit.finished() && self.outcomes.len() == task / PER_START {
            let (inputs, values) = &self.test;
            let (net, parameters) = fit.built();
            let outputs = fit.outputs(inputs)?;
            let pieces = match net.inputs() {
                1 => Some(fit::pieces(net, parameters, inputs)?),
                _ => None,
            };
            self.outcomes.push(Outcome {
                errors: fit::distance(&outputs, values),
                spectrum: Spectrum::of(&fit::features(net, parameters, inputs)?)?,
                outputs,
                pieces,
            });
        }
        Ok(())
    }

    /// The best of those that ended, by the root mean square error.
    pub fn best(&self) -> Option<&Outcome> {
        let all = self.outcomes.iter();
        all.min_by(|a, b| a.errors.l2.total_cmp(&b.errors.l2))
    }

    /// How many ended nowhere: no better than nine tenths of a flat line's error.
    pub fn stuck(&self) -> usize {
        let values = &self.test.1;
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        let flat = fit::distance(&vec![mean; values.len()], values).l2;
        let all = self.outcomes.iter();
        all.filter(|outcome| outcome.errors.l2 > 0.9 * flat).count()
    }

    /// The points of the test with what the best network says there, of one input.
    pub fn curve(&self) -> Vec<(f64, f64)> {
        let outputs = self.best().map(|best| best.outputs.as_slice());
        let inputs = self.test.0.iter().copied();
        inputs.zip(outputs.unwrap_or(&[]).iter().copied()).collect()
    }
}

/// The error of the best network, or why there is none.
pub fn trained_error(starts: Option<&Starts>) -> Readout {
    let Some(starts) = starts else {
        return TRAINED_ERROR.absent("nothing is trained here");
    };
    match starts.best() {
        Some(best) => {
            let (ended, count) = (starts.outcomes.len(), starts.count());
            let note = match starts.stuck() {
                0 => format!("best of {ended} starts out of {count}"),
                stuck => format!("best of {ended} starts out of {count}; {stuck} stayed flat"),
            };
            TRAINED_ERROR.noted(best.errors.l2, note)
        }
        None => TRAINED_ERROR.absent("in training"),
    }
}

/// Of the built and the trained network: singular values of what their units say.
pub struct Spectra {
    built: Spectrum,
}

impl Spectra {
    /// Of the units that are built: inputs by units.
    pub fn of(built: &Matrix) -> Result<Self, Error> {
        Ok(Self {
            built: Spectrum::of(built)?,
        })
    }

    /// The effective rank of the units that are built.
    pub fn erank(&self) -> Readout {
        FEATURE_ERANK.value(self.built.erank())
    }

    /// Both spectra, each over its largest value.
    pub fn figure(&self, what: &str, starts: Option<&Starts>) -> Figure {
        let points = |spectrum| over_largest(spectrum).filter(|(_, s)| *s > 1e-12);
        let found = starts.and_then(Starts::best).map(|best| &best.spectrum);
        let lines = Lines::new(
            Axis::linear("index").counted(),
            Axis::log("singular value over the largest"),
        )
        .series([Series::new(
            "built",
            what,
            inks::BUILT,
            Mark::LinePoints,
            points(&self.built),
        )])
        .series(found.map(|found| {
            Series::new(
                "trained",
                "trained",
                inks::FOUND,
                Mark::LinePoints,
                points(found),
            )
        }));
        let caption = match found {
            Some(found) => format!(
                "Of what the units say, inputs by units: {what} the effective rank is {}, trained it is {}.",
                short(self.built.erank()),
                short(found.erank())
            ),
            None => format!(
                "Of what the units say, inputs by units: {what} the effective rank is {} of {}.",
                short(self.built.erank()),
                self.built.cols()
            ),
        };
        Figure::lines("spectrum", "How different the units are", caption, lines)
    }
}

/// The singular values by index, each over the largest.
pub fn over_largest(spectrum: &Spectrum) -> impl Iterator<Item = (f64, f64)> {
    let values = spectrum.values();
    let largest = values.first().copied().unwrap_or(1.0).max(1e-300);
    let share = move |(i, s): (usize, &f64)| ((i + 1) as f64, s / largest);
    values.iter().enumerate().map(share)
}

/// A line with a slope through a point, over a range of x, on log–log axes.
pub fn slope_line(label: &str, slope: f64, at: (f64, f64), range: [f64; 2]) -> Series {
    let points = range.map(|x| (x, at.1 * libm::pow(x / at.0, slope)));
    Series::line("slope", label, inks::FIT, points)
}

/// Evenly spaced numbers, both ends among them.
pub fn evenly([low, high]: [f64; 2], count: usize) -> Vec<f64> {
    let step = (high - low) / (count - 1) as f64;
    (0..count).map(|i| low + step * i as f64).collect()
}

/// What every panel says about the networks trained beside it.
pub fn training_note(starts: Option<&Starts>) -> Option<String> {
    let starts = starts?;
    Some(format!(
        "Trained: {} random starts, {STEPS} full steps of Adam, learning rate 0.01 falling to 0. That a network can represent a function does not say that training finds it; more steps or wider layers do better than this.",
        starts.count()
    ))
}
