//! A network under training, with its laws watched at every step.

use super::{Augmentation, Examples, Family, Law, Network, law::Reference};
use crate::{
    dynamics::{Error, Thinned, flow},
    linalg::{
        Matrix,
        random::{Rng, seeded},
    },
    nn::{
        Activation,
        optimiser::{Evidenced, Optimiser, Rule as AdamRule},
        tensor::Tensor,
    },
};
use rand_chacha::rand_core::Rng as _;

/// How the parameters move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dynamics {
    /// θ′ = −g − λθ, in sub-steps whose error is controlled; a step takes the time η.
    Flow,
    /// θ ← (1 − ηλ) θ − η g.
    Descent,
    /// The same with the gradient of a few examples.
    Stochastic,
    /// The same with v ← β v + g in place of g.
    Momentum,
    /// Adam with decoupled weight decay (β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸).
    Adam,
}

/// How a run goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    /// How the parameters move.
    pub dynamics: Dynamics,
    /// η, the step size.
    pub eta: f64,
    /// β, the momentum.
    pub momentum: f64,
    /// λ, the weight decay.
    pub decay: f64,
    /// Examples per step of the stochastic dynamics.
    pub batch: usize,
    /// Whether each step sees one random map of the augmentation in place of all.
    pub sampled: bool,
    /// Of everything random on the way.
    pub seed: u64,
}

/// One moment that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    /// The step.
    pub step: u64,
    /// The mean loss over all data.
    pub loss: f64,
    /// The drift of every law.
    pub drifts: Vec<f64>,
    /// The parameters.
    pub theta: Vec<f64>,
}

/// What is trained, on what.
#[derive(Clone, Debug)]
pub struct Problem {
    /// The network.
    pub network: Network,
    /// The data without augmentation.
    pub examples: Examples,
    /// What is done to the inputs.
    pub augmentation: Augmentation,
    /// Its maps.
    pub maps: Vec<Matrix>,
}

/// A run under way.
#[derive(Clone, Debug)]
pub struct Training {
    problem: Problem,
    rule: Rule,
    /// The data under every map.
    all: Examples,
    families: Vec<Family>,
    start: Vec<f64>,
    references: Vec<Reference>,
    theta: Vec<f64>,
    velocity: Vec<f64>,
    adam: Optimiser,
    step: u64,
    /// What weight decay alone has left of the parameters.
    kept: f64,
    loss: f64,
    gradient: Vec<f64>,
    share: f64,
    integration_error: f64,
    moved: Vec<f64>,
    largest: Vec<f64>,
    predicted: f64,
    ended: Option<u64>,
    history: Thinned<Moment>,
}

/// Parameters beyond this, or no number, end a run.
const BEYOND: f64 = 1e6;

impl Training {
    /// A run from `theta`.
    ///
    /// # Errors
    /// Sizes that do not go together.
    pub fn new(problem: Problem, rule: Rule, theta: Vec<f64>) -> Result<Self, Error> {
        problem.network.validate()?;
        let all = match problem.maps.len() {
            0 | 1 => problem.examples.clone(),
            _ => problem.examples.under(&problem.maps)?,
        };
        let families = problem.network.laws(problem.augmentation);
        let mut references: Vec<Reference> = Vec::new();
        for family in &families {
            let first = references.len();
            references.extend(family.laws.iter().map(|law| law.reference(&theta)));
            Reference::share_scale(&mut references[first..]);
        }
        let adam = AdamRule {
            learning_rate: rule.eta,
            beta1: 0.9,
            beta2: 0.999,
            epsilon: 1e-8,
            weight_decay: rule.decay,
            gate: None,
        };
        let count = theta.len();
        let mut run = Self {
            start: theta.clone(),
            velocity: vec![0.0; count],
            adam: Optimiser::new(adam, &Tensor::layout([("θ", 1, count)])),
            gradient: vec![0.0; count],
            moved: vec![0.0; references.len()],
            largest: vec![0.0; references.len()],
            problem,
            rule,
            all,
            families,
            references,
            theta,
            step: 0,
            kept: 1.0,
            loss: 0.0,
            share: 1.0,
            integration_error: 0.0,
            predicted: 0.0,
            ended: None,
            history: Thinned::default(),
        };
        run.look()?;
        run.record();
        Ok(run)
    }

    /// Takes one step; nothing once the run has ended.
    ///
    /// # Errors
    /// Sizes that do not go together.
    pub fn advance(&mut self) -> Result<(), Error> {
        if self.ended.is_some() {
            return Ok(());
        }
        let before = self.theta.clone();
        let slope = self.slope()?;
        let Rule {
            dynamics,
            eta,
            momentum,
            decay,
            ..
        } = self.rule;
        let mut left = 1.0 - eta * decay;
        match dynamics {
            Dynamics::Flow => {
                left = libm::exp(-eta * decay);
                self.flow(&slope)?;
            }
            Dynamics::Descent | Dynamics::Stochastic => {
                for (x, g) in self.theta.iter_mut().zip(&slope.gradient) {
                    *x = left * *x - eta * g;
                }
            }
            Dynamics::Momentum => {
                let moving = self.theta.iter_mut().zip(&mut self.velocity);
                for ((x, v), g) in moving.zip(&slope.gradient) {
                    *v = momentum * *v + g;
                    *x = left * *x - eta * *v;
                }
            }
            Dynamics::Adam => {
                let gradient = Evidenced {
                    mean: &slope.gradient,
                    variance: &[],
                    batch: 1,
                };
                self.adam.step(&mut self.theta, gradient, 1.0);
            }
        }
        let (step, kept) = (self.step + 1, self.kept * left);
        if !self.theta.iter().all(|x| x.abs() <= BEYOND) {
            self.theta = before;
            self.ended = Some(self.step);
            return Ok(());
        }
        (self.step, self.kept) = (step, kept);
        self.predict(&slope.gradient, left);
        self.look()?;
        self.record();
        Ok(())
    }

    /// The gradient of this step, over what it sees.
    fn slope(&self) -> Result<Slope, Error> {
        let rule = &self.rule;
        let stochastic = rule.dynamics == Dynamics::Stochastic;
        if !rule.sampled && !stochastic {
            let gradient = self.gradient.clone();
            return Ok(Slope {
                gradient,
                examples: None,
            });
        }
        // A generator for each step: what a step draws does not depend on how the run came there.
        let mut rng = seeded(rule.seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ self.step);
        let examples = match rule.sampled {
            true => Some(self.sample(&mut rng)?),
            false => None,
        };
        let seen = examples.as_ref().unwrap_or(&self.all);
        let n = seen.inputs.rows();
        let chosen: Vec<usize> = match stochastic {
            true => (0..rule.batch.min(n))
                .map(|_| (rng.next_u64() % n as u64) as usize)
                .collect(),
            false => (0..n).collect(),
        };
        let mut gradient = vec![0.0; self.theta.len()];
        let network = &self.problem.network;
        network.loss(&self.theta, seen, chosen.into_iter(), &mut gradient)?;
        Ok(Slope { gradient, examples })
    }

    fn sample(&self, rng: &mut Rng) -> Result<Examples, Error> {
        let problem = &self.problem;
        let dim = problem.network.dim();
        let map = problem.augmentation.one(&problem.maps, dim, rng);
        problem.examples.under(&[map])
    }

    /// Follows the flow for the time η, from the gradient at its beginning.
    fn flow(&mut self, slope: &Slope) -> Result<(), Error> {
        let limits = flow::limits(match self.problem.network {
            Network::Chain { relu: true, .. } | Network::Convolution { .. } => Activation::Relu,
            _ => Activation::Tanh,
        });
        let (eta, decay) = (self.rule.eta, self.rule.decay);
        let network = &self.problem.network;
        let examples = slope.examples.as_ref().unwrap_or(&self.all);
        let downhill = |gradient: &[f64], theta: &[f64]| -> Vec<f64> {
            let both = gradient.iter().zip(theta);
            both.map(|(g, x)| -g - decay * x).collect()
        };
        let field = |theta: &[f64]| -> Result<Vec<f64>, Error> {
            let mut g = vec![0.0; theta.len()];
            network.loss(theta, examples, 0..examples.inputs.rows(), &mut g)?;
            Ok(downhill(&g, theta))
        };
        let mut rest = 1.0;
        let mut first = downhill(&slope.gradient, &self.theta);
        while rest > 0.0 {
            let share = flow::next_share(self.share, rest);
            let h = share * eta;
            let mut slopes = vec![first.clone()];
            let mut end = self.theta.clone();
            for stage in 1..flow::STAGES {
                end.copy_from_slice(&self.theta);
                for (weight, slope) in flow::ahead(stage).iter().zip(&slopes) {
                    let moved = end.iter_mut().zip(slope);
                    moved.for_each(|(x, k)| *x += h * weight * k);
                }
                slopes.push(field(&end)?);
            }
            let (mut relative, mut absolute) = (0.0, 0.0);
            for (i, x) in end.iter().enumerate() {
                let terms = flow::ERROR.iter().zip(&slopes);
                let e = h * terms.map(|(c, slope)| c * slope[i]).sum::<f64>();
                absolute += e * e;
                relative += (e / (1.0 + x.abs())) * (e / (1.0 + x.abs()));
            }
            let error = (relative / end.len() as f64).sqrt() / limits.tolerance;
            let accepted = flow::is_accepted(error, share, limits);
            self.share = flow::next_try(share, error, accepted);
            // The shortest sub-step is taken whatever its error, which is counted.
            if accepted || share <= flow::LEAST {
                self.theta.copy_from_slice(&end);
                self.integration_error += absolute.sqrt();
                first = slopes.pop().unwrap_or_default();
                rest -= share;
                if !absolute.is_finite() {
                    break;
                }
            }
        }
        Ok(())
    }

    /// What this step is to change of every quadratic law: η² times the law of the gradient, and of what it has changed before, weight decay
    /// leaves its share.
    fn predict(&mut self, gradient: &[f64], left: f64) {
        if !self.predicts() {
            return;
        }
        let square = self.rule.eta * self.rule.eta;
        let laws = self.families.iter().flat_map(|f| &f.laws);
        for ((law, moved), start) in laws.zip(&mut self.moved).zip(&self.references) {
            if let Law::Polynomial(p) = law
                && p.degree() == 2
            {
                *moved = left * left * *moved + square * p.value(gradient);
                self.predicted = self.predicted.max(moved.abs() / start.scale());
            }
        }
    }

    fn look(&mut self) -> Result<(), Error> {
        let n = self.all.inputs.rows();
        let network = &self.problem.network;
        self.loss = network.loss(&self.theta, &self.all, 0..n, &mut self.gradient)?;
        Ok(())
    }

    fn record(&mut self) {
        let drifts = self.drifts();
        for (largest, drift) in self.largest.iter_mut().zip(&drifts) {
            *largest = largest.max(*drift);
        }
        let (step, loss, theta) = (self.step, self.loss, self.theta.clone());
        self.history.take(Moment {
            step,
            loss,
            drifts,
            theta,
        });
    }

    /// The drift of every law now; with weight decay, from what decay alone would have left of it.
    pub fn drifts(&self) -> Vec<f64> {
        let laws = self.families.iter().flat_map(|f| &f.laws);
        let both = laws.zip(&self.references);
        both.map(|(law, start)| law.drift(&self.theta, start, self.kept))
            .collect()
    }

    /// The largest drift of each law so far.
    pub fn largest(&self) -> &[f64] {
        &self.largest
    }

    /// The largest drift so far of a polynomial law; of anything that is watched where there is none.
    pub fn largest_of_laws(&self) -> f64 {
        let laws = self.families.iter().flat_map(|f| &f.laws);
        let all = || laws.clone().zip(&self.largest);
        let polynomial = |law: &Law| matches!(law, Law::Polynomial(_));
        let any = all().any(|(law, _)| polynomial(law));
        let chosen = all().filter(|(law, _)| polynomial(law) || !any);
        chosen.map(|(_, drift)| *drift).fold(0.0, f64::max)
    }

    /// Whether drifts are known beforehand: one step of gradient descent changes a quadratic law by exactly η² times the law of the
    /// gradient, since the law is orthogonal to the gradient of every example.
    pub fn predicts(&self) -> bool {
        matches!(self.rule.dynamics, Dynamics::Descent | Dynamics::Stochastic)
    }

    /// The largest drift of a quadratic law that Σ η² h(g) comes to, relative as the drifts are.
    pub fn predicted(&self) -> f64 {
        self.predicted
    }

    /// Steps taken.
    pub fn step(&self) -> u64 {
        self.step
    }

    /// The step at which the parameters left every bound, where they did; the last finite ones are kept.
    pub fn ended(&self) -> Option<u64> {
        self.ended
    }

    /// Whether the run is as far as it is asked to be.
    pub fn settled(&self, target: u64) -> bool {
        self.step >= target || self.ended.is_some()
    }

    /// The mean loss over all data.
    pub fn loss(&self) -> f64 {
        self.loss
    }

    /// The parameters.
    pub fn theta(&self) -> &[f64] {
        &self.theta
    }

    /// The parameters at first.
    pub fn start(&self) -> &[f64] {
        &self.start
    }

    /// The laws.
    pub fn families(&self) -> &[Family] {
        &self.families
    }

    /// The sum of the local errors of all sub-steps of the flow, as lengths in the space of θ.
    pub fn integration_error(&self) -> f64 {
        self.integration_error
    }

    /// What is kept of the way.
    pub fn history(&self) -> &[Moment] {
        self.history.points()
    }

    /// The data under every map.
    pub fn data(&self) -> &Examples {
        &self.all
    }

    /// What is trained, on what.
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

struct Slope {
    gradient: Vec<f64>,
    /// What this step sees, where it is not everything.
    examples: Option<Examples>,
}

/// The largest drift of a law from `theta` after `steps` steps of the rule with another step size, and what Σ η² h(g) says of it.
///
/// # Errors
/// Sizes that do not go together.
pub fn drift_of(
    problem: &Problem,
    rule: Rule,
    theta: &[f64],
    eta: f64,
    steps: u64,
) -> Result<[f64; 2], Error> {
    let rule = Rule { eta, ..rule };
    let mut run = Training::new(problem.clone(), rule, theta.to_vec())?;
    for _ in 0..steps {
        run.advance()?;
    }
    Ok([run.largest_of_laws(), run.predicted])
}
