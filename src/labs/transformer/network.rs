//! A Transformer as the lab sees it: its matrices by layer and place, each with its spectrum.

use crate::{
    bounds::{
        LayerNorms,
        transformer::{Block, Head, Weight},
    },
    checkpoint::{Checkpoint, Kind, Measurement},
    labs::{Error, shared::ranks::Tolerance},
    spectrum::Spectrum,
};

/// One weight matrix.
#[derive(Clone)]
pub struct Matrix {
    /// The name it is shown by.
    pub name: String,
    /// Its singular values.
    pub spectrum: Spectrum,
    /// ‖W‖₂,₁.
    pub group_norm_2_1: f64,
    /// ‖W‖₁,₁.
    pub entry_norm_1_1: f64,
}

/// A place that a matrix can have in a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// What it does.
    pub kind: Kind,
    /// Of which head, from 0.
    pub head: Option<usize>,
}

/// A Transformer, or what is known of it.
#[derive(Clone)]
pub struct Network {
    /// Where it comes from.
    pub name: String,
    /// Heads of each layer; 0 where the architecture is unknown.
    pub heads: usize,
    /// Hidden size N; 0 where the architecture is unknown.
    pub hidden_size: usize,
    /// Layers that the whole model has, measured or not.
    pub stored_layers: usize,
    /// The places of a layer, in the order shown.
    pub slots: Vec<Slot>,
    /// By layer and place.
    pub layers: Vec<Vec<Option<Matrix>>>,
    /// What a reader of the numbers has to know.
    pub notes: Vec<String>,
}

/// The places of the matrices of a layer, apart from the heads' products.
const SINGLE: [Kind; 6] = [
    Kind::MlpIn,
    Kind::MlpOut,
    Kind::Query,
    Kind::Key,
    Kind::Value,
    Kind::Output,
];

impl Slot {
    /// A name for the head of a column: "M_in", "QK 3".
    pub fn name(self) -> String {
        let name = match self.kind {
            Kind::Query => "W_Q",
            Kind::Key => "W_K",
            Kind::Value => "W_V",
            Kind::Output => "W_O",
            Kind::MlpIn => "M_in",
            Kind::MlpOut => "M_out",
            Kind::QueryKey => "QK",
            Kind::ValueOutput => "VO",
            Kind::Other => "matrix",
        };
        match self.head {
            Some(head) => format!("{name} {head}"),
            None => name.into(),
        }
    }

    /// The matrix that stands for it in the factors: a head's product for W_Q, W_K, W_V and W_O.
    pub fn in_factor(self) -> Self {
        let kind = match self.kind {
            Kind::Query | Kind::Key => Kind::QueryKey,
            Kind::Value | Kind::Output => Kind::ValueOutput,
            kind => kind,
        };
        let of_head = matches!(kind, Kind::QueryKey | Kind::ValueOutput);
        let head = of_head.then_some(self.head.unwrap_or(0));
        Self { kind, head }
    }
}

/// The places of a layer with that many heads.
pub fn slots(singles: &[Kind], heads: usize) -> Vec<Slot> {
    let single = singles.iter().map(|kind| Slot {
        kind: *kind,
        head: None,
    });
    let products = [Kind::QueryKey, Kind::ValueOutput];
    let products = products.into_iter().flat_map(|kind| {
        (0..heads).map(move |head| Slot {
            kind,
            head: Some(head),
        })
    });
    single.chain(products).collect()
}

impl Network {
    /// How many layers and places a measured checkpoint has; of an unknown architecture, how many tensors.
    pub fn shape(checkpoint: &Checkpoint) -> (usize, usize) {
        match checkpoint.heads {
            0 => (checkpoint.units.max(checkpoint.matrices().count()), 1),
            heads => (checkpoint.layers, SINGLE.len() + 2 * heads),
        }
    }

    /// A measured checkpoint; matrices that are not measured yet are left out.
    pub fn of(checkpoint: &Checkpoint, tolerance: Tolerance) -> Result<Self, Error> {
        let known = checkpoint.heads > 0;
        let (slots, rows) = match known {
            true => (slots(&SINGLE, checkpoint.heads), checkpoint.layers),
            // One row per tensor.
            false => (slots(&[Kind::Other], 0), checkpoint.matrices().count()),
        };
        let mut layers = vec![vec![None; slots.len()]; rows];
        for (i, measured) in checkpoint.matrices().enumerate() {
            let slot = Slot {
                kind: measured.kind,
                head: measured.head,
            };
            let (row, place) = match known {
                true => (measured.layer, slots.iter().position(|s| *s == slot)),
                false => (i, Some(0)),
            };
            if let Some(layer) = layers.get_mut(row)
                && let Some(place) = place
            {
                layer[place] = Some(Matrix::of(measured, tolerance)?);
            }
        }
        Ok(Self {
            name: checkpoint.name.clone(),
            heads: checkpoint.heads,
            hidden_size: checkpoint.hidden_size,
            stored_layers: rows,
            slots,
            layers,
            notes: checkpoint.notes.clone(),
        })
    }

    /// Whether its architecture is known, so that there is a bound.
    pub fn known(&self) -> bool {
        self.heads > 0
    }

    /// The matrix of a layer and place, where it is measured.
    pub fn matrix(&self, layer: usize, slot: Slot) -> Option<&Matrix> {
        let place = self.slots.iter().position(|s| *s == slot)?;
        self.layers.get(layer)?[place].as_ref()
    }

    /// Every matrix that is measured, with its layer and place.
    pub fn matrices(&self) -> impl Iterator<Item = (usize, Slot, &Matrix)> {
        self.layers.iter().enumerate().flat_map(|(layer, places)| {
            let places = self.slots.iter().zip(places);
            places.filter_map(move |(slot, matrix)| Some((layer, *slot, matrix.as_ref()?)))
        })
    }

    /// The layers as the bounds see them, up to the first that is not measured in full.
    pub fn blocks(&self) -> Result<Vec<Block>, Error> {
        let mut blocks = Vec::new();
        for layer in 0..self.layers.len() {
            let Some(block) = self.block(layer)? else {
                break;
            };
            blocks.push(block);
        }
        Ok(blocks)
    }

    /// A layer as the bounds see it; nothing where one of its matrices is not measured.
    fn block(&self, layer: usize) -> Result<Option<Block>, Error> {
        let weight = |kind, head| match self.matrix(layer, Slot { kind, head }) {
            Some(m) => Weight::new(&m.spectrum, m.group_norm_2_1, m.entry_norm_1_1).map(Some),
            None => Ok(None),
        };
        let mut heads = Vec::new();
        for head in 0..self.heads {
            let query_key = weight(Kind::QueryKey, Some(head))?;
            let value_output = weight(Kind::ValueOutput, Some(head))?;
            let (Some(query_key), Some(value_output)) = (query_key, value_output) else {
                return Ok(None);
            };
            heads.push(Head {
                query_key,
                value_output,
            });
        }
        let pair = weight(Kind::MlpIn, None)?.zip(weight(Kind::MlpOut, None)?);
        let pair = pair.filter(|_| self.known());
        Ok(pair.map(|(mlp_in, mlp_out)| Block {
            heads,
            mlp_in,
            mlp_out,
        }))
    }

    /// The norms of M_in and M_out of the first layers, in order: the feed-forward path as a network.
    pub fn feed_forward(&self, depth: usize) -> Vec<LayerNorms> {
        let path = self.matrices().filter(|(layer, slot, _)| {
            *layer < depth && matches!(slot.kind, Kind::MlpIn | Kind::MlpOut)
        });
        let norms = |(_, _, matrix): (usize, Slot, &Matrix)| LayerNorms {
            spectral_norm: matrix.spectrum.spectral_norm(),
            frobenius_norm: matrix.spectrum.frobenius_norm(),
            group_norm_2_1: matrix.group_norm_2_1,
        };
        path.map(norms).collect()
    }

    /// A name for each layer, or for each tensor of an unknown architecture.
    pub fn row_names(&self) -> Vec<String> {
        let name = |(i, places): (usize, &Vec<Option<Matrix>>)| match places.first() {
            Some(Some(matrix)) if !self.known() => matrix.name.clone(),
            _ => i.to_string(),
        };
        self.layers.iter().enumerate().map(name).collect()
    }
}

impl Matrix {
    fn of(measured: &Measurement, tolerance: Tolerance) -> Result<Self, Error> {
        let values = measured.singular_values.clone();
        let spectrum = Spectrum::new(values, measured.rows, measured.cols)?;
        Ok(Self {
            name: measured.name.clone(),
            spectrum: tolerance.on(spectrum),
            group_norm_2_1: measured.group_norm_2_1,
            entry_norm_1_1: measured.entry_norm_1_1,
        })
    }
}
