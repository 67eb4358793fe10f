//! The bounds as quantities: name, formula, meaning and standing of each.

use crate::labs::words;
use crate::{
    figure::{Ink, inks},
    labs::{Citation, Quantity, Status},
};

/// The rate.
pub const DHINGRA: Citation = Citation {
    id: "dhingra2025",
    text: "Dhingra (2025), Provable generalization in overparameterized neural nets",
    url: "https://arxiv.org/abs/2508.17256",
};
/// The matrix Khintchine step of the reconstructions.
pub const TROPP: Citation = Citation {
    id: "tropp2012",
    text: "Tropp (2012), User-friendly tail bounds for sums of random matrices",
    url: "https://arxiv.org/abs/1004.4389",
};
/// The VC dimension of piecewise-linear networks.
pub const HARVEY: Citation = Citation {
    id: "harvey2017",
    text: "Harvey, Liaw and Mehrabian (2017), Nearly-tight VC-dimension bounds for piecewise linear neural networks, Theorem 3; with Bartlett, JMLR 20 (2019)",
    url: "https://arxiv.org/abs/1703.02930",
};
/// From a VC dimension to a gap.
pub const VAPNIK: Citation = Citation {
    id: "vapnik1971",
    text: "Vapnik and Chervonenkis (1971), On the uniform convergence of relative frequencies of events to their probabilities",
    url: "https://doi.org/10.1137/1116025",
};
/// The description-length bound.
pub const SHALEV_SHWARTZ: Citation = Citation {
    id: "shalev2014",
    text: "Shalev-Shwartz and Ben-David (2014), Understanding machine learning, section 7.3",
    url: "https://doi.org/10.1017/CBO9781107298019",
};
/// PAC-Bayes.
pub const MCALLESTER: Citation = Citation {
    id: "mcallester1999",
    text: "McAllester (1999), PAC-Bayesian model averaging",
    url: "https://doi.org/10.1145/307400.307435",
};
/// The constant of PAC-Bayes.
pub const MAURER: Citation = Citation {
    id: "maurer2004",
    text: "Maurer (2004), A note on the PAC Bayesian theorem",
    url: "https://arxiv.org/abs/cs/0411099",
};

/// All of them.
pub const CITATIONS: [Citation; 7] = [
    DHINGRA,
    TROPP,
    HARVEY,
    VAPNIK,
    SHALEV_SHWARTZ,
    MCALLESTER,
    MAURER,
];

// MathML shared by several formulas.
macro_rules! root_over {
    ($top:expr, $bottom:expr) => {
        concat!(
            "<msqrt><mfrac><mrow>",
            $top,
            "</mrow><mrow>",
            $bottom,
            "</mrow></mfrac></msqrt>"
        )
    };
}
macro_rules! train_loss {
    () => {
        "<mover><mi>L</mi><mo>^</mo></mover><mo>+</mo>"
    };
}
macro_rules! log_inverse_delta {
    () => {
        "<mi>ln</mi><mo>(</mo><mn>1</mn><mo>/</mo><mi>δ</mi><mo>)</mo>"
    };
}
macro_rules! two_m {
    () => {
        "<mn>2</mn><mi>m</mi>"
    };
}
macro_rules! rademacher {
    ($norm:expr) => {
        concat!(
            train_loss!(),
            "<mn>2</mn><mi>λ</mi>",
            $norm,
            root_over!(
                "<mn>2</mn><mi>ln</mi><mo>(</mo><msub><mi>d</mi><mn>1</mn></msub><mo>+</mo><msub><mi>d</mi><mn>2</mn></msub><mo>)</mo>",
                "<mi>m</mi>"
            ),
            "<mo>+</mo>",
            root_over!(log_inverse_delta!(), two_m!())
        )
    };
}
macro_rules! matrix_norm {
    ($kind:expr) => {
        concat!(
            "<msub><mrow><mo>‖</mo><mi>A</mi><mo>‖</mo></mrow>",
            $kind,
            "</msub>"
        )
    };
}
macro_rules! crossing {
    ($name:expr) => {
        concat!(
            "<mi>min</mi><mo>{</mo><mi>m</mi><mo>:</mo><msub><mi>B</mi><mtext>",
            $name,
            "</mtext></msub><mo>(</mo><mi>m</mi><mo>)</mo><mo>≤</mo><mn>1</mn><mo>}</mo>"
        )
    };
}

const fn quantity(
    id: &'static str,
    label: &'static str,
    symbol: &'static str,
    ink: Ink,
) -> Quantity {
    Quantity {
        id,
        label,
        symbol,
        unit: "",
        formula: "",
        meaning: "",
        status: Status::Exact,
        source: "",
        ink: Some(ink),
    }
}

/// Sample size at which the bound `of` stops being vacuous.
const fn samples(
    of: &Quantity,
    id: &'static str,
    symbol: &'static str,
    formula: &'static str,
) -> Quantity {
    Quantity {
        id,
        symbol,
        unit: "examples",
        formula: words(formula),
        ..*of
    }
}

/// The bare rate.
pub const RATE: Quantity = Quantity {
    formula: words(root_over!("<mi>R</mi>", "<mi>m</mi>")),
    meaning: words(
        "R is the largest effective rank in scope, m the number of training examples. Only the shape is known: constants and logarithms are not, so the height of the curve means nothing.",
    ),
    status: Status::Rate,
    source: DHINGRA.id,
    ..quantity(
        "bound_rate",
        "Rate of the effective rank",
        "√(R/m)",
        inks::BOUND_RATE,
    )
};

/// Rademacher reconstruction with the nuclear norm.
pub const NUCLEAR: Quantity = Quantity {
    formula: words(rademacher!(matrix_norm!("<mo>∗</mo>"))),
    meaning: words(
        "For linear maps with the nuclear norm ‖A‖∗ of this d₁ × d₂ matrix and inputs of spectral norm at most 1. L̂ is the training loss, λ the Lipschitz constant of the loss, m the number of training examples, δ the failure probability. Our constants, by the standard route; the norm counts as fixed before the data was seen.",
    ),
    status: Status::Reconstruction,
    source: TROPP.id,
    ..quantity(
        "bound_nuclear",
        "Bound by the nuclear norm",
        "B∗",
        inks::BOUND_NUCLEAR,
    )
};

/// Rademacher reconstruction with the effective rank and the Frobenius norm.
pub const ERANK: Quantity = Quantity {
    formula: words(rademacher!(concat!(
        "<msqrt><mi>R</mi></msqrt>",
        matrix_norm!("<mi>F</mi>")
    ))),
    meaning: words(
        "The same with √R ‖A‖F in place of the nuclear norm, which is never larger: R is the effective rank, ‖A‖F the Frobenius norm of the d₁ × d₂ matrix. L̂ is the training loss, λ the Lipschitz constant of the loss, m the number of training examples, δ the failure probability. Without the norm, R bounds nothing.",
    ),
    status: Status::Reconstruction,
    source: DHINGRA.id,
    ..quantity(
        "bound_erank",
        "Bound by the effective rank",
        "B_R",
        inks::BOUND_ERANK,
    )
};

/// Parameter counting through the VC dimension.
pub const VC: Quantity = Quantity {
    formula: words(concat!(
        train_loss!(),
        root_over!("<mn>8</mn>", "<mi>m</mi>"),
        "<msqrt><mi>d</mi><mi>ln</mi><mfrac><mrow><mn>2</mn><mi>e</mi><mi>m</mi></mrow><mi>d</mi></mfrac><mo>+</mo><mi>ln</mi><mfrac><mn>4</mn><mi>δ</mi></mfrac></msqrt>",
        "<mo>,</mo><mspace width='0.5em'/><mi>d</mi><mo>=</mo><mn>4</mn><mi>W</mi><mo>(</mo><mi>D</mi><mo>+</mo><mn>1</mn><mo>)</mo><msub><mi>log</mi><mn>2</mn></msub><mo>(</mo><mn>4</mn><mi>e</mi><mi>W</mi><mi>d</mi><mo>)</mo>"
    )),
    meaning: words(
        "Every ReLU network with W parameters in D layers, whatever its weights: d bounds its VC dimension. L̂ is the training loss, m the number of training examples, δ the failure probability; d ln(2em/d) is replaced by 2m ln 2 where that is smaller. A Transformer is not piecewise linear (its VC dimension is known up to a constant only), so for it these constants are borrowed.",
    ),
    status: Status::Reconstruction,
    source: HARVEY.id,
    ..quantity(
        "bound_vc",
        "Bound by the VC dimension",
        "B_VC",
        inks::BOUND_VC,
    )
};

/// Parameter counting through a description length.
pub const OCCAM: Quantity = Quantity {
    formula: words(concat!(
        train_loss!(),
        root_over!(
            concat!(
                "<mi>b</mi><mi>W</mi><mi>ln</mi><mn>2</mn><mo>+</mo>",
                log_inverse_delta!()
            ),
            two_m!()
        )
    )),
    meaning: words(
        "Any network that W parameters of b bits can describe, a Transformer too, trained or not. L̂ is the training loss of the network with its parameters rounded to b bits, m the number of training examples, δ the failure probability.",
    ),
    source: SHALEV_SHWARTZ.id,
    ..quantity(
        "bound_occam",
        "Bound by description length",
        "B_Occam",
        inks::BOUND_OCCAM,
    )
};

/// PAC-Bayes with Gaussian weights.
pub const PAC_BAYES: Quantity = Quantity {
    formula: words(concat!(
        train_loss!(),
        root_over!(
            "<msup><mrow><mo>‖</mo><mi>w</mi><mo>‖</mo></mrow><mn>2</mn></msup><mo>/</mo><mo>(</mo><mn>2</mn><msup><mi>σ</mi><mn>2</mn></msup><mo>)</mo><mo>+</mo><mi>ln</mi><mo>(</mo><mn>2</mn><msqrt><mi>m</mi></msqrt><mo>/</mo><mi>δ</mi><mo>)</mo>",
            two_m!()
        )
    )),
    meaning: words(
        "The randomised network, whose weights get fresh Gaussian noise of standard deviation σ for every prediction, not the trained one. ‖w‖² is the squared distance of the weights from the mean of the prior, which must not know the data; L̂ is the training loss with that noise, m the number of training examples, δ the failure probability.",
    ),
    source: MAURER.id,
    ..quantity(
        "bound_pac_bayes",
        "PAC-Bayes bound",
        "B_PB",
        inks::BOUND_PAC_BAYES,
    )
};

/// Where the bare rate reaches 1.
pub const SAMPLES_RATE: Quantity = Quantity {
    label: "Rate reaches 1",
    meaning: words(
        "m = R: where the bare shape √(R/m) passes 1, R the effective rank. The constants are unknown, so this is no sample size.",
    ),
    ..samples(&RATE, "samples_nonvacuous_rate", "m_rate", "<mi>R</mi>")
};
/// For [`NUCLEAR`].
pub const SAMPLES_NUCLEAR: Quantity = Quantity {
    label: "Samples for the nuclear-norm bound",
    meaning: words(
        "The sample size m from which on the nuclear-norm bound B∗(m) is below 1 and says something about a loss in [0, 1]; solved.",
    ),
    ..samples(&NUCLEAR, "samples_nonvacuous_nuclear", "m∗", crossing!("∗"))
};
/// For [`ERANK`].
pub const SAMPLES_ERANK: Quantity = Quantity {
    label: "Samples for the effective-rank bound",
    meaning: words(
        "The sample size m from which on the effective-rank bound B_R(m) is below 1 and says something about a loss in [0, 1]; solved.",
    ),
    ..samples(&ERANK, "samples_nonvacuous_erank", "m_R", crossing!("R"))
};
/// For [`VC`].
pub const SAMPLES_VC: Quantity = Quantity {
    label: "Samples for the VC bound",
    meaning: words(
        "The sample size m from which on the VC bound B_VC(m) is below 1 and says something about a loss in [0, 1]; solved.",
    ),
    ..samples(&VC, "samples_nonvacuous_vc", "m_VC", crossing!("VC"))
};
/// For [`OCCAM`].
pub const SAMPLES_OCCAM: Quantity = Quantity {
    label: "Samples for the Occam bound",
    meaning: words(
        "The sample size m from which on the Occam bound B_Occam(m) is below 1 and says something about a loss in [0, 1]; solved.",
    ),
    ..samples(
        &OCCAM,
        "samples_nonvacuous_occam",
        "m_Occam",
        crossing!("Occam"),
    )
};
/// For [`PAC_BAYES`].
pub const SAMPLES_PAC_BAYES: Quantity = Quantity {
    label: "Samples for the PAC-Bayes bound",
    meaning: words(
        "The sample size m from which on the PAC-Bayes bound B_PB(m) is below 1 and says something about a loss in [0, 1]; solved.",
    ),
    ..samples(
        &PAC_BAYES,
        "samples_nonvacuous_pac_bayes",
        "m_PB",
        crossing!("PB"),
    )
};

/// All of them, in the order reported.
pub const QUANTITIES: [Quantity; 12] = [
    RATE,
    NUCLEAR,
    ERANK,
    VC,
    OCCAM,
    PAC_BAYES,
    SAMPLES_RATE,
    SAMPLES_NUCLEAR,
    SAMPLES_ERANK,
    SAMPLES_VC,
    SAMPLES_OCCAM,
    SAMPLES_PAC_BAYES,
];
