//! The controls, read.

use super::controls::{self as c, Beside, Normalisation};
use crate::{
    labs::{Error, Input, Settling, Value, shared::words::list},
    linalg::random::seeded,
    nn::{
        self,
        optimiser::Rule,
        transformer::{
            Shape, Transformer,
            tasks::{Sequences, Task},
        },
    },
};

/// Most sequences that are tested on.
pub const TESTED: usize = 256;

/// What decides a training.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    pub task: Task,
    pub shape: Shape,
    pub samples: usize,
    pub label_noise: f64,
    pub rule: Rule,
    pub batch: usize,
    /// Longest gradient.
    pub clip: f64,
    pub seed: u64,
}

/// What is looked at.
#[derive(Clone, Copy, Debug)]
pub struct View {
    pub layer: usize,
    pub head: usize,
    pub shown: c::Shown,
    pub beside: Beside,
    pub measure: c::Measure,
}

impl Setup {
    /// Reads the controls.
    pub fn read(input: &Input) -> Self {
        let (task, vocabulary, context) = c::task(input.values);
        Self {
            task,
            shape: Shape {
                vocabulary,
                context,
                width: input.of(c::WIDTH),
                heads: input.of(c::HEADS),
                layers: input.of(c::LAYERS),
                feed_forward: input.of(c::MLP).activation(),
                normalised: input.of(c::NORM) == Normalisation::Rms,
                causal: input.of(c::CAUSAL),
                tied: input.of(c::TIED),
                temperature: input.of(c::TEMPERATURE),
            },
            samples: input.of(c::SAMPLES),
            label_noise: input.of(c::LABEL_NOISE),
            rule: Rule {
                learning_rate: input.of(c::LR),
                beta1: input.of(c::BETA1),
                beta2: input.of(c::BETA2),
                epsilon: 1e-8,
                weight_decay: input.of(c::DECAY),
                gate: None,
            },
            batch: input.of(c::BATCH),
            clip: input.of(c::CLIP),
            seed: input.of(c::SEED),
        }
    }

    /// The network.
    pub fn network(&self) -> Result<Transformer, Error> {
        Transformer::new(self.shape).map_err(as_control)
    }

    /// Training and test sequences; the former with their noise.
    pub fn data(&self) -> Result<[Sequences; 2], Error> {
        let Shape {
            vocabulary,
            context,
            ..
        } = self.shape;
        let mut rng = seeded(self.seed);
        let drawn = self
            .task
            .draw(vocabulary, context, self.samples, TESTED, &mut rng);
        let (mut train, test) = drawn.map_err(as_control)?;
        // The noise has a stream of its own, as weights and batches have: none changes when another does.
        train.spoil(self.label_noise, vocabulary, self.seed ^ 0x5EED);
        Ok([train, test])
    }

    /// How many different sequences there are.
    pub fn distinct(&self) -> u64 {
        let Shape {
            vocabulary,
            context,
            ..
        } = self.shape;
        self.task.distinct(vocabulary, context)
    }
}

/// Tokens that a sum needs, so that there are enough of them to be trained on.
const LEAST_TOKENS: u64 = 4;

/// What the task leaves of the number of sequences, and the width of the heads.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    let width = state.of(c::WIDTH);
    let heads = state.of(c::HEADS);
    let divisor = (1..=heads).rev().find(|h| width.is_multiple_of(*h));
    let taken = divisor.unwrap_or(1);
    if taken < heads {
        let accepted = divisors(width);
        let why =
            format!("a divisor of the width {width}: {accepted}, got {heads}; taken as {taken}");
        state.bounded(c::HEADS, taken, why);
    }
    if state.of(c::TASK) == c::Subject::Modular && state.of(c::VOCABULARY) < LEAST_TOKENS as usize {
        let why = "sums need at least 4 tokens; taken as 4";
        state.name_and_set(c::VOCABULARY.id(), Value::Integer(LEAST_TOKENS), why);
    }
    let (task, vocabulary, context) = c::task(state.input().values);
    let samples = state.of(c::SAMPLES);
    // Where there are many more sequences there are enough, whatever the task leaves out.
    if task.distinct(vocabulary, context) <= 4 * (samples + TESTED) as u64
        && let Err(nn::Error::Sequences { limit, .. }) =
            task.draw(vocabulary, context, samples, TESTED, &mut seeded(0))
    {
        let taken = limit.max(c::LEAST_SAMPLES);
        let why = format!("{}, got {samples}; taken as {taken}", enough(limit));
        state.bounded(c::SAMPLES, taken as usize, why);
    }
    Ok(())
}

/// The error in terms of the controls: what the visitor can do about it.
fn as_control(error: nn::Error) -> Error {
    match error {
        nn::Error::Heads { width, heads } => Error::Control {
            id: c::HEADS.id(),
            given: heads.to_string(),
            accepted: format!("a divisor of the width {width}: {}", divisors(width)),
        },
        nn::Error::Sequences { given, limit } => Error::Control {
            id: c::SAMPLES.id(),
            given: given.to_string(),
            accepted: enough(limit),
        },
        other => Error::Network(other),
    }
}

/// How many sequences a task leaves, in words, and how there would be more.
fn enough(limit: u64) -> String {
    format!(
        "at most {limit}, for one different sequence has to be left to be tested on (more tokens or a longer context make more)"
    )
}

/// The divisors of a width that the control takes, in words.
fn divisors(width: usize) -> String {
    let all = (1..=c::MAX_HEADS as usize).filter(|h| width.is_multiple_of(*h));
    let names: Vec<String> = all.map(|h| h.to_string()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    list(&names)
}

impl View {
    /// Reads the controls; a head that is not there is the last one that is.
    pub fn read(input: &Input) -> Self {
        let last = |count: usize| count.saturating_sub(1);
        Self {
            layer: input.of(c::LAYER).min(last(input.of(c::LAYERS))),
            head: input.of(c::HEAD).min(last(input.of(c::HEADS))),
            shown: input.of(c::SHOWN),
            beside: input.of(c::BESIDE),
            measure: input.of(c::MEASURE),
        }
    }
}
