//! One idea, one ink: the colour, dash and marker that an idea keeps in every figure, readout, legend and export.
//!
//! Every idea of the application is listed here with one of the [`LOOKS`] that the themes can tell apart. Ideas of different labs
//! may share a look; two ideas of one report never do, which the generic tests refuse.

use super::Ink;

/// How many looks the themes tell apart.
pub const LOOKS: u8 = 32;

macro_rules! ideas {
    ($($(#[$doc:meta])* $name:ident = $look:literal;)+) => {
        #[allow(clippy::upper_case_acronyms, non_camel_case_types, reason = "the names of the constants")]
        enum Idea { $($name),+ }
        $($(#[$doc])* pub const $name: Ink = Ink(Idea::$name as u8);)+
        /// The look and the name of every idea, in order.
        static IDEAS: &[(u8, &str)] = &[$(($look, stringify!($name))),+];
    };
}

ideas! {
    /// The singular values themselves.
    SPECTRUM = 0;
    /// Entropy effective rank.
    ERANK = 1;
    /// Entropy rank of the energies.
    ENERGY_ENTROPY = 2;
    /// Squared ratio of nuclear to Frobenius norm.
    NUCLEAR_FROBENIUS = 3;
    /// Ratio of nuclear to spectral norm.
    NUCLEAR_SPECTRAL = 4;
    /// Participation ratio.
    PARTICIPATION = 5;
    /// Stable rank.
    STABLE = 6;
    /// Numerical rank.
    RANK = 7;
    /// Number of singular values above a fraction of the largest.
    EPSILON_RANK = 8;
    /// Number of singular values that carry a share of the energy.
    ENERGY_RANK = 9;
    /// The bare rate.
    BOUND_RATE = 10;
    /// Rademacher reconstruction with the nuclear norm.
    BOUND_NUCLEAR = 11;
    /// Rademacher reconstruction with the effective rank.
    BOUND_ERANK = 12;
    /// Parameter counting through the VC dimension.
    BOUND_VC = 13;
    /// Parameter counting through a description length.
    BOUND_OCCAM = 14;
    /// PAC-Bayes.
    BOUND_PAC_BAYES = 15;
    /// Edge of a noise spectrum.
    NOISE_EDGE = 16;
    /// Optimal hard threshold.
    THRESHOLD = 17;
    /// A fitted law.
    FIT = 18;
    /// A pinned earlier state.
    PINNED = 19;
    /// Guides and other furniture.
    NEUTRAL = 20;

    // Any matrix.
    /// A matrix of the same shape without structure.
    BASELINE = 21;

    // What every kind of learning has.
    /// The error on what was not seen.
    TEST = 21;
    /// The error on what was seen, and the data themselves.
    TRAIN = 22;
    /// The truth without noise.
    TRUTH = 28;
    /// What is missing of the target.
    MISSING = 27;
    /// Networks and regressions done here, beside theory.
    SIMULATED = 29;

    // Learning curves.
    /// Fewer samples.
    FEWER_SAMPLES = 23;
    /// More samples.
    MORE_SAMPLES = 24;
    /// Double descent in the limit of many samples.
    PROPORTIONAL_LIMIT = 25;
    /// Double descent at finite size, exactly.
    EXACT_DOUBLE_DESCENT = 28;
    /// With the ridge chosen.
    RIDGE = 30;
    /// With the best ridge.
    BEST_RIDGE = 26;
    /// On the first features of many.
    FIRST_FEATURES = 31;

    // Quadratic networks.
    /// The state evolution.
    STATE_EVOLUTION = 21;
    /// The closed form of a narrow network.
    CLOSED_FORM = 22;
    /// The tail of the target.
    TARGET_TAIL = 23;
    /// The best that any method can do.
    BAYES = 24;
    /// A network of full width.
    FULL_WIDTH = 25;
    /// Learned noise.
    LEARNED_NOISE = 26;
    /// What was learned of the target.
    LEARNED_TARGET = 28;
    /// The LASSO.
    LASSO = 30;
    /// Where all labels can be fitted.
    INTERPOLATION = 31;

    // Complexity factors of a Transformer.
    /// The spectrum-adaptive factor.
    ADAPTIVE = 21;
    /// The norm-based factor with (2,1) norms.
    NORM_BASED = 22;
    /// The same with (1,1) norms.
    NORM_BASED_11 = 23;
    /// Counting the parameters of every matrix.
    RANK_ONLY = 24;
    /// The rank-sparse factor.
    RANK_SPARSE = 25;
    /// The complexity without an index.
    DIRECT = 26;
    /// Query and key of the heads.
    QUERY_KEY = 27;
    /// Value and output of the heads.
    VALUE_OUTPUT = 28;
    /// The first matrix of the feed-forward part.
    MLP_IN = 29;
    /// The second matrix of the feed-forward part.
    MLP_OUT = 30;

    // Signal channel and reservoir.
    /// The network's function.
    FUNCTION = 12;
    /// The channel, and signal that comes through it.
    CHANNEL = 23;
    /// The reservoir, and signal that comes through it.
    RESERVOIR = 24;
    /// Generalized cross-validation, and the meter of the risk.
    GCV = 25;
    /// Leave-one-out, and the naive sum.
    LEAVE_ONE_OUT = 30;
    /// Networks trained for ever.
    LONG_TRAINING = 28;
    /// Noise that comes through the channel.
    CHANNEL_NOISE = 26;
    /// Noise that comes through the reservoir.
    RESERVOIR_NOISE = 29;

    // Laws of scale.
    /// The law at one budget.
    LAW_OF_SCALE = 21;
    /// The best split of a budget.
    OPTIMUM = 24;
    /// The best number of tokens.
    BEST_TOKENS = 28;
    /// Hoffmann's constants as printed.
    HOFFMANN_ROUNDED = 22;
    /// Hoffmann's constants with all digits.
    HOFFMANN = 23;
    /// Besiroglu's constants.
    BESIROGLU = 25;
    /// The constants of the OLMo ladder.
    OLMO = 27;
    /// Kaplan's laws.
    KAPLAN = 26;
    /// A parabola through losses of one budget.
    PARABOLA = 30;
    /// Trained models that a law is fitted to.
    RUNS = 29;
    /// Trained models that it is not fitted to.
    LEFT_OUT = 31;
    /// The size looked at, and its signal.
    CHOSEN = 23;
    /// Noise of data and size together.
    INTERACTION = 25;
    /// Noise of the data alone.
    DATA_NOISE = 26;
    /// Noise that is always there.
    FLOOR = 27;
    /// Chinchilla's form beside another.
    ADDITIVE = 30;
    /// Weights of few bits.
    QUANTISED = 31;
    /// Gradient flow.
    FLOW = 22;
    /// Fits to models drawn anew.
    RESAMPLED = 18;

    /// Features with a neuron of their own, and units that two networks share.
    DEDICATED = 24;
    /// Capacity that a feature holds.
    WATER = 22;
    /// Where a feature begins to hold capacity.
    VESSEL = 27;
    /// The isolation of features.
    ISOLATION = 28;
    /// The strongest feature.
    STRONGEST = 25;
    /// Units that are not shared.
    UNSHARED = 26;
    /// What other networks were measured to do.
    PUBLISHED = 30;
    /// Units matched over inputs that are not the same.
    PERMUTED = 21;

    // A Transformer in training.
    /// The measured generalization gap.
    MEASURED_GAP = 23;
    /// The spectrum-adaptive factor over the root of m.
    FACTOR_ADAPTIVE = 24;
    /// The norm-based factor over the root of m.
    FACTOR_NORM_BASED = 25;
    /// The product of Frobenius norms over the root of m.
    FACTOR_FROBENIUS = 26;
    /// The spectral complexity over the root of m.
    FACTOR_SPECTRAL = 31;

    // The gate's contest.
    /// AdamW.
    ADAMW = 21;
    /// The gated optimiser.
    GATED = 22;
    /// Decay matched to the gate's.
    MATCHED_DECAY = 23;
    /// A small rate, matched to the gate's.
    SMALL_RATE = 24;
    /// Coordinates that are open at least half.
    OPEN = 26;

    // Conservation laws.
    /// The laws of a network: of its first layers, or its only ones.
    LAW_FIRST = 21;
    /// The next ones.
    LAW_SECOND = 22;
    /// Those after them.
    LAW_THIRD = 23;
    /// What symmetric data conserve.
    LAW_OF_SYMMETRY = 24;
    /// A start whose layers balance.
    BALANCED_START = 25;
    /// The drift of one step.
    DRIFT_OF_A_STEP = 26;
    /// The drift of many steps.
    DRIFT_OF_A_TIME = 27;
    /// Laws counted by brackets.
    BRACKETS = 28;
    /// The way of the parameters.
    WAY = 1;
    /// Lines of equal loss.
    CONTOURS = 0;
    /// Copies of the data.
    COPIES = 31;

    // The path of training, attributed.
    /// The network before training.
    UNTRAINED = 14;
    /// Examples that pulled an answer up.
    PULLS_UP = 23;
    /// Examples that pulled it down.
    PULLS_DOWN = 24;
    /// The first-order form.
    FIRST_ORDER = 25;
    /// The second-order form.
    SECOND_ORDER = 26;
    /// The integral along the path.
    EXACT_PATH = 9;
    /// What curvature adds.
    CURVATURE_TERM = 28;
    /// What sampling adds.
    SAMPLING_TERM = 29;
    /// Training without an example.
    RETRAINED = 30;
    /// Momentum's memory-weighted kernel.
    MEMORY_WEIGHTED = 31;
    /// The example that contributed most.
    CONTRIBUTOR_1 = 0;
    /// The second one.
    CONTRIBUTOR_2 = 1;
    /// The third one.
    CONTRIBUTOR_3 = 2;
    /// The fourth one.
    CONTRIBUTOR_4 = 3;
    /// All other examples.
    OTHER_CONTRIBUTORS = 4;
    /// The tangent kernel before training.
    KERNEL_START = 5;
    /// The path kernel.
    PATH_KERNEL = 6;
    /// The tangent kernel after training.
    KERNEL_END = 7;

    // How large a batch is worth.
    /// The simple noise scale.
    SIMPLE_SCALE = 21;
    /// The noise scale with the Hessian.
    NOISE_SCALE = 22;
    /// What it is estimated to be.
    ESTIMATED_SCALE = 23;
    /// Steps against examples.
    PARETO = 24;
    /// The batch looked at.
    BATCH_HERE = 25;
    /// The best learning rate.
    BEST_RATE = 26;
    /// What a step of it gains.
    LOSS_DROP = 27;
    /// The mean of ratios.
    MEAN_OF_RATIOS = 28;
    /// The ratio of means.
    RATIO_OF_MEANS = 30;
    /// A batch that grows.
    ADAPTIVE_BATCH = 31;
    /// Published tasks.
    PUBLISHED_TASKS = 0;
    /// A published autoencoder.
    PUBLISHED_AUTOENCODER = 1;
    /// A published variational autoencoder.
    PUBLISHED_VAE = 2;
    /// A published game.
    PUBLISHED_GAME = 3;

    // Interpolators.
    /// Almost all perfect fits.
    TYPICAL = 21;
    /// The largest margin.
    MAX_MARGIN = 22;
    /// The fit farthest along a random direction.
    LP_RANDOM = 23;
    /// The fit farthest along Hebb's direction.
    LP_HEBB = 25;
    /// Hebb's rule.
    HEBB = 26;
    /// The volume of the fits at each overlap.
    VOLUME = 28;
    /// The rate of that volume.
    RATE_FUNCTION = 27;
    /// Gradient descent.
    DESCENT = 30;

    // What can be represented.
    /// A function built by hand from a proof.
    BUILT = 21;
    /// Its root mean square error beside the largest.
    MEAN_SQUARE = 23;
    /// One hidden layer.
    SHALLOW = 22;
    /// What training finds from a random start.
    FOUND = 24;
    /// Features drawn at random.
    RANDOM_FEATURES = 23;
    /// Features chosen one by one.
    CHOSEN_FEATURES = 26;
    /// Knots that crowd where the target is steep.
    GRADED_KNOTS = 23;
    /// Knots moved to where they are needed.
    MOVED_KNOTS = 26;
    /// A network with functions on its edges.
    EDGES = 27;
    /// Functions of the second input.
    SECOND_INPUT = 26;
    /// Functions of hidden units.
    OF_HIDDEN = 23;
    /// A network with weights on its edges.
    PERCEPTRON = 25;
}

impl Ink {
    /// Which of the [`LOOKS`] it has; that of [`NEUTRAL`] for an ink that nothing declares.
    pub fn look(self) -> u8 {
        let look = IDEAS.get(usize::from(self.0));
        look.map_or(IDEAS[usize::from(NEUTRAL.0)].0, |(look, _)| *look)
    }

    /// The name of its idea, for tests and messages.
    pub fn name(self) -> &'static str {
        IDEAS.get(usize::from(self.0)).map_or("?", |(_, name)| name)
    }

    /// Every ink, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..IDEAS.len() as u8).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_idea_has_a_look_of_the_themes() {
        assert!(Ink::all().all(|ink| ink.look() < LOOKS));
        assert_eq!((ERANK.look(), ERANK.name()), (1, "ERANK"));
        assert_eq!(TEST.look(), STATE_EVOLUTION.look());
    }
}
