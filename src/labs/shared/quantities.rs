//! Effective ranks and norms: name, formula and standing of each.

use crate::labs::words;
use crate::{
    figure::inks,
    labs::{Citation, Quantity, Status},
};

/// Roy and Vetterli on the entropy rank.
pub const ROY_VETTERLI: Citation = Citation {
    id: "roy2007",
    text: "Roy and Vetterli (2007), The effective rank: a measure of effective dimensionality, EUSIPCO",
    url: "https://doi.org/10.5281/zenodo.40437",
};

const fn exact(id: &'static str, label: &'static str, symbol: &'static str) -> Quantity {
    Quantity {
        id,
        label,
        symbol,
        unit: "",
        formula: "",
        meaning: "",
        status: Status::Exact,
        source: "",
        ink: None,
    }
}

/// Numerical rank.
pub const RANK: Quantity = Quantity {
    formula: words(
        "<mo>#</mo><mo>{</mo><mi>i</mi><mo>:</mo><msub><mi>σ</mi><mi>i</mi></msub><mo>&gt;</mo><mi>tol</mi><mo>·</mo><mi>max</mi><mo>(</mo><mi>m</mi><mo>,</mo><mi>n</mi><mo>)</mo><mo>·</mo><msub><mi>σ</mi><mn>1</mn></msub><mo>}</mo>",
    ),
    meaning: words(
        "How many singular values σᵢ of the m × n matrix are not numerically zero; with tol = 2⁻⁵² this is NumPy's matrix_rank.",
    ),
    ink: Some(inks::RANK),
    ..exact("rank", "Numerical rank", "rank")
};

/// Entropy effective rank.
pub const ERANK: Quantity = Quantity {
    formula: words(
        "<mi>exp</mi><mo>(</mo><mo>−</mo><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>p</mi><mi>i</mi></msub><mi>ln</mi><mspace width='0.1em'/><msub><mi>p</mi><mi>i</mi></msub><mo>)</mo><mo>,</mo><mspace width='0.5em'/><msub><mi>p</mi><mi>i</mi></msub><mo>=</mo><msub><mi>σ</mi><mi>i</mi></msub><mo>/</mo><munder><mo>∑</mo><mi>j</mi></munder><msub><mi>σ</mi><mi>j</mi></msub>",
    ),
    meaning: words(
        "The exponential of the entropy of the singular values σᵢ, normalised to sum to one (pᵢ). A flat spectrum of r values gives r.",
    ),
    source: "roy2007",
    ink: Some(inks::ERANK),
    ..exact("erank", "Effective rank (entropy)", "erank")
};

/// Entropy rank of the energies.
pub const ENERGY_ENTROPY_RANK: Quantity = Quantity {
    formula: words(
        "<mi>exp</mi><mo>(</mo><mo>−</mo><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>q</mi><mi>i</mi></msub><mi>ln</mi><mspace width='0.1em'/><msub><mi>q</mi><mi>i</mi></msub><mo>)</mo><mo>,</mo><mspace width='0.5em'/><msub><mi>q</mi><mi>i</mi></msub><mo>=</mo><msubsup><mi>σ</mi><mi>i</mi><mn>2</mn></msubsup><mo>/</mo><munder><mo>∑</mo><mi>j</mi></munder><msubsup><mi>σ</mi><mi>j</mi><mn>2</mn></msubsup>",
    ),
    meaning: words(
        "The same entropy, taken of the energies σᵢ² normalised to sum to one (qᵢ). Often confused with erank; never larger.",
    ),
    ink: Some(inks::ENERGY_ENTROPY),
    ..exact("energy_entropy_rank", "Energy-entropy rank", "exp H(q)")
};

/// Squared ratio of nuclear to Frobenius norm.
pub const NUCLEAR_FROBENIUS_RANK: Quantity = Quantity {
    formula: words(
        "<msup><mrow><mo>(</mo><msub><mrow><mo>‖</mo><mi>A</mi><mo>‖</mo></mrow><mo>∗</mo></msub><mo>/</mo><msub><mrow><mo>‖</mo><mi>A</mi><mo>‖</mo></mrow><mi>F</mi></msub><mo>)</mo></mrow><mn>2</mn></msup>",
    ),
    meaning: words(
        "Nuclear norm ‖A‖∗ (the sum of the singular values) over Frobenius norm ‖A‖F (the root of the sum of their squares), squared: the smallest rank that allows this ratio.",
    ),
    ink: Some(inks::NUCLEAR_FROBENIUS),
    ..exact(
        "nuclear_frobenius_rank",
        "Nuclear–Frobenius rank",
        "(‖A‖∗/‖A‖F)²",
    )
};

/// Ratio of nuclear to spectral norm.
pub const NUCLEAR_SPECTRAL_RANK: Quantity = Quantity {
    formula: words(
        "<msub><mrow><mo>‖</mo><mi>A</mi><mo>‖</mo></mrow><mo>∗</mo></msub><mo>/</mo><msub><mrow><mo>‖</mo><mi>A</mi><mo>‖</mo></mrow><mn>2</mn></msub>",
    ),
    meaning: words(
        "Nuclear norm ‖A‖∗ (the sum of the singular values) over spectral norm ‖A‖₂ (the largest); the intrinsic dimension of a positive semidefinite matrix.",
    ),
    ink: Some(inks::NUCLEAR_SPECTRAL),
    ..exact(
        "nuclear_spectral_rank",
        "Nuclear–spectral rank",
        "‖A‖∗/‖A‖₂",
    )
};

/// Participation ratio.
pub const PARTICIPATION_RATIO: Quantity = Quantity {
    formula: words(
        "<msup><mrow><mo>(</mo><munder><mo>∑</mo><mi>i</mi></munder><msubsup><mi>σ</mi><mi>i</mi><mn>2</mn></msubsup><mo>)</mo></mrow><mn>2</mn></msup><mo>/</mo><munder><mo>∑</mo><mi>i</mi></munder><msubsup><mi>σ</mi><mi>i</mi><mn>4</mn></msubsup>",
    ),
    meaning: words(
        "The number of directions among which the energies σᵢ² would have to be shared equally to be this concentrated.",
    ),
    ink: Some(inks::PARTICIPATION),
    ..exact("participation_ratio", "Participation ratio", "PR")
};

/// Stable rank.
pub const STABLE_RANK: Quantity = Quantity {
    formula: words(
        "<msubsup><mrow><mo>‖</mo><mi>A</mi><mo>‖</mo></mrow><mi>F</mi><mn>2</mn></msubsup><mo>/</mo><msubsup><mrow><mo>‖</mo><mi>A</mi><mo>‖</mo></mrow><mn>2</mn><mn>2</mn></msubsup>",
    ),
    meaning: words(
        "Energy ‖A‖F² (the sum of the σᵢ²) over the largest energy ‖A‖₂² = σ₁². One large singular value pulls it to 1, whatever the rest does.",
    ),
    ink: Some(inks::STABLE),
    ..exact("stable_rank", "Stable rank", "sr")
};

/// Number of singular values above a fraction of the largest.
pub const EPSILON_RANK: Quantity = Quantity {
    formula: words(
        "<mo>#</mo><mo>{</mo><mi>i</mi><mo>:</mo><msub><mi>σ</mi><mi>i</mi></msub><mo>&gt;</mo><mi>ε</mi><msub><mi>σ</mi><mn>1</mn></msub><mo>}</mo>",
    ),
    meaning: words("How many singular values σᵢ exceed the fraction ε of the largest, σ₁."),
    ink: Some(inks::EPSILON_RANK),
    ..exact("epsilon_rank", "ε-rank", "rankε")
};

/// Number of singular values that carry a share of the energy.
pub const ENERGY_RANK: Quantity = Quantity {
    formula: words(
        "<mi>min</mi><mo>{</mo><mi>k</mi><mo>:</mo><munder><mo>∑</mo><mrow><mi>i</mi><mo>≤</mo><mi>k</mi></mrow></munder><msubsup><mi>σ</mi><mi>i</mi><mn>2</mn></msubsup><mo>≥</mo><mi>τ</mi><munder><mo>∑</mo><mi>i</mi></munder><msubsup><mi>σ</mi><mi>i</mi><mn>2</mn></msubsup><mo>}</mo>",
    ),
    meaning: words("How many of the largest singular values σᵢ carry the share τ of the energy."),
    ink: Some(inks::ENERGY_RANK),
    ..exact("energy_rank", "Energy rank", "kτ")
};

/// Spectral norm.
pub const SPECTRAL_NORM: Quantity = Quantity {
    formula: words(
        "<msub><mrow><mo>‖</mo><mi>A</mi><mo>‖</mo></mrow><mn>2</mn></msub><mo>=</mo><msub><mi>σ</mi><mn>1</mn></msub>",
    ),
    meaning: words("The largest singular value: how far A can stretch a vector."),
    ..exact("spectral_norm", "Spectral norm", "‖A‖₂")
};

/// Frobenius norm.
pub const FROBENIUS_NORM: Quantity = Quantity {
    formula: words(
        "<msub><mrow><mo>‖</mo><mi>A</mi><mo>‖</mo></mrow><mi>F</mi></msub><mo>=</mo><msqrt><munder><mo>∑</mo><mi>i</mi></munder><msubsup><mi>σ</mi><mi>i</mi><mn>2</mn></msubsup></msqrt>",
    ),
    meaning: words(
        "The root of the sum of the squared entries, which is that of the squared singular values σᵢ.",
    ),
    ..exact("frobenius_norm", "Frobenius norm", "‖A‖F")
};

/// Nuclear norm.
pub const NUCLEAR_NORM: Quantity = Quantity {
    formula: words(
        "<msub><mrow><mo>‖</mo><mi>A</mi><mo>‖</mo></mrow><mo>∗</mo></msub><mo>=</mo><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>σ</mi><mi>i</mi></msub>",
    ),
    meaning: words("The sum of the singular values σᵢ, also called trace norm."),
    ..exact("nuclear_norm", "Nuclear norm", "‖A‖∗")
};

/// Size of the matrix.
pub const SIZE: Quantity = Quantity {
    formula: words("<mi>n</mi>"),
    meaning: words("The number of singular values: the most directions there could be."),
    ..exact("n", "Size", "n")
};
