//! What a visitor can change: the constants, the model, and the runs.

use crate::{data::ENDINGS, labs::prelude::*};

const MODEL: &str = "Model";
const RUNS: &str = "Runs";
const LAW: &str = "Constants";

/// Sizes and numbers of tokens.
pub const SIZES: [f64; 2] = [1e6, 1e13];
pub const LENGTHS: [f64; 2] = [1e6, 1e16];
/// Most rows of a table of runs.
pub const MOST_ROWS: usize = 512;

choices! {
    /// Which runs are shown and fitted.
    pub enum Table {
        Pythia = "pythia": "Pythia, LAMBADA",
        Repeated = "repeated": "C4, repeated",
        Pasted = "pasted": "Typed or pasted",
        File = "file": "File",
    }
}

choices! {
    /// Bits of a weight.
    pub enum Bits {
        Sixteen = "16": "16, as trained",
        Four = "4": "4",
        Three = "3": "3",
        Two = "2": "2",
    }
}

impl Bits {
    /// The number.
    pub fn count(self) -> f64 {
        match self {
            Self::Sixteen => 16.0,
            Self::Four => 4.0,
            Self::Three => 3.0,
            Self::Two => 2.0,
        }
    }
}

pub const N: Number = number("n", "Parameters")
    .log(SIZES, 85056000.0)
    .symbol("N")
    .group(MODEL)
    .help("Of the model looked at, embeddings left out.");
pub const TOKENS: Number = number("tokens", "Tokens")
    .log(LENGTHS, 3e11)
    .symbol("D")
    .group(MODEL)
    .help("That it is trained on; where data repeat, every pass counts.");
pub const BITS: Choice<Bits> = Bits::choice("bits", "Bits of a weight", Bits::Sixteen)
    .group(MODEL)
    .help("For the law of quantisation only, which was fitted to Pythia.");

pub const DATA: Choice<Table> = Table::choice("data", "Runs", Table::Pythia)
    .group(RUNS)
    .help("Losses of trained models, beside the law.");
pub const ROWS: Matrix = matrix("rows", "Rows of N, D, loss", MOST_ROWS, EXAMPLE)
    .group(RUNS)
    .help("Paste a table with three columns: parameters, tokens, loss in nats. At least nine rows, three sizes, three numbers of tokens.")
    .when(DATA.is(&[Table::Pasted]));
pub const FILE: File = file("file", "Table of runs", ENDINGS)
    .group(RUNS)
    .help("Three columns: parameters, tokens, loss in nats. It stays on this computer.")
    .when(DATA.is(&[Table::File]));
pub const FIT: Flag = flag("fit", "Fit the constants", false)
    .group(RUNS)
    .help("By least squares of log loss from twenty starts; and once more without the largest model, which is then predicted.");

pub const A: Number = number("a", "Bandwidth")
    .log([1e-9, 1e3], 2.717e-4)
    .symbol("a")
    .group(LAW)
    .help("Of one parameter; it scales the loss and moves no valley.")
    .when(FIT.is_off());
pub const ALPHA: Number = number("alpha", "Bandwidth exponent")
    .linear([0.0, 2.0], 0.001, 0.3054)
    .symbol("α")
    .group(LAW)
    .help("How the bandwidth grows with N.")
    .when(FIT.is_off());
pub const BETA: Number = number("beta", "Signal exponent")
    .linear([0.0, 3.0], 0.001, 0.9209)
    .symbol("β")
    .group(LAW)
    .help("How the signal grows with D.")
    .when(FIT.is_off());
pub const C: Number = number("c", "Interaction noise")
    .log([0.0, 1e9], 1.137)
    .symbol("c")
    .group(LAW)
    .help("Noise of data and size together; 0 leaves it out.")
    .when(FIT.is_off());
pub const GAMMA: Number = number("gamma", "Interaction exponent")
    .linear([0.0, 3.0], 0.001, 0.4565)
    .symbol("γ")
    .group(LAW)
    .help("How interaction noise grows with DN. Above β, large models turn up first.")
    .when(FIT.is_off());
pub const D: Number = number("d", "Data noise")
    .log([0.0, 1e9], 3.432e-8)
    .symbol("d")
    .group(LAW)
    .help("Noise of the data alone; 0 leaves it out.")
    .when(FIT.is_off());
pub const DELTA: Number = number("delta", "Data exponent")
    .linear([0.0, 3.0], 0.001, 1.448)
    .symbol("δ")
    .group(LAW)
    .help("How data noise grows with D. Above β it turns every model up.")
    .when(FIT.is_off());
pub const E: Number = number("e", "Noise floor").log([1e-6, 1e15], 2.258e7).symbol("e").group(LAW)
    .help("Noise that is always there. It and the others are in units of the signal of one token: b = 1.").when(FIT.is_off());

/// A few checkpoints of Pythia, to be written over.
const EXAMPLE: &[&[f64]] = &[
    &[18915328.0, 6.29e9, 6.02],
    &[18915328.0, 6.92e10, 4.771],
    &[18915328.0, 2.999e11, 4.959],
    &[302311424.0, 6.29e9, 4.47],
    &[302311424.0, 6.92e10, 2.759],
    &[302311424.0, 2.999e11, 2.382],
    &[2517652480.0, 6.29e9, 3.734],
    &[2517652480.0, 6.92e10, 1.97],
    &[2517652480.0, 2.999e11, 1.617],
];

/// All of them, in the order shown.
pub const CONTROLS: &[Control] = &[
    N.control(),
    TOKENS.control(),
    BITS.control(),
    DATA.control(),
    ROWS.control(),
    FILE.control(),
    FIT.control(),
    A.control(),
    ALPHA.control(),
    BETA.control(),
    C.control(),
    GAMMA.control(),
    D.control(),
    DELTA.control(),
    E.control(),
];
