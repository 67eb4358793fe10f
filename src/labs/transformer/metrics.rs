//! What is reported of every matrix: effective ranks, norms, WeightWatcher's metrics, and its part in the factor.

use super::model::Matrix;
use crate::{
    bounds::transformer::Choice,
    labs::{Opt, opt},
    spectrum::{Spectrum, power_law, thresholds},
};
use std::f64::consts::LN_10;

/// Spectra longer than this get no power-law fit, whose time grows with the square of the length.
const LONGEST_FIT: usize = 1024;

/// One matrix with what is known of it.
pub struct Entry<'a> {
    /// The matrix.
    pub matrix: &'a Matrix,
    /// What it contributes to the factor, if anything.
    pub choice: Option<&'a Choice>,
    /// The exponent of the power law, where it is known.
    pub alpha: f64,
}

/// One number of a matrix.
pub struct Metric {
    /// The value of the control.
    pub id: &'static str,
    /// A few words.
    pub label: &'static str,
    /// Whether it spans decades.
    pub log: bool,
    /// The number; NaN where there is none.
    pub of: fn(&Entry) -> f64,
}

const fn metric(id: &'static str, label: &'static str, of: fn(&Entry) -> f64) -> Metric {
    let log = false;
    Metric { id, label, log, of }
}

const fn decades(id: &'static str, label: &'static str, of: fn(&Entry) -> f64) -> Metric {
    let log = true;
    Metric { id, label, log, of }
}

/// Every number, in the order of the table.
pub const METRICS: &[Metric] = &[
    metric("index", "index p*", |e| choice(e, |c| c.index)),
    metric("continuous", "best p", |e| {
        choice(e, |c| c.continuous_index)
    }),
    metric("cost", "c(W; p*)", |e| choice(e, |c| c.ln_c.exp())),
    metric("direct", "T(W)", |e| choice(e, |c| c.direct)),
    metric("log10_k", "log₁₀ K", |e| choice(e, |c| c.ln_k / LN_10)),
    metric("rank", "rank", |e| spectrum(e).numerical_rank(None) as f64),
    metric("erank", "erank", |e| spectrum(e).erank()),
    metric("nuclear_frobenius_rank", "(‖W‖∗/‖W‖F)²", |e| {
        spectrum(e).nuclear_frobenius_rank()
    }),
    metric("energy_entropy_rank", "exp H(q)", |e| {
        spectrum(e).energy_entropy_rank()
    }),
    metric("nuclear_spectral_rank", "‖W‖∗/‖W‖₂", |e| {
        spectrum(e).nuclear_spectral_rank()
    }),
    metric("participation_ratio", "participation", |e| {
        spectrum(e).participation_ratio()
    }),
    metric("stable_rank", "stable rank", |e| spectrum(e).stable_rank()),
    metric("epsilon_rank", "ε-rank (0.1)", |e| {
        spectrum(e).epsilon_rank(0.1) as f64
    }),
    metric("energy_rank", "energy rank (0.9)", |e| {
        spectrum(e).energy_rank(0.9) as f64
    }),
    metric("power_law_alpha", "alpha", |e| e.alpha),
    metric("mp_softrank", "MP soft rank", |e| soft_rank(spectrum(e))),
    metric("log_spectral_norm", "log₁₀ λmax", |e| {
        2.0 * spectrum(e).spectral_norm().log10()
    }),
    decades("spectral_norm", "‖W‖₂", |e| {
        spectrum(e).spectral_norm()
    }),
    decades("frobenius_norm", "‖W‖F", |e| {
        spectrum(e).frobenius_norm()
    }),
    decades("nuclear_norm", "‖W‖∗", |e| spectrum(e).nuclear_norm()),
    decades("group_norm_2_1", "‖W‖₂,₁", |e| {
        e.matrix.group_norm_2_1
    }),
    decades("entry_norm_1_1", "‖W‖₁,₁", |e| {
        e.matrix.entry_norm_1_1
    }),
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

fn choice(entry: &Entry, of: fn(&Choice) -> f64) -> f64 {
    entry.choice.map_or(f64::NAN, of)
}

fn spectrum<'a>(entry: &Entry<'a>) -> &'a Spectrum {
    &entry.matrix.spectrum
}

/// λ₊/λmax, the edge λ₊ = s² (√rows + √cols)² that of noise with the variance s² of the entries.
fn soft_rank(spectrum: &Spectrum) -> f64 {
    let entries = spectrum.rows() as f64 * spectrum.cols() as f64;
    let deviation = spectrum.frobenius_norm() / entries.sqrt();
    match deviation > 0.0 {
        true => thresholds::soft_rank(spectrum, deviation),
        false => f64::NAN,
    }
}

/// WeightWatcher's alpha; NaN where a spectrum is too short or too long for a fit.
pub fn alpha(matrix: &Matrix) -> f64 {
    match matrix.spectrum.values().len() <= LONGEST_FIT {
        true => power_law::fit_spectrum(&matrix.spectrum).map_or(f64::NAN, |fit| fit.alpha),
        false => f64::NAN,
    }
}
