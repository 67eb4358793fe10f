//! Any matrix: what the definitions of rank, the thresholds for noise and its own entries in another order say of a matrix that the
//! visitor brings, whatever it is.

mod controls;
mod figures;
mod model;
mod run;
mod words;

use crate::labs::{
    prelude::*,
    shared::{quantities as q, ranks},
};
use controls::*;

/// The lab.
pub static LAB: Lab = Lab::staged::<run::Studied>("matrix", "Any matrix")
    .asks("How many directions does this matrix use, and how many would its entries use in any order?")
    .try_first("Drop a matrix of yours on the page: weights, embeddings, data.")
    .in_group(Group::Matrices)
    .settled_by(model::settle)
    .controls(&[STUDIED, CHANGED, VIEW])
    .quantities(&[
        &[q::ERANK, q::SIZE, q::RANK, ABOVE_BASELINE, BASELINE_ERANK, BASELINE_NORM],
        ranks::DEFINITIONS,
        &[GAVISH_DONOHO, NOISE_LEVEL, POWER_LAW_ALPHA],
        ranks::NORMS,
        &[GROUP_NORM, ENTRY_NORM, LARGEST_ENTRY],
    ])
    .essential(
        &["source", "centre", "baseline"],
        &["erank", "baseline_erank", "above_baseline", "stable_rank"],
        &["spectrum", "ladder"],
    )
    .cites(&[&citations::GARRIDO2023])
    .presets(PRESETS);

/// How many singular values stand above the baseline.
pub const ABOVE_BASELINE: Quantity = empirical("above_baseline", "Above the baseline", "r₀")
    .tex(r"r_0 = \#\{i : \sigma_i > \tilde\sigma_1\}")
    .means("How many singular values σᵢ exceed the largest one, σ̃₁, of the baseline: a matrix of the same shape that has no structure. Parallel analysis with one seeded baseline instead of many.")
    .from(&citations::HORN1965);

/// The effective rank of the baseline.
pub const BASELINE_ERANK: Quantity = empirical("baseline_erank", "erank of the baseline", "ρ̃")
    .tex(r"\tilde\rho = \exp\Big(-\sum_i \tilde p_i \ln \tilde p_i\Big),\quad \tilde p_i = \tilde\sigma_i \Big/ \sum_j \tilde\sigma_j")
    .means("The effective rank of the baseline, with the shares p̃ᵢ of its singular values σ̃ᵢ: what a matrix of this shape has that is not about anything.")
    .from(&citations::ROY2007)
    .ink(inks::BASELINE);

/// The largest singular value of the baseline.
pub const BASELINE_NORM: Quantity = empirical("baseline_norm", "Largest of the baseline", "σ̃₁")
    .tex(r"\tilde\sigma_1 = \max_i \tilde\sigma_i")
    .means("The largest of the singular values σ̃ᵢ of the baseline.")
    .from(&citations::HORN1965);

/// How many singular values a denoiser keeps.
pub const GAVISH_DONOHO: Quantity = asymptotic("gavish_donoho_rank", "Gavish–Donoho rank", "r*")
    .tex(r"\#\{i : \sigma_i > \omega(\beta)\,\sigma_{\mathrm{med}}\}")
    .means("How many singular values σᵢ exceed the threshold that is best for recovering a matrix of low rank from white noise of unknown level: ω(β) times their median σ_med, with β the short side over the long one.")
    .from(&citations::GAVISH2014)
    .ink(inks::THRESHOLD);

/// The level of noise that the median tells.
pub const NOISE_LEVEL: Quantity = asymptotic("noise_level", "Noise level from the median", "ŝ")
    .tex(r"\hat s = \frac{\sigma_{\mathrm{med}}}{\sqrt{M \mu_\beta}}")
    .means("The standard deviation of an entry, if more than half of the singular values are white noise: their median σ_med over that of noise of deviation 1, √(M μ_β), where M is the long side and μ_β the median of the Marchenko–Pastur law of aspect ratio β.")
    .from(&citations::GAVISH2014);

/// The exponent of the tail.
pub const POWER_LAW_ALPHA: Quantity = empirical("power_law_alpha", "Power-law exponent", "α")
    .tex(r"\alpha = 1 + k \Big/ \sum_{i=1}^{k} \ln\frac{\lambda_i}{\lambda_{\min}}")
    .means("Maximum-likelihood exponent of the density of the k largest eigenvalues λᵢ = σᵢ², above the λmin that minimises the Kolmogorov–Smirnov distance: the estimator of Clauset, Shalizi and Newman. Of fewer than 20 eigenvalues programs that build on it may choose another λmin.")
    .from(&citations::CLAUSET2009)
    .ink(inks::FIT);

/// The sum of the lengths of the columns.
pub const GROUP_NORM: Quantity = exact("group_norm_2_1", "(2,1) norm", "‖A‖₂,₁")
    .tex(r"\lVert A \rVert_{2,1} = \sum_j \Big(\sum_i a_{ij}^2\Big)^{1/2}")
    .means("The lengths of the columns of A, with entries aᵢⱼ, summed.");

/// The sum of the magnitudes.
pub const ENTRY_NORM: Quantity = exact("entry_norm_1_1", "(1,1) norm", "‖A‖₁,₁")
    .tex(r"\lVert A \rVert_{1,1} = \sum_{ij} |a_{ij}|")
    .means("The magnitudes of all entries aᵢⱼ of A, summed.");

/// The largest magnitude.
pub const LARGEST_ENTRY: Quantity = exact("largest_entry", "Largest entry", "max |a|")
    .tex(r"\max_{ij} |a_{ij}|")
    .means("The largest magnitude among the entries aᵢⱼ.");

const PRESETS: &[Preset] = &[
    preset(
        "planted",
        "Low rank in noise",
        "source=planted",
        "Five directions stand above everything that the same entries give in another order; the numerical rank sees all 96.",
    )
    .claims(&["above_baseline ~ 5", "rank ~ 96"]),
    preset(
        "features",
        "Features with a mean",
        "source=features",
        "The mean takes one direction for itself and hides the others: with its columns centred, the matrix uses five times as many.",
    )
    .claims(&["4.9 * erank < erank(centre=on)", "erank(centre=on) < 5.4 * erank"]),
    preset(
        "centred",
        "The same, centred",
        "source=features&centre=on",
        "Without its mean the matrix uses more than two thirds of its 96 directions: compare representations centred, or not at all.",
    )
    .claims(&["erank > 64", "erank < 96"]),
    preset(
        "noise",
        "Nothing but noise",
        "source=planted&strength=0&scale=linear",
        "A matrix of noise has the effective rank of its entries in any order, within three per cent: there is nothing to find.",
    )
    .claims(&["0.97 * baseline_erank < erank", "erank < 1.03 * baseline_erank"]),
    preset(
        "typed",
        "Typed by hand",
        "source=matrix&baseline=none&scale=linear",
        "Rectangular and signed: two of its four directions carry nine tenths of the energy. Paste another from a notebook.",
    )
    .claims(&["energy_rank ~ 2", "n ~ 4"]),
];
