//! Every number that the lab reports: formula, meaning, standing.

use crate::labs::prelude::*;

pub const STEPS_TAKEN: Quantity = exact("step", "Step", "t")
    .tex("t")
    .means("Steps of AdamW taken when everything here was measured.");

pub const TRAIN_LOSS: Quantity = exact("train_loss", "Training loss", "")
    .tex(r"\hat{L} = -\frac{1}{m} \sum_i \ln p(y_i \mid x_i)")
    .means("Mean cross-entropy, in nats, of the labels y on the training sequences x, noise included; up to 256 of the m are measured. A sequence with several labels counts with their mean.")
    .ink(inks::TRAIN);

pub const TEST_LOSS: Quantity = empirical("test_loss", "Test loss", "")
    .tex(r"L = -\frac{1}{n} \sum_j \ln p(y_j \mid x_j)")
    .means("Mean cross-entropy, in nats, of the labels y of up to n = 256 fresh sequences x, none of which was trained on; where training labels have noise, these have as much, in expectation, so that both losses are of one distribution.")
    .ink(inks::TEST);

pub const TRAIN_ACCURACY: Quantity = exact("train_accuracy", "Training accuracy", "")
    .tex(r"\frac{1}{m} \#\{i : \mathrm{argmax}\, p(\cdot \mid x_i) = y_i\}")
    .means("Share of the labels y of the m training sequences x to which the network p gives the largest probability.")
    .ink(inks::TRAIN);

pub const TEST_ACCURACY: Quantity = empirical("test_accuracy", "Test accuracy", "")
    .tex(r"\frac{1}{n} \#\{j : \mathrm{argmax}\, p(\cdot \mid x_j) = y_j\}")
    .means("Share of the true labels y, without noise, of n fresh sequences x to which the network p gives the largest probability.")
    .ink(inks::TEST);

pub const GAP: Quantity = empirical("gap", "Generalization gap", "")
    .tex(r"L - \hat{L}")
    .means("Test loss L less training loss L̂: what bounds of generalization are about. It can be below 0 by chance.")
    .ink(inks::MEASURED_GAP);

pub const MAX_ERANK: Quantity = exact("max_erank", "Largest mean erank", "R")
    .tex(r"R = \max_{\ell, h} \frac{1}{n} \sum_i \operatorname{erank} A_{\ell h}(x_i)")
    .means("The largest mean, over n = 16 fresh sequences x, of the entropy effective rank of a head's attention matrix A, over all layers ℓ and heads h.")
    .from(&citations::DHINGRA2025)
    .ink(inks::ERANK);

pub const MEAN_ERANK: Quantity = exact("mean_erank", "Mean erank", "")
    .tex(r"\frac{1}{L H n} \sum_{\ell, h, i} \operatorname{erank} A_{\ell h}(x_i)")
    .means("The same, the mean over all L layers ℓ, H heads h and n sequences x instead of the largest.")
    .from(&citations::ROY2007);

pub const MEAN_ATTENTION_ERANK: Quantity =
    exact("mean_attention_erank", "erank of the mean attention", "")
        .tex(r"\operatorname{erank} \frac{1}{n} \sum_i A(x_i)")
        .means("Effective rank of the mean, over n = 16 fresh sequences x, of the attention A of the head shown: low where a head looks at positions, whatever the tokens are.")
        .from(&citations::ROY2007);

pub const STABLE: Quantity = exact("attention_stable_rank", "Stable rank of attention", "sr")
    .tex(r"\frac{1}{n} \sum_i {\|A(x_i)\|}_F^2 / {\|A(x_i)\|}_2^2")
    .means("Mean, over n = 16 fresh sequences x, of the energy of the attention A of the head shown over its largest singular value's.")
    .ink(inks::STABLE);

pub const ATTENTION_NORM: Quantity =
    exact("attention_spectral_norm", "Spectral norm of attention", "‖A‖₂")
        .tex(r"\max_{\ell, h, i} {\|A_{\ell h}(x_i)\|}_2")
        .means("The largest singular value of any attention matrix A over layers ℓ, heads h and 16 fresh sequences x. Rows sum to 1, so for T tokens it always lies between 1 and √T.")
        .ink(inks::SPECTRUM);

pub const QK_NORM: Quantity = exact("qk_spectral_norm", "Spectral norm of W_QK", "‖W_QK‖₂")
    .tex(r"\max_{\ell, h} {\|W_Q W_K^T\|}_2")
    .means("The largest singular value of the product of query weights W_Q and key weights W_K over layers ℓ and heads h.")
    .ink(inks::QUERY_KEY);

pub const OV_NORM: Quantity = exact("ov_spectral_norm", "Spectral norm of W_OV", "‖W_OV‖₂")
    .tex(r"\max_{\ell, h} {\|W_V W_O\|}_2")
    .means("The largest singular value of the product of value weights W_V and output weights W_O over layers ℓ and heads h.")
    .ink(inks::VALUE_OUTPUT);

pub const QK_ERANK: Quantity = exact("qk_erank", "erank of W_QK", "")
    .tex(r"\operatorname{erank} W_Q W_K^T")
    .means("Effective rank of the product of query weights W_Q and key weights W_K of the head shown; at most d/H.")
    .from(&citations::ROY2007)
    .ink(inks::QUERY_KEY);

pub const QK_STABLE: Quantity = exact("qk_stable_rank", "Stable rank of W_QK", "")
    .tex(r"{\|W_Q W_K^T\|}_F^2 / {\|W_Q W_K^T\|}_2^2")
    .means("Energy of the product of query weights W_Q and key weights W_K of the head shown over its largest singular value's.");

pub const OV_ERANK: Quantity = exact("ov_erank", "erank of W_OV", "")
    .tex(r"\operatorname{erank} W_V W_O")
    .means("Effective rank of the product of value weights W_V and output weights W_O of the head shown; at most d/H.")
    .from(&citations::ROY2007)
    .ink(inks::VALUE_OUTPUT);

pub const OV_STABLE: Quantity = exact("ov_stable_rank", "Stable rank of W_OV", "")
    .tex(r"{\|W_V W_O\|}_F^2 / {\|W_V W_O\|}_2^2")
    .means("Energy of the product of value weights W_V and output weights W_O of the head shown over its largest singular value's.");

pub const BOUND_RATE: Quantity = rate("bound_rate", "Rate", "√(R/m)")
    .tex(r"\sqrt{R / m}")
    .means("The largest mean effective rank R over the number m of training sequences, under a root. Its constants are not known: no bound on any loss, only a shape.")
    .from(&citations::DHINGRA2025)
    .ink(inks::BOUND_RATE);

pub const BOUND_NUCLEAR: Quantity = reconstruction("bound_nuclear", "Nuclear-norm bound", "")
    .tex(r"2 N \sqrt{2 \ln(2T) / m} + \sqrt{\ln(1/\delta) / (2m)}")
    .means("For one linear map in place of one attention matrix, T × T, with the largest nuclear norm N measured, a loss in [0, 1] and δ = 0.05. It covers neither that attention depends on the input, nor the other weights, nor the depth.")
    .from(&citations::TROPP2012)
    .ink(inks::BOUND_NUCLEAR);

pub const PARAMETERS: Quantity = exact("parameters", "Parameters", "P")
    .tex("P")
    .means("Weights P that are trained.");

pub const BOUND_PARAMETERS: Quantity = rate("bound_parameters", "Counting parameters", "√(P/m)")
    .tex(r"\sqrt{P / m}")
    .means("The number P of weights over the number m of training sequences, under a root: the shape of every bound that counts.")
    .from(&citations::VAPNIK1971)
    .ink(inks::BOUND_VC);

pub const FROBENIUS: Quantity = reconstruction("factor_frobenius", "Frobenius product", "")
    .tex(r"\frac{1}{\sqrt{m}} \prod_W {\|W\|}_F")
    .means("Product of the Frobenius norms of all weight matrices W, those of a head as the products W_QK and W_OV, over √m: the leading factor for ReLU networks, carried over by us.")
    .from(&citations::GOLOWICH2018)
    .ink(inks::FACTOR_FROBENIUS);

pub const SPECTRAL: Quantity = reconstruction("factor_spectral", "Spectral complexity", "")
    .tex(r"\frac{1}{\sqrt{m}} \prod_W {\|W\|}_2 \Bigl(\sum_W \bigl({\|W\|}_{2,1} / {\|W\|}_2\bigr)^{2/3}\Bigr)^{3/2}")
    .means("Spectral norms ‖W‖₂ multiplied, times how far lengths of columns, summed (‖W‖₂,₁), exceed them, over √m; for fully connected networks, carried over by us.")
    .from(&citations::BARTLETT2017)
    .ink(inks::FACTOR_SPECTRAL);

pub const ADAPTIVE: Quantity = reconstruction("factor_adaptive", "Spectrum-adaptive factor", "")
    .tex(r"\frac{1}{\sqrt{m}} \Bigl(\sum_W \min_p c(W; p) + \sqrt{L}\Bigr)")
    .means("The leading factor of the spectrum-adaptive bound over √m: every matrix W of the L layers at the Schatten index p that is cheapest, cost c. Embeddings, normalisation and the residual stream are left out.")
    .from(&citations::SAKAI2026)
    .ink(inks::FACTOR_ADAPTIVE);

pub const NORM_BASED: Quantity = reconstruction("factor_norm_based", "Norm-based factor", "")
    .tex(r"\frac{1}{\sqrt{m}} \Bigl(1 + \sum_\ell \alpha_\ell^{2/3} \xi_\ell\Bigr)^{3/2}")
    .means("The leading factor of the bound with (2,1) norms over √m: sensitivity α and norms ξ of the layers ℓ. A feed-forward part that is not there counts as the number 1.")
    .from(&citations::EDELMAN2022)
    .ink(inks::FACTOR_NORM_BASED);

pub const NTK: Quantity = reconstruction("ntk_measure", "Kernel measure of the labels", "")
    .tex(r"\sqrt{2\, y^T K^{-1} y / m}")
    .means("For two classes: labels y = ±1 against the tangent kernel K of this network before its first step, on the first m ≤ 128 training sequences. A theorem for wide ReLU networks with two layers, carried over by us.")
    .from(&citations::ARORA2019);

pub const GAP_SLOPE: Quantity = empirical("gap_slope", "Slope of the gap over m", "")
    .tex(r"\frac{d \ln (L - \hat{L})}{d \ln m}")
    .means("Slope of the straight line through the mean gaps L − L̂ over the number m of training sequences, both in logarithms; bounds of the form c/√m say −1/2.");

pub const TAU_RATE: Quantity = empirical("tau_rate", "Kendall's τ of the rate", "τ")
    .tex(r"\tau = \frac{C - D}{\sqrt{(n_0 - t_1)(n_0 - t_2)}}")
    .means("How far √(R/m) orders the gaps of the grid's networks: pairs in the same order C less pairs in the reversed order D, of n₀ pairs less those tied, t. 1 is the same order, 0 none.")
    .from(&citations::JIANG2020);

pub const TAU_PARAMETERS: Quantity =
    empirical("tau_parameters", "Kendall's τ of counting parameters", "τ")
        .tex(r"\tau = \frac{C - D}{\sqrt{(n_0 - t_1)(n_0 - t_2)}}")
        .means("The same for √(P/m): pairs in the same order C less reversed ones D, of n₀ pairs less those tied, t.")
        .from(&citations::JIANG2020);

/// How far training is, and what it has reached.
pub const LEARNED: &[Quantity] = &[
    STEPS_TAKEN,
    TRAIN_LOSS,
    TEST_LOSS,
    TRAIN_ACCURACY,
    TEST_ACCURACY,
    GAP,
];
/// What the heads and their weights have become.
pub const SPECTRA: &[Quantity] = &[
    MAX_ERANK,
    MEAN_ERANK,
    MEAN_ATTENTION_ERANK,
    STABLE,
    ATTENTION_NORM,
    QK_NORM,
    OV_NORM,
    QK_ERANK,
    QK_STABLE,
    OV_ERANK,
    OV_STABLE,
];
/// What theory makes of it.
pub const BOUNDS: &[Quantity] = &[
    BOUND_RATE,
    BOUND_NUCLEAR,
    PARAMETERS,
    BOUND_PARAMETERS,
    FROBENIUS,
    SPECTRAL,
    ADAPTIVE,
    NORM_BASED,
    NTK,
];
/// What many networks say.
pub const TRIALS: &[Quantity] = &[GAP_SLOPE, TAU_RATE, TAU_PARAMETERS];
