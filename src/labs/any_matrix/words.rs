//! The finding in a sentence.

use crate::{
    labs::{prelude::*, shared::ranks::Ranks},
    spectrum::Spectrum,
};

/// How many directions the matrix uses, beside what its baseline uses.
pub fn headline(ranks: &Ranks, baseline: Option<&Spectrum>) -> String {
    let (erank, n) = (ranks.erank(), ranks.size());
    let uses = format!("This matrix uses {} of its {n} directions", short(erank));
    match baseline {
        None => format!("{uses}."),
        Some(baseline) => {
            let largest = baseline.spectral_norm();
            let above = ranks
                .spectrum
                .values()
                .iter()
                .filter(|s| **s > largest)
                .count();
            let stand = match above {
                0 => "no singular value stands above it".into(),
                1 => "one singular value stands above it".into(),
                several => format!("{several} singular values stand above it"),
            };
            format!(
                "{uses}, where the baseline uses {}; {stand}.",
                short(baseline.erank())
            )
        }
    }
}
