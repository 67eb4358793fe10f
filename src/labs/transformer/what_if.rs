//! What if the weights were other ones: every change is one of the spectra, so that all numbers follow at once.

use super::model::{Matrix, Model};
use crate::{
    checkpoint::Kind,
    labs::{Error, Values},
    spectrum::Spectrum,
};

/// Bits at which singular values are left as they are.
pub const ALL_BITS: u64 = 24;

/// Changes to a model.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WhatIf {
    query_key: f64,
    value_output: f64,
    mlp_in: f64,
    mlp_out: f64,
    prune: f64,
    bits: u64,
    layers: usize,
}

impl WhatIf {
    /// Reads the controls.
    pub fn read(values: &Values) -> Result<Self, Error> {
        let synthetic = values.choice("source")? == "synthetic";
        Ok(Self {
            query_key: values.number("scale_qk")?,
            value_output: values.number("scale_vo")?,
            mlp_in: values.number("scale_in")?,
            mlp_out: values.number("scale_out")?,
            prune: values.number("prune")?,
            bits: values.integer("bits")?,
            layers: match synthetic {
                true => 0,
                false => values.size("layers")?,
            },
        })
    }

    /// The factor by which matrices of a kind are multiplied. W_Q carries that of QK, W_V that of VO.
    pub fn scale(&self, kind: Kind) -> f64 {
        match kind {
            Kind::QueryKey | Kind::Query => self.query_key,
            Kind::ValueOutput | Kind::Value => self.value_output,
            Kind::MlpIn => self.mlp_in,
            Kind::MlpOut => self.mlp_out,
            Kind::Key | Kind::Output | Kind::Other => 1.0,
        }
    }

    /// The model with all changes made.
    pub fn apply(&self, model: Model) -> Result<Model, Error> {
        let mut model = model;
        for layer in &mut model.layers {
            for (slot, matrix) in model.slots.iter().zip(layer) {
                if let Some(matrix) = matrix {
                    self.change(slot.kind, matrix)?;
                }
            }
        }
        if self.layers > 0 && model.known() && !model.layers.is_empty() {
            let stored = std::mem::take(&mut model.layers);
            model.layers = stored.into_iter().cycle().take(self.layers).collect();
        }
        Ok(model)
    }

    fn change(&self, kind: Kind, matrix: &mut Matrix) -> Result<(), Error> {
        let scale = self.scale(kind);
        let (rows, cols) = (matrix.spectrum.rows(), matrix.spectrum.cols());
        let before = matrix.spectrum.frobenius_norm();
        let largest = matrix.spectrum.spectral_norm();
        let values = matrix.spectrum.values().iter();
        let values = values.map(|s| scale * self.rounded(s / largest) * largest);
        // A zero matrix stays one.
        if largest > 0.0 && (scale != 1.0 || self.reshapes()) {
            matrix.spectrum = Spectrum::new(values.collect(), rows, cols)?;
            let ratio = matrix.spectrum.frobenius_norm() / before;
            matrix.group_norm_2_1 *= ratio;
            matrix.entry_norm_1_1 *= ratio;
        }
        Ok(())
    }

    /// A share of the largest singular value, pruned and rounded.
    fn rounded(&self, share: f64) -> f64 {
        if share < self.prune {
            return 0.0;
        }
        match self.bits < ALL_BITS {
            true => {
                let steps = (2f64).powi(self.bits as i32) - 1.0;
                (share * steps).round() / steps
            }
            false => share,
        }
    }

    /// Whether spectra change beyond a factor.
    fn reshapes(&self) -> bool {
        self.prune > 0.0 || self.bits < ALL_BITS
    }

    /// What is approximated, in words.
    pub fn notes(&self, model: &Model) -> Vec<String> {
        let mut notes = Vec::new();
        if self.reshapes() {
            notes.push("Pruning and rounding act on the singular values and leave the singular vectors alone, so every spectrum is exact. The (2,1) and (1,1) norms, which the spectrum does not determine, are shrunk in proportion to the Frobenius norm: an estimate. Rounding the weights themselves would add noise to the tail instead of removing it.".into());
        }
        if self.layers > model.stored_layers {
            notes.push(format!(
                "Beyond its {} layers the model is continued with the same layers from the first on.",
                model.stored_layers
            ));
        }
        notes
    }
}
