//! Effective ranks and norms: name, formula and standing of each.

use crate::labs::prelude::*;

/// Numerical rank.
pub const RANK: Quantity = exact("rank", "Numerical rank", "rank")
    .tex(r"\#\{i : \sigma_i > \mathrm{tol}\cdot\max(m, n)\cdot\sigma_1\}")
    .means("How many singular values σᵢ of the m × n matrix are above what rounding alone would make of zeros. The tolerance tol follows how the numbers are stored, unless it is set: 2⁻⁵² for float64, which is NumPy's matrix_rank, 2⁻²³ for float32, 2⁻¹⁰ for float16. Directions below it are there, perhaps, but these numbers do not tell.")
    .ink(inks::RANK);

/// Rank without rounding.
pub const EXACT_RANK: Quantity = exact("exact_rank", "Rank in exact arithmetic", "rank A")
    .tex(r"\operatorname{rank}(A) = \#\{i : \sigma_i > 0\}")
    .means("How many singular values σᵢ of the matrix A are not zero where nothing is rounded: known from the formula of a family, never from its numbers.");

/// Entropy effective rank.
pub const ERANK: Quantity = exact("erank", "Effective rank (entropy)", "erank")
    .tex(r"\exp\Bigl(-\sum_i p_i \ln p_i\Bigr),\quad p_i = \sigma_i \Big/ \sum_j \sigma_j")
    .means("The exponential of the entropy of the singular values σᵢ, normalised to sum to one (pᵢ). A flat spectrum of r values gives r.")
    .from(&citations::ROY2007)
    .ink(inks::ERANK);

/// Entropy rank of the energies.
pub const ENERGY_ENTROPY_RANK: Quantity =
    exact("energy_entropy_rank", "Energy-entropy rank", "exp H(q)")
        .tex(r"\exp\Bigl(-\sum_i q_i \ln q_i\Bigr),\quad q_i = \sigma_i^2 \Big/ \sum_j \sigma_j^2")
        .means("The same entropy, taken of the energies σᵢ² normalised to sum to one (qᵢ). Often confused with erank; never larger.")
        .ink(inks::ENERGY_ENTROPY);

/// Squared ratio of nuclear to Frobenius norm.
pub const NUCLEAR_FROBENIUS_RANK: Quantity =
    exact("nuclear_frobenius_rank", "Nuclear–Frobenius rank", "(‖A‖∗/‖A‖F)²")
        .tex(r"({\|A\|}_\ast / {\|A\|}_F)^2")
        .means("Nuclear norm ‖A‖∗ (the sum of the singular values) over Frobenius norm ‖A‖F (the root of the sum of their squares), squared: the smallest rank that allows this ratio, so a lower bound on the rank.")
        .ink(inks::NUCLEAR_FROBENIUS);

/// Ratio of nuclear to spectral norm.
pub const NUCLEAR_SPECTRAL_RANK: Quantity =
    exact("nuclear_spectral_rank", "Nuclear–spectral rank", "‖A‖∗/‖A‖₂")
        .tex(r"{\|A\|}_\ast / {\|A\|}_2")
        .means("Nuclear norm ‖A‖∗ (the sum of the singular values) over spectral norm ‖A‖₂ (the largest); the intrinsic dimension of a positive semidefinite matrix.")
        .ink(inks::NUCLEAR_SPECTRAL);

/// Participation ratio.
pub const PARTICIPATION_RATIO: Quantity =
    exact("participation_ratio", "Participation ratio", "PR")
        .tex(r"\Bigl(\sum_i \sigma_i^2\Bigr)^2 \Big/ \sum_i \sigma_i^4")
        .means("The number of directions among which the energies σᵢ² would have to be shared equally to be this concentrated.")
        .ink(inks::PARTICIPATION);

/// Stable rank.
pub const STABLE_RANK: Quantity = exact("stable_rank", "Stable rank", "sr")
    .tex(r"{\|A\|}_F^2 / {\|A\|}_2^2")
    .means("Energy ‖A‖F² (the sum of the σᵢ²) over the largest energy ‖A‖₂² = σ₁². One large singular value pulls it to 1, whatever the rest does.")
    .ink(inks::STABLE);

/// Number of singular values above a fraction of the largest.
pub const EPSILON_RANK: Quantity = exact("epsilon_rank", "ε-rank", "rankε")
    .tex(r"\#\{i : \sigma_i > \varepsilon\,\sigma_1\}")
    .means("How many singular values σᵢ exceed the fraction ε of the largest, σ₁.")
    .ink(inks::EPSILON_RANK);

/// Number of singular values that carry a share of the energy.
pub const ENERGY_RANK: Quantity = exact("energy_rank", "Energy rank", "kτ")
    .tex(r"\min\Bigl\{k : \sum_{i \le k} \sigma_i^2 \ge \tau \sum_i \sigma_i^2\Bigr\}")
    .means("How many of the largest singular values σᵢ carry the share τ of the energy.")
    .ink(inks::ENERGY_RANK);

/// Spectral norm.
pub const SPECTRAL_NORM: Quantity = exact("spectral_norm", "Spectral norm", "‖A‖₂")
    .tex(r"{\|A\|}_2 = \sigma_1")
    .means("The largest singular value: how far A can stretch a vector.");

/// Frobenius norm.
pub const FROBENIUS_NORM: Quantity = exact("frobenius_norm", "Frobenius norm", "‖A‖F")
    .tex(r"{\|A\|}_F = \sqrt{\sum_i \sigma_i^2}")
    .means("The root of the sum of the squared entries, which is that of the squared singular values σᵢ.");

/// Nuclear norm.
pub const NUCLEAR_NORM: Quantity = exact("nuclear_norm", "Nuclear norm", "‖A‖∗")
    .tex(r"{\|A\|}_\ast = \sum_i \sigma_i")
    .means("The sum of the singular values σᵢ, also called trace norm.");

/// Size of the matrix.
pub const SIZE: Quantity = exact("n", "Size", "n")
    .tex("n")
    .means("The number of singular values: the most directions there could be.");
