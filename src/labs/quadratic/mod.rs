//! Quadratic networks: how width, data and penalty shape the test error of a network that learns features.

mod companions;
mod controls;
mod learned;
mod live;
mod pictures;
mod plane;
mod presets;
mod program;
mod run;
mod samples;
mod setup;
mod width;

use super::{About, Citation, Lab, Quantity, Status};
use crate::figure::Ink;
use crate::labs::{told, words};

/// The lab.
pub static LAB: Lab = Lab {
    about: &ABOUT,
    controls: controls::CONTROLS,
    quantities: told(QUANTITIES),
    presets: told(presets::PRESETS),
    start: |input| Ok(Box::new(run::QuadraticRun::start(input)?)),
};

static ABOUT: About = About {
    id: "quadratic",
    title: "Quadratic network",
    question: words(
        "How do width, data and regularisation shape the scaling law of a network that learns features?",
    ),
    try_first: words("Drag the point along the curve: too narrow, best, too wide."),
    citations: &[
        Citation {
            id: "girardin2026",
            text: "Girardin, Troiani, Xu, Erba, Krzakala and Zdeborová (2026), on the width of quadratic networks; state evolution at finite width",
            url: "https://arxiv.org/abs/2606.28242",
        },
        Citation {
            id: "defilippis2025",
            text: "Scaling laws and spectra of shallow neural networks in the feature learning regime (2025)",
            url: "https://arxiv.org/abs/2509.24882",
        },
        Citation {
            id: "erba2025",
            text: "The nuclear route: sharp asymptotics of ERM in overparameterized quadratic networks (2025)",
            url: "https://arxiv.org/abs/2505.17958",
        },
        Citation {
            id: "maillard2024",
            text: "Maillard et al. (2024), Bayes-optimal learning of an extensive-width neural network from quadratically many samples",
            url: "https://arxiv.org/abs/2408.03733",
        },
        Citation {
            id: "bayati2010",
            text: "Bayati and Montanari (2010), The LASSO risk for Gaussian matrices",
            url: "https://arxiv.org/abs/1008.2581",
        },
        Citation {
            id: "biane1997",
            text: "Biane (1997), On the free convolution with a semi-circular distribution",
            url: "https://doi.org/10.1512/iumj.1997.46.1467",
        },
    ],
};

/// The state evolution.
const STATE: Ink = Ink(21);
/// The closed form of a narrow network.
const CLOSED: Ink = Ink(22);
/// The tail of the target.
const TAIL: Ink = Ink(23);
/// The best that any method can do.
const BAYES: Ink = Ink(24);
/// A network of full width.
const FULL: Ink = Ink(25);
/// Learned noise.
const NOISE: Ink = Ink(26);
/// What is missing of the target.
const MISSING: Ink = Ink(27);
/// What was learned of the target.
const LEARNED: Ink = Ink(28);
/// Networks trained here.
const TRAINED: Ink = Ink(29);
/// The LASSO.
const LASSO: Ink = Ink(30);

const ERROR: Quantity = Quantity {
    id: "error",
    label: "Test error",
    symbol: "E",
    unit: "",
    formula: words(
        "<mi>E</mi><mo>=</mo><mfrac><mn>1</mn><mi>d</mi></mfrac><msubsup><mrow><mo>‖</mo><mover><mi>S</mi><mo>^</mo></mover><mo>−</mo><msup><mi>S</mi><mo>∗</mo></msup><mo>‖</mo></mrow><mi>F</mi><mn>2</mn></msubsup><mo>=</mo><mn>2</mn><mi>α</mi><msup><mi>δ</mi><mn>2</mn></msup><mo>−</mo><mfrac><mi>Δ</mi><mn>2</mn></mfrac><mo>,</mo><mspace width='0.5em'/><mi>α</mi><mo>=</mo><mfrac><mi>n</mi><msup><mi>d</mi><mn>2</mn></msup></mfrac>",
    ),
    meaning: words(
        "Squared distance per dimension between the trained network's matrix Ŝ = BBᵀ and the target S*, from the state evolution: n samples, dimension d, label-noise variance Δ, effective noise δ. Proved for n ~ d² and p ≥ d; elsewhere a heuristic that matches trained networks.",
    ),
    status: Status::Asymptotic,
    source: "girardin2026",
    ink: Some(STATE),
};

const EXCESS_RISK: Quantity = Quantity {
    id: "excess_risk",
    label: "Excess risk",
    symbol: "R",
    unit: "",
    formula: words(
        "<mi>R</mi><mo>=</mo><msub><mi>𝔼</mi><mi>x</mi></msub><msup><mrow><mo>(</mo><mover><mi>f</mi><mo>^</mo></mover><mo>(</mo><mi>x</mi><mo>)</mo><mo>−</mo><msup><mi>f</mi><mo>∗</mo></msup><mo>(</mo><mi>x</mi><mo>)</mo><mo>)</mo></mrow><mn>2</mn></msup><mo>=</mo><mn>2</mn><mi>E</mi>",
    ),
    meaning: words(
        "Expected squared difference of the predictions of the network f̂ and the target f* on a new input x: twice the test error E.",
    ),
    status: Status::Asymptotic,
    source: "girardin2026",
    ink: None,
};

const DELTA: Quantity = Quantity {
    id: "delta",
    label: "Effective noise",
    symbol: "δ",
    unit: "",
    formula: words(
        "<mover><mi>S</mi><mo>^</mo></mover><mo>∼</mo><msub><mi>f</mi><mi>p</mi></msub><mo>(</mo><msup><mi>S</mi><mo>∗</mo></msup><mo>+</mo><mi>δ</mi><mi>G</mi><mo>)</mo>",
    ),
    meaning: words(
        "Training acts as if the network saw the target S* through Gaussian noise δG, G with the semicircle spectrum on [−2, 2], and kept the p largest eigenvalues above a threshold (f_p). Eigenvalues of the target below δ drown.",
    ),
    status: Status::Asymptotic,
    source: "girardin2026",
    ink: None,
};

const EPSILON: Quantity = Quantity {
    id: "epsilon",
    label: "Response",
    symbol: "ε",
    unit: "",
    formula: words(
        "<mi>D</mi><mo>=</mo><mn>2</mn><mi>α</mi><mo>−</mo><mfrac><mn>1</mn><mrow><mn>2</mn><mi>ε</mi></mrow></mfrac><mo>,</mo><mspace width='0.5em'/><mi>b</mi><mo>=</mo><mi>λ</mi><mi>ε</mi>",
    ),
    meaning: words(
        "How strongly the network answers to its data; λε is the threshold b that lowers every learned eigenvalue, D the degrees of freedom used, α = n/d².",
    ),
    status: Status::Asymptotic,
    source: "girardin2026",
    ink: None,
};

const TRAIN_LOSS: Quantity = Quantity {
    id: "train_loss",
    label: "Training objective",
    symbol: "L",
    unit: "",
    formula: words(
        "<mi>L</mi><mo>=</mo><mfrac><msup><mi>δ</mi><mn>2</mn></msup><mrow><mn>4</mn><msup><mi>ε</mi><mn>2</mn></msup></mrow></mfrac><mo>+</mo><mfrac><mi>λ</mi><mi>d</mi></mfrac><mi>Tr</mi><mover><mi>S</mi><mo>^</mo></mover>",
    ),
    meaning: words(
        "The minimum of the squared training error over d² plus the penalty λ on the trace of Ŝ, which is the l2 penalty on the weights; δ is the effective noise, ε the response.",
    ),
    status: Status::Asymptotic,
    source: "girardin2026",
    ink: None,
};

const BAYES_ERROR: Quantity = Quantity {
    id: "bayes_error",
    label: "Bayes-optimal error",
    symbol: "E*",
    unit: "",
    formula: words(
        "<msup><mi>δ</mi><mn>2</mn></msup><mo>−</mo><mfrac><mrow><mn>4</mn><msup><mi>π</mi><mn>2</mn></msup></mrow><mn>3</mn></mfrac><msup><mi>δ</mi><mn>4</mn></msup><mo>∫</mo><msup><mi>ρ</mi><mn>3</mn></msup><mo>=</mo><mn>2</mn><mi>α</mi><msup><mi>δ</mi><mn>2</mn></msup><mo>−</mo><mfrac><mi>Δ</mi><mn>2</mn></mfrac><mo>=</mo><msup><mi>E</mi><mo>∗</mo></msup>",
    ),
    meaning: words(
        "The smallest error that any method can reach when it knows the target's spectrum but not its eigenvectors: ρ is the density of target plus noise at noise level δ, α = n/d², Δ the label noise. Rederived here.",
    ),
    status: Status::Reconstruction,
    source: "maillard2024",
    ink: Some(BAYES),
};

const OPTIMAL_WIDTH: Quantity = Quantity {
    id: "optimal_width",
    label: "Best width",
    symbol: "p*",
    unit: "",
    formula: words(
        "<msup><mi>p</mi><mo>∗</mo></msup><mo>=</mo><munder><mi>argmin</mi><mi>p</mi></munder><mspace width='0.3em'/><mi>E</mi><mo>(</mo><mi>p</mi><mo>)</mo>",
    ),
    meaning: words(
        "The smallest width with the smallest test error E, at this number of samples, noise and penalty; found numerically on the state evolution.",
    ),
    status: Status::Asymptotic,
    source: "girardin2026",
    ink: None,
};

const INTERPOLATION_WIDTH: Quantity = Quantity {
    id: "interpolation_width",
    label: "Interpolation width",
    symbol: "pᵢ",
    unit: "",
    formula: words(
        "<msub><mi>p</mi><mi>i</mi></msub><mi>d</mi><mo>−</mo><mfrac><msubsup><mi>p</mi><mi>i</mi><mn>2</mn></msubsup><mn>2</mn></mfrac><mo>=</mo><mi>n</mi>",
    ),
    meaning: words(
        "The width at which a d × d matrix of rank pᵢ has as many free parameters as there are labels n: from here on an unpenalised network fits them all.",
    ),
    status: Status::Reconstruction,
    source: "girardin2026",
    ink: None,
};

const LEARNED_SPIKES: Quantity = Quantity {
    id: "learned_spikes",
    label: "Features learned",
    symbol: "K",
    unit: "",
    formula: words(
        "<mi>K</mi><mo>=</mo><mo>#</mo><mo>{</mo><mi>i</mi><mo>≤</mo><mi>p</mi><mo>:</mo><msub><mi>s</mi><mi>i</mi></msub><mo>&gt;</mo><mi>δ</mi><mo>,</mo><mspace width='0.3em'/><msub><mi>s</mi><mi>i</mi></msub><mo>+</mo><mfrac><msup><mi>δ</mi><mn>2</mn></msup><msub><mi>s</mi><mi>i</mi></msub></mfrac><mo>&gt;</mo><mi>b</mi><mo>}</mo>",
    ),
    meaning: words(
        "Eigenvalues sᵢ of the target that leave the noise δ and lie above the threshold b: outliers of the learned spectrum. Width p at most.",
    ),
    status: Status::Asymptotic,
    source: "defilippis2025",
    ink: Some(LEARNED),
};

const REGIME: Quantity = Quantity {
    id: "regime",
    label: "Regime",
    symbol: "",
    unit: "",
    formula: words(
        "<mtext>from the curve</mtext><mspace width='0.4em'/><mi>E</mi><mo>(</mo><mi>p</mi><mo>)</mo>",
    ),
    meaning: words(
        "What limits this network, read off the curve of the error E over the width p: 0 silenced by the penalty, 1 width-limited, 2 within 5 % of the best, 3 harmful overfitting, 4 interpolation peak, 5 plateau.",
    ),
    status: Status::Empirical,
    source: "girardin2026",
    ink: None,
};

static QUANTITIES: &[Quantity] = &[
    ERROR,
    EXCESS_RISK,
    BAYES_ERROR,
    OPTIMAL_WIDTH,
    INTERPOLATION_WIDTH,
    LEARNED_SPIKES,
    REGIME,
    DELTA,
    EPSILON,
    TRAIN_LOSS,
];
