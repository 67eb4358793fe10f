//! The numbers that the lab reports of a whole Transformer.

use crate::labs::prelude::*;

/// The spectrum-adaptive factor.
pub const B_ADAPTIVE: Quantity = rate("b_spectrum_adaptive", "Spectrum-adaptive factor", "B")
    .tex(r"B = \sum_W \min_p c(W; p) + \sqrt{L},\quad c = S_p^{1/(p+2)} K^{p/(p+2)} N^{(p+1)/(p+2)}")
    .means("Leading complexity factor over all matrices W of L layers, without logarithms and constants: Sp = Σσᵢᵖ (the rank at p = 0), N the hidden size, K = γαL how strongly the output answers to W, p on the grid 0, 1/m, …, 2. The published theorem was not read; the formula is that of its authors' experiments. Only its growth means something.")
    .from(&citations::SAKAI2026)
    .ink(inks::ADAPTIVE);

/// The norm-based factor with (2,1) norms.
pub const LOG10_NORM_BASED: Quantity =
    rate("log10_b_norm_based", "Norm-based factor, log₁₀", "log₁₀ B₂,₁")
        .tex(r"B_{2,1} = \Bigl(1 + \sum_l \alpha_l^{2/3} \xi_l\Bigr)^{3/2}")
        .means("Decimal logarithm of the competing leading factor: α_l is the product of the gains of all layers above l, ξ_l a sum of (2,1) norms to the power ⅔. Without logarithms and constants; the published theorem was not read, the formula is that of the comparison by Sakai and Imaizumi.")
        .from(&citations::EDELMAN2022)
        .ink(inks::NORM_BASED);

/// The norm-based factor with (1,1) norms.
pub const LOG10_NORM_BASED_11: Quantity =
    reconstruction("log10_b_norm_based_11", "With (1,1) norms, log₁₀", "log₁₀ B₁,₁")
        .tex(r"{\|W\|}_{2,1} \to {\|W\|}_{1,1}")
        .means("The same factor with ‖W‖₁,₁, the sum of the magnitudes of all entries, for each (2,1) norm: how covering numbers by entries would enter. The replacement is ours.")
        .from(&citations::TRAUGER2024)
        .ink(inks::NORM_BASED_11);

/// How much the layers above the first can stretch a change.
pub const LOG10_ALPHA_FIRST: Quantity =
    rate("log10_alpha_first", "Gain above the first layer, log₁₀", "log₁₀ α₀")
        .tex(r"\alpha_0 = \prod_{k > 0} 1.13\,\|M_{\text{in}}\|\,\|M_{\text{out}}\| \sum_h \|V_h\| (1 + 4\|QK_h\|)")
        .means("Decimal logarithm of the bound on how much the layers k above the first, layer 0, stretch a change: spectral norms ‖·‖ of the feed-forward matrices M and of the products V = W_V W_O and QK = W_Q W_Kᵀ of the heads h; 1.13 is for GELU. Normalisation layers, residual connections and biases are left out.")
        .from(&citations::SAKAI2026);

/// Share of the matrices for which counting parameters is best.
pub const FRACTION_RANK_CHOICE: Quantity =
    exact("fraction_rank_choice", "Matrices that choose the rank", "p* = 0")
        .tex(r"p^\ast = 0")
        .means("Share of the matrices whose best index p* on the grid is 0, which counts parameters. The grid takes 0 also for some whose best index between its points is a little larger.")
        .from(&citations::SAKAI2026);

/// The same among all indices.
pub const FRACTION_RANK_CHOICE_CONTINUOUS: Quantity =
    exact("fraction_rank_choice_continuous", "The same without a grid", "K²N·GM² ≥ rank")
        .tex(r"K^2 N \cdot \mathrm{GM}^2 \ge \mathrm{rank}")
        .means("Share of the matrices for which p = 0 is best among all indices from 0 to 2, not on the grid alone: where K²N·GM² reaches the rank, GM the geometric mean of the nonzero singular values, K the sensitivity, N the hidden size.")
        .from(&citations::SAKAI2026);

/// The spectrum-adaptive factor with p = 0 throughout.
pub const B_RANK_ONLY: Quantity = rate("b_rank_only", "Counting parameters", "B₀")
    .tex(r"\sum_W \sqrt{\mathrm{rank}(W)\,N} + \sqrt{L}")
    .means("The spectrum-adaptive factor with p = 0 for every matrix W of the L layers: the rank times the hidden size N. What adapting p saves is measured against it.")
    .from(&citations::SAKAI2026)
    .ink(inks::RANK_ONLY);

/// The spectrum-adaptive factor without a grid.
pub const B_CONTINUOUS: Quantity = rate("b_continuous", "With the best index", "B∞")
    .tex(r"\sum_W \min_{0 \le p \le 2} c(W; p) + \sqrt{L}")
    .means("The same with the best p between 0 and 2 for each matrix W of the L layers, instead of the best of the grid: what the grid costs.")
    .from(&citations::SAKAI2026);

/// The factor without an index.
pub const SUM_T: Quantity = reconstruction("sum_t", "Without an index", "B_T")
    .tex(r"\sum_W T(W) + \sqrt{L},\quad T(W) = \min_r \Bigl[\sqrt{rN} + K N \sigma_{r+1}\Bigr] \le 2 \min_p c(W; p)")
    .means("The idea behind c: count the parameters of the r largest singular values, √(rN), and bound the rest, of size σ_{r+1}, by the sensitivity K. Summed over all matrices W of the L layers, with √L as in the other factors; N is the hidden size. Derived here.")
    .from(&citations::SAKAI2026)
    .ink(inks::DIRECT);

/// The rank-sparse factor of the feed-forward path.
pub const LOG10_RANK_SPARSE: Quantity =
    rate("log10_b_rank_sparse", "Rank-sparse factor, log₁₀", "log₁₀ B_s")
        .tex(r"B_s = \sqrt{L \sum_l \Bigl(\prod \sigma_1\Bigr)^{2p/(p+2)} (\rho_p w)^{2/(p+2)}}")
        .means("Decimal logarithm of the leading term for the feed-forward path alone, read as a network of L = 2·depth layers with inputs of length 1: ρp = Σ(σᵢ/σ₁)ᵖ, w rows plus columns, the best p in 0 to 2 for each layer l. Reproduced from a third-party implementation.")
        .from(&citations::LEDENT2025)
        .ink(inks::RANK_SPARSE);

/// The spectral complexity of the feed-forward path.
pub const LOG10_R_A: Quantity =
    rate("log10_spectral_complexity", "Spectral complexity, log₁₀", "log₁₀ R_A")
        .tex(r"R_A = \prod_i \|A_i\| \Bigl(\sum_i ({\|A_i\|}_{2,1} / \|A_i\|)^{2/3}\Bigr)^{3/2}")
        .means("Decimal logarithm of the spectral complexity of the feed-forward path, M_in and M_out of every layer as one network A₁, A₂, …: spectral norms ‖·‖ and (2,1) norms. A theorem for such a network, which a Transformer is not.")
        .from(&citations::BARTLETT2017);

/// The index of the matrix that is looked at.
pub const INDEX: Quantity = exact("index", "Index of this matrix", "p*")
    .tex(r"p^\ast = \operatorname*{argmin}_p c(W; p)")
    .means("The Schatten index at which the selected matrix W is cheapest: 0 counts its parameters, 2 takes its Frobenius norm. It is chosen after training, matrix by matrix.")
    .from(&citations::SAKAI2026);

/// Layers.
pub const DEPTH: Quantity = exact("depth", "Depth", "L")
    .tex("L")
    .means("Layers L that the factors are taken over.");

/// Heads of each layer.
pub const HEADS: Quantity = exact("heads", "Heads", "H")
    .tex("H")
    .means("Attention heads H of each layer.");

/// Width of the residual stream.
pub const HIDDEN_SIZE: Quantity = exact("hidden_size", "Hidden size", "N")
    .tex("N")
    .means("Width N of the residual stream.");

/// Steps of the grid between 0 and 1.
pub const GRID_M: Quantity = exact("grid_m", "Steps of the grid", "m")
    .tex(r"m = \lceil L + \ln N \rceil")
    .means("The index p is chosen among 0, 1/m, 2/m, …, 2; for depth L and hidden size N a finer grid changes the factor by a constant at most.")
    .from(&citations::SAKAI2026);

/// Every number, in the order shown.
pub const QUANTITIES: &[Quantity] = &[
    B_ADAPTIVE,
    LOG10_NORM_BASED,
    LOG10_NORM_BASED_11,
    LOG10_ALPHA_FIRST,
    FRACTION_RANK_CHOICE,
    FRACTION_RANK_CHOICE_CONTINUOUS,
    B_RANK_ONLY,
    B_CONTINUOUS,
    SUM_T,
    LOG10_RANK_SPARSE,
    LOG10_R_A,
    INDEX,
    DEPTH,
    HEADS,
    HIDDEN_SIZE,
    GRID_M,
];
