//! Generalization bounds as functions of the sample size.
//!
//! Every bound limits the gap between the loss on m training examples and the expected loss, for a loss in [0, 1] and
//! independent examples, with probability 1 − δ over their choice. Each is a small type behind the trait [`Bound`].

mod error;
mod frobenius_product;
mod kl;
mod layers;
mod occam;
mod pac_bayes;
mod rademacher;
mod rate;
mod solve;
mod spectral_complexity;
mod spectral_pac_bayes;
pub mod transformer;
mod vc;

pub use error::Error;
pub use frobenius_product::FrobeniusProduct;
pub use kl::{binary_kl, binary_kl_inverse};
pub use layers::LayerNorms;
pub use occam::Occam;
pub use pac_bayes::PacBayes;
pub use rademacher::Rademacher;
pub use rate::Rate;
pub use spectral_complexity::{SpectralComplexity, ln_spectral_complexity};
pub use spectral_pac_bayes::SpectralPacBayes;
pub use vc::{Vc, vc_dimension};

/// An upper bound on the generalization gap, as a function of the sample size m.
pub trait Bound: std::fmt::Debug {
    /// The named parts of the gap at m, dimensionless and ≥ 0; they add up to it. Parts under one square root each get their share
    /// of it, in proportion to the radicand. m: a finite number from 1, else [`Error::Domain`].
    fn terms(&self, m: f64) -> Result<Vec<Term>, Error>;

    /// The smallest m ≥ 1 from which on the gap is at most `level`, to 1e-12 relative; `None` where no finite f64 is large enough
    /// or the level is not above 0 and at most 1.
    fn samples_below(&self, level: f64) -> Option<f64>;

    /// The gap at m, dimensionless; 1 and more says nothing about a loss in [0, 1] (the bound is vacuous).
    fn gap(&self, m: f64) -> Result<f64, Error> {
        Ok(self.terms(m)?.iter().map(|term| term.value).sum())
    }

    /// The smallest m ≥ 1 from which on the bound says anything at all: where it falls to 1.
    fn samples_nonvacuous(&self) -> Option<f64> {
        self.samples_below(1.0)
    }

    /// The largest of the terms at m.
    fn dominating(&self, m: f64) -> Result<Option<Term>, Error> {
        let terms = self.terms(m)?;
        Ok(terms.into_iter().max_by(|a, b| a.value.total_cmp(&b.value)))
    }
}

/// One part of a bound.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Term {
    /// What it stands for, in words that follow "the": "confidence term".
    pub name: &'static str,
    /// Its share of the gap, dimensionless.
    pub value: f64,
}

/// The square root of a sum, shared out among its parts.
fn under_root<const N: usize>(names: [&'static str; N], radicand: [f64; N]) -> Vec<Term> {
    let total: f64 = radicand.iter().sum();
    let root = total.sqrt();
    let share = |part: f64| match total {
        0.0 => 0.0,
        f64::INFINITY => part.sqrt(),
        _ => root * (part / total),
    };
    let terms = names.into_iter().zip(radicand);
    terms
        .map(|(name, part)| Term {
            name,
            value: share(part),
        })
        .collect()
}
