//! Learning curves: how much of a target n samples teach a kernel, from its spectrum alone.

mod controls;
mod pictures;
mod presets;
mod program;
mod run;
mod setup;
mod simulation;
mod theory;

use super::{About, Citation, Lab, Quantity, Status};
use crate::figure::Ink;

/// The lab.
pub static LAB: Lab = Lab {
    about: &ABOUT,
    controls: controls::CONTROLS,
    quantities: QUANTITIES,
    presets: presets::PRESETS,
    start: |input| Ok(Box::new(run::LearningCurveRun::start(input)?)),
};

static ABOUT: About = About {
    id: "learning_curve",
    title: "Learning curve",
    question: "How well will a kernel generalize from n samples, judging by its spectrum alone?",
    try_first: "Drag the point along the curve, up to as many samples as modes.",
    citations: &[
        Citation {
            id: "simon2021",
            text: "Simon, Dickens, Karkada and DeWeese (2021), The eigenlearning framework: a conservation law perspective on kernel regression",
            url: "https://arxiv.org/abs/2110.03922",
        },
        Citation {
            id: "bordelon2020",
            text: "Bordelon, Canatar and Pehlevan (2020), Spectrum dependent learning curves in kernel regression and wide neural networks",
            url: "https://arxiv.org/abs/2002.02561",
        },
        Citation {
            id: "hastie2019",
            text: "Hastie, Montanari, Rosset and Tibshirani (2019), Surprises in high-dimensional ridgeless least squares interpolation",
            url: "https://arxiv.org/abs/1903.08560",
        },
        Citation {
            id: "belkin2019",
            text: "Belkin, Hsu and Xu (2019), Two models of double descent for weak features",
            url: "https://arxiv.org/abs/1903.07571",
        },
        Citation {
            id: "bartlett2019",
            text: "Bartlett, Long, Lugosi and Tsigler (2019), Benign overfitting in linear regression",
            url: "https://arxiv.org/abs/1906.11300",
        },
        Citation {
            id: "mallinar2022",
            text: "Mallinar et al. (2022), Benign, tempered, or catastrophic: a taxonomy of overfitting",
            url: "https://arxiv.org/abs/2207.06569",
        },
        Citation {
            id: "cui2021",
            text: "Cui, Loureiro, Krzakala and Zdeborová (2021), Generalization error rates in kernel regression: the crossover from the noiseless to noisy regime",
            url: "https://arxiv.org/abs/2105.15004",
        },
        Citation {
            id: "jacot2018",
            text: "Jacot, Gabriel and Hongler (2018), Neural tangent kernel",
            url: "https://arxiv.org/abs/1806.07572",
        },
    ],
};

/// The theory's test error, and what is learned here.
const TEST: Ink = Ink(21);
/// The training error.
const TRAIN: Ink = Ink(22);
/// What is missing of the target.
const MISSING: Ink = Ink(27);
/// Regressions done here.
const SIMULATED: Ink = Ink(29);
/// Fewer samples.
const FEWER: Ink = Ink(23);
/// More samples.
const MORE: Ink = Ink(24);
/// Double descent in the limit of many samples.
const LIMIT: Ink = Ink(25);
/// Double descent exactly.
const EXACT: Ink = Ink(28);
/// With the ridge chosen.
const RIDGE: Ink = Ink(30);
/// With the best ridge.
const BEST_RIDGE: Ink = Ink(26);
/// On the first features of many.
const FIRST: Ink = Ink(31);
/// The tail's nuclear-spectral rank.
const SMALL_R: Ink = Ink(22);
/// The tail's nuclear-Frobenius rank.
const BIG_R: Ink = Ink(23);

const TEST_ERROR: Quantity = Quantity {
    id: "test_error",
    label: "Test error",
    symbol: "E",
    unit: "",
    formula: "<mi>E</mi><mo>=</mo><msub><mi>E</mi><mn>0</mn></msub><mrow><mo>(</mo><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo><mn>1</mn><mo>−</mo><msub><mi>L</mi><mi>i</mi></msub><mo>)</mo></mrow><mn>2</mn></msup><msubsup><mi>v</mi><mi>i</mi><mn>2</mn></msubsup><mo>+</mo><msup><mi>σ</mi><mn>2</mn></msup><mo>)</mo></mrow>",
    meaning: "Expected squared error on a new noisy example: what is not learned of the target's energies vᵢ² and the label noise σ², times the overfitting coefficient E₀; Lᵢ is the learned share of mode i.",
    status: Status::Asymptotic,
    source: "simon2021",
    ink: Some(TEST),
};

const TRAIN_ERROR: Quantity = Quantity {
    id: "train_error",
    label: "Training error",
    symbol: "Eₜᵣ",
    unit: "",
    formula: "<msub><mi>E</mi><mtext>tr</mtext></msub><mo>=</mo><msup><mrow><mo>(</mo><mfrac><mi>δ</mi><mrow><mi>n</mi><mi>κ</mi></mrow></mfrac><mo>)</mo></mrow><mn>2</mn></msup><mi>E</mi>",
    meaning: "Expected squared error on the n examples themselves, from the ridge δ, the level κ and the test error E.",
    status: Status::Asymptotic,
    source: "simon2021",
    ink: Some(TRAIN),
};

const LEARNED: Quantity = Quantity {
    id: "target_learnability",
    label: "Target learned",
    symbol: "L",
    unit: "",
    formula: "<mi>L</mi><mo>=</mo><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>L</mi><mi>i</mi></msub><msubsup><mi>v</mi><mi>i</mi><mn>2</mn></msubsup><mo>/</mo><munder><mo>∑</mo><mi>i</mi></munder><msubsup><mi>v</mi><mi>i</mi><mn>2</mn></msubsup>",
    meaning: "Share of the target that the fit recovers on average: the learned shares Lᵢ of the modes, weighted by the target's energies vᵢ².",
    status: Status::Asymptotic,
    source: "simon2021",
    ink: None,
};

const KAPPA: Quantity = Quantity {
    id: "kappa",
    label: "Learning level",
    symbol: "κ",
    unit: "",
    formula: "<munder><mo>∑</mo><mi>i</mi></munder><mfrac><msub><mi>λ</mi><mi>i</mi></msub><mrow><msub><mi>λ</mi><mi>i</mi></msub><mo>+</mo><mi>κ</mi></mrow></mfrac><mo>+</mo><mfrac><mi>δ</mi><mi>κ</mi></mfrac><mo>=</mo><mi>n</mi>",
    meaning: "The level that splits the spectrum: modes with an eigenvalue λᵢ above κ are learned by more than half, those below by less. n samples, ridge δ.",
    status: Status::Asymptotic,
    source: "simon2021",
    ink: Some(TEST),
};

const E0: Quantity = Quantity {
    id: "e0",
    label: "Overfitting coefficient",
    symbol: "E₀",
    unit: "",
    formula: "<msub><mi>E</mi><mn>0</mn></msub><mo>=</mo><mfrac><mi>n</mi><mrow><mi>n</mi><mo>−</mo><munder><mo>∑</mo><mi>i</mi></munder><msubsup><mi>L</mi><mi>i</mi><mn>2</mn></msubsup></mrow></mfrac><mo>,</mo><mspace width='0.5em'/><msub><mi>L</mi><mi>i</mi></msub><mo>=</mo><mfrac><msub><mi>λ</mi><mi>i</mi></msub><mrow><msub><mi>λ</mi><mi>i</mi></msub><mo>+</mo><mi>κ</mi></mrow></mfrac>",
    meaning: "What fitting the noise of n samples multiplies the error by; 1 is none. Lᵢ is the learned share of the mode with eigenvalue λᵢ, κ the learning level.",
    status: Status::Asymptotic,
    source: "simon2021",
    ink: None,
};

const EFFECTIVE_DIMENSION: Quantity = Quantity {
    id: "effective_dimension",
    label: "Effective dimension",
    symbol: "d(κ)",
    unit: "",
    formula: "<mi>d</mi><mo>(</mo><mi>κ</mi><mo>)</mo><mo>=</mo><munder><mo>∑</mo><mi>i</mi></munder><msub><mi>L</mi><mi>i</mi></msub><mo>=</mo><mi>n</mi><mo>−</mo><mfrac><mi>δ</mi><mi>κ</mi></mfrac>",
    meaning: "Degrees of freedom that the fit uses: the learned shares Lᵢ of all modes. Every sample buys one, less what the ridge δ takes at the level κ.",
    status: Status::Asymptotic,
    source: "simon2021",
    ink: None,
};

const VERDICT: Quantity = Quantity {
    id: "noise_amplification",
    label: "Cost of interpolating",
    symbol: "E₀−1",
    unit: "",
    formula: "<msub><mi>E</mi><mn>0</mn></msub><mo>−</mo><mn>1</mn><mo>=</mo><mfrac><mrow><mo>∑</mo><msubsup><mi>L</mi><mi>i</mi><mn>2</mn></msubsup></mrow><mrow><mi>n</mi><mo>−</mo><mo>∑</mo><msubsup><mi>L</mi><mi>i</mi><mn>2</mn></msubsup></mrow></mfrac><mspace width='0.5em'/><mtext>at ridge 0</mtext>",
    meaning: "How many times the label noise comes through when every label is fitted exactly (E₀ − 1 at ridge 0, Lᵢ the learned shares there). Called benign up to 0.1, tempered up to 10, catastrophic beyond; the words mean limits of large n, the numbers are ours.",
    status: Status::Asymptotic,
    source: "mallinar2022",
    ink: None,
};

const K_STAR: Quantity = Quantity {
    id: "k_star",
    label: "Critical index",
    symbol: "k*",
    unit: "",
    formula: "<msup><mi>k</mi><mo>∗</mo></msup><mo>=</mo><mi>min</mi><mo>{</mo><mi>k</mi><mo>:</mo><msub><mi>r</mi><mi>k</mi></msub><mo>≥</mo><mi>n</mi><mo>}</mo><mo>,</mo><mspace width='0.5em'/><msub><mi>r</mi><mi>k</mi></msub><mo>=</mo><munder><mo>∑</mo><mrow><mi>i</mi><mo>&gt;</mo><mi>k</mi></mrow></munder><msub><mi>λ</mi><mi>i</mi></msub><mo>/</mo><msub><mi>λ</mi><mrow><mi>k</mi><mo>+</mo><mn>1</mn></mrow></msub>",
    meaning: "The first k such that the eigenvalues λᵢ after the k largest have an effective rank r of n or more (the theorem's unknown constant b set to 1): k* modes learn, the tail hides noise.",
    status: Status::Exact,
    source: "bartlett2019",
    ink: Some(SMALL_R),
};

const BIG_R_K: Quantity = Quantity {
    id: "big_r_k",
    label: "Directions for noise",
    symbol: "R_k*",
    unit: "",
    formula: "<msub><mi>R</mi><mi>k</mi></msub><mo>=</mo><msup><mrow><mo>(</mo><munder><mo>∑</mo><mrow><mi>i</mi><mo>&gt;</mo><mi>k</mi></mrow></munder><msub><mi>λ</mi><mi>i</mi></msub><mo>)</mo></mrow><mn>2</mn></msup><mo>/</mo><munder><mo>∑</mo><mrow><mi>i</mi><mo>&gt;</mo><mi>k</mi></mrow></munder><msubsup><mi>λ</mi><mi>i</mi><mn>2</mn></msubsup>",
    meaning: "Over how many directions the eigenvalues λᵢ after the first k = k* spread what they absorb: their nuclear–Frobenius rank.",
    status: Status::Exact,
    source: "bartlett2019",
    ink: Some(BIG_R),
};

const BENIGN_BOUND: Quantity = Quantity {
    id: "benign_bound",
    label: "Benign-overfitting rate",
    symbol: "k*/n + n/R",
    unit: "",
    formula: "<mfrac><msup><mi>k</mi><mo>∗</mo></msup><mi>n</mi></mfrac><mo>+</mo><mfrac><mi>n</mi><msub><mi>R</mi><msup><mi>k</mi><mo>∗</mo></msup></msub></mfrac>",
    meaning: "What the cost of interpolating is bounded by, up to constants that nobody knows: the learning modes k* per sample and the samples n per direction R of the tail. Overfitting is benign where both vanish.",
    status: Status::Rate,
    source: "bartlett2019",
    ink: None,
};

const RATE: Quantity = Quantity {
    id: "rate_exponent",
    label: "Rate",
    symbol: "−d ln E/d ln n",
    unit: "",
    formula: "<mi>E</mi><mo>∼</mo><msup><mi>κ</mi><mrow><mi>min</mi><mo>(</mo><mo>(</mo><mi>b</mi><mo>−</mo><mn>1</mn><mo>)</mo><mo>/</mo><mi>a</mi><mo>,</mo><mn>2</mn><mo>)</mo></mrow></msup><mo>,</mo><mspace width='0.5em'/><mi>κ</mi><mo>∼</mo><mi>max</mi><mo>(</mo><msup><mi>n</mi><mrow><mo>−</mo><mi>a</mi></mrow></msup><mo>,</mo><mi>δ</mi><mo>/</mo><mi>n</mi><mo>)</mo>",
    meaning: "The power of n by which the noiseless error falls for λᵢ = i^−a and vᵢ² = i^−b with many modes: the spectrum limits the level κ until the ridge δ does. A slope, not a value.",
    status: Status::Rate,
    source: "cui2021",
    ink: None,
};

const LIMIT_ERROR: Quantity = Quantity {
    id: "limit_error",
    label: "Error at p/n, large n",
    symbol: "E(γ)",
    unit: "",
    formula: "<mi>γ</mi><mo>&lt;</mo><mn>1</mn><mo>:</mo><mfrac><msup><mi>σ</mi><mn>2</mn></msup><mrow><mn>1</mn><mo>−</mo><mi>γ</mi></mrow></mfrac><mo>,</mo><mspace width='0.7em'/><mi>γ</mi><mo>&gt;</mo><mn>1</mn><mo>:</mo><msup><mi>r</mi><mn>2</mn></msup><mo>(</mo><mn>1</mn><mo>−</mo><mfrac><mn>1</mn><mi>γ</mi></mfrac><mo>)</mo><mo>+</mo><mfrac><mrow><msup><mi>σ</mi><mn>2</mn></msup><mi>γ</mi></mrow><mrow><mi>γ</mi><mo>−</mo><mn>1</mn></mrow></mfrac>",
    meaning: "Test error of least squares on equally strong features, γ = p/n of them per sample, as n grows; r² the target's energy, all of it on the features, σ² the noise.",
    status: Status::Asymptotic,
    source: "hastie2019",
    ink: Some(LIMIT),
};

const EXACT_ERROR: Quantity = Quantity {
    id: "exact_error",
    label: "Error on the first p features",
    symbol: "E(p)",
    unit: "",
    formula: "<mi>p</mi><mo>&lt;</mo><mi>n</mi><mo>:</mo><mfrac><mrow><mo>(</mo><msup><mi>σ</mi><mn>2</mn></msup><mo>+</mo><mi>t</mi><mo>)</mo><mo>(</mo><mi>n</mi><mo>−</mo><mn>1</mn><mo>)</mo></mrow><mrow><mi>n</mi><mo>−</mo><mi>p</mi><mo>−</mo><mn>1</mn></mrow></mfrac><mo>,</mo><mspace width='0.7em'/><mi>p</mi><mo>&gt;</mo><mi>n</mi><mo>:</mo><mi>s</mi><mo>(</mo><mn>1</mn><mo>−</mo><mfrac><mi>n</mi><mi>p</mi></mfrac><mo>)</mo><mo>+</mo><mfrac><mrow><mo>(</mo><msup><mi>σ</mi><mn>2</mn></msup><mo>+</mo><mi>t</mi><mo>)</mo><mo>(</mo><mi>p</mi><mo>−</mo><mn>1</mn><mo>)</mo></mrow><mrow><mi>p</mi><mo>−</mo><mi>n</mi><mo>−</mo><mn>1</mn></mrow></mfrac>",
    meaning: "Expected test error of least squares on the first p of the independent Gaussian features, exactly at this n: they carry the energy s of the target, the others t, σ² is the noise.",
    status: Status::Exact,
    source: "belkin2019",
    ink: Some(FIRST),
};

static QUANTITIES: &[Quantity] = &[
    TEST_ERROR,
    TRAIN_ERROR,
    LEARNED,
    KAPPA,
    E0,
    EFFECTIVE_DIMENSION,
    VERDICT,
    K_STAR,
    BIG_R_K,
    BENIGN_BOUND,
    RATE,
    LIMIT_ERROR,
    EXACT_ERROR,
];
