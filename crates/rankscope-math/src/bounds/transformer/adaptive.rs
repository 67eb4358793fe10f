//! The spectrum-adaptive factor: every matrix at the Schatten index that suits its spectrum.

use super::{Block, Grid, Sensitivity, Tradeoff, Weight};

/// What one weight matrix W contributes to the factor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// ln K, the sensitivity of the output.
    pub ln_k: f64,
    /// The index p* of the grid.
    pub index: f64,
    /// ln c(W; p*); −∞ for a matrix that costs nothing.
    pub ln_c: f64,
    /// The best index in 0..=2.
    pub continuous_index: f64,
    /// ln c(W; p) at the best index.
    pub ln_c_continuous: f64,
    /// T(W), the complexity without an index: see [`Tradeoff::direct`].
    pub direct: f64,
}

impl Choice {
    /// For a matrix of sensitivity K in a Transformer of hidden size N.
    pub fn new(weight: &Weight, ln_k: f64, hidden_size: usize, grid: Grid) -> Self {
        let tradeoff = Tradeoff::adaptive(weight, ln_k, hidden_size);
        let continuous_index = tradeoff.minimum();
        let (index, ln_c) = tradeoff.minimum_on(grid, continuous_index);
        Self {
            ln_k,
            index,
            ln_c,
            continuous_index,
            ln_c_continuous: tradeoff.ln_at(continuous_index),
            direct: tradeoff.direct(),
        }
    }
}

/// What the matrices of one layer contribute.
#[derive(Clone, Debug, PartialEq)]
pub struct Choices {
    /// QK of each head.
    pub query_key: Vec<Choice>,
    /// V of each head.
    pub value_output: Vec<Choice>,
    /// M_in.
    pub mlp_in: Choice,
    /// M_out.
    pub mlp_out: Choice,
}

impl Choices {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Choice> {
        let heads = self.query_key.iter().chain(&self.value_output);
        heads.chain([&self.mlp_in, &self.mlp_out])
    }
}

/// B = Σ_W min_p c(W; p) + √L over every matrix of every layer, p on a grid in 0..=2, the leading factor of the spectrum-adaptive bound
/// of Sakai and Imaizumi (2026, arXiv 2605.07297) as their experiments compute it for BERT; logarithms and absolute constants are left
/// out. Never above Σ √(rank · N) + √L, so it is finite at any depth.
#[derive(Clone, Debug, PartialEq)]
pub struct SpectrumAdaptive {
    /// The grid of indices.
    pub grid: Grid,
    /// ln α of each layer.
    pub ln_alpha: Vec<f64>,
    /// By layer.
    pub layers: Vec<Choices>,
}

impl SpectrumAdaptive {
    /// From the layers and the hidden size N.
    pub fn new(blocks: &[Block], hidden_size: usize) -> Self {
        let grid = Grid::new(blocks.len(), hidden_size);
        let sensitivity = Sensitivity::new(blocks);
        // Heads of one spectrum follow each other in synthetic models: what was found for one holds for the next.
        let mut last: Option<(&Weight, Choice)> = None;
        let mut choice = |weight, ln_k| match last {
            Some((same, choice)) if choice.ln_k == ln_k && same == weight => choice,
            _ => {
                let choice = Choice::new(weight, ln_k, hidden_size, grid);
                last = Some((weight, choice));
                choice
            }
        };
        let layers = blocks.iter().enumerate().map(|(l, block)| {
            let ln_k_value = sensitivity.ln_k_value_output(l, block);
            let heads = block.heads.iter().enumerate();
            Choices {
                query_key: heads
                    .map(|(h, head)| {
                        choice(&head.query_key, sensitivity.ln_k_query_key(l, block, h))
                    })
                    .collect(),
                value_output: (block.heads.iter())
                    .map(|head| choice(&head.value_output, ln_k_value))
                    .collect(),
                mlp_in: choice(&block.mlp_in, sensitivity.ln_k_mlp_in(l, block)),
                mlp_out: choice(&block.mlp_out, sensitivity.ln_k_mlp_out(l)),
            }
        });
        Self {
            grid,
            layers: layers.collect(),
            ln_alpha: sensitivity.ln_alpha,
        }
    }

    /// Every matrix.
    pub fn choices(&self) -> impl Iterator<Item = &Choice> {
        self.layers.iter().flat_map(Choices::iter)
    }

    /// The factor B (dimensionless).
    pub fn factor(&self) -> f64 {
        self.with_depth(|choice| choice.ln_c.exp())
    }

    /// The factor with the best index in 0..=2 instead of the best one of the grid.
    pub fn continuous_factor(&self) -> f64 {
        self.with_depth(|choice| choice.ln_c_continuous.exp())
    }

    fn with_depth(&self, cost: impl Fn(&Choice) -> f64) -> f64 {
        let depth = self.layers.len() as f64;
        self.choices().map(cost).sum::<f64>() + depth.sqrt()
    }

    /// Σ T(W) + √L, the factor without an index, with the √L that the others have: at most twice any of them.
    pub fn direct_factor(&self) -> f64 {
        self.with_depth(|choice| choice.direct)
    }

    /// The share of matrices whose best index on the grid is p = 0, which counts parameters.
    pub fn rank_share(&self) -> f64 {
        self.share(|choice| choice.index == 0.0)
    }

    /// The share of matrices whose best index in 0..=2 is p = 0: at most that on the grid, of which 0 may be the nearest point to a best
    /// index that is small.
    pub fn continuous_rank_share(&self) -> f64 {
        self.share(|choice| choice.continuous_index == 0.0)
    }

    fn share(&self, holds: impl Fn(&Choice) -> bool) -> f64 {
        let such = self.choices().filter(|choice| holds(choice)).count();
        such as f64 / self.choices().count().max(1) as f64
    }
}
