//! From the controls to the matrices that they name.

use super::controls::{self as c, Entries, Masked};
use crate::{
    attention::{Family, Mask, Source, WhatIf, minilm},
    data::Stack,
    labs::{Error, Input, Settling, Value, Values},
    linalg::Matrix,
};
use std::rc::Rc;

/// Most tokens of a matrix that a visitor brings: a decomposition still takes well under a second.
const MAX_SIDE: usize = 1024;

/// What is studied: one matrix, or a stack of them by layer and head.
pub enum Studied {
    /// A single matrix, and the family that it is of.
    One(Source, Option<Family>),
    /// A stack, with the names of the tokens where they are known.
    Many {
        /// The matrices.
        stack: Rc<Stack>,
        /// What their numbers are.
        entries: Entries,
        /// Names of the tokens, or empty.
        tokens: &'static [&'static str],
    },
}

impl Studied {
    /// Reads the controls.
    pub fn read(input: &Input) -> Result<Self, Error> {
        let stack = |stack: Rc<Stack>, entries, tokens| {
            sides(stack.rows, stack.cols)?;
            Ok(Self::Many {
                stack,
                entries,
                tokens,
            })
        };
        let n = input.of(c::N);
        let family = match input.of(c::SOURCE) {
            c::Source::MiniLm => {
                let sentence = sentence(input.of(c::SENTENCE));
                let asset = input.files.asset(sentence.asset)?;
                return stack(asset, Entries::Probabilities, sentence.tokens);
            }
            c::Source::File => return stack(input.files.loaded()?, input.of(c::ENTRIES), &[]),
            c::Source::Matrix => {
                let matrix = Matrix::from_rows(&input.of(c::MATRIX))?;
                sides(matrix.rows(), matrix.cols())?;
                return Ok(Self::One(
                    source_of(matrix, input.of(c::ENTRIES), 0.0)?,
                    None,
                ));
            }
            c::Source::QueriesKeys => Family::Qk {
                n,
                d_head: input.of(c::D_HEAD),
                seed: input.of(c::SEED),
            },
            c::Source::Uniform => Family::Uniform { n },
            c::Source::Identity => Family::Identity { n },
            c::Source::SelfLogit => Family::SelfLogit {
                n,
                c: input.of(c::C),
            },
            c::Source::SinkSelf => Family::SinkSelf {
                n,
                eps: input.of(c::EPS),
            },
            c::Source::Blocks => Family::Blocks {
                n,
                k: input.of(c::K),
            },
            c::Source::Circulant => Family::Circulant {
                n,
                kappa: input.of(c::KAPPA),
            },
            c::Source::Causal => Family::Causal { n },
            c::Source::Hard => Family::Hard {
                n,
                seed: input.of(c::SEED),
            },
            c::Source::Vandermonde => Family::Vandermonde { n },
        };
        Ok(Self::One(family.source()?, Some(family)))
    }

    /// Layers and heads.
    pub fn shape(&self) -> (usize, usize) {
        match self {
            Self::One(..) => (1, 1),
            Self::Many { stack, .. } => (stack.layers, stack.heads),
        }
    }

    /// Whether there is more than one matrix.
    pub fn stacked(&self) -> bool {
        self.shape() != (1, 1)
    }

    /// The layer and head that the controls name, counted from 0; they are [settled](settle).
    pub fn selected(&self, values: &Values) -> (usize, usize) {
        match self {
            Self::One(..) => (0, 0),
            Self::Many { .. } => (values.of(c::LAYER), values.of(c::HEAD)),
        }
    }

    /// The family that the matrix is of.
    pub fn family(&self) -> Option<Family> {
        match self {
            Self::One(_, family) => *family,
            Self::Many { .. } => None,
        }
    }

    /// The matrix of one layer and head.
    pub fn source(&self, layer: usize, head: usize) -> Result<Source, Error> {
        match self {
            Self::One(source, _) => Ok(source.clone()),
            Self::Many { stack, entries, .. } => {
                source_of(stack.matrix(layer, head)?, *entries, stack.rounding)
            }
        }
    }

    /// How the entries were rounded when they were stored; 0 where they were computed or typed.
    pub fn rounding(&self) -> f64 {
        match self {
            Self::One(..) => 0.0,
            Self::Many { stack, .. } => stack.rounding,
        }
    }

    /// Names of the tokens, or empty.
    pub fn tokens(&self) -> Vec<String> {
        match self {
            Self::One(..) => Vec::new(),
            Self::Many { tokens, stack, .. } if tokens.is_empty() => stack.labels.clone(),
            Self::Many { tokens, .. } => tokens.iter().map(|token| (*token).into()).collect(),
        }
    }

    /// What a reader of the numbers has to know about how their file was read.
    pub fn read_notes(&self) -> &[String] {
        match self {
            Self::One(..) => &[],
            Self::Many { stack, .. } => &stack.notes,
        }
    }
}

fn source_of(matrix: Matrix, entries: Entries, rounding: f64) -> Result<Source, Error> {
    Ok(match entries {
        Entries::Logits => Source::Logits(matrix),
        Entries::Weights => Source::weights(&matrix)?,
        Entries::Probabilities => Source::stored_probabilities(matrix, rounding)?,
    })
}

fn sides(rows: usize, cols: usize) -> Result<(), Error> {
    let wrong = |accepted: &str| Error::Control {
        id: c::SOURCE.id(),
        given: format!("{rows} rows and {cols} columns"),
        accepted: accepted.into(),
    };
    match rows.max(cols) {
        2..=MAX_SIDE => Ok(()),
        _ => Err(wrong("2 to 1024 tokens")),
    }
}

/// The layer and head are those of the data, blocks are at most as many as tokens, and edits lie within the matrix.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    let size = match state.of(c::SOURCE) {
        c::Source::MiniLm => {
            let stack = state.files().asset(sentence(state.of(c::SENTENCE)).asset)?;
            settle_head(state, &stack)
        }
        c::Source::File => {
            let stack = state.files().loaded()?;
            settle_head(state, &stack)
        }
        c::Source::Matrix => state.of(c::MATRIX).len(),
        _ => state.of(c::N),
    };
    if state.of(c::SOURCE) == c::Source::Blocks {
        state.at_most(c::K, size);
    }
    let edits = state.of(c::EDITS);
    let within: Vec<_> = edits
        .iter()
        .filter(|e| e.0.max(e.1) < size)
        .copied()
        .collect();
    if within.len() < edits.len() {
        let left_out = edits.len() - within.len();
        let why = format!(
            "rows and columns 0..{} here; {left_out} cells beyond are left out",
            size.saturating_sub(1)
        );
        state.name_and_set(c::EDITS.id(), Value::Cells(within), why);
    }
    Ok(())
}

/// The number of tokens of a stack, of which the layer and head are.
fn settle_head(state: &mut Settling, stack: &Stack) -> usize {
    state.index(c::LAYER, stack.layers);
    state.index(c::HEAD, stack.heads);
    stack.rows
}

/// The bundled attention of a sentence.
fn sentence(chosen: c::Sentence) -> &'static minilm::Sentence {
    let found = minilm::SENTENCES.iter().find(|s| s.id == chosen.id());
    found.unwrap_or(&minilm::SENTENCES[0])
}

/// The what-ifs that the controls describe, without the edited cells.
pub fn what_if(values: &Values) -> WhatIf {
    WhatIf {
        temperature: values.of(c::TEMP),
        mask: match values.of(c::MASK) {
            Masked::None => Mask::None,
            Masked::Causal => Mask::Causal,
            Masked::Window => Mask::Window(values.of(c::WINDOW)),
        },
        alibi: values.of(c::ALIBI),
        sink_weight: values.of(c::SINK_WEIGHT),
        edits: Vec::new(),
    }
}
