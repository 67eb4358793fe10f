//! What a state of the lab describes: the Transformer, its factors, and the matrix that is looked at.

use super::{
    controls::*,
    metrics::{self, METRICS, Metric, Of},
    network::{Network, Slot},
    synthetic::Recipe,
    what_if::WhatIf,
};
use crate::{
    bounds::transformer::{Block, Choice, Factors, SpectrumAdaptive, Tradeoff, Weight},
    checkpoint::{Checkpoint, Kind},
    labs::{Error, Input, Settling, shared::ranks::Tolerance},
};
use std::rc::Rc;

/// The bundled checkpoint.
const BUNDLED: &str = "minilm-l6.spectra";

/// The factors of one model of a series.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// Depth or hidden size, whichever the series is over.
    pub at: f64,
    /// All of its factors.
    pub factors: Factors,
}

/// Everything that the figures and words look at.
pub struct Facts {
    /// The Transformer, with all changes made.
    pub network: Network,
    /// What a synthetic one is made from.
    pub recipe: Option<Recipe>,
    /// The changes.
    pub what_if: WhatIf,
    /// The layers as the bounds see them, as far as they are measured in full.
    pub blocks: Vec<Block>,
    /// The index that every matrix chooses, and its price.
    pub adaptive: SpectrumAdaptive,
    /// The factors of all layers.
    pub whole: Factors,
    /// Those of the first layers, by their number; it fills in.
    pub over_depth: Vec<Point>,
    /// Those of a synthetic model of other hidden sizes; it fills in.
    pub over_width: Vec<Point>,
    /// The layer that is looked at, from 0.
    pub layer: usize,
    /// The place in it that is looked at, from 0.
    pub place: usize,
    /// What counts as zero.
    pub tolerance: Tolerance,
    /// What the map shows.
    pub metric: &'static Metric,
    /// Whether curves are shown over their first value.
    pub relative: bool,
    /// Each of the [`METRICS`] by layer and place, for the layers that differ; those of the factor are not among them.
    numbers: Vec<Vec<[f64; METRICS.len()]>>,
}

/// The matrix that is looked at, as it enters the factor.
pub struct Selected<'a> {
    /// Its layer, from 0.
    pub layer: usize,
    /// Its place in the layer.
    pub slot: Slot,
    /// What it contributes.
    pub choice: &'a Choice,
    /// c(W; p).
    pub tradeoff: Tradeoff<'a>,
}

impl Facts {
    /// Reads the controls and computes what the headline and the table need.
    pub fn of(input: &Input) -> Result<Self, Error> {
        let measured = |checkpoint: &Checkpoint| {
            let tolerance = Tolerance::new(input.values, checkpoint.rounding);
            Network::of(checkpoint, tolerance).map(|network| (None, tolerance, network))
        };
        let (recipe, tolerance, network) = match input.of(SOURCE) {
            Source::Minilm => {
                let checkpoint = input.files.checkpoint(BUNDLED)?;
                let mut found = measured(&checkpoint)?;
                found.2.name = "all-MiniLM-L6-v2, trained".into();
                found
            }
            Source::File => measured(&input.files.measured()?.tower(input.of(TOWER)))?,
            Source::Synthetic => {
                let recipe = Recipe::read(input);
                (Some(recipe), recipe.tolerance, recipe.network()?)
            }
        };
        let what_if = WhatIf::read(input);
        let network = what_if.apply(network)?;
        let blocks = network.blocks()?;
        let n = network.hidden_size;
        let adaptive = SpectrumAdaptive::new(&blocks, n);
        // Synthetic layers are all the same, as are repeated ones.
        let distinct = match recipe {
            Some(_) => 1,
            None => network.stored_layers,
        };
        let numbers = network.layers.iter().take(distinct);
        let numbers = numbers.map(|layer| {
            let numbers = layer.iter().map(|matrix| metrics::of(matrix.as_ref()));
            numbers.collect()
        });
        let last = |count: usize| count.saturating_sub(1);
        Ok(Self {
            whole: Factors::with(&blocks, n, &adaptive),
            numbers: numbers.collect(),
            // A checkpoint may be measured in part.
            layer: input.of(LAYER).min(last(network.layers.len())),
            place: input.of(MATRIX).min(last(network.slots.len())),
            metric: input.of(METRIC),
            tolerance,
            relative: input.of(SHOWN) == Shown::Relative,
            over_depth: Vec::new(),
            over_width: Vec::new(),
            network,
            recipe,
            what_if,
            blocks,
            adaptive,
        })
    }

    /// How many layers there are that differ.
    pub fn distinct(&self) -> usize {
        self.numbers.len()
    }

    /// Adds the power-law exponent of the matrix in a layer and place to its numbers.
    pub fn fit(&mut self, layer: usize, place: usize) {
        let matrix = self
            .network
            .layers
            .get(layer)
            .and_then(|l| l[place].as_ref());
        let numbers = self.numbers.get_mut(layer).and_then(|l| l.get_mut(place));
        if let (Some(matrix), Some(numbers)) = (matrix, numbers) {
            metrics::fit(matrix, numbers);
        }
    }

    /// The place that is looked at; none in a model without matrices.
    pub fn slot(&self) -> Option<Slot> {
        self.network.slots.get(self.place).copied()
    }

    /// The matrix that is looked at, where it enters the factor.
    pub fn selected(&self) -> Option<Selected<'_>> {
        let (layer, slot) = (self.layer, self.slot()?.in_factor());
        let (choice, weight) = self.part(layer, slot)?;
        let tradeoff = Tradeoff::adaptive(weight, choice.ln_k, self.network.hidden_size);
        Some(Selected {
            layer,
            slot,
            choice,
            tradeoff,
        })
    }

    /// What a matrix contributes to the factor.
    pub fn choice(&self, layer: usize, slot: Slot) -> Option<&Choice> {
        Some(self.part(layer, slot)?.0)
    }

    fn part(&self, layer: usize, slot: Slot) -> Option<(&Choice, &Weight)> {
        let (block, choices) = (self.blocks.get(layer)?, self.adaptive.layers.get(layer)?);
        match (slot.kind, slot.head) {
            (Kind::QueryKey, Some(head)) => Some((
                choices.query_key.get(head)?,
                &block.heads.get(head)?.query_key,
            )),
            (Kind::ValueOutput, Some(head)) => Some((
                choices.value_output.get(head)?,
                &block.heads.get(head)?.value_output,
            )),
            (Kind::MlpIn, _) => Some((&choices.mlp_in, &block.mlp_in)),
            (Kind::MlpOut, _) => Some((&choices.mlp_out, &block.mlp_out)),
            _ => None,
        }
    }

    /// One of the [`METRICS`], by its position, of the matrix in a layer and place; NaN where it has none.
    pub fn number(&self, metric: usize, layer: usize, place: usize) -> f64 {
        if let Of::Choice(of) = METRICS[metric].of {
            let slot = self.network.slots.get(place);
            let choice = slot.and_then(|slot| self.choice(layer, *slot));
            return choice.map_or(f64::NAN, of);
        }
        let same = self.numbers.get(layer % self.distinct().max(1));
        let numbers = same.and_then(|places| places.get(place));
        numbers.map_or(f64::NAN, |numbers| numbers[metric])
    }
}

/// The layer and the matrix that are looked at are those of the model, and a head has at most as many dimensions as it.
pub fn settle(state: &mut Settling) -> Result<(), Error> {
    let checkpoint = match state.of(SOURCE) {
        Source::Minilm => state.files().checkpoint(BUNDLED)?,
        Source::File => {
            let whole = state.files().measured()?;
            state.at_most(TOWER, whole.towers.len().saturating_sub(1));
            Rc::new(whole.tower(state.of(TOWER)))
        }
        Source::Synthetic => {
            state.at_most(D_HEAD, state.of(N));
            state.at_most(LAYER, state.of(DEPTH) - 1);
            let places = Recipe::SINGLES.len() + 2 * state.of(HEADS);
            state.at_most(MATRIX, places - 1);
            return Ok(());
        }
    };
    let (rows, places) = Network::shape(&checkpoint);
    match state.of(LAYERS) {
        used if used > 0 && checkpoint.heads > 0 => state.at_most(LAYER, used - 1),
        _ => state.index(LAYER, rows),
    }
    state.index(MATRIX, places);
    Ok(())
}
