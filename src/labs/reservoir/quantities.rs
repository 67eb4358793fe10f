//! Every number that the lab reports: formula, meaning, standing.

use super::{CHANNEL, GCV_INK, LOO_INK, RESERVOIR, TEST, TRAIN};
use crate::labs::{Quantity, Status};

const fn quantity(
    id: &'static str,
    label: &'static str,
    symbol: &'static str,
    status: Status,
) -> Quantity {
    Quantity {
        id,
        label,
        symbol,
        unit: "",
        formula: "",
        meaning: "",
        status,
        source: "litman2026",
        ink: None,
    }
}

pub const STEP: Quantity = Quantity {
    formula: "<mi>t</mi>",
    meaning: "Steps of training done; for gradient flow the time is ηt.",
    source: "",
    ..quantity("step", "Step", "t", Status::Exact)
};

pub const TRAIN_MSE: Quantity = Quantity {
    formula: "<mfrac><mn>1</mn><mi>n</mi></mfrac><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo><mi>u</mi><mo>(</mo><msub><mi>x</mi><mi>i</mi></msub><mo>)</mo><mo>−</mo><msub><mi>y</mi><mi>i</mi></msub><mo>)</mo></mrow><mn>2</mn></msup>",
    meaning: "Mean squared difference of the network u and the labels y on the n training points; training minimises half of it.",
    source: "",
    ink: Some(TRAIN),
    ..quantity("train_mse", "Training error", "", Status::Exact)
};

pub const TEST_MSE: Quantity = Quantity {
    formula: "<mfrac><mn>1</mn><mi>m</mi></mfrac><munder><mo>∑</mo><mi>q</mi></munder><msup><mrow><mo>(</mo><mi>u</mi><mo>(</mo><msub><mi>x</mi><mi>q</mi></msub><mo>)</mo><mo>−</mo><msup><mi>f</mi><mo>∗</mo></msup><mo>(</mo><msub><mi>x</mi><mi>q</mi></msub><mo>)</mo><mo>)</mo></mrow><mn>2</mn></msup>",
    meaning: "Mean squared distance of the network u from the target f* on m = 100 points of a grid, without label noise. On freshly labelled points the noise variance σ² comes on top: that sum is what cross-validation predicts.",
    source: "",
    ink: Some(TEST),
    ..quantity("test_mse", "Test error", "", Status::Exact)
};

pub const GCV: Quantity = Quantity {
    formula: "<mfrac><mrow><mfrac><mn>1</mn><mi>n</mi></mfrac><msup><mrow><mo>‖</mo><mi>u</mi><mo>−</mo><mi>y</mi><mo>‖</mo></mrow><mn>2</mn></msup></mrow><msup><mrow><mo>(</mo><mfrac><mn>1</mn><mi>n</mi></mfrac><mi>tr</mi><mi>P</mi><mo>)</mo></mrow><mn>2</mn></msup></mfrac>",
    meaning: "Generalized cross-validation with the propagator P (u − y = P (u₀ − y)) in place of a frozen smoother: an estimate of the error on freshly labelled points from the training data alone.",
    source: "golub1979",
    ink: Some(GCV_INK),
    ..quantity("gcv", "Cross-validation", "GCV", Status::Empirical)
};

pub const LOO: Quantity = Quantity {
    formula: "<mfrac><mn>1</mn><mi>n</mi></mfrac><munder><mo>∑</mo><mi>i</mi></munder><msup><mrow><mo>(</mo><mfrac><mrow><msub><mi>u</mi><mi>i</mi></msub><mo>−</mo><msub><mi>y</mi><mi>i</mi></msub></mrow><msub><mi>P</mi><mrow><mi>i</mi><mi>i</mi></mrow></msub></mfrac><mo>)</mo></mrow><mn>2</mn></msup>",
    meaning: "Leave-one-out error through the diagonal of the propagator P: exact for a linear smoother, here for the path that was taken; unstable once some Pᵢᵢ come near zero.",
    source: "golub1979",
    ink: Some(LOO_INK),
    ..quantity("loo", "Leave-one-out", "LOO", Status::Empirical)
};

pub const CHANNEL_DIM: Quantity = Quantity {
    formula: "<mo>#</mo><mo>{</mo><mi>j</mi><mo>:</mo><msub><mi>ω</mi><mi>j</mi></msub><mo>&gt;</mo><mi>θ</mi><mo>}</mo><mo>,</mo><mspace width='0.5em'/><msub><mi>ω</mi><mi>j</mi></msub><mo>=</mo><mn>1</mn><mo>−</mo><msubsup><mi>s</mi><mi>j</mi><mn>2</mn></msubsup><mo>(</mo><mi>P</mi><mo>)</mo>",
    meaning: "Directions of the labels of which training has removed more than the share θ of the residual's energy; s are the singular values of the propagator P, n/2·ω the eigenvalues of the dissipation Gramian. The theory's reservoir is ω = 0; the threshold is ours.",
    status: Status::Reconstruction,
    ink: Some(CHANNEL),
    ..quantity("channel_dim", "Channel dimension", "", Status::Exact)
};

pub const DOF: Quantity = Quantity {
    formula: "<mi>n</mi><mo>−</mo><mi>tr</mi><mi>P</mi>",
    meaning: "Degrees of freedom used: n training points less the trace of the propagator P.",
    source: "golub1979",
    ..quantity("dof", "Degrees of freedom", "", Status::Exact)
};

pub const KERNEL_DRIFT: Quantity = Quantity {
    formula: "<mfrac><msub><mrow><mo>‖</mo><mi>K</mi><mo>−</mo><msub><mi>K</mi><mn>0</mn></msub><mo>‖</mo></mrow><mi>F</mi></msub><msub><mrow><mo>‖</mo><msub><mi>K</mi><mn>0</mn></msub><mo>‖</mo></mrow><mi>F</mi></msub></mfrac>",
    meaning: "How far the tangent kernel K has moved from K₀ at the start, in units of its size: near 0 is lazy training, above 1 features are learned. No identity here needs it to be small.",
    source: "jacot2018",
    ..quantity("kernel_drift", "Kernel drift", "", Status::Exact)
};

pub const IDENTITY_LOSS: Quantity = Quantity {
    formula: "<mi>Φ</mi><mo>(</mo><mn>0</mn><mo>)</mo><mo>−</mo><mi>Φ</mi><mo>(</mo><mi>T</mi><mo>)</mo><mo>=</mo><msup><mi>g</mi><mi>T</mi></msup><mi>W</mi><mi>g</mi>",
    meaning: "Relative residual of the loss identity: the fall of the loss Φ is the dissipation Gramian W = (n/2)(I − PᵀP) on the first gradient g = (u₀ − y)/n. Exact for gradient flow; for descent up to the size of the steps.",
    ..quantity("identity_loss_residual", "Loss identity", "", Status::Exact)
};

pub const IDENTITY_TRANSFER: Quantity = Quantity {
    formula: "<msub><mi>U</mi><mi>Q</mi></msub><mo>(</mo><mi>T</mi><mo>)</mo><mo>−</mo><msub><mi>U</mi><mi>Q</mi></msub><mo>(</mo><mn>0</mn><mo>)</mo><mo>=</mo><mo>−</mo><mi>G</mi><mi>g</mi>",
    meaning: "Relative residual of the transfer identity: what training did to the unseen points U_Q is the transfer operator G = ∫K_QS P dt on the first gradient g.",
    ..quantity(
        "identity_transfer_residual",
        "Transfer identity",
        "",
        Status::Exact,
    )
};

pub const IDENTITY_COUPLING: Quantity = Quantity {
    formula: "<msub><mi>U</mi><mi>Q</mi></msub><mo>(</mo><mi>T</mi><mo>)</mo><mo>−</mo><msub><mi>U</mi><mi>Q</mi></msub><mo>(</mo><mn>0</mn><mo>)</mo><mo>=</mo><mi>G</mi><msup><mi>D</mi><mo>+</mo></msup><mo>(</mo><mi>u</mi><mo>(</mo><mi>T</mi><mo>)</mo><mo>−</mo><mi>u</mi><mo>(</mo><mn>0</mn><mo>)</mo><mo>)</mo>",
    meaning: "Relative residual of the train-test coupling: unseen points U_Q follow the training outputs u through A = G D⁺, D = n(I − P). It explains a path that is known; it does not forecast one.",
    ..quantity(
        "identity_coupling_residual",
        "Coupling identity",
        "",
        Status::Exact,
    )
};

pub const PUSH_CHANNEL: Quantity = Quantity {
    formula: "<mfrac><mrow><mo>‖</mo><mi>Δ</mi><msub><mi>U</mi><mi>Q</mi></msub><mo>‖</mo></mrow><mi>δ</mi></mfrac><mspace width='0.3em'/><mtext>along</mtext><mspace width='0.3em'/><msub><mi>ψ</mi><mn>1</mn></msub>",
    meaning: "The labels are pushed by δ (root mean square) along the first direction ψ₁ of the channel and the network is trained again from the same seed: how far the function moves at unseen points, per δ.",
    ink: Some(CHANNEL),
    ..quantity(
        "push_channel",
        "Push along the channel",
        "",
        Status::Empirical,
    )
};

pub const PUSH_RESERVOIR: Quantity = Quantity {
    formula: "<mfrac><mrow><mo>‖</mo><mi>Δ</mi><msub><mi>U</mi><mi>Q</mi></msub><mo>‖</mo></mrow><mi>δ</mi></mfrac><mspace width='0.3em'/><mtext>along</mtext><mspace width='0.3em'/><msub><mi>ψ</mi><mi>n</mi></msub>",
    meaning: "The same along the last direction ψ of the reservoir: in theory exactly nothing for ω = 0 on the path taken; the pushed network takes a path of its own.",
    ink: Some(RESERVOIR),
    ..quantity(
        "push_reservoir",
        "Push along the reservoir",
        "",
        Status::Empirical,
    )
};

pub const MEASURED_DROP: Quantity = Quantity {
    formula: "<msub><mi>R</mi><mn>0</mn></msub><mo>−</mo><msub><mi>R</mi><mi>t</mi></msub>",
    meaning: "How far the test error R has fallen since the start, measured against the target.",
    source: "",
    ink: Some(TEST),
    ..quantity("measured_drop", "Measured fall", "", Status::Exact)
};

pub const PREDICTED_DROP: Quantity = Quantity {
    formula: "<munder><mo>∑</mo><mi>t</mi></munder><mn>2</mn><mi>η</mi><mo>(</mo><msup><mrow><mo>|</mo><mover><mi>g</mi><mo>¯</mo></mover><mo>|</mo></mrow><mn>2</mn></msup><mo>−</mo><mfrac><mrow><mi>tr</mi><mi>Σ</mi></mrow><mrow><mi>b</mi><mo>−</mo><mn>1</mn></mrow></mfrac><mo>)</mo><mo>−</mo><msup><mi>η</mi><mn>2</mn></msup><msup><mover><mi>g</mi><mo>¯</mo></mover><mi>T</mi></msup><mi>H</mi><mover><mi>g</mi><mo>¯</mo></mover>",
    meaning: "The meter: every example is scored under the step of the b − 1 others of its batch (mean gradient ḡ, covariance Σ), less the curvature H (Gauss-Newton, on another batch). Right for fresh batches, as a mean and to first order in η; wrong on data used again.",
    status: Status::Reconstruction,
    ink: Some(GCV_INK),
    ..quantity("predicted_drop", "Fall by the meter", "", Status::Exact)
};

pub const NAIVE_DROP: Quantity = Quantity {
    formula: "<munder><mo>∑</mo><mi>t</mi></munder><mn>2</mn><mi>η</mi><msup><mrow><mo>|</mo><mover><mi>g</mi><mo>¯</mo></mover><mo>|</mo></mrow><mn>2</mn></msup>",
    meaning: "What the squared batch gradients ḡ alone would promise: fitted noise counts as progress.",
    source: "",
    ink: Some(LOO_INK),
    ..quantity("naive_drop", "Naive fall", "", Status::Empirical)
};

pub static QUANTITIES: &[Quantity] = &[
    STEP,
    TRAIN_MSE,
    TEST_MSE,
    GCV,
    LOO,
    CHANNEL_DIM,
    DOF,
    KERNEL_DRIFT,
    IDENTITY_LOSS,
    IDENTITY_TRANSFER,
    IDENTITY_COUPLING,
    PUSH_CHANNEL,
    PUSH_RESERVOIR,
    MEASURED_DROP,
    PREDICTED_DROP,
    NAIVE_DROP,
];
