//! The controls, read: what is trained, and from where.

use super::controls::{self as c, Subject};
use crate::{
    dynamics::{
        Problem, Target,
        noise_scale::{Curve, Linear, Pareto, Sizes, Table, Trainee},
        path_kernel::Examples,
    },
    labs::{Value, prelude::*},
    linalg::random::seeded,
    nn::{HiddenLayer, Unit, tasks::modular::is_prime},
};

/// Share of the table that is shown.
const SHOWN: f64 = 0.8;

/// What the state says.
pub struct Setup {
    pub subject: Subject,
    /// `None` for the law itself.
    pub trainee: Option<Box<dyn Trainee>>,
    /// Linear regression has closed forms beside.
    pub linear: Option<Linear>,
    /// The law by its constants, and the power of the step as which its noise scale grows.
    pub law: Pareto,
    pub growth: f64,
    /// Parameters at the start; the offset of linear regression.
    pub theta: Vec<f64>,
    pub batch: usize,
    pub target: f64,
    pub sizes: Sizes,
    pub decay: f64,
    pub repeats: usize,
    pub seed: u64,
    /// Of linear regression, as given.
    pub hessian: Vec<f64>,
    pub sigma: f64,
}

/// The small batch stays the smaller one, and the number of the table a prime.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    let (small, big) = (state.of(c::SMALL), state.of(c::BIG));
    if small >= big && state.of(c::TASK) != Subject::Law {
        let taken = big - 1;
        let why =
            format!("less than the big batch's {big} examples, got {small}; taken as {taken}");
        state.bounded(c::SMALL, taken, why);
    }
    let p = state.of(c::P);
    if state.of(c::TASK) == Subject::Modular && !is_prime(p) {
        let taken = (2..p).rev().find(|q| is_prime(*q)).unwrap_or(3);
        let why = format!("a prime from 3 to 11, got {p}; taken as {taken}");
        state.name_and_set(c::P.id(), Value::Integer(taken as u64), why);
    }
    Ok(())
}

fn refused(id: &'static str, given: impl ToString, accepted: impl Into<String>) -> Error {
    Error::Control {
        id,
        given: given.to_string(),
        accepted: accepted.into(),
    }
}

impl Setup {
    /// Reads the controls.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let subject = input.of(c::TASK);
        let (small, big) = (input.of(c::SMALL), input.of(c::BIG));
        let mut setup = Self {
            subject,
            trainee: None,
            linear: None,
            law: Pareto {
                min_steps: input.of(c::MIN_STEPS),
                min_examples: input.of(c::MIN_EXAMPLES),
            },
            growth: input.of(c::GROWTH),
            theta: Vec::new(),
            batch: input.of(c::BATCH),
            target: input.of(c::TARGET),
            sizes: Sizes {
                small: small as f64,
                big: big as f64,
            },
            decay: input.of(c::DECAY),
            repeats: input.of(c::REPEATS),
            seed: input.of(c::SEED),
            hessian: input.of(c::HESSIAN),
            sigma: input.of(c::SIGMA),
        };
        match subject {
            Subject::Law => {}
            Subject::Linear => setup.read_linear(input)?,
            Subject::Curve => setup.read_curve(input),
            Subject::Modular => setup.read_modular(input),
        }
        Ok(setup)
    }

    fn read_linear(&mut self, input: &Input) -> Result<(), Error> {
        let mut delta = input.of(c::OFFSET);
        if delta.len() != self.hessian.len() {
            let accepted = format!("{} numbers, one for each eigenvalue", self.hessian.len());
            return Err(refused(c::OFFSET.id(), delta.len(), accepted));
        }
        let linear = Linear::new(&self.hessian, self.sigma);
        if linear.at(&delta).curvature <= 0.0 {
            let accepted = "an offset along a positive eigenvalue, or there is no gradient";
            return Err(refused(c::OFFSET.id(), "none", accepted));
        }
        for _ in 0..input.of(c::TRAINED) {
            let next = linear.stepped(&delta);
            // A step of the best length may end at the minimum, where nothing is left to look at.
            if linear.at(&next).curvature <= 1e-24 {
                break;
            }
            delta = next;
        }
        self.theta = delta;
        self.trainee = Some(Box::new(linear.clone()));
        self.linear = Some(linear);
        Ok(())
    }

    fn read_curve(&mut self, input: &Input) {
        let problem = Problem::draw(Target::Step, input.of(c::N), input.of(c::NOISE), self.seed);
        let net = HiddenLayer::new(Unit::Tanh, input.of(c::WIDTH));
        self.theta = net.init(1.5, &mut seeded(self.seed ^ 0x5EED));
        let examples = Examples {
            x: problem.x,
            y: problem.y,
        };
        self.trainee = Some(Box::new(Curve::new(net, examples)));
    }

    fn read_modular(&mut self, input: &Input) {
        let p = input.of(c::P);
        let table = Table::new(p, SHOWN, input.of(c::WIDTH), self.seed);
        self.theta = table.start();
        self.trainee = Some(Box::new(table));
    }
}
