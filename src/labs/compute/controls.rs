//! What a visitor can change: the budget, the law, and the runs that it is fitted to.

use crate::{data::ENDINGS, labs::prelude::*};

const BUDGET: &str = "Budget";
const COUNTING: &str = "Counting";
const RUNS: &str = "Runs";

/// Sizes of models.
pub const SIZES: [f64; 2] = [1e6, 1e13];
/// Budgets in FLOP.
pub const BUDGETS: [f64; 2] = [1e15, 1e27];
/// Numbers of tokens: as many as the largest budget leaves for the smallest model.
const TOKEN_COUNTS: [f64; 2] = [1e6, 1e21];
/// Most rows of a table of runs.
pub const MOST_ROWS: usize = 512;
/// Most losses that can be dragged.
pub const MOST_DRAGGED: usize = 64;

choices! {
    /// Whose law.
    pub enum Whose {
        Rounded = "chinchilla_rounded": "Hoffmann, as printed",
        Tex = "chinchilla_tex": "Hoffmann, all digits",
        Besiroglu = "besiroglu": "Besiroglu",
        Olmo = "olmo": "OLMo ladder",
        Kaplan = "kaplan": "Kaplan, N and D",
        Fitted = "fitted": "Fitted here",
    }
}

choices! {
    /// Which runs the law is fitted to.
    pub enum Table {
        Olmo = "olmo": "OLMo ladder, 25 runs",
        Pasted = "pasted": "Typed or pasted",
        File = "file": "File",
    }
}

choices! {
    /// What becomes of the runs with the fewest tokens per parameter.
    pub enum Outliers {
        Kept = "kept": "Kept",
        Dropped = "dropped": "Dropped",
    }
}

pub const LAW: Choice<Whose> = Whose::choice("law", "Law", Whose::Besiroglu)
    .group(BUDGET)
    .help("Whose constants. The first three were fitted to the same models; losses of different corpora are not comparable.");
pub const COMPUTE: Number = number("compute", "Compute")
    .log(BUDGETS, 5.76e23)
    .symbol("C")
    .unit("FLOP")
    .group(BUDGET)
    .help("The budget of training, 6ND; at first that of Gopher and Chinchilla.");
pub const N: Number = number("n", "Parameters")
    .log(SIZES, 7e10)
    .symbol("N")
    .group(BUDGET)
    .help("What the budget leaves for tokens follows: D = C/6N.");
pub const TOKENS: Number = number("tokens", "Tokens for Kaplan's laws")
    .log(TOKEN_COUNTS, 2.3e10)
    .symbol("D")
    .group(BUDGET)
    .help("For the joint loss, the critical batch and the steps of Kaplan's laws, at the size N; the budget has no say there.");

pub const COUNTED: Number = number("counted", "Embeddings left out")
    .linear([0.0, 47491.0], 1.0, 0.0)
    .symbol("ω")
    .group(COUNTING)
    .help("0: N counts every parameter. 47491: N counts none of the embeddings, of which a model has about 47491 times the cube root of N.")
    .when(LAW.is_not(&[Whose::Kaplan]));
pub const UNIQUE: Number = number("unique", "Unique tokens")
    .log(TOKEN_COUNTS, 1e21)
    .symbol("U")
    .group(COUNTING)
    .help("Beyond as many tokens the data repeat, and each epoch is worth less.")
    .when(LAW.is_not(&[Whose::Kaplan]));

pub const DATA: Choice<Table> = Table::choice("data", "Runs", Table::Olmo)
    .group(RUNS)
    .help("Trained models, one row each: parameters N, tokens D, loss.")
    .when(LAW.is(&[Whose::Fitted]));
pub const ROWS: Matrix = matrix("rows", "Rows of N, D, loss", MOST_ROWS, EXAMPLE)
    .group(RUNS)
    .help("Paste a table with three columns: parameters, tokens, loss in nats. At least six rows, three sizes, three numbers of tokens.")
    .when(LAW.is(&[Whose::Fitted]))
    .when(DATA.is(&[Table::Pasted]));
pub const FILE: File = file("file", "Table of runs", ENDINGS)
    .group(RUNS)
    .help("Three columns: parameters, tokens, loss in nats. It stays on this computer.")
    .when(LAW.is(&[Whose::Fitted]))
    .when(DATA.is(&[Table::File]));
pub const OUTLIERS: Choice<Outliers> = Outliers::choice("outliers", "Outliers", Outliers::Kept)
    .group(RUNS)
    .help("Besiroglu drops the five runs with the fewest tokens per parameter; of fewer than 25 runs a fifth is dropped.")
    .when(LAW.is(&[Whose::Fitted]));
pub const WITHOUT: Count = count("without", "Run left out")
    .linear([0, MOST_ROWS as u64], 0)
    .group(RUNS)
    .help("The number of one run to leave out, by row; 0 leaves out none.")
    .when(LAW.is(&[Whose::Fitted]));
pub const LOSSES: Vector = vector("losses", "Losses by hand", [0.01, 100.0], MOST_DRAGGED, &[])
    .symbol("L")
    .group(RUNS)
    .help("In place of the losses of the first rows; drag a run in its figure to set them.")
    .when(LAW.is(&[Whose::Fitted]));
pub const BOOTSTRAP: Count = count("bootstrap", "Resampled fits")
    .linear([0, 400], 100)
    .group(RUNS)
    .help("Fits to as many runs drawn anew with replacement: their spread says how well the runs determine a constant.")
    .when(LAW.is(&[Whose::Fitted]));
pub const SEED: Seed = seed("seed", 17)
    .group(RUNS)
    .help("Of the runs drawn. Same seed, same spread.")
    .when(LAW.is(&[Whose::Fitted]));

/// Eight runs of the OLMo ladder, to be written over.
const EXAMPLE: &[&[f64]] = &[
    &[190631117.0, 1.908932608e9, 3.747479],
    &[190631117.0, 19.041091584e9, 3.390454],
    &[371667763.0, 7.433355264e9, 3.394256],
    &[371667763.0, 74.260414464e9, 3.132577],
    &[1280232653.0, 12.81097728e9, 3.182976],
    &[1280232653.0, 127.955632128e9, 2.878463],
    &[3171208397.0, 63.424167936e9, 2.874346],
    &[3171208397.0, 633.939689472e9, 2.664399],
];

/// All of them, in the order shown.
pub const CONTROLS: &[Control] = &[
    LAW.control(),
    COMPUTE.control(),
    N.control(),
    TOKENS.control(),
    COUNTED.control(),
    UNIQUE.control(),
    DATA.control(),
    ROWS.control(),
    FILE.control(),
    OUTLIERS.control(),
    WITHOUT.control(),
    LOSSES.control(),
    BOOTSTRAP.control(),
    SEED.control(),
];
