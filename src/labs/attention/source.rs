//! From the controls to the matrices that they name.

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
    /// A single matrix.
    One(Source, Option<Vec<f64>>),
    /// A stack, with the names of the tokens where they are known.
    Many {
        /// The matrices.
        stack: Rc<Stack>,
        /// Whether the entries are logits.
        logits: bool,
        /// Names of the tokens, or empty.
        tokens: &'static [&'static str],
    },
}

impl Studied {
    /// Reads the controls.
    pub fn from(input: &Input) -> Result<Self, Error> {
        let values = input.values;
        let stack = |stack: Rc<Stack>, logits, tokens| {
            square(stack.rows, stack.cols)?;
            Ok(Self::Many {
                stack,
                logits,
                tokens,
            })
        };
        match values.choice("source")? {
            "minilm" => {
                let id = values.choice("sentence")?;
                let sentence = minilm::SENTENCES.iter().find(|s| s.id == id);
                let sentence = sentence.unwrap_or(&minilm::SENTENCES[0]);
                stack(input.files.asset(sentence.asset)?, false, sentence.tokens)
            }
            "file" => stack(input.files.loaded()?, entries_are_logits(values)?, &[]),
            "matrix" => {
                let matrix = Matrix::from_rows(values.matrix("matrix")?)?;
                square(matrix.rows(), matrix.cols())?;
                let source = source_of(matrix, entries_are_logits(values)?, 0.0)?;
                Ok(Self::One(source, None))
            }
            family => {
                let family = family_of(family, values)?;
                let exact = family.exact_singular_values();
                Ok(Self::One(family.source()?, exact))
            }
        }
    }

    /// Layers and heads.
    pub fn shape(&self) -> (usize, usize) {
        match self {
            Self::One(..) => (1, 1),
            Self::Many { stack, .. } => (stack.layers, stack.heads),
        }
    }

    /// The matrix of one layer and head.
    pub fn source(&self, layer: usize, head: usize) -> Result<Source, Error> {
        match self {
            Self::One(source, _) => Ok(source.clone()),
            Self::Many { stack, logits, .. } => {
                let size = stack.rows * stack.cols;
                let from = (layer * stack.heads + head) * size;
                let values = stack.values[from..from + size].to_vec();
                let matrix = Matrix::new(stack.rows, stack.cols, values)?;
                source_of(matrix, *logits, stack.rounding)
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
    pub fn tokens(&self) -> &'static [&'static str] {
        match self {
            Self::One(..) => &[],
            Self::Many { tokens, .. } => tokens,
        }
    }
}

fn entries_are_logits(values: &Values) -> Result<bool, Error> {
    Ok(values.choice("entries")? == "logits")
}

fn source_of(matrix: Matrix, logits: bool, rounding: f64) -> Result<Source, Error> {
    Ok(match logits {
        true => Source::Logits(matrix),
        false => Source::stored_probabilities(matrix, rounding)?,
    })
}

fn square(rows: usize, cols: usize) -> Result<(), Error> {
    let wrong = |accepted: &str| Error::Control {
        id: "source",
        given: format!("{rows} rows and {cols} columns"),
        accepted: accepted.into(),
    };
    match (rows == cols, rows) {
        (false, _) => Err(wrong("attention matrices are square")),
        (true, 2..=MAX_SIDE) => Ok(()),
        (true, _) => Err(wrong("2 to 1024 tokens")),
    }
}

fn family_of(name: &'static str, values: &Values) -> Result<Family, Error> {
    let n = values.size("n")?;
    Ok(match name {
        "qk" => Family::Qk {
            n,
            d_head: values.size("d_head")?,
            seed: values.integer("seed")?,
        },
        "uniform" => Family::Uniform { n },
        "identity" => Family::Identity { n },
        "self" => Family::SelfLogit {
            n,
            c: values.number("c")?,
        },
        "sink_self" => Family::SinkSelf {
            n,
            eps: values.number("eps")?,
        },
        "blocks" => Family::Blocks {
            n,
            k: values.size("k")?,
        },
        "circulant" => Family::Circulant {
            n,
            kappa: values.number("kappa")?,
        },
        "causal" => Family::Causal { n },
        "hard" => Family::Hard {
            n,
            seed: values.integer("seed")?,
        },
        _ => Family::Vandermonde { n },
    })
}

/// The what-ifs that the controls describe, without the edited cells.
pub fn what_if(values: &Values) -> Result<WhatIf, Error> {
    Ok(WhatIf {
        temperature: values.number("temp")?,
        mask: match values.choice("mask")? {
            "causal" => Mask::Causal,
            "window" => Mask::Window(values.size("window")?),
            _ => Mask::None,
        },
        alibi: values.number("alibi")?,
        sink_weight: values.number("sink_weight")?,
        edits: Vec::new(),
    })
}
