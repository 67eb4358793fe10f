//! What there is to measure in a checkpoint: units of work that need a few byte ranges each and nothing else.

mod layer;
mod unit;

pub(super) use unit::Holding;
pub use unit::{Job, Slab, Unit};

use super::{
    Kind,
    layouts::{LAYOUTS, Layout, Stored, Weight},
};
use crate::{
    data::safetensors::{Dtype, Header, Tensor},
    linalg::RowByRow,
};
use layer::Layer;
use serde::Deserialize;

/// What the numbers of a model are that its tensors do not tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Config {
    /// Number of heads.
    #[serde(alias = "n_head", alias = "n_heads", alias = "num_attention_heads")]
    pub heads: Option<usize>,
    /// Head dimension, where it is not the hidden size over the number of heads.
    #[serde(alias = "head_dim")]
    pub head_size: Option<usize>,
}

impl Config {
    /// From the text of a `config.json`; what is not there, or not a number, is not told.
    ///
    /// ```
    /// let config = rankscope::checkpoint::Config::parse(br#"{"hidden_size": 384, "num_attention_heads": 12}"#);
    /// assert_eq!(config.heads, Some(12));
    /// ```
    pub fn parse(json: &[u8]) -> Self {
        serde_json::from_slice(json).unwrap_or_default()
    }
}

/// What is to be measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Where the tensors come from.
    pub name: String,
    /// The files that hold tensors, in the order in which units count them.
    pub files: Vec<String>,
    /// The architecture, if it is a known one.
    pub layout: Option<&'static Layout>,
    /// Depth L; 0 for an unknown architecture.
    pub layers: usize,
    /// Heads H of each layer; 0 for an unknown architecture.
    pub heads: usize,
    /// Hidden size N; 0 for an unknown architecture.
    pub hidden_size: usize,
    /// Feed-forward width; 0 for an unknown architecture.
    pub mlp_size: usize,
    /// Pieces of work, by layer.
    pub units: Vec<Unit>,
    /// Bytes of the largest tensor in the files, measured or not.
    pub largest_tensor: u64,
    /// What a reader of the numbers has to know.
    pub notes: Vec<String>,
    /// Largest relative error that storing a weight has made (dimensionless).
    pub rounding: f64,
}

/// Bytes that may be held in any case, however small the tensors are.
const LEAST_MEMORY: u64 = 64 << 20;

impl Plan {
    /// How many units may be measured at a time: together they hold at most three times the largest tensor, or 64 MiB where that is
    /// more; one in any case.
    pub fn at_a_time(&self) -> usize {
        let held = self.units.iter().map(Unit::memory).max().unwrap_or(1);
        let most = self.largest_tensor.saturating_mul(3).max(LEAST_MEMORY);
        (most / held).max(1) as usize
    }

    /// Finds the matrices in files whose headers are known.
    pub fn new(name: &str, headers: &[Header], config: Config) -> Self {
        let tensors = Tensors(headers);
        let files = || headers.iter().map(|header| header.file.clone()).collect();
        let sizes = tensors.all().map(|(_, tensor)| tensor.end - tensor.begin);
        let largest_tensor = sizes.max().unwrap_or(0);
        let mut why = Vec::new();
        for layout in LAYOUTS {
            if let Some(prefix) = layout.prefix(tensors.names()) {
                match tensors.transformer(layout, prefix, config) {
                    Ok(plan) => {
                        return Self {
                            name: name.into(),
                            files: files(),
                            largest_tensor,
                            ..plan
                        };
                    }
                    Err(reason) => why.push(format!("named like {}, but {reason}", layout.models)),
                }
            }
        }
        let reason = match why.is_empty() {
            true => "the names of its tensors are of no architecture that is known here".into(),
            false => why.join("; "),
        };
        Self {
            name: name.into(),
            files: files(),
            largest_tensor,
            ..tensors.everything(&reason)
        }
    }
}

/// The tensors of all files.
struct Tensors<'a>(&'a [Header]);

/// A tensor that serves as a matrix.
#[derive(Clone, Copy)]
struct Found<'a> {
    file: usize,
    tensor: &'a Tensor,
    rows: usize,
    cols: usize,
}

impl<'a> Tensors<'a> {
    fn all(&self) -> impl Iterator<Item = (usize, &'a Tensor)> {
        let files = self.0.iter().enumerate();
        files.flat_map(|(file, header)| header.tensors.iter().map(move |tensor| (file, tensor)))
    }

    fn names(&self) -> impl Iterator<Item = &'a str> {
        self.all().map(|(_, tensor)| tensor.name.as_str())
    }

    fn find(&self, name: &str) -> Option<(usize, &'a Tensor)> {
        self.all().find(|(_, tensor)| tensor.name == name)
    }

    /// A tensor with two axes of real numbers.
    fn matrix(&self, name: &str) -> Result<Found<'a>, String> {
        let (file, tensor) = self
            .find(name)
            .ok_or_else(|| format!("the tensor {name:?} is missing"))?;
        match (tensor.shape.as_slice(), tensor.dtype) {
            (_, Dtype::Other(_)) => Err(format!("the tensor {name:?} holds no real numbers")),
            (&[rows, cols], _) if rows > 0 && cols > 0 => Ok(Found {
                file,
                tensor,
                rows,
                cols,
            }),
            (shape, _) => Err(format!(
                "the tensor {name:?} has the shape {shape:?}, not that of a matrix"
            )),
        }
    }

    /// A weight, with rows of outputs or of inputs.
    fn slab(&self, name: &str, weight: &Weight, rows: Stored) -> Result<Slab, String> {
        let found = self.matrix(name)?;
        let (part, parts) = weight.part;
        let fits = parts == 1 || weight.stored == Stored::InOut && found.cols.is_multiple_of(parts);
        if !fits {
            let (rows, cols) = (found.rows, found.cols);
            return Err(format!(
                "the tensor {name:?} of {rows} x {cols} does not split into {parts}"
            ));
        }
        let width = found.cols / parts;
        Ok(Slab {
            tensor: name.into(),
            file: found.file,
            dtype: found.tensor.dtype,
            begin: found.tensor.begin,
            stored: (found.rows, found.cols),
            columns: (part * width, (part + 1) * width),
            transposed: weight.stored != rows,
        })
    }

    fn transformer(
        &self,
        layout: &'static Layout,
        prefix: &str,
        config: Config,
    ) -> Result<Plan, String> {
        let has = |layer| {
            self.find(&layout.name(prefix, layer, layout.query.name))
                .is_some()
        };
        let layers = (0..).take_while(|layer| has(*layer)).count();
        let first = Layer::read(self, layout, prefix, 0)?;
        let (heads, head_size, guess) = self.heads(layout, prefix, &first, config)?;
        let mut plan = Plan {
            name: String::new(),
            files: Vec::new(),
            layout: Some(layout),
            layers,
            heads,
            hidden_size: first.hidden_size(),
            mlp_size: first.mlp_out.shape().1,
            units: Vec::new(),
            largest_tensor: 0,
            notes: layout.note.iter().map(|note| (*note).into()).collect(),
            rounding: 0.0,
        };
        plan.notes.extend(guess);
        for layer in 0..layers {
            let read = Layer::read(self, layout, prefix, layer)?;
            if !read.same_sizes(&first) {
                return Err(format!("its layer {layer} has other sizes than layer 0"));
            }
            plan.units.extend(read.units(layer, head_size));
        }
        plan.finish()
    }

    /// Number of heads, their dimension, and what to say where both are guessed.
    fn heads(
        &self,
        layout: &Layout,
        prefix: &str,
        first: &Layer,
        config: Config,
    ) -> Result<(usize, usize, Option<String>), String> {
        let (queries, keys) = (first.query.shape().0, first.key.shape().0);
        let told = config.head_size.or_else(|| {
            let heads = config.heads.filter(|heads| *heads > 0)?;
            queries.is_multiple_of(heads).then(|| queries / heads)
        });
        let told = told.or_else(|| {
            let lengths = layout.head_size.iter().filter_map(|(name, factor)| {
                let (_, tensor) = self.find(&layout.name(prefix, 0, name))?;
                tensor.shape.iter().product::<usize>().checked_mul(*factor)
            });
            lengths.into_iter().next()
        });
        let divides =
            |size: &usize| *size > 0 && queries.is_multiple_of(*size) && keys.is_multiple_of(*size);
        if let Some(size) = told {
            return match divides(&size) {
                true => Ok((queries / size, size, None)),
                false => Err(format!(
                    "heads of dimension {size} do not divide its {queries} queries and {keys} keys"
                )),
            };
        }
        // The usual sizes: 32 in the MiniLM family, 128 in large models, 64 in all others.
        let usual: &[usize] = match queries {
            384 => &[32],
            4096.. => &[128, 64],
            _ => &[64, 32],
        };
        let size = usual.iter().copied().find(divides);
        let size = size.unwrap_or(if queries.is_multiple_of(keys) {
            keys
        } else {
            1
        });
        let heads = queries / size;
        let guess = format!(
            "the tensors do not tell the number of heads: {heads} of dimension {size} are assumed, as is usual for this size; a \
             config.json beside the file (dropped together with it) tells"
        );
        Ok((heads, size, Some(guess)))
    }

    /// Every matrix, of whatever meaning.
    fn everything(&self, reason: &str) -> Plan {
        let (mut units, mut large) = (Vec::new(), 0);
        for (_, tensor) in self.all() {
            let plain = Weight {
                name: "",
                stored: Stored::OutIn,
                part: (0, 1),
            };
            let Ok(slab) = self.slab(&tensor.name, &plain, Stored::OutIn) else {
                continue;
            };
            let (rows, cols) = slab.shape();
            if rows == 1 || cols == 1 {
                continue;
            }
            match RowByRow::fits(rows, cols) {
                false => large += 1,
                true => units.push(Unit::matrix(
                    units.len(),
                    Kind::Other,
                    &tensor.name,
                    vec![slab],
                    true,
                )),
            }
        }
        let mut notes = vec![format!(
            "spectra and ranks only, no bound: {reason}, and the bounds need to know which matrix does what"
        )];
        if large > 0 {
            notes.push(format!(
                "{large} matrices are too large to be decomposed here and are left out"
            ));
        }
        Plan {
            name: String::new(),
            files: Vec::new(),
            layout: None,
            layers: 0,
            heads: 0,
            hidden_size: 0,
            mlp_size: 0,
            rounding: rounding(&units),
            units,
            largest_tensor: 0,
            notes,
        }
    }
}

impl Plan {
    /// The plan, if all of it can be done.
    fn finish(mut self) -> Result<Self, String> {
        for unit in &self.units {
            if let Job::Matrix { slabs, .. } = &unit.job {
                let rows = slabs.iter().map(|slab| slab.shape().0).sum();
                let cols = slabs.first().map_or(0, |slab| slab.shape().1);
                if !RowByRow::fits(rows, cols) {
                    return Err(format!("{} is too large ({rows} x {cols})", unit.name));
                }
            }
        }
        self.rounding = rounding(&self.units);
        Ok(self)
    }
}

fn rounding(units: &[Unit]) -> f64 {
    let slabs = units.iter().flat_map(|unit| match &unit.job {
        Job::Matrix { slabs, .. } => slabs.iter().collect::<Vec<_>>(),
        Job::Heads { left, right, .. } => vec![left, right],
    });
    slabs.fold(0.0, |largest, slab| slab.dtype.rounding().max(largest))
}
