//! Every number that the lab reports: formula, meaning, standing.

use crate::labs::prelude::*;

pub const STEP: Quantity = exact("step", "Step", "t")
    .tex("t")
    .means("Steps of training done; for gradient flow the time is ηt.");

pub const TRAIN_MSE: Quantity = exact("train_mse", "Training error", "")
    .tex(r"\frac{1}{n} \sum_i (u(x_i) - y_i)^2")
    .means("Mean squared difference of the network u and the labels y on the n training points; training minimises half of it.")
    .ink(inks::TRAIN);

pub const TEST_MSE: Quantity = exact("test_mse", "Test error", "")
    .tex(r"\frac{1}{m} \sum_q (u(x_q) - f^\ast(x_q))^2")
    .means("Mean squared distance of the network u from the target f* on m = 100 points of a grid, without label noise. On freshly labelled points the noise variance σ² comes on top: that sum is what cross-validation predicts.")
    .ink(inks::TEST);

pub const GCV: Quantity = empirical("gcv", "Cross-validation", "GCV")
    .tex(r"\frac{\frac{1}{n} {\|u - y\|}^2}{\bigl(\frac{1}{n} \operatorname{tr} P\bigr)^2}")
    .means("Generalized cross-validation with the propagator P (u − y = P (u₀ − y)) in place of a frozen smoother: an estimate of the error on freshly labelled points from the training data alone.")
    .from(&citations::GOLUB1979)
    .ink(inks::GCV);

pub const LOO: Quantity = empirical("loo", "Leave-one-out", "LOO")
    .tex(r"\frac{1}{n} \sum_i \Bigl(\frac{u_i - y_i}{P_{ii}}\Bigr)^2")
    .means("Leave-one-out error through the diagonal of the propagator P: exact for a linear smoother, here for the path that was taken; unstable once some Pᵢᵢ come near zero.")
    .from(&citations::GOLUB1979)
    .ink(inks::LEAVE_ONE_OUT);

pub const CHANNEL_DIM: Quantity = reconstruction("channel_dim", "Channel dimension", "")
    .tex(r"\#\{j : \omega_j > \theta\},\quad \omega_j = 1 - s_j^2(P)")
    .means("Directions of the labels of which training has removed more than the share θ of the residual's energy; s are the singular values of the propagator P, n/2·ω the eigenvalues of the dissipation Gramian. The theory's reservoir is ω = 0; the threshold is ours.")
    .from(&citations::LITMAN2026)
    .ink(inks::CHANNEL);

pub const DOF: Quantity = exact("dof", "Degrees of freedom", "")
    .tex(r"n - \operatorname{tr} P")
    .means("Degrees of freedom used: n training points less the trace of the propagator P.")
    .from(&citations::GOLUB1979);

pub const KERNEL_DRIFT: Quantity = exact("kernel_drift", "Kernel drift", "")
    .tex(r"\frac{{\|K - K_0\|}_F}{{\|K_0\|}_F}")
    .means("How far the tangent kernel K has moved from K₀ at the start, in units of its size: near 0 is lazy training, above 1 features are learned. No identity here needs it to be small.")
    .from(&citations::JACOT2018);

pub const LINEARISATION: Quantity = exact("linearisation", "Linear relation", "")
    .tex(r"\frac{\|(u - y) - P (u_0 - y)\|}{\|u_0 - y\|}")
    .means("How far the outputs u are from u − y = P (u₀ − y) with the propagator P, relative to the first residual: all that follows from P (ω, degrees of freedom, cross-validation, leave-one-out) rests on it, and is withheld beyond 0.05. 0 for gradient flow up to the error of its sub-steps.")
    .from(&citations::LITMAN2026);

pub const IDENTITY_LOSS: Quantity = exact("identity_loss_residual", "Loss identity", "")
    .tex(r"\Phi(0) - \Phi(T) = g^T W g")
    .means("Relative residual of the loss identity: the fall of the loss Φ is the dissipation Gramian W = (n/2)(I − PᵀP) on the first gradient g = (u₀ − y)/n. Exact for gradient flow; for descent up to the size of the steps.")
    .from(&citations::LITMAN2026);

pub const IDENTITY_TRANSFER: Quantity =
    exact("identity_transfer_residual", "Transfer identity", "")
        .tex(r"U_Q(T) - U_Q(0) = -G g")
        .means("Relative residual of the transfer identity: what training did to the unseen points U_Q is the transfer operator G = ∫K_QS P dt on the first gradient g.")
        .from(&citations::LITMAN2026);

pub const IDENTITY_COUPLING: Quantity =
    exact("identity_coupling_residual", "Coupling identity", "")
        .tex(r"U_Q(T) - U_Q(0) = G D^+ (u(T) - u(0))")
        .means("Relative residual of the train-test coupling: unseen points U_Q follow the training outputs u through A = G D⁺, D = n(I − P). It explains a path that is known; it does not forecast one.")
        .from(&citations::LITMAN2026);

pub const PUSH_CHANNEL: Quantity = empirical("push_channel", "Push along the channel", "")
    .tex(r"\frac{\|\Delta U_Q\|}{\delta}\;\text{along}\;\psi_1")
    .means("The labels are pushed by ±δ (root mean square) along the first direction ψ₁ of the channel and the network is trained again from the same seed: how far the function moves at unseen points, per δ, in the mean square over both signs and over directions that share ω.")
    .from(&citations::LITMAN2026)
    .ink(inks::CHANNEL);

pub const PUSH_RESERVOIR: Quantity = empirical("push_reservoir", "Push along the reservoir", "")
    .tex(r"\frac{\|\Delta U_Q\|}{\delta}\;\text{along}\;\psi_n")
    .means("The same along the last direction ψₙ of the reservoir: in theory exactly nothing for ω = 0 on the path taken; the pushed network takes a path of its own.")
    .from(&citations::LITMAN2026)
    .ink(inks::RESERVOIR);

pub const PUSH_ALONG: Quantity = empirical("push_along", "Push along the chosen direction", "")
    .tex(r"\frac{\|\Delta U_Q\|}{\delta}\;\text{along}\;\psi_j")
    .means("The same along any direction ψⱼ, chosen by its place j in the order of ω.")
    .from(&citations::LITMAN2026)
    .ink(inks::FUNCTION);

pub const MEASURED_DROP: Quantity = exact("measured_drop", "Measured fall", "")
    .tex("R_0 - R_t")
    .means("How far the test error R has fallen since the start, measured against the target.")
    .ink(inks::TEST);

pub const PREDICTED_DROP: Quantity = reconstruction("predicted_drop", "Fall by the meter", "")
    .tex(r"\sum_t 2\eta \Bigl({|\bar{g}|}^2 - \frac{\operatorname{tr} \Sigma}{b - 1}\Bigr) - \eta^2\, \bar{g}^T H \bar{g}")
    .means("The meter: every example is scored under the step of the b − 1 others of its batch (mean gradient ḡ, covariance Σ), less the curvature H (Gauss-Newton, on another batch). Right for fresh batches, as a mean and to first order in η; wrong on data used again.")
    .from(&citations::LITMAN2026)
    .ink(inks::GCV);

pub const NAIVE_DROP: Quantity = empirical("naive_drop", "Naive fall", "")
    .tex(r"\sum_t 2\eta\, {|\bar{g}|}^2")
    .means(
        "What the squared batch gradients ḡ alone would promise: fitted noise counts as progress.",
    )
    .ink(inks::LEAVE_ONE_OUT);

pub const WORST_WIDTH: Quantity = empirical("worst_width", "Worst width", "h")
    .tex(r"\operatorname{argmax}_h E(h)")
    .means("The width h of the sweep with the largest test error E; of random features trained for ever, by the median over nine initialisations.")
    .from(&citations::BELKIN2019)
    .ink(inks::LONG_TRAINING);

pub const BEST_WIDTH: Quantity = empirical("best_width", "Best width", "h")
    .tex(r"\operatorname{argmin}_h E(h)")
    .means("The width h of the sweep with the smallest test error E.")
    .from(&citations::BELKIN2019)
    .ink(inks::LONG_TRAINING);

/// Many widths.
pub const SWEEP: &[Quantity] = &[WORST_WIDTH, BEST_WIDTH];
/// How far training is, and what it has reached.
pub const ERRORS: &[Quantity] = &[STEP, TRAIN_MSE, TEST_MSE, GCV, LOO];
/// What passed, and how far the kernel moved meanwhile.
pub const CHANNEL: &[Quantity] = &[CHANNEL_DIM, DOF, KERNEL_DRIFT];
/// How exactly the identities hold.
pub const IDENTITIES: &[Quantity] = &[
    LINEARISATION,
    IDENTITY_LOSS,
    IDENTITY_TRANSFER,
    IDENTITY_COUPLING,
];
/// The claim made tangible.
pub const PUSHES: &[Quantity] = &[PUSH_CHANNEL, PUSH_RESERVOIR, PUSH_ALONG];
/// The risk read off the batches.
pub const METER: &[Quantity] = &[MEASURED_DROP, PREDICTED_DROP, NAIVE_DROP];
