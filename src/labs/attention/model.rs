//! From the controls to the matrices that they name.

use super::controls::{self as c, Entries, Masked};
use crate::{
    attention::{Family, Mask, Source, WhatIf, minilm},
    data::Stack,
    labs::{Error, Input, Values},
    linalg::Matrix,
};
use std::rc::Rc;

/// Most tokens of a matrix that a visitor brings: a decomposition still takes well under a second.
const MAX_SIDE: usize = 1024;

/// What is studied: one matrix, or a stack of them by layer and head.
pub enum Studied {
    /// A single matrix, with its singular values where they have a closed form.
    One(Source, Option<Vec<f64>>),
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
            tokens(stack.rows, stack.cols)?;
            Ok(Self::Many {
                stack,
                entries,
                tokens,
            })
        };
        let n = input.of(c::N);
        let family = match input.of(c::SOURCE) {
            c::Source::MiniLm => {
                let id = input.of(c::SENTENCE).id();
                let sentence = minilm::SENTENCES.iter().find(|s| s.id == id);
                let sentence = sentence.unwrap_or(&minilm::SENTENCES[0]);
                let asset = input.files.asset(sentence.asset)?;
                return stack(asset, Entries::Probabilities, sentence.tokens);
            }
            c::Source::File => return stack(input.files.loaded()?, input.of(c::ENTRIES), &[]),
            c::Source::Matrix => {
                let matrix = Matrix::from_rows(&input.of(c::MATRIX))?;
                tokens(matrix.rows(), matrix.cols())?;
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
        Ok(Self::One(family.source()?, family.exact_singular_values()))
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

    /// The layer and head that the controls name, counted from 0.
    pub fn selected(&self, values: &Values) -> Result<(usize, usize), Error> {
        if !self.stacked() {
            return Ok((0, 0));
        }
        let index = |id, at: usize, count: usize| match at {
            i if i < count => Ok(i),
            i => Err(Error::Control {
                id,
                given: i.to_string(),
                accepted: format!("0..{} in this stack", count - 1),
            }),
        };
        let (layers, heads) = self.shape();
        let layer = index(c::LAYER.id(), values.of(c::LAYER), layers)?;
        Ok((layer, index(c::HEAD.id(), values.of(c::HEAD), heads)?))
    }

    /// The matrix of one layer and head.
    pub fn source(&self, layer: usize, head: usize) -> Result<Source, Error> {
        match self {
            Self::One(source, _) => Ok(source.clone()),
            Self::Many { stack, entries, .. } => {
                let size = stack.rows * stack.cols;
                let from = (layer * stack.heads + head) * size;
                let values = stack.values[from..from + size].to_vec();
                let matrix = Matrix::new(stack.rows, stack.cols, values)?;
                source_of(matrix, *entries, stack.rounding)
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

fn tokens(rows: usize, cols: usize) -> Result<(), Error> {
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
