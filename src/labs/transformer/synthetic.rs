//! A Transformer that was never trained: one spectral family for every matrix, and random singular vectors.

use super::{
    controls::*,
    network::{Matrix, Network, slots},
};
use crate::{
    checkpoint::Kind,
    labs::{Error, Input, shared::ranks::Tolerance},
    spectrum::{ColumnNorms, Spectrum, families},
};

/// Width of the feed-forward network over the hidden size.
const EXPANSION: usize = 4;

/// What a synthetic model is made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Recipe {
    /// Layers L.
    pub depth: usize,
    /// Hidden size N.
    pub hidden_size: usize,
    /// Heads H.
    pub heads: usize,
    /// Head dimension, at most N.
    pub head_size: usize,
    /// The law of the singular values.
    pub family: Family,
    /// The decay of a power law, dimensionless.
    pub alpha: f64,
    /// The ratio of a geometric law, in (0, 1].
    pub ratio: f64,
    /// Share of the singular values that are not zero.
    pub share: f64,
    /// Seed of the singular vectors.
    pub seed: u64,
    /// What counts as zero.
    pub tolerance: Tolerance,
}

impl Recipe {
    /// What a layer has beside its heads' products.
    pub const SINGLES: &[Kind] = &[Kind::MlpIn, Kind::MlpOut];

    /// Reads the controls.
    pub fn read(input: &Input) -> Self {
        let hidden_size = input.of(N);
        Self {
            depth: input.of(DEPTH),
            hidden_size,
            heads: input.of(HEADS),
            head_size: input.of(D_HEAD),
            family: input.of(FAMILY),
            alpha: input.of(ALPHA),
            ratio: input.of(RATIO),
            share: input.of(SHARE),
            seed: input.of(SEED),
            tolerance: Tolerance::new(input.values, 0.0),
        }
    }

    /// The same architecture at another hidden size: heads of the same dimension, in proportion more of them.
    pub fn of_size(self, hidden_size: usize) -> Self {
        let heads = (self.heads * hidden_size) as f64 / self.hidden_size as f64;
        Self {
            heads: (heads.round() as usize).max(1),
            head_size: self.head_size.min(hidden_size),
            hidden_size,
            ..self
        }
    }

    /// The network; every layer has the same spectra and norms.
    pub fn network(self) -> Result<Network, Error> {
        let n = self.hidden_size;
        let wide = EXPANSION * n;
        let slots = slots(Self::SINGLES, self.heads);
        let matrix = |kind, rows, cols, directions| self.matrix(kind, [rows, cols], directions);
        let mlp_in = matrix(Kind::MlpIn, n, wide, n)?;
        let mlp_out = matrix(Kind::MlpOut, wide, n, n)?;
        let query_key = matrix(Kind::QueryKey, n, n, self.head_size)?;
        let value_output = matrix(Kind::ValueOutput, n, n, self.head_size)?;
        let layer: Vec<_> = (slots.iter())
            .map(|slot| {
                let matrix = match slot.kind {
                    Kind::MlpIn => &mlp_in,
                    Kind::MlpOut => &mlp_out,
                    Kind::QueryKey => &query_key,
                    _ => &value_output,
                };
                Some(Matrix {
                    name: slot.name(),
                    ..matrix.clone()
                })
            })
            .collect();
        Ok(Network {
            name: "synthetic".into(),
            heads: self.heads,
            hidden_size: n,
            stored_layers: self.depth,
            slots,
            layers: vec![layer; self.depth],
            notes: Vec::new(),
        })
    }

    fn matrix(
        &self,
        kind: Kind,
        [rows, cols]: [usize; 2],
        directions: usize,
    ) -> Result<Matrix, Error> {
        let values = self.singular_values(directions)?;
        let seed = self.seed.wrapping_add(kind as u64);
        let norms = ColumnNorms::random(&values, rows, cols, seed);
        Ok(Matrix {
            name: String::new(),
            spectrum: self.tolerance.on(Spectrum::new(values, rows, cols)?),
            group_norm_2_1: norms.group_2_1,
            entry_norm_1_1: norms.entry_1_1,
        })
    }

    fn singular_values(&self, directions: usize) -> Result<Vec<f64>, Error> {
        let spectrum = match self.family {
            Family::Flat => families::flat(directions, directions)?,
            Family::Power => families::power(directions, self.alpha)?,
            Family::Geometric => families::geometric(directions, self.ratio)?,
            Family::Gaussian => families::quarter_circle(directions, 0.5)?,
        };
        let mut values = spectrum.into_values();
        let largest = values.first().copied().unwrap_or(1.0);
        let kept = (self.share * directions as f64).ceil().max(1.0) as usize;
        values.truncate(kept);
        values.iter_mut().for_each(|s| *s /= largest);
        Ok(values)
    }
}
