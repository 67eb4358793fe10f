//! What if the weights were other ones: every change is one of the spectra, so that all numbers follow at once.

use super::{
    controls::*,
    network::{Matrix, Network},
};
use crate::{
    checkpoint::Kind,
    labs::{Error, Input},
    spectrum::Change,
};

/// Changes to a network.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WhatIf {
    query_key: f64,
    value_output: f64,
    mlp_in: f64,
    mlp_out: f64,
    /// Of every spectrum, but for its scale.
    change: Change,
    /// Layers used; 0 for as many as there are.
    layers: usize,
}

impl WhatIf {
    /// Reads the controls.
    pub fn read(input: &Input) -> Self {
        Self {
            query_key: input.of(SCALE_QK),
            value_output: input.of(SCALE_VO),
            mlp_in: input.of(SCALE_IN),
            mlp_out: input.of(SCALE_OUT),
            change: Change {
                scale: 1.0,
                prune: input.of(PRUNE),
                steps: match input.of(BITS) {
                    ALL_BITS => None,
                    bits => Some(2f64.powi(bits as i32) - 1.0),
                },
            },
            layers: match input.of(SOURCE) {
                Source::Synthetic => 0,
                Source::Minilm | Source::File => input.of(LAYERS),
            },
        }
    }

    /// The share of the largest singular value below which they become zero.
    pub fn prune(&self) -> f64 {
        self.change.prune
    }

    /// The factor by which matrices of a kind are multiplied. W_Q carries that of QK, W_V that of VO.
    fn scale(&self, kind: Kind) -> f64 {
        match kind {
            Kind::QueryKey | Kind::Query => self.query_key,
            Kind::ValueOutput | Kind::Value => self.value_output,
            Kind::MlpIn => self.mlp_in,
            Kind::MlpOut => self.mlp_out,
            Kind::Key | Kind::Output | Kind::Other => 1.0,
        }
    }

    /// The network with all changes made.
    pub fn apply(&self, mut network: Network) -> Result<Network, Error> {
        for layer in &mut network.layers {
            for (slot, matrix) in network.slots.iter().zip(layer) {
                if let Some(matrix) = matrix {
                    self.change(slot.kind, matrix)?;
                }
            }
        }
        if self.layers > 0 && network.known() && !network.layers.is_empty() {
            let stored = std::mem::take(&mut network.layers);
            network.layers = stored.into_iter().cycle().take(self.layers).collect();
        }
        Ok(network)
    }

    fn change(&self, kind: Kind, matrix: &mut Matrix) -> Result<(), Error> {
        let change = Change {
            scale: self.scale(kind),
            ..self.change
        };
        let (spectrum, ratio) = matrix.spectrum.changed(&change)?;
        matrix.spectrum = spectrum;
        matrix.group_norm_2_1 *= ratio;
        matrix.entry_norm_1_1 *= ratio;
        Ok(())
    }

    /// What is approximated, in words.
    pub fn notes(&self, network: &Network) -> Vec<String> {
        let mut notes = Vec::new();
        if self.change.reshapes() {
            notes.push("Pruning and rounding act on the singular values and leave the singular vectors alone, so every spectrum is exact. The (2,1) and (1,1) norms, which the spectrum does not determine, are shrunk in proportion to the Frobenius norm: an estimate. Rounding the weights themselves would add noise to the tail instead of removing it.".into());
        }
        if self.layers > network.stored_layers {
            notes.push(format!(
                "Beyond its {} layers the model is continued with the same layers from the first on.",
                network.stored_layers
            ));
        }
        notes
    }
}
