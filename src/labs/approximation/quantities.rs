//! The numbers that the lab reports.

use crate::labs::prelude::*;

pub const SUP_ERROR: Quantity = exact("sup_error", "Largest error", "sup|f − g|")
    .tex(r"\sup_x |f(x) - g(x)|")
    .ink(inks::BUILT)
    .means("Between the target f and what is built, g. Of the square with m layers 4⁻ᵐ/4, of the product 4⁻ᵐ, both to the last bit; of splines searched in every interval; of the sawtooth what a flat line at 1/2 leaves.");
pub const L2_ERROR: Quantity = exact("l2_error", "Root mean square error", "‖f − g‖₂")
    .tex(r"\|f - g\|_2 = \sqrt{\int (f - g)^2}")
    .means("Mean over the domain of the squared difference of target f and what is built, g; its root. Of random waves its expectation, √(V/n) with V the mean of (1 + f(2x))/2 − f(x)² and n waves.");
pub const MEAN_ERROR: Quantity = exact("mean_error", "Mean error", "∫|f − g|")
    .tex(r"\int |f - g|")
    .means("Mean absolute difference of target f and what is built, g. Of the square 4⁻ᵐ/6, of the sawtooth what a flat line at 1/2 leaves: 1/4 at every depth m.");
pub const PIECES: Quantity = exact("pieces", "Straight or smooth pieces", "p")
    .tex(r"p = 2^m")
    .from(&citations::TELGARSKY2016)
    .means("Of the function that is built: counted along a grid for networks of m layers, the intervals of a spline.");
pub const REGIONS: Quantity = exact("regions", "Regions counted", "R")
    .tex(r"R = \#\{\text{activation patterns}\}")
    .from(&citations::MONTUFAR2014)
    .means("Convex pieces of the square that is drawn, in each of which the same units are active: counted by cutting it unit by unit.");
pub const REGION_BOUND: Quantity = exact("region_bound", "Most regions of one layer", "Σ C(n, j)")
    .tex(r"\sum_{j=0}^{d} \binom{n}{j}")
    .from(&citations::ZASLAVSKY1975)
    .ink(inks::SHALLOW)
    .means("Into how many regions n units of one layer can cut a space of d inputs; reached by planes in general position.");
pub const UNIT_COUNT: Quantity = exact("units", "Units", "n")
    .tex(r"n")
    .means("Hidden units of what is built, n; of one layer, the units that it would need for the same function are as many as pieces.");
pub const PARAMETERS: Quantity = exact("parameters", "Parameters", "P")
    .tex(r"P")
    .means("Weights and biases P of what is built, those that are zero among them; of a spline its values and knots; of a wave its frequencies.");
pub const MEASURED_SLOPE: Quantity = empirical("measured_slope", "Measured slope", "d ln e/d ln n")
    .tex(r"\frac{\ln e(2 n) - \ln e(n)}{\ln 2}")
    .ink(inks::FIT)
    .means("How fast the error e falls here when pieces, intervals or waves n are doubled; of random waves a line through the errors of 2 to 128 of them, of a KAN through all its grids, over parameters.");
pub const THEOREM_SLOPE: Quantity = rate("theorem_slope", "Slope of the theorem", "−r")
    .tex(r"e \le C\, n^{-r}")
    .from(&citations::DEBOOR1978)
    .means("What is proved for large n with some constant C: the error e of pieces of degree k falls with r = k + 1 for smooth targets, with r = 1/2 where a root meets even knots, with r = 1 at a corner; of n waves with r = 1/2.");
pub const BARRON_CONSTANT: Quantity = exact("barron_constant", "Barron constant", "C")
    .tex(r"C_f = \int |w|\, |\hat f(w)|\, dw")
    .from(&citations::BARRON1993)
    .means("Of the function f with Fourier transform f̂ at frequencies w. n sigmoid units come within 2rC/√n on a ball of radius r. About √d/s of a Gaussian of width s in d dimensions; of a function of one direction independent of d.");
pub const TRAINED_ERROR: Quantity = empirical("trained_error", "What training finds", "‖f − u‖₂")
    .tex(r"\min_{\text{starts}} \|f - u\|_2")
    .ink(inks::FOUND)
    .means("Root mean square error of the best u of several networks of the architecture that is built, or of as many units, trained from random starts by Adam; at points that waves and KAN were not trained on.");
pub const MLP_ERROR: Quantity = empirical("mlp_error", "Ordinary network", "‖f − u‖₂")
    .tex(r"\|f - u_{\text{MLP}}\|_2")
    .ink(inks::PERCEPTRON)
    .means("Root mean square error at the same points of a tanh network u of two hidden layers with about as many parameters, trained for as many steps.");
pub const FEATURE_ERANK: Quantity = exact("feature_erank", "Effective rank of the units", "erank Φ")
    .tex(r"\operatorname{erank} \Phi = \exp\Bigl( -\sum_i p_i \ln p_i \Bigr)")
    .from(&citations::ROY2007)
    .means("How many different things the units say: of the matrix Φ of their values (inputs by units), with pᵢ the i-th singular value over the sum of all.");

/// All of them, in the order of the readouts.
pub const QUANTITIES: &[Quantity] = &[
    SUP_ERROR,
    L2_ERROR,
    MEAN_ERROR,
    PIECES,
    REGIONS,
    REGION_BOUND,
    UNIT_COUNT,
    PARAMETERS,
    MEASURED_SLOPE,
    THEOREM_SLOPE,
    BARRON_CONSTANT,
    TRAINED_ERROR,
    MLP_ERROR,
    FEATURE_ERANK,
];
