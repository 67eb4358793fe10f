//! From the controls to a run, and what there is to know of it.

use super::controls::*;
use crate::{
    dynamics::conservation::{
        Augmentation, Count, Dynamics, Examples, Network, Problem, Rule, Standing, Training,
        anisotropy, count_laws, drift_of, independent,
    },
    labs::prelude::*,
    linalg::{Matrix, random::seeded},
    statistics::Line,
};

/// Tokens of a sequence.
const TOKENS: usize = 4;
/// Positions of a convolution, and taps of its filters.
const POSITIONS: usize = 6;
const TAPS: usize = 3;
/// Where the anisotropy is measured.
const RADIUS: f64 = 1.5;
/// Numbers of the gradient fields beyond which brackets are not counted.
const MOST_FIELD_NUMBERS: usize = 15_000;
/// Steps of the time over which drifts are compared.
const TIME: u64 = 50;

/// How many laws one network has.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// The size that the figure goes over.
    pub at: usize,
    /// Independent ones of those known.
    pub known: usize,
    /// What the brackets leave room for, where they are counted.
    pub brackets: Option<Count>,
    /// By formula, where there is one.
    pub formula: Option<usize>,
}

/// What is computed beside the run, once.
#[derive(Clone, Copy, Debug)]
pub enum Task {
    /// The drift of one step, at a step size of the grid.
    Step(usize),
    /// The drift over the same time with steps of 1/1, 1/2, 1/4 and 1/8.
    Time(u64),
    /// The laws at another size.
    Count(usize),
}

/// Everything that the figures and words look at.
pub struct Facts {
    /// Which network.
    pub kind: Kind,
    /// How it moves.
    pub rule: Rule,
    /// The copies.
    pub augmentation: Augmentation,
    /// Steps to take.
    pub target: u64,
    /// The run.
    pub run: Training,
    /// The same from a balanced start, or from the random one where that is balanced.
    pub companion: Option<Training>,
    /// Whether the run begins balanced.
    pub balanced: bool,
    /// The laws here.
    pub here: Counted,
    /// The laws at other sizes.
    pub counts: Vec<Counted>,
    /// Step size, drift of one step, prediction.
    pub steps: Vec<[f64; 3]>,
    /// Step size, drift over the time.
    pub times: Vec<[f64; 2]>,
    /// The anisotropy of the unit's landscape.
    pub anisotropy: Option<f64>,
    /// What is left to compute beside the run.
    pub tasks: Vec<Task>,
    /// How many of them are done.
    pub done: usize,
}

impl Facts {
    /// Reads the controls and prepares the run.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let kind = input.of(NETWORK);
        let copies = match Copies::known(kind).contains(&input.of(AUGMENT)) {
            true => input.of(AUGMENT),
            false => Copies::None,
        };
        let augmentation = copies.of_run(input.of(COPIES));
        let network = network(kind, sizes(input));
        let seed = input.of(SEED);
        let mut rng = seeded(seed);
        let theta = match kind {
            Kind::Scalar | Kind::Degree6 => vec![input.of(A), input.of(B)],
            _ => network.initial(input.of(SCALE), &mut rng),
        };
        let examples = match kind {
            Kind::Scalar => Examples {
                inputs: Matrix::identity(1),
                labels: Matrix::from_fn(1, 1, |_, _| 2.0),
            },
            _ => network.examples(input.of(EXAMPLES), 0.1, &mut rng)?,
        };
        let maps = augmentation.maps(network.dim(), &mut rng);
        let problem = Problem {
            network,
            examples,
            augmentation,
            maps,
        };
        let rule = Rule {
            dynamics: input.of(MOTION_OF).of_run(),
            eta: input.of(ETA),
            momentum: input.of(BETA),
            decay: input.of(DECAY),
            batch: input.of(BATCH),
            sampled: input.of(SAMPLED) && copies != Copies::None,
            seed,
        };
        Self::of(input, kind, problem, rule, theta)
    }

    fn of(
        input: &Input,
        kind: Kind,
        problem: Problem,
        rule: Rule,
        theta: Vec<f64>,
    ) -> Result<Self, Error> {
        let layered = matches!(kind, Kind::Linear | Kind::DeepLinear);
        let balanced = problem.network.balanced(&theta).filter(|_| layered);
        let begins_balanced = layered && input.of(BALANCED);
        let (theta, other) = match (begins_balanced, balanced) {
            (true, Some(balanced)) => (balanced, Some(theta)),
            (_, balanced) => (theta, balanced),
        };
        let other = other.map(|theta| Training::new(problem.clone(), rule, theta));
        let run = Training::new(problem.clone(), rule, theta)?;
        let here = counted(&problem.network, problem.augmentation, size(kind, input))?;
        let anisotropy = match kind {
            Kind::Degree6 => Some(anisotropy(run.data(), RADIUS)?),
            _ => None,
        };
        let drifting = run.families().iter().any(|f| f.standing == Standing::Law);
        let steps = (0..GRID).map(Task::Step).filter(|_| drifting);
        let times = [1, 2, 4, 8].map(Task::Time).into_iter();
        let times = times.filter(|_| drifting && rule.dynamics != Dynamics::Flow);
        let counts = range(kind).filter(|at| *at != here.at).map(Task::Count);
        let tasks = steps.chain(times).chain(counts).collect();
        Ok(Self {
            kind,
            rule,
            augmentation: problem.augmentation,
            target: input.of(STEP),
            run,
            companion: other.transpose()?,
            balanced: begins_balanced,
            counts: vec![here],
            here,
            steps: Vec::new(),
            times: Vec::new(),
            anisotropy,
            tasks,
            done: 0,
        })
    }

    /// Does a task.
    pub fn perform(&mut self, task: Task, input_sizes: [usize; 4]) -> Result<(), Error> {
        let problem = self.run.problem();
        // One step at rest: of the flow and of momentum it is that of descent.
        let one = match self.rule.dynamics {
            Dynamics::Flow | Dynamics::Momentum => Dynamics::Descent,
            other => other,
        };
        let alone = Rule {
            dynamics: one,
            ..self.rule
        };
        let start = self.run.start();
        match task {
            Task::Step(i) => {
                let eta = self.rule.eta * root_of_ten(i);
                let [drift, predicted] = drift_of(problem, alone, start, eta, 1)?;
                self.steps.push([eta, drift, predicted]);
            }
            Task::Time(parts) => {
                let eta = self.rule.eta / parts as f64;
                let [drift, _] = drift_of(problem, self.rule, start, eta, TIME * parts)?;
                self.times.push([eta, drift]);
            }
            Task::Count(at) => {
                let (sizes, augmentation) = resized(self.kind, at, input_sizes, self.augmentation);
                let network = network(self.kind, sizes);
                self.counts.push(counted(&network, augmentation, at)?);
                self.counts.sort_by_key(|counted| counted.at);
            }
        }
        Ok(())
    }

    /// The slope of the drift of one step over the step size, by least squares; `None` where nothing drifts beyond rounding.
    pub fn slope(&self) -> Option<f64> {
        let points: Vec<(f64, f64)> = self
            .steps
            .iter()
            .filter(|[_, drift, _]| *drift > 1e-13)
            .map(|[eta, drift, _]| (libm::log(*eta), libm::log(*drift)))
            .collect();
        let line = (points.len() >= 3).then(|| Line::through(&points))?;
        Some(line?.slope)
    }

    /// The largest drift of everything watched, and the family that it belongs to.
    pub fn largest(&self) -> Option<(f64, &str, Standing)> {
        let mut values = self.run.largest().iter();
        let mut most: Option<(f64, &str, Standing)> = None;
        for family in self.run.families() {
            for drift in values.by_ref().take(family.laws.len()) {
                if most.is_none_or(|(m, ..)| *drift > m) {
                    most = Some((*drift, &family.name, family.standing));
                }
            }
        }
        most
    }
}

/// Step sizes of the grid: four decades up to the one set.
const GRID: usize = 9;

/// 1, 1/√10, 1/10, … as products, the same everywhere.
fn root_of_ten(i: usize) -> f64 {
    const ROOT: f64 = 0.316_227_766_016_837_94;
    (0..i).fold(1.0, |x, _| x * ROOT)
}

/// n, m, r and the layers.
pub fn sizes(input: &Input) -> [usize; 4] {
    let width = match input.of(NETWORK) {
        Kind::Scalar => 1,
        _ => input.of(WIDTH),
    };
    [input.of(INPUTS), input.of(OUTPUTS), width, input.of(LAYERS)]
}

fn network(kind: Kind, [n, m, r, layers]: [usize; 4]) -> Network {
    let chain = |widths: Vec<usize>, relu| Network::Chain { widths, relu };
    match kind {
        Kind::Scalar => chain(vec![1, r, 1], false),
        Kind::Linear => chain(vec![n, r, m], false),
        Kind::DeepLinear => {
            let mut widths = vec![r; layers + 1];
            (widths[0], widths[layers]) = (n, m);
            chain(widths, false)
        }
        Kind::Relu => chain(vec![n, r, m], true),
        Kind::Regression => chain(vec![n, 1], false),
        Kind::Convolution => Network::Convolution {
            channels: [n, r, m],
            length: POSITIONS,
            taps: TAPS,
        },
        Kind::Attention => Network::Attention {
            dim: n,
            width: r,
            tokens: TOKENS,
        },
        Kind::Softmax => Network::Softmax {
            inputs: n,
            classes: m.max(2),
        },
        Kind::Degree6 => Network::Unit,
        Kind::Lightning => Network::Lightning {
            dim: n,
            width: r,
            outputs: m,
            tokens: TOKENS + 1,
        },
    }
}

/// The size that the figure of counts goes over, as it is here.
fn size(kind: Kind, input: &Input) -> usize {
    match kind {
        Kind::Scalar => 1,
        Kind::Softmax | Kind::Regression => input.of(INPUTS),
        Kind::Degree6 => match input.of(AUGMENT) {
            Copies::Rotations => input.of(COPIES),
            _ => 1,
        },
        _ => input.of(WIDTH),
    }
}

/// The sizes that it goes over.
fn range(kind: Kind) -> core::ops::RangeInclusive<usize> {
    match kind {
        Kind::Degree6 => 1..=MOST_ROTATIONS,
        Kind::Regression => 2..=8,
        Kind::Softmax => 1..=8,
        _ => 1..=6,
    }
}

fn resized(
    kind: Kind,
    at: usize,
    [n, m, r, layers]: [usize; 4],
    augmentation: Augmentation,
) -> ([usize; 4], Augmentation) {
    match kind {
        Kind::Degree6 => ([n, m, r, layers], Augmentation::Rotations(at)),
        Kind::Softmax | Kind::Regression => ([at, m, r, layers], augmentation),
        _ => ([n, m, at, layers], augmentation),
    }
}

fn counted(network: &Network, augmentation: Augmentation, at: usize) -> Result<Counted, Error> {
    let families = network.laws(augmentation).into_iter();
    let hold = families.filter(|family| family.standing != Standing::Not);
    let laws: Vec<_> = hold.flat_map(|family| family.laws).collect();
    // Any point in general position; always the same one.
    let theta = network.initial(1.0, &mut seeded(1));
    let known = independent(&laws, &theta)?;
    let potentials = network.potentials(augmentation);
    let parameters = network.parameters();
    let short = potentials.filter(|all| all.len() * parameters <= MOST_FIELD_NUMBERS);
    Ok(Counted {
        at,
        known,
        brackets: short.map(|all| count_laws(&all, parameters, known)),
        formula: network.law_formula(augmentation),
    })
}
