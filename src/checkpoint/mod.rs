//! Checkpoints: a trained Transformer as its weight matrices, each reduced to singular values and two norms.
//!
//! | file | idea |
//! | --- | --- |
//! | `layouts` | which tensors are which matrices, in a table |
//! | `survey` | the beginnings of the files |
//! | `config` | what a `config.json` tells |
//! | `plan` | what there is to measure, in units that need a few byte ranges each |
//! | `outline` | the plan in words, for a page that hands out the units |
//! | `unpack` | numbers from what quantised checkpoints store |
//! | `measure` | a unit takes its bytes piece by piece and becomes measurements |
//! | `reading` | a unit's matrix itself, from the same bytes |
//! | `recording` | a training run in a file that grows |
//! | `disk` | a checkpoint in files, measured by threads |
//! | `bundle` | a measured checkpoint as a small file |
//!
//! Rows are inputs and columns are outputs, as in `x W`: the convention of bounds on row vectors, whichever way a file stores W.

mod bundle;
mod config;
#[cfg(not(target_arch = "wasm32"))]
pub mod disk;
mod error;
pub mod layouts;
mod measure;
mod outline;
mod plan;
mod reading;
pub mod recording;
mod survey;
mod unpack;

pub use crate::data::is_safetensors;
pub use config::{Config, Configs};
pub use error::Error;
pub use measure::{Measurement, Measuring, Want};
pub use outline::{Outline, Work};
pub use plan::{Aside, Job, Packing, Plan, Rows, Slab, Tower, Unit};
pub use reading::Reading;
pub use survey::{Survey, is_checkpoint};

use serde::{Deserialize, Serialize};

/// What a weight matrix does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// W_Q of all heads.
    Query,
    /// W_K of all heads.
    Key,
    /// W_V of all heads.
    Value,
    /// W_O of all heads.
    Output,
    /// M_in of the feed-forward network.
    MlpIn,
    /// M_out of the feed-forward network.
    MlpOut,
    /// W_Q W_Kᵀ of one head, N x N, without the factor 1/√d_h.
    QueryKey,
    /// W_V W_O of one head, N x N.
    ValueOutput,
    /// A matrix of an unknown architecture.
    Other,
}

/// A checkpoint, measured in whole or in part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Where it comes from.
    pub name: String,
    /// The models that use its architecture, in words; empty where it is unknown.
    pub models: String,
    /// Depth L; 0 where the architecture is unknown.
    pub layers: usize,
    /// Heads H of each layer; 0 where the architecture is unknown.
    pub heads: usize,
    /// Hidden size N; 0 where the architecture is unknown.
    pub hidden_size: usize,
    /// Feed-forward width; 0 where the architecture is unknown.
    pub mlp_size: usize,
    /// Largest relative error that storing a weight has made (dimensionless).
    pub rounding: f64,
    /// What a reader of the numbers has to know.
    pub notes: Vec<String>,
    /// How many units of work it takes to know everything.
    pub units: usize,
    /// What is known, by unit; empty where it is not yet.
    pub measured: Vec<Vec<Measurement>>,
    /// Its models, the first of which the numbers above are of; none where there is one only.
    pub towers: Vec<Tower>,
}

impl Checkpoint {
    /// A checkpoint of which nothing is measured yet.
    pub fn new(plan: &Plan) -> Self {
        let blank = Self {
            name: plan.name.clone(),
            units: plan.units.len(),
            measured: vec![Vec::new(); plan.units.len()],
            towers: match plan.towers.len() {
                0 | 1 => Vec::new(),
                _ => plan.towers.clone(),
            },
            ..Self::default()
        };
        match plan.towers.first() {
            Some(tower) => blank.of(tower),
            None => blank,
        }
    }

    /// With the numbers of one of its models.
    fn of(self, tower: &Tower) -> Self {
        Self {
            models: tower.models.clone(),
            layers: tower.layers,
            heads: tower.heads,
            hidden_size: tower.hidden_size,
            mlp_size: tower.mlp_size,
            rounding: tower.rounding,
            notes: tower.notes.clone(),
            ..self
        }
    }

    /// One of its models, counted from 0, as a checkpoint of its own; the last where there are fewer.
    pub fn tower(&self, at: usize) -> Self {
        let at = at.min(self.towers.len().saturating_sub(1));
        let Some(tower) = self.towers.get(at).filter(|_| self.towers.len() > 1) else {
            return self.clone();
        };
        let begin: usize = self.towers[..at].iter().map(|tower| tower.units).sum();
        let measured = self
            .measured
            .iter()
            .skip(begin)
            .take(tower.units)
            .cloned()
            .collect();
        let one = Self {
            name: format!("{}: {}", self.name, tower.name),
            units: tower.units,
            measured,
            ..Self::default()
        };
        one.of(tower)
    }

    /// Adds what a unit, counted from 0, has come to.
    pub fn add(&mut self, unit: usize, measured: Vec<Measurement>) {
        if let Some(place) = self.measured.get_mut(unit) {
            *place = measured;
        }
    }

    /// How many units are measured.
    pub fn done(&self) -> usize {
        self.measured.iter().filter(|unit| !unit.is_empty()).count()
    }

    /// Everything that is known, in the order of the units: by layer, then by kind, then by head.
    pub fn matrices(&self) -> impl Iterator<Item = &Measurement> {
        self.measured.iter().flatten()
    }

    /// The matrix of that layer, kind and head.
    pub fn matrix(&self, layer: usize, kind: Kind, head: Option<usize>) -> Option<&Measurement> {
        let is = |m: &&Measurement| m.layer == layer && m.kind == kind && m.head == head;
        self.matrices().find(is)
    }
}
