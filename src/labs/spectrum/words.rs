//! The finding in words, and what the numbers of this lab rest on.

use super::{
    GAVISH_DONOHO, MP_EDGE, SCHATTEN_RANK,
    model::{Facts, Limit, count_seen},
};
use crate::{
    labs::{prelude::*, shared::ranks},
    spectrum::thresholds::NoiseLevel,
};

/// The finding in one sentence.
pub fn headline(facts: &Facts) -> Result<String, Error> {
    let (erank, n) = (facts.ranks.erank(), facts.ranks.size());
    let uses = format!("This spectrum uses {} of its {n} directions", short(erank));
    let Some(noise) = facts.noise else {
        return Ok(format!("{uses}."));
    };
    let edge = noise.edge();
    let values = facts.ranks.spectrum.values();
    let above = values.iter().filter(|s| **s > edge).count();
    let expected = facts.expected(noise)?;
    let (seen, signal) = (count_seen(&expected), expected.len());
    Ok(format!(
        "{uses}; {above} stand above the noise edge, where each by itself {seen} of {signal} signal values would."
    ))
}

/// What the ranks tend to, in a sentence.
pub fn limit(facts: &Facts) -> Option<String> {
    Some(match facts.limit.as_ref()? {
        Limit::Whole(ranks) => format!(
            "With more and more values of this law the erank tends to {}, the stable rank to {}.",
            short(ranks.erank),
            short(ranks.stable_rank)
        ),
        Limit::PerRow(ranks) => format!(
            "As a matrix of such noise with n rows grows, its erank tends to {} n, its stable rank to {} n.",
            short(ranks.erank),
            short(ranks.stable_rank)
        ),
    })
}

/// The numbers that this lab adds to the ranks.
pub fn readouts(facts: &Facts, p: f64) -> [Readout; 5] {
    let spectrum = &facts.ranks.spectrum;
    let level = match facts.level {
        NoiseLevel::Known(_) => "noise level known",
        NoiseLevel::Median => "noise level from the median, as if most of these values were noise",
    };
    [
        SCHATTEN_RANK.noted(spectrum.schatten_rank(p), format!("p = {p}")),
        match &facts.threshold {
            Ok((threshold, kept)) => {
                let note = format!("threshold {}, {level}", short(*threshold));
                GAVISH_DONOHO.noted(*kept as f64, note)
            }
            Err(why) => GAVISH_DONOHO.absent(why.to_string()),
        },
        match facts.noise {
            Some(noise) => MP_EDGE.value(noise.edge()),
            None => MP_EDGE.absent("no noise is added"),
        },
        ranks::tail(&facts.tail),
        facts.ranks.exact_rank(facts.exact_rank),
    ]
}
