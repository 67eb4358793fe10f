//! The facts: a training, the walk that attributes one answer, and what is trained beside them.

use super::controls::{self as c, Form, Subject};
use crate::{
    dynamics::{
        Problem,
        path_kernel::{Attribution, Examples, Moment, Path, Recipe, Residuals, gram},
    },
    labs::{Value, prelude::*},
    linalg::{Matrix, random::seeded, singular_values},
    nn::{HiddenLayer, Unit},
    spectrum::Spectrum,
};

/// How often the learning rate is halved for the residuals.
const HALVINGS: usize = 5;
/// Longest training that is repeated with smaller learning rates.
pub const MOST_REPEATED: usize = 400;

/// The training that the controls ask for, before its first step.
fn training(input: &Input) -> Path<HiddenLayer> {
    let seed = input.of(c::SEED);
    let recipe = Recipe {
        eta: input.of(c::ETA),
        momentum: input.of(c::MOMENTUM),
        sampling: input.of(c::SAMPLING).sampling(input.of(c::BATCH)),
        seed: seed ^ 0xBA7C,
        left_out: None,
    };
    if input.of(c::TASK) == Subject::Scalar {
        let net = HiddenLayer::new(Unit::Product, 1);
        let examples = Examples {
            x: vec![1.0],
            y: vec![2.0],
        };
        return Path::new(net, vec![0.5, 1.2, 0.0, 0.0], examples, recipe);
    }
    let target = input.of(c::CURVE).target();
    let Problem { x, y, .. } = Problem::draw(target, input.of(c::N), input.of(c::NOISE), seed);
    let net = HiddenLayer::new(input.of(c::NETWORK).unit(), input.of(c::WIDTH));
    let theta = net.init(input.of(c::SCALE), &mut seeded(seed ^ 0x5EED));
    Path::new(net, theta, Examples { x, y }, recipe)
}

/// What is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct View {
    pub target: usize,
    pub x: f64,
    pub form: Form,
    /// The example that is left out, from 0.
    pub removed: Option<usize>,
}

/// What the examples leave of the one that is left out.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    let n = match state.of(c::TASK) {
        Subject::Curve => state.of(c::N),
        Subject::Scalar => 1,
    };
    let remove = state.of(c::REMOVE);
    if remove > n {
        let why = format!("0 for none, or one of the {n} examples, got {remove}; taken as {n}");
        state.name_and_set(c::REMOVE.id(), Value::Integer(n as u64), why);
    }
    Ok(())
}

impl View {
    /// Reads the controls.
    pub fn read(input: &Input) -> Self {
        Self {
            target: input.of(c::STEP) as usize,
            x: input.of(c::X),
            form: input.of(c::FORM),
            removed: input.of(c::REMOVE).checked_sub(1),
        }
    }
}

/// One state of the lab, as far as it is known.
pub struct Facts {
    pub view: View,
    pub path: Path<HiddenLayer>,
    pub walk: Attribution,
    /// Training without an example, which its recipe names.
    pub without: Option<Path<HiddenLayer>>,
    /// For the steps and the answer that are looked at.
    pub residuals: Option<Residuals<HiddenLayer>>,
}

impl Facts {
    /// The start of a run.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let view = View::read(input);
        let path = training(input);
        let walk = Attribution::new(&path, view.x);
        Ok(Self {
            view,
            path,
            walk,
            without: None,
            residuals: None,
        })
    }

    /// Goes on to what a state with the same training looks at.
    pub fn look(&mut self, view: View) {
        if view.x != self.walk.x() || view.target < self.walk.len() {
            self.walk = Attribution::new(&self.path, view.x);
        }
        if (view.x, view.target) != (self.view.x, self.view.target) {
            self.residuals = None;
        }
        self.view = view;
    }

    /// Whether training diverged before the step that is asked for.
    pub fn diverged(&self) -> bool {
        self.path.diverged() && self.view.target > self.path.len()
    }

    /// The step that is shown once all is done: the target, or where training diverged.
    pub fn end(&self) -> usize {
        match self.diverged() {
            true => self.path.len(),
            false => self.view.target,
        }
    }

    /// Whether training and attribution are where they shall be.
    pub fn arrived(&self) -> bool {
        self.walk.len() == self.end() && self.path.len() >= self.end()
    }

    /// Whether smaller learning rates are tried.
    pub fn repeats(&self) -> bool {
        (1..=MOST_REPEATED).contains(&self.end()) && !self.diverged()
    }

    /// One piece of work; `false` once everything is done.
    pub fn advance(&mut self) -> bool {
        if self.path.len() < self.view.target && self.path.step() {
            return self.walk.follow(&self.path);
        }
        let end = self.end();
        if self.walk.len() < end {
            return self.walk.follow(&self.path);
        }
        if self.view.removed.is_some() {
            if self.without_here().is_none() {
                let mut recipe = self.path.recipe;
                recipe.left_out = self.view.removed;
                self.without = Some(self.path.anew(recipe));
            }
            if let Some(path) = &mut self.without
                && path.len() < end
                && path.step()
            {
                return true;
            }
        }
        if !self.repeats() {
            return false;
        }
        let fresh = || Residuals::new(&self.path, end, self.view.x, HALVINGS);
        self.residuals.get_or_insert_with(fresh).advance()
    }

    /// Pieces done, and pieces in all.
    pub fn progress(&self) -> Progress {
        let end = self.end();
        let mut total = 2 * end;
        let mut done = self.path.len().min(end) + self.walk.len().min(end);
        if self.view.removed.is_some() {
            let without = self.without_here();
            let taken = without.map_or(0, |path| path.len().min(end));
            // Without the example, training may diverge where it did not with it.
            let ended = without.is_some_and(Path::diverged);
            total += if ended { taken } else { end };
            done += taken;
        }
        if self.repeats() {
            total += end * ((1 << HALVINGS) - 1);
            done += self.residuals.as_ref().map_or(0, Residuals::done);
        }
        Progress {
            done: 1 + done as u64,
            total: 1 + total as u64,
        }
    }

    /// Training without the example that is to be left out, as far as it went.
    pub fn without_here(&self) -> Option<&Path<HiddenLayer>> {
        let removed = self.view.removed;
        let path = self.without.as_ref()?;
        (path.recipe.left_out == removed).then_some(path)
    }

    /// The moment that is shown.
    pub fn now(&self) -> &Moment {
        &self.walk.moments()[self.walk.len()]
    }

    /// The answer before training.
    pub fn start(&self) -> f64 {
        self.walk.moments()[0].answer
    }

    /// The contributions of a moment in the form that is looked at.
    pub fn contributions<'a>(&self, moment: &'a Moment) -> &'a [f64] {
        match self.view.form {
            Form::First => &moment.first,
            Form::Second => &moment.second,
            Form::Exact => &moment.exact,
        }
    }

    /// The answer as contributions add up to it.
    pub fn sum(&self, contributions: &[f64]) -> f64 {
        self.start() + contributions.iter().sum::<f64>()
    }

    /// The examples by the size of their contributions, largest first.
    pub fn by_size(&self) -> Vec<usize> {
        let shares = self.contributions(self.now());
        let mut order: Vec<usize> = (0..shares.len()).collect();
        order.sort_by(|i, j| shares[*j].abs().total_cmp(&shares[*i].abs()));
        order
    }

    /// Singular values of the tangent kernel at the start, of the path kernel (its mean over the time trained) and of the tangent kernel at the end.
    pub fn spectra(&self) -> Result<[Spectrum; 3], Error> {
        let (n, t) = (self.path.examples.x.len(), self.walk.len());
        let tangent = |step| {
            gram(
                &self.path.model,
                self.path.theta(step),
                &self.path.examples.x,
            )
        };
        let mean = match t {
            0 => tangent(0),
            _ => {
                let time = self.path.recipe.eta * t as f64;
                self.walk.kernel().iter().map(|k| k / time).collect()
            }
        };
        let spectrum = |entries: Vec<f64>| -> Result<Spectrum, Error> {
            let matrix = Matrix::new(n, n, entries)?;
            Ok(Spectrum::new(singular_values(&matrix)?.into_vec(), n, n)?)
        };
        Ok([
            spectrum(tangent(0))?,
            spectrum(mean)?,
            spectrum(tangent(t))?,
        ])
    }
}
