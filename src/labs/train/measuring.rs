//! What is measured of a network at a moment, piece by piece, so that no piece takes long.

use super::{setup::TESTED, trainer::Trainer};
use crate::{
    labs::Error,
    linalg::Matrix,
    nn::transformer::{Product, Score, attention_of, tasks::Sequences},
    spectrum::Spectrum,
};

/// Fresh sequences over which attention is averaged.
pub const PROBED: usize = 16;

/// One head at one moment: means over the probe, or the largest where it says so.
#[derive(Clone, Copy, Debug)]
pub struct HeadMoment {
    pub erank: f64,
    pub stable_rank: f64,
    /// The largest.
    pub spectral_norm: f64,
    /// The largest.
    pub nuclear_norm: f64,
    pub mean_erank: f64,
    /// Of W_Q W_Kᵀ.
    pub query_key: ProductMoment,
    /// Of W_V W_O.
    pub value_output: ProductMoment,
}

/// A product of a head's weights at one moment.
#[derive(Clone, Copy, Debug)]
pub struct ProductMoment {
    pub erank: f64,
    pub stable_rank: f64,
    pub spectral_norm: f64,
}

impl ProductMoment {
    fn of(spectrum: &Spectrum) -> Self {
        Self {
            erank: spectrum.erank(),
            stable_rank: spectrum.stable_rank(),
            spectral_norm: spectrum.spectral_norm(),
        }
    }
}

/// A network at one moment.
#[derive(Clone, Debug)]
pub struct Moment {
    pub step: u64,
    pub train: Score,
    pub test: Score,
    /// Layer by layer, head by head.
    pub heads: Vec<HeadMoment>,
}

/// The matrices behind the moment.
#[derive(Clone, Debug)]
pub struct HeadMatrices {
    pub mean_attention: Matrix,
    pub attention: Spectrum,
    pub query_key: (Matrix, Spectrum),
    pub value_output: (Matrix, Spectrum),
}

/// A moment under way.
pub struct Measuring {
    /// Sequences scored, of the training data and then of the test data.
    scored: usize,
    sums: [Score; 2],
    attention: Vec<Vec<Matrix>>,
    pub heads: Vec<HeadMoment>,
    pub matrices: Vec<HeadMatrices>,
}

impl Moment {
    /// The generalization gap.
    pub fn gap(&self) -> f64 {
        self.test.loss - self.train.loss
    }

    /// The largest over the heads.
    pub fn largest(&self, of: fn(&HeadMoment) -> f64) -> f64 {
        self.heads.iter().map(of).fold(f64::NEG_INFINITY, f64::max)
    }

    /// The smallest over the heads.
    pub fn smallest(&self, of: fn(&HeadMoment) -> f64) -> f64 {
        self.heads.iter().map(of).fold(f64::INFINITY, f64::min)
    }

    /// The mean over the heads.
    pub fn mean(&self, of: fn(&HeadMoment) -> f64) -> f64 {
        self.heads.iter().map(of).sum::<f64>() / self.heads.len() as f64
    }
}

impl Measuring {
    /// Nothing done yet.
    pub fn new() -> Self {
        Self {
            scored: 0,
            sums: [Score::default(); 2],
            attention: Vec::new(),
            heads: Vec::new(),
            matrices: Vec::new(),
        }
    }

    /// One piece; the multiply-adds that it cost, or `None` once everything is done.
    pub fn advance(&mut self, trainer: &mut Trainer, madds: usize) -> Result<Option<usize>, Error> {
        let sizes = [&trainer.train, &trainer.test].map(|set| set.len().min(TESTED));
        let forward = trainer.setup.shape.cost() / 3;
        if self.scored < sizes[0] + sizes[1] {
            let which = usize::from(self.scored >= sizes[0]);
            let from = self.scored - which * sizes[0];
            let count = (madds / forward.max(1)).clamp(1, sizes[which] - from);
            let rows: Vec<usize> = (from..from + count).collect();
            let score = score(trainer, which, &rows)?;
            let share = count as f64 / sizes[which] as f64;
            self.sums[which].loss += share * score.loss;
            self.sums[which].at_random += share * score.at_random;
            self.sums[which].accuracy += share * score.accuracy;
            self.scored += count;
            return Ok(Some(count * forward));
        }
        if self.attention.is_empty() {
            let probe = probe(trainer);
            let by_layer = attention_of(&trainer.net, &trainer.weights, &probe, &mut trainer.pass)?;
            self.attention = by_layer.into_iter().flatten().collect();
            return Ok(Some(PROBED * forward));
        }
        let next = self.heads.len();
        let Some(attention) = self.attention.get(next) else {
            return Ok(None);
        };
        let per_layer = trainer.setup.shape.heads;
        let product = |which| -> Result<(Matrix, Spectrum), Error> {
            let [layer, head] = [next / per_layer, next % per_layer];
            let matrix = trainer.net.product(&trainer.weights, layer, head, which)?;
            let spectrum = Spectrum::of(&matrix)?;
            Ok((matrix, spectrum))
        };
        let matrices = HeadMatrices {
            attention: Spectrum::of(&mean(attention))?,
            mean_attention: mean(attention),
            query_key: product(Product::QueryKey)?,
            value_output: product(Product::ValueOutput)?,
        };
        let spectra: Vec<Spectrum> = attention
            .iter()
            .map(Spectrum::of)
            .collect::<Result<_, _>>()?;
        let count = spectra.len() as f64;
        let average = |of: fn(&Spectrum) -> f64| spectra.iter().map(of).sum::<f64>() / count;
        let largest = |of: fn(&Spectrum) -> f64| spectra.iter().map(of).fold(0.0, f64::max);
        self.heads.push(HeadMoment {
            erank: average(Spectrum::erank),
            stable_rank: average(Spectrum::stable_rank),
            spectral_norm: largest(Spectrum::spectral_norm),
            nuclear_norm: largest(Spectrum::nuclear_norm),
            mean_erank: matrices.attention.erank(),
            query_key: ProductMoment::of(&matrices.query_key.1),
            value_output: ProductMoment::of(&matrices.value_output.1),
        });
        self.matrices.push(matrices);
        let (t, d) = (trainer.setup.shape.context, trainer.setup.shape.width);
        Ok(Some(10 * (PROBED * t * t * t + 2 * d * d * d)))
    }

    /// What was found; fresh labels have the noise of the training labels, in expectation.
    pub fn moment(&self, step: u64, label_noise: f64) -> Moment {
        let [train, mut test] = self.sums;
        test.loss = test.under_noise(label_noise);
        let heads = self.heads.clone();
        Moment {
            step,
            train,
            test,
            heads,
        }
    }
}

/// Score of some training (0) or test (1) sequences.
fn score(trainer: &mut Trainer, which: usize, rows: &[usize]) -> Result<Score, Error> {
    let data = [&trainer.train, &trainer.test][which];
    let (net, pass) = (&trainer.net, &mut trainer.pass);
    Ok(net.score(&trainer.weights, data, rows, pass)?)
}

/// The fresh sequences whose attention is measured.
fn probe(trainer: &Trainer) -> Sequences {
    trainer.test.first(PROBED)
}

/// The mean of matrices of one shape.
fn mean(all: &[Matrix]) -> Matrix {
    let (rows, cols) = all.first().map_or((0, 0), |a| (a.rows(), a.cols()));
    let count = all.len() as f64;
    Matrix::from_fn(rows, cols, |i, j| {
        all.iter().map(|a| a[(i, j)]).sum::<f64>() / count
    })
}
