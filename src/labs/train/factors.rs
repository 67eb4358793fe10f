//! What theory makes of a network at a moment: logarithms of the leading factors, without 1/√m.

use super::{controls::Measure, measuring::HeadMatrices, trainer::Trainer};
use crate::{
    bounds::{
        Bound, LayerNorms, Rademacher, Rate, ln_spectral_complexity,
        transformer::{Block, Head, MatrixNorm, SpectrumAdaptive, Weight, ln_norm_based},
    },
    labs::Error,
    linalg::Matrix,
    nn::tensor::Tensor,
    spectrum::Spectrum,
};

/// Confidence of the reconstruction.
const DELTA: f64 = 0.05;

/// Logarithms of the factors; a factor that a dead network does not have is NaN.
#[derive(Clone, Copy, Debug)]
pub struct Factors {
    pub ln_frobenius: f64,
    pub ln_spectral: f64,
    pub ln_adaptive: f64,
    pub ln_norm_based: f64,
    /// P.
    pub parameters: usize,
    /// R.
    pub erank: f64,
    /// The largest nuclear norm of an attention matrix, and its side.
    pub nuclear: (f64, usize),
}

/// A matrix with what bounds want to know of it.
struct Measured {
    norms: LayerNorms,
    weight: Weight,
}

impl Measured {
    fn of(matrix: &Matrix, spectrum: &Spectrum) -> Result<Self, Error> {
        let columns = (0..matrix.cols()).map(|j| {
            let column = (0..matrix.rows()).map(|i| matrix[(i, j)]);
            column.map(|x| x * x).sum::<f64>().sqrt()
        });
        let by_columns: f64 = columns.sum();
        let entries: f64 = matrix.as_slice().iter().map(|x| x.abs()).sum();
        Ok(Self {
            norms: LayerNorms {
                spectral_norm: spectrum.spectral_norm(),
                frobenius_norm: spectrum.frobenius_norm(),
                group_norm_2_1: by_columns,
            },
            weight: Weight::new(spectrum, by_columns, entries)?,
        })
    }
}

impl Factors {
    /// Of a network whose heads were measured.
    pub fn of(
        trainer: &Trainer,
        heads: &[HeadMatrices],
        erank: f64,
        nuclear: f64,
    ) -> Result<Self, Error> {
        let shape = &trainer.setup.shape;
        let read = |tensor: &Tensor| -> Result<Measured, Error> {
            let entries = trainer.weights[tensor.range()].to_vec();
            let matrix = Matrix::new(tensor.rows, tensor.cols, entries)?;
            let spectrum = Spectrum::of(&matrix)?;
            Measured::of(&matrix, &spectrum)
        };
        let nothing = Weight::new(&Spectrum::new(vec![1.0], 1, 1)?, 1.0, 1.0)?;
        let (mut norms, mut blocks) = (Vec::new(), Vec::new());
        for (layer, heads) in trainer.net.layers().iter().zip(heads.chunks(shape.heads)) {
            let mut own = Vec::new();
            for head in heads {
                let query_key = Measured::of(&head.query_key.0, &head.query_key.1)?;
                let value_output = Measured::of(&head.value_output.0, &head.value_output.1)?;
                norms.extend([query_key.norms, value_output.norms]);
                own.push(Head {
                    query_key: query_key.weight,
                    value_output: value_output.weight,
                });
            }
            let [mlp_in, mlp_out] = match &layer.feed {
                Some(pair) => {
                    let [enter, leave] = [read(&pair[0])?, read(&pair[1])?];
                    norms.extend([enter.norms, leave.norms]);
                    [enter.weight, leave.weight]
                }
                None => [nothing.clone(), nothing.clone()],
            };
            blocks.push(Block {
                heads: own,
                mlp_in,
                mlp_out,
            });
        }
        let adaptive = SpectrumAdaptive::new(&blocks, shape.width);
        let fed = shape.feed_forward.is_some();
        let costs = adaptive.layers.iter().flat_map(|layer| {
            let feed = [&layer.mlp_in, &layer.mlp_out];
            let feed = feed.into_iter().filter(move |_| fed);
            layer
                .query_key
                .iter()
                .chain(&layer.value_output)
                .chain(feed)
        });
        let sum: f64 = costs.map(|choice| choice.ln_c.exp()).sum();
        let ln_frobenius = norms.iter().map(|n| n.frobenius_norm.ln()).sum();
        Ok(Self {
            ln_frobenius,
            ln_spectral: ln_spectral_complexity(&norms).unwrap_or(f64::NAN),
            ln_adaptive: (sum + (shape.layers as f64).sqrt()).ln(),
            ln_norm_based: ln_norm_based(&blocks, MatrixNorm::Group21),
            parameters: trainer.net.parameters(),
            erank,
            nuclear: (nuclear, shape.context),
        })
    }

    /// ln of a measure for m training sequences.
    pub fn ln_measure(&self, which: Measure, m: usize) -> f64 {
        let factor = match which {
            Measure::Rate => 0.5 * self.erank.ln(),
            Measure::Parameters => 0.5 * (self.parameters as f64).ln(),
            Measure::Frobenius => self.ln_frobenius,
            Measure::Spectral => self.ln_spectral,
            Measure::Adaptive => self.ln_adaptive,
            Measure::NormBased => self.ln_norm_based,
        };
        factor - 0.5 * (m as f64).ln()
    }

    /// √(R/m).
    pub fn rate(&self, m: usize) -> Result<f64, Error> {
        Ok(Rate::new(self.erank)?.gap(m as f64)?)
    }

    /// The reconstruction with the nuclear norm of one attention matrix.
    pub fn nuclear_bound(&self, m: usize) -> Result<f64, Error> {
        let (norm, side) = self.nuclear;
        let bound = Rademacher::nuclear(norm, (side, side), 1.0, DELTA)?;
        Ok(bound.gap(m as f64)?)
    }
}
