//! What is reported of every matrix: effective ranks, norms, WeightWatcher's metrics, and its part in the factor.

use super::network::Matrix;
use crate::{
    bounds::transformer::Choice,
    labs::{Opt, Read, Value, opt},
    spectrum::{Spectrum, power_law, thresholds},
};
use std::f64::consts::LN_10;

/// Spectra longer than this get no power-law fit, whose time grows with the square of the length.
const LONGEST_FIT: usize = 1024;

/// One number of a matrix.
pub struct Metric {
    /// The value of the control.
    pub id: &'static str,
    /// A few words.
    pub label: &'static str,
    /// Whether it spans decades.
    pub log: bool,
    /// Where it comes from; NaN where there is none.
    pub of: Of,
}

/// What a number is a function of.
#[derive(Clone, Copy)]
pub enum Of {
    /// What the matrix contributes to the factor.
    Choice(fn(&Choice) -> f64),
    /// Its singular values.
    Spectrum(fn(&Spectrum) -> f64),
    /// More than its singular values.
    Matrix(fn(&Matrix) -> f64),
    /// The fit of a power law, which takes its time.
    Fit,
}

const fn metric(id: &'static str, label: &'static str, of: Of) -> Metric {
    let log = false;
    Metric { id, label, log, of }
}

/// What the matrix contributes to the factor.
const fn part(id: &'static str, label: &'static str, of: fn(&Choice) -> f64) -> Metric {
    metric(id, label, Of::Choice(of))
}

/// A function of its singular values.
const fn spectral(id: &'static str, label: &'static str, of: fn(&Spectrum) -> f64) -> Metric {
    metric(id, label, Of::Spectrum(of))
}

impl Metric {
    const fn over_decades(self) -> Self {
        let log = true;
        Self { log, ..self }
    }
}

/// Every number, in the order of the table.
pub const METRICS: &[Metric] = &[
    part("index", "index p*", |c| c.index),
    part("continuous", "best p", |c| c.continuous_index),
    part("cost", "c(W; p*)", |c| c.ln_c.exp()),
    part("direct", "T(W)", |c| c.direct),
    part("log10_k", "log₁₀ K", |c| c.ln_k / LN_10),
    spectral("rank", "rank", |s| s.numerical_rank(None) as f64),
    spectral("erank", "erank", Spectrum::erank),
    spectral(
        "nuclear_frobenius_rank",
        "(‖W‖∗/‖W‖F)²",
        Spectrum::nuclear_frobenius_rank,
    ),
    spectral(
        "energy_entropy_rank",
        "exp H(q)",
        Spectrum::energy_entropy_rank,
    ),
    spectral(
        "nuclear_spectral_rank",
        "‖W‖∗/‖W‖₂",
        Spectrum::nuclear_spectral_rank,
    ),
    spectral(
        "participation_ratio",
        "participation",
        Spectrum::participation_ratio,
    ),
    spectral("stable_rank", "stable rank", Spectrum::stable_rank),
    spectral("epsilon_rank", "ε-rank (0.1)", |s| {
        s.epsilon_rank(0.1) as f64
    }),
    spectral("energy_rank", "energy rank (0.9)", |s| {
        s.energy_rank(0.9) as f64
    }),
    metric("power_law_alpha", "alpha", Of::Fit),
    spectral("mp_softrank", "MP soft rank", |s| {
        thresholds::soft_rank_of_all(s).unwrap_or(f64::NAN)
    }),
    spectral("log_spectral_norm", "log₁₀ λmax", |s| {
        2.0 * s.spectral_norm().log10()
    }),
    spectral("spectral_norm", "‖W‖₂", Spectrum::spectral_norm).over_decades(),
    spectral("frobenius_norm", "‖W‖F", Spectrum::frobenius_norm).over_decades(),
    spectral("nuclear_norm", "‖W‖∗", Spectrum::nuclear_norm).over_decades(),
    metric("group_norm_2_1", "‖W‖₂,₁", Of::Matrix(|m| m.group_norm_2_1)).over_decades(),
    metric("entry_norm_1_1", "‖W‖₁,₁", Of::Matrix(|m| m.entry_norm_1_1)).over_decades(),
];

/// The same as options of a control.
pub const OPTIONS: &[Opt] = &{
    let mut options = [opt("", ""); METRICS.len()];
    let mut i = 0;
    while i < METRICS.len() {
        options[i] = opt(METRICS[i].id, METRICS[i].label);
        i += 1;
    }
    options
};

impl Read for &'static Metric {
    fn read(value: Option<&Value>) -> Self {
        let found = match value {
            Some(Value::Choice(id)) => METRICS.iter().find(|metric| metric.id == *id),
            _ => None,
        };
        found.unwrap_or(&METRICS[0])
    }
}

/// Each of the [`METRICS`] of one matrix; NaN for those that belong to its part in the factor, and for a fit until [`fit`].
pub fn of(matrix: Option<&Matrix>) -> [f64; METRICS.len()] {
    let number = |matrix: &Matrix, of| match of {
        Of::Spectrum(of) => of(&matrix.spectrum),
        Of::Matrix(of) => of(matrix),
        Of::Choice(_) | Of::Fit => f64::NAN,
    };
    std::array::from_fn(|i| matrix.map_or(f64::NAN, |matrix| number(matrix, METRICS[i].of)))
}

/// Adds WeightWatcher's alpha to the numbers of a matrix; NaN where a spectrum is too short or too long for a fit.
pub fn fit(matrix: &Matrix, numbers: &mut [f64; METRICS.len()]) {
    let alpha = match matrix.spectrum.values().len() <= LONGEST_FIT {
        true => power_law::fit_spectrum(&matrix.spectrum).map_or(f64::NAN, |fit| fit.alpha),
        false => f64::NAN,
    };
    for (number, metric) in numbers.iter_mut().zip(METRICS) {
        if let Of::Fit = metric.of {
            *number = alpha;
        }
    }
}
