//! The spectra of what is learned: singular values of a weight matrix, and the frequencies of an embedding.

use super::{
    controls::Who,
    figures::{markers, over_steps},
    model::{Facts, Kind},
    words,
};
use crate::{labs::prelude::*, linalg::sort_descending, nn::tasks::modular::Modular};

/// Singular values of the watched matrix, at first and now.
pub fn spectrum(facts: &Facts) -> Figure {
    let indexed = |values: &[f64]| -> Vec<(f64, f64)> {
        let indexed = values.iter().enumerate();
        indexed.map(|(i, s)| (i as f64 + 1.0, *s)).collect()
    };
    let before = facts.contestant(Who::Adamw).spectrum_before.iter();
    let before = before.map(|spectrum| {
        let points = indexed(spectrum.values());
        Series::line("before", "before training", inks::NEUTRAL, points)
    });
    let now = Who::ALL.iter().filter_map(|who| {
        let spectrum = facts.contestant(*who).spectrum.as_ref()?;
        Some(who.line(indexed(spectrum.values())))
    });
    let axis = Axis::log("singular value").floor(1e-9, "numerically zero");
    let lines = Lines::new(Axis::linear("index").counted(), axis)
        .series(before)
        .series(now);
    let caption = format!(
        "The {}: weight decay lets directions die that the task does not use, learning lifts those that it does.",
        facts.watched
    );
    Figure::lines("spectrum", "Singular values", caption, lines)
}

/// Effective ranks of the watched matrix over the steps.
pub fn ranks(facts: &Facts) -> Figure {
    let lines = over_steps(facts, Axis::log("effective rank"), |m| m.erank).series(markers(
        facts,
        "stable rank",
        |m| m.stable_rank,
    ));
    Figure::lines("ranks", "Effective ranks", words::ranks(facts), lines)
}

/// How the first embedding's energy is spread over its frequencies.
pub fn frequencies(facts: &Facts) -> Option<Figure> {
    let Kind::Modular { p, operation, .. } = facts.kind else {
        return None;
    };
    let curve = |who: &Who| {
        let excess = Modular::excess(facts.outline(*who), p, operation);
        let points = (1..).zip(excess);
        who.line(points.map(|(k, times)| (f64::from(k), times)))
    };
    let lines = Lines::new(
        Axis::linear("frequency, strongest first").counted(),
        Axis::log("times an even share").floor(1e-3, "hardly any"),
    )
    .series(Who::ALL.iter().map(curve))
    .guides([Guide::new("even", Along::Y, 1.0, inks::NEUTRAL)]);
    if lines.series.is_empty() {
        return None;
    }
    let group = match operation.is_multiplicative() {
        true => "discrete logarithm of the number",
        false => "number",
    };
    let mut sorted = facts.outline(Who::Adamw).to_vec();
    sort_descending(&mut sorted);
    let caption = format!(
        "The first embedding as waves over the {group}: energy of each against what random entries give it. The strongest five of {} carry {} under AdamW.",
        sorted.len(),
        percent(sorted.iter().take(5).sum())
    );
    let title = "Frequencies of the embedding";
    Some(Figure::lines("frequencies", title, caption, lines))
}
